"""What the record rests on and what is said beside it: instruments as documents, sources, events, claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.domain.model import Measure, SourceRef
from service.domain.vocabulary import Standing


@dataclass(frozen=True, slots=True)
class Link:
    """What one instrument does to another; ``instrument`` is None where that one is not on record."""

    relation: str
    instrument: str | None
    what: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
