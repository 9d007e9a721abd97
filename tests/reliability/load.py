"""Callers that ask one address without a pause, and count what they got."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server import Server

ADDRESS = "/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN&destination=US"
PATIENCE = 60
"""Seconds after which a wait is given up; nothing here takes that long."""


class Load:
    """What the callers got so far: answers by status, and what failed before an answer was whole."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.failures: list[str] = []
        self.stopped = False
        self._changed = threading.Condition()

    def answered(self, status: int) -> None:
        """Count an answer."""
        with self._changed:
            self.statuses[status] += 1
            self._changed.notify_all()

    def failed(self, how: str) -> None:
        """Count a request that got no whole answer."""
        with self._changed:
            self.failures.append(how)

    def wait_for_more(self, count: int) -> None:
        """Return when ``count`` more answers have come. Raises ``AssertionError`` when they do not."""
        with self._changed:
            target = self.statuses.total() + count
            assert self._changed.wait_for(lambda: self.statuses.total() >= target, timeout=PATIENCE), self.failures[:5]


@contextmanager
def asking(address: str, callers: int = 8, path: str = ADDRESS) -> Iterator[Load]:
    """``callers`` that ask ``address`` until the block ends, each on one connection for as long as it holds."""
    load = Load()
    threads = [
        threading.Thread(target=_ask, args=(load, address.removeprefix("http://"), path)) for _ in range(callers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.stopped = True
        for thread in threads:
            thread.join(timeout=PATIENCE)


def _ask(load: Load, place: str, path: str) -> None:
    connection = http.client.HTTPConnection(place, timeout=PATIENCE)
    while not load.stopped:
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            load.answered(response.status)
        except (http.client.HTTPException, OSError) as error:
            load.failed(repr(error))
            connection.close()
    connection.close()


def workers(server: Server, count: int = 2, gone: int | None = None) -> set[int]:
    """The worker processes of a gunicorn as the system lists them, once there are ``count`` and ``gone`` is none."""
    master = server.process.pid
    while True:
        listed = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        found = {int(word) for word in listed.split()}
        if len(found) == count and gone not in found:
            return found
        assert server.process.poll() is None, "the master went as well"
