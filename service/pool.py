"""The threads of a worker, and the line of connections before them.

gunicorn's gthread hands each connection to a thread by a future, and each answered one back to its loop by a byte in a
pipe: on a small answer the two cost as much as making it. Here the line is a plain queue, and answered connections go
back together, when nobody waits in line any more or the loop is awake anyway. Nobody is served later for it: the next
request of an answered caller would have stood behind those who wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any


@dataclass(slots=True)
class Outcome:
    """What came of handling a connection, told as gunicorn asks a future for it."""

    kept: Any = None
    failure: BaseException | None = None

    def result(self) -> Any:
        """What the handling gave, or its failure raised."""
        if self.failure is not None:
            raise self.failure
        return self.kept

    def cancelled(self) -> bool:
        """Never: who stands in line is served."""
        return False


class Pool:
    """``count`` threads that ``handle`` connections. ``wake`` makes the worker's loop call :meth:`hand_back` soon."""

    def __init__(self, count: int, handle: Callable[[Any], Any], wake: Callable[[], None]) -> None:
        self._handle, self._wake, self._count = handle, wake, count
        self._line: SimpleQueue[Any] = SimpleQueue()
        self._answered: deque[tuple[Any, Outcome]] = deque()
        for number in range(count):
            Thread(target=self._serve, name=f"serving-{number}", daemon=True).start()

    def add(self, conn: Any) -> None:
        """Put a connection that has said something into the line."""
        self._line.put(conn)

    def hand_back(self, finish: Callable[[Any, Outcome], None]) -> None:
        """Give what was answered so far to ``finish``. Called by the worker's loop alone."""
        while self._answered:
            finish(*self._answered.popleft())

    def shutdown(self, wait: bool = True) -> None:
        """Let the threads end when the line does; gunicorn never waits for them."""
        for _ in range(self._count):
            self._line.put(None)

    def _serve(self) -> None:
        while (conn := self._line.get()) is not None:
            if self._answered and self._line.empty():
                self._wake()  # this one may take long, and the answered need not wait for it
            outcome = self._outcome(conn)
            self._answered.append((conn, outcome))
            if self._line.empty() or not outcome.kept:
                self._wake()  # one that is to be closed is waited for by its caller

    def _outcome(self, conn: Any) -> Outcome:
        try:
            return Outcome(self._handle(conn))
        except BaseException as failure:  # whatever it is, the loop deals with it
            return Outcome(failure=failure)
