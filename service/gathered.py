"""Things that are dealt with some at a time and a moment later, where one by one they would cost too much."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Item = TypeVar("Item")


class Gathered(Generic[Item]):
    """Items that wait for ``deal``, in their order. Threads may share it."""

    def __init__(self, deal: Callable[[list[Item]], None]) -> None:
        self._deal = deal
        self._waiting: deque[Item] = deque()
        self._taking = Lock()
        _ALL.add(self)

    def add(self, item: Item, *, at_once: bool = False) -> None:
        """Let ``item`` wait, unless enough wait already, or all are to be dealt with ``at_once``."""
        self._waiting.append(item)
        if at_once or len(self._waiting) >= _together:
            self.deal()

    def deal(self) -> None:
        """Deal with what waits."""
        with self._taking:
            items = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if items:
            self._deal(items)


_ALL: WeakSet[Gathered[Any]] = WeakSet()
_together = 1


def gather(items: int) -> None:
    """Let so many items wait for each other; whoever says so calls :func:`deal_with_all` now and then."""
    global _together  # noqa: PLW0603 - how a process works, and nothing of an application
    _together = items


def deal_with_all() -> None:
    """Deal with whatever waits."""
    for gathered in list(_ALL):
        gathered.deal()
