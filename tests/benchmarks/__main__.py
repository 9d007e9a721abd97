"""Measure everything side by side and write the table: ``python -m tests.benchmarks`` from the top of the project."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.benchmarks import beside, cached, elsewhere, hot, lists, starts
from tests.benchmarks.machine import described
from tests.benchmarks.rig import Rig
from tests.benchmarks.table import Row, missed, placed, written

PAGE = Path(__file__).parent / "README.md"
GROUPS: dict[str, Callable[[Rig], list[Row]]] = {
    "hot": hot.measure,
    "peers": beside.measure,
    "cache": cached.measure,
    "granian": elsewhere.measure,
    "lists": lists.measure,
    "start": starts.measure,
}
"""In the order of the table."""


@click.command()
@click.option("--only", type=click.Choice(list(GROUPS)), multiple=True, help="This group alone; the page stays.")
@click.option("--smoke", is_flag=True, help="Once and shortly, without floors: does everything run?")
def main(only: tuple[str, ...], smoke: bool) -> None:
    """Measure, print, and write the table into the page beside this file. Exits with 1 where a floor is not met."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder), smoke)
        for name in only or GROUPS:
            click.echo(f"{name} ...", err=True)
            rows += GROUPS[name](rig)
    if smoke:
        rows = [replace(row, floor=None, aim=None) for row in rows]
    table = written(rows, f"{datetime.now(UTC):%-d %B %Y}, {described()}:")
    click.echo(table)
    if smoke:
        return
    if not only:
        PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), table), encoding="utf-8")
    if below := missed(rows):
        raise click.ClickException("under the floor: " + ", ".join(row.what for row in below))


if __name__ == "__main__":
    main()
