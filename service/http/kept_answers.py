"""Answers kept as bytes, the last ones that were asked for, in as much memory as they may take."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock

from cachetools import LRUCache
from werkzeug.http import parse_etags, remove_entity_headers

from service.domain.frozen import frozen

Headers = tuple[tuple[str, str], ...]
_BESIDE = 2048
"""Bytes that an answer takes beside its body: its address, its headers and what holds them."""
_SHARE = 8
"""The part of all the memory that one answer may take, as a divisor: a large one must not drive out all others."""


@frozen
class Kept:
    """A whole answer 200 but for the headers that belong to one request alone.

    ``filled_in``: the day was not asked for, so that how long the answer may be kept is told anew each time.
    """

    route: str
    etag: str
    control: str
    headers: Headers
    not_modified: Headers
    body: bytes
    filled_in: bool

    def held_by(self, if_none_match: str | None) -> bool:
        """Whether a caller who sends ``If-None-Match`` so has this answer already."""
        if if_none_match is None:
            return False
        return if_none_match == self.etag or parse_etags(if_none_match).contains_weak(self.etag.strip('"'))


def kept(route: str, headers: list[tuple[str, str]], body: bytes, *, filled_in: bool) -> Kept:
    """The answer of ``route`` with these headers, ``ETag`` and ``Cache-Control`` among them."""
    rest = list(headers)
    remove_entity_headers(rest)
    told = dict(headers)
    return Kept(route, told["ETag"], told["Cache-Control"], tuple(headers), tuple(rest), body, filled_in)


class KeptAnswers:
    """Answers by what was asked. ``size`` is in bytes. Threads may share it."""

    def __init__(self, size: int) -> None:
        self._largest = size // _SHARE
        self._answers: LRUCache[Hashable, Kept] = LRUCache(size, getsizeof=_size)
        self._lock = Lock()
        self.pattern: Kept | None = None
        """An answer to the main question in JSON as Flask gave it: all others have its headers, but for some values."""

    @property
    def size(self) -> int:
        """How many bytes are taken."""
        return int(self._answers.currsize)

    def get(self, asked: Hashable) -> Kept | None:
        """The answer to what was asked, if it is kept."""
        with self._lock:
            return self._answers.get(asked)

    def put(self, asked: Hashable, answer: Kept) -> None:
        """Keep an answer, unless it is large for all the room there is."""
        if _size(answer) <= self._largest:
            with self._lock:
                self._answers[asked] = answer


def _size(answer: Kept) -> int:
    return len(answer.body) + _BESIDE
