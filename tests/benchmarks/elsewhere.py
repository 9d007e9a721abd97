"""The same application under granian, for those who want the last factor."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.util import find_spec

import click

from tests.benchmarks import questions, servers
from tests.benchmarks.rig import Rig
from tests.benchmarks.table import Row


def measure(rig: Rig) -> list[Row]:
    """The ratio to the hello application under gunicorn; nothing where the extra ``granian`` is not installed."""
    if find_spec("granian") is None:
        click.echo("granian is not installed (the extra `granian`): no row", err=True)
        return []
    with ExitStack() as stack:
        hello = stack.enter_context(servers.alike(servers.HELLO, rig.database))
        granian = stack.enter_context(servers.granian(rig.database))
        found = rig.rounds(
            {
                "hello": rig.asking(hello.address, "hello", ["/"]),
                "granian": rig.asking(granian.address, "hot", questions.hot()),
            },
            count=7,
        )
    return [
        Row("hot status under granian", found.ratios("granian", "hello"), beside=found.beside("granian", "hello")),
    ]
