"""The days on which a status changes, of what was asked and of narrower cases, and what makes the change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from service.domain.answer import resolve
from service.domain.changes import Change, changes_within
from service.domain.decision import OriginView
from service.domain.exceptions import ExceptionEntry
from service.domain.measure import ANY_DUAL_USE, Amount, Cover, Destinations, Measure
from service.domain.model import Coverage, Dispute, Question, Reading, Record
from service.domain.survey import Survey
from service.domain.vocabulary import Certainty, DestinationMode, End, EndUse, MeasureType, State, Status
from tests.domain.making import day, item, measure, only, pause, record

BAN, LICENCE, PAUSED = Status.PROHIBITED, Status.LICENCE_REQUIRED, Status.SUSPENDED
FORMAL, UNKNOWN, NONE = Status.FORMALITIES_ONLY, Status.UNKNOWN, Status.NONE_FOUND
ENDS: dict[str, Any] = {"until": day("04-01"), "end": End.DATED}
NUMBERED: dict[str, Any] = {"title": "Announcement", "instrument_number": "No. 18"}


def formality(name: str = "f", **changes: Any) -> Measure:
    """An ordinary formality."""
    return measure(name, **{"type": MeasureType.FORMALITY, **changes})


def any_dual_use(**changes: Any) -> Measure:
    """A licence on whatever is a dual-use item, since January."""
    start = day("01-01")
    return measure(
        "any", **{"covers": (Cover(ANY_DUAL_USE, False, ()),), "start": start, "published": start, **changes}
    )


def raw(name: str, *forms: str, **changes: Any) -> Measure:
    """A ban on raw forms."""
    return measure(name, type=MeasureType.PROHIBITION, covers=(Cover("foolium", False, (item(*forms),)),), **changes)


def rate_of_zero(name: str = "zero") -> Measure:
    """An easing that runs out on 1 April and belongs to a series."""
    nothing = (Amount(Decimal(0), None, "percent", "value"),)
    return measure(name, type=MeasureType.CHARGE, amounts=nothing, renews="s", **ENDS)


def rivals(**states: State) -> tuple[Dispute, ...]:
    """From 1 through 9 April: by the dates, or as ``states`` has it."""
    readings = (Reading("dates", "by the dates", ()), Reading("said", "as was said", (), states))
    return (Dispute("d", day("04-01"), day("04-10"), day("03-15"), readings),)


def speaks_from(text: str) -> dict[str, Coverage]:
    """Coverage that begins on a day."""
    return {"CN": Coverage("CN", "foolium", day(text), "read")}


CAUSES: dict[str, tuple[Record, str, tuple[str, Status, Status, str | None, str | None, str]]] = {
    "a measure begins": (
        record(measure(**NUMBERED)),
        "03-09",
        ("03-10", NONE, LICENCE, "m", "instrument-m", "Announcement (No. 18) begins to apply"),
    ),
    "a stricter one begins": (
        record(formality(start=day("01-01")), measure()),
        "03-09",
        ("03-10", FORMAL, LICENCE, "m", "instrument-m", "m begins to apply"),
    ),
    "a measure is first seen in force": (
        record(formality(start=day("01-01")), measure(start=None, verified_on=day("03-10"), published=None)),
        "03-09",
        (
            "03-10",
            UNKNOWN,
            LICENCE,
            "m",
            "instrument-m",
            "m is known to be in force from this day on; since when is not known",
        ),
    ),
    "the oldest of two that begin is told": (
        record(measure("a"), measure("b", start=day("03-01"), suspensions=(pause("03-05", "03-10"),))),
        "03-09",
        ("03-10", PAUSED, LICENCE, "b", "instrument-b", "b applies again after its pause"),
    ),
    "a pause begins": (
        record(measure(suspensions=(pause("04-01", "04-05"),))),
        "03-31",
        ("04-01", LICENCE, PAUSED, "m", "pause", "m is paused"),
    ),
    "a pause begins before the measure does": (
        record(measure(suspensions=(pause("03-05", "04-05"),))),
        "03-04",
        ("03-05", NONE, PAUSED, "m", "pause", "m is paused"),
    ),
    "a pause ends": (
        record(measure(suspensions=(pause("03-20", "04-01"),))),
        "03-31",
        ("04-01", PAUSED, LICENCE, "m", "instrument-m", "m applies again after its pause"),
    ),
    "one reading has it run in its pause": (
        record(measure(suspensions=(pause("03-20", None),)), disputes=rivals(m=State.IN_FORCE)),
        "03-31",
        ("04-01", PAUSED, LICENCE, "m", "instrument-m", "m comes to bear on this case"),
    ),
    "a measure ends": (record(measure(**ENDS)), "03-31", ("04-01", LICENCE, NONE, "m", "instrument-m", "m ends")),
    "a measure is known to be over": (
        record(measure(end=End.UNKNOWN, ended_by=day("04-01"))),
        "03-31",
        ("04-01", LICENCE, NONE, "m", "instrument-m", "m is known to be over by this day"),
    ),
    "a laxer one follows": (
        record(measure(**ENDS, **NUMBERED), formality(start=day("04-01"))),
        "03-31",
        ("04-01", LICENCE, FORMAL, "f", "instrument-f", "Announcement (No. 18) ends, and f begins to apply"),
    ),
    "a laxer one is left": (
        record(measure(**ENDS), formality()),
        "03-31",
        ("04-01", LICENCE, FORMAL, "m", "instrument-m", "m ends"),
    ),
    "a laxer one begins when a pause does": (
        record(measure(suspensions=(pause("04-01", None),)), formality(start=day("04-01"))),
        "03-31",
        ("04-01", LICENCE, PAUSED, "m", "pause", "m is paused"),
    ),
    "what is dual-use begins to be": (
        record(any_dual_use(type=MeasureType.PROHIBITION), measure()),
        "03-09",
        ("03-10", NONE, BAN, "any", "instrument-any", "any comes to bear on this case"),
    ),
    "what is dual-use is so no longer": (
        record(any_dual_use(type=MeasureType.PROHIBITION), measure(**ENDS)),
        "03-31",
        ("04-01", BAN, NONE, "any", "instrument-any", "any no longer bears on this case"),
    ),
    "of two that go the one that ends is told": (
        record(any_dual_use(), measure(**ENDS)),
        "03-31",
        ("04-01", LICENCE, NONE, "m", "instrument-m", "m ends"),
    ),
    "of two that go the one that is paused is told": (
        record(
            any_dual_use(suspensions=(pause("02-01", "02-02"),)),
            measure(suspensions=(pause("03-11", "03-12"), pause("04-01", None))),
        ),
        "03-31",
        ("04-01", LICENCE, PAUSED, "m", "pause", "m is paused"),
    ),
    "an easing runs out": (
        record(rate_of_zero()),
        "03-31",
        ("04-01", NONE, UNKNOWN, "zero", "instrument-zero", "zero ran out and its successor is not on record"),
    ),
    "an easing runs out beside a formality": (
        record(formality(), rate_of_zero()),
        "03-31",
        ("04-01", FORMAL, UNKNOWN, "zero", "instrument-zero", "zero ran out and its successor is not on record"),
    ),
    "a licence runs out": (
        record(measure(renews="s", **ENDS)),
        "03-31",
        ("04-01", LICENCE, UNKNOWN, "m", "instrument-m", "m ran out and its successor is not on record"),
    ),
    "one reading has an easing run out": (
        record(replace(rate_of_zero(), until=day("06-01")), disputes=rivals(zero=State.ENDED)),
        "03-31",
        ("04-01", NONE, UNKNOWN, "zero", "instrument-zero", "zero ran out and its successor is not on record"),
    ),
    "a stricter measure ends beside an old doubt": (
        record(measure(type=MeasureType.PROHIBITION, **ENDS), measure("old", start=None, published=day("03-01"))),
        "03-31",
        ("04-01", BAN, UNKNOWN, "m", "instrument-m", "m ends"),
    ),
    "the record begins to speak": (
        record(coverage=speaks_from("04-01")),
        "03-31",
        ("04-01", UNKNOWN, NONE, None, None, "the record begins to speak for this case"),
    ),
}


@pytest.mark.parametrize(("held", "on", "told"), CAUSES.values(), ids=CAUSES)
def test_a_change_names_the_act_that_makes_it_and_what_happens_to_it(
    held: Record, on: str, told: tuple[str, Status, Status, str | None, str | None, str]
) -> None:
    """Asked on the eve: the day, both statuses, the measure, the instrument that does it, and the words."""
    change = resolve(held, Question(as_of=day(on))).next_change
    first, before, after, name, instrument, because = told
    assert change is not None
    assert replace(change, certainty=Certainty.RECORDED) == Change(
        day(first), "CN", None, None, (), before, after, Certainty.RECORDED, instrument, name, because
    )


@pytest.mark.parametrize(
    ("start", "known_at", "certainty"),
    [
        ("2025-12-31", None, Certainty.RECORDED),
        ("2026-01-01", None, Certainty.PROJECTED),
        ("2025-06-01", "2025-06-01", Certainty.RECORDED),
        ("2025-06-02", "2025-06-01", Certainty.PROJECTED),
    ],
)
def test_a_change_past_the_review_or_past_what_was_known_is_projected(
    start: str, known_at: str | None, certainty: Certainty
) -> None:
    """The certainty is that of the day of the change; the answer is asked before."""
    question = Question(as_of=day("03-01"), known_at=day(known_at) if known_at else None)
    change = resolve(record(measure(start=day(start))), question).next_change
    assert change is not None
    assert (change.on, change.certainty) == (day(start), certainty)


def test_a_change_to_which_rival_readings_lead_is_unresolved() -> None:
    """On the day on which they open."""
    held = record(measure(suspensions=(pause("03-20", None),)), disputes=rivals(m=State.IN_FORCE))
    change = resolve(held, Question(as_of=day("03-31"))).next_change
    assert change is not None
    assert change.certainty is Certainty.UNRESOLVED


MILITARY: dict[str, Any] = {"end_use": EndUse.MILITARY, "start": day("04-01")}
ALL_BUT_JAPAN = Destinations(DestinationMode.EXCEPT, frozenset({"JP"}))
NARROW = measure("ban", type=MeasureType.PROHIBITION, destinations=only("US"), **MILITARY)


@pytest.mark.parametrize(
    ("asked", "destinations", "end_use"),
    [
        ({}, only("US"), EndUse.MILITARY),
        ({"destination": "US"}, None, EndUse.MILITARY),
        ({"end_use": EndUse.MILITARY}, only("US"), None),
        ({"destination": "US", "end_use": EndUse.MILITARY}, None, None),
    ],
)
def test_a_change_tells_its_scope_where_that_is_narrower_than_the_question(
    asked: dict[str, Any], destinations: Destinations | None, end_use: EndUse | None
) -> None:
    """What was asked is not said again."""
    change = resolve(record(measure(), NARROW), Question(as_of=day("03-31"), **asked)).next_change
    assert change is not None
    assert (change.destinations, change.end_use, change.forms) == (destinations, end_use, ())
    assert (change.on, change.before, change.after) == (day("04-01"), LICENCE, BAN)


def test_a_change_from_what_the_origin_shows_is_told_as_shown() -> None:
    """3.7: none found is unknown while a narrower case is stricter: so it is before, and when that case ends."""
    held = record(measure(destinations=only("US"), **ENDS))
    told = [(one.on, one.destinations, one.before, one.after) for one in listed(held, "03-01", "04-30")]
    assert told == [
        (day("03-10"), None, NONE, UNKNOWN),
        (day("03-10"), only("US"), NONE, LICENCE),
        (day("04-01"), None, UNKNOWN, NONE),
        (day("04-01"), only("US"), LICENCE, NONE),
    ]


def listed(held: Record, start: str, end: str, **asked: Any) -> list[Change]:
    """The changes of a window, first and last day included."""
    survey = Survey(OriginView(held, "CN"), Question(as_of=day(start), **asked))
    return list(changes_within(survey, day(start), day(end)))


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("03-10", "04-01", ["03-10", "03-20", "03-25", "04-01"]),
        ("03-11", "03-31", ["03-20", "03-25"]),
        ("03-20", "03-20", ["03-20"]),
        ("04-02", "2026-12-31", []),
        ("0001-01-01", "03-10", ["2020-01-01", "03-10"]),
    ],
)
def test_a_window_of_changes_holds_its_first_and_its_last_day(start: str, end: str, told: list[str]) -> None:
    """Each change once, oldest first, each from what the one before it led to."""
    held = record(measure(suspensions=(pause("03-20", "03-25"),), **ENDS))
    found = listed(held, start, end)
    assert [one.on for one in found] == [day(text) for text in told]
    assert all(one.after is then.before for one, then in pairwise(found))


def test_a_narrower_case_that_changes_as_the_question_does_is_told_once() -> None:
    """A licence for everyone from 10 March; the formality for the United States is of the same status before."""
    us = formality("us", destinations=only("US"), start=day("01-01"))
    held = record(formality(start=day("01-01")), us, measure())
    assert [(one.on, one.destinations) for one in listed(held, "03-01", "03-31")] == [(day("03-10"), None)]


def test_a_raw_form_is_told_when_it_begins_or_ceases_to_fare_worse() -> None:
    """Ore is barred until 1 April beside the licence; scrap under the same licence never fares worse."""
    scrap = measure("scrap", covers=(Cover("foolium", False, (item("scrap"),)),), start=day("03-15"))
    found = listed(record(measure(start=day("01-01")), raw("ore", "ore", **ENDS), scrap), "03-01", "04-30")
    told = [(one.on, one.forms, one.before, one.after, one.because) for one in found]
    assert told == [
        (day("03-10"), ("ore",), NONE, BAN, "ore begins to apply"),
        (day("04-01"), ("ore",), BAN, NONE, "ore ends"),
    ]


def test_a_second_ban_on_raw_forms_is_told_beside_the_first() -> None:
    """Ore is barred from 10 March, scrap from 1 April: it is told against what is left without ore."""
    held = record(raw("ore", "ore"), raw("scrap", "scrap", start=day("04-01")))
    told = [(one.on, one.forms, one.before, one.after) for one in listed(held, "03-20", "04-30")]
    assert told == [(day("04-01"), ("scrap",), NONE, BAN)]


def test_a_raw_form_that_fares_as_the_goods_do_in_another_reading_is_not_told() -> None:
    """Ore alone is barred where the licence is over; a licence on scrap adds nothing to the one that may run."""
    scrap = measure("scrap", covers=(Cover("foolium", False, (item("scrap"),)),), start=day("04-05"))
    held = record(measure(), raw("ore", "ore"), scrap, disputes=rivals(m=State.ENDED))
    assert listed(held, "04-02", "04-09") == []


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        (measure("us", destinations=only("US"), start=day("04-01")), raw("ore", "ore", start=day("04-01"))),
        (
            measure("us", destinations=only("US"), start=day("04-01")),
            measure("war", destinations=only("JP"), **MILITARY),
        ),
    ],
)
def test_of_two_changes_on_a_day_the_wider_is_told(wider: Measure, narrower: Measure) -> None:
    """One that is of no form before one that is, and of as strict ones the one for every end use."""
    plain = formality(start=day("01-01"))
    for held in (record(plain, wider, narrower), record(plain, narrower, wider)):
        change = resolve(held, Question(as_of=day("03-31"))).next_change
        assert change is not None
        assert (change.on, change.measure, change.destinations, change.end_use) == (
            day("04-01"),
            "us",
            only("US"),
            None,
        )


def entries(held: Record, on: str, **asked: Any) -> tuple[ExceptionEntry, ...]:
    """The narrower cases that fare worse."""
    return resolve(held, Question(as_of=day(on), **asked)).exceptions


def test_an_exception_tells_its_measures_its_certainty_and_its_own_next_change() -> None:
    """Of that case alone: what comes before it elsewhere is another's."""
    ban = replace(NARROW, until=day("2026-02-01"), end=End.DATED)
    held = record(measure(until=day("05-01"), end=End.DATED), ban, formality("us", destinations=only("JP")))
    (entry,) = (one for one in entries(held, "04-10") if one.status is BAN)
    change = Change(
        day("2026-02-01"), "CN", only("US"), EndUse.MILITARY, (), BAN, NONE, Certainty.PROJECTED,
        "instrument-ban", "ban", "ban ends",
    )  # fmt: skip
    assert entry == ExceptionEntry("CN", only("US"), EndUse.MILITARY, (), BAN, Certainty.RECORDED, change, ("ban",))
    (late,) = (one for one in entries(held, "2026-01-05") if one.status is BAN)
    assert late.certainty is Certainty.PROJECTED
    (early,) = (one for one in entries(held, "04-10", known_at=day("04-09")) if one.status is BAN)
    assert early.certainty is Certainty.PROJECTED


def test_an_exception_of_several_forms_names_the_measures_behind_each_and_is_as_certain_as_the_surest() -> None:
    """Ore is barred for sure; scrap by one reading alone."""
    held = record(measure(), raw("a", "ore"), raw("b", "scrap"), disputes=rivals(b=State.ENDED))
    (entry,) = entries(held, "04-05")
    assert entry.certainty is Certainty.RECORDED
    (entry,) = entries(held, "04-05", known_at=day("04-04"))
    assert entry.certainty is Certainty.PROJECTED
    assert (entry.forms, entry.status, entry.measures) == (("ore", "scrap"), BAN, ("a", "b"))


@pytest.mark.parametrize(
    ("destinations", "told"),
    [(only("US"), only("US")), (ALL_BUT_JAPAN, ALL_BUT_JAPAN), (Destinations(), None)],
)
def test_an_exception_of_an_asked_destination_is_worded_as_the_measure_that_sets_it(
    destinations: Destinations, told: Destinations | None
) -> None:
    """A measure for all destinations singles out none."""
    held = record(measure(), replace(NARROW, destinations=destinations))
    (entry,) = entries(held, "04-10", destination="US")
    assert (entry.destinations, entry.end_use, entry.status) == (told, EndUse.MILITARY, BAN)


def short(found: tuple[ExceptionEntry, ...]) -> list[tuple[Destinations | None, tuple[str, ...], Status]]:
    """Each entry by its destinations, forms and status."""
    return [(one.destinations, one.forms, one.status) for one in found]


def test_two_measures_of_one_scope_are_one_exception() -> None:
    """With both behind it; one for an end use alone names no destinations."""
    us = {"type": MeasureType.PROHIBITION, "destinations": only("US")}
    (entry,) = entries(record(measure(), measure("a", **us), measure("b", **us)), "04-10")
    assert (entry.destinations, entry.status, entry.measures) == (only("US"), BAN, ("a", "b"))
    (entry,) = entries(record(measure(), replace(NARROW, destinations=Destinations())), "04-10")
    assert (entry.destinations, entry.end_use, entry.status) == (None, EndUse.MILITARY, BAN)


def test_a_raw_form_is_told_for_a_narrower_scope_only_where_it_fares_worse_there() -> None:
    """Barred for all, it is not told again for one destination, nor where the goods are barred there anyway."""
    everywhere, us = raw("ore", "ore"), raw("us", "ore", destinations=only("US"))
    assert short(entries(record(measure(), everywhere, us), "04-10")) == [(None, ("ore",), BAN)]
    assert short(entries(record(measure(), us), "04-10")) == [(only("US"), ("ore",), BAN)]
    barred = measure("barred", type=MeasureType.PROHIBITION, destinations=only("US"))
    assert short(entries(record(measure(), barred, us), "04-10")) == [(only("US"), (), BAN)]


def test_a_raw_form_changes_for_a_narrower_scope_only_where_it_fares_worse_there() -> None:
    """The same on the day on which the ban for that destination begins."""
    late = raw("us", "ore", destinations=only("US"), start=day("04-01"))
    barred = measure("barred", type=MeasureType.PROHIBITION, destinations=only("US"))
    (alone,) = listed(record(measure(), late), "03-20", "04-30")
    assert (alone.on, alone.destinations, alone.forms) == (day("04-01"), only("US"), ("ore",))
    assert listed(record(measure(), raw("ore", "ore"), late), "03-20", "04-30") == []
    assert listed(record(measure(), barred, late), "03-20", "04-30") == []
    for_all = raw("ore", "ore", start=day("04-01"))
    (wider,) = listed(record(measure(), for_all, late), "03-20", "04-30")
    assert (wider.on, wider.destinations, wider.forms) == (day("04-01"), None, ("ore",))


def test_forms_of_different_statuses_are_exceptions_of_their_own_strictest_first() -> None:
    """Scrap is barred, ore under licence; each ceases on its own day."""
    ore = measure("ore", covers=(Cover("foolium", False, (item("ore"),)),), **ENDS)
    scrap = raw("scrap", "scrap", until=day("05-01"), end=End.DATED)
    found = entries(record(formality(), ore, scrap), "03-20")
    assert short(found) == [(None, ("scrap",), BAN), (None, ("ore",), LICENCE)]
    changes = [one.next_change for one in found]
    assert [(one.on, one.forms, one.after) for one in changes if one is not None] == [
        (day("05-01"), ("scrap",), NONE),
        (day("04-01"), ("ore",), NONE),
    ]


def test_forms_of_one_status_change_with_the_one_that_is_barred_without_a_condition() -> None:
    """Ore is barred on a condition until 1 April, scrap without one until 1 May."""
    ore = raw("ore", "ore", condition="of a grade", **ENDS)
    scrap = raw("scrap", "scrap", until=day("05-01"), end=End.DATED)
    (entry,) = entries(record(measure(), ore, scrap), "03-20")
    assert (entry.forms, entry.status, entry.measures) == (("ore", "scrap"), BAN, ("ore", "scrap"))
    assert entry.next_change is not None
    assert (entry.next_change.on, entry.next_change.forms) == (day("05-01"), ("ore", "scrap"))
