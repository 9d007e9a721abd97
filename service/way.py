"""Long work gives way to short answers: while others are asking, it rests for a moment every few.

The threads of a worker share one interpreter, and its processes share the processors. A list of ten thousand lines
would take all that it gets, and whoever only looks something up would wait for a turn of it again and again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from threading import local

_LATELY, _WORK, _REST = 0.005, 0.001, 0.001
"""Seconds: for how long others who asked are asking still, after how much work a rest is due, how long it is."""


class Way:
    """Who asks, and who gives way. Threads share it. ``clock`` tells seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, rest: Callable[[float], None] = time.sleep) -> None:
        self._clock, self._rest = clock, rest
        self._asked = float("-inf")
        self._own = local()

    def asked(self) -> None:
        """Somebody asks for something short."""
        self._asked = self._clock()

    def give(self) -> None:
        """Called now and then by long work: rest, if others are asking and this thread has worked for a while."""
        now = self._clock()
        if now - self._asked < _LATELY and now - getattr(self._own, "rested", float("-inf")) >= _WORK:
            if not hasattr(self._own, "rested"):
                _stand_back()
            self._rest(_REST)
            self._own.rested = self._clock()


def _stand_back() -> None:
    """Let this thread, for good, take no processor from one that works when its rest is over; it gets the next turn."""
    with suppress(AttributeError, OSError):  # only Linux knows it, and a sandbox may forbid it
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


WAY = Way()
"""That of this process."""
