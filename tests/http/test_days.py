"""Which civil day a moment lies in, and when that day ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.http.days import Days

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "UTC"]


@settings(deadline=None, derandomize=True, database=None)
@given(st.sampled_from(ZONES), st.lists(st.integers(0, 130_000), max_size=8))
def test_the_day_is_that_of_the_zone_whatever_was_asked_before(zone: str, hours: list[int]) -> None:
    """Forward and back in time, over changes of the clock."""
    days = Days(ZoneInfo(zone))
    for hour in hours:
        for at in (datetime(2011, 12, 1, tzinfo=UTC) + timedelta(hours=hour + more) for more in (0, 5)):
            assert days.at(at).day == at.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(
    ("moment", "day", "left"),
    [
        ("2026-11-22T15:59:59+00:00", date(2026, 11, 22), 1),
        ("2026-11-22T16:00:00+00:00", date(2026, 11, 23), 86_400),
        ("2026-11-23T00:00:00+08:00", date(2026, 11, 23), 86_400),
    ],
)
def test_a_day_ends_where_the_next_begins(moment: str, day: date, left: int) -> None:
    """Midnight in Shanghai belongs to the new day."""
    at = datetime.fromisoformat(moment)
    found = Days(ZoneInfo("Asia/Shanghai")).at(at)
    assert (found.day, (found.end - at).total_seconds()) == (day, left)


def test_a_day_on_which_the_clock_changes_is_as_long_as_it_is() -> None:
    """Twenty-five hours in Berlin in October."""
    found = Days(ZoneInfo("Europe/Berlin")).at(datetime(2026, 10, 25, 0, tzinfo=UTC))
    assert found.end - found.begin == timedelta(hours=25)
