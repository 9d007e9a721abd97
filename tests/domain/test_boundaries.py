"""Each boundary day: the day before, the first, the last, the day after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from service.domain.answer import resolve
from service.domain.errors import NotAnExport
from service.domain.measure import ANY_DUAL_USE, Cover, Measure
from service.domain.model import Coverage, Dispute, LeftOut, Question, Reading
from service.domain.states import as_known, measures_as_known
from service.domain.vocabulary import Certainty, End, EndUse, MeasureType, Movement, Regime, State, Status
from tests.domain.making import day, item, measure, only, pause, record

LICENCE, NONE, PAUSED, UNKNOWN = Status.LICENCE_REQUIRED, Status.NONE_FOUND, Status.SUSPENDED, Status.UNKNOWN
FORMALITY = {"type": MeasureType.FORMALITY, "regime": Regime.ORDINARY_LICENCE}

DATES: list[tuple[str, Measure, dict[str, Status]]] = [
    ("open end", measure(), {"02-28": NONE, "03-09": NONE, "03-10": LICENCE, "2099-12-31": LICENCE}),
    (
        "dated end",
        measure(until=day("04-01"), end=End.DATED),
        {"03-09": NONE, "03-10": LICENCE, "03-31": LICENCE, "04-01": NONE},
    ),
    (
        "retroactive",
        measure(published=day("03-12")),
        {"03-09": NONE, "03-10": LICENCE, "03-11": LICENCE, "03-12": LICENCE},
    ),
    (
        "paused and resumed",
        measure(suspensions=(pause("03-20", "03-25"),)),
        {"03-19": LICENCE, "03-20": PAUSED, "03-24": PAUSED, "03-25": LICENCE},
    ),
    (
        "paused before it began",
        measure(suspensions=(pause("03-09", "03-25"),)),
        {"03-08": NONE, "03-09": PAUSED, "03-10": PAUSED, "03-24": PAUSED, "03-25": LICENCE},
    ),
    (
        "adjacent pauses",
        measure(suspensions=(pause("03-20", "03-25"), pause("03-25", "03-30"))),
        {"03-24": PAUSED, "03-25": PAUSED, "03-29": PAUSED, "03-30": LICENCE},
    ),
    (
        "paused without an end",
        measure(suspensions=(pause("03-20", None),)),
        {"03-19": LICENCE, "03-20": PAUSED, "2030-01-01": PAUSED},
    ),
    (
        "ended while paused",
        measure(until=day("03-22"), end=End.DATED, suspensions=(pause("03-20", "03-25"),)),
        {"03-19": LICENCE, "03-21": PAUSED, "03-22": NONE},
    ),
    (
        "first seen in force",
        measure(start=None, verified_on=day("03-10"), published=None),
        {"03-09": UNKNOWN, "03-10": LICENCE},
    ),
    ("start unknown", measure(start=None, published=None), {"01-01": UNKNOWN, "2030-01-01": UNKNOWN}),
    (
        "periodic",
        measure(until=day("04-01"), end=End.DATED, renews="series"),
        {"03-09": NONE, "03-31": LICENCE, "04-01": UNKNOWN, "2030-01-01": UNKNOWN},
    ),
    ("end not known", measure(end=End.UNKNOWN), {"03-09": NONE, "03-10": LICENCE, "2030-01-01": LICENCE}),
]


@pytest.mark.parametrize(
    ("one", "on", "status"),
    [pytest.param(m, on, s, id=f"{name}-{on}") for name, m, days in DATES for on, s in days.items()],
)
def test_the_status_at_each_boundary_day(one: Measure, on: str, status: Status) -> None:
    """From is included, until excluded; the order of the states is the contract's."""
    assert resolve(record(one), Question(as_of=day(on))).status is status


@pytest.mark.parametrize(
    ("on", "place"),
    [("02-28", None), ("03-01", "announced"), ("03-09", "announced"), ("03-10", "in_force")],
)
def test_a_measure_is_listed_as_announced_from_its_publication(on: str, place: str | None) -> None:
    """What is published later is not listed, but counts as the next change."""
    answer = resolve(record(measure()), Question(as_of=day(on)))
    (origin,) = answer.origins
    listed = {name: getattr(origin, name) for name in ("announced", "in_force", "suspended")}
    assert {name for name, matches in listed.items() if matches} == ({place} if place else set())
    assert (answer.next_change.on if answer.next_change else None) == (None if on == "03-10" else day("03-10"))


@pytest.mark.parametrize(
    ("known_at", "on", "status"),
    [
        ("02-28", "03-10", NONE),
        ("03-01", "03-10", LICENCE),
        ("03-17", "03-20", LICENCE),
        ("03-18", "03-20", PAUSED),
    ],
)
def test_only_what_was_published_by_known_at_counts(known_at: str, on: str, status: Status) -> None:
    """The licence is published on 1 March, its pause of 20 March on the 18th."""
    one = measure(suspensions=(pause("03-20", "03-25", published="03-18"),))
    assert resolve(record(one), Question(as_of=day(on), known_at=day(known_at))).status is status


@pytest.mark.parametrize(
    ("since", "measures", "told"),
    [
        pytest.param("03-10", (measure(),), None, id="nothing is left"),
        pytest.param("03-10", (measure(published=day("02-01")),), "03-10", id="it was public"),
        pytest.param("03-09", (measure(),), "03-09", id="coverage begins by itself"),
        pytest.param(
            "03-10", (measure(), measure("b", published=day("02-01"))), "03-10", id="another of the day was public"
        ),
        pytest.param(
            "03-10",
            (
                measure(),
                measure("before", start=day("01-01"), published=day("01-01")),
                measure("later", start=day("03-20"), published=day("02-01")),
                measure("next", start=day("03-15"), published=day("02-01")),
                measure("whenever", start=None, published=day("02-01")),
                measure("unheard", start=day("03-12")),
            ),
            "03-15",
            id="the next that was public",
        ),
        pytest.param(
            "03-10",
            (
                measure(),
                measure("abroad", origin="ID", published=day("02-01")),
                measure("elsewhere", origin="ID", start=day("03-15"), published=day("02-01")),
            ),
            None,
            id="what other origins have is nothing to it",
        ),
        pytest.param("03-10", (measure(origin="ID"),), "03-10", id="what another lacks is nothing to it"),
        pytest.param(None, (measure(),), None, id="no day known"),
    ],
)
def test_coverage_that_begins_with_a_measure_not_yet_public_begins_with_the_next(
    since: str | None, measures: tuple[Measure, ...], told: str | None
) -> None:
    """Known on 28 February: that nothing had been published is no finding that nothing applied."""
    covered = {"CN": Coverage("CN", "foolium", day(since) if since else None, "read")}
    known = as_known(record(*measures, coverage=covered), day("02-28"))
    assert known.coverage == {"CN": Coverage("CN", "foolium", day(told) if told else None, "read")}


def test_a_measure_is_known_with_the_pauses_and_the_end_that_were_public() -> None:
    """On the day of their publication they are; the day before, the measure runs on without an end."""
    first, second = pause("03-12", "03-14"), pause("03-20", "03-25", published="03-18")
    one = measure(
        suspensions=(first, second),
        until=day("05-01"),
        ended_by=day("05-02"),
        end=End.DATED,
        end_published=day("03-18"),
    )
    assert measures_as_known([one], day("03-18")) == (one,)
    assert measures_as_known([one], day("03-17")) == (
        replace(one, suspensions=(first,), until=None, ended_by=None, end=End.OPEN),
    )
    assert measures_as_known([one], day("02-28")) == ()


@pytest.mark.parametrize(
    ("on", "known_at", "certainty"),
    [
        ("2025-12-31", None, Certainty.RECORDED),
        ("2026-01-01", None, Certainty.PROJECTED),
        ("2025-06-01", "2025-06-01", Certainty.RECORDED),
        ("2025-06-02", "2025-06-01", Certainty.PROJECTED),
        ("2026-01-01", "2027-01-01", Certainty.PROJECTED),
    ],
)
def test_an_answer_is_projected_past_the_review_or_past_what_was_known(
    on: str, known_at: str | None, certainty: Certainty
) -> None:
    """The earlier of the two days is the horizon."""
    question = Question(as_of=day(on), known_at=day(known_at) if known_at else None)
    assert resolve(record(measure()), question).certainty is certainty


def rivals() -> Dispute:
    """A pause that ended on 25 March by its text, or goes on through 9 April; open since 15 March."""
    return Dispute(
        "d",
        day("03-25"),
        day("04-10"),
        day("03-15"),
        (Reading("over", "by its text", ()), Reading("goes-on", "as was said", (), {"m": State.SUSPENDED})),
    )


@pytest.mark.parametrize(
    ("on", "known_at", "status", "readings"),
    [
        ("03-24", None, PAUSED, []),
        ("03-25", None, LICENCE, [LICENCE, PAUSED]),
        ("04-09", None, LICENCE, [LICENCE, PAUSED]),
        ("04-10", None, LICENCE, []),
        ("03-25", "03-14", LICENCE, []),
        ("03-25", "03-15", LICENCE, [LICENCE, PAUSED]),
    ],
)
def test_rival_readings_open_and_close_on_their_days(
    on: str, known_at: str | None, status: Status, readings: list[Status]
) -> None:
    """The strictest leads; before anybody could know of it there is no rival."""
    one = measure(suspensions=(pause("03-12", "03-25"),))
    question = Question(as_of=day(on), known_at=day(known_at) if known_at else None)
    answer = resolve(record(one, disputes=(rivals(),)), question)
    assert (answer.status, [reading.status for reading in answer.readings]) == (status, readings)
    assert (answer.certainty is Certainty.UNRESOLVED) == bool(readings)


@pytest.mark.parametrize(
    ("form", "status", "conditional"),
    [
        (None, LICENCE, True),
        ("metal", LICENCE, False),
        ("powder", LICENCE, False),
        ("oxide", LICENCE, True),
        ("compound", LICENCE, True),
        ("magnet", UNKNOWN, False),
    ],
)
def test_forms_below_are_covered_and_forms_above_conditionally(
    form: str | None, status: Status, conditional: bool
) -> None:
    """Metal covers powder; oxide of a grade is conditional, and so is the compound above it."""
    lines = (item("metal"), item("oxide", condition="99.99 % or more"))
    answer = resolve(record(measure(covers=(Cover("foolium", False, lines),))), Question(as_of=day("04-01"), form=form))
    assert (answer.status, answer.conditional) == (status, conditional)


def test_a_narrower_case_is_one_entry_and_sets_no_plain_status() -> None:
    """With no destination only measures for every destination count; the narrower one stands under exceptions."""
    ban = measure("ban", type=MeasureType.PROHIBITION, destinations=only("US", "GB"), end_use=EndUse.MILITARY)
    answer = resolve(record(measure(), ban), Question(as_of=day("04-01")))
    assert answer.status is LICENCE
    (entry,) = answer.exceptions
    assert (entry.destinations, entry.end_use, entry.status) == (only("US", "GB"), EndUse.MILITARY, Status.PROHIBITED)
    assert "end_use_not_given" in [warning.code for warning in answer.warnings]
    asked = resolve(record(measure(), ban), Question(as_of=day("04-01"), destination="US", end_use=EndUse.MILITARY))
    assert (asked.status, asked.exceptions) == (Status.PROHIBITED, ())


def test_none_found_gives_way_where_a_narrower_case_is_stricter() -> None:
    """A ban for one destination alone makes the plain answer unknown, not clear."""
    ban = measure(type=MeasureType.PROHIBITION, destinations=only("US"))
    answer = resolve(record(ban), Question(as_of=day("04-01")))
    assert answer.status is UNKNOWN
    assert "depends_on_scope" in [warning.code for warning in answer.warnings]
    assert resolve(record(ban), Question(as_of=day("04-01"), destination="DE")).status is NONE


def test_raw_forms_set_no_overall_status_unless_their_origin_is_asked() -> None:
    """A ban on ore alone: conditional for its origin, an exception and unknown overall."""
    ban = measure(type=MeasureType.PROHIBITION, covers=(Cover("foolium", False, (item("ore"),)),))
    overall = resolve(record(ban), Question(as_of=day("04-01")))
    assert overall.status is UNKNOWN
    assert "raw_forms_only" in [warning.code for warning in overall.warnings]
    assert [(entry.forms, entry.status) for entry in overall.exceptions] == [(("ore",), Status.PROHIBITED)]
    asked = resolve(record(ban), Question(as_of=day("04-01"), origin="CN"))
    assert (asked.status, asked.conditional) == (Status.PROHIBITED, True)
    beside = resolve(record(ban, measure("f", **FORMALITY)), Question(as_of=day("04-01"), origin="CN"))
    assert (beside.status, beside.exceptions[0].forms) == (Status.FORMALITIES_ONLY, ("ore",))


@pytest.mark.parametrize(
    ("on", "status"),
    [("03-09", NONE), ("03-10", Status.PROHIBITED), ("03-20", PAUSED), ("03-25", Status.PROHIBITED)],
)
def test_any_dual_use_item_means_what_is_under_dual_use_control_that_day(on: str, status: Status) -> None:
    """The ban stands since January, but reaches foolium only while the licence runs."""
    ban = measure(
        "ban",
        type=MeasureType.PROHIBITION,
        published=day("01-01"),
        start=day("01-01"),
        covers=(Cover(ANY_DUAL_USE, False, ()),),
    )
    carrier = measure(suspensions=(pause("03-20", "03-25"),))
    assert resolve(record(ban, carrier), Question(as_of=day(on))).status is status


def test_a_re_export_measure_carries_no_dual_use_ban() -> None:
    """Only dual-use measures on export make an item dual-use."""
    ban = measure("ban", type=MeasureType.PROHIBITION, covers=(Cover(ANY_DUAL_USE, False, ()),))
    carrier = measure(binds=frozenset({Movement.REEXPORT}))
    assert resolve(record(ban, carrier), Question(as_of=day("04-01"))).status is NONE


def test_a_gap_of_the_coverage_is_told_where_nothing_was_found() -> None:
    """None found, with what was not looked for on that day."""
    gap = LeftOut("ordinary licences", "not read", until=day("03-01"))
    covered = {"CN": Coverage("CN", "foolium", day("01-01"), "read", (gap,))}
    codes = {
        on: [w.code for w in resolve(record(coverage=covered), Question(as_of=day(on))).warnings]
        for on in ("02-28", "03-01")
    }
    assert codes == {"02-28": ["coverage_partial"], "03-01": []}


@pytest.mark.parametrize(
    ("gap", "on", "applies"),
    [
        (LeftOut("duties", "not read"), "03-01", True),
        (LeftOut("duties", "not read", start=day("03-01")), "02-28", False),
        (LeftOut("duties", "not read", start=day("03-01")), "03-01", True),
        (LeftOut("duties", "not read", until=day("03-01")), "02-28", True),
        (LeftOut("duties", "not read", until=day("03-01")), "03-01", False),
        (LeftOut("duties", "not read", movement=Movement.EXPORT), "03-01", True),
        (LeftOut("duties", "not read", movement=Movement.REEXPORT), "03-01", False),
    ],
)
def test_a_gap_of_the_coverage_is_for_its_days_and_its_movement(gap: LeftOut, on: str, applies: bool) -> None:
    """Of an export; a gap without days or movement is for all of them."""
    assert gap.applies(day(on), Movement.EXPORT) is applies


@pytest.mark.parametrize(
    ("origin", "destination"), [("CN", "CN"), ("DE", "FR"), ("DE", "EU"), ("EU", "DE"), ("EU", "EU")]
)
def test_what_does_not_leave_the_territory_is_no_export(origin: str, destination: str) -> None:
    """The same jurisdiction, or both in one union."""
    with pytest.raises(NotAnExport) as caught:
        resolve(record(measure()), Question(as_of=day("04-01"), origin=origin, destination=destination))
    assert (caught.value.origin, caught.value.destination) == (origin, destination)


def test_a_union_as_destination_is_its_strictest_member() -> None:
    """A ban on Germany alone: the Union is prohibited, and France is told to fare better."""
    ban: dict[str, Any] = {"type": MeasureType.PROHIBITION, "destinations": only("DE")}
    answer = resolve(record(measure(), measure("ban", **ban)), Question(as_of=day("04-01"), destination="EU"))
    assert answer.status is Status.PROHIBITED
    assert [(entry.destinations, entry.status) for entry in answer.exceptions] == [(only("FR"), LICENCE)]


@pytest.mark.parametrize("seen", [None, "03-20"])
def test_the_publication_of_an_act_of_unknown_start_is_a_day_on_which_the_status_changes(seen: str | None) -> None:
    """From that day on it may be in force, so ``none_found`` gives way to ``unknown`` and is told before (3.7, 3.8).

    So it is where a later day is on record on which it was seen in force.
    """
    act = measure(start=None, published=day("03-01"), verified_on=day(seen) if seen else None)
    change = resolve(record(act), Question(as_of=day("02-01"))).next_change
    assert change is not None
    assert (change.on, change.before, change.after) == (day("03-01"), NONE, UNKNOWN)
