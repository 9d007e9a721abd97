"""The servers that are measured, each a process of its own on this machine until its block ends."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tests.benchmarks.machine import children
from tests.conftest import ROOT
from tests.deploy.site import free_port
from tests.server import PATIENCE, SCRIPT, environment

GUNICORN = (sys.executable, "-m", "gunicorn")
HELLO, RAW = "tests.benchmarks.apps:hello", "tests.benchmarks.apps:raw"


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    pid: int
    port: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def workers(self) -> list[int]:
        """Its worker processes."""
        return children(self.pid)


@contextmanager
def running(command: Sequence[str], port: int, settings: Mapping[str, str] | None = None) -> Iterator[Running]:
    """A server that listens on ``port``, from its first answer to the end of the block. What it says is lost."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(**(settings or {})),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_it_answers(process, port)
        yield Running(process.pid, port)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    latest = time.monotonic() + PATIENCE
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as caller:
                caller.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
                assert caller.recv(1)
        except OSError:
            if process.poll() is not None or time.monotonic() > latest:
                words = process.args if isinstance(process.args, list | tuple) else [process.args]
                raise click.ClickException(f"it did not start: {' '.join(str(word) for word in words)}") from None
            time.sleep(0.002)
        else:
            return


def ours_on(database: Path, port: int, workers: int = 1, threads: int = 1) -> tuple[list[str], dict[str, str]]:
    """The command and the settings of the service, as an operator starts it."""
    settings = {
        "EXPORT_CONTROLS_DATABASE": str(database),
        "EXPORT_CONTROLS_BIND": f"127.0.0.1:{port}",
        "EXPORT_CONTROLS_WORKERS": str(workers),
        "EXPORT_CONTROLS_THREADS": str(threads),
    }
    return [str(SCRIPT), "serve"], settings


@contextmanager
def ours(database: Path, workers: int = 1, threads: int = 1) -> Iterator[Running]:
    """The service."""
    port = free_port()
    command, settings = ours_on(database, port, workers, threads)
    with running(command, port, settings) as server:
        yield server


def alike_on(app: str) -> list[str]:
    """The command of another application under the service's own gunicorn configuration."""
    return [*GUNICORN, "-c", "python:service.gunicorn_conf", app]


@contextmanager
def alike(app: str, database: Path) -> Iterator[Running]:
    """That server, with one worker of one thread."""
    port = free_port()
    _, settings = ours_on(database, port)
    with running(alike_on(app), port, settings) as server:
        yield server


def plain_on(app: str, port: int) -> list[str]:
    """The command of an application under gunicorn without a line of ours: one worker of one thread, preloaded."""
    words = ("-w", "1", "-k", "gthread", "--threads", "1", "--preload", "--no-control-socket")
    return [*GUNICORN, *words, "-b", f"127.0.0.1:{port}", app]


@contextmanager
def plain(app: str) -> Iterator[Running]:
    """That server."""
    port = free_port()
    with running(plain_on(app, port), port) as server:
        yield server


@contextmanager
def granian(database: Path) -> Iterator[Running]:
    """The service under granian, as the README says: one worker, one thread of Python."""
    port = free_port()
    _, settings = ours_on(database, port)
    words = ("--interface", "wsgi", "--factory", "--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(port))
    with running([sys.executable, "-m", "granian", *words, "service.app:create_app"], port, settings) as server:
        yield server
