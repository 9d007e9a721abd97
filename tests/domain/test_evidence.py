"""When an event lies in a window of days."""

from __future__ import annotations

from datetime import date

import pytest

from service.domain.evidence import Event

FIRST, LAST = date(2025, 7, 10), date(2025, 7, 12)


def event(day: str, day_end: str | None = None) -> Event:
    """An event of which only the days matter."""
    return Event("e", day, day_end, "talks", (), "They met.", (), (), (), "press", None, ())


@pytest.mark.parametrize(
    ("day", "day_end", "overlaps"),
    [
        ("2025-07-09", None, False),
        ("2025-07-10", None, True),
        ("2025-07-12", None, True),
        ("2025-07-13", None, False),
        ("2025-07-08", "2025-07-09", False),
        ("2025-07-08", "2025-07-10", True),
        ("2025-07-12", "2025-07-20", True),
        ("2025-07-01", "2025-07-31", True),
        ("2025-06", None, False),
        ("2025-07", None, True),
        ("2025-08", None, False),
        ("2025-06-01", "2025-07", True),
        ("2025", None, True),
        ("2024", None, False),
        ("2024", "2025", True),
    ],
)
def test_an_event_lies_in_a_window_if_any_of_its_days_does(day: str, day_end: str | None, overlaps: bool) -> None:
    """Both ends of the window are included; a month or a year stands for every day of it."""
    assert event(day, day_end).overlaps(FIRST, LAST) is overlaps


def test_a_window_may_be_open_on_either_side() -> None:
    """February is as long as its year makes it."""
    leap, plain = event("2024-02"), event("2025-02")
    assert (leap.overlaps(date(2024, 2, 29), None), leap.overlaps(date(2024, 3, 1), None)) == (True, False)
    assert (plain.overlaps(None, date(2025, 2, 1)), plain.overlaps(None, date(2025, 1, 31))) == (True, False)
    assert plain.overlaps(None, None)


def test_an_event_says_how_precisely_its_day_is_known() -> None:
    """A month stays a month."""
    assert [event(day).precision for day in ("2025", "2025-07", "2025-07-28")] == ["year", "month", "day"]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2025-07-10", date(2025, 7, 10)),
        ("2025-07", date(2025, 7, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2025", date(2025, 12, 31)),
    ],
)
def test_an_event_is_known_from_the_last_day_that_it_can_mean(day: str, known: date) -> None:
    """A month or a year must be over; the day before is too early."""
    assert event(day).known_by(known)
    assert not event(day).known_by(known - date.resolution)


def test_a_year_is_all_of_its_days() -> None:
    """From 1 January through 31 December."""
    year = event("2025")
    assert [year.overlaps(one, one) for one in (date(2024, 12, 31), date(2025, 1, 1))] == [False, True]
    assert [year.overlaps(one, one) for one in (date(2025, 12, 31), date(2026, 1, 1))] == [True, False]
