"""What a record many times larger costs: built by the ordinary build, asked the same, beside the real one.

Not a test. Run from the top of the project; the larger record takes half an hour, 7 GB of memory and 11 GB of disk to
build, so a folder may keep the two for the next run:

    python -m tests.benchmarks.grow --times 1000 --keep /var/tmp/grow

Each record is served by a process of its own, without HTTP, and the two are asked in turn, round by round, so that what
else the machine does strikes both alike. Times are medians of processor time, but for those of build and start. A ratio
under its floor makes it fail.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import click

from service.build.database import build
from service.store.dataset import Dataset, UnusableDatabase
from service.store.repository import Repository
from tests.benchmarks import questions
from tests.benchmarks.answering import ROOT, WARM, Asked, Keeps, asked
from tests.benchmarks.larger import write_seed

ROUNDS = 21
COLD = 200
"""Questions of a round that nobody asked before."""
DAYS = [questions.FIRST_DAY + timedelta(days=number) for number in range(questions.DAYS)]
SCOPES = ({"origin": "CN", "destination": "US"}, *questions.TODAY, {"destination": "US"})


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
class Turn:
    """What there is to choose from when a record ``times`` as large as the real one is asked in round ``number``.

    ``minerals`` are those of the real record that are no groups, ``cold`` more questions about it than all rounds ask.
    """

    number: int
    chance: Random
    times: int
    minerals: list[str]
    cold: list[str]


Choose = Callable[[Turn], list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """Addresses that are asked in turn, what may be kept of answers before, and the floor of their time."""

    name: str
    addresses: Choose
    least: float | None = None
    most: float | None = None
    rounds: int = ROUNDS
    keeps: Keeps = "parts"


def _same(*addresses: str) -> Choose:
    return lambda turn: list(addresses) * 5


def _once(address: str) -> Choose:
    return lambda turn: [address]


def _cold(turn: Turn) -> list[str]:
    """Of the minerals of the real record, and no two alike, as where the service is measured beside others."""
    return turn.cold[(turn.number + 1) * COLD :][:COLD]


def _first(turn: Turn) -> list[str]:
    """Of each mineral one question: the real one, or one of its copies."""
    return [
        questions.path(
            mineral if turn.times == 1 else f"{mineral}-x{turn.chance.randrange(1, turn.times)}",
            {"as_of": str(turn.chance.choice(DAYS)), **turn.chance.choice(SCOPES)},
        )
        for mineral in turn.minerals
    ]


QUESTIONS = (
    Question("status, hot", lambda turn: questions.hot(), least=0.9, keeps="all"),
    Question("status, cold", _cold, least=0.9, rounds=3 * ROUNDS, keeps="all"),
    Question("status, of a mineral first asked", _first, least=0.9, rounds=3 * ROUNDS, keeps="nothing"),
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
    Question("minerals, a page", _same("/v1/minerals")),
    Question("minerals by a word", _same("/v1/minerals?q=oxide")),
    Question("restrictions of a month, on any", _once("/v1/restrictions?month=2025-04"), rounds=3),
    Question("restrictions of a month of any year, on any", _once("/v1/restrictions?month=04"), rounds=3),
    Question("changes of a month, of any", _once("/v1/changes?from=2025-04-01&to=2025-04-30"), rounds=1),
)
"""What reads, or answers, more of a larger record: its time is told, and nothing is asked of it."""


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
    for path in paths:
        _read(path)
    costs = [json.loads(path.with_suffix(".json").read_text(encoding="utf-8")) for path in paths]
    yield Row("build", costs[0]["seconds"], costs[1]["seconds"], "s")
    yield Row("build, peak memory", costs[0]["peak"], costs[1]["peak"], "MB")
    yield Row("file", paths[0].stat().st_size / 2**20, paths[1].stat().st_size / 2**20, "MB")
    with ExitStack() as stack:
        both = [stack.enter_context(asked(path)) for path in paths]
        yield Row("start", both[0].started, both[1].started, "s")
        repository = Repository(Dataset(paths[0]))
        minerals = [one.id for one in repository.all_minerals if not one.members and one.id != WARM]
        asker = _Asker(both, times, minerals, questions.cold(repository))
        for question in QUESTIONS:
            yield asker.row(question)
        yield _memory("memory of a worker after all that", both, most=1.15)
        for question in OVER_ALL:
            yield asker.row(question)
        yield _screened(both)
        yield _memory("memory of a worker after all of it", both)


def _read(path: Path) -> None:
    """Have the system hold all of a file, so that no answer waits for a disk."""
    with path.open("rb") as file:
        while file.read(2**24):
            pass


def _memory(name: str, both: list[Asked], most: float | None = None) -> Row:
    real, larger = (one.ask()["memory"] for one in both)
    return Row(name, real, larger, "MB", most=most)


class _Asker:
    """Asks the real record and the larger one the same, in turn."""

    def __init__(self, both: list[Asked], times: int, minerals: list[str], cold: list[str]) -> None:
        self._both = list(zip(both, (1, times), strict=True))
        self._minerals, self._cold = minerals, cold

    def row(self, question: Question) -> Row:
        """The median of the rounds, of which the first only warms."""
        took: dict[int, list[float]] = {times: [] for _, times in self._both}
        for number in range(-1, question.rounds):
            for one, times in self._both[:: 1 if number % 2 else -1]:
                chance = Random(number)  # noqa: S311 - questions, no secret
                chosen = question.addresses(Turn(number, chance, times, self._minerals, self._cold))
                seconds = one.ask(chosen, keeps=question.keeps)["seconds"]
                if number >= 0 or question.rounds == 1:
                    took[times].append(seconds)
        real, larger = (median(seconds) * 1000 for seconds in took.values())
        return Row(question.name, real, larger, "ms", question.least, question.most)


def _screened(both: list[Asked]) -> Row:
    names = ("gallium", "Dy2O3", "7440-55-3", "holmium", "nickel ore", "galium")
    lines = [{"material": names[number % 6], "origin": "CN", "destination": "US"} for number in range(1000)]
    took = [[one.ask(["/v1/screenings"], body={"lines": lines})["seconds"] for _ in range(4)][1:] for one in both]
    return Row("screening of a thousand lines", median(took[0]) * 1000, median(took[1]) * 1000, "ms")


@click.command()
@click.option("--times", default=1000, show_default=True, help="How many times as large the larger record is.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="A folder that keeps what is built.")
@click.option("--build", "paths", type=click.Path(path_type=Path), nargs=2, hidden=True)
def main(times: int, keep: Path | None, paths: tuple[Path, Path] | None) -> None:
    """Measure, print a table, and fail on a ratio under its floor."""
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
