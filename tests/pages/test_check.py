"""A list that is checked without a script comes to what the API says, and leaves nothing behind."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from service.app import create_app
from service.pages.check import SHOWN
from service.settings import Settings
from tests.conftest import NOW, ROOT
from tests.pages.reading import BROWSER, opened, said, words

LIST = (ROOT / "tests" / "data" / "bom.csv").read_bytes()


def posted(client: FlaskClient, form: Mapping[str, Any], status: int = 200) -> Any:
    """The page that a form comes back with."""
    response = client.post("/check", data=dict(form), headers={"Accept": BROWSER}, content_type="multipart/form-data")
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert response.headers["Cache-Control"] == "no-store"
    return html.document_fromstring(response.text)


def file(content: bytes) -> tuple[io.BytesIO, str]:
    """A file in a form."""
    return io.BytesIO(content), "list.csv"


@pytest.mark.parametrize("how", ["file", "list"])
def test_totals_and_every_line_are_those_of_the_api(client: FlaskClient, how: str) -> None:
    """Dropped or pasted: outcome, mineral, reason and next change of each line."""
    page = posted(client, {how: file(LIST) if how == "file" else LIST.decode(), "as": "page"})
    body = client.post("/v1/screenings", data=LIST, content_type="text/csv").get_json()
    totals = {entry.get("data-outcome"): int(said(entry, "b")) for entry in page.xpath("//*[@id='totals']/li")}
    assert totals == body["totals"]
    rows = page.xpath("//table[@id='lines']/tbody/tr")
    for row, line in zip(rows, body["lines"], strict=True):
        number, mine, outcome, mineral, why, ahead = map(words, row.xpath("td"))
        assert (number, mine) == (str(line["line"]), line["ref"])
        assert outcome.startswith(line["outcome"].replace("_", " "))
        assert mineral == (line["mineral"] or {"name": ""})["name"]
        assert line["errors"] or line["did_you_mean"] or why == " ".join((line["summary"] or "").split())
        assert bool(ahead) == bool(line["next_change"])
        for error in line["errors"]:
            assert f"{error['field']}: {error['detail']}" in why
    for link in page.xpath("//table[@id='lines']//a/@href"):
        assert client.get(link).status_code == 200


def test_what_holds_for_every_line_is_sent_along(client: FlaskClient) -> None:
    """And stays chosen in the form; an empty choice is none."""
    form = {"list": "material\nGa\n", "origin": "CN", "destination": "US", "end_use": "", "date": "2024-12-10"}
    page = posted(client, form)
    assert said(page, "//li[@data-outcome='blocked']/b") == "1"
    assert page.xpath("//select[@name='destination']/option[@selected]/@value") == ["US"]
    assert "/v1/screenings?origin=CN&destination=US&date=2024-12-10" in said(page, "//p[@class='curl']/code")


def test_the_table_is_the_apis_own(client: FlaskClient) -> None:
    """Byte for byte, to be saved."""
    answer = client.post("/check", data={"file": file(LIST), "as": "csv"}, headers={"Accept": BROWSER})
    plain = client.post("/v1/screenings", data=LIST, content_type="text/csv", headers={"Accept": "text/csv"})
    assert answer.data == plain.data
    assert answer.headers["Content-Disposition"] == plain.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_of_a_long_list_the_page_shows_the_first_lines_and_says_so(client: FlaskClient) -> None:
    """All of it is counted, and the page stays light."""
    lines = SHOWN + 50
    page = posted(client, {"list": "material,destination\n" + "Dy2O3,DE\n" * lines})
    assert len(page.xpath("//table[@id='lines']/tbody/tr")) == SHOWN
    assert f"The first {SHOWN} of {lines} lines are shown" in said(page, "//*[@id='shown']")
    assert sum(int(said(entry, "b")) for entry in page.xpath("//*[@id='totals']/li")) == lines
    assert len(html.tostring(page)) < 115_000


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"list": " "}, 400, "Choose a file with a list, or paste one."),
        ({"list": "a,b\n1,2\n"}, 400, "no column is called by a name that is known"),
        ({"list": "material\nGa\n", "origin": "Atlantis"}, 422, "origin"),
        ({"list": "material\n" + "Ga\n" * 10_001}, 413, "a list may have 10,000 lines, this one has 10,001"),
    ],
)
def test_what_cannot_be_read_is_said_on_a_page(
    client: FlaskClient, form: dict[str, str], status: int, told: str
) -> None:
    """In the words of the API."""
    assert told.lower() in words(posted(client, form, status)).lower()


def test_a_list_that_is_too_large_is_refused_as_the_api_refuses_it(database: Path) -> None:
    """By the list's own limit, whatever the form adds; far above it unread."""
    client = create_app(Settings(database=database, max_body=1000), now=lambda: NOW).test_client()
    for size in (1001, 200_000):
        page = posted(client, {"list": "material\n" + "x" * size}, 413)
        assert "a list may have" in words(page).lower()


def test_the_empty_form_says_how_much_may_be_sent(client: FlaskClient) -> None:
    """And shows no result."""
    page = opened(client, "/check")
    assert "up to 10,000 lines and 5 MiB" in said(page, "//p[@class='lead']")
    assert page.xpath("//section[@id='result' and @hidden]")
