"""The result of a line as runs of fields, each encoded once for all lines that share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from service.domain.changes import Change
from service.domain.results import Notice
from service.domain.screening import Outcome
from service.http.present import Json, warning
from service.way import WAY


def run(told: Json) -> bytes:
    """Fields of a result that stand one after another, as JSON without braces: many lines share them."""
    return orjson.dumps(told)[1:-1]


def begun(first: bytes) -> bytes:
    """The first run of a result as it stands in a line, after the line's reference."""
    return b",%b," % first


def ended(*others: bytes) -> bytes:
    """The other runs of a result as they stand in a line, before what it gave."""
    return b'%b,"given":' % b",".join(others)


class Written:
    """The result of a line without its place, its reference and what was given, in two pieces of JSON.

    ``begun`` says what the line comes to and what it was taken for, ``ended`` all else: lines that call the same goods
    by other names share that.
    """

    __slots__ = ("begun", "change", "ended", "mineral", "outcome")

    def __init__(
        self, outcome: Outcome, begun: bytes, ended: bytes, mineral: str | None = None, change: Change | None = None
    ) -> None:
        self.outcome = outcome
        self.begun = begun
        self.ended = ended
        self.mineral = mineral
        self.change = change

    @property
    def body(self) -> Json:
        """The result; what was given is left open."""
        told: Json = orjson.loads(b"{%b%bnull}" % (self.begun[1:], self.ended))
        return told


_MARK = orjson.Fragment(b"\n")
"""A newline, which stands in no JSON as orjson writes it."""
_TOGETHER = 1000
"""Values that are encoded in one call, which lets no other thread in."""


def each_as_json(values: Sequence[Any]) -> list[bytes]:
    """Each of ``values`` as the JSON that it is two levels deep within an answer.

    Many are encoded at once, with a mark between each two, and parted there: a call for each takes twice as long.
    Raises ``JSONEncodeError`` where one of them cannot be encoded.
    """
    each: list[bytes] = []
    for some in WAY.lots(values, _TOGETHER):
        marked: list[Any] = [_MARK] * (2 * len(some) - 1)
        marked[::2] = some
        each += orjson.dumps({"lines": marked})[len('{"lines":[') : -len("]}")].split(b",\n,")
    return each


def warned(notices: Iterable[Notice]) -> bytes:
    """What else a caller must know."""
    return run({"warnings": [warning(one) for one in notices]})
