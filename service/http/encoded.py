"""Parts of an answer kept as the JSON that they are in it, for the many answers that share them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import is_
from typing import Any

import orjson
from orjson import Fragment

from service.domain.evidence import Claim
from service.domain.matching import Match
from service.domain.results import OriginAnswer
from service.http.present import Json, Presenter

_ORIGINS_KEPT, _MEASURES_KEPT, _CLAIMS_KEPT = 2048, 2048, 128
"""How many origins' answers, measures as they fit a question, and minerals' claims are kept as JSON."""


class _MeasuresEncoded(Presenter):
    """A presenter that encodes a measure once for the lines that fit and the state it is in."""

    def __init__(self, address: Callable[[str], str | None]) -> None:
        super().__init__(address)
        plain = Presenter(address)
        self._measure = _encoded(
            lambda measure, state, hit: plain.measure(Match(measure, state, hit), state), _MEASURES_KEPT
        )

    def listed(self, matches: Iterable[Match]) -> list[Json | Fragment]:
        """Measures of an answer."""
        return [self._measure(match.measure, match.state, match.hit) for match in matches]


class EncodedPresenter(Presenter):
    """A presenter for JSON alone. What an origin answers, and what is reported, it encodes once for each object.

    The store and the resolver give the same object again where the answer is the same.
    """

    def __init__(self, address: Callable[[str], str | None]) -> None:
        super().__init__(address)
        self._origin = _encoded(_MeasuresEncoded(address).origin, _ORIGINS_KEPT)
        self._claims = _encoded(Presenter(address).claims, _CLAIMS_KEPT)

    def origin(self, answer: OriginAnswer) -> Fragment:
        """One origin's answer."""
        return self._origin(answer)

    def claims(self, claims: tuple[Claim, ...]) -> Fragment:
        """Reported statements."""
        return self._claims(claims)


class _Same:
    """Values that equal nothing but themselves: to compare two answers would cost more than to encode one."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = values

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.values)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and all(map(is_, self.values, other.values))


def _encoded(shape: Callable[..., Any], size: int) -> Callable[..., Fragment]:
    """What ``shape`` makes of values as JSON, of the last ``size`` of them."""
    kept = lru_cache(size)(lambda same: Fragment(orjson.dumps(shape(*same.values))))
    return lambda *values: kept(_Same(values))
