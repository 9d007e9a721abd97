"""What a worker holds after very many distinct questions: ``python -m tests.benchmarks.soak --questions 1000000``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import click

from tests.benchmarks import questions, servers
from tests.benchmarks.load import ask
from tests.benchmarks.machine import peak, resident, share
from tests.benchmarks.rig import Rig

MARKS = (0, 10_000, 100_000, 1_000_000)
"""After how many questions the worker is looked at, besides at the end."""

BATCH = 50_000
"""How many questions wrk is given at once."""


@click.command()
@click.option("--questions", "count", default=100_000, show_default=True, help="How many, none asked twice.")
def main(count: int) -> None:
    """Ask one worker so many status questions, no two alike, and print what it holds now and then."""
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        left = distinct(rig)
        with servers.ours(rig.database) as server:
            (worker,) = server.workers
            asked = 0
            for mark in sorted({*(mark for mark in MARKS if mark < count), count}):
                while asked < mark:
                    part = min(BATCH, mark - asked)
                    ask(server.address, rig.asked("soak", islice(left, part)), seconds=3600, once=True)
                    asked += part
                click.echo(
                    f"{asked:>9,} questions: {resident(worker):.0f} MB resident, {share(worker):.0f} MB its share,"
                    f" {peak(worker):.0f} MB at most"
                )


def distinct(rig: Rig) -> Iterator[str]:
    """Each scope of the cold questions on one day after another: some hundred millions of addresses, no two alike."""
    scopes = questions.cold_scopes(rig.repository)
    for number in range(questions.DAYS):
        for mineral, scope in scopes:
            yield questions.path(mineral, {"as_of": str(questions.FIRST_DAY + timedelta(days=number)), **scope})


if __name__ == "__main__":
    main()
