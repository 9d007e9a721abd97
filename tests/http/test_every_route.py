"""What must hold of every route, found by walking the url map."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.app import routes

SAMPLES = {
    "mineral": "gallium",
    "instrument": "cn-mofcom-2024-46",
    "source": "000_7656a556ec73b75f",
    "slug": "not-found",
    "ending": "json",
    "name": "reference.js",
    "file": "page.js",
}
NEEDED = {"/v1/restrictions": "?month=2025-04", "/v1/ask": "?q=what+is+the+status+of+gallium"}
FORMS = ("/check",)
"""Pages whose form is sent to their own address."""
LISTS = (
    "/v1/minerals",
    "/v1/instruments",
    "/v1/restrictions?month=2025-04",
    "/v1/changes",
    "/v1/events",
    "/v1/figures",
    "/v1/claims",
    "/v1/sources",
    "/v1/jurisdictions",
    "/v1/lists",
)


def addresses() -> list[str]:
    """One address of each route that is read, which answers 200."""
    found = []
    for rule in routes().url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = rule.rule
        for name, sample in SAMPLES.items():
            path = path.replace(f"<{name}>", sample)
        found.append(path + NEEDED.get(path, ""))
    return sorted(found)


@pytest.mark.parametrize("address", addresses())
def test_head_is_get_without_a_body_and_options_says_what_is_allowed(client: FlaskClient, address: str) -> None:
    """The same headers, so that a cache may ask first."""
    get, head = client.get(address), client.head(address)
    assert (get.status_code, head.status_code, head.data) == (200, 200, b"")
    for name in ("ETag", "Cache-Control", "Content-Type", "Vary", "Dataset-Version"):
        assert head.headers.get(name) == get.headers.get(name)
    posted = {"POST"} if address in FORMS else set()
    assert set(client.options(address).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"} | posted
    assert client.delete(address).status_code == 405


@pytest.mark.parametrize("address", addresses())
def test_an_unknown_parameter_is_refused_everywhere(client: FlaskClient, address: str) -> None:
    """No route ignores what it does not know."""
    joint = "&" if "?" in address else "?"
    unknown = client.get(f"{address}{joint}nonsense=1")
    assert (unknown.status_code, unknown.get_json()["errors"][0]["parameter"]) == (422, "nonsense")


@pytest.mark.parametrize("address", LISTS)
def test_every_list_has_the_one_envelope_and_pages_through_all_of_it(client: FlaskClient, address: str) -> None:
    """Total, next and links; the pages joined are the list; Link tells the next one."""
    joint = "&" if "?" in address else "?"
    whole = client.get(f"{address}{joint}limit=500").get_json()
    assert {"data", "total", "next", "warnings", "dataset", "links"} <= set(whole)
    if whole["total"] < 2:
        return
    size = max(1, whole["total"] // 3)
    response = client.get(f"{address}{joint}limit={size}")
    rows = response.get_json()["data"]
    while (following := response.get_json()["next"]) is not None:
        link = response.get_json()["links"]["next"]
        assert response.headers.getlist("Link")[0] == f'<{link}>; rel="next"'
        assert f"cursor={following}" in link
        response = client.get(link)
        rows += response.get_json()["data"]
    assert 'rel="next"' not in str(response.headers)
    assert rows == whole["data"]


@pytest.mark.parametrize("address", LISTS)
def test_a_cursor_of_another_list_or_an_altered_one_is_refused(client: FlaskClient, address: str) -> None:
    """It is told, not obeyed."""
    foreign = client.get("/v1/minerals?limit=7&sort=-id").get_json()["next"]
    joint = "&" if "?" in address else "?"
    for cursor in (foreign, foreign[:-1] + ("A" if foreign[-1] != "A" else "B"), "x", "ä", "%00"):
        response = client.get(f"{address}{joint}cursor={cursor}")
        assert (response.status_code, response.get_json()["errors"][0]["parameter"]) == (422, "cursor")


@pytest.mark.parametrize("day", ["0001-01-01", "0001-12-31", "9999-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "address",
    [
        "/v1/minerals/holmium/status?as_of={}",
        "/v1/minerals/holmium/status?as_of=2026-01-01&known_at={}",
        "/v1/minerals/rare-earths/status?as_of={}&destination=EU",
        "/v1/minerals/holmium/timeline?known_at={}",
        "/v1/minerals?status=unknown&as_of={}",
        "/v1/restrictions?from={0}&to={0}",
        "/v1/restrictions?from={0}&to={0}&basis=in_force",
        "/v1/restrictions?month=04&as_of={}",
        "/v1/restrictions?from=0001-01-01&to={}&basis=announced",
        "/v1/changes?from={0}&to={0}",
        "/v1/changes?from=0001-01-01&to={}&mineral=gallium",
        "/v1/events?from={0}&to={0}",
        "/v1/ask?q=status+of+holmium+on+{}",
        "/v1/ask?q=which+minerals+were+restricted+between+0001-01-01+and+{}",
    ],
)
def test_the_first_and_the_last_day_of_the_calendar_are_days_like_any_other(
    client: FlaskClient, address: str, day: str
) -> None:
    """Answered or refused, never a failure inside."""
    assert client.get(address.format(day)).status_code in (200, 422)


@pytest.mark.parametrize("address", LISTS)
def test_a_repeated_parameter_is_refused_and_a_number_is_plain_digits(client: FlaskClient, address: str) -> None:
    """Neither the first nor the last of two is what was meant."""
    joint = "&" if "?" in address else "?"
    twice = client.get(f"{address}{joint}limit=5&limit=5").get_json()
    assert twice["errors"] == [{"parameter": "limit", "code": "invalid_parameter", "detail": "is given 2 times"}]
    for number in ("1_0", "+5", "5.0", "%D9%A5", "1e2"):
        assert client.get(f"{address}{joint}limit={number}").status_code == 422
