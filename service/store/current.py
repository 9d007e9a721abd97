"""What answers now, opened from a file that may be replaced at any time: looked at when asked, without a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from service.domain.frozen import frozen
from service.store.dataset import Mark, UnusableDatabase

LOOK_EVERY = 1.0
"""Seconds between two looks at the file. With the opening, which takes a fraction of one, none answers from replaced
data two seconds after it was replaced."""
TRY_AGAIN = 60.0
"""Seconds after which a refused file is opened again: what was wrong may have been a passing want of this process."""

_log = logging.getLogger(__name__)


class Opened(Protocol):
    """Something opened from a file."""

    @property
    def mark(self) -> Mark:
        """Which file it was."""

    @property
    def dataset_version(self) -> str:
        """Which data it holds."""


Bundle = TypeVar("Bundle", bound=Opened)


@frozen
class _Refusal:
    """A file that was not taken: which, why, and when it is opened again, in the ticks of the clock."""

    mark: Mark | None
    why: str
    again: float


class Current(Generic[Bundle]):
    """The newest usable bundle of what is opened from one file.

    Nothing runs beside the requests, so that nothing can be lost in a fork: whoever asks looks at the file, at most
    once a second, and the one who finds another file there opens it, while the others go on with what there is. A file
    that cannot be used changes nothing but ``refused``. What was given out stays whole for as long as somebody holds
    it, and its connections are closed with the last reference.
    """

    def __init__(self, path: Path, serving: Bundle, open_: Callable[[], Bundle], ticks: Callable[[], float]) -> None:
        """``serving`` is what answers until another file stands at ``path``.

        ``open_`` opens and verifies what stands there or raises; ``ticks`` is a clock that never goes back.
        """
        self._path = path
        self._open = open_
        self._ticks = ticks
        self._looking = threading.Lock()
        self._refusal: _Refusal | None = None
        self._serving = serving
        self._next_look = ticks() + LOOK_EVERY

    @property
    def refused(self) -> str | None:
        """Why what now stands at the path is not what answers; None where it is."""
        refusal = self._refusal
        return None if refusal is None else refusal.why

    @property
    def due(self) -> bool:
        """Whether the next to ask looks at the file, and perhaps opens another."""
        return self._ticks() >= self._next_look

    def get(self) -> Bundle:
        """The bundle to answer a whole request from."""
        if self._ticks() >= self._next_look and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        return self._serving

    def _look(self) -> None:
        now = self._ticks()
        self._next_look = now + LOOK_EVERY
        mark = self._mark()
        if mark == self._serving.mark:
            self._refusal = None
        elif self._refusal is None or self._refusal.mark != mark or now >= self._refusal.again:
            self._change(mark, now)

    def _change(self, mark: Mark | None, now: float) -> None:
        """Serve from the file that is there now, if it can be used; say once why it cannot."""
        try:
            fresh = self._open()
        except Exception as error:  # whatever is wrong with the new file, the old data answers
            why = error.why if isinstance(error, UnusableDatabase) else "cannot be read"
            if self._refusal is None or (self._refusal.mark, self._refusal.why) != (mark, why):
                _log.error("new data refused, dataset %s goes on answering: %s", self._serving.dataset_version, error)
            self._refusal = _Refusal(mark, why, now + TRY_AGAIN)
            return
        _log.info("dataset %s answers, after %s", fresh.dataset_version, self._serving.dataset_version)
        self._serving, self._refusal = fresh, None

    def _mark(self) -> Mark | None:
        """The mark of the file that is there; None where none can be seen."""
        try:
            return Mark.of(self._path.stat())
        except OSError:
            return None
