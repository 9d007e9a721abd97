"""Finding minerals by words, code, status and order."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient


def ask(client: FlaskClient, query: str) -> dict[str, Any]:
    """The body of an answer that must be 200."""
    response = client.get(f"/v1/minerals?{query}")
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def ids(body: dict[str, Any]) -> list[str]:
    """The ids of the page."""
    return [row["id"] for row in body["data"]]


def test_words_are_searched_in_names_and_notes_by_their_beginnings(client: FlaskClient) -> None:
    """All of them must occur."""
    assert ids(ask(client, "q=samarium+magn")) == ["samarium", "smco-magnet"]
    assert ids(ask(client, "q=%E9%95%93")) == ["gallium"]
    assert ask(client, "q=unobtainium")["total"] == 0


@pytest.mark.parametrize(
    "words", ["*", '"', "AND", "OR NOT", "NEAR(", "name:x", "a -b", "' OR 1=1 --", "^x", "()", "\u0000x", "\\"]
)
def test_operators_of_the_search_language_are_words(client: FlaskClient, words: str) -> None:
    """Never an error, never an operator."""
    response = client.get("/v1/minerals", query_string={"q": words})
    assert response.status_code == 200


def test_a_code_tells_which_minerals_which_measures_and_on_what_basis(client: FlaskClient) -> None:
    """A full HS line, its beginning, and a control code."""
    (row,) = ask(client, "code=2805301200")["data"]
    assert (row["id"], row["matches"]) == (
        "dysprosium",
        [
            {
                "code": "2805301200",
                "kind": "hs",
                "basis": "licence_catalogue_2026",
                "goods": "metal",
                "measure": "cn-mofcom-gac-2025-18.licence",
                "instrument": "cn-mofcom-gac-2025-18",
            }
        ],
    )
    by_heading = ids(ask(client, "code=280530"))
    assert {"dysprosium", "holmium", "cerium", "yttrium"} <= set(by_heading)
    assert ids(ask(client, "code=1C905")) == ids(ask(client, "code=1C905.a")) == ["dysprosium", "ndfeb-magnet"]
    assert ids(ask(client, "code=1C905.b")) == ["dysprosium"]
    assert ask(client, "code=9999")["total"] == 0


def test_a_longer_code_than_the_one_printed_falls_under_it(client: FlaskClient) -> None:
    """57/2025 prints eight digits; the customs line has ten."""
    found = {row["id"]: row["matches"] for row in ask(client, "code=2805301990")["data"]}
    assert [match["code"] for match in found["holmium"]] == ["28053019"]


def test_a_status_is_asked_with_its_scope(client: FlaskClient) -> None:
    """Prohibited to the United States in December 2024; each row tells its status."""
    body = ask(client, "status=prohibited&as_of=2024-12-10&origin=CN&destination=US")
    assert ids(body) == ["antimony", "gallium", "germanium", "superhard-materials"]
    assert {(row["status"], row["certainty"]) for row in body["data"]} == {("prohibited", "recorded")}
    assert ids(ask(client, "status=quota_limited&as_of=2025-11-01")) == ["cobalt"]
    assert ask(client, "status=quota_limited&as_of=2025-11-01&origin=CN")["total"] == 0


SCOPE = {"as_of": "2026-11-22", "origin": "CN", "destination": "US", "end_use": "civil"}


def test_any_status_gives_every_mineral_with_what_its_own_answer_says(client: FlaskClient) -> None:
    """Row by row what the main question answers, groups included, and no mineral is missing."""
    body = ask(client, urlencode({"status": "any", "limit": "500", **SCOPE}))
    assert ids(body) == ids(ask(client, "limit=500"))
    assert body["as_of"] == "2026-11-22"
    told = ("status", "certainty", "conditional", "summary", "next_change")
    for row in body["data"]:
        answer = client.get(f"/v1/minerals/{row['id']}/status", query_string=SCOPE).get_json()
        assert [row[name] for name in told] == [answer[name] for name in told], row["id"]
    assert {row["status"] for row in body["data"]} > {"licence_required", "unknown"}
    assert any(row["next_change"] for row in body["data"])


def test_what_goes_with_a_status_is_null_where_none_was_asked(client: FlaskClient) -> None:
    """Null and not false: nobody asked."""
    for row in ask(client, "limit=500")["data"]:
        assert {row[name] for name in ("status", "certainty", "conditional", "summary", "next_change")} == {None}


def test_a_row_tells_a_condition_and_the_next_change_in_its_last_columns(client: FlaskClient) -> None:
    """After the columns that were there before."""
    query = {"q": "gallium", "status": "any", "as_of": "2026-11-22", "destination": "US"}
    plain = ask(client, urlencode(query))["data"][0]
    table = client.get("/v1/minerals", query_string={**query, "format": "csv"}).text.removeprefix("\ufeff")
    row = next(csv.DictReader(io.StringIO(table)))
    assert list(row)[-5:] == ["certainty", "conditional", "next_change_on", "next_change_to", "summary"]
    assert row["summary"] == plain["summary"]
    assert (row["next_change_on"], row["next_change_to"]) == (plain["next_change"]["on"], plain["next_change"]["to"])


def test_filters_join(client: FlaskClient) -> None:
    """A group, a code and words at once."""
    assert ids(ask(client, "group=REE&code=280530&q=holm")) == ["holmium"]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("id", "aluminium"),
        ("-id", "zirconium"),
        ("name", "aluminium"),
        ("-name", "zirconium"),
        ("atomic_number", "helium"),
    ],
)
def test_the_order_is_as_asked(client: FlaskClient, order: str, first: str) -> None:
    """By id unless told."""
    assert ids(ask(client, f"sort={order}"))[0] == first


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("code=28", "code"),
        ("code=xyz", "code"),
        ("status=banned", "status"),
        ("sort=price", "sort"),
        ("as_of=2025-01-01", "as_of"),
        ("destination=US", "destination"),
        ("list=us-2026", "list"),
        ("q=", "q"),
        ("status=prohibited&destination=XX", "destination"),
    ],
)
def test_a_wrong_filter_is_named(client: FlaskClient, query: str, parameter: str) -> None:
    """A filter that would silently do nothing is refused."""
    response = client.get(f"/v1/minerals?{query}")
    assert (response.status_code, response.get_json()["errors"][0]["parameter"]) == (422, parameter)
