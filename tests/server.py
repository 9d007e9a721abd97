"""A real server: ``export-controls serve`` as a process, for what only real HTTP shows."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

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
    process = subprocess.Popen(
        command, cwd=cwd, env=environment(**settings), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr is not None
    said: list[str] = []
    found: SimpleQueue[str | None] = SimpleQueue()
    # Read to the end by a thread of its own: a server whose log nobody reads stands still when the pipe is full.
    reader = Thread(target=_hear, args=(process.stderr, said, found))
    reader.start()
    try:
        address = found.get()
        assert address is not None, "the server did not start: " + "".join(said)
        yield Server(process, address, said)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        reader.join()
        process.stderr.close()


def _hear(stream: Iterable[str], said: list[str], found: SimpleQueue[str | None]) -> None:
    for line in stream:
        said.append(line)
        if listening := re.search(r"Listening at: (http://[\d.:]+)", line):
            found.put(listening[1])
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
