"""The resolver against an oracle written from the contract, and the promises that hold whatever the record says.

A failure prints the record and the question. Before changing either side, decide from the contract who is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from service.domain.answer import resolve
from service.domain.changes import Change
from service.domain.errors import NotAnExport
from service.domain.exceptions import ExceptionEntry
from service.domain.measure import Measure
from service.domain.model import Question, Record
from service.domain.results import Answer, OriginAnswer
from service.domain.states import as_known
from service.domain.vocabulary import DestinationMode, Status
from tests.domain import strategies
from tests.domain.nasty_cases import CASES
from tests.domain.oracle_answer import OriginResult, answer, same_territory
from tests.domain.oracle_scopes import Entry, Shift, words_of

stable = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
"""Stable in CI: the same examples every time, however slow the machine."""


def asked(record: Record, question: Question) -> Answer:
    """The resolver's answer; questions that are no export are another test's."""
    origin, destination = question.origin, question.destination
    if origin is not None and destination is not None and same_territory(record, origin, destination):
        reject()
    return resolve(record, question)


def entries(found: Iterable[ExceptionEntry], question: Question) -> frozenset[Entry]:
    """Exceptions in the oracle's shape; of an asked destination without the words, as there is one case an end use."""
    return frozenset(
        Entry(
            one.origin,
            None if question.destination is not None else words_of(one.destinations),
            one.end_use,
            frozenset(one.forms),
            one.status,
        )
        for one in found
    )


def check_change(told: Change | None, candidates: tuple[Shift, ...]) -> None:
    """The day and both statuses always; the scope only where that day has one candidate, so that no tie decides."""
    assert (told is None) is (not candidates), f"told {told}, expected {candidates}"
    if told is None:
        return
    first = min(one.order for one in candidates)
    best = [one for one in candidates if one.order == first]
    rank = min(one.after.rank for one in best)
    assert (told.on, told.before, told.after) in {
        (one.on, one.before, one.after) for one in best if one.after.rank == rank
    }
    if len(candidates) == 1:
        only = candidates[0]
        scope = (told.origin, words_of(told.destinations), told.end_use, frozenset(told.forms))
        assert scope == (only.origin, only.words, only.end_use, only.forms)


def check_origin(told: OriginAnswer, expected: OriginResult, question: Question) -> None:
    """One origin's line of the answer, field by field."""
    assert (told.status, told.certainty, told.conditional) == (
        expected.status,
        expected.certainty,
        expected.conditional,
    )
    statuses = [one.status for one in told.readings]
    assert statuses == sorted(expected.readings, key=lambda status: status.rank)
    assert len(told.exceptions) == len(expected.exceptions)
    assert entries(told.exceptions, question) == expected.exceptions
    check_change(told.next_change, expected.shifts)


def essence(found: Answer) -> tuple[object, ...]:
    """What two answers have to share to be the same answer; the instrument behind a change may be told differently."""
    changes = [found.next_change, *(one.next_change for one in found.origins)]
    told = [
        one and (one.on, one.origin, one.destinations, one.end_use, one.forms, one.before, one.after) for one in changes
    ]
    lines = [(one.origin, one.status, one.certainty, one.conditional) for one in found.origins]
    rivals = [(one.origin, one.status) for one in found.readings]
    return (
        found.status,
        found.certainty,
        found.conditional,
        lines,
        rivals,
        entries(found.exceptions, found.question),
        told,
    )


def check_answer(record: Record, question: Question) -> None:
    """The whole answer, per origin and overall."""
    told, expected = asked(record, question), answer(record, question)
    assert sorted(one.origin for one in told.origins) == [one.origin for one in expected.origins]
    lines = {one.origin: one for one in told.origins}
    for one in expected.origins:
        check_origin(lines[one.origin], one, question)
    assert (told.status, told.conditional) == (expected.status, expected.conditional)
    assert expected.certainty is None or told.certainty is expected.certainty
    assert entries(told.exceptions, question) == expected.exceptions
    check_change(told.next_change, expected.shifts)


@stable
@given(strategies.cases())
def test_the_resolver_says_what_the_contract_says(case: tuple[Record, Question]) -> None:
    """3.1-3.9: status, certainty, conditions, readings, exceptions and next change, per origin and overall."""
    check_answer(*case)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_resolver_says_what_the_contract_says_of_what_once_went_wrong(case: tuple[Record, Question]) -> None:
    """3.1-3.9: each of these once told the resolver and the contract apart."""
    check_answer(*case)


@stable
@given(strategies.cases())
def test_a_union_as_destination_gets_the_status_of_its_strictest_member(case: tuple[Record, Question]) -> None:
    """3.4: destination EU is the strictest of its members."""
    record, question = case
    question = replace(question, destination=strategies.UNION)
    assert asked(record, question).status is answer(record, question).status


@stable
@given(strategies.cases())
def test_goods_that_stay_in_one_customs_territory_are_no_export(case: tuple[Record, Question]) -> None:
    """3.4: origin equal to destination, or both in the EU, is refused, and nothing else is."""
    record, question = case
    for origin, destination in (("CN", "CN"), ("DE", "DE"), ("DE", "FR"), ("EU", "DE"), ("DE", "EU")):
        with pytest.raises(NotAnExport):
            resolve(record, replace(question, origin=origin, destination=destination))
    resolve(record, replace(question, origin="CN", destination="DE"))


@stable
@given(strategies.cases(), st.data())
def test_one_more_ban_never_relaxes_the_overall_status(case: tuple[Record, Question], data: st.DataObject) -> None:
    """3.6: "No tightening anywhere may relax an overall answer": a ban on goods to everywhere, in force on the day."""
    record, question = case
    ban = data.draw(strategies.prohibitions(record, question))
    before = asked(record, question).status
    after = resolve(replace(record, measures=(*record.measures, ban)), question).status
    assert not before.stricter_than(after), f"{before} became {after}"


@stable
@given(strategies.cases(), st.data())
def test_a_pause_that_is_over_is_never_taken_for_law(case: tuple[Record, Question], data: st.DataObject) -> None:
    """3.2: from the day a suspension ends, the answer is the one there would be had it never been."""
    record, question = case
    measure = data.draw(st.sampled_from(record.measures)) if record.measures else None
    assume(measure is not None)
    assert measure is not None
    pause = data.draw(strategies.SUSPENSIONS)[0]
    assume(pause.until is not None)
    assert pause.until is not None
    question = replace(question, as_of=max(question.as_of, pause.until))
    paused = replace(measure, suspensions=(*measure.suspensions, pause))
    assert essence(asked(with_measure(record, paused), question)) == essence(asked(record, question))


@stable
@given(strategies.cases(), st.data())
def test_what_was_published_after_known_at_changes_nothing(case: tuple[Record, Question], data: st.DataObject) -> None:
    """3.1: a measure, a pause or an end that nobody could know of on that day is as good as not on record."""
    record, question = case
    known_at = data.draw(strategies.days)
    question = replace(question, known_at=known_at)
    known = tuple(
        as_known_on(one, question) for one in record.measures if (one.published or one.start or known_at) <= known_at
    )
    rivals = tuple(one for one in record.disputes if one.opens_on <= known_at)
    # What a dropped measure alone makes the record speak for is dropped with it; the oracle holds that rule.
    kept = replace(record, measures=known, disputes=rivals, coverage=as_known(record, known_at).coverage)
    assert essence(asked(kept, question)) == essence(asked(record, question))


@stable
@given(strategies.cases())
def test_a_destination_that_no_measure_singles_out_fares_as_if_none_was_asked(case: tuple[Record, Question]) -> None:
    """3.4: only measures for all bind such a place, so only the doubt that hung on the destination may go (3.7)."""
    record, question = case
    place = "BR"
    bound = [one for one in record.measures if one.destinations.mode is not DestinationMode.ALL]
    assume(not any(one.destinations.include(place) for one in bound))
    plain = asked(record, replace(question, destination=None))
    there = asked(record, replace(question, destination=place))
    lines = {one.origin: one for one in there.origins}
    assert set(lines) == {one.origin for one in plain.origins}
    for one in plain.origins:
        assert same_but_for_scope(one.status, lines[one.origin].status)
    assert same_but_for_scope(plain.status, there.status)


@stable
@given(strategies.cases())
def test_the_order_of_the_record_decides_nothing(case: tuple[Record, Question]) -> None:
    """3: the rule is deterministic; statuses, certainty and conditions do not hang on which measure was read first."""
    record, question = case
    turned = replace(
        record,
        measures=record.measures[::-1],
        coverage=dict(reversed(record.coverage.items())),
        jurisdictions=dict(reversed(record.jurisdictions.items())),
    )
    told, again = asked(record, question), asked(turned, question)
    assert (told.status, told.certainty, told.conditional) == (again.status, again.certainty, again.conditional)
    assert {(one.origin, one.status, one.conditional) for one in told.origins} == {
        (one.origin, one.status, one.conditional) for one in again.origins
    }


def with_measure(record: Record, measure: Measure) -> Record:
    """The record with ``measure`` in the place of its namesake."""
    return replace(record, measures=tuple(measure if one.id == measure.id else one for one in record.measures))


def as_known_on(measure: Measure, question: Question) -> Measure:
    """The measure without the pauses and the end that were published after known_at."""
    assert question.known_at is not None
    pauses = tuple(one for one in measure.suspensions if one.published <= question.known_at)
    late_end = measure.end_published is not None and measure.end_published > question.known_at
    return replace(measure, suspensions=pauses, until=None if late_end else measure.until)


def same_but_for_scope(plain: Status, there: Status) -> bool:
    """Equal, or a `none_found` that was `unknown` only because other destinations fare worse."""
    return plain is there or (plain is Status.UNKNOWN and there is Status.NONE_FOUND)
