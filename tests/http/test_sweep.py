"""Every mineral on every boundary day, with and without scope: what must hold of any answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from service.domain.answer import resolve
from service.domain.decision import OriginView
from service.domain.model import Question, Record
from service.domain.results import Answer
from service.domain.survey import Survey
from service.domain.vocabulary import Certainty, EndUse, Status
from service.store.repository import Repository

DAY = timedelta(days=1)
SCOPES: tuple[dict[str, Any], ...] = (
    {},
    {"origin": "CN"},
    {"destination": "DE"},
    {"origin": "CN", "destination": "US"},
    {"origin": "CN", "destination": "US", "end_use": EndUse.MILITARY},
    {"origin": "CN", "destination": "JP", "end_use": EndUse.CIVIL},
)


def boundary_days(record: Record) -> list[date]:
    """Each day on which something begins or ends, and the day before it."""
    survey = Survey(OriginView(record, "CN"), Question(as_of=date(2014, 1, 1)))
    days = survey.boundaries(date(2014, 1, 1))
    return sorted({day - DAY for day in days} | set(days))


def answers(record: Record) -> list[Answer]:
    """The answers to every question of the sweep about one mineral."""
    return [resolve(record, Question(as_of=day, **scope)) for day in boundary_days(record) for scope in SCOPES]


def minerals(repository: Repository) -> list[str]:
    """The ids of all minerals that are not groups."""
    return [mineral.id for mineral in repository.minerals() if not mineral.members]


@pytest.fixture(scope="module")
def swept(repository: Repository) -> list[Answer]:
    """Thousands of answers, made once."""
    return [answer for ident in minerals(repository) for answer in answers(repository.record(ident))]


def test_the_sweep_is_wide(swept: list[Answer]) -> None:
    """A sweep over nothing would prove nothing."""
    assert len(swept) > 3_000
    assert {answer.status for answer in swept} >= {
        Status.PROHIBITED, Status.LICENCE_REQUIRED, Status.SUSPENDED, Status.EXPORTERS_LIMITED,
        Status.FORMALITIES_ONLY, Status.UNKNOWN, Status.NONE_FOUND,
    }  # fmt: skip


def test_none_found_never_hides_a_stricter_case(swept: list[Answer]) -> None:
    """Where a narrower case is stricter the answer is unknown, never none_found."""
    for answer in swept:
        if answer.status is Status.NONE_FOUND:
            assert not any(entry.status.stricter_than(Status.NONE_FOUND) for entry in answer.exceptions)


def test_an_exception_is_stricter_than_its_origins_answer(swept: list[Answer]) -> None:
    """Nothing laxer is told as an exception."""
    for answer in swept:
        of = {origin.origin: origin.status for origin in answer.origins}
        for entry in answer.exceptions:
            assert entry.status.stricter_than(of[entry.origin])


def test_readings_differ_or_are_none_and_mean_unresolved(swept: list[Answer]) -> None:
    """Readings that agree are none; the answer follows the strictest."""
    for answer in swept:
        statuses = [reading.status for reading in answer.readings]
        assert len(set(statuses)) == len(statuses) != 1
        if statuses:
            assert answer.certainty is Certainty.UNRESOLVED
            assert answer.status is min(statuses, key=lambda status: status.rank)


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
