"""A mineral's page says what the API answers, and nothing else."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from service.pages.chart import chart
from service.pages.wording import day, spoken
from tests.pages.reading import opened, said, same, words

ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("gallium", {}),
    ("gallium", {"origin": "CN", "destination": "US", "as_of": "2026-11-22"}),
    ("holmium", {"as_of": "2026-12-01"}),
    ("Dy2O3", {"origin": "CN", "destination": "DE", "end_use": "civil"}),
    ("rare-earths", {"as_of": "2025-10-20"}),
    ("copper", {}),
    ("cobalt", {"as_of": "2025-11-01", "origin": "CD"}),
    ("potash", {}),
)
EACH = pytest.mark.parametrize(("name", "scope"), ASKED)


def address(name: str, scope: dict[str, str]) -> str:
    """The page's address."""
    return f"/minerals/{name}" + ("?" + urlencode(scope) if scope else "")


@EACH
def test_the_answer_its_conditions_and_warnings_are_those_of_the_api(
    client: FlaskClient, name: str, scope: dict[str, str]
) -> None:
    """By the line that the page itself gives."""
    page = opened(client, address(name, scope))
    body = client.get(same(page)).get_json()
    answer = page.xpath("//section[contains(@class,'answer')]")[0]
    assert f"s-{body['status']}" in answer.classes
    assert said(page, "//*[@id='summary']") == " ".join(body["summary"].split())
    assert spoken(body["status"]) in words(answer)
    assert ("on a condition" in words(answer)) == body["conditional"]
    assert (body["certainty"] in words(answer)) == (body["certainty"] != "recorded")
    told = words(page)
    for text in [*body["conditions"], *(warning["detail"] for warning in body["warnings"])]:
        assert " ".join(text.split()) in told
    assert said(page, "//head/title").startswith(f"{body['mineral']['name']}: {spoken(body['status'])}, ")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"/minerals/{body['mineral']['id']}"]


@EACH
def test_the_next_change_is_counted_down_from_the_day_asked(
    client: FlaskClient, name: str, scope: dict[str, str]
) -> None:
    """In days, with what it is from and to and why; where there is none the page says so."""
    page = opened(client, address(name, scope))
    body = client.get(same(page)).get_json()
    told, ahead = said(page, "//*[@id='next']"), body["next_change"]
    if ahead is None:
        assert told == f"No change of this status is on record after {day(body['as_of'])}."
        return
    left = (date.fromisoformat(ahead["on"]) - date.fromisoformat(body["as_of"])).days
    assert told.startswith(f"in {left:,} day{'s' if left > 1 else ''} on {day(ahead['on'])}")
    assert f"{spoken(ahead['from'])} → {spoken(ahead['to'])}" in told
    assert " ".join(ahead["because"].split()) in told
    assert ("unresolved" in told) == (ahead["certainty"] == "unresolved")


@EACH
def test_every_origin_exception_member_reading_measure_and_claim_is_there(
    client: FlaskClient, name: str, scope: dict[str, str]
) -> None:
    """As many as the API lists, each measure with the official address of its instrument."""
    page = opened(client, address(name, scope))
    body = client.get(same(page)).get_json()

    def rows(label: str) -> int:
        return len(page.xpath(f"//div[@aria-label='{label}']//tbody/tr"))

    assert rows("By origin") == len(body["origins"])
    assert rows("Narrower cases that fare worse") == len(body["exceptions"])
    assert rows("Its members") == len(body["members"])
    lists = ("in_force", "suspended", "announced", "end_user_lists", "related")
    measures = [measure for origin in body["origins"] for word in lists for measure in origin[word]]
    shown = page.xpath("//h2[@id='law']/following-sibling::*//li[contains(@class,'measure')][h4]")
    assert sorted(said(one, "h4") for one in shown) == sorted(" ".join(m["title"].split()) for m in measures)
    official = sorted(str(link) for link in page.xpath("//a[@class='official']/@href"))
    assert official == sorted(measure["url"] for measure in measures if measure["url"])
    claims = page.xpath("//h2[@id='reported']/following-sibling::ul[1]/li")
    assert [said(one, "span[@class='tag']") for one in claims] == [spoken(c["standing"]) for c in body["reported"]]
    for one, claim in zip(claims, body["reported"], strict=True):
        assert " ".join(claim["statement"].split()) in words(one)


@EACH
def test_the_chart_and_its_table_hold_the_whole_timeline(client: FlaskClient, name: str, scope: dict[str, str]) -> None:
    """A row of the table for every entry; a row of the chart for every measure, with a bar for each state in sight."""
    page = opened(client, address(name, scope))
    source = next(code for code in map(words, page.xpath("//p[@class='curl']/code")) if "/timeline" in code)
    entries = client.get(source.removeprefix("curl 'http://localhost").rstrip("'")).get_json()["entries"]
    assert len(page.xpath("//table[@id='periods']/tbody/tr")) == len(entries)
    periods = [entry for entry in entries if entry["kind"] == "period"]
    drawn = page.xpath("//li[@data-measure]")
    assert {row.get("data-measure") for row in drawn} == {entry["measures"][0] for entry in periods}
    for row in drawn:
        states = [entry["state"] for entry in periods if entry["measures"][0] == row.get("data-measure")]
        bars = [bar.get("class").split()[1].removeprefix("b-") for bar in row.xpath(".//rect[@class]")]
        assert set(bars) <= set(states)


def entry(start: str | None, until: str | None, state: str = "in_force") -> dict[str, object]:
    """A period of one measure."""
    of = {"kind": "period", "origin": "CN", "measures": ["m"], "status": "prohibited"}
    return {**of, "from": start, "until": until, "state": state}


def test_bars_stand_where_their_days_are() -> None:
    """Proportional to time; open ends reach the edge; what has no first day has no bar."""
    drawn = chart(
        [entry(None, None), entry("2024-01-01", "2025-01-01"), entry("2025-01-01", None, "suspended")],
        "2025-06-01",
        {"CN": "2025-07-02"},
    )
    assert (drawn.scale.start, drawn.scale.end) == (date(2024, 1, 1), date(2026, 1, 1))
    (row,) = drawn.goods
    assert [(bar.x, bar.width, bar.state) for bar in row.bars] == [
        ("0.00%", "50.07%", "in_force"),
        ("50.07%", "49.93%", "suspended"),
    ]
    assert row.reviewed == drawn.scale.place("2025-07-02") == "74.97%"
    assert drawn.scale.place("2026-01-01") is None


def test_what_lies_beyond_the_years_in_sight_is_not_drawn_at_their_edge() -> None:
    """A period that ended long before, and an event of that time, are in the table alone."""
    old = {**entry("1999-05-01", None), "kind": "event", "status": None}
    drawn = chart([entry("1998-01-01", "1999-01-01"), old], "2025-06-01", {})
    assert drawn.goods[0].bars == []
    assert drawn.events == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_can_be_shown(client: FlaskClient, day: str) -> None:
    """As the API can be asked for them."""
    opened(client, f"/minerals/gallium?as_of={day}")
    opened(client, f"/?as_of={day}&origin=CN")


def test_an_unknown_name_leads_to_near_ones(client: FlaskClient) -> None:
    """As links to their pages, the question kept."""
    page = opened(client, "/minerals/disprosium?destination=DE", 404)
    links = page.xpath("//ul[@class='instead']//a/@href")
    assert "/minerals/dysprosium?destination=DE" in links
    several = opened(client, "/minerals/didymium", 404)
    candidates = client.get("/v1/minerals/didymium").get_json()["candidates"]
    assert [words(one) for one in several.xpath("//ul[@class='instead']//a")] == candidates


def test_what_is_taken_away_is_what_the_page_is_about(client: FlaskClient) -> None:
    """Table, calendar and feed of the same mineral and scope; every link of them answers."""
    page = opened(client, "/minerals/Ga?origin=CN&destination=US&as_of=2026-11-22")
    links = [str(link) for link in page.xpath("//ul[@class='downloads']//a/@href")]
    media = [client.get(link).mimetype for link in links[:4]]
    assert media == ["text/csv", "text/calendar", "application/atom+xml", "application/json"]
    assert all("destination=US" in link for link in links)
