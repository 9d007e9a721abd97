"""Which measures count as restrictions, on which days, for whom, and which window a question about them means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from service.domain.errors import BadWindow
from service.domain.measure import ANY_DUAL_USE, Amount, Cover, Measure
from service.domain.model import Dispute, Jurisdiction, Mineral, Reading
from service.domain.restrictions import Catalogue, Restriction, Search, Wanted, Window, counted_as
from service.domain.vocabulary import (
    Basis,
    Certainty,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    State,
    Status,
    Subject,
)
from service.domain.windows import Chosen, YearOfMonth, choose
from tests.domain.making import TREE, day, item, measure, only, pause

YEAR = Window(day("01-01"), day("12-31"))
MINERALS = {
    name: Mineral(name, name.title(), None, None, None, None, "minor_metal") for name in ("foolium", "barium", "fools")
}
REVIEWED = {
    "CN": Jurisdiction("CN", "China", day("12-31"), "complete"),
    "EU": Jurisdiction("EU", "European Union", day("12-31"), "complete"),
}
ALL_KINDS = frozenset({"renewals", "formalities", "related", "end_user_lists"})


def search(*measures: Measure, disputes: tuple[Dispute, ...] = (), **wanted: Any) -> Search:
    """A search over these measures and no other."""
    unions = {"EU": frozenset({"DE", "FR"})}
    return Search(Catalogue(measures, disputes, MINERALS, REVIEWED, unions, TREE), Wanted(**wanted))


def found(*measures: Measure, within: Window = YEAR, **wanted: Any) -> tuple[Restriction, ...]:
    """What counts in 2025, or in another window."""
    return search(*measures, **wanted).within(within)


def days_of(*measures: Measure, within: Window = YEAR, **wanted: Any) -> list[date]:
    """The days on which something counts."""
    return [row.on for row in found(*measures, within=within, **wanted)]


def names_of(*measures: Measure, within: Window = YEAR, **wanted: Any) -> list[str]:
    """The measures that count, in the order told."""
    return [row.measure.id for row in found(*measures, within=within, **wanted)]


def covering(*minerals: str) -> tuple[Cover, ...]:
    """The metal of each mineral."""
    return tuple(Cover(of, True, (item("metal"),)) for of in minerals)


def any_dual_use(name: str = "any", **changes: Any) -> Measure:
    """A ban on whatever is a dual-use item on the day."""
    return measure(name, **{"type": MeasureType.PROHIBITION, "covers": (Cover(ANY_DUAL_USE, False, ()),), **changes})


def test_a_month_is_all_of_its_days_and_no_other() -> None:
    """February of a leap year: the 1st and the 29th, neither 31 January nor 1 March."""
    february = Window.of_month(2024, 2)
    assert february == Window(date(2024, 2, 1), date(2024, 2, 29))
    days = (date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 1))
    assert [february.holds(one) for one in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "restriction"),
        ({"type": MeasureType.CHARGE}, "restriction"),
        ({"type": MeasureType.FORMALITY}, "formalities"),
        ({"type": MeasureType.SURVEILLANCE}, "formalities"),
        ({"subject": Subject.TECHNOLOGY}, "related"),
        ({"type": MeasureType.END_USER_LIST}, "end_user_lists"),
        ({"type": MeasureType.CHARGE, "amounts": (Amount(Decimal(0), None, "percent", "value"),)}, "easings"),
    ],
)
def test_only_what_is_a_charge_or_stricter_on_goods_is_a_restriction(changes: dict[str, Any], word: str) -> None:
    """The others go by a word of their own, are added by it alone and marked with it; an easing never is."""
    one = measure(**changes)
    assert counted_as(one) == word
    assert [row.counted_as for row in found(one)] == (["restriction"] if word == "restriction" else [])
    others = ALL_KINDS - {word}
    assert [row.counted_as for row in found(one, include=others)] == (["restriction"] if word == "restriction" else [])
    if word != "easings":
        assert [row.counted_as for row in found(one, include=frozenset({word}))] == [word]


@pytest.mark.parametrize(
    ("one", "days"),
    [
        pytest.param(measure(), ["03-10"], id="open"),
        pytest.param(measure(start=day("01-01")), ["01-01"], id="on the first day of the window"),
        pytest.param(measure(start=day("12-31")), ["12-31"], id="on its last day"),
        pytest.param(measure(start=day("2024-12-31")), [], id="the day before the window"),
        pytest.param(measure(start=day("2026-01-01")), [], id="the day after"),
        pytest.param(measure(suspensions=(pause("03-20", "03-25"),)), ["03-10", "03-25"], id="paused and resumed"),
        pytest.param(
            measure(suspensions=(pause("03-20", "03-25"), pause("03-25", "03-30"))),
            ["03-10", "03-30"],
            id="adjacent pauses",
        ),
        pytest.param(measure(suspensions=(pause("03-20", None),)), ["03-10"], id="paused for good"),
        pytest.param(measure(suspensions=(pause("03-09", "03-25"),)), ["03-25"], id="paused before it began"),
        pytest.param(
            measure(until=day("03-25"), end=End.DATED, suspensions=(pause("03-20", "03-25"),)),
            ["03-10"],
            id="over when its pause ends",
        ),
        pytest.param(measure(start=None, published=None), [], id="start unknown"),
        pytest.param(measure(start=None, verified_on=day("03-10")), [], id="first seen in force"),
        pytest.param(
            measure(start=None, verified_on=day("03-10"), suspensions=(pause("03-20", "03-25"),)),
            ["03-25"],
            id="first seen in force, then paused",
        ),
        pytest.param(measure(binds=frozenset({Movement.REEXPORT})), [], id="re-export alone"),
    ],
)
def test_a_restriction_is_imposed_on_each_day_it_begins_to_apply(one: Measure, days: list[str]) -> None:
    """For the first time or again after a pause; a day on which it is merely seen, or scheduled, is none."""
    assert days_of(one) == [day(text) for text in days]


def test_what_has_always_applied_began_on_no_day() -> None:
    """The first day of the calendar has no day before it."""
    assert days_of(measure(start=date.min), within=Window(date.min, YEAR.end)) == []


def rivals(**states: State) -> tuple[Dispute, ...]:
    """From 25 March through 9 April: by the dates, or as ``states`` has it."""
    readings = (Reading("dates", "by the dates", ()), Reading("said", "as was said", (), states))
    return (Dispute("d", day("03-25"), day("04-10"), day("03-15"), readings),)


def test_an_unresolved_start_counts_where_the_strictest_reading_begins_to_apply() -> None:
    """It resumes on 25 March by its text, on 10 April by what was said: the first day counts, and is unresolved."""
    one = measure(suspensions=(pause("03-12", "03-25"),))
    rows = found(one, disputes=rivals(m=State.SUSPENDED))
    assert [(row.on, row.certainty) for row in rows] == [
        (day("03-10"), Certainty.RECORDED),
        (day("03-25"), Certainty.UNRESOLVED),
    ]


def test_a_pause_that_only_one_reading_ends_counts_on_the_day_the_reading_opens() -> None:
    """By the dates it is paused throughout; a rivalry over another measure changes nothing for it."""
    one = measure(suspensions=(pause("03-12", None),))
    assert days_of(one, disputes=rivals(m=State.IN_FORCE)) == [day("03-10"), day("03-25")]
    assert days_of(one, disputes=rivals(other=State.IN_FORCE)) == [day("03-10")]


@pytest.mark.parametrize(
    ("start", "known_at", "certainty"),
    [
        ("2025-12-31", None, Certainty.RECORDED),
        ("2026-01-01", None, Certainty.PROJECTED),
        ("2025-06-01", "2025-06-01", Certainty.RECORDED),
        ("2025-06-02", "2025-06-01", Certainty.PROJECTED),
        ("2026-01-01", "2026-06-01", Certainty.PROJECTED),
    ],
)
def test_a_restriction_is_projected_past_the_review_or_past_what_was_known(
    start: str, known_at: str | None, certainty: Certainty
) -> None:
    """The earlier of the two days is the horizon, as for a status."""
    (row,) = found(
        measure(start=day(start)),
        within=Window(day("01-01"), day("2026-12-31")),
        known_at=day(known_at) if known_at else None,
    )
    assert row.certainty is certainty


def test_an_origin_of_which_no_review_is_on_record_is_told_as_recorded() -> None:
    """There is no day past which it could be projected."""
    (row,) = found(measure(origin="XX"))
    assert row.certainty is Certainty.RECORDED


SERIES = (
    measure("first", renews="s", start=day("2024-01-01"), until=day("01-01"), end=End.DATED),
    measure("second", renews="s", start=day("01-01"), covers=covering("foolium", "barium")),
    measure("other", renews="t", start=day("02-01")),
)


def test_of_a_series_only_the_first_on_record_counts_for_each_mineral() -> None:
    """The second renews foolium and is barium's first; a series of another name has a first of its own."""
    window = Window(day("2024-01-01"), day("12-31"))
    told = [(row.on, row.mineral, row.measure.id, row.counted_as) for row in found(*SERIES[::-1], within=window)]
    first, second, other = (
        (day("2024-01-01"), "foolium", "first", "restriction"),
        (day("01-01"), "barium", "second", "restriction"),
        (day("02-01"), "foolium", "other", "restriction"),
    )
    assert told == [first, second, other]
    added = found(*SERIES, within=window, include=frozenset({"renewals"}))
    assert [(row.on, row.mineral, row.measure.id, row.counted_as) for row in added] == [
        first,
        second,
        (day("01-01"), "foolium", "second", "renewals"),
        other,
    ]


def test_a_member_of_a_series_whose_start_is_unknown_is_not_its_first() -> None:
    """It begins on no day, and leaves the others as they are."""
    whenever = measure("whenever", renews="s", start=None)
    assert names_of(whenever, *SERIES[1:]) == ["second", "second", "other"]
    assert names_of(*SERIES, whenever, include=frozenset({"renewals"})) == ["second", "second", "other"]


def test_a_renewal_of_a_formality_takes_both_words_to_be_added() -> None:
    """Each of the two keeps it out; and one that is kept out hides none that comes after it."""
    held = [replace(one, type=MeasureType.FORMALITY) for one in SERIES[:2]]
    held[1] = replace(held[1], covers=covering("foolium", "fools"))
    told = {
        include: [row.mineral for row in found(*held, include=frozenset(include.split()))]
        for include in ("formalities", "renewals", "formalities renewals")
    }
    assert told == {"formalities": ["fools"], "renewals": [], "formalities renewals": ["foolium", "fools"]}


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, ["03-01"]),
        ({"published": None}, ["03-10"]),
        ({"published": None, "start": None}, []),
        ({"published": day("01-01")}, ["01-01"]),
        ({"published": day("2024-12-31")}, []),
        ({"suspensions": (pause("03-09", None),)}, ["03-01"]),
    ],
)
def test_a_restriction_is_announced_on_the_day_it_was_published(changes: dict[str, Any], days: list[str]) -> None:
    """Once, whatever becomes of it; where that day is unknown the first day stands in."""
    assert days_of(measure(**changes), basis=Basis.ANNOUNCED) == [day(text) for text in days]


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"start": day("2020-01-01")}, ["01-01"]),
        ({}, ["03-10"]),
        ({"suspensions": (pause("03-20", "03-25"),)}, ["03-10"]),
        ({"start": day("2020-01-01"), "suspensions": (pause("2024-06-01", "03-25"),)}, ["03-25"]),
        ({"start": day("2020-01-01"), "until": day("01-01"), "end": End.DATED}, []),
        ({"start": day("2020-01-01"), "until": day("01-02"), "end": End.DATED}, ["01-01"]),
        ({"start": day("12-31")}, ["12-31"]),
        ({"start": day("2026-01-01")}, []),
        ({"start": None, "verified_on": day("03-10")}, ["03-10"]),
        ({"start": None}, []),
    ],
)
def test_what_is_in_force_is_told_once_with_the_first_day_of_the_window(
    changes: dict[str, Any], days: list[str]
) -> None:
    """A day of the window on which it applies is enough, also one on which it was only seen."""
    assert days_of(measure(**changes), basis=Basis.IN_FORCE) == [day(text) for text in days]


def test_a_renewal_is_in_force_like_any_other_and_marked() -> None:
    """It is left out of what is imposed, and not of what applies."""
    rows = found(*SERIES[:2], basis=Basis.IN_FORCE)
    assert [(row.mineral, row.measure.id, row.counted_as) for row in rows] == [
        ("barium", "second", "restriction"),
        ("foolium", "second", "renewals"),
    ]


def test_a_ban_on_any_dual_use_item_counts_on_its_own_start_for_what_is_dual_use_then() -> None:
    """Foolium's licence runs on that day, barium's begins later, and that of the fools is paused."""
    held = (
        any_dual_use(start=day("04-01"), published=day("02-01")),
        measure("foolium"),
        measure("barium", covers=covering("barium"), start=day("04-02"), published=day("02-01")),
        measure("fools", covers=covering("fools"), suspensions=(pause("03-20", "04-02"),)),
    )
    imposed = [(row.on, row.mineral) for row in found(*held) if row.measure.id == "any"]
    assert imposed == [(day("04-01"), "foolium")]
    announced = [(row.on, row.mineral) for row in found(*held, basis=Basis.ANNOUNCED) if row.measure.id == "any"]
    assert announced == [(day("02-01"), "foolium")]
    in_force = [(row.on, row.mineral) for row in found(*held, basis=Basis.IN_FORCE) if row.measure.id == "any"]
    assert in_force == [(day("04-01"), "foolium"), (day("04-02"), "barium"), (day("04-02"), "fools")]


def test_an_announced_ban_on_any_dual_use_item_of_unknown_start_is_told_of_its_day_of_publication() -> None:
    """There is no other day on which to look for what it covers."""
    held = (any_dual_use(start=None, published=day("04-01")), measure())
    rows = found(*held, basis=Basis.ANNOUNCED)
    assert [(row.on, row.mineral) for row in rows if row.measure.id == "any"] == [(day("04-01"), "foolium")]


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "EU"},
        {"regime": Regime.ORDINARY_LICENCE},
        {"subject": Subject.TECHNOLOGY},
        {"binds": frozenset({Movement.REEXPORT})},
        {"type": MeasureType.CHARGE, "amounts": (Amount(Decimal(0), None, "percent", "value"),)},
        {"start": day("04-02")},
        {"covers": (Cover(ANY_DUAL_USE, False, ()),)},
    ],
)
def test_goods_are_dual_use_only_by_a_dual_use_measure_of_the_origin_on_their_export(changes: dict[str, Any]) -> None:
    """Each of these lacks one thing, so that the ban covers nothing, nor names what a group is already named for."""
    ban = any_dual_use(start=day("04-01"))
    assert "any" in names_of(ban, measure())
    assert "any" not in names_of(ban, measure(**changes))
    held = (ban, measure("group", covers=covering("fools")), measure(**changes))
    assert [row.mineral for row in found(*held) if row.measure.id == "any"] == ["fools"]


def test_a_ban_on_any_dual_use_item_follows_the_strictest_reading_of_what_is_dual_use() -> None:
    """By the dates the licence is paused on that day; one reading has it run."""
    held = (any_dual_use(start=day("04-01")), measure(suspensions=(pause("03-20", "05-01"),)))
    assert "any" not in names_of(*held)
    assert "any" in names_of(*held, disputes=rivals(m=State.IN_FORCE))


FILTERED = (
    measure("cn"),
    measure("us", destinations=only("US"), type=MeasureType.PROHIBITION),
    measure("de", destinations=only("DE")),
    measure("military", end_use=EndUse.MILITARY),
    measure("civil", end_use=EndUse.CIVIL),
    measure("eu", origin="EU"),
    measure("german", origin="DE", covers=covering("barium")),
)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({}, {"cn", "us", "de", "military", "civil", "eu", "german"}),
        ({"origin": "CN"}, {"cn", "us", "de", "military", "civil"}),
        ({"origin": "EU"}, {"eu"}),
        ({"origin": "DE"}, {"eu", "german"}),
        ({"origin": "FR"}, {"eu"}),
        ({"destination": "US"}, {"cn", "us", "military", "civil", "eu", "german"}),
        ({"destination": "EU"}, {"cn", "de", "military", "civil", "eu", "german"}),
        ({"destination": "FR"}, {"cn", "military", "civil", "eu", "german"}),
        ({"end_use": EndUse.MILITARY}, {"cn", "us", "de", "military", "eu", "german"}),
        ({"status": Status.PROHIBITED}, {"us"}),
        ({"minerals": frozenset({"barium"})}, {"german"}),
        ({"minerals": frozenset({"barium", "foolium"}), "origin": "DE"}, {"eu", "german"}),
    ],
)
def test_what_is_asked_for_is_told_and_nothing_else(wanted: dict[str, Any], told: set[str]) -> None:
    """A member takes its union's measures, a union as destination is any of its members, what binds all binds each."""
    assert set(names_of(*FILTERED, **wanted)) == told


def test_restrictions_come_by_day_then_mineral_then_measure() -> None:
    """Whatever their order on record."""
    held = (
        measure("b", start=day("03-11"), covers=covering("barium")),
        measure("z"),
        measure("y", covers=covering("foolium", "barium")),
    )
    told = [(row.on, row.mineral, row.measure.id) for row in found(*held)]
    assert told == [
        (day("03-10"), "barium", "y"),
        (day("03-10"), "foolium", "y"),
        (day("03-10"), "foolium", "z"),
        (day("03-11"), "barium", "b"),
    ]


def test_a_restriction_tells_its_forms_and_the_conditions_it_applies_under() -> None:
    """The forms of all lines that fit, each once; the condition of a measure on part of the forms in words."""
    lines = (item("metal", "oxide"), item("metal"))
    (row,) = found(measure(covers=(Cover("foolium", False, lines),)))
    assert row.forms == ("metal", "oxide")
    assert row.conditions == ("only these goods: metal and oxide; metal",)


@pytest.mark.parametrize(
    ("changes", "years"),
    [
        ({}, (2025, 2025)),
        ({"published": day("2023-12-31")}, (2023, 2025)),
        ({"until": day("2027-01-01"), "end": End.DATED}, (2025, 2027)),
        ({"suspensions": (pause("06-01", "2028-01-01"),)}, (2025, 2028)),
        ({"suspensions": (pause("2029-01-01", None),)}, (2025, 2025)),
        ({"start": None, "verified_on": day("2026-01-01")}, (2025, 2026)),
        ({"start": None, "published": None}, (1, 1)),
    ],
)
def test_the_years_looked_through_are_those_in_which_something_happens(
    changes: dict[str, Any], years: tuple[int, int]
) -> None:
    """Publications, beginnings and ends; without a day on record there is nothing to look through."""
    assert search(measure(**changes)).boundary_years() == years


def doubts_of(*measures: Measure, within: Window = YEAR, **wanted: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Codes and measures of what may have been in force unlisted."""
    told = search(*measures, **{"basis": Basis.IN_FORCE, **wanted}).doubts(within)
    return [(one.code, one.about) for one in told]


def test_what_ran_out_without_a_successor_is_a_doubt_about_what_is_in_force() -> None:
    """From the day after its last on, until a successor runs; what has no series simply ended."""
    period = {"until": day("06-01"), "end": End.DATED}
    last, plain = measure("last", renews="s", **period), measure("plain", **period)
    until = {text: Window(day("01-01"), day(text)) for text in ("05-31", "06-01")}
    assert doubts_of(last, plain, within=until["05-31"]) == []
    assert doubts_of(last, plain, within=until["06-01"]) == [("renewal_not_on_record", ("last",))]
    successor = measure("next", renews="s", start=day("06-01"))
    assert doubts_of(last, successor, within=until["06-01"]) == []
    assert doubts_of(last, replace(successor, renews="t"), within=until["06-01"]) == [
        ("renewal_not_on_record", ("last",))
    ]


def test_what_began_nobody_knows_when_is_a_doubt_about_what_is_in_force() -> None:
    """Restrictions alone, of the minerals asked for, and only for this basis."""
    held = (measure("b", start=None), measure("f", start=None, type=MeasureType.FORMALITY), measure("a", start=None))
    assert doubts_of(*held) == [("start_unknown", ("b", "a"))]
    assert doubts_of(*held, minerals=frozenset({"barium"})) == []
    assert doubts_of(*held, basis=Basis.IMPOSED) == []
    assert doubts_of(*held, basis=Basis.ANNOUNCED) == []
    assert doubts_of(any_dual_use(start=None), measure(start=day("12-31"))) == [("start_unknown", ("any",))]
    assert doubts_of(any_dual_use(start=None), measure(start=day("2026-01-01"))) == []
    assert doubts_of(measure("seen", start=None, verified_on=day("12-31"))) == []


def chosen(*measures: Measure, month: str | None = None, **days: str) -> Chosen:
    """The window that a question means on 10 March 2025."""
    start, end = (day(days[word]) if word in days else None for word in ("start", "end"))
    return choose(search(*measures), month, start, end, day("03-10"))


@pytest.mark.parametrize(
    ("asked", "window", "why"),
    [
        ({"month": "2024-02"}, ("2024-02-01", "2024-02-29"), "the month as asked"),
        ({"start": "03-10", "end": "03-10"}, ("03-10", "03-10"), "the days as asked"),
        ({"start": "03-11", "end": "04-10"}, ("03-11", "04-10"), "the days as asked"),
        ({"start": "03-10"}, ("03-10", "03-10"), "from the day as asked to 2025-03-10, since no end was given"),
    ],
)
def test_a_window_is_the_one_asked_for_and_ends_today_where_no_end_is_given(
    asked: dict[str, str], window: tuple[str, str], why: str
) -> None:
    """With what it holds, and no other years."""
    told = chosen(measure(), **asked)
    assert (told.window, told.why, told.others) == (Window(*map(day, window)), why, ())
    assert [row.on for row in told.rows] == ([day("03-10")] if window[0] == "03-10" else [])


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({}, "month"),
        ({"end": "03-10"}, "month"),
        ({"start": "03-11"}, "from"),
        ({"start": "03-11", "end": "03-10"}, "from"),
        ({"month": "2025-13"}, "month"),
        ({"month": "0000-01"}, "month"),
    ],
)
def test_a_window_that_is_incomplete_or_contradicts_itself_is_refused(asked: dict[str, str], parameter: str) -> None:
    """And the parameter that is wrong is named."""
    with pytest.raises(BadWindow) as caught:
        chosen(measure(), **asked)
    assert caught.value.parameter == parameter


def yearly(*years: int) -> list[Measure]:
    """A licence on foolium from 31 March of each year, two in 2023, one of them on barium."""
    held = [measure(f"m{year}", start=date(year, 3, 31), published=date(year, 1, 1)) for year in years]
    return [*held, *(replace(one, id="b", covers=covering("barium")) for one in held if one.start == date(2023, 3, 31))]


def test_a_month_without_a_year_is_the_latest_that_has_begun_and_has_a_match() -> None:
    """March 2025 has begun on the 10th, that of 2026 has not; every other year with a match is told."""
    told = chosen(*yearly(2026, 2023, 2025), month="03")
    assert (told.window, [row.measure.id for row in told.rows]) == (Window.of_month(2025, 3), ["m2025"])
    assert told.why == "2025-03 is the latest month 03 up to 2025-03-10 with a match"
    assert told.others == (YearOfMonth(2023, ("barium", "foolium"), 2), YearOfMonth(2026, ("foolium",), 1))


@pytest.mark.parametrize(
    ("years", "month", "window", "others"),
    [
        ((2023,), "03", (2023, 3), ()),
        ((2026,), "03", (2025, 3), (2026,)),
        ((2023,), "04", (2024, 4), ()),
        ((2023,), "12", (2024, 12), ()),
        ((2025,), "12", (2025, 12), ()),
        ((), "03", (2025, 3), ()),
    ],
)
def test_a_month_that_has_not_come_with_a_match_is_the_latest_that_has_begun(
    years: tuple[int, ...], month: str, window: tuple[int, int], others: tuple[int, ...]
) -> None:
    """Where nothing on record goes back to one that has begun, it is that of this year."""
    told = chosen(*yearly(*years), month=month)
    assert told.window == Window.of_month(*window)
    assert tuple(one.year for one in told.others) == others
    matched = window[0] in years and month == "03"
    text = f"{window[0]}-{month}"
    assert told.why == (
        f"{text} is the latest month {month} up to 2025-03-10 with a match"
        if matched
        else f"no month {month} up to 2025-03-10 has a match; {text} is the latest"
    )
    assert [row.measure.id for row in told.rows] == ({2023: ["b", "m2023"]}.get(window[0], []) if matched else [])
    assert isinstance(told.rows, tuple)


@pytest.mark.parametrize(("today", "year"), [("02-28", 2024), ("03-01", 2025)])
def test_a_month_has_begun_on_its_first_day(today: str, year: int) -> None:
    """The day before, the latest is that of the year before."""
    held = search(*yearly(2024, 2025))
    assert choose(held, "03", None, None, day(today)).window == Window.of_month(year, 3)
