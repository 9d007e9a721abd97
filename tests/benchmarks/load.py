"""The callers: wrk, from one thread, each connection asking anew as soon as it is answered (a closed loop)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tests.benchmarks.machine import Spent

HERE = Path(__file__).parent
CONNECTIONS = 8


@dataclass(frozen=True)
class Slice:
    """What one stretch of asking came to; times in milliseconds, ``others`` in processors that others kept busy."""

    answers: int
    rate: float
    p50: float
    p99: float
    others: float


def program() -> str:
    """Where wrk is."""
    found = shutil.which("wrk")
    if found is None:
        raise click.ClickException("wrk makes the load and is not installed: apt-get install wrk, or brew install wrk")
    return found


def ask(address: str, asked: Path, *, seconds: int = 1, once: bool = False) -> Slice:
    """Ask ``address`` the paths that stand in ``asked`` for so many seconds, or ``once`` each and no longer than that.

    An answer that is an error ends it all. Of asking once no times are told.
    """
    command = [program(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s"]
    script = ["-s", str(HERE / "asking.lua"), address, "--", str(asked), "once" if once else "again"]
    before = Spent.now()
    done = subprocess.run([*command, *script], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    others = before.others_until(Spent.now())
    if told["failed"]:
        raise click.ClickException(f"{told['failed']} of {told['answers']} answers of {address} were errors")
    rate = told["answers"] / told["microseconds"] * 1e6
    return Slice(told["answers"], rate, told["p50"] / 1000, told["p99"] / 1000, others)


@contextmanager
def posting(address: str, body: Path, seconds: int) -> Iterator[None]:
    """One caller beside the block that posts the list in ``body`` without a pause, for so many seconds."""
    command = [program(), "-t1", "-c1", f"-d{seconds}s", "--timeout", "30s", "-s", str(HERE / "posting.lua")]
    process = subprocess.Popen([*command, address, "--", str(body)], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.wait()
