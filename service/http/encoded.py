"""Parts of an answer kept as the JSON that they are in it, for the many answers that share them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

import orjson
from orjson import Fragment

from service.domain.evidence import Claim
from service.domain.results import OriginAnswer
from service.http.present import Presenter

_ORIGINS_KEPT, _CLAIMS_KEPT = 2048, 128
"""How many origins' answers, and how many minerals' claims, are kept as JSON."""

Part = TypeVar("Part")


class EncodedPresenter(Presenter):
    """A presenter for JSON alone. What an origin answers, and what is reported, it encodes once for each object.

    The store and the resolver give the same object again where the answer is the same.
    """

    def __init__(self, address: Callable[[str], str | None]) -> None:
        super().__init__(address)
        plain = Presenter(address)
        self._origin = _encoded(plain.origin, _ORIGINS_KEPT)
        self._claims = _encoded(plain.claims, _CLAIMS_KEPT)

    def origin(self, answer: OriginAnswer) -> Fragment:
        """One origin's answer."""
        return self._origin(answer)

    def claims(self, claims: tuple[Claim, ...]) -> Fragment:
        """Reported statements."""
        return self._claims(claims)


class _Same(Generic[Part]):
    """A value that equals nothing but itself: to compare two answers would cost more than to encode one."""

    __slots__ = ("value",)

    def __init__(self, value: Part) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def _encoded(shape: Callable[[Part], Any], size: int) -> Callable[[Part], Fragment]:
    """What ``shape`` makes of a value as JSON, of the last ``size`` values."""
    kept = lru_cache(size)(lambda same: Fragment(orjson.dumps(shape(same.value))))
    return lambda value: kept(_Same(value))
