"""What the record rests on and what is said beside it: instruments as documents, sources, events, claims, figures."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from service.domain.errors import DomainError
from service.domain.frozen import frozen
from service.domain.measure import Measure, SourceRef
from service.domain.vocabulary import Standing


@frozen
class Link:
    """What one instrument does to another; ``instrument`` is None where that one is not on record."""

    relation: str
    instrument: str | None
    what: str
    sources: tuple[SourceRef, ...]


@frozen
class Instrument:
    """A legal act. ``affected_by`` turns the links around: what other instruments on record do to this one."""

    id: str
    jurisdiction: str
    authorities: tuple[str, ...]
    number: str | None
    number_reason: str | None
    title: str
    summary: str
    published: date | None
    published_reason: str | None
    effective: date | None
    url: str | None
    url_reason: str | None
    lifecycle: str
    evidence: str
    extraterritorial: bool
    note: str | None
    terms: tuple[str, ...]
    links: tuple[Link, ...]
    affected_by: tuple[Link, ...]
    sources: tuple[SourceRef, ...]
    measures: tuple[Measure, ...] = ()


@frozen
class Event:
    """A dated happening that is not itself law; ``day`` keeps the precision that it is known to (``2025-07``)."""

    id: str
    day: str
    day_end: str | None
    kind: str
    actors: tuple[str, ...]
    summary: str
    minerals: tuple[str, ...]
    scopes: tuple[str, ...]
    instruments: tuple[str, ...]
    evidence: str
    note: str | None
    sources: tuple[SourceRef, ...]

    @property
    def precision(self) -> str:
        """How precisely ``day`` is known: ``year``, ``month`` or ``day``."""
        return ("year", "month", "day")[self.day.count("-")]

    def known_by(self, day: date) -> bool:
        """Whether it had surely happened by ``day``: of a month, when the month is over."""
        _, last = _days_of(self.day)
        return last <= day

    @property
    def until(self) -> date | None:
        """The day after its last; None where that is known to the month or the year only."""
        first, last = _days_of(self.day_end or self.day)
        return last + date.resolution if first == last and last < date.max else None

    def overlaps(self, start: date | None, end: date | None) -> bool:
        """Whether the event may lie in the days from ``start`` to ``end``, both included; None: open on that side.

        A day that is known to the month or the year stands for every day of it.
        """
        first, _ = _days_of(self.day)
        _, last = _days_of(self.day_end or self.day)
        return (start is None or start <= last) and (end is None or first <= end)


def _days_of(partial: str) -> tuple[date, date]:
    """The first and the last day that a day, month or year of the record can mean."""
    match [int(part) for part in partial.split("-")]:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(partial), date.fromisoformat(partial)


@frozen
class Claim:
    """One statement of a source with its standing against the official record, whose ids are in ``record``."""

    id: str
    statement: str
    topic: str
    minerals: tuple[str, ...]
    scopes: tuple[str, ...]
    date_stated: str | None
    date_stated_reason: str | None
    standing: Standing
    record: tuple[str, ...]
    explanation: str | None
    sources: tuple[SourceRef, ...]


BEARS_ON_STATUS = frozenset({"easing", "quota", "licence", "control"})
"""The topics of claims that stand beside a status under ``reported``; the others are background."""


@frozen
class Figure:
    """A quantity that a source reports. ``value`` is None, with the reason, where the source does not give it."""

    id: str
    mineral: str
    quantity: str
    kind: str
    value: Decimal | None
    value_reason: str | None
    unit: str
    standing: Standing
    claim: str | None
    note: str | None
    sources: tuple[SourceRef, ...]


@frozen
class Fact:
    """Something of the record that rests on a source: what kind of thing, and its id among its kind."""

    kind: str
    id: str


@frozen
class Source:
    """A document. ``opened`` False: it was seen quoted with its address, or is general knowledge, and was not read."""

    id: str
    title: str | None
    title_reason: str | None
    publisher: str
    kind: str
    language: str | None
    address: str | None
    address_reason: str | None
    published: date | None
    published_reason: str | None
    retrieved_by: date
    opened: bool
    note: str | None


class UnknownSource(DomainError):
    """No source has this id."""

    parameter = "source"

    def __init__(self, name: str, suggestions: Sequence[str]) -> None:
        super().__init__(f"no source on record has the id {name!r}")
        self.name = name
        self.suggestions = tuple(suggestions)


class UnknownWord(DomainError):
    """The word is none that the record uses in this place, which are ``known``."""

    def __init__(self, parameter: str, word: str, known: Sequence[str], suggestions: Sequence[str]) -> None:
        super().__init__(f"must be one of {', '.join(known) or 'none, for the record holds none'}, not {word!r}")
        self.parameter = parameter
        self.known = tuple(known)
        self.suggestions = tuple(suggestions)
