"""Every mineral on every boundary day, with and without scope: what must hold of any answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from service.domain.answer import resolve
from service.domain.decision import OriginView
from service.domain.forms import Fit
from service.domain.model import Question, Record
from service.domain.results import Answer, OriginAnswer
from service.domain.states import state_on
from service.domain.survey import Survey
from service.domain.vocabulary import Certainty, EndUse, State, Status, strictest
from service.store.repository import Repository

DAY = timedelta(days=1)
FIRST = date(1979, 12, 31)
"""Before the first day of the record."""
FROM_ANYWHERE: tuple[dict[str, Any], ...] = ({}, {"destination": "DE"}, {"destination": "RU"})
FROM_ONE: tuple[dict[str, Any], ...] = (
    {},
    {"destination": "US"},
    {"destination": "US", "end_use": EndUse.MILITARY},
    {"destination": "JP", "end_use": EndUse.CIVIL},
)


def days_of(record: Record, origin: str) -> set[date]:
    """Each day on which something of ``origin`` begins or ends, and the day before it."""
    days = Survey(OriginView(record, origin), Question(as_of=FIRST)).boundaries(FIRST)
    return {day - DAY for day in days} | set(days)


def boundary_days(record: Record) -> list[date]:
    """The days of every origin that the record speaks of."""
    return sorted(set[date]().union(*(days_of(record, origin) for origin in record.coverage)))


def questions(record: Record) -> Iterator[Question]:
    """Of all origins on the days of any, and of each origin on its own days."""
    for day in boundary_days(record):
        yield from (Question(as_of=day, **scope) for scope in FROM_ANYWHERE)
    for origin in record.coverage:
        scopes = [scope for scope in FROM_ONE if scope.get("destination") != origin]
        for day in sorted(days_of(record, origin)):
            yield from (Question(as_of=day, origin=origin, **scope) for scope in scopes)


def answers(record: Record) -> list[Answer]:
    """The answers to every question of the sweep about one mineral."""
    return [resolve(record, question) for question in questions(record)]


def minerals(repository: Repository) -> list[str]:
    """The ids of all minerals that are not groups."""
    return [mineral.id for mineral in repository.minerals() if not mineral.members]


@pytest.fixture(scope="module")
def swept(repository: Repository) -> list[Answer]:
    """Thousands of answers, made once."""
    return [answer for ident in minerals(repository) for answer in answers(repository.record(ident))]


def test_the_sweep_is_wide(swept: list[Answer]) -> None:
    """A sweep over nothing would prove nothing."""
    assert len(swept) > 8_000
    assert {origin.origin for answer in swept for origin in answer.origins} >= {"CN", "CD", "EU", "ID", "US", "ZW"}
    assert {answer.status for answer in swept} >= {
        Status.PROHIBITED, Status.LICENCE_REQUIRED, Status.SUSPENDED, Status.EXPORTERS_LIMITED,
        Status.FORMALITIES_ONLY, Status.UNKNOWN, Status.NONE_FOUND, Status.QUOTA_LIMITED, Status.CHARGE_ONLY,
    }  # fmt: skip


def test_none_found_never_hides_a_stricter_case(swept: list[Answer]) -> None:
    """Where a narrower case is stricter the answer is unknown, never none_found."""
    for answer in swept:
        if answer.status is Status.NONE_FOUND:
            assert not any(entry.status.stricter_than(Status.NONE_FOUND) for entry in answer.exceptions)


def test_an_exception_is_stricter_than_its_origins_answer(swept: list[Answer]) -> None:
    """Nothing laxer is told as an exception; what raw forms alone get stands there whatever their origin's status."""
    for answer in swept:
        of = {origin.origin: origin for origin in answer.origins}
        for entry in answer.exceptions:
            origin = of[entry.origin]
            raw_forms_aside = origin.counts is not origin.outcome
            assert raw_forms_aside or entry.status.stricter_than(origin.status)
            assert entry.status.stricter_than(Status.UNKNOWN)


def test_readings_differ_or_are_none_and_mean_unresolved(swept: list[Answer]) -> None:
    """Readings that agree are none; the answer follows the strictest."""
    for answer in swept:
        for origin in answer.origins:
            statuses = [reading.status for reading in origin.readings]
            assert len(set(statuses)) == len(statuses) != 1
            assert (origin.certainty is Certainty.UNRESOLVED) is bool(statuses)
            if statuses:
                assert origin.status is min(statuses, key=lambda status: status.rank)
        assert answer.readings == tuple(reading for origin in answer.origins for reading in origin.readings)


def test_conditional_answers_say_their_conditions(swept: list[Answer]) -> None:
    """A condition in words, and never on unknown or none_found."""
    for answer in swept:
        assert answer.conditional == bool(answer.conditions)
        if answer.conditional:
            assert answer.status not in (Status.UNKNOWN, Status.NONE_FOUND)


def test_more_known_about_the_buyer_never_beats_the_exceptions(repository: Repository) -> None:
    """Asking for military use in the United States gives at least what the exceptions warned of."""
    for ident in minerals(repository):
        record = repository.record(ident)
        for day in boundary_days(record):
            plain = resolve(record, Question(as_of=day))
            for entry in plain.exceptions:
                if entry.forms or entry.destinations is None or "US" not in entry.destinations.codes:
                    continue
                asked = Question(as_of=day, destination="US", end_use=entry.end_use)
                assert resolve(record, asked).status is entry.status


def test_no_measure_on_record_relaxes_an_answer(repository: Repository) -> None:
    """3.6: taken out one by one, on every boundary day, none leaves a stricter overall status than with it.

    A measure that renews is left in: that it ran out is a doubt, which weighs as much as it did (3.7).
    """
    for ident in minerals(repository):
        record = repository.record(ident)
        for day in boundary_days(record):
            whole = resolve(record, Question(as_of=day)).status
            for measure in record.measures:
                if measure.renews is None and state_on(measure, day, {}) in (State.IN_FORCE, State.SUSPENDED):
                    others = tuple(other for other in record.measures if other is not measure)
                    without = resolve(replace(record, measures=others), Question(as_of=day)).status
                    assert not without.stricter_than(whole), (ident, day, measure.id)


@pytest.mark.parametrize("day", [date(2024, 12, 10), date(2025, 11, 1), date(2026, 5, 1), date(2026, 11, 24)])
@pytest.mark.parametrize("destination", ["US", "RU", "BY", "GB", "CL", "EU"])
def test_every_stricter_case_is_told_without_its_scope(repository: Repository, day: date, destination: str) -> None:
    """3.4: whatever a destination or a raw form gets beyond its origin's answer stands among the exceptions."""
    for ident in minerals(repository):
        record = repository.record(ident)
        plain = resolve(record, Question(as_of=day))
        shown = {origin.origin: weight(origin) for origin in plain.origins}
        codes = record.unions.get(destination, frozenset({destination}))
        for form in (None, "ore", "concentrate", "scrap"):
            for origin in resolve(record, Question(as_of=day, destination=destination, form=form)).origins:
                status = weight(origin) if form is None else origin.status
                if not status.stricter_than(shown[origin.origin]):
                    continue
                assert any(
                    entry.origin == origin.origin
                    and not status.stricter_than(entry.status)
                    and entry.end_use is None
                    and (entry.destinations is None or any(entry.destinations.include(code) for code in codes))
                    and (
                        not entry.forms
                        or any(record.forms.fit(named, form or named) is not Fit.APART for named in entry.forms)
                    )
                    for entry in plain.exceptions
                ), (ident, origin.origin, form, status)


def meets(record: Record, forms: tuple[str, ...], form: str | None) -> bool:
    """Whether an exception for ``forms`` (none: for any) speaks of ``form``, or of a part of it."""
    return not forms or (form is not None and any(record.forms.fit(named, form) is not Fit.APART for named in forms))


def weight(origin: OriginAnswer) -> Status:
    """What an origin's status comes to with its raw forms aside, and never less than unknown."""
    counted = origin.status if origin.counts is origin.outcome else origin.counts and origin.counts.status
    return strictest((counted or Status.UNKNOWN, Status.UNKNOWN)) or Status.UNKNOWN


def test_next_change_is_the_first_day_that_differs(repository: Repository) -> None:
    """For a fully scoped question, walking day by day finds the same day as the answer tells."""
    scoped: dict[str, Any] = {"origin": "CN", "destination": "US", "end_use": EndUse.MILITARY, "form": "metal"}
    for ident in ("gallium", "holmium", "antimony", "tungsten", "graphite", "dysprosium"):
        record = repository.record(ident)
        start = date(2025, 9, 1)
        told = resolve(record, Question(as_of=start, **scoped))
        day = start
        while resolve(record, Question(as_of=day, **scoped)).status is told.status and day < date(2027, 3, 1):
            day += DAY
        assert (told.next_change.on if told.next_change else date(2027, 3, 1)) == day
