"""What lines share is worked out once, and no byte of an answer shows it: lists by chance, in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from schemas.screenings import LineResultSchema
from service.http.context import KEY, Service
from service.http.screening.sayings import COMPOSING, DEFAULTS, NAMING, TURNING
from service.http.screenings import as_table
from service.sheets import FIELDS
from tests.http.random_lists import Sent, a_request, a_table, alike_lines, some_lines
from tests.http.screening import ROUTE, screened

LISTS = 60
NAMES = [field.data_key or name for name, field in LineResultSchema().fields.items()]


def sent(client: FlaskClient, asked: Sent, **query: str) -> TestResponse:
    """The answer to a request, with more in its query."""
    return client.post(ROUTE, query_string={**asked.query, **query}, data=asked.content, content_type=asked.media)


def read_lists(client: FlaskClient) -> Iterator[tuple[Sent, dict[str, Any]]]:
    """Requests by chance that can be read, with their answers as JSON."""
    for seed in range(LISTS):
        asked = a_request(Random(seed))  # noqa: S311 - lists, no secrets
        response = sent(client, asked, format="json")
        if response.status_code == 200:
            # What was put together from pieces is what would have been written whole, and as long as was told.
            assert orjson.dumps(orjson.loads(response.data)) == response.data
            assert response.content_length == len(response.data)
            yield asked, response.get_json()


def forget(app: Flask) -> None:
    """Let the application decide anew what lists before have asked."""
    current(app).__dict__.pop("decisions", None)


def current(app: Flask) -> Service:
    """What answers in an application."""
    found: Service = app.extensions[KEY].get()
    return found


def check_each_alone(app: Flask, client: FlaskClient, lines: list[Any]) -> None:
    """That each of ``lines`` gets the answer that it gets as the only line of the first list that is ever asked."""
    query = {"date": "2026-03-02"}
    together = client.post(ROUTE, query_string=query, json={"lines": lines}).get_json()["lines"]
    kept = current(app).decisions
    for told, line in zip(together, lines, strict=True):
        forget(app)
        (alone,) = client.post(ROUTE, query_string=query, json={"lines": [line]}).get_json()["lines"]
        assert json.dumps(told) == json.dumps({**alone, "line": told["line"]})
    current(app).__dict__["decisions"] = kept  # the next list finds what this one left


def test_every_line_is_answered_as_if_it_were_the_only_one(app: Flask, client: FlaskClient) -> None:
    """Whatever stands beside it, in whatever order, and whatever was asked before: to the byte."""
    chance = Random(8)  # noqa: S311 - lists, no secrets
    for _ in range(12):
        check_each_alone(app, client, some_lines(chance, most=20))


def test_goods_that_fare_alike_share_no_more_than_they_have_in_common(app: Flask, client: FlaskClient) -> None:
    """Few goods by many names to many places, which share nearly all that is told of them: to the byte."""
    chance = Random(9)  # noqa: S311 - lists, no secrets
    for _ in range(6):
        check_each_alone(app, client, alike_lines(chance, 60))


FROM_CHINA = {"origin": "CN", "destination": "DE", "end_use": "civil"}


@pytest.mark.parametrize(
    "lines",
    [
        [{"material": "Dy2O3", **FROM_CHINA}, {"material": "Dy2O3", "form": "oxide", **FROM_CHINA}],
        [{"material": "didymium", **FROM_CHINA}, {"material": "didymium", "symbol": "Dyy", **FROM_CHINA}],
        [{"hs_code": "2846901600", "origin": "CN"}, {"hs_code": "2846901600", "origin": "US"}],
        [
            {"material": host, "contains": "Co=0.5", "origin": "DE", "destination": to}
            for host in ("tin", "antimony", "gallium", "copper")
            for to in ("RU", "JP")
        ],
        [{"material": "gallium", "end_user": name, **FROM_CHINA} for name in ("Acme", "Global Dimensions")],
    ],
    ids=[
        "the form is said or implied",
        "a name was not found",
        "whose code it is",
        "a part is controlled",
        "the buyer",
    ],
)
def test_lines_that_differ_in_one_thing_are_told_apart(
    app: Flask, client: FlaskClient, lines: list[dict[str, str]]
) -> None:
    """What they share, a mineral and the answer about it, does not make them the same, in either order."""
    check_each_alone(app, client, lines)
    check_each_alone(app, client, lines[::-1])


def test_all_forms_of_an_answer_tell_the_same(client: FlaskClient) -> None:
    """In the order of the contract; as a table, line by line, and as JSON."""
    seen = 0
    for asked, body in read_lists(client):
        *lines, last = [json.loads(one) for one in sent(client, asked, format="ndjson").data.splitlines()]
        assert json.dumps(lines) == json.dumps(body["lines"])
        assert {**last, "lines": lines} == body
        assert all(list(line) == NAMES for line in lines)
        columns = list(dict.fromkeys(name for line in lines for name in line["given"]))
        table = sent(client, asked, format="csv").data
        if asked.media == "application/json" and not [line for line in lines if line["errors"]]:
            assert table == as_table(columns, lines)
        assert len(table.splitlines()) > len(lines)
        seen += len(lines)
    assert seen > 1_000


def test_a_table_is_the_same_question_as_its_lines(client: FlaskClient) -> None:
    """Cell by cell as text, an empty one as nothing said."""
    chance = Random(4)  # noqa: S311 - lists, no secrets
    for _ in range(15):
        content = a_table(chance, ",", others=())
        told = client.post(ROUTE, data=content, content_type="text/csv").get_json()
        sound = [one for one in told["lines"] if not one["errors"]]
        lines = [{name: cell.strip() or None for name, cell in one["given"].items()} for one in sound]
        again = screened(client, *lines)["lines"]
        echoed: dict[str, Any] = {"line": 0, "ref": None, "given": {}}
        assert [{**one, **echoed} for one in again] == [{**one, **echoed} for one in sound]


def test_lines_that_are_taken_apart_are_numbered_and_answered_as_one_list(client: FlaskClient) -> None:
    """A list is taken some lines at a time; what is wrong with a line stays at its place, wherever that falls."""
    lines: list[Any] = [{"ref": number, "material": ("gallium", "tin")[number % 2]} for number in range(2_003)]
    for place in (0, 999, 1_000, 1_001, 1_999, 2_000, 2_002):
        lines[place] = place
    for place in (5, 1_005, 2_001):
        lines[place] = {"ref": place, "note": json.loads("[" * 253 + "]" * 253)}
    told = screened(client, *lines, date="2026-03-02")["lines"]
    assert [one["line"] for one in told] == list(range(1, 2_004))
    for place, (line, one) in enumerate(zip(lines, told, strict=True)):
        if not isinstance(line, dict):
            assert (one["ref"], one["given"], one["outcome"]) == (None, {"line": line}, "invalid")
        elif "note" in line:
            assert (one["ref"], one["given"], one["outcome"]) == (None, {}, "invalid")
        else:
            assert (one["ref"], one["mineral"]["id"]) == (place, line["material"])


def test_every_field_is_given_back_or_turns_the_answer() -> None:
    """None is forgotten in what tells two lines apart."""
    assert set(FIELDS) == {"ref", "quantity", "unit", *TURNING}
    assert sorted(TURNING) == sorted([*NAMING, *COMPOSING, *DEFAULTS])


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 400])
def test_a_long_answer_goes_out_in_pieces_and_tells_its_length_before(client: FlaskClient, count: int) -> None:
    """However many lines there are, and whichever of them is the last of its piece."""
    lines = [{"ref": number, "material": "gallium", "date": "2026-03-02"} for number in range(count)]
    response = client.post(ROUTE, json={"lines": lines})
    assert response.content_length == len(response.data)
    assert [one["ref"] for one in response.get_json()["lines"]] == list(range(count))
    told = client.post(ROUTE, query_string={"format": "ndjson"}, json={"lines": lines})
    assert "Content-Length" not in told.headers
    assert [json.loads(one).get("ref") for one in told.data.splitlines()] == [*range(count), None]


@pytest.mark.parametrize("names", [499, 500, 502])
def test_what_gets_no_suggestions_for_being_too_many_is_told(client: FlaskClient, names: int) -> None:
    """The first of the names get theirs, and nothing is left out in silence."""
    lines = [{"material": f"zz {number} qx"} for number in range(names)]
    body = screened(client, *lines, {"material": "galium"}, {"material": "zz 1 qx"})
    (galium,) = [one for one in body["lines"] if one["given"]["material"] == "galium"]
    told = [one["detail"] for one in body["warnings"] if one["code"] == "suggestions_limited"]
    assert (bool(galium["did_you_mean"]), bool(told)) == (names < 500, names >= 500)
    assert all(f" {names + 1 - 500:,} of the names" in one for one in told)
