"""The periods of a measure, the readings and the events of a mineral, oldest first."""

from __future__ import annotations

from datetime import date

import pytest

from service.domain.evidence import Event
from service.domain.measure import ANY_DUAL_USE, Cover, Measure
from service.domain.model import Dispute, Reading, Record
from service.domain.timeline import PeriodEntry, ReadingPeriod, of_origin, timeline
from service.domain.vocabulary import End, MeasureType, Movement, State
from tests.domain.making import day, item, measure, pause, record

ANNOUNCED, RUNS, PAUSED, OPEN, UNKNOWN = (
    State.ANNOUNCED,
    State.IN_FORCE,
    State.SUSPENDED,
    State.UNRESOLVED,
    State.START_UNKNOWN,
)
Stretch = tuple[str | None, str | None, State]


def event(name: str, on: str) -> Event:
    """A happening that is not itself law."""
    return Event(name, on, None, "talks", (), "", (), (), (), "official", None, ())


def rivals(name: str = "d", **states: State) -> Dispute:
    """From 25 March through 9 April: by the dates, or as ``states`` has it."""
    readings = (Reading(f"{name}-dates", "by the dates", ()), Reading(f"{name}-said", "as was said", (), states))
    return Dispute(name, day("03-25"), day("04-10"), day("03-15"), readings)


def stretches(held: Record, name: str = "m") -> list[tuple[date | None, date | None, State]]:
    """The periods of one measure in the order told."""
    told = [entry for entry in timeline(held, ()) if isinstance(entry, PeriodEntry)]
    return [(one.start, one.until, one.state) for one in told if one.measure.id == name]


def dated(*told: Stretch) -> list[tuple[date | None, date | None, State]]:
    """The same with days of 2025."""
    return [(day(start) if start else None, day(until) if until else None, state) for start, until, state in told]


@pytest.mark.parametrize(
    ("one", "told"),
    [
        pytest.param(measure(), [("03-01", "03-10", ANNOUNCED), ("03-10", None, RUNS)], id="open"),
        pytest.param(measure(published=day("03-10")), [("03-10", None, RUNS)], id="published on its first day"),
        pytest.param(measure(published=None), [("03-10", None, RUNS)], id="publication unknown"),
        pytest.param(measure(published=day("03-12")), [("03-10", None, RUNS)], id="reaches back"),
        pytest.param(
            measure(until=day("04-01"), end=End.DATED),
            [("03-01", "03-10", ANNOUNCED), ("03-10", "04-01", RUNS)],
            id="dated end",
        ),
        pytest.param(
            measure(published=None, end=End.UNKNOWN, ended_by=day("04-01")),
            [("03-10", "04-01", RUNS)],
            id="known to be over by a day",
        ),
        pytest.param(
            measure(published=None, suspensions=(pause("03-20", "03-25"),)),
            [("03-10", "03-20", RUNS), ("03-20", "03-25", PAUSED), ("03-25", None, RUNS)],
            id="paused and resumed",
        ),
        pytest.param(
            measure(published=None, suspensions=(pause("03-20", "03-25"), pause("03-25", None))),
            [("03-10", "03-20", RUNS), ("03-20", None, PAUSED)],
            id="adjacent pauses are one stretch",
        ),
        pytest.param(
            measure(suspensions=(pause("03-05", "03-25"),)),
            [("03-01", "03-05", ANNOUNCED), ("03-05", "03-25", PAUSED), ("03-25", None, RUNS)],
            id="paused before it began",
        ),
        pytest.param(measure(start=None), [(None, None, UNKNOWN)], id="start unknown"),
        pytest.param(
            measure(start=None, end=End.UNKNOWN, ended_by=day("04-01")),
            [(None, "04-01", UNKNOWN)],
            id="start unknown and over",
        ),
        pytest.param(
            measure(start=None, verified_on=day("03-10"), until=day("04-01"), end=End.DATED),
            [(None, "03-10", UNKNOWN), ("03-10", "04-01", RUNS)],
            id="first seen in force",
        ),
    ],
)
def test_a_measure_is_told_in_the_stretches_of_its_states(one: Measure, told: list[Stretch]) -> None:
    """None before it was public or after it is over; each stretch ends where the next begins."""
    assert stretches(record(one)) == dated(*told)


def test_a_stretch_about_which_the_readings_disagree_is_unresolved() -> None:
    """Paused or not from 25 March through 9 April; where both readings agree nothing is unresolved."""
    one = measure(published=None, suspensions=(pause("03-20", "03-25"),))
    told = [("03-10", "03-20", RUNS), ("03-20", "03-25", PAUSED)]
    assert stretches(record(one, disputes=(rivals(m=PAUSED),))) == dated(
        *told, ("03-25", "04-10", OPEN), ("04-10", None, RUNS)
    )
    assert stretches(record(one, disputes=(rivals(m=RUNS),))) == dated(*told, ("03-25", None, RUNS))


def test_a_ban_on_any_dual_use_item_is_told_while_the_mineral_is_one() -> None:
    """It stands since February; the licence that makes foolium dual-use runs from 10 March, with a pause."""
    ban = measure(
        "any",
        type=MeasureType.PROHIBITION,
        covers=(Cover(ANY_DUAL_USE, False, ()),),
        published=day("01-15"),
        start=day("02-01"),
    )
    carrier = measure(suspensions=(pause("03-20", "03-25"),), until=day("06-01"), end=End.DATED)
    announced: Stretch = ("01-15", "02-01", ANNOUNCED)
    assert stretches(record(ban, carrier), "any") == dated(
        announced, ("03-10", "03-20", RUNS), ("03-25", "06-01", RUNS)
    )
    assert stretches(record(ban, carrier, disputes=(rivals(m=PAUSED),)), "any") == dated(
        announced, ("03-10", "03-20", RUNS), ("03-25", "04-10", OPEN), ("04-10", "06-01", RUNS)
    )
    assert stretches(record(ban, measure(origin="ID")), "any") == dated(announced)
    assert stretches(record(ban, measure(binds=frozenset({Movement.REEXPORT}))), "any") == dated(announced)


def test_entries_come_oldest_first_and_of_one_day_periods_before_readings_before_events() -> None:
    """What began nobody knows when leads; a month stands before its days; of one kind the id decides."""
    held = record(
        measure("t", published=None, start=day("03-25")),
        measure("s", published=None, start=day("03-25")),
        measure("old", start=None, covers=(Cover("foolium", False, (item("ore"),)),)),
        disputes=(rivals(s=RUNS), rivals("elsewhere", other=RUNS)),
    )
    happened = [event("b", "2025-03-25"), event("a", "2025-03-25"), event("x", "2025-03"), event("w", "2026")]
    told = []
    for entry in timeline(held, happened):
        match entry:
            case PeriodEntry():
                told.append(entry.measure.id)
            case ReadingPeriod():
                told.append(entry.reading.id)
            case Event():
                told.append(entry.id)
    assert told == ["old", "x", "s", "t", "d-dates", "d-said", "a", "b", "w"]


@pytest.mark.parametrize(
    ("origin", "kept"),
    [
        (None, ["cn", "eu", "german", "french"]),
        ("CN", ["cn"]),
        ("DE", ["eu", "german"]),
        ("EU", ["eu"]),
        ("ID", []),
    ],
)
def test_the_record_of_an_origin_holds_its_own_measures_and_those_of_its_union(
    origin: str | None, kept: list[str]
) -> None:
    """Neither another origin's, nor of the Union those of its members."""
    held = record(
        measure("cn"), measure("eu", origin="EU"), measure("german", origin="DE"), measure("french", origin="FR")
    )
    assert [one.id for one in of_origin(held, origin).measures] == kept
