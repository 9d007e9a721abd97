"""What a question in plain English is read into, and what the reading needs to know of the record."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from service.domain.frozen import frozen
from service.domain.vocabulary import Status


class Kind(StrEnum):
    """The questions that are understood."""

    STATUS = "status"
    IS_STATUS = "is_status"
    RESTRICTIONS = "restrictions"
    FIRST = "first_restricted"
    NEXT = "next_change"
    CHANGES = "changes"
    REPORTED = "reported"


@frozen
class Slot:
    """One thing that the question says or leaves open.

    ``text`` are the words it was read from; ``assumed`` is why it has its value where the words alone do not say so.
    """

    name: str
    value: str | None
    text: str | None
    assumed: str | None


@frozen
class Interpretation:
    """The reading of a question, and the plain route with parameters that gives the same answer.

    ``asked_status`` is the status that a yes-or-no question, or a list, is about: None when none is, or when any of
    ``charge_only`` or stricter will do (a slot of that name then stands among ``slots``).
    """

    kind: Kind
    slots: tuple[Slot, ...]
    route: str
    params: dict[str, str]
    asked_status: Status | None


class Lexicon(Protocol):
    """The names that the record knows."""

    def mineral(self, words: str) -> str:
        """The id of the mineral. Raises ``UnknownMineral`` or ``AmbiguousName``."""
        ...

    def jurisdiction(self, words: str) -> str | None:
        """The code for a code, an English name or a usual short name; None, or ``UnknownPlace``, for other words."""
        ...

    def source(self, words: str) -> str | None:
        """The id of a source by its id or a usual name; None for other words."""
        ...

    def form(self, words: str) -> str | None:
        """A form of the tree by its id or title; None for other words."""
        ...
