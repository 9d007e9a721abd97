"""A process that answers from one record, asked by its pipes as a server asks the application: by WSGI, without HTTP.

Of an answer only what the application does is timed, and not the making of the request; in processor time, so that it
does not matter what else the machine does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, Literal

import click
from flask import Flask
from werkzeug.test import EnvironBuilder

from service.app import create_app
from service.http.context import KEY
from service.settings import Settings
from service.store.evidence import Evidence
from service.store.repository import Repository

ROOT = Path(__file__).parents[2]
WARM = "gallium"
"""The mineral that is asked about first where all was forgotten: it reads what every answer takes."""
Keeps = Literal["all", "parts", "nothing"]
"""Of what was answered before: whole answers and what they were made of, only the latter, or nothing of it."""


class Asked:
    """Such a process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.started = self._said()["started"]

    def _said(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def ask(self, addresses: Sequence[str] = (), *, body: Any = None, keeps: Keeps = "all") -> Any:
        """Seconds of one answer, the median of all; and the resident memory afterwards, in MB.

        ``body`` is posted as JSON where there is one.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"addresses": addresses, "body": body, "keeps": keeps}) + "\n")
        self._process.stdin.flush()
        return self._said()


@contextmanager
def asked(database: Path) -> Iterator[Asked]:
    """A process that answers from ``database``, to the end of the block."""
    command = [sys.executable, "-m", "tests.benchmarks.answering", str(database)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Asked(process)
        finally:
            process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


def _answered(app: Flask, address: str, body: Any = None) -> float:
    """Seconds of one answer, which must be a good one."""
    method = "GET" if body is None else "POST"
    environ = EnvironBuilder(address, method=method, json=body).get_environ()
    told: list[str] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        told.append(status)

    start = process_time()
    answer = app.wsgi_app(environ, start_response)
    content = b"".join(answer)
    seconds = process_time() - start
    if hasattr(answer, "close"):
        answer.close()
    assert told == ["200 OK"], (address, content)
    return seconds


def _forget(app: Flask) -> None:
    """Keep nothing of what was answered before, but what SQLite holds of the file: that comes and goes by itself."""
    current = app.extensions[KEY]
    here = current.get()
    dataset = here.repository.dataset
    current._serving = replace(here, repository=Repository(dataset), evidence=Evidence(dataset))
    for _ in range(2):
        _answered(app, f"/v1/minerals/{WARM}/status?as_of=2025-12-01&destination=US")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@click.command()
@click.argument("database", type=click.Path(path_type=Path))
def main(database: Path) -> None:
    """Be that process: a line of JSON for each that is read."""
    start = perf_counter()
    app = create_app(Settings(database=database))
    click.echo(json.dumps({"started": perf_counter() - start}))
    for line in sys.stdin:
        told = json.loads(line)
        if told["keeps"] == "nothing":
            _forget(app)
        took = []
        for address in told["addresses"]:
            if told["keeps"] == "parts":
                vars(app.extensions[KEY].get()).pop("kept", None)
            took.append(_answered(app, address, told["body"]))
        click.echo(json.dumps({"seconds": median(took) if took else 0, "memory": _resident()}))


if __name__ == "__main__":
    main()
