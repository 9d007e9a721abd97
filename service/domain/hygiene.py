"""What an editor should look at next, from the record alone: old reviews, ends that come near, thin evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from service.domain.evidence import Instrument
from service.domain.frozen import frozen
from service.domain.measure import Measure
from service.domain.model import Dispute, Jurisdiction
from service.domain.vocabulary import End


class Concern(StrEnum):
    """Why something is on the editor's list, the most pressing first."""

    ENDING = "ending"
    REVIEW_OLD = "review_old"
    UNVERIFIED = "unverified"
    SINGLE_SOURCE = "single_source"


@frozen
class Task:
    """One thing to look at: an instrument's, a measure's or a dispute's id, a day where one matters, and why."""

    concern: Concern
    id: str
    on: date | None
    detail: str


@frozen
class Shelf:
    """The record as far as its upkeep needs it. ``opened`` tells of each source whether it was read itself."""

    instruments: tuple[Instrument, ...]
    measures: tuple[Measure, ...]
    disputes: tuple[Dispute, ...]
    jurisdictions: Mapping[str, Jurisdiction]
    opened: Mapping[str, bool]


def tasks(shelf: Shelf, today: date, days: int) -> tuple[Task, ...]:
    """Everything on ``shelf`` to look at on ``today``, by concern and day.

    A review is old when its day lies more than ``days`` days back; an end is near when it lies within ``days`` days
    after today, the last of them included. What is over by today is left alone.
    """
    span = timedelta(days=days)
    last = today + span if span <= date.max - today else date.max
    live = [measure for measure in shelf.measures if measure.over_on is None or measure.over_on > today]
    found = [
        *_ending(live, shelf.disputes, today, last),
        *_old_reviews(shelf, live, today, days),
        *(task for measure in live for task in _thin(measure, shelf.opened)),
    ]
    order = list(Concern)
    return tuple(sorted(found, key=lambda t: (order.index(t.concern), t.on or date.max, t.id, t.detail)))


def _ending(live: Iterable[Measure], disputes: Iterable[Dispute], today: date, last: date) -> Iterator[Task]:
    def near(day: date | None) -> bool:
        return day is not None and today < day <= last

    for measure in live:
        if near(measure.over_on):
            yield Task(Concern.ENDING, measure.id, measure.over_on, "the measure runs out: is there a successor?")
        for pause in measure.suspensions:
            if near(pause.until):
                yield Task(Concern.ENDING, measure.id, pause.until, f"its pause by {pause.by} ends")
        for amount in measure.amounts:
            if near(amount.usable_until or amount.until):
                day = amount.usable_until or amount.until
                yield Task(Concern.ENDING, measure.id, day, f"the amount of {amount.of} for this period ends")
    for dispute in disputes:
        if near(dispute.until):
            yield Task(Concern.ENDING, dispute.id, dispute.until, "its rival readings close: was it settled?")


def _old_reviews(shelf: Shelf, live: Iterable[Measure], today: date, days: int) -> Iterator[Task]:
    """Instruments that still bear on something, or hold no measure of their own, and were reviewed long ago."""
    bearing = {measure.instrument for measure in live}
    holding = {measure.instrument for measure in shelf.measures}
    for instrument in shelf.instruments:
        if (instrument.id in holding and instrument.id not in bearing) or instrument.lifecycle == "withdrawn":
            continue
        reviewed = shelf.jurisdictions[instrument.jurisdiction].reviewed_through
        if (today - reviewed).days > days:
            ago = (today - reviewed).days
            detail = f"the record of {instrument.jurisdiction} was reviewed through this day, {ago} days ago"
            yield Task(Concern.REVIEW_OLD, instrument.id, reviewed, detail)


def _thin(measure: Measure, opened: Mapping[str, bool]) -> Iterator[Task]:
    def unverified(detail: str) -> Task:
        return Task(Concern.UNVERIFIED, measure.id, None, detail)

    for derived in measure.derived:
        yield unverified(f"{derived.field} is derived: {derived.why}")
    if measure.start is None and measure.verified_on is None:
        yield unverified("its first day is not known")
    if measure.end is End.UNKNOWN and measure.ended_by is None:
        yield unverified("whether and when it ended is not known")
    for amount in measure.amounts:
        if amount.value is None or not amount.verified:
            yield unverified(f"the amount of {amount.of} is not verified: {amount.value_reason or amount.note}")
    items = [item for cover in measure.covers for item in cover.items]
    inferred = sorted({code.code for item in items for code in item.hs_codes if code.basis == "inferred"})
    if inferred:
        yield unverified(f"customs codes are inferred: {', '.join(inferred)}")
    cited = {ref.source for ref in measure.sources} | {ref.source for item in items for ref in item.sources}
    if not any(opened[source] for source in cited):
        yield unverified(f"none of its sources was read itself: {', '.join(sorted(cited))}")
    if len(cited) == 1:
        yield Task(Concern.SINGLE_SOURCE, measure.id, None, f"it rests on {cited.pop()} alone")
