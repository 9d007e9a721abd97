"""Health and readiness: a word for a probe, and the reasons."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from schemas.health import Health
from service.app import create_app
from service.settings import Settings

REVIEWED = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
"""The day through which all of the record was reviewed, at noon in Shanghai."""


@pytest.mark.parametrize(("address", "word"), [("/healthz", "ok"), ("/readyz", "ready")])
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("image/png", "application/json"),
        ("text/plain", "text/plain"),
        ("text/plain, */*;q=0.1", "text/plain"),
    ],
)
def test_a_probe_gets_json_unless_it_asks_for_text(
    client: FlaskClient, address: str, word: str, accept: str | None, media: str
) -> None:
    """Whatever else it accepts: a probe is never refused for its manners, and never kept."""
    response = client.get(address, headers={} if accept is None else {"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, media)
    assert response.headers["Cache-Control"] == "no-store"
    if media == "text/plain":
        assert response.text == f"{word}\n"
    else:
        assert response.get_json() == {"status": word, "reasons": []}


@pytest.mark.parametrize(("days", "word"), [(0, "ready"), (180, "ready"), (181, "degraded"), (-1, "ready")])
def test_a_record_is_stale_from_the_day_after_the_last_that_the_setting_allows(
    database: Path, days: int, word: str
) -> None:
    """Usable all the same, so 200; the boundary is by the service's day."""
    client = create_app(Settings(database=database), now=lambda: REVIEWED + timedelta(days=days)).test_client()
    response = client.get("/readyz")
    reason = "the record was reviewed through 2026-06-30, 181 days ago, more than 180"
    expected = [reason] if word == "degraded" else []
    assert (response.status_code, response.get_json()) == (200, {"status": word, "reasons": expected})
    text = client.get("/readyz", headers={"Accept": "text/plain"}).text
    assert text == "\t".join([word, *expected]) + "\n"
    assert client.get("/healthz").get_json()["status"] == "ok"


def test_how_old_is_stale_is_a_setting(database: Path) -> None:
    """In days."""
    settings = Settings.from_env({"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_STALE_AFTER": "10"})
    client = create_app(settings, now=lambda: REVIEWED + timedelta(days=11)).test_client()
    assert client.get("/readyz").get_json()["reasons"][0].endswith("11 days ago, more than 10")


def test_data_that_cannot_be_read_is_unavailable_with_the_reasons(database: Path, tmp_path: Path) -> None:
    """503 as a problem, or in a line that begins with the word; written over in its place, the file is also refused."""
    broken = Path(shutil.copy(database, tmp_path / "broken.db"))
    broken.chmod(0o644)
    seconds = [0.0]
    client = create_app(Settings(database=broken), now=lambda: REVIEWED, ticks=lambda: seconds[0]).test_client()
    with broken.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (database.stat().st_size - 4096))
    seconds[0] = 1.0
    refused = "the database file was refused (is no usable database); the data loaded before is kept"
    problem = client.get("/readyz")
    assert (problem.status_code, problem.get_json()["type"]) == (503, "/problems/unavailable")
    assert problem.get_json()["detail"] == f"the database cannot be read; {refused}"
    line = client.get("/readyz", headers={"Accept": "text/plain"})
    assert (line.status_code, line.mimetype) == (503, "text/plain")
    assert line.text == f"unavailable\tthe database cannot be read\t{refused}\n"
    for response in (problem, line):
        assert (response.headers["Cache-Control"], response.headers["Retry-After"]) == ("no-store", "5")
    assert client.get("/healthz", headers={"Accept": "text/plain"}).text == "ok\n"


def test_the_words_are_published_and_open(client: FlaskClient) -> None:
    """So that a client bears one that is added."""
    published = client.get("/openapi.json").get_json()["components"]["schemas"]["Health"]["properties"]["status"]
    assert published["x-extensible-enum"] == [word.value for word in Health]
    assert "enum" not in published
