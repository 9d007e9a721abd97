"""The map of controls shows what the API answers, and nothing else."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from schemas.pages import RootQuery
from service.pages import map_page
from service.pages.elements import ELEMENTS
from service.pages.show import drawn
from service.pages.wording import LETTERS, day
from tests.conformity import CONTRACT
from tests.pages.reading import BROWSER, opened, said, same, words

SCOPES: tuple[dict[str, str], ...] = (
    {},
    {"as_of": "2024-12-10", "origin": "CN", "destination": "US", "end_use": "civil"},
    {"as_of": "2026-11-28", "destination": "DE"},
    {"as_of": "2010-01-01"},
)
EACH = pytest.mark.parametrize("scope", SCOPES, ids=urlencode)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (BROWSER, "text/html"),
        ("text/html", "text/html"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        (None, "application/json"),
        ("application/json, text/html", "application/json"),
        ("application/json;q=0.5, text/html", "text/html"),
    ],
)
def test_a_browser_gets_the_page_and_a_program_the_root(client: FlaskClient, accept: str | None, media: str) -> None:
    """At one address, which says that it depends on what is wanted."""
    response = client.get("/", headers={} if accept is None else {"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, media)
    assert "Accept" in response.vary
    assert client.get("/?format=json", headers={"Accept": BROWSER}).mimetype == "application/json"


@EACH
def test_the_root_says_what_the_map_is_drawn_from(client: FlaskClient, scope: dict[str, str]) -> None:
    """For a program the very address that stands on the page."""
    address = "/?" + urlencode(scope)
    assert client.get(address).get_json()["links"]["map"] == same(opened(client, address))


@EACH
def test_every_mineral_is_on_the_map_with_what_the_api_says_of_it(client: FlaskClient, scope: dict[str, str]) -> None:
    """Status, letter, sentence and next change of each, by the line that the page itself gives."""
    page = opened(client, "/?" + urlencode(scope))
    body = client.get(same(page)).get_json()
    tiles = {tile.get("data-id"): tile for tile in page.xpath("//a[@data-id]")}
    assert len(tiles) == len(page.xpath("//a[@data-id]")) == body["total"] == len(body["data"])
    for row in body["data"]:
        tile = tiles[row["id"]]
        assert f"s-{row['status']}" in tile.classes
        assert said(tile, ".//span[@class='code']")[0] == LETTERS[row["status"]]
        assert row["status"].replace("_", " ") in said(tile, ".//*[contains(@class,'state')]")
        for word, true in (("conditional", row["conditional"]), (row["certainty"], row["certainty"] != "recorded")):
            assert (f"m-{word}" in tile.classes) == true, row["id"]
        sentence = said(tile, ".//span[@class='say']")
        assert sentence.startswith(" ".join(row["summary"].split()))
        assert ("Next change" in sentence) == bool(row["next_change"])
        if row["next_change"]:
            assert day(row["next_change"]["on"]) in sentence
        assert tile.get("href") == f"/minerals/{row['id']}" + ("?" + urlencode(ordered(scope)) if scope else "")


def ordered(scope: dict[str, str]) -> dict[str, str]:
    """The parameters in the order of the pages: the day last."""
    return {name: scope[name] for name in ("origin", "destination", "end_use", "as_of") if name in scope}


@EACH
def test_the_legend_counts_what_the_api_lists(client: FlaskClient, scope: dict[str, str]) -> None:
    """Every status of the vocabulary, with its letter and meaning, strictest first."""
    page = opened(client, "/?" + urlencode(scope))
    counted = Counter(row["status"] for row in client.get(same(page)).get_json()["data"])
    entries = page.xpath("//*[@id='legend']/div")
    vocabulary = client.get("/v1/statuses").get_json()["statuses"]
    assert [(e.get("data-status"), e.get("title")) for e in entries] == [(w["id"], w["meaning"]) for w in vocabulary]
    assert {e.get("data-status"): int(said(e, "dd")) for e in entries} == {
        w["id"]: counted[w["id"]] for w in vocabulary
    }
    assert len({e.get("data-letter") for e in entries}) == len(entries)


def test_what_is_not_on_record_says_so_and_leads_nowhere(client: FlaskClient) -> None:
    """Quietly, and never as free: no letter, no colour, no link."""
    page = opened(client, "/")
    known = {row["atomic_number"] for row in client.get("/v1/minerals?limit=500").get_json()["data"]}
    absent = page.xpath("//li[contains(@class,'off')]")
    assert len(absent) == sum(1 for element in ELEMENTS if element.number not in known)
    for cell in absent:
        assert words(cell).endswith(": not on record")
        assert not cell.xpath(".//a | .//*[@class='code'] | .//*[contains(@class,'s-')]")


def test_each_element_has_a_place_of_its_own() -> None:
    """118 of them in 18 columns; a noble gas ends every row, the lanthanides and actinides stand apart."""
    places = {(element.row, element.column): element.symbol for element in ELEMENTS}
    assert len(places) == len({element.symbol for element in ELEMENTS}) == 118
    assert [places[row, 18] for row in range(1, 8)] == ["He", "Ne", "Ar", "Kr", "Xe", "Rn", "Og"]
    assert [places[row, 4] for row in (4, 5, 6, 7)] == ["Ti", "Zr", "Hf", "Rf"]
    assert "".join(places[9, column] for column in range(3, 18)) == "LaCePrNdPmSmEuGdTbDyHoErTmYbLu"


@EACH
def test_the_scale_has_a_mark_for_every_day_of_change(client: FlaskClient, scope: dict[str, str]) -> None:
    """Those that the API lists for this scope, today, and the day that is shown; the steps lead to its neighbours."""
    page = opened(client, "/?" + urlencode(scope))
    days = page.xpath("//*[@id='days']")[0]
    narrow = {name: value for name, value in scope.items() if name != "as_of"}
    turns, address = set(), "/v1/changes?" + urlencode({"from": "0001-01-01", "limit": "500", **narrow})
    while address:
        body = client.get(address).get_json()
        turns |= {row["on"] for row in body["data"]}
        address = body["links"].get("next")
    shown = scope.get("as_of", "2026-11-22")
    stops = days.get("data-stops").split()
    assert stops == sorted(turns | {"2026-11-22", shown})
    assert int(page.xpath("//*[@id='slider']/@value")[0]) == stops.index(shown)
    at = stops.index(shown)
    for rel, there in (("prev", stops[at - 1] if at else None), ("next", (*stops, None)[at + 1])):
        (link,) = page.xpath(f"//a[@rel='{rel}']")
        wanted = "/?" + urlencode({**narrow, "as_of": there}) if there else None
        assert link.get("href") == wanted


def test_an_empty_field_of_the_form_is_not_asked(client: FlaskClient) -> None:
    """As browsers send it without a script."""
    page = opened(client, "/?origin=&destination=DE&end_use=&as_of=2026-11-28")
    assert same(page) == same(opened(client, "/?destination=DE&as_of=2026-11-28"))
    (chosen,) = page.xpath("//select[@name='destination']/option[@selected]")
    assert (chosen.get("value"), words(chosen)) == ("DE", "Germany")


def test_the_pages_stand_in_the_contract_as_pages() -> None:
    """Beside the API's own representation at the root."""
    content = CONTRACT.document["paths"]["/"]["get"]["responses"]["200"]["content"]
    assert list(content) == ["application/json", "text/html"]


def test_what_a_map_cannot_hold_is_counted_and_said(app: Flask) -> None:
    """Drawn with more minerals on record than the API gives at once; by default nothing is left out."""
    with app.test_request_context("/"):
        shown = map_page.view(RootQuery().load({}))
        assert shown["more"] == 0
        told = drawn("map.html", root="", **{**shown, "more": 1234})
    assert "1,234 more minerals are on record" in told
    assert "more minerals" not in app.test_client().get("/", headers={"Accept": BROWSER}).text
