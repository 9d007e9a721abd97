"""Nothing wrong is ever answered with today's data or an empty list."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

STATUS = "/v1/minerals/dysprosium/status"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (f"{STATUS}?as_of=2025-4-1", "as_of"),
        (f"{STATUS}?as_of=20250401", "as_of"),
        (f"{STATUS}?as_of=2025-02-30", "as_of"),
        (f"{STATUS}?as_of=", "as_of"),
        (f"{STATUS}?as_of=2025-04-01T00:00", "as_of"),
        (f"{STATUS}?as_of=２０２５-04-01", "as_of"),
        (f"{STATUS}?as_of=2025-04-01&as_of=2025-04-01", "as_of"),
        (f"{STATUS}?asof=2025-04-01", "asof"),
        (f"{STATUS}?known_at=yesterday", "known_at"),
        (f"{STATUS}?destination=XX", "destination"),
        (f"{STATUS}?destination=us", "destination"),
        (f"{STATUS}?origin=China", "origin"),
        (f"{STATUS}?origin=CN&destination=CN", "destination"),
        (f"{STATUS}?origin=DE&destination=FR", "destination"),
        (f"{STATUS}?origin=DE&destination=EU", "destination"),
        (f"{STATUS}?end_use=Military", "end_use"),
        (f"{STATUS}?form=dust", "form"),
        (f"{STATUS}?movement=import", "movement"),
        ("/v1/restrictions", "month"),
        ("/v1/restrictions?month=2025-13", "month"),
        ("/v1/restrictions?month=0000-04", "month"),
        ("/v1/restrictions?month=4", "month"),
        ("/v1/restrictions?month=2025-04&from=2025-04-01", "month"),
        ("/v1/restrictions?to=2025-04-30", "to"),
        ("/v1/restrictions?from=2025-05-01&to=2025-04-30", "from"),
        ("/v1/restrictions?from=2026-12-01", "from"),
        ("/v1/restrictions?month=2025-04&basis=enforced", "basis"),
        ("/v1/restrictions?month=2025-04&include=everything", "include"),
        ("/v1/restrictions?month=2025-04&limit=501", "limit"),
        ("/v1/restrictions?month=2025-04&limit=0", "limit"),
        ("/v1/restrictions?month=2025-04&cursor=AAAA", "cursor"),
        ("/v1/restrictions?month=2025-04&mineral=disprosium", "mineral"),
        ("/v1/minerals?group=rare-eaths", "group"),
        ("/v1/minerals?group=didymium", "group"),
        ("/v1/instruments?jurisdiction=ZZ", "jurisdiction"),
        ("/v1/version?verbose=1", "verbose"),
        ("/v1/minerals?q=%ff", "q"),
        ("/healthz?now", "now"),
    ],
)
def test_a_wrong_parameter_is_named_with_422(client: FlaskClient, address: str, parameter: str) -> None:
    """The error says which parameter is wrong, as a problem that no cache keeps."""
    response = client.get(address)
    body = response.get_json()
    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert [error["parameter"] for error in body["errors"]] == [parameter], body
    assert response.headers["Cache-Control"] == "no-store"
    assert (body["status"], body["instance"]) == (422, address.split("?", maxsplit=1)[0])


def test_every_wrong_parameter_is_told_at_once(client: FlaskClient) -> None:
    """Three mistakes, three errors."""
    body = client.get(f"{STATUS}?as_of=x&end_use=y&movement=z").get_json()
    assert {error["parameter"] for error in body["errors"]} == {"as_of", "end_use", "movement"}


def test_an_unknown_name_is_404_with_near_names_and_never_an_answer(client: FlaskClient) -> None:
    """A typo is told apart from "known and nothing found"."""
    response = client.get("/v1/minerals/disprosium/status")
    body = response.get_json()
    assert response.status_code == 404
    assert (body["type"], body["did_you_mean"]) == ("/problems/unknown-mineral", ["dysprosium"])
    assert client.get("/v1/minerals/xqzwv").get_json()["did_you_mean"] == []


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("didymium", ["neodymium", "praseodymium"]),
        ("Pr-Nd", ["neodymium", "praseodymium"]),
        ("C", ["graphite", "synthetic-diamond"]),
    ],
)
def test_a_name_that_fits_several_is_404_with_candidates(client: FlaskClient, name: str, candidates: list[str]) -> None:
    """The caller chooses; the service does not."""
    response = client.get(f"/v1/minerals/{name}/status")
    body = response.get_json()
    assert (response.status_code, body["type"]) == (404, "/problems/ambiguous-name")
    assert body["candidates"] == candidates


def test_an_unknown_mineral_in_a_parameter_is_422_with_near_names(client: FlaskClient) -> None:
    """In the query it is a wrong parameter, not a missing resource."""
    body = client.get("/v1/restrictions?month=2025-04&mineral=disprosium").get_json()
    assert (body["status"], body["did_you_mean"]) == (422, ["dysprosium"])
    ambiguous = client.get("/v1/restrictions?month=2025-04&mineral=didymium").get_json()
    assert (ambiguous["status"], ambiguous["candidates"]) == (422, ["neodymium", "praseodymium"])


def test_an_address_that_pins_another_dataset_is_409_naming_both(client: FlaskClient, app: object) -> None:
    """Never an answer from other data than was asked for."""
    loaded = client.get("/v1/version").get_json()["dataset"]["version"]
    for address in (f"{STATUS}?dataset=0000000000000000", "/v1/restrictions?month=2025-04&dataset=0000000000000000"):
        response = client.get(address)
        body = response.get_json()
        assert (response.status_code, body["type"]) == (409, "/problems/dataset-differs")
        assert "0000000000000000" in body["detail"]
        assert loaded in body["detail"]


@pytest.mark.parametrize(
    ("method", "address", "status", "slug"),
    [
        ("GET", "/v2/minerals", 404, "not-found"),
        ("GET", "/v1/minerals/", 404, "not-found"),
        ("GET", "/v1/instruments/cn-mofcom-gac-2025-19", 404, "unknown-instrument"),
        ("GET", "/problems/nothing", 404, "not-found"),
        ("POST", STATUS, 405, "method-not-allowed"),
        ("GET", STATUS + "?" + "x" * 4000, 414, "uri-too-long"),
    ],
)
def test_framework_errors_are_problems_too(
    client: FlaskClient, method: str, address: str, status: int, slug: str
) -> None:
    """The same body on every path and status."""
    response = client.open(address, method=method)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.get_json()["type"] == f"/problems/{slug}"


def test_405_says_what_is_allowed(client: FlaskClient) -> None:
    """HTTP requires it."""
    assert set(client.post(STATUS).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_what_is_not_json_cannot_be_accepted_yet(client: FlaskClient) -> None:
    """406 rather than a body that the caller said it cannot read."""
    assert client.get(STATUS, headers={"Accept": "application/pdf"}).status_code == 406
    assert client.get(STATUS, headers={"Accept": "text/html,*/*;q=0.1"}).status_code == 200


def test_every_kind_of_problem_explains_itself(client: FlaskClient) -> None:
    """The type of a problem is an address that answers."""
    for slug in client.get("/v1/statuses").get_json()["problems"]:
        response = client.get(f"/problems/{slug}")
        assert response.status_code == 200
        assert response.text.strip()
