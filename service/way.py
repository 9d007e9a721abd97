"""Long work gives way to short answers: while others are asking, it rests for a moment every few.

The threads of a worker share one interpreter, and its processes share the processors. A list of ten thousand lines
would take all that it gets, and whoever only looks something up, from this worker or from another, would wait for a
turn of it again and again. How long it works without a rest is how long they may wait.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from mmap import mmap
from threading import local
from typing import TypeVar

_LATELY, _WORK, _REST = 0.002, 0.0003, 0.001
"""Seconds: for how long others who asked are asking still, after how much work a rest is due, how long it is."""
_LOT = 100
"""Things that work goes through without a look whether others ask, where each takes a microsecond or two."""
_T = TypeVar("_T")


class Way:
    """Who asks, and who gives way. Threads share it, and so do all processes forked from the one that made it.

    ``clock`` tells seconds, the same to all of them, and never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, rest: Callable[[float], None] = time.sleep) -> None:
        self._clock, self._rest = clock, rest
        self._asked = memoryview(mmap(-1, 8)).cast("d")  # memory that a fork leaves common to both
        self._asked[0] = float("-inf")
        self._own = local()

    def asked(self) -> None:
        """Somebody asks for something short."""
        self._asked[0] = self._clock()

    def give(self) -> None:
        """Called now and then by long work: rest, if others are asking and this thread has worked for a while."""
        now = self._clock()
        if now - self._asked[0] < _LATELY and now - getattr(self._own, "rested", float("-inf")) >= _WORK:
            if not hasattr(self._own, "rested"):
                _stand_back()
            self._rest(_REST)
            self._own.rested = self._clock()

    def lots(self, things: Iterable[_T], of: int = _LOT) -> Iterator[Sequence[_T]]:
        """``things`` in lots of so many, each taken whole before it is given, for work that gives way after each."""
        left = iter(things)
        while some := tuple(islice(left, of)):
            yield some
            self.give()

    def each(self, things: Iterable[_T], of: int = _LOT) -> Iterator[_T]:
        """``things``, for work on every one of them that gives way after each lot of so many."""
        return chain.from_iterable(self.lots(things, of))


def _stand_back() -> None:
    """Let this thread, for good, take no processor from one that works when its rest is over; it gets the next turn."""
    with suppress(AttributeError, OSError):  # only Linux knows it, and a sandbox may forbid it
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


WAY = Way()
"""That of this process, and of the workers that it is forked into."""
