"""What every page is made of: its policy, its files, its weight, its manners, and its errors."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings
from tests.conftest import NOW
from tests.pages.reading import BROWSER, VIEWS, opened, said

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EACH = pytest.mark.parametrize("address", VIEWS)
ASK = {"Accept": BROWSER}


@EACH
def test_a_page_is_html_under_a_strict_policy_and_kept_as_an_answer_is(client: FlaskClient, address: str) -> None:
    """Nothing inline, nothing from elsewhere, nowhere in a frame; a validator, by which it is 304 the next time."""
    first = client.get(address, headers=ASK)
    assert first.headers["Content-Security-Policy"] == POLICY
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get(address, headers={**ASK, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["Content-Security-Policy"]) == (304, b"", POLICY)


@EACH
def test_a_page_with_its_files_is_light_and_has_nothing_inline(client: FlaskClient, address: str) -> None:
    """Under 150 kB in all as it is sent; no script, style or handler in it, and no file of another host."""
    text = client.get(address, headers=ASK).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert all(not body.strip() for body in re.findall(r"<script[^>]*>(.*?)</script>", text, flags=re.DOTALL))
    weight = len(text.encode())
    files = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]*)"(?: integrity="sha384-([^"]*)")?', text)
    assert len([file for file in files if file[0].startswith("/assets/")]) == 3
    for file, integrity in files:
        if not file.startswith("/assets/"):
            continue
        answer = client.get(file)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert not integrity or integrity == base64.b64encode(hashlib.sha384(answer.data).digest()).decode()
        weight += len(answer.data)
    assert weight < 150_000, weight


@EACH
def test_a_page_is_titled_and_ends_honestly(client: FlaskClient, address: str) -> None:
    """A title for a bookmark, one heading, a skip link; the data that answered, and that it is no advice."""
    page = opened(client, address)
    dataset = client.get("/v1/version").get_json()["dataset"]
    assert re.fullmatch(r".{4,} · Mineral export controls", said(page, "//head/title"))
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == len(page.xpath("//main[@id='main']")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    ending = said(page, "//footer")
    assert f"Dataset {dataset['version']}" in ending
    assert "reviewed through 30 June 2026" in ending
    assert "none is legal advice" in ending


def test_a_page_of_a_filled_in_day_ends_with_the_day(database: Path) -> None:
    """As the answer that it is drawn from."""
    late = datetime(2026, 11, 22, 15, 59, 30, tzinfo=UTC)
    client = create_app(Settings(database=database), now=lambda: late).test_client()
    assert client.get("/", headers=ASK).headers["Cache-Control"] == "public, max-age=30"
    assert client.get("/?as_of=2026-11-22", headers=ASK).headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("file", ["page.js", "page.css", "icon.svg"])
def test_the_files_name_no_other_host(client: FlaskClient, file: str) -> None:
    """They load nothing else."""
    text = client.get(f"/assets/{file}").text.replace("http://www.w3.org/2000/svg", "")
    assert "//" not in re.sub(r"(?m)(^| )// .*$", "", text)
    assert client.get(f"/assets/other-{file}").status_code == 404


def test_an_error_is_a_page_for_a_browser_and_a_problem_for_a_program(client: FlaskClient) -> None:
    """The same error, named in the same words."""
    address = "/?destination=de"
    page, problem = opened(client, address, 422), client.get(address)
    assert problem.content_type == "application/problem+json"
    error = problem.get_json()["errors"][0]
    assert said(page, "//ul[@class='warnings']/li") == f"{error['parameter']} {error['detail']}"
    assert page.xpath("//ul[@class='instead']//a/@href") == ["/?destination=DE"]
    assert client.get(address, headers=ASK).headers["Content-Security-Policy"] == POLICY
    assert client.get(address, headers=ASK).headers["Cache-Control"] == "no-store"
    assert said(opened(client, "/minerals/nothing", 404), "//h1") == "No mineral has this name"
    for other in ("/nothing", "/v1/minerals/nothing"):  # no page was asked for there
        assert client.get(other, headers=ASK).content_type == "application/problem+json"
    assert client.get("/nothing", headers={"Accept": "*/*"}).content_type == "application/problem+json"
    assert client.get("/nothing?format=json", headers=ASK).content_type == "application/problem+json"


def test_where_keys_are_wanted_the_page_wants_one_and_says_so(database: Path, tmp_path: Path) -> None:
    """In words that can be read, and with the header that names the way."""
    keys = tmp_path / "keys"
    keys.write_text(f"buyer:{hashlib.sha256(b'secret').hexdigest()}\n", encoding="ascii")
    client = create_app(Settings(database=database, api_keys_file=keys), now=lambda: NOW).test_client()
    answer = client.get("/", headers=ASK)
    assert (answer.status_code, answer.mimetype) == (401, "text/html")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="export-controls"'
    assert "An access key is needed" in answer.text
    known = client.get("/", headers={**ASK, "Authorization": "Bearer secret"})
    assert (known.status_code, known.headers["Cache-Control"]) == (200, "private, max-age=60")


def test_where_there_is_a_limit_pages_count(database: Path) -> None:
    """By the same share as every other request, once each."""
    client = create_app(Settings(database=database, rate_limit="2/hour"), now=lambda: NOW).test_client()
    for left in ("1", "0"):
        assert f"r={left};" in client.get("/?as_of=2026-11-22", headers=ASK).headers["RateLimit"]
    refused = client.get("/", headers=ASK)
    assert (refused.status_code, refused.mimetype) == (429, "text/html")
    assert "wait for" in refused.text
