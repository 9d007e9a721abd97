"""A line of a list and its result: the answer in short, the outcome, the mineral, the composition, the buyer."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from schemas.screenings import LineResultSchema, ScreeningSchema
from service.domain.screening import Outcome
from tests.http.screening import FROM_CHINA, line, screened


def test_a_line_tells_the_answer_of_the_mineral_in_short(client: FlaskClient) -> None:
    """Word for word what the status route says of the same case, and a link to it that keeps its meaning."""
    told = line(client, {"ref": "P-1", "material": "Dy2O3", "our_column": 7})
    assert (told["line"], told["ref"], told["outcome"], told["at_worst"]) == (1, "P-1", "action_required", None)
    assert told["given"] == {"ref": "P-1", "material": "Dy2O3", "our_column": 7}
    whole = client.get(told["links"]["status"]).get_json()
    for name in ("status", "certainty", "conditional", "conditions", "summary", "next_change", "as_of", "form"):
        assert told[name] == whole[name], name
    assert [entry["id"] for entry in told["measures"]] == ["cn-mofcom-gac-2025-18.licence"]
    assert told["instruments"] == ["cn-mofcom-gac-2025-18"]
    assert told["measures"][0]["url"].startswith("https://www.mofcom.gov.cn/")
    assert told["warnings"][0]["code"] == "form_from_name"


def test_the_answer_is_what_the_contract_says(client: FlaskClient) -> None:
    """Every outcome of the list has the schema's fields and no other, the lists around them too."""
    body = screened(client, {"material": "gallium"}, {"material": "nothing"}, {}, **FROM_CHINA)
    assert set(body) == set(ScreeningSchema().fields)
    for one in body["lines"]:
        assert set(one) == set(LineResultSchema().fields)
    assert set(body["totals"]) == set(Outcome)


def test_many_lines_fare_as_each_would_alone(client: FlaskClient) -> None:
    """What is decided once for several lines is what each asks: scope by scope the same as the status route."""
    lines = [
        {
            "material": material,
            "origin": origin,
            "destination": destination,
            "end_use": use,
            "date": day,
            "form": form,
            "movement": movement,
        }
        for material in ("gallium", "holmium", "rare-earths", "nickel", "ndfeb-magnet", "smco-magnet")
        for movement in ("export", "reexport")
        for origin in ("CN", "ID", None)
        for destination in ("DE", "US", "EU", "JP", None)
        for use, day, form in (
            ("civil", "2025-10-20", None), ("military", "2025-12-01", "metal"), (None, "2026-11-28", None),
        )
    ]  # fmt: skip
    answered = screened(client, *lines)["lines"]
    for asked, told in zip(lines, answered, strict=True):
        address = f"/v1/minerals/{asked['material']}/status"
        scope = {name: asked[name] for name in ("origin", "destination", "end_use", "form", "movement") if asked[name]}
        whole = client.get(address, query_string={**scope, "as_of": asked["date"]}).get_json()
        for name in ("status", "certainty", "conditional", "conditions", "summary", "next_change", "warnings"):
            assert told[name] == whole[name], (asked, name)


def test_a_line_is_answered_as_if_it_stood_alone(client: FlaskClient) -> None:
    """Lines that differ in one thing that matters, in any order: none has another's answer."""
    parts = (None, "Dy=0.02", "Nd=0.3 | Fe=0.69 | B=0.01")
    lines = [
        {"material": "NdFeB", "movement": movement, "destination": destination, "contains": contains, "date": day}
        for contains in parts
        for day in ("2025-06-01", "2026-11-20")
        for destination in ("DE", "US", "CN", "IT")
        for movement in ("export", "re-export")
    ]
    together = screened(client, *lines[::-1], origin="CN")["lines"][::-1]
    for asked, told in zip(lines, together, strict=True):
        (alone,) = screened(client, asked, origin="CN")["lines"]
        assert {**told, "line": 1} == alone
    assert len({json.dumps([told["outcome"], told["conditions"], told["measures"]]) for told in together}) > 5


@pytest.mark.parametrize(
    ("asked", "outcome", "at_worst"),
    [
        ({"material": "Dy2O3"}, "action_required", None),
        ({"material": "NdFeB"}, "check", "action_required"),
        ({"material": "gallium", "destination": "US", "end_use": "military"}, "blocked", None),
        ({"material": "gallium", "destination": "US", "date": "2026-11-28"}, "check", "blocked"),
        ({"material": "holmium", "date": "2025-12-01"}, "check", "action_required"),
        ({"material": "copper", "form": "metal", "origin": "CL"}, "check", None),
        ({"material": "copper", "form": "scrap", "origin": "DE", "destination": "IN"}, "action_required", None),
        ({"material": "didymium"}, "check", "no_control_found"),
        ({"hs_code": "81129210"}, "check", "action_required"),
    ],
)
def test_the_outcome(client: FlaskClient, asked: dict[str, str], outcome: str, at_worst: str | None) -> None:
    """Certain and unconditional: by the status. Everything else is to be checked, with what it is at worst."""
    told = line(client, asked)
    assert (told["outcome"], told["at_worst"]) == (outcome, at_worst)


def test_names_that_exclude_each_other_are_for_a_person(client: FlaskClient) -> None:
    """The name says gallium, the CAS number says germanium: both are listed, whatever they come to."""
    told = line(client, {"material": "gallium", "cas": "7440-56-4"})
    assert [(one["mineral"]["id"], one["identified_by"]) for one in told["candidates"]] == [
        ("gallium", "id"), ("germanium", "cas"),
    ]  # fmt: skip
    assert told["outcome"] == "check"
    assert "names_differ" in [one["code"] for one in told["warnings"]]


def test_the_strictest_of_several_candidates_speaks_and_all_are_listed(client: FlaskClient) -> None:
    """A customs code for several metals is no reason to take the laxest."""
    told = line(client, {"hs_code": "8112.92.10"})
    listed = {one["mineral"]["id"]: one["outcome"] for one in told["candidates"]}
    assert (told["mineral"]["id"], listed["gallium"], listed["chromium"]) == ("gallium", "action_required", "check")


@pytest.mark.parametrize(
    ("asked", "mineral", "form", "by"),
    [
        ({"material": "Dy2O3"}, "dysprosium", "oxide", "synonym"),
        ({"material": "gallium arsenide"}, "gallium", "arsenide", "synonym"),
        ({"material": "NdFeB"}, "ndfeb-magnet", None, "synonym"),
        ({"material": "tungsten carbide"}, "tungsten", "carbide", "synonym"),
        ({"material": "镓"}, "gallium", None, "name_zh"),
        ({"symbol": "Ga"}, "gallium", None, "symbol"),
        ({"cas": "7440-55-3"}, "gallium", None, "cas"),
        ({"description": "solid tungsten carbide end mill, 12 mm"}, "tungsten", "carbide", "description"),
    ],
)
def test_a_name_is_found_in_the_record(
    client: FlaskClient, asked: dict[str, str], mineral: str, form: str | None, by: str
) -> None:
    """With the form that it implies."""
    told = line(client, asked)
    assert (told["mineral"]["id"], told["form"], told["identified_by"]) == (mineral, form, by)


@pytest.mark.parametrize("name", ["disprosium", "galium", "Dy2O4", "gallium-ish", "tungsten carbid"])
def test_a_near_name_is_never_an_answer(client: FlaskClient, name: str) -> None:
    """It is told what may have been meant, or nothing."""
    told = line(client, {"material": name})
    assert (told["outcome"], told["status"], told["mineral"]) == ("not_recognised", None, None)


def test_did_you_mean_names_ids(client: FlaskClient) -> None:
    """For the person who mends the list."""
    assert line(client, {"material": "disprosium"})["did_you_mean"] == ["dysprosium"]


def test_a_name_that_is_unknown_beside_one_that_is_known_is_told(client: FlaskClient) -> None:
    """The line is read by the rest, and says so."""
    told = line(client, {"material": "our alloy 7", "cas": "7440-55-3"})
    assert (told["mineral"]["id"], told["identified_by"], told["outcome"]) == ("gallium", "cas", "action_required")
    assert "name_not_recognised" in [one["code"] for one in told["warnings"]]


def test_a_magnet_with_dysprosium_in_it_is_decided(client: FlaskClient) -> None:
    """Named, it is there; left out, it may be there; left out of a whole, it is not."""
    day = {"date": "2025-06-01"}
    unsaid = line(client, {"material": "NdFeB", **day})
    within = line(client, {"material": "NdFeB", **day, "contains": [{"material": "Dy", "share": 0.02}]})
    partly = line(client, {"material": "NdFeB", **day, "contains": [{"material": "Nd", "share": 0.3}]})
    iron = [{"material": name, "share": share} for name, share in (("Nd", 0.3), ("Fe", 0.69), ("B", 0.01))]
    whole = line(client, {"material": "NdFeB", **day, "contains": iron})
    assert [(one["outcome"], one["conditional"]) for one in (unsaid, within, partly, whole)] == [
        ("check", True), ("action_required", False), ("check", True), ("no_control_found", False),
    ]  # fmt: skip
    assert within["contains"] == [{"mineral": "dysprosium", "share": "0.02", "share_basis": "mass"}]


@pytest.mark.parametrize(
    ("share", "basis", "bound", "settled"),
    [("0.3", "mass", True, False), ("0.001", "value", True, True), ("0.0009", "value", False, True)],
)
def test_the_rule_of_a_thousandth_abroad_goes_by_value(
    client: FlaskClient, share: str, basis: str, bound: bool, settled: bool
) -> None:
    """On a day on which it applies again: shares by value settle it, shares by mass leave it a condition."""
    parts = [
        {"material": "Sm", "share": share, "share_basis": basis},
        {"material": "Co", "share": str(1 - Decimal(share)), "share_basis": basis},
    ]
    told = line(client, {"material": "SmCo", "movement": "reexport", "date": "2026-11-20", "contains": parts})
    rule = [one for one in told["measures"] if one["id"] == "cn-mofcom-2025-61.content"]
    assert bool(rule) == bound
    assert ("worth 0.1 % or more" in " ".join(told["conditions"])) == (not settled)
    assert told["links"] == {}


@pytest.mark.parametrize(
    "parts",
    [
        [{"material": "Dy", "share": 2}], [{"material": "Dy", "share": -0.1}], [{"material": "Dy", "share": "NaN"}],
        [{"material": "Dy", "share": "a lot"}], [{"share": 0.1}], [{"material": "unobtainium"}], "Dy=5%", 7, [7],
        [{"material": "Dy", "share": 0.1, "share_basis": "volume"}], [{"material": "Dy", "part": 0.1}],
    ],
)  # fmt: skip
def test_a_composition_that_cannot_be_read_is_refused(client: FlaskClient, parts: Any) -> None:
    """Never left aside: the answer would be another."""
    told = line(client, {"material": "NdFeB", "contains": parts})
    assert (told["outcome"], [error["field"] for error in told["errors"]]) == ("invalid", ["contains"])


def test_a_named_buyer_is_for_a_person_and_no_other_is_cleared(client: FlaskClient) -> None:
    """Exactly after folding; each list says how many names it has, and how many are on record."""
    named = line(client, {"material": "germanium", "destination": "US", "end_user": "GLOBAL  Dimensions."})
    assert (named["outcome"], named["at_worst"], named["end_user"]["word"]) == ("check", "blocked", "named")
    hit = next(one for one in named["end_user"]["lists"] if one["word"] == "named")
    assert hit["names_on_record"] >= 1
    among = line(client, {"hs_code": "8112", "destination": "US", "end_user": "Global Dimensions"})
    assert (among["end_user"]["word"], among["at_worst"]) == ("named", "blocked")
    other = line(client, {"material": "germanium", "destination": "US", "end_user": "Global Dimension"})
    assert (other["outcome"], other["end_user"]["word"]) == ("action_required", "not_checked")
    assert {one["word"] for one in other["end_user"]["lists"]} == {"not_checked"}
    assert line(client, {"material": "germanium"})["end_user"] is None
