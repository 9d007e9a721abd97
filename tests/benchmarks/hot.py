"""Status questions asked again and again, and questions that nobody asked before, beside the two ends of the scale."""

from __future__ import annotations

from contextlib import ExitStack
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.benchmarks import questions, servers
from tests.benchmarks.rig import Rig, tagged
from tests.benchmarks.table import Row


def measure(rig: Rig) -> list[Row]:
    """Ratios to the hello application: rates of hot and cold questions and of 304, and the slowest in a hundred."""
    with ExitStack() as stack:
        ours = stack.enter_context(servers.ours(rig.database))
        hello, raw = (stack.enter_context(servers.alike(app, rig.database)) for app in (servers.HELLO, servers.RAW))
        size = _mean_size(ours.address)
        full = stack.enter_context(servers.alike(f"tests.benchmarks.apps:Constant({size})", rig.database))
        known = tagged(ours.address, questions.hot())
        _check_not_modified(ours.address, known[0])
        found = rig.rounds(
            {
                "hello": rig.asking(hello.address, "hello", ["/"]),
                "hot": rig.asking(ours.address, "hot", questions.hot()),
                "304": rig.asking(ours.address, "known", known),
                "cold": rig.asking_new(ours.address, "cold", questions.cold(rig.repository)),
                "raw": rig.asking(raw.address, "raw", ["/"]),
                "full": rig.asking(full.address, "full", ["/"]),
            }
        )
    late = found.ratios("hot", "hello", "p99")
    return [
        Row("hot status", found.ratios("hot", "hello"), 1.6, 1.75, beside=found.beside("hot", "hello")),
        Row("its 304", found.ratios("304", "hello"), 1.6, 1.75, beside=found.beside("304", "hello")),
        Row("cold status", found.ratios("cold", "hello"), 0.6, 0.8, beside=found.beside("cold", "hello")),
        Row("p99 of hot status", late, 0.8, 0.5, less_is_better=True, beside=found.beside_late("hot", "hello")),
        Row("raw WSGI, a word", found.ratios("raw", "hello"), beside=found.beside("raw", "hello")),
        Row(f"raw WSGI, {size:,} bytes", found.ratios("full", "hello"), beside=found.beside("full", "hello")),
    ]


def _mean_size(address: str) -> int:
    sizes = []
    for path in questions.hot():
        with urlopen(address + path) as answer:
            sizes.append(len(answer.read()))
    return sum(sizes) // len(sizes)


def _check_not_modified(address: str, line: str) -> None:
    path, tag = line.split("\t")
    try:
        urlopen(Request(address + path, headers={"If-None-Match": tag})).close()
    except HTTPError as answer:
        if answer.code == 304:
            return
    raise ValueError("a known validator is not answered by 304")
