"""Remembering the answers of a method without keeping its object alive."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakMethod

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


def kept(method: Callable[[Key], Answer], size: int | None = None) -> Callable[[Key], Answer]:
    """``method``, a bound one, with its last ``size`` answers kept (None: all), to be stored on its own object.

    Held plainly, method and object would hold each other: a data set that nobody asks any more would stay in memory
    until the collector came round, and for ever in a worker whose first objects are frozen.
    """
    weak = WeakMethod(method)

    def ask(key: Key) -> Answer:
        alive: Any = weak()
        answer: Answer = alive(key)
        return answer

    return lru_cache(maxsize=size)(ask)
