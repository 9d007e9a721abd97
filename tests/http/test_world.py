"""The record of the jurisdictions beside China, day by day: what a buyer of cobalt, lithium or nickel is told."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

Json = dict[str, Any]


def status(client: FlaskClient, mineral: str, **asked: str) -> Json:
    """The answer to the main question; ``as_of`` is given always."""
    response = client.get(f"/v1/minerals/{mineral}/status", query_string=asked)
    assert response.status_code == 200, response.get_json()
    body: Json = response.get_json()
    return body


def origin(body: Json, code: str) -> Json:
    """One origin's part of an answer."""
    (found,) = [one for one in body["origins"] if one["origin"] == code]
    return dict(found)


def measures(part: Json) -> dict[str, Json]:
    """The measures in force of an origin's part, by id."""
    return {measure["id"]: measure for measure in part["in_force"]}


def exceptions(body: Json, code: str) -> list[tuple[str | None, list[str], str]]:
    """An origin's exceptions: the group or the codes that they are for, the forms, the status."""
    return [
        (
            entry["destinations"] and (entry["destinations"]["group"] or ",".join(entry["destinations"]["codes"])),
            entry["forms"],
            entry["status"],
        )
        for entry in body["exceptions"]
        if entry["origin"] == code
    ]


# Congo's cobalt: a stop, then a quota


@pytest.mark.parametrize(
    ("day", "expected", "measure"),
    [
        ("2025-02-21", "prohibited", "cd-copper-cobalt-concentrate-2021.ban"),
        ("2025-02-22", "prohibited", "cd-cobalt-suspension-2025.stop"),
        ("2025-10-15", "prohibited", "cd-cobalt-suspension-2025.stop"),
        ("2025-10-16", "quota_limited", "cd-cobalt-quota-2025.quota"),
        ("2026-06-30", "quota_limited", "cd-cobalt-quota-2025.quota"),
    ],
)
def test_cobalt_from_congo_goes_from_a_stop_to_a_quota_on_one_day(
    client: FlaskClient, day: str, expected: str, measure: str
) -> None:
    """A stop of exports is no paused control: it bars them."""
    part = origin(status(client, "cobalt", as_of=day), "CD")
    assert (part["status"], part["set_by"]["measure"]) == (expected, measure)


def test_cobalt_on_1_march_2025_names_each_origin(client: FlaskClient) -> None:
    """Congo decides; China has its own line, and raw ore elsewhere is an exception."""
    body = status(client, "cobalt", as_of="2025-03-01")
    assert (body["status"], body["conditional"]) == ("prohibited", False)
    assert body["summary"].startswith("Exporting cobalt from the Democratic Republic of the Congo is prohibited")
    assert {one["origin"] for one in body["origins"]} == {"CD", "CN", "EU", "NA", "US", "ZW"}
    assert origin(body, "CN")["status"] == "unknown"
    assert exceptions(body, "ZW") == [(None, ["concentrate", "ore"], "prohibited")]


def test_the_quota_tells_its_volumes_and_how_long_they_may_be_used(client: FlaskClient) -> None:
    """The fourth quarter of 2025: 18,125 t, usable through March 2026."""
    body = status(client, "cobalt", as_of="2025-11-01")
    assert (body["status"], body["certainty"]) == ("quota_limited", "recorded")
    assert "18,125 t (contained cobalt, 16 October 2025 to 31 December 2025)" in body["summary"]
    amounts = measures(origin(body, "CD"))["cd-cobalt-quota-2025.quota"]["amounts"]
    (quarter,) = [one for one in amounts if one["value"] == "18125"]
    assert {name: quarter[name] for name in ("unit", "of", "from", "until", "usable_until", "verified")} == {
        "unit": "t",
        "of": "contained cobalt",
        "from": "2025-10-16",
        "until": "2026-01-01",
        "usable_until": "2026-04-01",
        "verified": True,
    }
    assert exceptions(body, "CD") == [(None, ["concentrate"], "prohibited")]


# Zimbabwe's lithium: five layers, and the form decides


@pytest.mark.parametrize(
    ("day", "form", "expected", "certainty"),
    [
        ("2022-12-15", "ore", "charge_only", "recorded"),
        ("2022-12-16", "ore", "prohibited", "recorded"),
        ("2023-02-01", "ore", "prohibited", "recorded"),
        ("2026-03-01", "ore", "prohibited", "recorded"),
        ("2026-05-01", "ore", "prohibited", "recorded"),
        ("2027-01-02", "ore", "prohibited", "projected"),
        ("2022-12-15", "concentrate", "unknown", "recorded"),
        ("2023-02-01", "concentrate", "unknown", "recorded"),
        ("2026-02-24", "concentrate", "unknown", "recorded"),
        ("2026-03-01", "concentrate", "prohibited", "recorded"),
        ("2026-04-01", "concentrate", "prohibited", "recorded"),
        ("2026-04-02", "concentrate", "prohibited", "unresolved"),
        ("2026-05-01", "concentrate", "prohibited", "unresolved"),
        ("2026-12-31", "concentrate", "prohibited", "unresolved"),
        ("2027-01-01", "concentrate", "prohibited", "projected"),
        ("2027-01-02", "concentrate", "prohibited", "projected"),
    ],
)
def test_lithium_from_zimbabwe(client: FlaskClient, day: str, form: str, expected: str, certainty: str) -> None:
    """Tax, order, its successor, the stop, the letter, the ban; the levy on concentrate began nobody knows when."""
    body = status(client, "lithium", as_of=day, origin="ZW", form=form)
    assert (body["status"], body["certainty"]) == (expected, certainty)
    rivals = ["prohibited", "quota_limited"] if certainty == "unresolved" else []
    assert [reading["status"] for reading in body["readings"]] == rivals


def test_the_letter_opens_no_reading_for_who_asks_before_it_was_public(client: FlaskClient) -> None:
    """Dated 2 April 2026, made public on 8 April."""
    for known_at, count in (("2026-04-07", 0), ("2026-04-08", 2)):
        asked = {"as_of": "2026-04-02", "origin": "ZW", "form": "concentrate", "known_at": known_at}
        assert len(status(client, "lithium", **asked)["readings"]) == count


def test_a_tax_reaches_back_before_it_was_published(client: FlaskClient) -> None:
    """The finance act of 14 March 2018 applies from 1 January 2018."""
    asked = {"as_of": "2018-02-01", "origin": "ZW", "form": "ore"}
    assert status(client, "lithium", **asked)["status"] == "charge_only"
    assert status(client, "lithium", **asked, known_at="2018-03-13")["status"] == "unknown"
    (tax,) = measures(origin(status(client, "lithium", **asked), "ZW")).values()
    assert (tax["amounts"][0]["value"], tax["amounts"][0]["unit"], tax["scopes"]) == (
        "5",
        "percent",
        ["dimension-stone"],
    )


def test_each_layer_of_zimbabwe_is_a_change_of_the_form_it_is_about(client: FlaskClient) -> None:
    """Ore was barred before, but the stop of 2026 is what bars concentrate: it is told, with the form."""
    query = "origin=ZW&mineral=lithium&from=2018-01-01&to=2027-12-31"
    rows = client.get(f"/v1/changes?{query}").get_json()["data"]
    assert [(row["on"], row["forms"], row["before"], row["after"]) for row in rows if row["forms"]] == [
        ("2018-01-01", ["ore"], "unknown", "charge_only"),
        ("2022-12-16", ["ore"], "charge_only", "prohibited"),
        ("2026-02-25", ["concentrate"], "unknown", "prohibited"),
    ]
    assert [(row["on"], row["after"]) for row in rows if not row["forms"]] == [
        ("2018-01-01", "charge_only"),
        ("2022-12-16", "prohibited"),
    ]


# Indonesia


@pytest.mark.parametrize(
    ("mineral", "day", "form", "expected"),
    [
        ("nickel", "2019-12-31", "ore", "unknown"),
        ("nickel", "2020-01-01", "ore", "prohibited"),
        ("nickel", "2026-11-24", "ore", "prohibited"),
        ("nickel", "2026-11-24", "metal", "unknown"),
        ("bauxite", "2023-06-09", "ore", "unknown"),
        ("bauxite", "2023-06-10", "ore", "prohibited"),
        ("copper", "2023-06-10", "concentrate", "unknown"),
        ("copper", "2023-06-11", "concentrate", "licence_required"),
        ("copper", "2024-05-31", "concentrate", "licence_required"),
        ("copper", "2024-06-01", "concentrate", "licence_required"),
        ("copper", "2024-12-31", "concentrate", "licence_required"),
        ("copper", "2025-01-01", "concentrate", "prohibited"),
        ("copper", "2025-03-07", "concentrate", "prohibited"),
        ("copper", "2025-09-05", "concentrate", "prohibited"),
        ("copper", "2025-09-06", "concentrate", "prohibited"),
    ],
)
def test_indonesia_around_each_boundary(client: FlaskClient, mineral: str, day: str, form: str, expected: str) -> None:
    """Ore bans, the windows for concentrate, and the ban that followed them."""
    assert status(client, mineral, as_of=day, origin="ID", form=form)["status"] == expected


def test_nickel_from_indonesia_asked_plainly_is_barred_on_the_condition_that_it_is_ore(client: FlaskClient) -> None:
    """Raw-only: its own answer, and an exception of the overall one."""
    asked = status(client, "nickel", as_of="2020-06-01", origin="ID")
    assert (asked["status"], asked["conditional"], asked["conditions"]) == (
        "prohibited",
        True,
        ["only these goods: ore"],
    )
    whole = status(client, "nickel", as_of="2020-06-01")
    assert (whole["status"], exceptions(whole, "ID")) == ("unknown", [(None, ["ore"], "prohibited")])
    assert "raw_forms_only" in {warning["code"] for warning in whole["warnings"]}


def test_a_permit_for_one_firm_is_a_condition_of_both_sides(client: FlaskClient) -> None:
    """The licence is for one company, and the ban is not for what it shipped under it."""
    body = status(client, "copper", as_of="2025-06-01", origin="ID", form="concentrate")
    held = measures(origin(body, "ID"))
    assert "only PT Freeport Indonesia" in held["id-copper-concentrate-2025.licence"]["condition"]
    assert "not what PT Freeport Indonesia shipped" in held["id-copper-concentrate-ban-2025.ban"]["condition"]
    (volume,) = held["id-copper-concentrate-2025.licence"]["amounts"]
    assert (volume["value"], volume["verified"]) == ("1000000", False)


def test_a_window_that_names_one_last_day_twice_holds_that_day(client: FlaskClient) -> None:
    """Of "expires" and "removed" on 31 May 2024 the last day is believed; so it is of noble gases from Russia."""
    licence = client.get("/v1/instruments/id-concentrate-relaxation-2023").get_json()["measures"][0]
    assert licence["until"] == "2024-06-01"
    gas = client.get("/v1/instruments/ru-noble-gases-2022").get_json()["measures"][0]
    assert (gas["until"], gas["renews"]) == ("2023-01-01", "ru-noble-gases")


# Starts, ends, easings


def test_malawi_bars_raw_minerals_two_days_before_the_order_was_signed(client: FlaskClient) -> None:
    """By what is known now; by what was known that day it did not."""
    asked = {"as_of": "2025-10-21", "origin": "MW", "form": "ore"}
    assert status(client, "gadolinium", **asked)["status"] == "prohibited"
    assert status(client, "gadolinium", **asked, known_at="2025-10-21")["status"] == "unknown"
    assert status(client, "gadolinium", **asked, known_at="2025-10-23")["status"] == "prohibited"
    assert status(client, "gadolinium", **{**asked, "as_of": "2025-10-20"})["status"] == "unknown"


def test_a_ban_of_2029_is_announced_and_the_next_change(client: FlaskClient) -> None:
    """Gabon's manganese: not in force, not forgotten."""
    body = status(client, "manganese", as_of="2026-11-24", origin="GA")
    part = origin(body, "GA")
    assert (body["status"], [m["id"] for m in part["announced"]]) == ("unknown", ["ga-manganese-2029.ban"])
    assert (body["next_change"]["on"], body["next_change"]["to"]) == ("2029-01-01", "prohibited")
    assert status(client, "manganese", as_of="2029-01-01", origin="GA")["status"] == "prohibited"


def test_a_zero_quota_bars(client: FlaskClient) -> None:
    """Ukraine's scrap in 2026; the list is renewed by the year, so 2027 is unknown."""
    asked = {"origin": "UA", "form": "scrap"}
    assert status(client, "copper", as_of="2026-01-01", **asked)["status"] == "prohibited"
    assert status(client, "copper", as_of="2026-12-31", **asked)["status"] == "prohibited"
    later = status(client, "copper", as_of="2027-01-01", **asked)
    assert (later["status"], "renewal_not_on_record" in {w["code"] for w in later["warnings"]}) == ("unknown", True)
    (quota,) = measures(origin(status(client, "copper", as_of="2026-06-01", **asked), "UA")).values()
    assert (quota["type"], quota["status"], quota["amounts"][0]["value"]) == ("quota", "prohibited", "0")


@pytest.mark.parametrize(
    ("mineral", "expected", "rate"),
    [("lithium", "charge_only", "4.5"), ("silver", "charge_only", "4.5"), ("copper", "none_found", "0")],
)
def test_an_easing_leaves_two_metals_behind(client: FlaskClient, mineral: str, expected: str, rate: str) -> None:
    """Argentina, 7 August 2025: a rate of zero is no charge, and the answer still shows the decree."""
    body = status(client, mineral, as_of="2025-08-07", origin="AR", form="concentrate")
    (measure,) = measures(origin(body, "AR")).values()
    assert (body["status"], measure["amounts"][0]["value"]) == (expected, rate)
    assert measure["status"] == (None if rate == "0" else "charge_only")


def test_lead_with_a_zero_duty_and_raw_bans_is_no_free_ticket(client: FlaskClient) -> None:
    """Unknown, with the ore and scrap rules told."""
    body = status(client, "lead", as_of="2025-09-01")
    assert body["status"] == "unknown"
    assert exceptions(body, "ID") == [(None, ["anode-slime", "concentrate"], "prohibited")]


def test_a_ban_that_was_lifted_in_part_goes_on_for_two_ores(client: FlaskClient) -> None:
    """Uganda, 29 August 2015."""
    for mineral, expected in (("iron", "prohibited"), ("copper", "prohibited"), ("tungsten", "none_found")):
        before = status(client, mineral, as_of="2015-08-28", origin="UG", form="ore")
        after = status(client, mineral, as_of="2015-08-29", origin="UG", form="ore")
        assert (before["status"], after["status"]) == ("prohibited", expected)


def test_a_duty_whose_days_nobody_knows_is_over_by_the_day_it_is_known_to_be(client: FlaskClient) -> None:
    """Kazakhstan's gallium: the duty fell in 2025; before, nothing is said; today nothing else is on record."""
    before = status(client, "gallium", as_of="2025-06-01", origin="KZ", form="metal")
    assert [m["id"] for m in origin(before, "KZ")["announced"]] == ["kz-gallium-duty-lifted-2025.duty"]
    (duty,) = origin(before, "KZ")["announced"]
    assert (duty["ended_by"], [one["field"] for one in duty["derived"]]) == ("2026-01-01", ["ended_by"])
    after = status(client, "gallium", as_of="2026-01-01", origin="KZ", form="metal")
    assert (before["status"], after["status"], origin(after, "KZ")["announced"]) == ("unknown", "unknown", [])


@pytest.mark.parametrize(
    ("mineral", "code", "form", "day"),
    [
        ("copper", "KZ", "scrap", "2024-11-06"),
        ("copper", "KZ", "ingot", "2026-01-01"),
        ("copper", "ZA", "scrap", "2023-12-16"),
        ("neon", "RU", "gas", "2023-01-01"),
    ],
)
def test_a_periodic_ban_that_ran_out_is_a_doubt_and_no_clearance(
    client: FlaskClient, mineral: str, code: str, form: str, day: str
) -> None:
    """No extension was found: that is not to say that there was none."""
    body = status(client, mineral, as_of=day, origin=code, form=form)
    assert body["status"] == "unknown"
    assert "renewal_not_on_record" in {warning["code"] for warning in body["warnings"]}
