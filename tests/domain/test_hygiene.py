"""The editor's work list: what is on it on which day, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from service.domain.evidence import Instrument
from service.domain.hygiene import Concern, Shelf, Task, tasks
from service.domain.measure import Amount, Derived, HsCode, Measure, SourceRef
from service.domain.model import Dispute, Jurisdiction
from service.domain.vocabulary import End
from tests.domain.making import day, item, measure, pause

TWO = (SourceRef("read", "page 1"), SourceRef("seen", "page 2"))


def sound(name: str = "m", **changes: object) -> Measure:
    """A measure of which there is nothing to say: two sources, one of them read, and every day known."""
    return measure(name, **{"sources": TWO, **changes})


def shelf(*measures: Measure, disputes: tuple[Dispute, ...] = (), reviewed: str = "12-31") -> Shelf:
    """A shelf with the measures and their instruments."""
    acts = tuple(_instrument(one.instrument) for one in measures)
    china = {"CN": Jurisdiction("CN", "China", day(reviewed), "complete")}
    return Shelf(acts, measures, disputes, china, {"read": True, "seen": False})


def _instrument(ident: str) -> Instrument:
    return Instrument(
        id=ident, jurisdiction="CN", authorities=(), number=None, number_reason="none", title=ident, summary="",
        published=None, published_reason="none", effective=None, url=None, url_reason="none", lifecycle="enacted",
        evidence="press", extraterritorial=False, note=None, terms=(), links=(), affected_by=(), sources=(),
    )  # fmt: skip


def told(on: Shelf, today: str = "06-01", days: int = 30) -> list[tuple[Concern, str, date | None]]:
    """Each task in short."""
    return [(task.concern, task.id, task.on) for task in tasks(on, day(today), days)]


def test_a_sound_measure_is_left_alone() -> None:
    """Nothing to do is an empty list."""
    assert told(shelf(sound())) == []


def test_an_end_is_told_from_as_many_days_before_it() -> None:
    """The last day of the span is in it, the day itself is over."""
    held = shelf(sound(until=day("07-01"), end=End.DATED))
    assert told(held, "05-31") == []
    assert told(held, "06-01") == [(Concern.ENDING, "m", day("07-01"))]
    assert told(held, "06-30") == [(Concern.ENDING, "m", day("07-01"))]
    assert told(held, "07-01") == []


def test_a_pause_an_amount_and_a_dispute_end_too() -> None:
    """With what ends; a volume that may be carried over ends when that ends."""
    volume = Amount(Decimal(5), None, "t", "foolium", until=day("06-10"), usable_until=day("06-20"))
    held = sound(suspensions=(pause("05-01", "06-15"),), amounts=(volume,))
    quarter = replace(volume, of="barium", until=day("06-25"), usable_until=None)
    rivals = Dispute("rivals", day("05-01"), day("06-05"), day("04-01"), ())
    on = shelf(replace(held, amounts=(volume, quarter)), disputes=(rivals,))
    assert tasks(on, day("06-01"), 30) == (
        Task(Concern.ENDING, "rivals", day("06-05"), "its rival readings close: was it settled?"),
        Task(Concern.ENDING, "m", day("06-15"), "its pause by pause ends"),
        Task(Concern.ENDING, "m", day("06-20"), "the amount of foolium for this period ends"),
        Task(Concern.ENDING, "m", day("06-25"), "the amount of barium for this period ends"),
    )


def test_what_is_over_today_is_left_alone() -> None:
    """A measure, whatever is thin about it, a pause and rival readings that end today."""
    thin = measure("thin", until=day("06-01"), end=End.DATED, sources=(SourceRef("seen", "page 2"),))
    paused = sound("paused", suspensions=(pause("05-01", "06-01"),))
    rivals = Dispute("rivals", day("05-01"), day("06-01"), day("04-01"), ())
    assert told(shelf(thin, paused, disputes=(rivals,))) == []
    assert told(shelf(thin, paused, disputes=(rivals,)), "05-31")[:2] == [
        (Concern.ENDING, "paused", day("06-01")),
        (Concern.ENDING, "rivals", day("06-01")),
    ]


def test_a_review_is_old_after_that_many_days_and_not_on_the_last() -> None:
    """An act whose measures are all over needs no review; one that holds none does."""
    over = sound("over", until=day("04-01"), end=End.DATED)
    held = shelf(sound("live"), over, reviewed="05-02")
    bare = replace(held, instruments=(*held.instruments, _instrument("bare")))
    assert told(bare, "06-01") == []
    detail = "the record of CN was reviewed through this day, 31 days ago"
    assert tasks(bare, day("06-02"), 30) == (
        Task(Concern.REVIEW_OLD, "bare", day("05-02"), detail),
        Task(Concern.REVIEW_OLD, "instrument-live", day("05-02"), detail),
    )


def test_a_bill_that_was_withdrawn_needs_no_review() -> None:
    """It bears on nothing and never will."""
    held = shelf(reviewed="05-02")
    acts = (_instrument("bill"), replace(_instrument("dropped"), lifecycle="withdrawn"))
    assert told(replace(held, instruments=acts), "06-02") == [(Concern.REVIEW_OLD, "bill", day("05-02"))]


def test_what_is_thin_is_told_with_what_is_thin_about_it() -> None:
    """Derived days, unknown ones, figures that differ, inferred codes, pages that nobody read, a single source."""
    codes = (HsCode("8112", "inferred"), HsCode("8101", "printed"), HsCode("8103", "inferred"))
    line = replace(item("metal"), hs_codes=codes)
    covers = (replace(measure().covers[0], items=(line,)),)
    differing = Amount(Decimal(5), None, "t", "foolium", verified=False, note="five or six")
    unseen = Amount(None, "not public", "t", "foolium")
    thin = measure(
        start=None,
        end=End.UNKNOWN,
        covers=covers,
        amounts=(differing, unseen),
        derived=(Derived("published", "by the press"),),
        sources=(SourceRef("seen", "page 2"),),
    )
    found = tasks(shelf(thin), day("06-01"), 30)
    assert {(task.id, task.on) for task in found} == {("m", None)}
    assert [(task.concern, task.detail) for task in found] == [
        (Concern.UNVERIFIED, "customs codes are inferred: 8103, 8112"),
        (Concern.UNVERIFIED, "its first day is not known"),
        (Concern.UNVERIFIED, "none of its sources was read itself: seen"),
        (Concern.UNVERIFIED, "published is derived: by the press"),
        (Concern.UNVERIFIED, "the amount of foolium is not verified: five or six"),
        (Concern.UNVERIFIED, "the amount of foolium is not verified: not public"),
        (Concern.UNVERIFIED, "whether and when it ended is not known"),
        (Concern.SINGLE_SOURCE, "it rests on seen alone"),
    ]


def test_pages_that_nobody_read_are_told_together() -> None:
    """Each once, of the measure and of its lines, in order; one that was read is enough."""
    line = replace(item("metal"), sources=(SourceRef("also", "page 3"), SourceRef("seen", "page 4")))
    held = measure(covers=(replace(measure().covers[0], items=(line,)),), sources=(SourceRef("seen", "page 2"),))
    unread = replace(shelf(held), opened={"read": True, "seen": False, "also": False})
    assert tasks(unread, day("06-01"), 30) == (
        Task(Concern.UNVERIFIED, "m", None, "none of its sources was read itself: also, seen"),
    )
    assert told(replace(unread, opened={"seen": False, "also": True})) == []


def test_the_last_day_of_the_calendar_is_a_day_like_any_other() -> None:
    """A span beyond it ends there."""
    held = shelf(sound(until=date.max, end=End.DATED), reviewed="9999-12-30")
    found = tasks(held, date(9999, 12, 30), 400)
    assert found == (Task(Concern.ENDING, "m", date.max, "the measure runs out: is there a successor?"),)
