"""The days on which a status changes: as a list, a calendar and a feed."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from icalendar import Calendar


def ask(client: FlaskClient, query: str) -> dict[str, Any]:
    """The body of an answer that must be 200."""
    response = client.get(f"/v1/changes?{query}")
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def told(body: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Each change in short."""
    return [
        (row["on"], (row["destinations"] or {"codes": []})["codes"], row["end_use"], row["before"], row["after"])
        for row in body["data"]
    ]


def test_gallium_changes_on_these_days_and_no_other(client: FlaskClient) -> None:
    """Licence for all, ban and military ban for one destination, pause, and the day the pause lapses."""
    assert told(ask(client, "mineral=gallium&origin=CN&from=2023-01-02&to=2026-12-31")) == [
        ("2023-08-01", [], None, "none_found", "licence_required"),
        ("2024-12-03", ["US"], None, "licence_required", "prohibited"),
        ("2024-12-03", ["US"], "military", "licence_required", "prohibited"),
        ("2025-11-09", ["US"], None, "prohibited", "licence_required"),
        ("2026-01-06", ["JP"], "military", "licence_required", "prohibited"),
        ("2026-11-28", ["US"], None, "licence_required", "prohibited"),
    ]


def test_a_change_says_what_happens_and_how_sure_it_is(client: FlaskClient) -> None:
    """Before, after, certainty, because."""
    (row,) = ask(client, "mineral=Ga&from=2026-11-28&to=2026-11-28")["data"]
    assert {name: row[name] for name in ("before", "after", "certainty", "instrument", "measure")} == {
        "before": "licence_required",
        "after": "prohibited",
        "certainty": "unresolved",
        "instrument": "cn-mofcom-2024-46",
        "measure": "cn-mofcom-2024-46.ban",
    }
    assert row["because"].endswith("applies again after its pause")


def test_asked_for_a_destination_only_what_concerns_it_changes(client: FlaskClient) -> None:
    """To Germany nothing changes after the licence of 2023."""
    body = ask(client, "mineral=gallium&origin=CN&destination=DE&from=2023-01-02")
    assert told(body) == [("2023-08-01", [], None, "none_found", "licence_required")]


def test_without_a_window_it_runs_from_today_to_the_last_day_on_record(client: FlaskClient) -> None:
    """What is still to come."""
    body = ask(client, "")
    assert body["window"] == {"from": "2026-11-22", "to": "2029-01-01"}
    ahead = {(row["mineral"], row["on"]) for row in body["data"]}
    assert {("gallium", "2026-11-28"), ("germanium", "2026-11-28"), ("antimony", "2026-11-28")} <= ahead
    assert {("silver", "2028-01-01"), ("manganese", "2029-01-01")} <= ahead


def test_every_member_of_a_group_is_listed(client: FlaskClient) -> None:
    """The seven of April 2025 among the seventeen."""
    body = ask(client, "mineral=REE&from=2025-04-04&to=2025-04-04&limit=500")
    plain = {row["mineral"] for row in body["data"] if row["destinations"] is None and not row["forms"]}
    assert plain == {"samarium", "gadolinium", "terbium", "dysprosium", "lutetium", "scandium", "yttrium"}


def test_the_changes_agree_with_what_each_answer_announces(client: FlaskClient) -> None:
    """The next change of a status answer is the first of the list."""
    for mineral in ("holmium", "silver", "graphite", "helium", "neodymium"):
        answer = client.get(f"/v1/minerals/{mineral}/status?as_of=2025-06-01&origin=CN").get_json()["next_change"]
        rows = ask(client, f"mineral={mineral}&origin=CN&from=2025-06-02")["data"]
        assert (answer["on"], answer["to"]) in [(row["on"], row["after"]) for row in rows if row["on"] == rows[0]["on"]]


def test_the_calendar_opens_in_a_calendar_parser(client: FlaskClient) -> None:
    """All-day events with ids that stay; the whole window, whatever the page."""
    response = client.get("/v1/changes?limit=1", headers={"Accept": "text/calendar"})
    assert response.content_type == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(response.data).walk("VEVENT")
    found = {(str(event["SUMMARY"]), str(event.decoded("DTSTART"))) for event in events}
    for mineral in ("Gallium", "Germanium", "Antimony"):
        said = f"{mineral} from CN to US: licence required to prohibited (unresolved)"
        assert (said, "2026-11-28") in found
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids)
    again = Calendar.from_ical(client.get("/v1/changes?format=ics&mineral=gallium").data).walk("VEVENT")
    assert {str(event["UID"]) for event in again} <= set(uids)


def test_the_feed_opens_in_a_feed_parser(client: FlaskClient) -> None:
    """Entries with ids, days and links."""
    response = client.get("/v1/changes?format=atom")
    feed = feedparser.parse(response.data)
    assert not feed.bozo
    days = {(entry.title.split(" from ")[0], entry.updated[:10]) for entry in feed.entries}
    assert {("Gallium", "2026-11-28"), ("Germanium", "2026-11-28"), ("Antimony", "2026-11-28")} <= days
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    gallium = next(entry for entry in feed.entries if entry.title.startswith("Gallium from CN to US"))
    assert gallium.link == "http://localhost/v1/minerals/gallium/status?as_of=2026-11-28&origin=CN&destination=US"
    assert client.get(gallium.link).get_json()["status"] == "prohibited"


def test_an_origin_without_a_record_has_no_changes_and_a_wrong_window_is_refused(client: FlaskClient) -> None:
    """Empty is empty; wrong is wrong."""
    assert ask(client, "origin=AU&mineral=gallium&from=2020-01-01")["total"] == 0
    assert client.get("/v1/changes?from=2026-01-02&to=2026-01-01").status_code == 422
    assert client.get("/v1/changes?to=2020-01-01").get_json()["errors"][0]["parameter"] == "from"
    assert client.get("/v1/changes?origin=CN&destination=CN").status_code == 422


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "mineral=helium&origin=CN&from=2026-07-09&to=2026-07-09",
            ["the record of CN speaks for helium from 2026-07-10 only"],
        ),
        ("mineral=helium&origin=CN&from=2026-07-10&to=2026-07-10", []),
        (
            "mineral=manganese&from=2026-07-10",
            [
                "; ".join(
                    [
                        "the record of EU does not speak for manganese",
                        "the record of GA speaks for manganese from 2029-01-01 only",
                        "the record of GH does not speak for manganese",
                    ]
                )
            ],
        ),
        ("mineral=helium&origin=AU&from=2026-07-10", ["the record of AU does not speak for helium"]),
    ],
)
def test_a_window_of_which_the_record_does_not_speak_says_so(client: FlaskClient, query: str, told: list[str]) -> None:
    """No change on a day before the record speaks is no clearance."""
    assert [w["detail"] for w in ask(client, query)["warnings"] if w["code"] == "not_covered"] == told
