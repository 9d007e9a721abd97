"""Every period of every measure on a mineral, every reading and every event, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from service.domain.evidence import Event
from service.domain.model import Dispute, Measure, Reading, Record
from service.domain.states import publication, state_on
from service.domain.vocabulary import State


@dataclass(frozen=True, slots=True)
class PeriodEntry:
    """A measure in one state from ``start`` (None: unknown) until ``until`` (None: no end on record)."""

    start: date | None
    until: date | None
    state: State
    measure: Measure


@dataclass(frozen=True, slots=True)
class ReadingPeriod:
    """One of the rival readings of a dispute that touches the mineral."""

    dispute: Dispute
    reading: Reading


Entry = PeriodEntry | ReadingPeriod | Event


def timeline(record: Record, events: Iterable[Event]) -> tuple[Entry, ...]:
    """All entries of ``record`` and ``events``, oldest first; periods whose start is unknown lead."""
    ids = {measure.id for measure in record.measures}
    entries: list[Entry] = [entry for measure in record.measures for entry in periods(measure)]
    for dispute in record.disputes:
        if any(ids & reading.states.keys() for reading in dispute.readings):
            entries.extend(ReadingPeriod(dispute, reading) for reading in dispute.readings)
    entries.extend(events)
    return tuple(sorted(entries, key=_when))


def _when(entry: Entry) -> tuple[str, int, str]:
    match entry:
        case PeriodEntry():
            return (entry.start.isoformat() if entry.start else "", 0, entry.measure.id)
        case ReadingPeriod():
            return entry.dispute.start.isoformat(), 1, entry.reading.id
        case Event():
            return entry.day, 2, entry.id


def periods(measure: Measure) -> Iterator[PeriodEntry]:
    """The measure's states by its dates, one entry a stretch; none before publication or after the end."""
    days = sorted({day for day in _boundaries(measure) if day is not None})
    if measure.start is None:
        yield PeriodEntry(None, days[0] if days else None, State.START_UNKNOWN, measure)
    stretches: list[tuple[date, date | None, State]] = []
    for position, day in enumerate(days):
        until = days[position + 1] if position + 1 < len(days) else None
        state = state_on(measure, day, {})
        if stretches and stretches[-1][2] is state:
            stretches[-1] = (stretches[-1][0], until, state)
        else:
            stretches.append((day, until, state))
    for start, until, state in stretches:
        if state in (State.ANNOUNCED, State.IN_FORCE, State.SUSPENDED):
            yield PeriodEntry(start, until, state, measure)


def _boundaries(measure: Measure) -> Iterator[date | None]:
    yield from (measure.first_day, measure.until)
    if measure.start is not None:
        yield publication(measure)
    for suspension in measure.suspensions:
        yield from (suspension.start, suspension.until)
