"""Minerals, instruments, the timeline, the vocabulary and the versions."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.http.listed import get


def test_minerals_are_listed_by_id_and_by_group(client: FlaskClient) -> None:
    """The group stands beside its members."""
    every = get(client, "/v1/minerals?limit=500")
    ids = [row["id"] for row in every["data"]]
    assert ids == sorted(ids)
    assert {"rare-earths", "dysprosium", "ndfeb-magnet", "helium"} <= set(ids)
    members = get(client, "/v1/minerals?group=REE")
    assert members["total"] == 17
    assert all(row["groups"] == ["rare-earths"] for row in members["data"])


def test_a_mineral_tells_its_names_and_where_they_come_from(client: FlaskClient) -> None:
    """Identity with every name that leads to it."""
    body = get(client, "/v1/minerals/Dy")
    assert {key: body[key] for key in ("id", "name", "name_zh", "symbol", "cas", "atomic_number", "groups")} == {
        "id": "dysprosium",
        "name": "Dysprosium",
        "name_zh": "镝",
        "symbol": "Dy",
        "cas": "7429-91-6",
        "atomic_number": 66,
        "groups": ["rare-earths"],
    }
    assert {"text": "Dy2O3", "kind": "synonym", "form": "oxide"} in body["names"]
    assert body["sources"]


def test_every_name_of_every_mineral_leads_back_to_it_or_is_told_to_be_ambiguous(client: FlaskClient) -> None:
    """No name on record is a dead end."""
    for row in get(client, "/v1/minerals?limit=500")["data"]:
        for name in get(client, f"/v1/minerals/{row['id']}")["names"]:
            response = client.get("/v1/minerals/" + name["text"].replace("/", "%2F"))
            body = response.get_json()
            assert body["id"] == row["id"] if response.status_code == 200 else row["id"] in body["candidates"]


def test_instruments_are_listed_newest_first_and_by_mineral(client: FlaskClient) -> None:
    """Ninety-six acts, those on gallium among them; an act whose day is not known comes last."""
    every = get(client, "/v1/instruments?limit=500")
    days = [row["published"] or row["effective"] or "" for row in every["data"]]
    assert days == sorted(days, reverse=True)
    assert every["total"] == 96
    gallium = {row["id"] for row in get(client, "/v1/instruments?mineral=Ga")["data"]}
    through_group = {row["id"] for row in get(client, "/v1/instruments?mineral=REE&limit=500")["data"]}
    assert {"cn-mofcom-gac-2025-18", "cn-mofcom-gac-2025-57", "cn-mofcom-gac-2025-89"} <= through_group
    assert gallium == {
        "cn-mofcom-gac-2023-23", "cn-mofcom-2024-46", "cn-mofcom-most-2025-28", "kz-gallium-duty-lifted-2025", "us-ccl",
        "za-itac-export-control-2012",
    }  # fmt: skip


def test_an_instrument_tells_its_measures_whole_and_what_pauses_it(client: FlaskClient) -> None:
    """46/2024: three measures of different destinations, uses and pauses."""
    body = get(client, "/v1/instruments/cn-mofcom-2024-46")
    measures = {m["id"]: m for m in body["measures"]}
    assert set(measures) == {
        "cn-mofcom-2024-46.military",
        "cn-mofcom-2024-46.ban",
        "cn-mofcom-2024-46.graphite",
    }
    assert measures["cn-mofcom-2024-46.military"]["suspensions"] == []
    (pause,) = measures["cn-mofcom-2024-46.ban"]["suspensions"]
    assert (pause["from"], pause["until"], pause["by"]) == ("2025-11-09", "2026-11-28", "cn-mofcom-2025-72")
    assert [(link["relation"], link["instrument"]) for link in body["affected_by"]] == [
        ("suspends", "cn-mofcom-2025-72")
    ]
    assert all(line["sources"] for m in measures.values() for line in m["covers"])


def test_the_three_limbs_of_61_2025_bind_re_export_from_two_days(client: FlaskClient) -> None:
    """Two limbs were to begin on 1 December 2025, the third began on 9 October."""
    body = get(client, "/v1/instruments/cn-mofcom-2025-61")
    assert {m["from"] for m in body["measures"]} == {"2025-10-09", "2025-12-01"}
    assert {tuple(m["binds"]) for m in body["measures"]} == {("reexport",)}
    assert len(body["measures"]) == 3


def test_the_timeline_tells_periods_readings_and_events_oldest_first(client: FlaskClient) -> None:
    """Holmium: announced, paused, rival readings from 11 November 2026."""
    entries = get(client, "/v1/minerals/holmium/timeline")["entries"]
    days = [entry["from"] or "" for entry in entries]
    assert days == sorted(days)
    own = [
        (e["from"], e["until"], e["state"])
        for e in entries
        if e["kind"] == "period" and e["measures"] == ["cn-mofcom-gac-2025-57.licence"]
    ]
    assert own == [
        ("2025-10-09", "2025-11-07", "announced"),
        ("2025-11-07", "2026-11-11", "suspended"),
        ("2026-11-11", "2027-01-11", "unresolved"),
        ("2027-01-11", None, "in_force"),
    ]
    readings = [(e["from"], e["until"]) for e in entries if e["kind"] == "reading"]
    assert readings == [("2026-11-11", "2027-01-11")] * 2
    assert any(e["kind"] == "event" and e["from"] == "2025-07" for e in entries)


def test_the_timeline_by_a_day_holds_only_what_was_known(client: FlaskClient) -> None:
    """On 1 November 2025 the pause had not been published."""
    entries = get(client, "/v1/minerals/holmium/timeline?known_at=2025-11-01")["entries"]
    own = [e for e in entries if e["measures"] == ["cn-mofcom-gac-2025-57.licence"]]
    assert [(e["from"], e["state"]) for e in own] == [("2025-10-09", "announced"), ("2025-11-08", "in_force")]
    assert not any(e["kind"] == "reading" for e in entries)
    assert all(e["from"] <= "2025-11-01" for e in entries if e["kind"] == "event")


def test_the_vocabulary_is_strictest_first_and_clears_nothing(client: FlaskClient) -> None:
    """Clients read the order from here."""
    body = get(client, "/v1/statuses")
    assert [word["id"] for word in body["statuses"]] == [
        "prohibited", "quota_limited", "licence_required", "exporters_limited", "general_authorisation", "charge_only",
        "suspended", "formalities_only", "unknown", "none_found",
    ]  # fmt: skip
    assert not any(word["clearance"] for word in body["statuses"])
    parents = {form["id"]: form["parent"] for form in body["forms"]}
    assert (parents["powder"], parents["oxide"], parents["wafer"]) == ("metal", "compound", "crystal")


def test_the_version_counts_what_the_dataset_holds(client: FlaskClient) -> None:
    """Code and data are two versions."""
    body = get(client, "/v1/version")
    assert body["dataset"]["reviewed_through"] == "2026-06-30"
    assert body["counts"]["instruments"] == 96
    assert body["code"] != body["dataset"]["version"]


@pytest.mark.parametrize(
    ("mineral", "stretches"),
    [
        ("dysprosium", [("2025-04-04", None, "in_force")]),
        ("holmium", [("2026-11-11", "2027-01-11", "unresolved"), ("2027-01-11", None, "in_force")]),
    ],
)
def test_a_ban_on_any_dual_use_item_is_told_for_the_days_on_which_it_reached_the_mineral(
    client: FlaskClient, mineral: str, stretches: list[tuple[str, str | None, str]]
) -> None:
    """46/2024 article 1: since it is dual-use, not since the ban was made."""
    entries = get(client, f"/v1/minerals/{mineral}/timeline")["entries"]
    own = [e for e in entries if e["measures"] == ["cn-mofcom-2024-46.military"] and e["kind"] == "period"]
    assert [(e["from"], e["until"], e["state"]) for e in own] == stretches


def test_an_event_ends_on_the_day_after_its_last(client: FlaskClient) -> None:
    """Until is excluded for every kind of entry; what is known to the month has none."""
    entries = get(client, "/v1/minerals/rare-earths/timeline")["entries"]
    ends = {(e["from"], e["until"]) for e in entries if e["kind"] == "event"}
    assert {("2025-05-10", "2025-05-13"), ("2025-04-04", "2025-04-05"), ("2025-07", None)} <= ends


@pytest.mark.parametrize(("known_at", "told"), [("2025-07-30", False), ("2025-07-31", True)])
def test_what_is_known_to_the_month_counts_when_the_month_is_over(
    client: FlaskClient, known_at: str, told: bool
) -> None:
    """The talks in Stockholm were some day in July 2025."""
    entries = get(client, f"/v1/minerals/rare-earths/timeline?known_at={known_at}")["entries"]
    assert ("2025-07" in {entry["from"] for entry in entries if entry["kind"] == "event"}) is told


def test_the_timeline_of_an_origin_holds_nothing_of_another(client: FlaskClient) -> None:
    """Neither periods nor readings."""
    entries = get(client, "/v1/minerals/holmium/timeline?origin=AU")["entries"]
    assert {entry["kind"] for entry in entries} <= {"event"}


def test_a_period_tells_for_which_destinations_and_end_use_its_measure_is(client: FlaskClient) -> None:
    """As the measure names them; a reading and an event name none."""
    entries = get(client, "/v1/minerals/gallium/timeline")["entries"]
    scopes = {entry["measures"][0]: (entry["destinations"], entry["end_use"]) for entry in entries if entry["state"]}
    listed = get(client, "/v1/minerals/gallium/status?as_of=2024-12-10&origin=CN")["origins"][0]["in_force"]
    for measure in listed:
        assert scopes[measure["id"]] == (measure["destinations"], measure["end_use"])
    assert any(named["mode"] == "only" for named, _ in scopes.values())
    assert {(e["destinations"], e["end_use"]) for e in entries if e["kind"] != "period"} == {(None, None)}
