"""Every period of every measure on a mineral, every reading and every event, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from service.domain.evidence import Event
from service.domain.frozen import frozen
from service.domain.matching import Goods
from service.domain.measure import Measure
from service.domain.model import Dispute, Reading, Record
from service.domain.states import choices_on, publication, state_on
from service.domain.vocabulary import State


@frozen
class PeriodEntry:
    """A measure in one state from ``start`` (None: unknown) until ``until`` (None: no end on record)."""

    start: date | None
    until: date | None
    state: State
    measure: Measure


@frozen
class ReadingPeriod:
    """One of the rival readings of a dispute that touches the mineral."""

    dispute: Dispute
    reading: Reading


Entry = PeriodEntry | ReadingPeriod | Event


def of_origin(record: Record, origin: str | None) -> Record:
    """``record`` with only one origin's measures, those of its union included, and the disputes that touch them."""
    if origin is None:
        return record
    taken = {origin, *(union for union, members in record.unions.items() if origin in members)}
    return replace(record, measures=tuple(measure for measure in record.measures if measure.origin in taken))


def timeline(record: Record, events: Iterable[Event]) -> tuple[Entry, ...]:
    """All entries of ``record`` and ``events``, oldest first; periods whose start is unknown lead.

    A measure on any dual-use item is told for the stretches in which this mineral was one (contract 3.1).
    """
    goods = {m.origin: Goods(record.mineral, record.forms, _of_origin(record, m.origin)) for m in record.measures}
    entries: list[Entry] = [
        entry for measure in record.measures for entry in periods(measure, record.disputes, goods[measure.origin])
    ]
    ids = {measure.id for measure in record.measures}
    for dispute in record.disputes:
        if any(ids & reading.states.keys() for reading in dispute.readings):
            entries.extend(ReadingPeriod(dispute, reading) for reading in dispute.readings)
    entries.extend(events)
    return tuple(sorted(entries, key=_when))


def _of_origin(record: Record, origin: str) -> list[Measure]:
    return [measure for measure in record.measures if measure.origin == origin]


def _when(entry: Entry) -> tuple[str, int, str]:
    match entry:
        case PeriodEntry():
            return (entry.start.isoformat() if entry.start else "", 0, entry.measure.id)
        case ReadingPeriod():
            return entry.dispute.start.isoformat(), 1, entry.reading.id
        case Event():
            return entry.day, 2, entry.id


def periods(measure: Measure, disputes: Iterable[Dispute], goods: Goods) -> Iterator[PeriodEntry]:
    """The measure's states, one entry a stretch; none before publication, after the end, or where it covers nothing.

    Where rival readings disagree about it the stretch is ``unresolved``.
    """
    turns = sorted({day for day in _boundaries(measure, disputes, goods) if day is not None})
    if measure.start is None:
        yield PeriodEntry(None, turns[0] if turns else None, State.START_UNKNOWN, measure)
    stretches: list[tuple[date, date | None, State | None]] = []
    for position, day in enumerate(turns):
        until = turns[position + 1] if position + 1 < len(turns) else None
        state = _told(measure, day, disputes, goods)
        if stretches and stretches[-1][2] is state:
            stretches[-1] = (stretches[-1][0], until, state)
        else:
            stretches.append((day, until, state))
    for start, until, state in stretches:
        if state in (State.ANNOUNCED, State.IN_FORCE, State.SUSPENDED, State.UNRESOLVED):
            yield PeriodEntry(start, until, state, measure)


def _told(measure: Measure, day: date, disputes: Iterable[Dispute], goods: Goods) -> State | None:
    """The state on a day over all readings; None where the measure covers nothing of the mineral in any of them."""
    pool = [measure, *goods.carriers] if measure.is_any_dual_use else [measure]
    states = set()
    for choice in choices_on(day, disputes, pool):
        state = state_on(measure, day, choice.overrides)
        bears = not measure.is_any_dual_use or goods.hit(measure, None, day, choice.overrides) is not None
        states.add(state if bears or state is State.ANNOUNCED else None)
    return states.pop() if len(states) == 1 else State.UNRESOLVED


def _boundaries(measure: Measure, disputes: Iterable[Dispute], goods: Goods) -> Iterator[date | None]:
    if measure.start is not None:
        yield publication(measure)
    for one in (measure, *goods.carriers) if measure.is_any_dual_use else (measure,):
        yield from (one.first_day, one.over_on)
        for suspension in one.suspensions:
            yield from (suspension.start, suspension.until)
        for dispute in disputes:
            if any(one.id in reading.states for reading in dispute.readings):
                yield from (dispute.start, dispute.until)
