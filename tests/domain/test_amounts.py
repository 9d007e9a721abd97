"""Zero quotas, zero rates, ends that are known by a day only, and readings that nobody could know of at first."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from service.domain.answer import resolve
from service.domain.measure import Amount, Measure
from service.domain.model import Dispute, Proposal, Question, Reading
from service.domain.restrictions import Catalogue, Search, Wanted, Window
from service.domain.states import state_on
from service.domain.vocabulary import Certainty, End, MeasureType, State, Status
from tests.domain.making import TREE, day, item, measure, only, record


def fixed(kind: MeasureType, *values: int | None, name: str = "m", **changes: object) -> Measure:
    """A measure of ``kind`` that fixes ``values``."""
    amounts = tuple(Amount(None if v is None else Decimal(v), "not seen", "t", "goods") for v in values)
    return measure(name, type=kind, amounts=amounts, **changes)


@pytest.mark.parametrize(
    ("kind", "values", "status"),
    [
        (MeasureType.QUOTA, (0,), Status.PROHIBITED),
        (MeasureType.QUOTA, (0, 0), Status.PROHIBITED),
        (MeasureType.QUOTA, (1,), Status.QUOTA_LIMITED),
        (MeasureType.QUOTA, (None,), Status.QUOTA_LIMITED),
        (MeasureType.QUOTA, (), Status.QUOTA_LIMITED),
        (MeasureType.CHARGE, (0,), None),
        (MeasureType.CHARGE, (5,), Status.CHARGE_ONLY),
        (MeasureType.CHARGE, (None,), Status.CHARGE_ONLY),
        (MeasureType.CHARGE, (), Status.CHARGE_ONLY),
        (MeasureType.PRICE_FLOOR, (), Status.CHARGE_ONLY),
        (MeasureType.SURVEILLANCE, (), Status.FORMALITIES_ONLY),
        (MeasureType.END_USER_LIST, (), None),
    ],
)
def test_what_a_measure_sets_follows_from_what_it_fixes(
    kind: MeasureType, values: tuple[int | None, ...], status: Status | None
) -> None:
    """A zero quota is a ban, a zero rate no charge; an amount that nobody saw is taken to be more than zero."""
    assert fixed(kind, *values).status is status


def test_a_range_from_zero_is_not_zero() -> None:
    """0 or 5 percent is a charge."""
    span = Amount(Decimal(0), None, "percent", "value", value_to=Decimal(5))
    assert measure(type=MeasureType.CHARGE, amounts=(span,)).status is Status.CHARGE_ONLY


def test_a_zero_rate_is_listed_and_sets_nothing() -> None:
    """The easing is there to be read; the form it names counts as named."""
    held = record(fixed(MeasureType.CHARGE, 0))
    for form in (None, "metal", "oxide"):
        answer = resolve(held, Question(as_of=day("04-01"), form=form))
        (origin,) = answer.origins
        assert (answer.status, [match.measure.id for match in origin.in_force]) == (Status.NONE_FOUND, ["m"])


def test_a_zero_rate_does_not_make_room_for_a_ban_on_ore_to_be_hidden() -> None:
    """3.6: it is no measure "of another kind": the ban on ore still sets its origin's status, conditionally."""
    ore = measure("ore", type=MeasureType.PROHIBITION, covers=(replace(measure().covers[0], items=(item("ore"),)),))
    answer = resolve(record(fixed(MeasureType.CHARGE, 0), ore), Question(as_of=day("04-01"), origin="CN"))
    assert (answer.status, answer.conditional) == (Status.PROHIBITED, True)


def test_a_zero_rate_is_no_restriction_and_a_zero_quota_is_one() -> None:
    """In the month in which both begin."""
    held = record(fixed(MeasureType.CHARGE, 0, name="easing"), fixed(MeasureType.QUOTA, 0, name="stop"))
    catalogue = Catalogue(held.measures, (), {"foolium": held.mineral}, held.jurisdictions, held.unions, TREE)
    for include in (frozenset[str](), frozenset({"formalities", "related", "renewals", "end_user_lists"})):
        rows = Search(catalogue, Wanted(include=include)).within(Window.of_month(2025, 3))
        assert [(row.measure.id, row.counted_as) for row in rows] == [("stop", "restriction")]


def test_a_measure_is_over_from_the_day_by_which_it_is_known_to_have_ended() -> None:
    """In force by its dates before, with the doubt told; ended from that day on."""
    held = measure(end=End.UNKNOWN, ended_by=day("05-01"))
    assert state_on(held, day("04-30"), {}) is State.IN_FORCE
    assert state_on(held, day("05-01"), {}) is State.ENDED
    before = resolve(record(held), Question(as_of=day("04-30")))
    assert "end_unknown" in {warning.code for warning in before.warnings}
    assert before.next_change is not None
    assert (before.next_change.on, before.next_change.after) == (day("05-01"), Status.NONE_FOUND)


def test_a_measure_whose_days_are_all_unknown_is_doubt_until_it_is_known_to_be_over() -> None:
    """Unknown before the day by which it had ended, whatever the record covers; nothing afterwards."""
    held = record(measure(start=None, published=None, end=End.UNKNOWN, ended_by=day("05-01")))
    assert resolve(held, Question(as_of=day("04-30"))).status is Status.UNKNOWN
    assert resolve(held, Question(as_of=day("05-01"))).status is Status.NONE_FOUND


def test_a_start_that_was_only_first_seen_is_not_told_as_a_beginning() -> None:
    """The change says that it is known from that day."""
    held = record(measure(start=None, verified_on=day("05-01")))
    change = resolve(held, Question(as_of=day("04-30"))).next_change
    assert change is not None
    assert "is known to be in force from this day" in change.because


@pytest.mark.parametrize("beside", [(), (measure("f", type=MeasureType.FORMALITY),)])
def test_an_act_of_unknown_start_casts_its_doubt_on_the_day_it_becomes_public(beside: tuple[Measure, ...]) -> None:
    """3.2, 3.8: before, nobody knew of it; that day is the next change, and it is the act that makes it."""
    held = record(*beside, measure(published=day("04-15"), start=None))
    answers = {text: resolve(held, Question(as_of=day(text))) for text in ("04-14", "04-15")}
    plain = Status.FORMALITIES_ONLY if beside else Status.NONE_FOUND
    assert [answer.status for answer in answers.values()] == [plain, Status.UNKNOWN]
    change = answers["04-14"].next_change
    assert change is not None
    assert (change.on, change.before, change.after, change.measure, change.instrument, change.because) == (
        day("04-15"),
        plain,
        Status.UNKNOWN,
        "m",
        "instrument-m",
        "m becomes public; since when it applies is not known",
    )
    assert answers["04-15"].next_change is None


def test_readings_that_reach_back_are_unknown_before_they_were_made_public() -> None:
    """3.9: a letter of 1 April that was made public on the 8th opens no reading for who asks by the 7th."""
    letter = fixed(MeasureType.QUOTA, None, name="letter", start=None, verified_on=day("04-01"), published=day("04-08"))
    stop = measure("stop", type=MeasureType.PROHIBITION)
    rivals = (Reading("stop", "no lifting", ()), Reading("letter", "lifted", (), {"stop": State.ENDED}))
    held = record(stop, letter, disputes=(Dispute("d", day("04-01"), day("06-01"), day("04-08"), rivals),))
    open_now = resolve(held, Question(as_of=day("04-01"), known_at=day("04-08")))
    assert (open_now.certainty, open_now.status) == (Certainty.UNRESOLVED, Status.PROHIBITED)
    assert [reading.status for reading in open_now.readings] == [Status.PROHIBITED, Status.QUOTA_LIMITED]
    closed = resolve(held, Question(as_of=day("04-01"), known_at=day("04-07")))
    assert (closed.status, closed.readings) == (Status.PROHIBITED, ())


def test_a_narrower_case_that_is_only_unknown_makes_the_answer_unknown_and_is_no_exception() -> None:
    """3.4, 3.7: there is nothing stricter to tell, but nothing is cleared either."""
    doubtful = measure(start=None, published=None, destinations=only("US"))
    answer = resolve(record(doubtful), Question(as_of=day("04-01")))
    assert (answer.status, answer.exceptions) == (Status.UNKNOWN, ())
    assert "depends_on_scope" in {warning.code for warning in answer.warnings}


def test_a_proposal_is_told_once_it_is_public_and_sets_nothing() -> None:
    """A bill that was dropped stays a warning with its name."""
    bill = Proposal("cn-bill", "CN", "A ban on ore", "withdrawn", day("04-01"))
    held = replace(record(), proposals=(bill,))
    told = resolve(held, Question(as_of=day("04-01")))
    assert told.status is Status.NONE_FOUND
    (warning,) = [one for one in told.warnings if one.code == "proposal"]
    assert (warning.about, "is not law" in warning.detail) == (("cn-bill",), True)
    early = (Question(as_of=day("03-31")), Question(as_of=day("04-01"), known_at=day("03-31")))
    for question in early:
        assert "proposal" not in {one.code for one in resolve(held, question).warnings}


def lapsed(*values: int, name: str, start: str, until: str, **changes: object) -> Measure:
    """A charge of a series that ran out."""
    period = {"start": day(start), "until": day(until), "end": End.DATED, "published": day(start)}
    return fixed(MeasureType.CHARGE, *values, name=name, renews="series", **period, **changes)


def test_a_lapsed_zero_rate_does_not_hide_a_ban_on_ore() -> None:
    """3.6, 3.7: it set nothing while it ran, so it is no measure of another kind once it ran out."""
    ore = measure("ore", type=MeasureType.PROHIBITION, covers=(replace(measure().covers[0], items=(item("ore"),)),))
    zero = lapsed(0, name="zero", start="02-01", until="03-15")
    answer = resolve(record(zero, ore), Question(as_of=day("04-01"), origin="CN"))
    assert (answer.status, answer.conditional) == (Status.PROHIBITED, True)


def test_nobody_knows_what_came_after_a_rate_of_zero_that_ran_out() -> None:
    """The series may have gone on at another rate: unknown; while the rate of zero runs, there is no charge."""
    five = lapsed(5, name="five", start="01-01", until="02-01")
    zero = lapsed(0, name="zero", start="02-01", until="03-15")
    answers = {
        text: resolve(record(five, zero), Question(as_of=day(text))).status
        for text in ("01-31", "02-01", "03-14", "03-15")
    }
    assert list(answers.values()) == [Status.CHARGE_ONLY, Status.NONE_FOUND, Status.NONE_FOUND, Status.UNKNOWN]


@pytest.mark.parametrize(
    "doubtful", [{"start": None}, {"renews": "series", "until": day("03-20"), "end": End.DATED}], ids=["start", "end"]
)
def test_a_quota_does_not_clear_the_doubt_that_a_quota_of_zero_leaves(doubtful: dict[str, Any]) -> None:
    """3.7: a quota of zero bars, and only what bars is as strict."""
    zero = fixed(MeasureType.QUOTA, 0, name="zero", **doubtful)
    answers = {
        kind: resolve(record(zero, fixed(kind, 5)), Question(as_of=day("04-01"))).status
        for kind in (MeasureType.QUOTA, MeasureType.PROHIBITION)
    }
    assert list(answers.values()) == [Status.UNKNOWN, Status.PROHIBITED]


def test_an_end_that_was_told_later_is_not_known_before() -> None:
    """3.1: whoever asks with known_at before the end was published sees the measure run on."""
    held = record(measure(end=End.UNKNOWN, ended_by=day("05-01"), end_published=day("08-01")))
    early = resolve(held, Question(as_of=day("06-01"), known_at=day("07-31")))
    assert early.status is Status.LICENCE_REQUIRED
    assert resolve(held, Question(as_of=day("06-01"), known_at=day("08-01"))).status is Status.NONE_FOUND


def test_a_bill_is_told_as_that_of_who_proposed_it() -> None:
    """The Union's, also where a member is the origin, and once for all of them."""
    bill = Proposal("eu-bill", "EU", "A duty on scrap", "proposed", day("03-01"))
    held = replace(record(), proposals=(bill,))
    for origin in ("DE", "FR", "EU"):
        told = [
            one for one in resolve(held, Question(as_of=day("04-01"), origin=origin)).warnings if one.code == "proposal"
        ]
        assert [one.detail for one in told] == ["A duty on scrap (EU) is not law"]


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        (MeasureType.QUOTA, (0,), MeasureType.PROHIBITION.mast),
        (MeasureType.QUOTA, (5,), MeasureType.QUOTA.mast),
        (MeasureType.CHARGE, (0,), MeasureType.CHARGE.mast),
        (MeasureType.END_USER_LIST, (), MeasureType.END_USER_LIST.mast),
    ],
)
def test_a_zero_quota_carries_the_code_of_a_ban(kind: MeasureType, values: tuple[int, ...], code: str) -> None:
    """Section 2: P31, and not that of a quota."""
    assert fixed(kind, *values).mast == code


def test_an_amount_is_told_for_the_goods_of_a_group() -> None:
    """Fixed for the group, it is a member's too; fixed for a member, it is told of the group."""
    volume = Amount(Decimal(7), None, "t", "goods", mineral="foolium")
    assert volume.bears_on({"foolium", "fools"}, day("04-01"))
    assert not volume.bears_on({"barium"}, day("04-01"))
    assert Amount(Decimal(7), None, "t", "goods").bears_on({"barium"}, day("04-01"))


def test_an_amount_is_told_for_the_days_of_its_period() -> None:
    """Its first day is in it, the day after its last is not."""
    volume = Amount(Decimal(7), None, "t", "goods", start=day("04-01"), until=day("07-01"))
    days = ("03-31", "04-01", "06-30", "07-01")
    assert [volume.bears_on({"foolium"}, day(text)) for text in days] == [False, True, True, False]


def test_a_doubt_without_an_exception_sends_nobody_to_the_exceptions() -> None:
    """The warning of the origin says what to give instead."""
    doubtful = measure(start=None, published=None, destinations=only("US"))
    answer = resolve(record(doubtful), Question(as_of=day("04-01"), origin="CN"))
    (told,) = {one.detail for one in answer.warnings if one.code == "depends_on_scope" and one.detail.startswith("CN")}
    assert "see exceptions" not in told
