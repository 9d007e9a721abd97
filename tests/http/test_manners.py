"""HTTP manners: validators, caching by kind of answer, ids, methods."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings

STATUS = "/v1/minerals/dysprosium/status"


def test_an_unchanged_answer_is_304_with_the_same_validators(client: FlaskClient) -> None:
    """304 repeats ETag, Cache-Control and Vary, and has no body."""
    first = client.get(STATUS)
    again = client.get(STATUS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Dataset-Version"):
        assert again.headers[name] == first.headers[name]
    assert not first.headers["ETag"].startswith("W/")


def test_an_answer_differs_by_day_and_so_does_its_validator(client: FlaskClient) -> None:
    """Another day is another representation."""
    tags = {client.get(f"{STATUS}?as_of={day}").headers["ETag"] for day in ("2025-04-03", "2025-04-04", "2025-04-05")}
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("instant", "day", "age"),
    [
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), "2026-11-22", 60),
        (datetime(2026, 11, 22, 15, 59, 30, tzinfo=UTC), "2026-11-22", 30),
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), "2026-11-22", 1),
        (datetime(2026, 11, 22, 16, 0, 0, tzinfo=UTC), "2026-11-23", 60),
    ],
)
def test_the_day_turns_in_the_services_zone_and_no_cache_keeps_it_longer(
    database: Path, instant: datetime, day: str, age: int
) -> None:
    """Midnight in Shanghai is 16:00 UTC; a filled-in day is cut there, an asked one is not."""
    client = create_app(Settings(database=database), now=lambda: instant).test_client()
    response = client.get(STATUS)
    assert (response.get_json()["as_of"], response.headers["Cache-Control"]) == (day, f"public, max-age={age}")
    assert client.get(f"{STATUS}?as_of=2025-01-01").headers["Cache-Control"] == "public, max-age=60"


def test_the_validator_changes_at_midnight(database: Path) -> None:
    """The same address on the next day is not the same answer."""
    clock = [datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)]
    client = create_app(Settings(database=database), now=lambda: clock[0]).test_client()
    before = client.get(STATUS)
    clock[0] = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    after = client.get(STATUS)
    assert before.headers["ETag"] != after.headers["ETag"]


def test_only_an_address_that_pins_day_and_dataset_is_kept_for_a_year(client: FlaskClient) -> None:
    """A pinned dataset with a filled-in day still ends with the day."""
    version = client.get("/v1/version").get_json()["dataset"]["version"]
    assert client.get(f"{STATUS}?dataset={version}").headers["Cache-Control"] == "public, max-age=60"
    pinned = client.get(f"{STATUS}?dataset={version}&as_of=2026-11-22")
    assert pinned.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_pinned_day_is_said_in_every_answer_computed_with_it(database: Path) -> None:
    """A demonstration must not pass for today."""
    settings = Settings.from_env({"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_TODAY": "2025-04-04"})
    client = create_app(settings).test_client()
    body = client.get(STATUS).get_json()
    assert (body["as_of"], body["warnings"][0]["code"]) == ("2025-04-04", "today_pinned")
    month = client.get("/v1/restrictions?month=04").get_json()
    assert "today_pinned" in [w["code"] for w in month["warnings"]]
    question = client.get("/v1/ask?q=is+holmium+restricted").get_json()
    assert "today_pinned" in [w["code"] for w in question["warnings"]]
    asked = client.get(f"{STATUS}?as_of=2025-04-04").get_json()
    assert "today_pinned" not in [w["code"] for w in asked["warnings"]]


def test_a_sane_request_id_is_taken_and_another_one_is_made(client: FlaskClient) -> None:
    """For finding a request in the logs of both sides."""
    taken = client.get("/healthz", headers={"X-Request-ID": "order-42.a_b"})
    assert taken.headers["X-Request-ID"] == "order-42.a_b"
    made = client.get("/healthz", headers={"X-Request-ID": "x" * 65})
    assert len(made.headers["X-Request-ID"]) == 32
    error = client.get("/nothing", headers={"X-Request-ID": "order-43"})
    assert error.get_json()["request_id"] == error.headers["X-Request-ID"] == "order-43"


def test_every_answer_names_the_dataset(client: FlaskClient) -> None:
    """Errors and health included."""
    version = client.get("/v1/version").get_json()["dataset"]["version"]
    for address in (STATUS, "/healthz", "/nothing", "/openapi.yaml"):
        assert client.get(address).headers["Dataset-Version"] == version


def test_head_and_options_are_answered(client: FlaskClient) -> None:
    """HEAD has the headers of GET and no body."""
    get, head = client.get(STATUS), client.head(STATUS)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", get.headers["ETag"])
    assert "GET" in client.options(STATUS).headers["Allow"]


def test_health_is_never_cached(client: FlaskClient) -> None:
    """Up, and usable."""
    for address, word in (("/healthz", "ok"), ("/readyz", "ready")):
        response = client.get(address)
        assert (response.get_json(), response.headers["Cache-Control"]) == ({"status": word, "reasons": []}, "no-store")


def test_a_failure_inside_tells_the_caller_nothing_but_the_request_id(database: Path) -> None:
    """A 500 is a problem without a word of the exception."""
    app = create_app(Settings(database=database))

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("the secret path /etc/passwd")

    response = app.test_client().get("/broken", headers={"X-Request-ID": "r1"})
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert response.get_json()["detail"] == "report request r1"
    assert "secret" not in response.text


@pytest.mark.parametrize("address", ["/v1/restrictions?month=04", "/v1/restrictions?from=2026-11-01", "/v1/changes"])
def test_a_list_has_a_permalink_that_gives_the_same_rows_for_ever(client: FlaskClient, address: str) -> None:
    """With the day and the dataset spelt out it may be kept for a year."""
    body = client.get(address).get_json()
    again = client.get(body["links"]["permalink"])
    assert again.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert again.get_json()["data"] == body["data"]


def test_a_closed_window_that_pins_the_dataset_never_changes(client: FlaskClient) -> None:
    """It does not depend on the day of asking."""
    version = client.get("/v1/version").get_json()["dataset"]["version"]
    response = client.get(f"/v1/restrictions?month=2025-04&dataset={version}")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "address", ["/v1/minerals/Dy", "/v1/minerals/Dy/timeline", "/v1/statuses", "/v1/version", "/v1/export"]
)
def test_what_has_one_representation_may_be_asked_for_by_name(client: FlaskClient, address: str) -> None:
    """format=json is no error anywhere under /v1."""
    assert client.get(f"{address}?format=json").status_code == 200
    assert client.get(f"{address}?format=csv").status_code == 406
