"""The ledger lists what the API lists, day by day."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from service.pages.wording import day
from tests.pages.reading import opened, said, same, words

WINDOWS: tuple[dict[str, str], ...] = (
    {},
    {"mineral": "gallium", "destination": "US", "end_use": "civil", "from": "2024-01-01"},
    {"origin": "CN", "from": "2025-01-01", "to": "2025-12-31"},
    {"mineral": "REE", "from": "0001-01-01"},
)


@pytest.mark.parametrize("asked", WINDOWS, ids=urlencode)
def test_every_change_of_the_api_is_in_the_ledger(client: FlaskClient, asked: dict[str, str]) -> None:
    """By day: each mineral with its origin, both statuses and the reason, and no change more."""
    page = opened(client, "/changes?" + urlencode(asked))
    body = client.get(same(page)).get_json()
    entries = {
        str(entry.xpath("./h2/time/@datetime")[0]): entry for entry in page.xpath("//ol[@class='ledger']/li[h2]")
    }
    assert list(entries) == sorted({row["on"] for row in body["data"]})
    assert sum(int(line.get("data-changes")) for line in page.xpath("//li[@data-changes]")) == len(body["data"])
    for row in body["data"]:
        told = words(entries[row["on"]])
        spoken = [row["mineral_name"], *(row[name].replace("_", " ") for name in ("before", "after"))]
        assert all(word in told for word in [*spoken, *row["because"].split()[1:]]), row
        links = entries[row["on"]].xpath(f".//a[starts-with(@href, '/minerals/{row['mineral']}?')]/@href")
        assert any(f"as_of={row['on']}" in link and f"origin={row['origin']}" in link for link in links)
    assert said(page, "//*[@id='count']").startswith(f"{body['total']} change")


def test_past_and_coming_are_parted_by_today(client: FlaskClient) -> None:
    """The day of asking stands between them, and can be jumped to."""
    page = opened(client, "/changes?mineral=gallium")
    items = page.xpath("//ol[@class='ledger']/li")
    at = next(place for place, item in enumerate(items) if item.get("id") == "coming")
    assert "Today is 22 November 2026" in words(items[at])
    days = [item.xpath("./h2/time/@datetime") for item in items]
    assert all(found[0] <= "2026-11-22" for found in days[:at])
    assert all(found[0] > "2026-11-22" for found in days[at + 1 :])
    assert page.xpath("//a[@href='#coming']")


def test_no_change_is_said_and_is_no_clearance(client: FlaskClient) -> None:
    """An empty window."""
    page = opened(client, "/changes?mineral=potash&from=2025-01-01&to=2025-01-02")
    assert "That is no clearance" in words(page.xpath("//main")[0])


def test_later_changes_stand_on_further_pages_and_none_is_lost(client: FlaskClient) -> None:
    """Followed by the page's own links."""
    counted, total = 0, None
    address: str | None = "/changes?from=0001-01-01"
    while address:
        page = opened(client, address)
        counted += sum(int(line.get("data-changes")) for line in page.xpath("//li[@data-changes]"))
        total = int(said(page, "//*[@id='count']").split()[0])
        address = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert counted == total == client.get("/v1/changes?from=0001-01-01").get_json()["total"]


def test_the_subscriptions_are_of_the_question(client: FlaskClient) -> None:
    """Calendar, feed and table of the same mineral and scope; the feed also in the head, where readers look."""
    page = opened(client, "/changes?mineral=gallium&destination=US&from=2024-01-01")
    links = [str(link) for link in page.xpath("//ul[@class='downloads']//a/@href") if "/v1/" in link]
    assert [client.get(link).mimetype for link in links] == ["text/calendar", "application/atom+xml", "text/csv"]
    assert all("mineral=gallium" in link and "destination=US" in link for link in links)
    assert links[1] in page.xpath("//link[@rel='alternate']/@href")


def test_a_table_that_cannot_hold_all_changes_says_so(client: FlaskClient) -> None:
    """As many as the API gives at once; of fewer there is nothing to say."""
    for asked, name in (("from=0001-01-01", "CSV, the first 500"), ("mineral=gallium", "CSV")):
        page = opened(client, f"/changes?{asked}")
        (link,) = [one for one in page.xpath("//ul[@class='downloads']//a") if "format=csv" in one.get("href")]
        assert words(link) == name
        assert (client.get(link.get("href")).text.count("\n") > 500) == ("first" in name)


def test_the_page_of_a_day_that_was_not_asked_names_it(client: FlaskClient) -> None:
    """A year before today to the last day on record, in words."""
    page = opened(client, "/changes")
    body = client.get(same(page)).get_json()
    assert body["window"]["from"] == "2025-11-22"
    assert f"{day('2025-11-22')} to {day(body['window']['to'])}" in said(page, "//p[@class='lead']")
