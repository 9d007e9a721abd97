"""A real server: ``export-controls serve`` as a process, for what only real HTTP shows."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

PATIENCE = 30
"""Seconds after which a test gives up; no test waits so long."""
SCRIPT = Path(sys.executable).parent / "export-controls"


@dataclass(frozen=True)
class Server:
    """A running server, the address it listens on, and what it has said on standard error so far, all once it ended."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]


def environment(**changes: str) -> dict[str, str]:
    """The environment without any setting of ours, and ``changes``."""
    return {name: value for name, value in os.environ.items() if not name.startswith("EXPORT_CONTROLS_")} | changes


@contextmanager
def serving(settings: Mapping[str, str], *flags: str, cwd: Path) -> Iterator[Server]:
    """Serve on a free port until the block ends, then stop as an operator would. Waits for gunicorn's own word."""
    command = [str(SCRIPT), "serve", "--bind", "127.0.0.1:0", *flags]
    with started(command, r"Listening at: (http://[\d.:]+)", cwd=cwd, env=environment(**settings)) as (process, said):
        yield Server(process, process.word, said)


class Process(subprocess.Popen[str]):
    """A running program, and the word by which it said that it is ready."""

    word: str


@contextmanager
def started(command: Sequence[str], ready: str, **how: Any) -> Iterator[tuple[Process, list[str]]]:
    """A program, from when it says ``ready`` on its log to the end of the block, and all that it says.

    ``ready`` is a pattern; its first group is kept as the process's ``word``. The log is read to its end by a thread:
    a program whose log nobody reads stands still when the pipe is full.
    """
    process = Process(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, **how)
    assert process.stderr is not None
    said: list[str] = []
    found: SimpleQueue[str | None] = SimpleQueue()
    reader = Thread(target=_hear, args=(process.stderr, ready, said, found))
    reader.start()
    try:
        word = found.get()
        assert word is not None, "it did not start: " + "".join(said)
        process.word = word
        yield process, said
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)
        reader.join()
        process.stderr.close()


def _hear(stream: Iterable[str], ready: str, said: list[str], found: SimpleQueue[str | None]) -> None:
    for line in stream:
        said.append(line)
        if heard := re.search(ready, line):
            found.put(heard[1])
    found.put(None)


@contextmanager
def connection(server: Server, send: bytes = b"", buffer: int | None = None) -> Iterator[socket.socket]:
    """A connection to ``server`` on which ``send`` was said."""
    host, port = server.address.removeprefix("http://").split(":")
    with socket.socket() as caller:
        if buffer is not None:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        caller.settimeout(PATIENCE)
        caller.connect((host, int(port)))
        caller.sendall(send)
        yield caller


def rest(caller: socket.socket) -> bytes:
    """All that still comes, to the end of the connection."""
    answer = b""
    while part := caller.recv(65536):
        answer += part
    return answer
