"""Many connections, one after the other and at once, and what the service still holds of them afterwards.

``python -m tests.reliability.connections 10000 500`` opens so many in turn and so many at once, and prints a line.
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from service.build.database import build
from tests.conftest import ROOT
from tests.reliability.load import ADDRESS, PATIENCE, workers
from tests.server import Server, serving

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Held:
    """What the workers of a service hold together."""

    files: int
    megabytes: float


def held(server: Server) -> Held:
    """Open files and resident memory of all workers, as the system counts them.

    Without the database and the files of the counts: each thread opens the one when it is first asked what is not kept,
    and each worker the others when it first counts, which may be late.
    """
    pids = workers(server)
    files = sum(not _is_late(file) for pid in pids for file in Path(f"/proc/{pid}/fd").iterdir())
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in pids)
    return Held(files, pages * _PAGE / 1e6)


def _is_late(file: Path) -> bool:
    try:
        return file.readlink().suffix == ".db"
    except OSError:  # it was closed just now
        return False


def in_turn(server: Server, count: int) -> None:
    """``count`` connections, one after the other, each with one question. Raises where one is not answered with 200."""
    for _ in range(count):
        connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=PATIENCE)
        connection.request("GET", ADDRESS, headers={"Connection": "close"})
        response = connection.getresponse()
        response.read()
        connection.close()
        assert response.status == 200


def at_once(server: Server, count: int) -> None:
    """``count`` connections that are all open before the first of them asks; each gets its answer."""
    host, port = server.address.removeprefix("http://").split(":")
    request = f"GET {ADDRESS} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode()
    with ExitStack() as still_open:
        callers = [
            still_open.enter_context(socket.create_connection((host, int(port)), timeout=PATIENCE))
            for _ in range(count)
        ]
        for caller in callers:
            caller.sendall(request)
        for caller in callers:
            answer = b"".join(iter(lambda caller=caller: caller.recv(1 << 16), b""))  # type: ignore[misc]
            assert answer.startswith(b"HTTP/1.1 200 "), answer[:100]


def warm(server: Server) -> Held:
    """What the workers hold when every thread has answered before: asks until that stands still."""
    before = Held(0, 0)
    for _ in range(20):
        at_once(server, 50)
        in_turn(server, 50)  # meanwhile the workers let go of those
        now = held(server)
        if now.files == before.files:
            return now
        before = now
    raise AssertionError(f"open files do not stand still: {before}")


def left(server: Server, files: int) -> Held:
    """What is held once no more than ``files`` are open, for the last caller may just be let go; or else in the end."""
    warm(server)
    until = time.monotonic() + PATIENCE
    while (now := held(server)).files > files and time.monotonic() < until:
        pass
    return now


def main(turns: int, together: int) -> None:
    """Do it to a server on the seed data here, and print what it held before and after."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "record.db"
        build(ROOT / "seed_data", database)
        with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=Path(folder)) as server:
            in_turn(server, 500)
            before = warm(server)
            in_turn(server, turns)
            at_once(server, together)
            after = left(server, before.files)
    print(  # noqa: T201
        f"{turns:,} connections in turn and {together:,} at once, all answered; open files {before.files} and then "
        f"{after.files}, memory of the workers {before.megabytes:.1f} MB and then {after.megabytes:.1f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
