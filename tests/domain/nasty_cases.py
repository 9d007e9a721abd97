"""Cases that once told the resolver and the contract apart, kept so that none of them depends on what is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from service.domain.measure import ANY_DUAL_USE, Cover, Exclusion
from service.domain.model import Coverage, Dispute, Jurisdiction, Question, Reading, Record
from service.domain.vocabulary import EndUse, MeasureType, Movement, State, Subject
from tests.domain.making import day, item, measure, only, record

ON = day("03-20")
LATER = ON + timedelta(days=15)
ORE = (Cover("foolium", False, (item("ore"),)),)
EVERYTHING = (Cover(ANY_DUAL_USE, False, ()),)
BAN = MeasureType.PROHIBITION
REEXPORT = frozenset({Movement.REEXPORT})


def asked(**words: Any) -> Question:
    """A question about the day that all of these cases turn on."""
    return Question(ON, **words)


def says_compound_is_outside(**words: Any) -> Record:
    """A measure on ore whose instrument leaves compounds out."""
    outside = (Exclusion("foolium", ("compound",), "it says so", ()),)
    return record(measure(covers=ORE, excludes=outside, **words))


def beside(held: Record, origin: str) -> Record:
    """``held`` with one more origin that is covered and has no measure."""
    return replace(
        held,
        coverage={**held.coverage, origin: Coverage(origin, "foolium", day("2020-01-01"), "read")},
        jurisdictions={**held.jurisdictions, origin: Jurisdiction(origin, origin, day("12-31"), "complete")},
    )


def raw_ban_under_rival_readings() -> Record:
    """A licence that one reading takes to be over, beside a ban on ore that is sure."""
    rivals = (Reading("a", "by the dates", (), {}), Reading("b", "as they say", (), {"m": State.ENDED}))
    return record(measure(), measure("raw", covers=ORE, type=BAN), disputes=(Dispute("d", ON, LATER, ON, rivals),))


def only_union_is_covered() -> Record:
    """A union on record, and nothing said of its members."""
    return record(
        measure(origin="EU", covers=ORE, start=LATER),
        coverage={"EU": Coverage("EU", "foolium", day("2020-01-01"), "read")},
        jurisdictions={"EU": Jurisdiction("EU", "European Union", day("12-31"), "complete")},
    )


def two_narrower_cases_from_one_day(first: int) -> Record:
    """A ban for one destination and a licence for one end use that begin together, in either order on record."""
    both = (
        measure("a", type=BAN, destinations=only("US"), start=LATER),
        measure("b", end_use=EndUse.MILITARY, start=LATER),
    )
    return record(measure("f", type=MeasureType.FORMALITY), both[first], both[1 - first])


CASES: dict[str, tuple[Record, Question]] = {
    "an exclusion of a technology measure clears its form, as 28/2025 does for lithium carbonate": (
        says_compound_is_outside(subject=Subject.TECHNOLOGY),
        asked(form="compound"),
    ),
    "an exclusion of an end-user list clears no form": (
        says_compound_is_outside(type=MeasureType.END_USER_LIST),
        asked(form="compound"),
    ),
    "an exclusion of a goods measure clears its form": (says_compound_is_outside(), asked(form="compound")),
    "a union's coverage does not speak for a member": (only_union_is_covered(), asked(origin="DE")),
    "a ban on ore relaxes nothing under rival readings": (raw_ban_under_rival_readings(), asked()),
    "a dual-use ban on re-export takes over raw forms": (
        record(measure(covers=ORE), measure("any", covers=EVERYTHING, binds=REEXPORT, type=BAN)),
        asked(movement=Movement.REEXPORT),
    ),
    "an origin without measures clears no form": (beside(record(measure()), "ID"), asked(form="magnet", origin="ID")),
    "ore for one destination is told before it is barred": (
        record(measure(), measure("raw", covers=ORE, type=BAN, destinations=only("US"), start=LATER)),
        asked(),
    ),
    "a dual-use ban keeps its own condition": (
        record(measure(), measure("any", covers=EVERYTHING, type=BAN, condition="99.99 % and up")),
        asked(),
    ),
    "the strictest of two changes on a day is told": (two_narrower_cases_from_one_day(0), asked()),
    "an act of which no start is known casts its doubt on the day it becomes public": (
        record(measure(published=LATER, start=None)),
        asked(),
    ),
    "an act of which no start is known is in doubt before the day it is first seen in force": (
        record(measure(published=LATER, start=None, verified_on=LATER + timedelta(days=5))),
        asked(),
    ),
    "the strictest of two changes on a day is told in either order": (two_narrower_cases_from_one_day(1), asked()),
}
