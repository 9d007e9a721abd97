"""Remembering the answers of a method without keeping its object alive."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar
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


class KeptMany(Generic[Answer]):
    """The last ``size`` things that were read, by their ids, of which many are read at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: dict[str, Answer] = {}
        self._changing = threading.Lock()

    def get(
        self, ids: Iterable[str], read: Callable[[list[str]], Iterable[tuple[str, Answer]]]
    ) -> Mapping[str, Answer]:
        """By its id each of ``ids``; ``read`` is asked for those that are not held."""
        held = self._held  # never changed, but replaced: another thread may
        found = {ident: held.get(ident) for ident in ids}
        lacking = [ident for ident, answer in found.items() if answer is None]
        fresh = dict(read(lacking)) if lacking else {}
        if fresh:
            with self._changing:
                kept = {**self._held, **fresh}
                self._held = dict(list(kept.items())[-self._size :])
        return {ident: answer for ident, answer in (found | fresh).items() if answer is not None}
