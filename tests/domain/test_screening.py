"""From an answer to what a buyer does with the line: each status, each doubt, and several goods on one line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from service.domain.answer import resolve
from service.domain.measure import Amount, Cover, Measure
from service.domain.model import Dispute, Question, Reading
from service.domain.results import Answer
from service.domain.screening import Outcome, Verdict, joined, judge, with_named_party
from service.domain.vocabulary import Certainty, End, EndUse, MeasureType, State, Status
from tests.domain.making import day, item, measure, only, pause, record

BLOCKED, ACTION, CHECK, CLEAR = (
    Outcome.BLOCKED,
    Outcome.ACTION_REQUIRED,
    Outcome.CHECK,
    Outcome.NO_CONTROL_FOUND,
)
SETS: dict[MeasureType, tuple[Status, Outcome]] = {
    MeasureType.PROHIBITION: (Status.PROHIBITED, BLOCKED),
    MeasureType.QUOTA: (Status.QUOTA_LIMITED, ACTION),
    MeasureType.LICENCE: (Status.LICENCE_REQUIRED, ACTION),
    MeasureType.EXPORTER_LIST: (Status.EXPORTERS_LIMITED, ACTION),
    MeasureType.AUTHORISATION: (Status.GENERAL_AUTHORISATION, ACTION),
    MeasureType.CHARGE: (Status.CHARGE_ONLY, ACTION),
    MeasureType.PRICE_FLOOR: (Status.CHARGE_ONLY, ACTION),
    MeasureType.FORMALITY: (Status.FORMALITIES_ONLY, CLEAR),
    MeasureType.SURVEILLANCE: (Status.FORMALITIES_ONLY, CLEAR),
}
EACH_TYPE = pytest.mark.parametrize(
    ("kind", "status", "outcome"), [(kind, *found) for kind, found in SETS.items()], ids=list(SETS)
)


def answered(*measures: Measure, on: str = "04-01", disputes: tuple[Dispute, ...] = ()) -> Answer:
    """The answer about foolium on a day on which what has not ended is in force."""
    return resolve(record(*measures, disputes=disputes), Question(as_of=day(on)))


def paused(name: str, kind: MeasureType, **changes: object) -> Measure:
    """A measure of ``kind`` in a pause that holds the day."""
    return measure(name, type=kind, suspensions=(pause("03-20", "04-10"),), **changes)


@EACH_TYPE
def test_the_status_decides_what_is_certain(kind: MeasureType, status: Status, outcome: Outcome) -> None:
    """A ban bars, what can be had or paid takes action, and an ordinary formality is no control."""
    answer = answered(measure(type=kind))
    assert (answer.status, judge(answer)) == (status, Verdict(outcome))


def test_nothing_found_is_no_control_found() -> None:
    """Where the record speaks for the day."""
    assert judge(answered()) == Verdict(CLEAR)


def test_every_status_has_an_outcome() -> None:
    """A new one must not break a list that is screened."""
    for status in Status:
        found = judge(replace(answered(), status=status))
        assert (found.outcome is CHECK) == (status in (Status.SUSPENDED, Status.UNKNOWN))


@EACH_TYPE
def test_what_is_conditional_is_a_check_and_at_worst_its_status(
    kind: MeasureType, status: Status, outcome: Outcome
) -> None:
    """A person reads the condition."""
    graded = Cover("foolium", True, (item("metal", condition="of a grade"),))
    answer = answered(measure(type=kind, covers=(graded,)))
    assert (answer.status, answer.conditional) == (status, True)
    assert judge(answer) == Verdict(CHECK, outcome)


@EACH_TYPE
def test_what_is_unresolved_is_a_check_and_at_worst_its_strictest_reading(
    kind: MeasureType, status: Status, outcome: Outcome
) -> None:
    """Rival readings: it runs, or it is over."""
    rivals = (Reading("runs", "by its text", ()), Reading("over", "as was said", (), {"m": State.ENDED}))
    dispute = Dispute("d", day("03-25"), day("04-10"), day("03-15"), rivals)
    answer = answered(measure(type=kind), disputes=(dispute,))
    assert (answer.status, answer.certainty) == (status, Certainty.UNRESOLVED)
    assert judge(answer) == Verdict(CHECK, outcome)


def test_what_is_projected_is_as_firm_as_what_is_recorded() -> None:
    """A day past the review is told beside the outcome, not by it."""
    answer = answered(measure(), on="2026-04-01")
    assert (answer.certainty, judge(answer)) == (Certainty.PROJECTED, Verdict(ACTION))


@EACH_TYPE
def test_what_is_suspended_is_a_check_and_at_worst_what_is_paused(
    kind: MeasureType, status: Status, outcome: Outcome
) -> None:
    """The pause may be over sooner."""
    one = paused("m", kind)
    answer = answered(one)
    assert (one.status, answer.status) == (status, Status.SUSPENDED)
    assert judge(answer) == Verdict(CHECK, outcome)


def test_the_strictest_of_what_is_paused_is_the_worst() -> None:
    """In whatever order; what runs beside it is laxer, and what sets nothing says nothing."""
    free = Amount(Decimal(0), None, "percent", "value")
    zero = paused("zero", MeasureType.CHARGE, amounts=(free,))
    ban, licence = paused("z-ban", MeasureType.PROHIBITION), paused("a-licence", MeasureType.LICENCE)
    formality = measure("formality", type=MeasureType.FORMALITY)
    assert judge(answered(ban, licence, zero, formality)) == Verdict(CHECK, BLOCKED)
    assert judge(answered(zero, licence, formality)) == Verdict(CHECK, ACTION)


def test_what_runs_beside_a_stricter_pause_decides() -> None:
    """A licence in force and a paused ban is a licence: the status says so."""
    assert judge(answered(measure(), paused("ban", MeasureType.PROHIBITION))) == Verdict(ACTION)


UNKNOWNS: list[tuple[str, tuple[Measure, ...], Outcome | None]] = [
    ("lapsed", (measure(until=day("03-20"), end=End.DATED, renews="series"),), None),
    ("of unknown start", (measure(start=None, published=None),), None),
    ("a ban for one destination", (measure(type=MeasureType.PROHIBITION, destinations=only("US")),), BLOCKED),
    ("a licence for one end use", (measure(end_use=EndUse.MILITARY),), ACTION),
    (
        "two narrower cases",
        (
            measure("licence", destinations=only("US")),
            measure("ban", type=MeasureType.PROHIBITION, destinations=only("GB")),
        ),
        BLOCKED,
    ),
    (
        "a ban on ore alone",
        (measure(type=MeasureType.PROHIBITION, covers=(Cover("foolium", False, (item("ore"),)),)),),
        BLOCKED,
    ),
]


@pytest.mark.parametrize(("measures", "worst"), [pytest.param(m, w, id=name) for name, m, w in UNKNOWNS])
def test_what_is_unknown_is_a_check_and_at_worst_its_strictest_exception(
    measures: tuple[Measure, ...], worst: Outcome | None
) -> None:
    """Without one nothing on record says."""
    answer = answered(*measures)
    assert (answer.status, bool(answer.exceptions)) == (Status.UNKNOWN, worst is not None)
    assert judge(answer) == Verdict(CHECK, worst)


def test_a_day_before_the_record_speaks_is_never_clear() -> None:
    """What is not covered is unknown."""
    assert judge(answered(on="2019-12-31")) == Verdict(CHECK)


@pytest.mark.parametrize(
    "doubt",
    [{}, {"conditional": True}, {"certainty": Certainty.UNRESOLVED}],
    ids=["plain", "conditional", "unresolved"],
)
@pytest.mark.parametrize(
    ("answer", "worst"),
    [
        (answered(paused("m", MeasureType.PROHIBITION)), BLOCKED),
        (answered(measure(type=MeasureType.PROHIBITION, destinations=only("US"))), BLOCKED),
        (answered(measure(start=None, published=None)), None),
    ],
    ids=["suspended", "unknown with an exception", "unknown"],
)
def test_suspended_and_unknown_come_before_every_other_doubt(
    answer: Answer, worst: Outcome | None, doubt: dict[str, object]
) -> None:
    """Their worst is what is paused or excepted, also where the answer is conditional or unresolved."""
    assert judge(replace(answer, **doubt)) == Verdict(CHECK, worst)  # type: ignore[arg-type]


def test_a_formality_does_not_clear_a_line_that_a_narrower_case_bars() -> None:
    """A ban for one destination alone is a check where nothing else is found, so it is one beside a formality too."""
    ban = measure("ban", type=MeasureType.PROHIBITION, destinations=only("US"))
    answer = answered(measure(type=MeasureType.FORMALITY), ban)
    assert (answer.status, [entry.status for entry in answer.exceptions]) == (
        Status.FORMALITIES_ONLY,
        [Status.PROHIBITED],
    )
    assert judge(answer) == Verdict(CHECK, BLOCKED)


def test_the_rank_is_how_strict_a_verdict_is_at_worst() -> None:
    """A check ranks by its worst, and between action and nothing where that is not known."""
    strictest_first = [Verdict(BLOCKED), Verdict(ACTION), Verdict(CHECK), Verdict(CLEAR)]
    assert [verdict.rank for verdict in strictest_first] == [0, 1, 2, 3]
    assert [Verdict(CHECK, worst).rank for worst in (BLOCKED, ACTION, CLEAR)] == [0, 1, 3]


@pytest.mark.parametrize(
    "verdict",
    [Verdict(BLOCKED), Verdict(ACTION), Verdict(CLEAR), Verdict(CHECK), Verdict(CHECK, BLOCKED), Verdict(CHECK, CLEAR)],
)
def test_goods_that_agree_give_their_verdict(verdict: Verdict) -> None:
    """However many there are."""
    assert joined([verdict]) == joined([verdict] * 3) == verdict


DIFFERING: list[tuple[tuple[Verdict, ...], Outcome | None]] = [
    ((Verdict(BLOCKED), Verdict(CLEAR)), BLOCKED),
    ((Verdict(ACTION), Verdict(CLEAR)), ACTION),
    ((Verdict(BLOCKED), Verdict(ACTION), Verdict(CLEAR)), BLOCKED),
    ((Verdict(CHECK, BLOCKED), Verdict(CLEAR)), BLOCKED),
    ((Verdict(CHECK, BLOCKED), Verdict(ACTION)), BLOCKED),
    ((Verdict(CHECK, BLOCKED), Verdict(BLOCKED)), BLOCKED),
    ((Verdict(CHECK, ACTION), Verdict(BLOCKED)), BLOCKED),
    ((Verdict(CHECK, CLEAR), Verdict(CLEAR)), CLEAR),
    ((Verdict(CHECK, CLEAR), Verdict(ACTION)), ACTION),
    ((Verdict(CHECK), Verdict(ACTION)), ACTION),
    ((Verdict(CHECK), Verdict(CHECK, BLOCKED)), BLOCKED),
    ((Verdict(CHECK), Verdict(CLEAR)), None),
    ((Verdict(CHECK), Verdict(CHECK, CLEAR)), None),
]


@pytest.mark.parametrize(("verdicts", "worst"), DIFFERING)
def test_goods_that_differ_are_a_check_at_worst_the_strictest(
    verdicts: tuple[Verdict, ...], worst: Outcome | None
) -> None:
    """In whatever order; a check of unknown worst is never made to look clear by a good that is."""
    assert joined(verdicts) == joined(verdicts[::-1]) == Verdict(CHECK, worst)


@pytest.mark.parametrize(
    ("verdict", "worst"),
    [(Verdict(BLOCKED), BLOCKED), (Verdict(CLEAR), CLEAR), (Verdict(CHECK), None), (Verdict(CHECK, ACTION), ACTION)],
)
def test_names_that_exclude_each_other_are_a_check_even_where_the_goods_agree(
    verdict: Verdict, worst: Outcome | None
) -> None:
    """The line is wrong somewhere, so a person looks."""
    assert joined([verdict, verdict], contradicting=True) == Verdict(CHECK, worst)


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict(BLOCKED), Verdict(BLOCKED)),
        (Verdict(ACTION), Verdict(ACTION)),
        (Verdict(CLEAR), Verdict(CHECK)),
        (Verdict(CHECK), Verdict(CHECK)),
        (Verdict(CHECK, CLEAR), Verdict(CHECK)),
        (Verdict(CHECK, ACTION), Verdict(CHECK, ACTION)),
    ],
)
def test_what_was_not_read_on_a_line_is_never_cleared(verdict: Verdict, told: Verdict) -> None:
    """Not as the worst case either; what is found stands."""
    assert joined([verdict, verdict], unsure=True) == told


def test_a_named_buyer_makes_every_line_a_check_at_least() -> None:
    """At worst barred; what is barred already stays so."""
    assert with_named_party(Verdict(BLOCKED)) == Verdict(BLOCKED)
    for verdict in (Verdict(ACTION), Verdict(CLEAR), Verdict(CHECK), Verdict(CHECK, ACTION), Verdict(CHECK, BLOCKED)):
        assert with_named_party(verdict) == Verdict(CHECK, BLOCKED)
        assert with_named_party(verdict).rank <= verdict.rank
