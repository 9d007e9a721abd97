"""The same answer as JSON, as text for a shell, as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from service.http.tables import as_csv, defused, text

STATUS = "/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN&destination=US"


def test_text_starts_with_the_status_word_and_has_stable_columns(client: FlaskClient) -> None:
    """The overall row first, then one an origin; tabs between, no header, - for null."""
    response = client.get(STATUS, headers={"Accept": "text/plain"})
    assert response.content_type == "text/plain; charset=utf-8"
    row = (
        "licence_required\trecorded\t-\tgallium\t{}\tUS\t-\t2025-12-01\t2026-11-28\tprohibited\tcn-mofcom-gac-2023-23\n"
    )
    assert response.text == row.format("*") + row.format("CN")


def test_conditional_is_one_word(client: FlaskClient) -> None:
    """For a test in a shell."""
    first = client.get("/v1/minerals/ndfeb-magnet/status?as_of=2025-05-15&format=text").text.splitlines()[0]
    assert first.split("\t")[:5] == ["licence_required", "recorded", "conditional", "ndfeb-magnet", "*"]


@pytest.mark.parametrize(
    "address",
    [STATUS, "/v1/restrictions?month=2025-04", "/v1/changes?mineral=gallium", "/v1/minerals", "/v1/instruments"],
)
def test_each_representation_has_a_validator_of_its_own(client: FlaskClient, address: str) -> None:
    """Three ETags for one address; each answers 304 on its own only."""
    kinds = ("application/json", "text/plain", "text/csv")
    tags = {kind: client.get(address, headers={"Accept": kind}).headers["ETag"] for kind in kinds}
    assert len(set(tags.values())) == 3
    for kind in kinds:
        for other, tag in tags.items():
            response = client.get(address, headers={"Accept": kind, "If-None-Match": tag})
            assert response.status_code == (304 if kind == other else 200)
            assert "Accept" in response.headers["Vary"]


def test_format_wins_over_accept(client: FlaskClient) -> None:
    """For people who type addresses."""
    response = client.get(f"{STATUS}&format=csv", headers={"Accept": "application/json"})
    assert response.mimetype == "text/csv"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("text/*", "text/plain"),
        ("text/csv;q=0.5, text/plain;q=0.9", "text/plain"),
        ("application/json;q=0, */*", "text/plain"),
    ],
)
def test_accept_chooses(client: FlaskClient, accept: str, media: str) -> None:
    """JSON unless the caller would rather have something else that is offered."""
    assert client.get(STATUS, headers={"Accept": accept}).mimetype == media


def test_a_form_that_is_not_offered_is_406_and_a_word_that_is_none_is_422(client: FlaskClient) -> None:
    """Never another form than the one asked for."""
    assert client.get(f"{STATUS}&format=ics").status_code == 406
    assert client.get(STATUS, headers={"Accept": "text/calendar"}).status_code == 406
    assert client.get(f"{STATUS}&format=pdf").get_json()["errors"][0]["parameter"] == "format"


def test_csv_opens_as_a_table_with_a_header_and_a_dated_name(client: FlaskClient) -> None:
    """A byte-order mark for spreadsheets, one type a column, an empty cell for null."""
    response = client.get("/v1/restrictions?month=2025-04&origin=CN&format=csv")
    assert response.headers["Content-Disposition"] == ('attachment; filename="restrictions-2025-04-01-2025-04-30.csv"')
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert len(rows) == 9
    assert rows[0] == {
        "status": "licence_required", "certainty": "recorded", "conditional": "", "mineral": "dysprosium",
        "origin": "CN", "destination": "", "end_use": "", "as_of": "2025-04-04", "next_change_on": "",
        "next_change_to": "", "instrument": "cn-mofcom-gac-2025-18", "counted_as": "restriction",
    }  # fmt: skip


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_run_as_a_formula(cell: str) -> None:
    """What would begin a formula is quoted."""
    assert defused(cell) == "'" + cell
    assert defused("a=1") == "a=1"


def test_a_cell_cannot_break_its_row() -> None:
    """Tabs and line ends in text become spaces; CSV quotes them."""
    assert text([["a\tb\nc", None, False, 0]]) == b"a b c\t-\t-\t0\n"
    assert as_csv(["x", "y"], [['a,"b"', True]]) == b'\xef\xbb\xbfx,y\r\n"a,""b""",true\r\n'


def test_an_error_is_one_line_where_text_was_asked_and_a_problem_elsewhere(client: FlaskClient) -> None:
    """CSV asked or not."""
    wrong = "/v1/minerals/gallium/status?as_of=2025-4-1"
    line = client.get(wrong, headers={"Accept": "text/plain"})
    assert (line.status_code, line.mimetype) == (422, "text/plain")
    assert line.text == "error 422 as_of: is no calendar day written YYYY-MM-DD: '2025-4-1'\n"
    assert client.get(f"{wrong}&format=csv").mimetype == "application/problem+json"
    missing = client.get("/v1/minerals/disprosium/status?format=text")
    assert missing.text == "error 404 no mineral on record is called 'disprosium' (did you mean dysprosium?)\n"
    assert client.get("/nothing", headers={"Accept": "text/plain"}).text.startswith("error 404 ")
