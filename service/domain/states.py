"""Where a measure stands on a day (contract 3.2), what was known by a day, and which rival readings a day has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from itertools import product

from service.domain.frozen import frozen
from service.domain.measure import Measure
from service.domain.model import Coverage, Dispute, Reading, Record
from service.domain.vocabulary import End, State

StateOverrides = Mapping[str, State]
"""By measure id, the state that a reading gives it on a day, whatever its dates say."""


def publication(measure: Measure) -> date | None:
    """The day from which the measure could be known: published, else the first day, else None (unknown)."""
    return measure.published or measure.start


def as_known(record: Record, known_at: date | None) -> Record:
    """``record`` with only what was published on or before ``known_at``; all of it when that is None."""
    if known_at is None:
        return record
    return replace(
        record,
        measures=measures_as_known(record.measures, known_at),
        coverage={code: _coverage_as_known(one, record, known_at) for code, one in record.coverage.items()},
        disputes=disputes_as_known(record.disputes, known_at),
        proposals=tuple(proposal for proposal in record.proposals if proposal.known_by(known_at)),
    )


def _coverage_as_known(coverage: Coverage, record: Record, known_at: date) -> Coverage:
    """The coverage without what only a measure that was not public yet makes it speak for.

    Where coverage begins on the first day of the oldest measure collected, and that measure is dropped, it begins with
    the oldest one left: that nothing was published is no finding that nothing applied.
    """
    own = [measure for measure in record.measures if measure.origin == coverage.origin]
    kept = {measure.first_day for measure in own if _was_public(measure, known_at)}
    dropped = {measure.first_day for measure in own if not _was_public(measure, known_at)}
    if coverage.since is None or coverage.since not in dropped - kept:
        return coverage
    later = [day for day in kept if day is not None and day > coverage.since]
    return replace(coverage, since=min(later, default=None))


def measures_as_known(measures: Iterable[Measure], known_at: date) -> tuple[Measure, ...]:
    """The measures that were public on ``known_at``, each with the pauses and the end that were public by then."""
    return tuple(_measure_as_known(m, known_at) for m in measures if _was_public(m, known_at))


def disputes_as_known(disputes: Iterable[Dispute], known_at: date) -> tuple[Dispute, ...]:
    """The disputes that had opened by ``known_at``."""
    return tuple(dispute for dispute in disputes if dispute.opens_on <= known_at)


def _was_public(measure: Measure, known_at: date) -> bool:
    day = publication(measure)
    return day is None or day <= known_at


def _measure_as_known(measure: Measure, known_at: date) -> Measure:
    suspensions = tuple(s for s in measure.suspensions if s.published <= known_at)
    if measure.end_published is not None and measure.end_published > known_at:
        return replace(measure, suspensions=suspensions, until=None, ended_by=None, end=End.OPEN)
    return replace(measure, suspensions=suspensions)


def state_on(measure: Measure, day: date, overrides: StateOverrides) -> State:
    """The state of ``measure`` on ``day``; the order of the tests is the contract's."""
    if (state := overrides.get(measure.id)) is not None:
        return state
    if measure.over_on is not None and measure.over_on <= day:
        return State.ENDED
    if any(suspension.covers(day) for suspension in measure.suspensions):
        return State.SUSPENDED
    if measure.first_day is not None and measure.first_day <= day:
        return State.IN_FORCE
    if measure.start is None:
        # An act that nobody knew of yet, and of which nothing shows that it reached back, is not listed either.
        known = measure.published is None or measure.published <= day
        return State.START_UNKNOWN if known else State.SCHEDULED
    return State.ANNOUNCED if (measure.published or measure.start) <= day else State.SCHEDULED


@frozen
class Choice:
    """One reading chosen from each dispute of a day, and the states that follow from the choice."""

    readings: tuple[tuple[Dispute, Reading], ...] = ()
    overrides: StateOverrides = field(default_factory=dict)


BY_THE_DATES = Choice()
"""No dispute, or the first reading of each: what the dates on record say."""


def choices_on(day: date, disputes: Iterable[Dispute], measures: Iterable[Measure]) -> tuple[Choice, ...]:
    """Every way to read the record on ``day`` as far as ``measures`` are concerned, the one by the dates first."""
    live = [dispute for dispute in disputes if dispute.covers(day)]
    if not live:
        return (BY_THE_DATES,)
    ids = {measure.id for measure in measures}
    at_issue = [d for d in live if any(ids & reading.states.keys() for reading in d.readings)]
    if not at_issue:
        return (BY_THE_DATES,)
    found = []
    for picked in product(*(dispute.readings for dispute in at_issue)):
        overrides: dict[str, State] = {}
        for reading in picked:
            overrides.update(reading.states)
        found.append(Choice(tuple(zip(at_issue, picked, strict=True)), overrides))
    return tuple(found)


def disputed(measure: Measure, day: date, choices: tuple[Choice, ...]) -> bool:
    """Whether the rival readings of the day put ``measure`` in different states."""
    return len({state_on(measure, day, choice.overrides) for choice in choices}) > 1
