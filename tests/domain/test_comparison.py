"""Two editions compared by their answers: against asking both about each day, and row by row for what a page tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.answer import resolve
from service.domain.comparison import compare_answers
from service.domain.difference import Aspect, Difference, Stretch, Told, difference
from service.domain.measure import ANY_DUAL_USE, Cover, Destinations, Exclusion, Measure
from service.domain.model import Coverage, Dispute, Jurisdiction, Mineral, Question, Reading, Record
from service.domain.vocabulary import (
    Certainty,
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    State,
    Status,
)
from tests.domain import strategies as drawn
from tests.domain.making import TREE, day, item, measure, only, pause, record

COUNTRIES = ("CN", "DE", "FR", "ID", "JP", "KR", "RU", "US")
LICENCE, NONE, UNKNOWN = Status.LICENCE_REQUIRED, Status.NONE_FOUND, Status.UNKNOWN
RECORDED, PROJECTED = Certainty.RECORDED, Certainty.PROJECTED


def asked_of(one: Record, question: Question) -> Told:
    """What the service answers of the one origin that is asked."""
    (origin,) = resolve(one, question).origins
    return Told(origin.status, origin.certainty, origin.conditional)


def compared(old: Record, new: Record) -> tuple[Stretch, ...]:
    """The comparison of two editions that hold this mineral alone."""
    return compare_answers({old.mineral.id: old}, {new.mineral.id: new}, COUNTRIES)


def names(row: Stretch, question: Question) -> bool:
    """Whether a row is on exactly this case and day."""
    to, span = row.destinations, row.span
    return (
        question.origin in (row.members or (row.origin,))
        and question.movement in row.movements
        and (to is None) == (question.destination is None)
        and (to is None or question.destination is None or to.include(question.destination))
        and row.end_use is question.end_use
        and (question.form in row.forms if question.form else not row.forms)
        and (span.start is None or span.start <= question.as_of)
        and (span.until is None or question.as_of < span.until)
    )


def by_asking(old: Record, new: Record) -> Callable[[Question], Difference | None]:
    """How the answers to a question differ, by asking both; each question is asked once."""
    return cache(lambda question: difference(asked_of(old, question), asked_of(new, question)))


def check(rows: tuple[Stretch, ...], question: Question, differs: Callable[[Question], Difference | None]) -> None:
    """A row tells the case just where it differs, otherwise than the wider case that it goes with does."""
    found = [row.span.found for row in rows if names(row, question)]
    real = differs(question)
    wider = [replace(question, end_use=None)] * bool(question.end_use)
    wider += [replace(question, destination=None)] * bool(question.destination)
    wider += [replace(question, form=None)] * bool(question.form)
    above = next((one for case in wider if (one := differs(case))), None)
    told = real is not None and (above is None or not real.follows(above))
    assert found == ([real] if told else []), question


@st.composite
def editions(draw: st.DrawFn) -> tuple[Record, Record]:
    """A record and another: either any, or the same with one thing changed."""
    old, other = draw(drawn.records()), draw(drawn.records())
    changed = draw(st.sampled_from(["all", "measures", "drop", "swap", "disputes", "coverage", "jurisdictions"]))
    if changed == "all":
        return old, other
    if changed in ("drop", "swap") and old.measures:
        place = draw(st.integers(0, len(old.measures) - 1))
        put = tuple(replace(one, id=old.measures[place].id) for one in other.measures[:1]) if changed == "swap" else ()
        return old, replace(old, measures=(*old.measures[:place], *put, *old.measures[place + 1 :]))
    if changed in ("drop", "swap"):
        return old, other
    return old, replace(old, **{changed: getattr(other, changed)})


@st.composite
def asked(draw: st.DrawFn) -> Question:
    """A question to one origin, on or next to a day that the records are drawn from."""
    return Question(
        as_of=draw(st.sampled_from(drawn.DAYS)) + timedelta(days=draw(st.integers(-1, 1))),
        origin=draw(st.sampled_from(["CN", "CN", "ID", "EU", "DE", "FR"])),
        destination=draw(st.sampled_from([None, *COUNTRIES])),
        end_use=draw(st.sampled_from([None, None, *EndUse])),
        form=draw(drawn.forms_asked),
        movement=draw(drawn.movements),
    )


def is_export(question: Question) -> bool:
    """Whether the question can be asked at all."""
    home = {"DE", "FR", "EU"} if question.origin in ("DE", "FR", "EU") else {question.origin}
    return question.destination not in home


@settings(max_examples=150, deadline=None)
@given(editions(), st.lists(asked().filter(is_export), min_size=12, max_size=12))
def test_the_rows_are_what_asking_both_editions_tells(two: tuple[Record, Record], questions: list[Question]) -> None:
    """Whatever changed, a case has a row on a day just where its two answers differ and the wider cases do not say so.

    An origin of which neither edition holds a thing is not compared: nothing is said of it.
    """
    old, new = two
    rows, asking = compared(old, new), by_asking(old, new)
    for question in questions:
        if any(held(one, question.origin) for one in two):
            check(rows, question, asking)
        else:
            assert not [row for row in rows if names(row, question)]


def held(one: Record, origin: str | None) -> bool:
    """Whether the record says anything of an origin, by itself or through a union that it is a member of."""
    spoken = one.coverage.keys() | {measure.origin for measure in one.measures}
    return origin in spoken or any(union in spoken and origin in members for union, members in one.unions.items())


def window(start: str, end: str) -> Iterator[date]:
    """Every day from ``start`` to ``end``."""
    here = day(start)
    while here <= day(end):
        yield here
        here += date.resolution


BASE = record(
    measure("a", until=day("04-02"), end=End.DATED, suspensions=(pause("03-20", "03-25"),)),
    measure("b", destinations=only("US", "JP"), end_use=EndUse.MILITARY, type=MeasureType.PROHIBITION,
            covers=(Cover(ANY_DUAL_USE, False, ()),), binds=frozenset(Movement), start=day("03-12")),
    measure("c", type=MeasureType.QUOTA, regime=Regime.QUOTA, covers=(Cover("foolium", False, (item("ore"),)),)),
    disputes=(Dispute("d", day("03-22"), day("03-28"), day("03-01"),
                      (Reading("by-the-dates", "", ()), Reading("on", "", (), {"a": State.IN_FORCE}))),),
)  # fmt: skip
"""A licence that is paused and ends, a ban for two destinations on what is dual-use, a rule on ore, rival readings."""


def having(**changes: Any) -> Record:
    """The base with other fields in its measure ``a``."""
    return replace(BASE, measures=(replace(BASE.measures[0], **changes), *BASE.measures[1:]))


@pytest.mark.parametrize(
    "new",
    [
        having(start=day("03-11")),
        having(until=None, end=End.OPEN),
        having(suspensions=(pause("03-20", "03-28"),)),
        having(covers=(Cover("foolium", False, (item("metal", condition="pure"),)),)),
        having(destinations=only("US")),
        having(renews="series"),
        having(excludes=(Exclusion("foolium", ("magnet",), "it says so", ()),)),
        replace(BASE, measures=BASE.measures[1:]),
        replace(BASE, disputes=()),
        replace(BASE, coverage={"CN": Coverage("CN", "foolium", day("03-15"), "")}),
        replace(BASE, jurisdictions={"CN": Jurisdiction("CN", "China", day("03-15"), "")}),
    ],
)
def test_the_stretches_are_those_of_a_comparison_day_by_day(new: Record) -> None:
    """Every case on every day of a window over all that turns, in both directions."""
    for old, after in ((BASE, new), (new, BASE)):
        rows, asking = compared(old, after), by_asking(old, after)
        assert rows
        for to, use, form in product((None, "US", "DE"), (None, EndUse.MILITARY), (None, "metal", "ore")):
            for on in window("03-09", "04-03"):
                for movement in Movement:
                    check(rows, Question(on, None, "CN", to, use, form, movement), asking)


def told(rows: tuple[Stretch, ...]) -> list[tuple[Any, ...]]:
    """Rows in short."""
    return [
        (row.destinations, row.end_use, row.forms, row.span.start, row.span.until,
         *(side and side.status for side in (row.span.found.before, row.span.found.after)))
        for row in rows
        if Movement.EXPORT in row.movements
    ]  # fmt: skip


def test_a_measure_that_comes_turns_the_days_from_its_first() -> None:
    """The last stretch is open; the forms that it covers go without saying, those that it does not name do not turn."""
    rows = compared(record(), record(measure()))
    assert told(rows)[0] == (None, None, (), day("03-10"), date(2026, 1, 1), NONE, LICENCE)
    split = compared(record(), record(measure()))
    before, after = [row for row in split if row.destinations is None and not row.forms]
    assert (before.span.until, after.span.start) == (date(2026, 1, 1), date(2026, 1, 1))
    assert after.span.found == Difference(Told(NONE, PROJECTED, False), Told(LICENCE, PROJECTED, False))


def test_a_certainty_that_differs_alone_is_marked_as_that_and_told_once() -> None:
    """A review that is a month younger: a row for each movement, on the days between."""
    new = record(measure(), jurisdictions={"CN": Jurisdiction("CN", "China", date(2026, 1, 31), "complete")})
    rows = compared(record(measure()), new)
    assert [(row.weight, row.movements, row.forms) for row in rows] == [
        (Aspect.CERTAINTY, (movement,), ()) for movement in Movement
    ]
    assert {(row.span.start, row.span.until) for row in rows} == {(date(2026, 1, 1), date(2026, 2, 1))}
    assert rows[0].span.found == Difference(Told(LICENCE, PROJECTED, False), Told(LICENCE, RECORDED, False))


def test_the_days_before_coverage_turn_from_the_first_day_there_is() -> None:
    """Coverage of no known beginning, then from a day: before it nothing is said by either."""
    old = record(coverage={"CN": Coverage("CN", "foolium", None, "")})
    new = record(coverage={"CN": Coverage("CN", "foolium", day("02-01"), "")})
    assert told(compared(old, new)) == [
        (None, None, (), day("02-01"), date(2026, 1, 1), UNKNOWN, NONE),
        (None, None, (), date(2026, 1, 1), None, UNKNOWN, NONE),
    ]


def test_a_mineral_that_only_one_edition_holds_is_told_from_ever_before() -> None:
    """It cannot be asked of the other: its plain case on all days, a narrower one where it says something."""
    rows = compare_answers({}, {"foolium": record(measure(destinations=only("US")))}, COUNTRIES)
    plain = [row for row in rows if row.destinations is None and not row.forms]
    assert plain[0].span.start is None
    assert {row.span.found.before for row in rows} == {None}
    assert next(one for one in told(rows) if one[0] == only("US") and not one[2])[3:] == (
        day("03-10"), date(2026, 1, 1), None, LICENCE)  # fmt: skip


def test_destinations_that_fare_alike_are_one_row_in_the_measures_words() -> None:
    """A group by its name, few by their codes, many by those left out, and each by itself where all turn."""

    def to(named: Destinations) -> Destinations | None:
        rows = compared(record(), record(measure(destinations=named)))
        found = {row.destinations for row in rows if row.destinations is not None and not row.forms}
        assert len(found) == 1
        return found.pop()

    group = Destinations(DestinationMode.GROUP, frozenset({"US", "JP", "CN"}), "friends")
    assert to(group) == group
    assert to(only("US", "JP")) == only("US", "JP")
    but = Destinations(DestinationMode.EXCEPT, frozenset({"US"}))
    assert to(but) == but
    halves = (measure("x", destinations=only("US")), measure("y", destinations=but))
    rows = compared(record(), record(*halves))
    assert {row.destinations for row in rows if row.destinations is not None and not row.forms} == {Destinations()}


def test_members_of_a_union_that_have_no_record_of_their_own_are_told_together() -> None:
    """The union's act reaches them, of whom nothing else is known: ``unknown``, where the Union's own is covered."""
    before = record(
        coverage={"EU": Coverage("EU", "foolium", date(2020, 1, 1), "")},
        jurisdictions={"EU": Jurisdiction("EU", "European Union", date.max, "")},
    )
    after = replace(before, measures=(measure(origin="EU"),))
    rows = [row for row in compared(before, after) if not row.forms]
    assert [(row.origin, row.members, *told((row,))[0][3:]) for row in rows] == [
        ("EU", (), day("03-10"), None, NONE, LICENCE),
        ("EU", ("DE", "FR"), day("03-10"), None, UNKNOWN, LICENCE),
    ]


def test_what_decides_nothing_leaves_all_answers_alike() -> None:
    """Titles, notes, sources and codes."""
    old: Measure = measure()
    new = replace(old, title="Other", summary="Other", note="seen again", article="2", instrument_title="Other")
    assert compared(record(old), record(new)) == ()
    other = Mineral("foolium", "Foolium", "傻", "Fo", "1-1-1", 5, "minor_metal", note="new")
    assert compared(record(old), record(old, mineral=other)) == ()


def test_a_form_that_only_one_edition_knows_cannot_be_asked_of_the_other() -> None:
    """A tree that grew by a form below one that is named: null before, and what its parent answers after."""
    grown = replace(TREE, parents={**TREE.parents, "flake": "metal"})
    rows = compared(record(measure()), record(measure(), forms=grown))
    assert [one[2:] for one in told(rows)] == [
        (("flake",), day("03-10"), date(2026, 1, 1), None, LICENCE),
        (("flake",), date(2026, 1, 1), None, None, LICENCE),
    ]
