"""What holds of any text, any day and any today."""

from __future__ import annotations

import calendar
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from service.ask.interpret import Lexicon, NotUnderstood, UnknownPlace, interpret
from service.domain.errors import AmbiguousName, UnknownMineral
from tests.ask.questions import TODAY, US

stable = settings(max_examples=25, deadline=None, derandomize=True, database=None)
"""Stable in CI: the same examples every time, however slow the machine."""

WORDS = """
    what is the status of gallium to from US China for civil use on in April May 2025 2024-12-10 and which minerals
    were restricted banned changes next was when first do I need a licence controls as oxide form known at since
    between last month 30 days by exports 's , there will be may can has under about say sources did In not
"""


@stable
@given(text=st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)))
def test_any_text_is_read_or_refused(lexicon: Lexicon, text: str) -> None:
    """Nothing but the errors about a question ever comes out, and what is read is complete."""
    try:
        found = interpret(text, TODAY, lexicon)
    except (NotUnderstood, UnknownMineral, AmbiguousName, UnknownPlace):
        pass
    else:
        assert found.params
        assert all(type(value) is str for value in found.params.values())


def written(day: date) -> list[str]:
    """Ways to write a day."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in {11, 12, 13} else 0, "th")
    name = calendar.month_name[day.month]
    year = f"{day.year:04}"
    return [
        day.isoformat(),
        f"{day.day} {name} {year}",
        f"{name} {day.day}, {year}",
        f"{name[:3]} {day.day} {year}",
        f"the {day.day}{ending} of {name.upper()} {year}",
        f"{name} {day.day}{ending} {year}",
    ]


@stable
@given(day=st.dates(), way=st.integers(0, 5))
def test_the_day_that_is_written_is_the_day_that_is_asked(lexicon: Lexicon, day: date, way: int) -> None:
    """Whatever the spelling, and on no other day."""
    found = interpret(f"status of gallium on {written(day)[way]} to the US", TODAY, lexicon)
    assert found.params == {"as_of": day.isoformat(), **US}


@stable
@given(today=st.dates())
def test_any_day_may_be_today(lexicon: Lexicon, today: date) -> None:
    """Words that count from today are read or refused on every day of the calendar."""
    for question in ("status of gallium in April", "what changes next month", "what changes in the next 60 days"):
        try:
            found = interpret(question, today, lexicon)
        except NotUnderstood:
            assert today.year in {1, 9999}
        else:
            assert found.params.get("from", "") <= found.params.get("to", "")
