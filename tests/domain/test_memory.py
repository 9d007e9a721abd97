"""What is remembered between questions changes none of their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.answer import answer_origin, fares, listed_origins, resolve
from service.domain.composition import Part
from service.domain.decision import OriginView
from service.domain.measure import Content
from service.domain.memory import Memory, remembering
from service.domain.model import LeftOut, Proposal, Question, Record
from service.domain.states import as_known
from service.domain.vocabulary import End, EndUse, MeasureType, Movement
from tests.domain import strategies
from tests.domain.making import day, item, measure, only, pause, record

MAGNET = replace(item("metal", condition="only with dysprosium"), contents=(Content(frozenset({"dysprosium"})),))
HELD = record(
    measure("all", covers=(replace(measure().covers[0], items=(MAGNET,)),), suspensions=(pause("05-01", "06-01"),)),
    measure(
        "us", type=MeasureType.PROHIBITION, destinations=only("US"), end_use=EndUse.MILITARY, published=day("03-20")
    ),
    measure("eu", type=MeasureType.QUOTA, destinations=only("DE", "FR"), start=day("04-10")),
    measure("abroad", binds=frozenset({Movement.REEXPORT})),
)
QUESTIONS = [
    Question(as_of=on, destination=to, end_use=use, form=form, movement=movement, contains=contains, known_at=known)
    for on, to, use, form, movement, contains, known in product(
        (day("03-15"), day("05-15")),
        (None, "US", "DE", "FR", "JP", "EU"),
        (None, EndUse.MILITARY),
        (None, "metal"),
        (Movement.EXPORT, Movement.REEXPORT),
        ((), (Part("dysprosium", Decimal("0.1")),), (Part("iron", Decimal(1)),)),
        (None, date(2025, 3, 10)),
    )
]


@settings(deadline=None, derandomize=True, database=None)
@given(st.permutations(QUESTIONS))
def test_with_a_memory_or_without_the_answer_is_the_same(questions: list[Question]) -> None:
    """In whatever order they are asked, also where only the destination differs."""
    memory = Memory(HELD, remembering(20, answer_origin))
    for question in questions[:60]:
        assert resolve(HELD, question, memory) == resolve(HELD, question)


@settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data())
def test_the_days_of_a_stretch_have_one_answer(data: st.DataObject) -> None:
    """Whatever is on record, and whatever the memory was asked before: an answer is that of the very day asked."""
    held = _with_more_days(data, data.draw(strategies.records()))
    memory = Memory(held, remembering(20, answer_origin))
    for question in data.draw(st.lists(strategies.questions(held), min_size=2, max_size=6)):
        known = as_known(held, question.known_at)
        for asked, code in product(_near(question), listed_origins(known, question)):
            assert memory.answer(code, asked) == answer_origin(OriginView(known, code, question.contains), asked)


def _with_more_days(data: st.DataObject, held: Record) -> Record:
    """The record with gaps of its coverage, a proposal, and a measure first seen in force, on days of their own."""
    day = strategies.days
    gaps = [LeftOut("duties", "not collected", data.draw(day)), LeftOut("fees", "not collected", None, data.draw(day))]
    coverage = {code: replace(one, left_out=tuple(gaps)) for code, one in held.coverage.items()}
    proposals = tuple(Proposal("bill", origin, "A bill", "proposed", data.draw(day)) for origin in held.jurisdictions)
    seen = [
        replace(one, start=None, verified_on=data.draw(day), until=None, ended_by=None, end=End.OPEN)
        for one in held.measures[:1]
    ]
    return replace(held, measures=(*seen, *held.measures[1:]), coverage=coverage, proposals=proposals)


def _near(question: Question) -> list[Question]:
    """The question, and the same on days around it and far from it."""
    days = (question.as_of + timedelta(off) for off in (-1, 0, 1, 3))
    return [replace(question, as_of=on) for on in (*days, date.min, date(2030, 1, 1), date.max)]


def test_destinations_that_fare_alike_have_the_same_answer() -> None:
    """All but the question itself; and those that a measure tells apart do not fare alike."""
    by_goods: dict[Question, list[Question]] = {}
    for question in QUESTIONS:
        by_goods.setdefault(replace(question, destination=None), []).append(question)
    all_pairs = (pair for alike in by_goods.values() for pair in combinations(alike, 2))
    pairs = [(one, other) for one, other in all_pairs if fares(HELD, one) == fares(HELD, other)]
    assert pairs
    for one, other in pairs:
        assert replace(resolve(HELD, one), question=other) == resolve(HELD, other)
    places = ("US", "DE", "FR", "JP", "KR", "CN")
    ways = {to: fares(HELD, Question(as_of=day("04-15"), destination=to)) for to in places}
    assert ways["DE"] == ways["FR"]
    assert ways["JP"] == ways["KR"]
    assert len({ways["US"], ways["DE"], ways["JP"], ways["CN"]}) == 4
