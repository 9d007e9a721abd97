"""What is remembered between questions changes none of their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.answer import Memory, fares, resolve
from service.domain.composition import Part
from service.domain.measure import Content
from service.domain.model import Question
from service.domain.vocabulary import EndUse, MeasureType, Movement
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
    memory = Memory()
    for question in questions[:60]:
        assert resolve(HELD, question, memory) == resolve(HELD, question)


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
