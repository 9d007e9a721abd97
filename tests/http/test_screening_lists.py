"""A list as it comes in: its forms, its limits, its bad lines, what is said once for all of it, and its id."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings
from tests.http.screening import FROM_CHINA, ROUTE, line, screened
from tests.server import serving


def test_a_column_that_was_not_read_is_told(client: FlaskClient) -> None:
    """It may have been meant to say where a line goes, when the default was taken."""
    content = b"material,Country to,Cost centre\nGa,US,4100\n"
    body = client.post(f"{ROUTE}?destination=DE&date=2026-03-02", data=content, content_type="text/csv").get_json()
    (told,) = [one for one in body["warnings"] if one["code"] == "columns_not_used"]
    assert told["detail"].startswith("Country to, Cost centre: ")
    named = client.post(f"{ROUTE}?format=csv", data=b"material,ship to country\nGa,US\n", content_type="text/csv").text
    header, row = (one.split(",") for one in named.splitlines())
    assert (row[header.index("destination")], row[header.index("as_of")]) == ("US", "2026-11-22")
    assert not [one for one in screened(client, {"material": "Ga"})["warnings"] if one["code"] == "columns_not_used"]


def test_a_form_says_nothing_beside_its_file_and_a_packed_body_is_refused(client: FlaskClient) -> None:
    """A default in a field of the form would be left aside in silence."""
    file = (io.BytesIO(b"material\nGa\n"), "bom.csv")
    assert client.post(ROUTE, data={"file": file, "destination": "US"}).status_code == 400
    packed = client.post(ROUTE, data=b"x", content_type="text/csv", headers={"Content-Encoding": "gzip"})
    assert packed.status_code == 415


def test_rows_with_nothing_in_them_are_no_lines_and_empty_cells_beyond_the_header_are_none(
    client: FlaskClient,
) -> None:
    """As spreadsheets leave them; places are counted all the same."""
    content = b"material;ship to\nGa;DE;;\n;;;\n ; \nGe;DE\n"
    told = client.post(f"{ROUTE}?date=2026-03-02", data=content, content_type="text/csv").get_json()["lines"]
    assert [(one["line"], one["mineral"]["id"]) for one in told] == [(1, "gallium"), (4, "germanium")]


def test_a_table_that_breaks_says_where(client: FlaskClient) -> None:
    """By the line of the file."""
    sent = client.post(ROUTE, data=b'material\nGa\nGe\n"4" wafer"\n', content_type="text/csv")
    assert (sent.status_code, "from its line 4 on" in sent.get_json()["detail"]) == (400, True)


def test_a_thousand_columns_are_enough(client: FlaskClient) -> None:
    """More are no parts list."""
    wide = b"material" + b"," * 1_000 + b"\nGa\n"
    assert client.post(ROUTE, data=wide, content_type="text/csv").status_code == 400
    lines = [{"material": "Ga", **{f"k{n}_{m}": 1 for m in range(11)}} for n in range(100)]
    assert client.post(ROUTE, json={"lines": lines}).status_code == 422


def test_a_field_may_be_called_by_its_other_names_and_is_never_left_aside(client: FlaskClient) -> None:
    """As in a table; said twice, it is a mistake; the caller's own fields are free."""
    told = line(client, {"product": "Dy2O3", "as_of": "2025-04-03", "unit_price": 7, "part_description": "x", "a": 1})
    assert (told["mineral"]["id"], told["as_of"]) == ("dysprosium", "2025-04-03")
    twice = line(client, {"material": "Dy2O3", "date": "2025-04-03", "as_of": "2025-04-04"})
    assert [error["field"] for error in twice["errors"]] == ["as_of"]


def test_a_mistyped_column_refuses_the_table(client: FlaskClient) -> None:
    """Else every line would be answered for all destinations."""
    sent = client.post(ROUTE, data=b"material,Destinaton\nGa,US\n", content_type="text/csv")
    assert (sent.status_code, "destination" in sent.get_json()["detail"]) == (400, True)


def test_a_line_nested_too_deeply_is_that_lines_result(client: FlaskClient) -> None:
    """What cannot be given back must not take the others with it."""
    deep = "[" * 500 + "]" * 500
    for value in (f'{{"material": "Ga", "note": {deep}}}', f'{{"material": {deep}}}', deep):
        body = f'{{"lines": [{value}, {{"material": "Ga"}}], "defaults": {{"date": "2026-03-02", "origin": "CN"}}}}'
        for form in ("json", "csv", "ndjson"):
            sent = client.post(f"{ROUTE}?format={form}", data=body.encode(), content_type="application/json")
            assert sent.status_code == 200
        told = client.post(ROUTE, data=body.encode(), content_type="application/json").get_json()["lines"]
        assert [one["outcome"] for one in told] == ["invalid", "action_required"]


def test_our_columns_never_take_the_name_of_the_callers(client: FlaskClient) -> None:
    """Nor of each other; cells beyond the header are kept."""
    content = b"material,outcome,outcome_2\nGa,mine,too,over\n"
    sent = client.post(f"{ROUTE}?format=csv", data=content, content_type="text/csv").text
    header, row = (one.split(",") for one in sent.lstrip("\ufeff").splitlines())
    assert header[:5] == ["material", "outcome", "outcome_2", "(more)", "outcome_3"]
    assert row[:5] == ["Ga", "mine", "too", "over", "invalid"]
    assert len(set(header)) == len(header)


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"material": "gallium", "date": "2026-02-30"}, ["date"]),
        ({"material": "gallium", "date": "1.2.2026"}, ["date"]),
        ({"material": "gallium", "date": 20260201}, ["date"]),
        ({"material": "gallium", "origin": "XX"}, ["origin"]),
        ({"material": "gallium", "destination": "CN"}, ["destination"]),
        ({"material": "gallium", "end_use": "dual"}, ["end_use"]),
        ({"material": "gallium", "form": "ingott"}, ["form"]),
        ({"material": "gallium", "movement": "import"}, ["movement"]),
        ({"cas": "7440-55-4"}, ["cas"]),
        ({"hs_code": "81-X"}, ["hs_code"]),
        ({"control_code": "1C"}, ["control_code"]),
        ({"material": ["gallium"]}, ["material"]),
        ({"material": True}, ["material"]),
        ({"material": "gallium", "destnation": "DE"}, ["destnation"]),
        ({"material": "gallium", "origin": "XX", "date": "x", "form": "y"}, ["form", "origin", "date"]),
        ({}, ["material"]),
        ({"ref": "only a mark"}, ["material"]),
        (None, ["line"]),
        ("gallium", ["line"]),
        ([], ["line"]),
    ],
)
def test_a_line_that_cannot_be_read_is_that_lines_result(client: FlaskClient, asked: Any, fields: list[str]) -> None:
    """Everything that is wrong with it at once, and its neighbours are answered."""
    body = screened(client, {"material": "Dy2O3"}, asked, {"material": "gallium"}, **FROM_CHINA)
    told = body["lines"]
    assert [one["outcome"] for one in told] == ["action_required", "invalid", "action_required"]
    assert [error["field"] for error in told[1]["errors"]] == fields
    assert all(error["detail"] for error in told[1]["errors"])


def test_a_hundred_broken_lines_of_ten_thousand_are_told_in_their_places(client: FlaskClient) -> None:
    """And the others are answered, in order."""
    lines = [
        {"ref": n, "material": "gallium", "date": "soon" if n % 100 == 42 else "2026-03-02"} for n in range(10_000)
    ]
    body = screened(client, *lines, origin="CN", destination="DE")
    assert [one["ref"] for one in body["lines"]] == list(range(10_000))
    assert {one["outcome"] for one in body["lines"] if one["ref"] % 100 == 42} == {"invalid"}
    assert {one["outcome"] for one in body["lines"] if one["ref"] % 100 != 42} == {"action_required"}
    assert (body["totals"]["invalid"], body["totals"]["action_required"]) == (100, 9_900)


def test_lines_that_differ_only_in_the_kind_of_a_value_are_told_apart(client: FlaskClient) -> None:
    """Equal to a program and not to a person: 2846.0 is no code, and true is no number."""
    codes = screened(client, {"hs_code": 2846}, {"hs_code": 2846.0}, {"hs_code": "2846"}, **FROM_CHINA)["lines"]
    assert [one["outcome"] == "invalid" for one in codes] == [False, True, False]
    for values in ([True, 1], [1, True]):
        told = screened(client, *({"material": "gallium", "form": value} for value in values))["lines"]
        details = {one["given"]["form"] is True: one["errors"][0]["detail"] for one in told}
        assert details == {True: "must be text", False: "'1' is no known form"}


def test_what_is_said_once_holds_for_the_lines_that_say_nothing(client: FlaskClient) -> None:
    """In the body or in the query; a line's own word wins."""
    lines = [{"material": "gallium"}, {"material": "gallium", "destination": "JP"}]
    body = screened(client, *lines, origin="China", destination="Germany", date="2026-03-02")
    assert [(one["origin"], one["destination"]) for one in body["lines"]] == [("CN", "DE"), ("CN", "JP")]
    query = {"origin": "China", "destination": "Germany", "date": "2026-03-02"}
    assert client.post(ROUTE, query_string=query, json={"lines": lines}).get_json() == body


@pytest.mark.parametrize(
    ("query", "body", "field"),
    [
        ("?origin=XX", {"lines": []}, "origin"),
        ("?date=2026-02-30", {"lines": []}, "date"),
        ("?origin=", {"lines": []}, "origin"),
        ("?nonsense=1", {"lines": []}, "nonsense"),
        ("?origin=CN", {"lines": [], "defaults": {"origin": "CN"}}, "origin"),
        ("", {"lines": [], "defaults": {"origin": "XX"}}, "origin"),
        ("", {"lines": [], "defaults": {"colour": "red"}}, "defaults.colour"),
        ("", {"lines": [], "defaults": []}, "defaults"),
        ("", {"lines": [], "default": {}}, "default"),
        ("", {"line": []}, "lines"),
        ("", {"lines": {}}, "lines"),
        ("", [], "lines"),
        ("?format=xml", {"lines": []}, "format"),
    ],
)
def test_what_is_wrong_with_the_whole_is_a_422_that_names_it(
    client: FlaskClient, query: str, body: Any, field: str
) -> None:
    """A default that cannot be read would be wrong on every line."""
    response = client.post(ROUTE + query, json=body)
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert field in [error["parameter"] for error in response.get_json()["errors"]]


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"lines": [NaN]}', "application/json", 400),
        (b"\xff\xfe\x00", "text/csv", 400),
        (b"", "text/csv", 400),
        (b"colour,size\nred,1\n", "text/csv", 400),
        (b'material\n"gallium\n', "text/csv", 400),
        ("material,description\nZinn,für\n".encode("cp1252"), "text/csv", 400),
        (b"material,mineral\ngallium,tin\n", "text/csv", 400),
        (b"material\ngallium\n", "text/plain", 415),
        (b"material\ngallium\n", "application/x-www-form-urlencoded", 415),
        (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 415),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_with_its_reason(
    client: FlaskClient, content: bytes, media: str, status: int
) -> None:
    """As a problem, before any line is read."""
    response = client.post(ROUTE, data=content, content_type=media)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.get_json()["detail"]


def test_a_sheet_in_another_encoding_is_read_when_it_says_so(client: FlaskClient) -> None:
    """The media type may tell it."""
    content = "material,Bezeichnung\ngallium,für Wafer\n".encode("cp1252")
    told = client.post(ROUTE, data=content, content_type="text/csv; charset=windows-1252").get_json()["lines"][0]
    assert (told["mineral"]["id"], told["given"]["Bezeichnung"]) == ("gallium", "für Wafer")


def test_a_file_may_be_uploaded_by_a_form(client: FlaskClient) -> None:
    """Under the name file; another name is told."""
    content = b"material;ship to\ngallium;DE\n"
    sent = client.post(f"{ROUTE}?date=2026-03-02", data={"file": (io.BytesIO(content), "bom.csv")})
    told = sent.get_json()["lines"][0]
    assert (sent.status_code, told["mineral"]["id"], told["destination"]) == (200, "gallium", "DE")
    wrong = client.post(ROUTE, data={"upload": (io.BytesIO(content), "bom.csv")})
    assert (wrong.status_code, "file" in wrong.get_json()["detail"]) == (400, True)


def test_an_empty_list_has_an_empty_result(client: FlaskClient) -> None:
    """Nothing asked, nothing answered."""
    body = screened(client)
    assert (body["lines"], sum(body["totals"].values()), body["as_of"]) == ([], 0, None)


def test_line_by_line_the_same_is_told(client: FlaskClient) -> None:
    """The last line is what is told of the whole."""
    asked = {"lines": [{"material": "gallium"}, {"material": "tin"}], "defaults": FROM_CHINA}
    body = client.post(ROUTE, json=asked).get_json()
    response = client.post(ROUTE, json=asked, headers={"Accept": "application/x-ndjson"})
    assert response.content_type == "application/x-ndjson"
    assert response.headers["Cache-Control"] == "no-store"
    *lines, last = [json.loads(one) for one in response.text.splitlines()]
    assert lines == body.pop("lines")
    assert last == body


def test_a_representation_that_is_not_offered_is_406(client: FlaskClient) -> None:
    """It is not another one."""
    refused = client.post(ROUTE, json={"lines": []}, headers={"Accept": "application/xml"})
    assert refused.status_code == 406


def test_the_limits_are_named_where_they_are_passed(client: FlaskClient) -> None:
    """One line more than allowed."""
    lines = [{"material": "tin"}] * 10_001
    response = client.post(ROUTE, json={"lines": lines})
    assert (response.status_code, "10,000 lines" in response.get_json()["detail"]) == (413, True)
    assert client.post(ROUTE, json={"lines": lines[1:]}).status_code == 200


def test_only_a_post_screens(client: FlaskClient) -> None:
    """A list is never in an address."""
    response = client.get(ROUTE)
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, {"OPTIONS", "POST"})


def test_a_dataset_that_was_pinned_must_be_the_one_that_answers(client: FlaskClient) -> None:
    """Else it is a conflict, as everywhere."""
    version = client.get("/v1/version").get_json()["dataset"]["version"]
    assert client.post(f"{ROUTE}?dataset={version}", json={"lines": []}).status_code == 200
    assert client.post(f"{ROUTE}?dataset=0000000000000000", json={"lines": []}).status_code == 409


def test_the_same_question_to_the_same_data_has_the_same_id(client: FlaskClient, database: Path) -> None:
    """Another line, order, default or day makes another question; a filled-in day counts as one."""
    two = [{"material": "gallium", "date": "2026-03-02"}, {"material": "tin", "date": "2026-03-02"}]
    first = screened(client, *two)["screening_id"]
    assert screened(client, *two)["screening_id"] == first
    later = create_app(Settings(database=database), now=lambda: datetime(2026, 12, 1, tzinfo=UTC)).test_client()
    assert screened(later, *two)["screening_id"] == first
    undated = [{"material": "gallium"}, {"material": "tin"}]
    ids = {
        screened(client, *two[::-1])["screening_id"],
        screened(client, *two, destination="DE")["screening_id"],
        screened(client, {**two[0], "ref": "1"}, two[1])["screening_id"],
        screened(client, *undated)["screening_id"],
        screened(later, *undated)["screening_id"],
        first,
    }
    assert len(ids) == 6


@pytest.mark.parametrize("reads", [1, 2, 3, 4])
def test_midnight_does_not_fall_into_a_list(database: Path, reads: int) -> None:
    """The day that is told is the day that answered, though the clock went on meanwhile."""
    evening, midnight = datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), datetime(2026, 11, 22, 16, tzinfo=UTC)
    instants = iter([evening] * reads + [midnight] * 50)
    late = create_app(Settings(database=database), now=lambda: next(instants)).test_client()
    body = screened(late, {"material": "tin"})
    assert body["as_of"] == body["lines"][0]["as_of"]


def test_the_day_that_was_filled_in_is_told(client: FlaskClient) -> None:
    """Today in the service's zone, for the lines without a date."""
    assert screened(client, {"material": "tin"})["as_of"] == "2026-11-22"
    assert screened(client, {"material": "tin", "date": "2026-03-02"})["as_of"] is None


# A real server


def post(address: str, body: bytes | list[bytes], media: str = "application/json") -> tuple[int, bytes]:
    """What a real server answers."""
    request = Request(f"{address}{ROUTE}", data=body, headers={"Content-Type": media})
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def test_six_megabytes_are_refused_within_a_second_and_the_worker_lives_on(database: Path, tmp_path: Path) -> None:
    """The limit is named; the next list is answered by the same process."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, "--workers", "1", cwd=tmp_path) as server:
        small = json.dumps({"lines": [{"material": "Dy2O3"}], "defaults": FROM_CHINA}).encode()
        assert post(server.address, small)[0] == 200
        big = json.dumps({"lines": [{"material": "gallium", "description": "x" * 600}] * 9_900}).encode()
        assert len(big) > 6_000_000
        before = monotonic()
        status, body = post(server.address, big)
        took = monotonic() - before
        assert (status, "5,242,880 bytes" in json.loads(body)["detail"]) == (413, True)
        assert took < 1
        assert json.loads(post(server.address, small)[1])["lines"][0]["outcome"] == "action_required"


@pytest.mark.parametrize("kilobytes", [5_000, 5_200])
def test_a_body_without_a_length_is_taken_whole_or_not_at_all(database: Path, tmp_path: Path, kilobytes: int) -> None:
    """Cut at the limit, a table would have lost its last lines in silence."""
    row = b"gallium," + b"x" * 10_231 + b"\n"
    sent = [b"material,note\n", *(row for _ in range(kilobytes // 10))]
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, "--workers", "1", cwd=tmp_path) as server:
        status, body = post(server.address, sent, "text/csv")
    if kilobytes == 5_000:
        assert (status, len(json.loads(body)["lines"])) == (200, 500)
    else:
        assert (status, "5,242,880 bytes" in json.loads(body)["detail"]) == (413, True)
