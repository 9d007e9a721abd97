"""What the lines of a list say, each distinct thing once, in three parts: names, composition and scope.

A list of a few goods to a few places says few things in many combinations. So each part is read once, whatever it is
combined with, and a combination is three places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import orjson

from service.way import WAY

NAMING = ("material", "symbol", "cas", "hs_code", "control_code", "description")
COMPOSING = ("contains", "share_basis")
DEFAULTS = ("form", "origin", "destination", "end_use", "movement", "date", "end_user")
"""The fields of the scope, which may be said once for all lines."""
_PARTS = (NAMING, COMPOSING, DEFAULTS)
TURNING = (*NAMING, *DEFAULTS[:-1], *COMPOSING, DEFAULTS[-1])
"""The fields that an answer turns on, in a fixed order; the others are only given back."""
Values = tuple[Any, ...]
"""What a line says in some fields, in their order: text, a whole number, None, or ``Frozen``."""
Saying = tuple[int, ...]
"""What a line says: the places of its names, its composition and its scope among those of the list."""
_UNREAD: Saying = ()


class _Places(dict[Values, int]):
    """Things by their places: one that is looked up for the first time gets the next."""

    def __missing__(self, thing: Values) -> int:
        place = self[thing] = len(self)
        return place


class _Rows(dict[Values, int]):
    """The places among ``known`` of what lines say in ``fields``, by their values of ``had``, the fields they have."""

    def __init__(self, fields: Sequence[str], had: Sequence[str], known: _Places) -> None:
        self._fields, self._had, self._known = fields, had, known

    def __missing__(self, row: Values) -> int:
        values = dict(zip(self._had, row, strict=True))
        place = self[row] = self._known[tuple(map(values.get, self._fields))]
        return place


class Sayings:
    """The distinct sayings of one list, each at the place that lines are told; at 0 stands what is not read."""

    def __init__(self) -> None:
        self._parts = tuple(_Places() for _ in _PARTS)
        self._rows: dict[Values, _Rows] = {}
        self._said = _Places({_UNREAD: 0})

    def add(self, columns: Mapping[str, Sequence[Any]], count: int) -> list[int]:
        """The place of what each of ``count`` lines says, of which ``columns`` are the fields that they have."""
        parts = map(self._places, _PARTS, self._parts, repeat(columns), repeat(count))
        return list(map(self._said.__getitem__, zip(*parts, strict=True)))

    def _places(
        self, fields: Sequence[str], known: _Places, columns: Mapping[str, Sequence[Any]], count: int
    ) -> Iterable[int]:
        """The places among ``known``, which grows, of what the lines say in ``fields``."""
        had = tuple(field for field in fields if field in columns)
        if not had:
            return repeat(known[(None,) * len(fields)], count)
        rows = self._rows.setdefault((fields, had), _Rows(fields, had, known))
        return map(rows.__getitem__, zip(*(columns[field] for field in had), strict=True))

    @property
    def names(self) -> Collection[Values]:
        """The distinct names, in the order of their places; each the values of ``NAMING``."""
        return self._parts[0]

    @property
    def compositions(self) -> Collection[Values]:
        """The distinct compositions, in the order of their places; each the values of ``COMPOSING``."""
        return self._parts[1]

    @property
    def scopes(self) -> Collection[Values]:
        """The distinct scopes, in the order of their places; each the values of ``DEFAULTS``."""
        return self._parts[2]

    def at(self, places: Iterable[int]) -> Iterator[tuple[int, Saying]]:
        """What is said at each of ``places``."""
        said = list(self._said)
        return ((place, said[place]) for place in places)

    def as_json(self) -> list[bytes]:
        """Each saying as a JSON array of the values of ``TURNING``, in the order of their places."""
        # Piece by piece, for few pieces make many sayings.
        names, contains = (list(map(_inner, WAY.each(part))) for part in (self.names, self.compositions))
        # The composition stands between the day and the buyer, who ends a scope.
        scopes = [(_inner(one[:-1]), _inner(one[-1:])) for one in WAY.each(self.scopes)]
        said = ((names[name], *scopes[scope], contains[made]) for name, made, scope in list(self._said)[1:])
        return [b"[]", *(b"[%b,%b,%b,%b]" % (name, ahead, made, buyer) for name, ahead, buyer, made in WAY.each(said))]


def _inner(values: Values) -> bytes:
    return orjson.dumps(values, default=str)[1:-1]
