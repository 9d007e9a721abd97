"""A clock that steps: over midnight, back again, and to where no record reaches."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from service.app import create_app
from service.settings import Settings

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
STEPS = (
    (NOON, "2026-11-22", "public, max-age=60"),
    (datetime(2026, 11, 22, 15, 59, 50, tzinfo=UTC), "2026-11-22", "public, max-age=10"),
    (datetime(2026, 11, 22, 16, 0, 0, tzinfo=UTC), "2026-11-23", "public, max-age=60"),  # midnight in Shanghai
    (NOON, "2026-11-22", "public, max-age=60"),  # set back by hours
    (datetime(2020, 2, 29, 4, 0, tzinfo=UTC), "2020-02-29", "public, max-age=60"),  # by years, to a leap day
    (datetime(2099, 12, 31, 15, 59, 59, tzinfo=UTC), "2099-12-31", "public, max-age=1"),
    (datetime(2099, 12, 31, 16, 0, 0, tzinfo=UTC), "2100-01-01", "public, max-age=60"),
)


def test_wherever_the_clock_steps_an_answer_is_that_of_its_day(database: Path) -> None:
    """The same service throughout: nothing of another day is remembered, and no answer may be kept past its own."""
    clock = [NOON]
    client = create_app(Settings(database=database), now=lambda: clock[0]).test_client()
    for moment, day, kept in STEPS:
        clock[0] = moment
        filled_in = client.get("/v1/minerals/gallium/status?origin=CN&destination=US")
        asked = client.get(f"/v1/minerals/gallium/status?origin=CN&destination=US&as_of={day}")
        assert filled_in.get_json()["as_of"] == day
        assert filled_in.headers["Cache-Control"] == kept
        answered = {**filled_in.get_json(), "links": None}
        assert answered == {**asked.get_json(), "links": None}


def test_a_day_that_no_review_reaches_is_projected_and_never_law(database: Path) -> None:
    """In 2099 the record still answers, and says how little it knows."""
    client = create_app(Settings(database=database), now=lambda: datetime(2099, 6, 1, tzinfo=UTC)).test_client()
    body = client.get("/v1/minerals/dysprosium/status?origin=CN&form=metal").get_json()
    assert (body["status"], body["certainty"]) == ("licence_required", "projected")
