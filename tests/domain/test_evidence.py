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
