"""What a record many times larger costs: built by the ordinary build, asked the same, beside the real one.

Not a test. Run from the top of the project; the larger record takes a quarter of an hour, 8 GB of memory and 5 GB of
disk to build, so a folder may keep the two for the next run:

    python -m tests.benchmarks.grow --times 1000 --keep /var/tmp/grow

Each record is served by a process of its own, without HTTP, and the two are asked in turn, round by round, so that what
else the machine does strikes both alike. Times are medians. A ratio under its floor makes it fail.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import click

from service.app import create_app
from service.build.database import build
from service.settings import Settings
from service.store.dataset import Dataset, UnusableDatabase
from tests.benchmarks.larger import write_seed

ROOT = Path(__file__).parents[2]
ROUNDS = 21
DAYS = [date(2023, 1, 1) + timedelta(days=number) for number in range(1400)]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: on the real record, on the larger one, how they compare, and what that must be.

    A ratio of lookups is the real time over the larger one, so that more is better; of all else, larger over real.
    """

    name: str
    real: float
    larger: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float:
        """How they compare."""
        return self.real / self.larger if self.least is not None else self.larger / self.real

    @property
    def floor(self) -> str:
        """What the ratio must be, in words; ``-`` where nothing is asked of it."""
        if self.least is not None:
            return f"at least {self.least:g}"
        return f"at most {self.most:g}" if self.most is not None else "-"

    @property
    def holds(self) -> bool:
        """Whether the ratio is what it must be."""
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)


@dataclass(frozen=True, slots=True)
class Question:
    """Addresses that are asked in turn, and the floor of their time."""

    name: str
    addresses: Callable[[Random, list[str]], list[str]]
    least: float | None = None
    most: float | None = None
    rounds: int = ROUNDS


def _same(*addresses: str) -> Callable[[Random, list[str]], list[str]]:
    return lambda chance, minerals: list(addresses) * 5


def _once(address: str) -> Callable[[Random, list[str]], list[str]]:
    return lambda chance, minerals: [address]


def _cold(chance: Random, minerals: list[str]) -> list[str]:
    """Of the minerals of the real record, on days and to destinations that were not asked together before."""
    return _any(chance, [mineral for mineral in minerals if not re.search(r"-x\d+$", mineral)])


def _any(chance: Random, minerals: list[str]) -> list[str]:
    """Of any mineral of the record."""
    return [
        f"/v1/minerals/{chance.choice(minerals)}/status?as_of={chance.choice(DAYS)}&destination={to}"
        for to in ("US", "JP", "KR", "IN", "TW", "GB", "AU", "CA")
    ]


QUESTIONS = (
    Question("status, hot", _same("/v1/minerals/gallium/status?as_of=2025-12-01&destination=US"), least=0.9),
    Question("status, cold", _cold, least=0.9, rounds=3 * ROUNDS),
    Question("minerals of a group", _same("/v1/minerals?group=rare-earths"), least=0.9),
    Question("claims, a page", _same("/v1/claims"), least=0.9),
    Question("claims on a mineral", _same("/v1/claims?mineral=gallium"), least=0.9),
    Question("instruments on a mineral", _same("/v1/instruments?mineral=gallium"), least=0.9),
    Question("restrictions of a month, on a mineral", _same("/v1/restrictions?month=2025-04&mineral=Dy"), most=3),
    Question(
        "in force in a month, on a mineral", _same("/v1/restrictions?month=2025-04&mineral=Dy&basis=in_force"), most=3
    ),
    Question(
        "changes of ten years, of a mineral", _same("/v1/changes?from=2018-01-01&to=2027-12-31&mineral=Ga"), most=3
    ),
    Question(
        "changes of ten years, of the rare earths",
        _same("/v1/changes?from=2018-01-01&to=2027-12-31&mineral=rare-earths"),
        most=3,
    ),
    Question(
        "restrictions of a day with none, on any", _same("/v1/restrictions?from=2025-03-03&to=2025-03-03"), most=3
    ),
    Question("changes of a day with none, of any", _same("/v1/changes?from=2025-03-03&to=2025-03-03"), most=3),
)
"""What has an answer of the same size from both."""
OVER_ALL = (
    Question("status of any mineral, few asked twice", _any, rounds=3 * ROUNDS),
    Question("minerals, a page", _same("/v1/minerals")),
    Question("minerals by a word", _same("/v1/minerals?q=oxide")),
    Question("restrictions of a month, on any", _once("/v1/restrictions?month=2025-04"), rounds=3),
    Question("restrictions of a month of any year, on any", _once("/v1/restrictions?month=04"), rounds=3),
    Question("changes of a month, of any", _once("/v1/changes?from=2025-04-01&to=2025-04-30"), rounds=1),
)
"""What reads, or answers, more of a larger record: its time is told, and nothing is asked of it."""


class Asked:
    """A process that serves one record, and is asked by its pipes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.started = self._said()["started"]

    def _said(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def ask(self, *addresses: str, body: Any = None) -> Any:
        """Seconds of one answer, the median of all; and the resident memory afterwards, in MB."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"addresses": addresses, "body": body}) + "\n")
        self._process.stdin.flush()
        return self._said()


@contextmanager
def asked(database: Path) -> Iterator[Asked]:
    """A process that serves ``database``, to the end of the block."""
    command = [sys.executable, "-m", "tests.benchmarks.grow", "--answer", str(database)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Asked(process)
        finally:
            process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


def answer(database: Path) -> None:
    """Be that process: a line of JSON for each that is read."""
    start = perf_counter()
    client = create_app(Settings(database=database)).test_client()
    click.echo(json.dumps({"started": perf_counter() - start}))
    for line in sys.stdin:
        told, took = json.loads(line), []
        for address in told["addresses"]:
            start = perf_counter()
            method = "GET" if told["body"] is None else "POST"
            response = client.open(address, method=method, json=told["body"])
            took.append(perf_counter() - start)
            assert response.status_code == 200, (address, response.get_data())
        click.echo(json.dumps({"seconds": median(took) if took else 0, "memory": _resident()}))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def built(times: int, folder: Path) -> Path:
    """The record ``times`` over, built in ``folder`` with what that cost, unless it is there from an earlier run."""
    path = folder / f"record-{times}.db"
    try:
        Dataset(path)
    except UnusableDatabase:
        seed = folder / f"seed-{times}"
        if not seed.is_dir():
            write_seed(ROOT / "seed_data", seed, times)
        command = [sys.executable, "-m", "tests.benchmarks.grow", "--build", str(seed), str(path)]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        path.with_suffix(".json").write_text(told, encoding="utf-8")
    return path


def build_and_tell(seed: Path, out: Path) -> None:
    """Build, and say in JSON how long it took and how much memory at its peak."""
    start = perf_counter()
    build(seed, out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(json.dumps({"seconds": perf_counter() - start, "peak": peak}))


def measure(times: int, folder: Path) -> Iterator[Row]:
    """Everything, of the real record and of the one that is ``times`` as large, which ``folder`` keeps."""
    paths = [built(1, folder), built(times, folder)]
    costs = [json.loads(path.with_suffix(".json").read_text(encoding="utf-8")) for path in paths]
    yield Row("build", costs[0]["seconds"], costs[1]["seconds"], "s")
    yield Row("build, peak memory", costs[0]["peak"], costs[1]["peak"], "MB")
    yield Row("file", paths[0].stat().st_size / 2**20, paths[1].stat().st_size / 2**20, "MB")
    with ExitStack() as stack:
        both = [stack.enter_context(asked(path)) for path in paths]
        yield Row("start", both[0].started, both[1].started, "s")
        minerals = [[row[0] for row in Dataset(path).all("SELECT id FROM mineral")] for path in paths]
        for question in QUESTIONS:
            yield _row(question, both, minerals)
        yield _memory("memory of a worker after all that", both, most=1.15)
        for question in OVER_ALL:
            yield _row(question, both, minerals)
        yield _screened(both)
        yield _memory("memory of a worker after all of it", both)


def _memory(name: str, both: list[Asked], most: float | None = None) -> Row:
    real, larger = (one.ask()["memory"] for one in both)
    return Row(name, real, larger, "MB", most=most)


def _row(question: Question, both: list[Asked], minerals: list[list[str]]) -> Row:
    took: list[list[float]] = [[], []]
    for number in range(-1, question.rounds):
        for place, one in list(enumerate(both))[:: 1 if number % 2 else -1]:
            chance = Random(number)  # noqa: S311 - questions, no secret
            seconds = one.ask(*question.addresses(chance, minerals[place]))["seconds"]
            if number >= 0 or question.rounds == 1:  # the first only warms
                took[place].append(seconds)
    real, larger = (median(seconds) * 1000 for seconds in took)
    return Row(question.name, real, larger, "ms", question.least, question.most)


def _screened(both: list[Asked]) -> Row:
    names = ("gallium", "Dy2O3", "7440-55-3", "holmium", "nickel ore", "galium")
    lines = [{"material": names[number % 6], "origin": "CN", "destination": "US"} for number in range(1000)]
    took = [[one.ask("/v1/screenings", body={"lines": lines})["seconds"] for _ in range(4)][1:] for one in both]
    return Row("screening of a thousand lines", median(took[0]) * 1000, median(took[1]) * 1000, "ms")


@click.command()
@click.option("--times", default=1000, show_default=True, help="How many times as large the larger record is.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="A folder that keeps what is built.")
@click.option("--answer", "database", type=click.Path(path_type=Path), hidden=True)
@click.option("--build", "paths", type=click.Path(path_type=Path), nargs=2, hidden=True)
def main(times: int, keep: Path | None, database: Path | None, paths: tuple[Path, Path] | None) -> None:
    """Measure, print a table, and fail on a ratio under its floor."""
    if database is not None:
        return answer(database)
    if paths is not None:
        return build_and_tell(*paths)
    with tempfile.TemporaryDirectory() as passing:
        folder = keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        failed = False
        click.echo(f"| what | x 1 | x {times} | ratio | floor |\n| --- | --- | --- | --- | --- |")
        for row in measure(times, folder):
            failed |= not row.holds
            told = f"{row.real:,.4g} {row.unit} | {row.larger:,.4g} {row.unit} | {row.ratio:.3g} | {row.floor}"
            click.echo(f"| {row.name} | {told}{'' if row.holds else ' **missed**'} |")
    if failed:
        raise SystemExit(1)
    return None


if __name__ == "__main__":
    main()
