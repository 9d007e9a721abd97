"""Small but nasty records and questions about them.

Days come from a short palette so that starts, ends, pauses, notices and questions fall on the same day, or next to it,
far more often than chance would have it. Lines, pauses and destinations come from pools made once: a draw each, which
keeps three hundred records a matter of seconds. What is drawn is what a build accepts (``schemas.seed_law``), no more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from service.domain.measure import ANY_DUAL_USE, Amount, Cover, Destinations, Exclusion, Item, Measure, Suspension
from service.domain.model import Coverage, Dispute, Jurisdiction, LeftOut, Mineral, Question, Reading, Record
from service.domain.vocabulary import DestinationMode, End, EndUse, MeasureType, Movement, Regime, State, Subject
from tests.domain.making import TREE

DAY_0 = date(2026, 1, 1)
DAYS = [DAY_0 + timedelta(days=offset) for offset in (0, 1, 5, 6, 10, 11, 15, 20, 21, 27, 33, 40)]
MINERAL, GROUP, UNION = "dysprosium", "rare-earths", "EU"
UNIONS = {UNION: frozenset({"DE", "FR"})}

FORMS: list[tuple[str, ...]] = [
    *(("metal",), ("ore",), ("compound",), ("powder",), ("oxide",), ("magnet",), ("scrap",), ("ore",)),
    *(("metal", "compound"), ("powder", "oxide"), ("metal", "ore"), ("ore", "scrap"), ()),
]
ITEMS = [Item("goods", forms, condition=text) for text in (None, None, "99.99 % and up") for forms in FORMS]
LINES = [*((one,) for one in ITEMS), *product(ITEMS, ITEMS)]
ONE_LINE = len(ITEMS)

rarely = st.integers(0, 7).map(lambda drawn: drawn == 7)
often = st.booleans()
days = st.sampled_from(DAYS)
days_or_none = st.sampled_from([None, None, *DAYS])
spans = st.sampled_from([None, None, None, 20, 40, 10, 5, 1])
gaps = st.sampled_from([0, 1, 5])
lines = st.one_of(st.sampled_from(LINES[:ONE_LINE]), st.sampled_from(LINES))
kinds = st.sampled_from([MeasureType.LICENCE, MeasureType.PROHIBITION, *MeasureType])
regimes = st.sampled_from([Regime.DUAL_USE, Regime.DUAL_USE, Regime.ORDINARY_LICENCE, Regime.QUOTA])
bindings = st.sampled_from(
    [*[frozenset({Movement.EXPORT})] * 4, frozenset(Movement), frozenset(Movement), frozenset({Movement.REEXPORT})]
)
end_uses = st.sampled_from([None, None, None, EndUse.MILITARY, EndUse.CIVIL])
forms_asked = st.sampled_from([*[None] * len(TREE.parents), *TREE.parents])
covered_names = st.sampled_from([(MINERAL,), (MINERAL,), (GROUP,), (MINERAL, GROUP)])
open_ends = st.sampled_from([End.OPEN, End.UNKNOWN])
subjects = st.sampled_from([*[Subject.GOODS] * 9, Subject.TECHNOLOGY])
outside = st.sampled_from([(), (), (), *((Exclusion(MINERAL, (form,), "it says so", ()),) for form in TREE.parents)])
origins = st.sampled_from([["CN"], ["CN"], ["CN", "ID"], ["CN", "ID"], ["EU"], ["EU", "CN"], ["EU", "DE"], ["DE"]])
sinces = st.sampled_from([*[DAY_0 - timedelta(days=9)] * 6, DAY_0, DAY_0 + timedelta(days=10), None])
amounts = st.sampled_from(
    [(), (), (Amount(Decimal(0), None, "t", "goods"),), (Amount(Decimal(5), None, "t", "goods"),)]
)
states = st.sampled_from([State.ENDED, State.SUSPENDED])
movements = st.sampled_from([*[Movement.EXPORT] * 4, Movement.REEXPORT])


def _destinations(places: list[str]) -> list[Destinations]:
    """For all, and for one or two of ``places`` in each of the ways of saying so."""
    some = [frozenset({one}) for one in places] + [frozenset(places[:2]), frozenset(places[1:3])]
    narrow = [
        Destinations(mode, codes, "-".join(sorted(codes)) if mode is DestinationMode.GROUP else None)
        for mode in (DestinationMode.ONLY, DestinationMode.EXCEPT, DestinationMode.GROUP)
        for codes in some
    ]
    return [*[Destinations()] * len(narrow), *narrow]


inside_union = st.sampled_from(_destinations(["US", "JP"]))
elsewhere = st.sampled_from(_destinations(["US", "JP", "DE", "FR"]))


def _after(day: date, span: int | None) -> date | None:
    """The day ``span`` days later; None stands for an open end."""
    return None if span is None else day + timedelta(days=span)


@st.composite
def covers(draw: DrawFn) -> tuple[Cover, ...]:
    """The mineral, its group or both, with one editor's word for all of them."""
    all_forms = draw(often)
    return tuple(Cover(of, all_forms, draw(lines)) for of in draw(covered_names))


@st.composite
def suspensions(draw: DrawFn) -> tuple[Suspension, ...]:
    """Up to two pauses, the second sometimes adjacent to the first; published before, in or after the pause."""
    start = draw(days)
    pauses = [Suspension(start, _after(start, draw(spans)), "a-notice", draw(days))]
    if pauses[0].until is not None and draw(often):
        again = pauses[0].until + timedelta(days=draw(gaps))
        pauses.append(Suspension(again, _after(again, draw(spans)), "another-notice", draw(days)))
    return tuple(pauses)


COVERS, SUSPENSIONS = covers(), suspensions()


@st.composite
def measures(draw: DrawFn, number: int, origin: str, series: dict[str, tuple[Cover, ...]]) -> Measure:
    """One measure of ``origin``; the members of a series cover the same goods, as renewals do.

    Half of them bind everyone, so that most cases have a measure to decide them and not merely a gap in the record.
    """
    narrow = inside_union if origin in (UNION, *UNIONS[UNION]) else elsewhere
    plain = draw(often)
    any_dual_use = draw(rarely)
    covered = (Cover(ANY_DUAL_USE, False, ()),) if any_dual_use else draw(COVERS)
    renews = None
    if not any_dual_use and draw(rarely):
        renews = f"series-{origin}"
        covered = series.setdefault(renews, covered)
    unknown_start = draw(rarely)
    start = None if unknown_start else draw(days)
    verified_on = draw(days_or_none) if unknown_start else None
    until = _after(start or verified_on or DAY_0, draw(spans))
    ended_by = (start or verified_on or DAY_0) + timedelta(days=20) if until is None and draw(rarely) else None
    kind = draw(kinds)
    return Measure(
        id=f"m{number}",
        instrument=f"instrument-{number}",
        origin=origin,
        type=kind,
        regime=draw(regimes),
        subject=Subject.GOODS if plain else draw(subjects),
        binds=frozenset(Movement) if plain else draw(bindings),
        destinations=Destinations() if plain else draw(narrow),
        end_use=None if plain else draw(end_uses),
        published=draw(days_or_none),
        start=start,
        until=until,
        end=End.DATED if until is not None else End.UNKNOWN if ended_by is not None else draw(open_ends),
        covers=covered,
        title=f"measure {number}",
        summary="",
        verified_on=verified_on,
        ended_by=ended_by,
        amounts=draw(amounts) if kind in (MeasureType.QUOTA, MeasureType.CHARGE) else (),
        end_published=draw(days) if until is not None and draw(rarely) else None,
        renews=renews,
        condition="a magnet containing it" if draw(rarely) else None,
        suspensions=draw(SUSPENSIONS) if draw(rarely) else (),
        excludes=() if any_dual_use else draw(outside),
    )


@st.composite
def disputes(draw: DrawFn, number: int, ids: list[str]) -> Dispute:
    """By the dates, or with one or two measures paused or over."""
    start = draw(days)
    until = start + timedelta(days=draw(st.sampled_from([1, 5, 20, 40])))
    named = {draw(st.sampled_from(ids)): draw(states) for _ in range(draw(st.integers(1, 2)))}
    rivals = (Reading(f"{number}-a", "by the dates", (), {}), Reading(f"{number}-b", "as they say", (), named))
    return Dispute(f"dispute-{number}", start, until, start - timedelta(days=draw(gaps)), rivals)


@st.composite
def records(draw: DrawFn, max_measures: int = 5) -> Record:
    """A record of one or two origins, one of which may be a union or a member of one."""
    held_by = draw(origins)
    series: dict[str, tuple[Cover, ...]] = {}
    count = min(max_measures, draw(st.sampled_from([0, 1, 2, 3, 3, 4, 4, 5, 5])))
    held = tuple(draw(measures(number, draw(st.sampled_from(held_by)), series)) for number in range(count))
    ids = [measure.id for measure in held]
    rival = [draw(disputes(number, ids)) for number in range(draw(st.sampled_from([0, 0, 1, 2])) if held else 0)]
    coverage = {}
    for origin in held_by:
        if any(one.origin == origin for one in held) or draw(often):
            gap = (LeftOut("duties", "not collected"),) if draw(rarely) else ()
            coverage[origin] = Coverage(origin, MINERAL, draw(sinces), "reviewed", gap)
    return Record(
        mineral=Mineral(MINERAL, "Dysprosium", None, "Dy", None, 66, "element", is_raw=draw(rarely), groups=(GROUP,)),
        measures=held,
        disputes=tuple(rival),
        coverage=coverage,
        jurisdictions={origin: Jurisdiction(origin, origin, draw(days), "full") for origin in held_by},
        forms=TREE,
        unions=UNIONS,
    )


def days_of(record: Record) -> list[date]:
    """The days on which something on record begins or ends, in order."""
    found: set[date | None] = {DAY_0}
    for measure in record.measures:
        found |= {measure.start, measure.until, measure.ended_by, measure.verified_on, measure.published}
        found |= {day for pause in measure.suspensions for day in (pause.start, pause.until)}
    found |= {day for dispute in record.disputes for day in (dispute.start, dispute.until)}
    return sorted(day for day in found if day is not None)


@st.composite
def questions(draw: DrawFn, record: Record) -> Question:
    """A question about ``record``, mostly about origins on it and days on which something happens."""
    turning = st.sampled_from(days_of(record))
    on_record = st.sampled_from([*[None] * 6, *record.jurisdictions, *record.jurisdictions, "DE", "XX"])
    return Question(
        as_of=draw(turning) + timedelta(days=draw(st.sampled_from([0, 0, 1, -1, 4]))),
        known_at=draw(st.sampled_from([*[None] * len(DAYS), *DAYS])),
        origin=draw(on_record),
        destination=draw(st.sampled_from([*[None] * 6, "US", "US", "JP", "KR", "DE", "ID"])),
        end_use=draw(end_uses),
        form=None if draw(often) else draw(forms_asked),
        movement=draw(movements),
    )


RECORDS = records()


@st.composite
def cases(draw: DrawFn) -> tuple[Record, Question]:
    """A record and a question about it."""
    record = draw(RECORDS)
    return record, draw(questions(record))


@st.composite
def prohibitions(draw: DrawFn, record: Record, question: Question) -> Measure:
    """A ban on goods to everywhere, for every end use, in force and known on the day that is asked about."""
    origin = draw(st.sampled_from(sorted(record.jurisdictions)))
    published = question.as_of if question.known_at is None else min(question.as_of, question.known_at)
    drawn = draw(measures(99, origin, {}))
    own = draw(COVERS) if drawn.is_any_dual_use else drawn.covers
    return replace(
        drawn,
        type=MeasureType.PROHIBITION,
        subject=Subject.GOODS,
        destinations=Destinations(),
        end_use=None,
        published=published,
        start=question.as_of - timedelta(days=draw(st.sampled_from([0, 1, 8]))),
        verified_on=None,
        until=None,
        ended_by=None,
        amounts=(),
        end=End.OPEN,
        end_published=None,
        renews=None,
        covers=own,
        suspensions=(),
        excludes=(),
    )
