"""How many lines of a parts list are screened in a second over HTTP, by how often the list says a thing again.

Not a test: it prints figures. Run from the top of the project:

    python -m tests.benchmarks.screening

Each list has ten thousand lines and goes to a real gunicorn with one worker and one thread, JSON in and JSON out with
full answers. The first, of :mod:`tests.benchmarks.parts`, is as procurement keeps one: every sixth line has one of 300
names that nothing is called. The others are made of good names, every hundredth line apart: 1 %, 10 % and 100 % of
their lines ask what no line before asked.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.request import Request, urlopen

import click

from service.build.database import build
from service.store.dataset import Dataset
from service.store.repository import Repository
from tests.benchmarks.parts import DESTINATIONS, LINES, parts
from tests.conftest import ROOT
from tests.server import Server, serving

ROUNDS = 7
Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Speed:
    """Lines a second of one list: of the first call, the median and the best of those that followed.

    ``distinct`` is the part of the lines that ask what no line before asked, ``missed`` the part that names nothing.
    """

    distinct: float
    missed: float
    first: float
    usual: float
    best: float


def mixed(repository: Repository, distinct: float) -> Lines:
    """A list of which the part ``distinct`` asks what no line before asked, one line in 100 for what is no mineral."""
    chance = random.Random(6)  # noqa: S311 - a list, no secret
    names = [mineral.name for mineral in repository.minerals()]
    days = (str(date(2025, 12, 1) + timedelta(days=offset)) for offset in range(LINES))
    every = ({"material": name, "destination": to, "date": day} for day, to, name in product(days, DESTINATIONS, names))
    questions = list(islice(every, int(LINES * distinct)))
    for number in range(0, len(questions), 100):
        questions[number]["material"] = f"junk {number}"
    asked = questions + chance.choices(questions, k=LINES - len(questions))
    chance.shuffle(asked)
    return [
        {"ref": f"P-{number}", **line, "origin": "CN", "quantity": chance.randint(1, 500)}
        for number, line in enumerate(asked)
    ]


@contextmanager
def one_worker(database: Path) -> Iterator[Server]:
    """A server of ``database`` with one worker and one thread."""
    settings = {"DATABASE": str(database), "WORKERS": "1", "THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        ours = {f"EXPORT_CONTROLS_{name}": value for name, value in settings.items()}
        with serving(ours, cwd=Path(folder)) as server:
            yield server


def measure(address: str, lines: Lines, rounds: int = ROUNDS) -> Speed:
    """How fast the server at ``address`` screens ``lines``, called once and then ``rounds`` times more."""
    body = json.dumps({"lines": lines}).encode()
    first, answer = _timed(address, body)
    again = [_timed(address, body)[0] for _ in range(rounds)]
    asked = {json.dumps({**line, "ref": None, "quantity": None}, sort_keys=True) for line in lines}
    missed = json.loads(answer)["totals"]["not_recognised"]
    count = len(lines)
    return Speed(len(asked) / count, missed / count, count / first, count / median(again), count / min(again))


def _timed(address: str, body: bytes) -> tuple[float, bytes]:
    """Seconds of one call, and its answer."""
    request = Request(f"{address}/v1/screenings", data=body, headers={"Content-Type": "application/json"})
    start = perf_counter()
    with urlopen(request) as response:
        answer: bytes = response.read()
    return perf_counter() - start, answer


def worker_peak(master: int) -> int:
    """The peak resident memory of the only worker of gunicorn's master process, in kB (Linux only)."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
    (status,) = (Path(f"/proc/{child}/status").read_text(encoding="ascii") for child in children)
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


def lists(repository: Repository) -> Mapping[str, Lines]:
    """The lists that are measured, by what they are."""
    made = {f"{part:.0%} distinct": mixed(repository, part) for part in (0.01, 0.1, 1.0)}
    return {"as procurement keeps one": parts(repository), **made}


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "record.db"
        build(ROOT / "seed_data", database)
        with one_worker(database) as server:
            for name, lines in lists(Repository(Dataset(database))).items():
                speed = measure(server.address, lines)
                click.echo(
                    f"{name}: {speed.usual:,.0f} lines/s (best {speed.best:,.0f}, first call {speed.first:,.0f}); "
                    f"{speed.distinct:.0%} of the lines distinct, {speed.missed:.1%} not recognised"
                )
            click.echo(f"worker's peak memory {worker_peak(server.process.pid) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
