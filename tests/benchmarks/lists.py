"""Long parts lists: how many lines a second one worker screens, and how long others wait meanwhile."""

from __future__ import annotations

import json
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks import questions, servers
from tests.benchmarks.load import Slice, posting
from tests.benchmarks.parts import LINES, parts
from tests.benchmarks.rig import Rig
from tests.benchmarks.table import Row

SCREENINGS = "/v1/screenings"
SETTLE = 1.0
"""Seconds in which a worker ends the list of a caller who has gone, before the next slice begins."""


def measure(rig: Rig) -> list[Row]:
    """Lines a second over HTTP, and the slowest in a hundred of the others beside a list to the slowest without one."""
    body = rig.folder / "list.json"
    body.write_text(json.dumps({"lines": parts(rig.repository)}), encoding="utf-8")
    return [_screened(rig, body), _beside_a_list(rig, body)]


def _screened(rig: Rig, body: Path) -> Row:
    with servers.ours(rig.database) as server:
        seconds, size = zip(*(_post(server.port, body.read_bytes()) for _ in range(1 + rig.times(11))), strict=True)
    rates = tuple(LINES / each for each in seconds[1:])
    beside = f"{body.stat().st_size / 1e6:.1f} MB in, {size[0] / 1e6:.1f} MB out"
    return Row("lines of a list screened", rates, 100_000, 300_000, unit="a second", beside=beside)


def _post(port: int, body: bytes) -> tuple[float, int]:
    """Seconds of one call, to the last byte of its answer, and how many bytes that has."""
    connection = HTTPConnection("127.0.0.1", port)
    start = time.perf_counter()
    connection.request("POST", SCREENINGS, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    size = len(answer.read())
    seconds = time.perf_counter() - start
    connection.close()
    assert answer.status == 200
    return seconds, size


def _beside_a_list(rig: Rig, body: Path) -> Row:
    with servers.ours(rig.database, workers=2, threads=2) as server:
        alone = rig.asking(server.address, "hot", questions.hot(), seconds=2)

        def disturbed() -> Slice:
            with posting(server.address + SCREENINGS, body, seconds=3):
                time.sleep(0.3)  # the list is under way
                got = alone()
            time.sleep(SETTLE)
            return got

        found = rig.rounds({"alone": alone, "disturbed": disturbed}, count=9)
    return Row(
        "p99 of hot status while a list is screened, to p99 without, two workers",
        found.ratios("disturbed", "alone", "p99"),
        *(2, 1.4),
        less_is_better=True,
        beside=found.beside_late("disturbed", "alone"),
    )
