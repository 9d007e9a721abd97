"""The main question over HTTP: names, days, scopes, readings."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient


def ask(client: FlaskClient, question: str) -> dict[str, Any]:
    """The body of a status answer that must be 200."""
    response = client.get(f"/v1/minerals/{question}")
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def ids(measures: list[dict[str, Any]]) -> set[str]:
    """The measures' ids."""
    return {measure["id"] for measure in measures}


def test_dysprosium_needs_a_dual_use_licence_from_4_april_2025(client: FlaskClient) -> None:
    """The day before it does not; no grace period."""
    before = ask(client, "dysprosium/status?as_of=2025-04-03&origin=CN")
    after = ask(client, "dysprosium/status?as_of=2025-04-04&origin=CN")
    assert before["status"] == "formalities_only"
    assert not any(m["regime"] == "dual_use" for m in before["origins"][0]["in_force"])
    assert before["next_change"] == {
        "on": "2025-04-04",
        "origin": "CN",
        "destinations": None,
        "end_use": None,
        "forms": [],
        "from": "formalities_only",
        "to": "licence_required",
        "certainty": "recorded",
        "instrument": "cn-mofcom-gac-2025-18",
        "because": (
            "Dual-use licence for seven medium and heavy rare earths and their magnets (Announcement No. 18 of 2025) "
            "begins to apply"
        ),
    }
    assert after["status"] == "licence_required"
    assert after["origins"][0]["in_force"][0]["instrument"] == "cn-mofcom-gac-2025-18"
    assert after["summary"] == (
        "Exporting dysprosium from China needs an individual export licence on 4 April 2025 (since 4 April 2025: "
        "Announcement No. 18 of 2025, Export licence for seven medium and heavy rare earths)."
    )


@pytest.mark.parametrize("name", ["Dy", "7429-91-6", "镝", "DYSPROSIUM", "dY", "Dysprosium", "%20dysprosium%20"])
def test_every_name_of_a_mineral_gives_the_same_answer(client: FlaskClient, name: str) -> None:
    """Id, symbol, CAS number, English and Chinese name lead to one answer, whatever the case."""
    plain = ask(client, "dysprosium/status?as_of=2025-06-01&origin=CN")
    other = ask(client, f"{name}/status?as_of=2025-06-01&origin=CN")
    for body in (plain, other):
        del body["links"]["self"]
    assert other == plain


def test_a_formula_implies_a_form_which_is_taken_as_asked_and_said(client: FlaskClient) -> None:
    """Dy2O3 is dysprosium as oxide, unless another form is asked for."""
    implied = ask(client, "Dy2O3/status?as_of=2025-06-01&origin=CN")
    assert (implied["mineral"]["id"], implied["form"]) == ("dysprosium", "oxide")
    assert "form_from_name" in [w["code"] for w in implied["warnings"]]
    given = ask(client, "Dy2O3/status?as_of=2025-06-01&origin=CN&form=metal")
    assert given["form"] == "metal"
    assert "form_from_name" not in [w["code"] for w in given["warnings"]]


def test_gallium_to_the_united_states_is_banned_then_paused_then_unresolved(client: FlaskClient) -> None:
    """46/2024 bans it, 72/2025 pauses the ban, article 1 on military use never paused."""
    banned = ask(client, "gallium/status?as_of=2024-12-10&origin=CN&destination=US")
    paused = ask(client, "gallium/status?as_of=2025-12-01&origin=CN&destination=US")
    again = ask(client, "gallium/status?as_of=2026-11-28&origin=CN&destination=US")
    assert banned["status"] == "prohibited"
    assert (paused["status"], paused["next_change"]["on"]) == ("licence_required", "2026-11-28")
    assert ids(paused["origins"][0]["suspended"]) == {"cn-mofcom-2024-46.ban"}
    assert (again["status"], again["certainty"]) == ("prohibited", "unresolved")
    assert [reading["status"] for reading in again["readings"]] == ["prohibited", "licence_required"]
    for day in ("2024-12-10", "2025-12-01"):
        military = ask(client, f"gallium/status?as_of={day}&origin=CN&destination=US&end_use=military")
        assert military["status"] == "prohibited"


def test_the_example_of_the_contract_has_its_exceptions(client: FlaskClient) -> None:
    """Civil is not assumed: military use to the United States is an exception that names its destinations."""
    body = ask(client, "gallium/status?as_of=2025-12-01&destination=US&origin=CN")
    assert (body["status"], body["conditional"], body["conditions"]) == ("licence_required", False, [])
    assert body["exceptions"] == [
        {
            "origin": "CN",
            "destinations": {"mode": "only", "codes": ["US"], "group": None},
            "end_use": "military",
            "forms": [],
            "status": "prohibited",
            "certainty": "recorded",
            "next_change": None,
            "measures": ["cn-mofcom-2024-46.military"],
        }
    ]
    assert "end_use_not_given" in [w["code"] for w in body["warnings"]]


@pytest.mark.parametrize(
    ("day", "status", "certainty", "where"),
    [
        ("2025-10-08", "formalities_only", "recorded", None),
        ("2025-10-09", "formalities_only", "recorded", "announced"),
        ("2025-10-20", "formalities_only", "recorded", "announced"),
        ("2025-11-06", "formalities_only", "recorded", "announced"),
        ("2025-11-07", "suspended", "recorded", "suspended"),
        ("2025-11-08", "suspended", "recorded", "suspended"),
        ("2026-10-08", "suspended", "recorded", "suspended"),
        ("2026-10-09", "suspended", "projected", "suspended"),
        ("2026-11-10", "suspended", "projected", "suspended"),
        ("2026-11-11", "licence_required", "unresolved", "in_force"),
        ("2027-01-10", "licence_required", "unresolved", "in_force"),
        ("2027-01-11", "licence_required", "projected", "in_force"),
    ],
)
def test_holmium_at_each_boundary_day(
    client: FlaskClient, day: str, status: str, certainty: str, where: str | None
) -> None:
    """Announced, paused a day before it began, lapsed into two readings, and past the day both sides named."""
    body = ask(client, f"holmium/status?as_of={day}&origin=CN")
    assert (body["status"], body["certainty"]) == (status, certainty)
    lists = {"announced", "suspended", "in_force"}
    found = {name for name in lists if "cn-mofcom-gac-2025-57.licence" in ids(body["origins"][0][name])}
    assert found == ({where} if where else set())


def test_a_reading_that_nobody_could_know_of_is_no_rival(client: FlaskClient) -> None:
    """By 1 January 2026 nothing had been said that opens a second reading."""
    now = ask(client, "holmium/status?as_of=2026-11-11&origin=CN")
    then = ask(client, "holmium/status?as_of=2026-11-11&origin=CN&known_at=2026-01-01")
    assert [reading["status"] for reading in now["readings"]] == ["licence_required", "suspended"]
    assert now["origins"][0]["in_force"][0]["state"] == "unresolved"
    assert (then["readings"], then["certainty"]) == ([], "projected")


def test_a_form_of_its_own_is_pointed_to_and_never_cleared(client: FlaskClient) -> None:
    """Dysprosium as magnet is another mineral; the answer says so, and what the named forms would get."""
    body = ask(client, "dysprosium/status?as_of=2025-06-01&origin=CN&form=magnet")
    assert body["status"] == "unknown"
    codes = {w["code"]: w for w in body["warnings"]}
    assert codes["see_mineral"]["about"] == ["ndfeb-magnet"]
    assert "form_not_named" in codes
    told = {(tuple(entry["forms"]), entry["end_use"]): entry["status"] for entry in body["exceptions"]}
    assert told == {
        (("alloy", "compound", "metal", "oxide", "target"), None): "licence_required",
        (("ore",), None): "formalities_only",
        (("alloy", "compound", "metal", "oxide", "target"), "military"): "prohibited",
    }
    assert "end_use_not_given" in codes


def test_a_form_that_the_record_says_is_outside_is_none_found(client: FlaskClient) -> None:
    """Furnace electrodes are outside 39/2023, lithium carbonate outside 28/2025."""
    assert ask(client, "graphite/status?as_of=2025-06-01&origin=CN&form=electrode")["status"] == "none_found"
    assert ask(client, "lithium/status?as_of=2025-08-01&origin=CN&form=carbonate")["status"] == "none_found"


def test_an_origin_that_is_not_on_record_is_unknown_and_no_error(client: FlaskClient) -> None:
    """Any ISO code may be asked; what is not on record is not cleared."""
    body = ask(client, "dysprosium/status?as_of=2025-06-01&origin=AQ")
    assert (body["status"], body["origins"][0]["origin"]) == ("unknown", "AQ")
    assert [w["code"] for w in body["warnings"]] == ["not_covered"]


def test_a_periodic_measure_without_a_successor_on_record_is_unknown(client: FlaskClient) -> None:
    """Silver: the list of 2020-2021 ran out, that of 2022-2023 is not on record, that of 2024-2025 is."""
    found = {
        day: ask(client, f"silver/status?as_of={day}&origin=CN")["status"]
        for day in ("2019-12-31", "2020-01-01", "2021-12-31", "2022-01-01", "2023-12-31", "2024-01-01", "2028-01-01")
    }
    assert list(found.values()) == [
        "unknown", "exporters_limited", "exporters_limited", "unknown", "unknown", "exporters_limited", "unknown",
    ]  # fmt: skip


def test_items_of_unknown_start_are_unknown_before_they_are_seen_in_force(client: FlaskClient) -> None:
    """Fine cerium powder stands in the list of December 2024; since when in older ones is not on record."""
    before = ask(client, "cerium/status?as_of=2024-11-30&origin=CN&form=powder")
    after = ask(client, "cerium/status?as_of=2024-12-01&origin=CN&form=powder")
    assert before["status"] == "unknown"
    assert "start_unknown" in [w["code"] for w in before["warnings"]]
    assert (after["status"], after["conditional"]) == ("licence_required", True)  # its grain and purity
    assert ask(client, "cerium/status?as_of=2024-11-30&origin=CN&form=oxide")["status"] == "formalities_only"


def test_reexport_is_bound_by_other_measures_than_export(client: FlaskClient) -> None:
    """61/2025 binds re-export only: in force for a month, then paused with the others."""
    during = ask(client, "dysprosium/status?as_of=2025-10-15&origin=CN&movement=reexport")
    paused = ask(client, "dysprosium/status?as_of=2025-12-01&origin=CN&movement=reexport")
    assert ids(during["origins"][0]["in_force"]) == {"cn-mofcom-2025-61.reexport"}
    assert (during["status"], paused["status"]) == ("licence_required", "suspended")


def test_a_group_answers_with_its_strictest_member_and_lists_each(client: FlaskClient) -> None:
    """The rare earths: seventeen members, each with its own status."""
    body = ask(client, "REE/status?as_of=2025-06-01&origin=CN")
    assert (body["mineral"]["id"], body["status"], len(body["members"])) == ("rare-earths", "licence_required", 17)
    by_member = {m["mineral"]["id"]: m["status"] for m in body["members"]}
    assert by_member["neodymium"] == "formalities_only"
    assert by_member[body["decided_by"]] == "licence_required"


def test_the_permalink_spells_out_the_day_and_the_dataset_and_gives_the_same(client: FlaskClient) -> None:
    """An address that never changes its answer; known_at stands in it only if it was asked."""
    body = ask(client, "gallium/status?destination=US")
    assert f"as_of=2026-11-22&destination=US&dataset={body['dataset']['version']}" in body["links"]["permalink"]
    again = client.get(body["links"]["permalink"])
    assert again.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    replayed = again.get_json()
    del replayed["links"], body["links"]
    assert replayed == body


def test_what_sources_report_stands_beside_the_status_and_never_in_it(client: FlaskClient) -> None:
    """A quota figure and an easing are told with their standing."""
    body = ask(client, "terbium/status?as_of=2026-01-15&origin=CN")
    standing = {claim["id"]: claim["standing"] for claim in body["reported"]}
    assert standing["000_7656a556ec73b75f.7"] == "contradicted"
    assert body["status"] == "licence_required"


def test_an_exclusion_counts_for_the_movement_that_its_instrument_binds(client: FlaskClient) -> None:
    """18/2025 leaves assemblies out of its export licence; 61/2025 names them for re-export."""
    export = ask(client, "dysprosium/status?as_of=2025-10-20&origin=CN&form=assembly")
    reexport = ask(client, "dysprosium/status?as_of=2025-10-20&origin=CN&form=assembly&movement=reexport")
    assert (export["status"], reexport["status"]) == ("none_found", "unknown")
    assert "form_not_named" in [w["code"] for w in reexport["warnings"]]


def test_a_list_that_bars_passing_goods_on_is_told_for_re_export(client: FlaskClient) -> None:
    """23/2026 binds organisations anywhere."""
    body = ask(client, "tungsten/status?as_of=2026-07-01&origin=CN&destination=US&movement=reexport&end_use=civil")
    assert ids(body["origins"][0]["end_user_lists"]) == {"cn-mofcom-2026-23.list"}
    assert "end_user_lists" in [w["code"] for w in body["warnings"]]


def test_a_group_warns_by_its_worst_member(client: FlaskClient) -> None:
    """Of members with one status the one with the worst exceptions and the widest conditions answers."""
    banned = ask(client, "rare-earths/status?as_of=2024-12-10&origin=CN&movement=reexport")
    assert ("military", "prohibited") in [(entry["end_use"], entry["status"]) for entry in banned["exceptions"]]
    wide = ask(client, "rare-earths/status?as_of=2025-10-20&origin=CN&movement=reexport")
    assert wide["decided_by"] == "dysprosium"


def test_what_was_known_is_said_in_the_sentence(client: FlaskClient) -> None:
    """An answer by what was known is no answer by what is."""
    body = ask(client, "dysprosium/status?as_of=2025-06-01&known_at=2025-04-03&origin=CN")
    assert body["summary"].endswith("; only what was published by 3 April 2025 counts.")
    assert "past_review" not in [w["code"] for w in body["warnings"]]


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("dysprosium/status?as_of=2025-06-01&origin=CN&destination=US&end_use=military", "2025-04-04"),
        ("holmium/status?as_of=2026-11-22&origin=CN&destination=JP&end_use=military", "2026-11-11"),
        ("gallium/status?as_of=2026-11-29&origin=CN&destination=US", "2026-11-28"),
        ("graphite/status?as_of=2024-12-10&origin=CN&destination=US", "2023-12-01"),
        ("cerium/status?as_of=2025-01-01&origin=CN&form=powder", None),
    ],
)
def test_a_status_is_dated_from_when_it_bears_on_the_question(
    client: FlaskClient, question: str, since: str | None
) -> None:
    """A ban on any dual-use item bears on a mineral from the day it becomes one; a licence that stands is older."""
    body = ask(client, question)
    assert body["origins"][0]["set_by"]["since"] == since


def test_a_ban_that_reaches_a_mineral_in_one_reading_only_is_marked_unresolved(client: FlaskClient) -> None:
    """1/2026 reaches holmium only if 57/2025 runs."""
    body = ask(client, "holmium/status?as_of=2026-11-22&origin=CN&destination=JP&end_use=military")
    states = {m["id"]: m["state"] for m in body["origins"][0]["in_force"]}
    assert states["cn-mofcom-2026-1.military"] == "unresolved"


def test_a_form_that_is_another_mineral_is_pointed_to(client: FlaskClient) -> None:
    """Diamond windows stand under superhard materials."""
    body = ask(client, "synthetic-diamond/status?as_of=2025-12-10&origin=CN&form=window")
    about = {w["code"]: w["about"] for w in body["warnings"]}
    assert about["see_mineral"] == ["superhard-materials"]


def test_no_exception_is_made_of_what_is_merely_not_on_record(client: FlaskClient) -> None:
    """Each has a measure that makes it, or a doubt about one."""
    body = ask(client, "dysprosium/status?as_of=2024-12-10&origin=CN&movement=reexport")
    assert (body["status"], body["exceptions"]) == ("none_found", [])
