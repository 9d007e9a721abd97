"""What an answer lists beside its status: measures in their states, since when, readings, origins and members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from service.domain.answer import fares, resolve, resolve_group
from service.domain.composition import Part
from service.domain.measure import ANY_DUAL_USE, Content, Cover, Measure, SourceRef
from service.domain.model import Coverage, Dispute, Jurisdiction, Mineral, Question, Reading, Record
from service.domain.results import Answer, MemberAnswer, OriginAnswer, ReadingEntry
from service.domain.vocabulary import Certainty, End, EndUse, MeasureType, Movement, Regime, State, Status, Subject
from tests.domain.making import TREE, day, item, measure, only, pause, record

BAN, LICENCE, PAUSED = Status.PROHIBITED, Status.LICENCE_REQUIRED, Status.SUSPENDED
FORMAL, UNKNOWN, NONE = Status.FORMALITIES_ONLY, Status.UNKNOWN, Status.NONE_FOUND
ON = "04-05"
EVERYTHING = (Cover(ANY_DUAL_USE, False, ()),)
ORE = (Cover("foolium", False, (item("ore"),)),)
ALL_FORMS = (Cover("foolium", True, (item(*TREE.parents),)),)
REEXPORT = frozenset({Movement.REEXPORT})


def asked(held: Record, on: str = ON, **words: Any) -> Answer:
    """The answer on a day."""
    return resolve(held, Question(as_of=day(on), **words))


def of_china(held: Record, on: str = ON, **words: Any) -> OriginAnswer:
    """The line of the one origin on record."""
    (told,) = asked(held, on, **words).origins
    return told


def listed(told: OriginAnswer) -> dict[str, list[tuple[str, State]]]:
    """The measures of each list that holds any, with their states, in the order told."""
    lists = ("in_force", "suspended", "announced", "related", "end_user_lists")
    every = {name: [(one.measure.id, one.state) for one in getattr(told, name)] for name in lists}
    return {name: matches for name, matches in every.items() if matches}


def rivals(name: str = "d", start: str = "04-01", until: str = "04-10", **states: State) -> Dispute:
    """Rival readings in April: by the dates, or as ``states`` has it; each with a source of its own."""
    sources = [SourceRef(f"{name}-{word}", "page 1") for word in ("dates", "said")]
    readings = (
        Reading(f"{name}-dates", f"{name} by the dates.", (sources[0],)),
        Reading(f"{name}-said", f"{name} as was said.", (sources[1],), states),
    )
    return Dispute(name, day(start), day(until), day("03-15"), readings)


def test_measures_are_listed_by_their_states_strictest_first_then_oldest_then_by_id() -> None:
    """What is in force, paused, announced or of unknown start; what is over or not public yet is left out."""
    held = record(
        measure("y", start=day("03-02")),
        measure("x"),
        measure("w"),
        measure("ban", type=MeasureType.PROHIBITION, start=day("04-05")),
        measure("over", until=day(ON), end=End.DATED),
        measure("paused", suspensions=(pause(ON, None),)),
        measure("next", start=day("05-01")),
        measure("whenever", start=None),
        measure("unheard", start=day("05-01"), published=day("04-06")),
        measure("seen", start=None, verified_on=day("03-05")),
    )
    runs = State.IN_FORCE
    assert listed(of_china(held)) == {
        "in_force": [("ban", runs), ("y", runs), ("seen", runs), ("w", runs), ("x", runs)],
        "suspended": [("paused", State.SUSPENDED)],
        "announced": [("next", State.ANNOUNCED), ("whenever", State.START_UNKNOWN)],
    }


def test_a_measure_about_which_the_readings_disagree_is_marked_unresolved() -> None:
    """Also one on any dual-use item whose goods are dual-use in some readings only; the lines are told all the same."""
    lines = (item("metal"),)
    held = record(
        measure("sure", type=MeasureType.FORMALITY, regime=Regime.ORDINARY_LICENCE),
        measure("any", type=MeasureType.PROHIBITION, covers=EVERYTHING),
        measure("m", covers=(Cover("foolium", True, lines),)),
        disputes=(rivals(m=State.ENDED),),
    )
    open_, runs = State.UNRESOLVED, State.IN_FORCE
    told = of_china(held)
    assert listed(told) == {"in_force": [("any", open_), ("m", open_), ("sure", runs)]}
    assert [one.hit.items for one in told.in_force][:2] == [lines, lines]
    assert listed(of_china(held, "04-10")) == {"in_force": [("any", runs), ("m", runs), ("sure", runs)]}


def test_a_paused_measure_stays_paused_where_the_readings_disagree() -> None:
    """Only what is in force in the reading that is told is marked."""
    held = record(measure(suspensions=(pause("03-20", None),)), disputes=(rivals(m=State.ENDED),))
    assert listed(of_china(held)) == {"suspended": [("m", State.SUSPENDED)]}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, State.IN_FORCE),
        ({"start": day(ON)}, State.IN_FORCE),
        ({"start": day("04-06")}, State.ANNOUNCED),
        ({"start": day("04-06"), "published": day("04-06")}, None),
        ({"until": day(ON), "end": End.DATED}, None),
        ({"suspensions": (pause(ON, None),)}, State.SUSPENDED),
        ({"start": None}, State.START_UNKNOWN),
        ({"id": "d"}, State.UNRESOLVED),
        ({"binds": REEXPORT}, None),
        ({"destinations": only("US")}, State.IN_FORCE),
        ({"destinations": only("JP")}, None),
        ({"subject": Subject.GOODS}, None),
    ],
)
def test_what_binds_technology_is_related_and_sets_nothing(changes: dict[str, Any], state: State | None) -> None:
    """In its state of the day, with its own lines, for the destination and movement asked; one after another."""
    words = {"subject": Subject.TECHNOLOGY, "regime": Regime.TECHNOLOGY, **changes}
    name = words.pop("id", "m")
    held = record(
        measure(name, **words), measure("z", subject=Subject.SERVICES, covers=()), disputes=(rivals(d=State.ENDED),)
    )
    told = of_china(held, destination="US")
    expected = [*([(name, state)] if state else []), ("z", State.IN_FORCE)]
    assert listed(told).get("related") == expected
    lines = measure().covers[0].items
    assert [one.hit.items for one in told.related] == [*([lines] if state else []), ()]
    assert told.status is (LICENCE if words["subject"] is Subject.GOODS else NONE)


def test_a_technology_measure_on_any_dual_use_item_is_told_with_what_is_dual_use_that_day() -> None:
    """The licence on foolium begins on 10 March; before, it has no lines."""
    held = record(
        measure("any", subject=Subject.TECHNOLOGY, covers=EVERYTHING, start=day("01-01"), published=day("01-01")),
        measure(),
    )
    lines = {on: [one.hit.items for one in of_china(held, on).related] for on in ("03-09", "03-10")}
    assert lines == {"03-09": [()], "03-10": [measure().covers[0].items]}


@pytest.mark.parametrize(
    ("measures", "on", "ground", "since"),
    [
        ((measure(),), "03-09", None, None),
        ((measure(),), "03-10", "m", "03-10"),
        ((measure(),), "2030-01-01", "m", "03-10"),
        ((measure(suspensions=(pause("03-20", "03-25"),)),), "03-19", "m", "03-10"),
        ((measure(suspensions=(pause("03-20", "03-25"),)),), "03-24", "m", "03-20"),
        ((measure(suspensions=(pause("03-20", "03-25"),)),), "03-25", "m", "03-25"),
        ((measure(suspensions=(pause("03-20", "03-25"), pause("03-25", "03-30"))),), "03-29", "m", "03-20"),
        ((measure(start=None, verified_on=day("03-10")),), "04-01", "m", None),
        (
            (measure(start=None, verified_on=day("03-10"), suspensions=(pause("03-20", "03-25"),)),),
            "04-01",
            "m",
            "03-25",
        ),
        (
            (measure("any", type=MeasureType.PROHIBITION, covers=EVERYTHING, start=day("01-01")), measure()),
            "04-01",
            "any",
            "03-10",
        ),
        (
            (measure("a", start=day("03-20")), measure("z"), measure("y", start=None, verified_on=day("03-01"))),
            ON,
            "z",
            "03-10",
        ),
        ((measure("a", condition="of a grade"), measure("z", start=day("03-20"))), ON, "z", "03-20"),
    ],
)
def test_the_measure_to_name_is_the_oldest_plain_one_since_it_last_came_to_bear(
    measures: tuple[Measure, ...], on: str, ground: str | None, since: str | None
) -> None:
    """A measure first seen in force may be older: since when is then unknown, and it is named last."""
    told = of_china(record(*measures), on)
    assert told.ground is None if ground is None else told.ground is not None and told.ground.measure.id == ground
    assert told.since == (day(since) if since else None)


def test_those_that_set_a_status_come_oldest_first_and_last_what_has_no_known_start() -> None:
    """Two of one day by id."""
    held = record(
        measure("a", start=None, verified_on=day("03-01")),
        measure("b", start=day("03-20")),
        measure("d"),
        measure("c"),
    )
    assert [one.measure.id for one in of_china(held).outcome.setters] == ["c", "d", "b", "a"]


def test_an_origin_tells_its_conditions_and_how_far_its_record_goes() -> None:
    """Reviewed through, covered since, and the condition in words."""
    told = of_china(record(measure(condition="99.99 % and up")))
    assert (told.conditional, told.conditions) == (True, ("99.99 % and up",))
    assert (told.reviewed_through, told.covered_since) == (date(2025, 12, 31), date(2020, 1, 1))
    bare = of_china(record(measure(), coverage={}), origin="CN")
    assert (bare.conditional, bare.conditions, bare.covered_since) == (False, (), None)


def speaks_from(text: str | None) -> dict[str, Coverage]:
    """Coverage that begins on a day, or on no day known."""
    return {"CN": Coverage("CN", "foolium", day(text) if text else None, "read")}


@pytest.mark.parametrize(("since", "status"), [("04-04", NONE), (ON, NONE), ("04-06", UNKNOWN), (None, UNKNOWN)])
def test_the_record_speaks_from_the_first_day_of_its_coverage_on(since: str | None, status: Status) -> None:
    """Before, it is unknown because it is not covered; what was announced is listed either way."""
    told = of_china(record(measure(start=day("05-01")), coverage=speaks_from(since)))
    assert (told.status, told.reason) == (status, "not_covered" if status is UNKNOWN else None)
    assert listed(told) == {"announced": [("m", State.ANNOUNCED)]}


def test_what_ran_out_is_told_with_the_reason_for_the_doubt() -> None:
    """Also where something stricter is in force, which leaves no doubt."""
    ran_out = measure("out", renews="s", until=day("04-01"), end=End.DATED)
    told = of_china(record(ran_out))
    assert (told.status, told.reason, told.outcome.lapsed) == (UNKNOWN, "renewal_not_on_record", (ran_out,))
    stricter = of_china(record(ran_out, measure("ban", type=MeasureType.PROHIBITION)))
    assert (stricter.status, stricter.reason, stricter.outcome.lapsed) == (BAN, None, (ran_out,))
    whenever = of_china(record(measure(start=None)))
    assert (whenever.status, whenever.reason, whenever.outcome.lapsed) == (UNKNOWN, "start_unknown", ())


def test_of_a_series_that_ran_out_the_member_that_ended_last_is_told() -> None:
    """In whatever order on record; a series that runs on leaves no doubt, and hides none of another."""
    first = measure("first", renews="s", until=day("03-20"), end=End.DATED)
    last = measure("last", renews="s", end=End.UNKNOWN, ended_by=day("04-01"))
    earlier = measure("earlier", renews="s", until=day("03-15"), end=End.DATED)
    runs = (
        measure("old", renews="t", until=day("03-20"), end=End.DATED),
        measure("new", renews="t", start=day("03-20")),
    )
    for held in ((first, last, earlier), (earlier, last, first), (last, first, earlier)):
        assert of_china(record(*held)).outcome.lapsed == (last,)
        assert of_china(record(*runs, *held)).outcome.lapsed == (last,)


def test_a_mineral_that_is_itself_an_ore_has_no_raw_forms() -> None:
    """3.6: a ban on bauxite sets the overall status."""
    ban = measure(type=MeasureType.PROHIBITION, covers=ORE)
    assert asked(record(ban)).status is UNKNOWN
    assert asked(record(ban, mineral=replace(record().mineral, is_raw=True))).status is BAN


def test_rival_readings_of_what_makes_goods_dual_use_count_though_it_binds_others() -> None:
    """The licence that makes foolium dual-use is for one destination alone; the ban that turns on it is for all."""
    held = record(
        measure("any", type=MeasureType.PROHIBITION, covers=EVERYTHING),
        measure(destinations=only("US")),
        disputes=(rivals(m=State.ENDED),),
    )
    told = asked(held, destination="JP")
    assert (told.status, told.certainty, [one.status for one in told.readings]) == (
        BAN,
        Certainty.UNRESOLVED,
        [BAN, NONE],
    )


def test_an_announced_ban_on_any_dual_use_item_is_listed_for_what_it_covers_when_it_begins() -> None:
    """The licence on foolium begins on the day of the ban; of another that never does nothing is listed."""
    ban = measure("any", type=MeasureType.PROHIBITION, covers=EVERYTHING, start=day("05-01"))
    carrier = measure(start=day("05-01"), published=day("05-01"))
    assert listed(of_china(record(ban, carrier))) == {"announced": [("any", State.ANNOUNCED)]}
    assert listed(of_china(record(ban, replace(carrier, start=day("05-02"))))) == {}
    paused = replace(ban, start=day("03-10"), suspensions=(pause("03-10", "05-01"),))
    assert listed(of_china(record(paused, carrier))) == {}


def test_a_raw_form_that_the_record_does_not_speak_for_makes_no_narrower_case() -> None:
    """Re-export of ore is named by no measure on re-export until the ban begins; till then nothing is in doubt."""
    ban = measure("any", type=MeasureType.PROHIBITION, covers=EVERYTHING, binds=REEXPORT, start=day("05-01"))
    held = record(measure(covers=ORE), ban)
    before, after = (asked(held, on, movement=Movement.REEXPORT) for on in ("04-30", "05-01"))
    assert (before.status, before.exceptions) == (NONE, ())
    assert (after.status, [(one.forms, one.status) for one in after.exceptions]) == (UNKNOWN, [(("ore",), BAN)])


def test_a_raw_form_changes_nothing_when_the_record_only_begins_to_speak_for_it() -> None:
    """Ore is barred throughout; the ban on scrap is over when coverage begins."""
    scrap = measure(
        "scrap",
        type=MeasureType.PROHIBITION,
        covers=(Cover("foolium", False, (item("scrap"),)),),
        until=day("03-20"),
        end=End.DATED,
    )
    held = record(measure("ore", type=MeasureType.PROHIBITION, covers=ORE), scrap, coverage=speaks_from("04-10"))
    assert asked(held, "04-01").next_change is None


def test_each_rival_reading_tells_its_reasons_its_days_its_sources_and_what_it_rests_on() -> None:
    """Strictest first; a rivalry that changes no status is not told, of two that do the days they share are."""
    held = record(
        measure("a"),
        measure("b", type=MeasureType.FORMALITY, start=day("03-20")),
        disputes=(
            rivals("one", a=State.ENDED),
            rivals("two", start="04-04", until="04-20", b=State.ENDED),
            rivals("idle", start="04-05", until="04-06", b=State.IN_FORCE),
        ),
    )
    assert asked(held, ON).readings == (
        ReadingEntry(
            "CN", LICENCE, "one by the dates. two by the dates.", day("04-04"), day("04-10"),
            (SourceRef("one-dates", "page 1"), SourceRef("two-dates", "page 1")), ("a",),
        ),
        ReadingEntry(
            "CN", FORMAL, "one as was said. two by the dates.", day("04-04"), day("04-10"),
            (SourceRef("one-said", "page 1"), SourceRef("two-dates", "page 1")), ("b",),
        ),
        ReadingEntry(
            "CN", NONE, "one as was said. two as was said.", day("04-04"), day("04-10"),
            (SourceRef("one-said", "page 1"), SourceRef("two-said", "page 1")), (),
        ),
    )  # fmt: skip
    first = asked(held, "04-03").readings
    assert [(one.status, one.reason) for one in first] == [
        (LICENCE, "one by the dates."),
        (FORMAL, "one as was said."),
    ]


def test_a_composition_settles_what_a_measure_says_of_content() -> None:
    """A magnet with dysprosium is under licence; of one without nothing is; unsaid, it is on condition."""
    magnet = replace(item("metal", condition="with dysprosium"), contents=(Content(frozenset({"dysprosium"})),))
    held = record(measure(covers=(Cover("foolium", True, (magnet,)),)))
    told = {
        parts: (answer.status, answer.conditional)
        for parts in ("", "dysprosium", "iron")
        for answer in [asked(held, contains=(Part(parts, Decimal(1)),) if parts else ())]
    }
    assert told == {"": (LICENCE, True), "dysprosium": (LICENCE, False), "iron": (NONE, False)}


def test_the_origins_on_record_that_are_not_covered_are_counted() -> None:
    """None where an origin was asked; the destination itself is none of them."""
    others = {code: Jurisdiction(code, code, day("12-31"), "complete") for code in ("CN", "ID", "ZW")}
    held = record(measure(), jurisdictions=others)
    assert (asked(held).not_covered, asked(held, origin="CN").not_covered) == (2, 0)
    assert asked(record(measure(), jurisdictions={"CN": others["CN"]})).not_covered == 0


@pytest.mark.parametrize(
    ("changes", "words", "told"),
    [
        ({}, {}, True),
        ({"destinations": only("US")}, {}, True),
        ({"destinations": only("US")}, {"destination": "US"}, True),
        ({"destinations": only("US")}, {"destination": "JP"}, False),
        ({"destinations": only("DE")}, {"destination": "EU"}, True),
        ({"destinations": only("US")}, {"destination": "EU"}, False),
        ({"end_use": EndUse.MILITARY}, {}, True),
        ({"end_use": EndUse.MILITARY}, {"end_use": EndUse.MILITARY}, True),
        ({"end_use": EndUse.MILITARY}, {"end_use": EndUse.CIVIL}, False),
        ({"binds": REEXPORT}, {}, False),
        ({"binds": REEXPORT}, {"movement": Movement.REEXPORT}, True),
        ({}, {"form": "magnet"}, False),
        ({"verified_on": day(ON)}, {}, False),
    ],
)
def test_a_measure_of_unknown_start_is_told_wherever_it_may_bear(
    changes: dict[str, Any], words: dict[str, Any], told: bool
) -> None:
    """On the question or on a narrower case of it."""
    held = record(measure(start=None, **changes), measure("late", start=None))
    about = [one.about for one in of_china(held, **words).warnings if one.code == "start_unknown"]
    late = words.get("movement") is not Movement.REEXPORT and words.get("form") != "magnet"
    names = (*(("m",) if told else ()), *(("late",) if late else ()))
    assert about == ([names] if names else [])


def test_a_measure_of_unknown_start_on_any_dual_use_item_is_told_while_the_goods_are_one() -> None:
    """The licence on foolium runs from 10 March."""
    held = record(measure("any", start=None, covers=EVERYTHING), measure())
    told = {
        on: [one.about for one in of_china(held, on).warnings if one.code == "start_unknown"]
        for on in ("03-09", "03-10")
    }
    assert told == {"03-09": [], "03-10": [("any",)]}


LIST: dict[str, Any] = {"type": MeasureType.END_USER_LIST, "regime": Regime.END_USER_LIST}


@pytest.mark.parametrize(
    ("changes", "words", "state"),
    [
        ({}, {}, State.IN_FORCE),
        ({"start": day("04-06")}, {}, State.ANNOUNCED),
        ({"suspensions": (pause(ON, None),)}, {}, State.SUSPENDED),
        ({"id": "d"}, {}, State.UNRESOLVED),
        ({"until": day(ON), "end": End.DATED}, {}, None),
        ({"start": None}, {}, None),
        ({"binds": REEXPORT}, {}, None),
        ({"binds": REEXPORT}, {"movement": Movement.REEXPORT}, State.IN_FORCE),
        ({"destinations": only("US")}, {}, State.IN_FORCE),
        ({"destinations": only("US")}, {"destination": "US"}, State.IN_FORCE),
        ({"destinations": only("US")}, {"destination": "JP"}, None),
        ({"destinations": only("DE")}, {"destination": "EU"}, State.IN_FORCE),
        ({}, {"form": "metal"}, State.IN_FORCE),
        ({}, {"form": "magnet"}, None),
        ({"covers": EVERYTHING}, {}, State.IN_FORCE),
        ({"covers": EVERYTHING, "start": day("01-01")}, {"on": "03-09"}, None),
    ],
)
def test_a_list_of_parties_is_told_where_it_could_bear_and_sets_nothing(
    changes: dict[str, Any], words: dict[str, Any], state: State | None
) -> None:
    """Without lines, for its goods are those of other measures; one that does not bear hides none after it."""
    asked_for = dict(words)
    on = asked_for.pop("on", ON)
    one = measure(**{**LIST, **changes})
    everywhere = measure("z", **{**LIST, "binds": frozenset(Movement), "covers": ALL_FORMS, "start": day("03-01")})
    held = record(one, everywhere, measure(id="licence"), disputes=(rivals(d=State.ENDED),))
    told = of_china(held, on, **asked_for).end_user_lists
    expected = [*([(one.id, state)] if state else []), ("z", State.IN_FORCE)]
    assert [(match.measure.id, match.state, match.hit.items) for match in told] == [
        (name, its, ()) for name, its in expected
    ]


def with_indonesia(*measures: Measure, reviewed: str = "12-31") -> Record:
    """A record of China and Indonesia, the latter reviewed through a day."""
    return record(
        *measures,
        coverage={code: Coverage(code, "foolium", day("01-01"), "read") for code in ("CN", "ID")},
        jurisdictions={
            "CN": Jurisdiction("CN", "China", day("12-31"), "complete"),
            "ID": Jurisdiction("ID", "Indonesia", day(reviewed), "complete"),
        },
    )


def test_an_answer_is_as_certain_as_the_surest_of_those_that_set_it() -> None:
    """One sure setter suffices; how sure a laxer origin is matters nothing; nobody at all is doubted by no review."""
    china, indonesia = measure("cn"), measure("id", origin="ID")
    assert asked(with_indonesia(china, indonesia, reviewed="04-04")).certainty is Certainty.RECORDED
    assert asked(with_indonesia(indonesia, reviewed="04-04")).certainty is Certainty.PROJECTED
    assert asked(with_indonesia(china, reviewed="04-04")).certainty is Certainty.RECORDED
    nobody = asked(record(coverage={}))
    assert (nobody.status, nobody.certainty, nobody.origins) == (UNKNOWN, Certainty.RECORDED, ())


def test_an_answer_tells_the_conditions_of_those_that_set_it_unless_one_sets_it_plainly() -> None:
    """Each once, and none of a laxer origin."""
    one, other = (measure(code, origin=code, condition=f"in {code}") for code in ("CN", "ID"))
    both = asked(with_indonesia(one, other))
    assert (both.conditional, both.conditions) == (True, ("in CN", "in ID"))
    plain = asked(with_indonesia(one, measure("id", origin="ID")))
    assert (plain.conditional, plain.conditions) == (False, ())
    laxer = asked(with_indonesia(one, measure("id", origin="ID", type=MeasureType.FORMALITY, condition="in ID")))
    assert (laxer.conditional, laxer.conditions) == (True, ("in CN",))


def test_where_one_origin_bars_ore_and_another_nothing_the_answer_hangs_on_the_form() -> None:
    """3.6, 3.7: unknown overall, with both of the warnings that say so."""
    told = asked(with_indonesia(measure(type=MeasureType.PROHIBITION, covers=ORE)))
    assert [(one.origin, one.status) for one in told.origins] == [("CN", BAN), ("ID", NONE)]
    assert told.status is UNKNOWN
    assert [one.code for one in told.warnings][:2] == ["raw_forms_only", "depends_on_scope"]


HELD = record(
    measure("cn", destinations=only("US")),
    measure("eu", origin="EU", destinations=only("JP")),
    measure("id", origin="ID", destinations=only("KR")),
    coverage={code: Coverage(code, "foolium", day("01-01"), "read") for code in ("CN", "DE", "ID")},
)


@pytest.mark.parametrize(
    ("origin", "apart"),
    [
        (None, {"US", "JP", "KR", "ID", "BR"}),
        ("CN", {"US", "BR"}),
        ("DE", {"JP", "BR"}),
        ("EU", {"JP", "BR"}),
        ("ID", {"KR", "BR"}),
        ("XX", {"BR"}),
    ],
)
def test_destinations_fare_apart_only_by_the_measures_of_the_origin_asked_and_of_its_union(
    origin: str | None, apart: set[str]
) -> None:
    """With none asked by those of all; and the origins left differ, for none exports to itself."""
    ways: dict[tuple[object, ...], list[str]] = {}
    for to in ("BR", "US", "JP", "KR", "AR", *(() if origin else ("ID",))):
        ways.setdefault(fares(HELD, Question(as_of=day(ON), origin=origin, destination=to)), []).append(to)
    assert {places[0] for places in ways.values()} == apart


MEMBERS = {
    name: Mineral(name, name.title(), None, None, None, None, "minor_metal") for name in ("fools", "a", "b", "c")
}


def member(name: str, *measures: Measure, **changes: Any) -> Record:
    """The record of one member of the group, under its own name."""
    own = tuple(replace(one, covers=tuple(replace(cover, of=name) for cover in one.covers)) for one in measures)
    return record(*own, mineral=MEMBERS[name], **changes)


def of_group(*members: Record, on: str = ON) -> Answer:
    """The answer of the group of these members."""
    return resolve_group(MEMBERS["fools"], members, Question(as_of=day(on)))


def test_a_group_has_the_answer_of_its_strictest_member_and_tells_each_in_short() -> None:
    """In the order of the members; it says whose answer it is."""
    held = (member("a", measure(until=day("05-01"), end=End.DATED)), member("b", measure(type=MeasureType.PROHIBITION)))
    told = of_group(*held)
    a, b = (resolve(one, Question(as_of=day(ON))) for one in held)
    short = tuple(MemberAnswer(one.mineral, one.status, Certainty.RECORDED, False, one.next_change) for one in (a, b))
    assert told == replace(b, mineral=MEMBERS["fools"], members=short, decided_by="b")
    assert (told.status, short[0].status, short[0].next_change is not None) == (BAN, LICENCE, True)


TWO_LINES = (Cover("foolium", True, (item("metal"), item("compound"))),)
NARROW_BAN = measure("n", type=MeasureType.PROHIBITION, destinations=only("US"))
ENDS: dict[str, Any] = {"until": day("05-01"), "end": End.DATED}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(member("a", measure(condition="of a grade")), member("b", measure()), id="the plain one"),
        pytest.param(member("a", measure()), member("b", measure(), NARROW_BAN), id="the one with a worse exception"),
        pytest.param(member("a", measure()), member("b", measure(covers=TWO_LINES)), id="the one with most goods"),
        pytest.param(
            member("a", measure(), jurisdictions={"CN": Jurisdiction("CN", "China", day("04-04"), "complete")}),
            member("b", measure()),
            id="the certain one",
        ),
        pytest.param(member("a", measure()), member("b", measure(**ENDS)), id="the one that changes"),
        pytest.param(
            member("a", measure(until=day("05-02"), end=End.DATED)),
            member("b", measure(**ENDS)),
            id="the one that changes first",
        ),
        pytest.param(member("c", measure()), member("b", measure()), id="the first by id"),
    ],
)
def test_among_equally_strict_members_a_group_answers_as_the_one_to_warn_by(first: Record, second: Record) -> None:
    """In either order of the members."""
    assert of_group(first, second).decided_by == "b"
    assert of_group(second, first).decided_by == "b"
