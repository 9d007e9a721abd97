"""A parts list as procurement sends it: sixty lines with every awkward case, each checked, however it was saved."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

DATA = Path(__file__).parents[1] / "data"
LIST = (DATA / "bom.csv").read_bytes()


def screened(client: FlaskClient, content: bytes, media: str = "text/csv", query: str = "") -> dict[str, Any]:
    """The result of a table."""
    response = client.post(f"/v1/screenings{query}", data=content, content_type=media)
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def row(line: dict[str, Any]) -> dict[str, str]:
    """A result in the words of ``bom-expected.csv``."""
    near = [*line["did_you_mean"], *(word for error in line["errors"] for word in error["did_you_mean"])]
    told = {
        **{name: line[name] for name in ("line", "ref", "outcome", "at_worst", "identified_by", "form", "status")},
        "certainty": line["certainty"],
        "mineral": (line["mineral"] or {}).get("id"),
        "candidates": " ".join(one["mineral"]["id"] for one in line["candidates"]),
        "wrong": " ".join(error["field"] for error in line["errors"]),
        "did_you_mean": " ".join(word.replace(" ", "_") for word in near),
    }
    return {name: "" if value is None else str(value) for name, value in told.items()}


def expected() -> list[dict[str, str]]:
    """What each line of the list comes to."""
    with (DATA / "bom-expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def result(app: Any) -> dict[str, Any]:
    """The list, screened once."""
    return screened(app.test_client(), LIST)


@pytest.mark.parametrize("wanted", expected(), ids=lambda one: f"{one['line']}-{one['ref']}")
def test_each_line_comes_to_what_it_should(result: dict[str, Any], wanted: dict[str, str]) -> None:
    """Outcome, mineral, how it was identified, status; or what is wrong, with what may have been meant."""
    assert row(result["lines"][int(wanted["line"]) - 1]) == wanted


def test_no_line_is_lost_and_the_totals_add_up(result: dict[str, Any]) -> None:
    """Sixty, in order, with every column of the caller's given back."""
    assert [line["line"] for line in result["lines"]] == list(range(1, 61))
    assert result["totals"] == {
        outcome: sum(one["outcome"] == outcome for one in expected()) for outcome in result["totals"]
    }
    assert sum(result["totals"].values()) == 60
    with io.StringIO(LIST.decode(), newline="") as sheet:
        given = list(csv.DictReader(sheet))
    assert [line["given"] for line in result["lines"]] == given


def test_the_nearest_changes_that_touch_the_list_come_first(result: dict[str, Any]) -> None:
    """The end of the pause of the gallium ban is among them, with the lines it touches."""
    days = [change["on"] for change in result["next_changes"]]
    assert days == sorted(days)
    ban = next(change for change in result["next_changes"] if change["on"] == "2026-11-28")
    assert (ban["mineral"], ban["to"], ban["certainty"], ban["instrument"]) == (
        "gallium", "prohibited", "unresolved", "cn-mofcom-2024-46",
    )  # fmt: skip
    assert ban["lines"] >= 1


def saved(
    delimiter: str = ",", encoding: str = "utf-8", mark: bytes = b"", first: str = "", end: str = "\r\n"
) -> bytes:
    """The list as another program saves it."""
    out = io.StringIO()
    with io.StringIO(LIST.decode(), newline="") as sheet:
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(csv.reader(sheet))
    return mark + (first + out.getvalue()).encode(encoding)


VARIANTS = {
    "semicolons": saved(";"),
    "semicolons and a mark": saved(";", mark=b"\xef\xbb\xbf"),
    "tabs": saved("\t"),
    "told delimiter": saved(";", first="sep=;\r\n"),
    "UTF-16 with a mark": saved(";", "utf-16-le", b"\xff\xfe"),
    "UTF-16, the other order": saved("\t", "utf-16-be", b"\xfe\xff"),
    "UTF-16 without a mark": saved(",", "utf-16-le"),
    "unix line ends": saved(end="\n"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_however_the_list_was_saved_it_is_the_same_question(
    client: FlaskClient, result: dict[str, Any], name: str
) -> None:
    """The same lines, so the same outcomes under the same id."""
    assert screened(client, VARIANTS[name]) == result


def test_the_order_of_columns_does_not_matter(client: FlaskClient, result: dict[str, Any]) -> None:
    """What is asked is the same, so the id is too."""
    with io.StringIO(LIST.decode(), newline="") as sheet:
        turned = [cells[::-1] for cells in csv.reader(sheet)]
    out = io.StringIO()
    csv.writer(out).writerows(turned)
    again = screened(client, out.getvalue().encode())
    assert again["screening_id"] == result["screening_id"]
    assert [row(line) for line in again["lines"]] == [row(line) for line in result["lines"]]


def test_as_a_table_the_callers_columns_come_first_and_nothing_runs_as_a_formula(client: FlaskClient) -> None:
    """One row a line; what begins like a formula is text."""
    response = client.post("/v1/screenings?format=csv", data=LIST, content_type="text/csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="screening.csv"'
    with io.StringIO(response.data.decode("utf-8-sig"), newline="") as sheet:
        header, *rows = list(csv.reader(sheet))
    assert header[:3] == ["Part No", "Material", "Symbol"]
    assert header[18:21] == ["outcome", "at_worst", "mineral"]
    assert len(rows) == 60
    assert {len(cells) for cells in rows} == {len(header)}
    assert [cells[header.index("outcome")] for cells in rows] == [one["outcome"] for one in expected()]
    formula = rows[51]
    assert (formula[0], formula[6], formula[13], formula[17]) == ("'=cmd()", "'=cmd()|'/C calc'!A0", "'+1", "'@4900")
    assert not [cell for cells in [header, *rows] for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
