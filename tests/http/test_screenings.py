"""Screening a list: the forms it comes in, what it refuses as a whole, what it says of one line, and its id."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from schemas.screenings import LineResultSchema, ScreeningSchema
from service.app import create_app
from service.domain.screening import Outcome
from service.settings import Settings
from tests.server import serving

ROUTE = "/v1/screenings"
FROM_CHINA = {"origin": "CN", "destination": "DE", "end_use": "civil", "date": "2026-03-02"}


def screened(client: FlaskClient, *lines: Any, **defaults: str) -> dict[str, Any]:
    """The result of a list sent as JSON."""
    response = client.post(ROUTE, json={"lines": list(lines), "defaults": defaults})
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def line(client: FlaskClient, asked: Mapping[str, Any], **defaults: str) -> dict[str, Any]:
    """The result of one line, from China to Germany unless told."""
    found: dict[str, Any] = screened(client, asked, **{**FROM_CHINA, **defaults})["lines"][0]
    return found


# The answer


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


CLEAR = {"material": "lithium carbonate"}
"""From China to Germany, nothing is found on it."""


def test_a_line_that_is_clear_by_its_name_alone(client: FlaskClient) -> None:
    """So that what stands beside the name is what makes the difference below."""
    assert line(client, CLEAR)["outcome"] == "no_control_found"


@pytest.mark.parametrize(
    ("beside", "told_as"),
    [
        ({"control_code": "1C905"}, "names_differ"),
        ({"hs_code": "2846901600"}, "names_differ"),
        ({"cas": "7440-55-3"}, "names_differ"),
        ({"control_code": "1Z9"}, None),
        ({"control_code": "9E999"}, "name_not_recognised"),
        ({"symbol": "Dyy"}, "name_not_recognised"),
        ({"cas": "7732-18-5"}, "name_not_recognised"),
        ({"description": "dysprosium oxide"}, "description_names_others"),
        ({"description": "lithium carbonate and dysprosium."}, "description_names_others"),
        ({"description": "lithium carbonate with Dy"}, "description_names_others"),
        ({"description": "lithium carbonate, gallium-arsenide-wafers"}, "description_names_others"),
        ({"description": "碳酸锂 镓靶材"}, "description_names_others"),
    ],
)
def test_nothing_is_cleared_against_what_else_the_line_says(
    client: FlaskClient, beside: dict[str, str], told_as: str | None
) -> None:
    """A name must not silence a code, a number or a description that speaks of something else."""
    told = line(client, {**CLEAR, **beside})
    assert told["outcome"] in ("check", "invalid")
    assert told_as is None or told_as in [one["code"] for one in told["warnings"]]


@pytest.mark.parametrize(
    "asked",
    [
        {"material": "dysprosum", "description": "lithium carbonate"},
        {"material": "Galium", "hs_code": "283691"},
        {"description": "lithium carbonate"},
        {"description": "lithium carbonate " + "x " * 100 + "gallium"},
    ],
)
def test_what_was_misread_or_read_in_prose_alone_clears_nothing(client: FlaskClient, asked: dict[str, str]) -> None:
    """Prose proves what is there and never what is not; a name that was mistyped may be the one that is controlled."""
    told = line(client, asked)
    assert told["outcome"] == "check"
    if asked.get("material"):
        assert told["did_you_mean"]


@pytest.mark.parametrize(
    ("text", "minerals"),
    [
        ("gallium-arsenide wafer", {"gallium"}),
        ("target, Dy/Tb alloy", {"dysprosium", "terbium"}),
        ("As in the drawing; no Co", set()),
        ("金属镓 6N", {"gallium"}),
        ("氧化镝粉末", {"dysprosium"}),
        ("wafer 7440-55-3", {"gallium"}),
    ],
)
def test_names_in_a_description_are_found_as_they_are_written(
    client: FlaskClient, text: str, minerals: set[str]
) -> None:
    """At hyphens, dots and Chinese signs; symbols as they are written, and none that is a word."""
    told = line(client, {"description": text})
    found = (
        {one["mineral"]["id"] for one in told["candidates"]} or {told["mineral"]["id"]} if told["mineral"] else set()
    )
    assert found == minerals


def test_a_customs_code_of_another_country_is_read_by_its_six_digits(client: FlaskClient) -> None:
    """Its last digits mean another good there: nothing that shares the heading is lost, and no form is implied."""
    told = line(client, {"hs_code": "8112929550"})
    assert {"gallium", "germanium"} <= {one["mineral"]["id"] for one in told["candidates"]}
    assert {one["form"] for one in told["candidates"]} == {None}


def test_a_formality_is_no_clearance_where_a_narrower_case_is_barred(client: FlaskClient) -> None:
    """Without an origin, those that bar it are exceptions."""
    asked = {"material": "praseodymium", "form": "hydroxide", "destination": "DE", "date": "2027-02-01"}
    told = screened(client, asked)["lines"][0]
    assert told["status"] == "formalities_only"
    assert (told["outcome"], told["at_worst"]) == ("check", "blocked")


@pytest.mark.parametrize(
    "parts",
    [
        "rare-earths=0.3 | Fe=0.69 | B=0.01", "ndfeb-magnet=1", "smco-magnet=1", "Fe=0.69 | Nd=0.309", "Fe=0.7 | Nd",
        "Nd=0.3 | Fe=0.7 | superhard-materials=0",
    ],
)  # fmt: skip
def test_a_composition_that_may_hold_more_than_it_says_settles_nothing(client: FlaskClient, parts: str) -> None:
    """A group, a product or a rest may hold what is controlled."""
    assert line(client, {"material": "NdFeB", "contains": parts})["outcome"] == "check"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"material": "lithium carbonate", "contains": "Ga=0.2"}, "composition_names_others"),
        ({"material": "NdFeB", "contains": "Nd=0.3 | Fe=0.6 | B=0.01 | Ga=0.09"}, "composition_names_others"),
        ({"material": "NdFeB", "contains": "Nd=1"}, "composition_incomplete"),
        ({"material": "NdFeB", "contains": "Fe=1"}, "composition_incomplete"),
    ],
)
def test_a_part_that_is_controlled_itself_or_that_cannot_be_the_good_clears_nothing(
    client: FlaskClient, asked: dict[str, str], code: str
) -> None:
    """The structured statement says no less than prose would."""
    told = line(client, asked)
    assert (told["outcome"], code in [one["code"] for one in told["warnings"]]) == ("check", True)


def test_a_column_that_was_not_read_is_told(client: FlaskClient) -> None:
    """It may have been meant to say where a line goes, when the default was taken."""
    content = b"material,Country to,Cost centre\nGa,US,4100\n"
    body = client.post(f"{ROUTE}?destination=DE&date=2026-03-02", data=content, content_type="text/csv").get_json()
    (told,) = [one for one in body["warnings"] if one["code"] == "columns_not_used"]
    assert told["detail"].startswith("Country to, Cost centre: ")
    named = client.post(f"{ROUTE}?format=csv", data=b"material,ship to country\nGa,US\n", content_type="text/csv").text
    header, row = (one.split(",") for one in named.splitlines())
    assert (row[header.index("destination")], row[header.index("as_of")]) == ("US", "2026-11-22")
    assert not [one for one in screened(client, {"material": "Ga"})["warnings"] if one["code"] == "columns_not_used"]


@pytest.mark.parametrize("code", ["2846.9", "81129289.0", "28469", "8112-92"])
def test_a_code_that_a_spreadsheet_took_for_a_number_is_refused(client: FlaskClient, code: str) -> None:
    """2846.9 may have been 2846.90, and 81129289.0 is no code of nine digits."""
    assert line(client, {"hs_code": code})["outcome"] == "invalid"


@pytest.mark.parametrize("nothing", ["-", "N/A", "none"])
def test_a_placeholder_for_no_code_says_nothing(client: FlaskClient, nothing: str) -> None:
    """Not that the line is wrong."""
    told = line(client, {"material": "Ga", "hs_code": nothing, "cas": nothing, "control_code": nothing})
    assert (told["outcome"], told["identified_by"]) == ("action_required", "symbol")


def test_a_code_that_the_record_lists_for_others_does_not_contradict_the_mineral_of_its_heading(
    client: FlaskClient,
) -> None:
    """The record lists few of the goods under a heading: lanthanum oxide is under 2846 as dysprosium oxide is."""
    told = line(client, {"material": "lanthanum oxide", "hs_code": "2846.90"})
    assert told["mineral"]["id"] == "lanthanum"
    assert "names_differ" not in [one["code"] for one in told["warnings"]]


def test_a_heading_alone_names_goods_and_clears_nothing(client: FlaskClient) -> None:
    """No line of a measure prints 8505 11: magnets are filed there, and others."""
    told = line(client, {"hs_code": "8505.11.10", "date": "2025-01-01"})
    assert {one["mineral"]["id"] for one in told["candidates"]} == {"ndfeb-magnet", "smco-magnet"}
    assert told["outcome"] == "check"


def test_a_control_code_is_read_by_its_entry(client: FlaskClient) -> None:
    """1C905.a.1 is a line of 1C905."""
    entry, below = (line(client, {"control_code": code}) for code in ("1C905", "1C905.a.1"))
    assert [one["mineral"] for one in below["candidates"]] == [one["mineral"] for one in entry["candidates"]]
    assert below["outcome"] != "not_recognised"


def test_what_stands_in_a_name_that_was_not_found_is_suggested(client: FlaskClient) -> None:
    """In words, without answering by it."""
    told = line(client, {"material": "Gallium (Ga) / Germanium, 6N"})
    assert (told["outcome"], told["did_you_mean"]) == ("not_recognised", ["gallium", "germanium"])
    assert "not a clearance" in told["summary"]


def test_a_named_buyer_is_told_whatever_the_good(client: FlaskClient) -> None:
    """A list that is about other goods names a party all the same, also on a line that was not recognised."""
    told = line(client, {"material": "lithium carbonate", "end_user": "Global Dimensions"})
    assert (told["outcome"], told["end_user"]["word"]) == ("check", "named")
    unknown = line(client, {"material": "steel bolt", "end_user": "Global Dimensions"})
    assert (unknown["outcome"], unknown["end_user"]["word"]) == ("not_recognised", "named")


def test_a_form_says_nothing_beside_its_file_and_a_packed_body_is_refused(client: FlaskClient) -> None:
    """A default in a field of the form would be left aside in silence."""
    file = (io.BytesIO(b"material\nGa\n"), "bom.csv")
    assert client.post(ROUTE, data={"file": file, "destination": "US"}).status_code == 400
    packed = client.post(ROUTE, data=b"x", content_type="text/csv", headers={"Content-Encoding": "gzip"})
    assert packed.status_code == 415


def test_rows_with_nothing_in_them_are_no_lines_and_empty_cells_beyond_the_header_are_none(
    client: FlaskClient,
) -> None:
    """As spreadsheets leave them; places are counted all the same."""
    content = b"material;ship to\nGa;DE;;\n;;;\n ; \nGe;DE\n"
    told = client.post(f"{ROUTE}?date=2026-03-02", data=content, content_type="text/csv").get_json()["lines"]
    assert [(one["line"], one["mineral"]["id"]) for one in told] == [(1, "gallium"), (4, "germanium")]


def test_a_table_that_breaks_says_where(client: FlaskClient) -> None:
    """By the line of the file."""
    sent = client.post(ROUTE, data=b'material\nGa\nGe\n"4" wafer"\n', content_type="text/csv")
    assert (sent.status_code, "from its line 4 on" in sent.get_json()["detail"]) == (400, True)


def test_a_thousand_columns_are_enough(client: FlaskClient) -> None:
    """More are no parts list."""
    wide = b"material" + b"," * 1_000 + b"\nGa\n"
    assert client.post(ROUTE, data=wide, content_type="text/csv").status_code == 400
    lines = [{"material": "Ga", **{f"k{n}_{m}": 1 for m in range(11)}} for n in range(100)]
    assert client.post(ROUTE, json={"lines": lines}).status_code == 422


def test_a_field_may_be_called_by_its_other_names_and_is_never_left_aside(client: FlaskClient) -> None:
    """As in a table; said twice, it is a mistake; the caller's own fields are free."""
    told = line(client, {"product": "Dy2O3", "as_of": "2025-04-03", "unit_price": 7, "part_description": "x", "a": 1})
    assert (told["mineral"]["id"], told["as_of"]) == ("dysprosium", "2025-04-03")
    twice = line(client, {"material": "Dy2O3", "date": "2025-04-03", "as_of": "2025-04-04"})
    assert [error["field"] for error in twice["errors"]] == ["as_of"]


def test_a_mistyped_column_refuses_the_table(client: FlaskClient) -> None:
    """Else every line would be answered for all destinations."""
    sent = client.post(ROUTE, data=b"material,Destinaton\nGa,US\n", content_type="text/csv")
    assert (sent.status_code, "destination" in sent.get_json()["detail"]) == (400, True)


def test_a_line_nested_too_deeply_is_that_lines_result(client: FlaskClient) -> None:
    """What cannot be given back must not take the others with it."""
    deep = "[" * 500 + "]" * 500
    for value in (f'{{"material": "Ga", "note": {deep}}}', f'{{"material": {deep}}}', deep):
        body = f'{{"lines": [{value}, {{"material": "Ga"}}], "defaults": {{"date": "2026-03-02", "origin": "CN"}}}}'
        for form in ("json", "csv", "ndjson"):
            sent = client.post(f"{ROUTE}?format={form}", data=body.encode(), content_type="application/json")
            assert sent.status_code == 200
        told = client.post(ROUTE, data=body.encode(), content_type="application/json").get_json()["lines"]
        assert [one["outcome"] for one in told] == ["invalid", "action_required"]


def test_our_columns_never_take_the_name_of_the_callers(client: FlaskClient) -> None:
    """Nor of each other; cells beyond the header are kept."""
    content = b"material,outcome,outcome_2\nGa,mine,too,over\n"
    sent = client.post(f"{ROUTE}?format=csv", data=content, content_type="text/csv").text
    header, row = (one.split(",") for one in sent.lstrip("\ufeff").splitlines())
    assert header[:5] == ["material", "outcome", "outcome_2", "(more)", "outcome_3"]
    assert row[:5] == ["Ga", "mine", "too", "over", "invalid"]
    assert len(set(header)) == len(header)


# Composition


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


# Named parties


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


# One bad line


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"material": "gallium", "date": "2026-02-30"}, ["date"]),
        ({"material": "gallium", "date": "1.2.2026"}, ["date"]),
        ({"material": "gallium", "date": 20260201}, ["date"]),
        ({"material": "gallium", "origin": "XX"}, ["origin"]),
        ({"material": "gallium", "destination": "CN"}, ["destination"]),
        ({"material": "gallium", "end_use": "dual"}, ["end_use"]),
        ({"material": "gallium", "form": "ingott"}, ["form"]),
        ({"material": "gallium", "movement": "import"}, ["movement"]),
        ({"cas": "7440-55-4"}, ["cas"]),
        ({"hs_code": "81-X"}, ["hs_code"]),
        ({"control_code": "1C"}, ["control_code"]),
        ({"material": ["gallium"]}, ["material"]),
        ({"material": True}, ["material"]),
        ({"material": "gallium", "destnation": "DE"}, ["destnation"]),
        ({"material": "gallium", "origin": "XX", "date": "x", "form": "y"}, ["form", "origin", "date"]),
        ({}, ["material"]),
        ({"ref": "only a mark"}, ["material"]),
        (None, ["line"]),
        ("gallium", ["line"]),
        ([], ["line"]),
    ],
)
def test_a_line_that_cannot_be_read_is_that_lines_result(client: FlaskClient, asked: Any, fields: list[str]) -> None:
    """Everything that is wrong with it at once, and its neighbours are answered."""
    body = screened(client, {"material": "Dy2O3"}, asked, {"material": "gallium"}, **FROM_CHINA)
    told = body["lines"]
    assert [one["outcome"] for one in told] == ["action_required", "invalid", "action_required"]
    assert [error["field"] for error in told[1]["errors"]] == fields
    assert all(error["detail"] for error in told[1]["errors"])


def test_a_hundred_broken_lines_of_ten_thousand_are_told_in_their_places(client: FlaskClient) -> None:
    """And the others are answered, in order."""
    lines = [
        {"ref": n, "material": "gallium", "date": "soon" if n % 100 == 42 else "2026-03-02"} for n in range(10_000)
    ]
    body = screened(client, *lines, origin="CN", destination="DE")
    assert [one["ref"] for one in body["lines"]] == list(range(10_000))
    assert {one["outcome"] for one in body["lines"] if one["ref"] % 100 == 42} == {"invalid"}
    assert {one["outcome"] for one in body["lines"] if one["ref"] % 100 != 42} == {"action_required"}
    assert (body["totals"]["invalid"], body["totals"]["action_required"]) == (100, 9_900)


def test_lines_that_differ_only_in_the_kind_of_a_value_are_told_apart(client: FlaskClient) -> None:
    """Equal to a program and not to a person: 2846.0 is no code, and true is no number."""
    codes = screened(client, {"hs_code": 2846}, {"hs_code": 2846.0}, {"hs_code": "2846"}, **FROM_CHINA)["lines"]
    assert [one["outcome"] == "invalid" for one in codes] == [False, True, False]
    for values in ([True, 1], [1, True]):
        told = screened(client, *({"material": "gallium", "form": value} for value in values))["lines"]
        details = {one["given"]["form"] is True: one["errors"][0]["detail"] for one in told}
        assert details == {True: "must be text", False: "'1' is no known form"}


# The whole list


def test_what_is_said_once_holds_for_the_lines_that_say_nothing(client: FlaskClient) -> None:
    """In the body or in the query; a line's own word wins."""
    lines = [{"material": "gallium"}, {"material": "gallium", "destination": "JP"}]
    body = screened(client, *lines, origin="China", destination="Germany", date="2026-03-02")
    assert [(one["origin"], one["destination"]) for one in body["lines"]] == [("CN", "DE"), ("CN", "JP")]
    query = {"origin": "China", "destination": "Germany", "date": "2026-03-02"}
    assert client.post(ROUTE, query_string=query, json={"lines": lines}).get_json() == body


@pytest.mark.parametrize(
    ("query", "body", "field"),
    [
        ("?origin=XX", {"lines": []}, "origin"),
        ("?date=2026-02-30", {"lines": []}, "date"),
        ("?origin=", {"lines": []}, "origin"),
        ("?nonsense=1", {"lines": []}, "nonsense"),
        ("?origin=CN", {"lines": [], "defaults": {"origin": "CN"}}, "origin"),
        ("", {"lines": [], "defaults": {"origin": "XX"}}, "origin"),
        ("", {"lines": [], "defaults": {"colour": "red"}}, "defaults.colour"),
        ("", {"lines": [], "defaults": []}, "defaults"),
        ("", {"lines": [], "default": {}}, "default"),
        ("", {"line": []}, "lines"),
        ("", {"lines": {}}, "lines"),
        ("", [], "lines"),
        ("?format=xml", {"lines": []}, "format"),
    ],
)
def test_what_is_wrong_with_the_whole_is_a_422_that_names_it(
    client: FlaskClient, query: str, body: Any, field: str
) -> None:
    """A default that cannot be read would be wrong on every line."""
    response = client.post(ROUTE + query, json=body)
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert field in [error["parameter"] for error in response.get_json()["errors"]]


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"lines": [NaN]}', "application/json", 400),
        (b"\xff\xfe\x00", "text/csv", 400),
        (b"", "text/csv", 400),
        (b"colour,size\nred,1\n", "text/csv", 400),
        (b'material\n"gallium\n', "text/csv", 400),
        ("material,description\nZinn,für\n".encode("cp1252"), "text/csv", 400),
        (b"material,mineral\ngallium,tin\n", "text/csv", 400),
        (b"material\ngallium\n", "text/plain", 415),
        (b"material\ngallium\n", "application/x-www-form-urlencoded", 415),
        (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 415),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_with_its_reason(
    client: FlaskClient, content: bytes, media: str, status: int
) -> None:
    """As a problem, before any line is read."""
    response = client.post(ROUTE, data=content, content_type=media)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.get_json()["detail"]


def test_a_sheet_in_another_encoding_is_read_when_it_says_so(client: FlaskClient) -> None:
    """The media type may tell it."""
    content = "material,Bezeichnung\ngallium,für Wafer\n".encode("cp1252")
    told = client.post(ROUTE, data=content, content_type="text/csv; charset=windows-1252").get_json()["lines"][0]
    assert (told["mineral"]["id"], told["given"]["Bezeichnung"]) == ("gallium", "für Wafer")


def test_a_file_may_be_uploaded_by_a_form(client: FlaskClient) -> None:
    """Under the name file; another name is told."""
    content = b"material;ship to\ngallium;DE\n"
    sent = client.post(f"{ROUTE}?date=2026-03-02", data={"file": (io.BytesIO(content), "bom.csv")})
    told = sent.get_json()["lines"][0]
    assert (sent.status_code, told["mineral"]["id"], told["destination"]) == (200, "gallium", "DE")
    wrong = client.post(ROUTE, data={"upload": (io.BytesIO(content), "bom.csv")})
    assert (wrong.status_code, "file" in wrong.get_json()["detail"]) == (400, True)


def test_an_empty_list_has_an_empty_result(client: FlaskClient) -> None:
    """Nothing asked, nothing answered."""
    body = screened(client)
    assert (body["lines"], sum(body["totals"].values()), body["as_of"]) == ([], 0, None)


def test_line_by_line_the_same_is_told(client: FlaskClient) -> None:
    """The last line is what is told of the whole."""
    asked = {"lines": [{"material": "gallium"}, {"material": "tin"}], "defaults": FROM_CHINA}
    body = client.post(ROUTE, json=asked).get_json()
    response = client.post(ROUTE, json=asked, headers={"Accept": "application/x-ndjson"})
    assert response.content_type == "application/x-ndjson"
    assert response.headers["Cache-Control"] == "no-store"
    *lines, last = [json.loads(one) for one in response.text.splitlines()]
    assert lines == body.pop("lines")
    assert last == body


def test_a_representation_that_is_not_offered_is_406(client: FlaskClient) -> None:
    """It is not another one."""
    refused = client.post(ROUTE, json={"lines": []}, headers={"Accept": "application/xml"})
    assert refused.status_code == 406


def test_the_limits_are_named_where_they_are_passed(client: FlaskClient) -> None:
    """One line more than allowed."""
    lines = [{"material": "tin"}] * 10_001
    response = client.post(ROUTE, json={"lines": lines})
    assert (response.status_code, "10,000 lines" in response.get_json()["detail"]) == (413, True)
    assert client.post(ROUTE, json={"lines": lines[1:]}).status_code == 200


def test_only_a_post_screens(client: FlaskClient) -> None:
    """A list is never in an address."""
    response = client.get(ROUTE)
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, {"OPTIONS", "POST"})


def test_a_dataset_that_was_pinned_must_be_the_one_that_answers(client: FlaskClient) -> None:
    """Else it is a conflict, as everywhere."""
    version = client.get("/v1/version").get_json()["dataset"]["version"]
    assert client.post(f"{ROUTE}?dataset={version}", json={"lines": []}).status_code == 200
    assert client.post(f"{ROUTE}?dataset=0000000000000000", json={"lines": []}).status_code == 409


# The id


def test_the_same_question_to_the_same_data_has_the_same_id(client: FlaskClient, database: Path) -> None:
    """Another line, order, default or day makes another question; a filled-in day counts as one."""
    two = [{"material": "gallium", "date": "2026-03-02"}, {"material": "tin", "date": "2026-03-02"}]
    first = screened(client, *two)["screening_id"]
    assert screened(client, *two)["screening_id"] == first
    later = create_app(Settings(database=database), now=lambda: datetime(2026, 12, 1, tzinfo=UTC)).test_client()
    assert screened(later, *two)["screening_id"] == first
    undated = [{"material": "gallium"}, {"material": "tin"}]
    ids = {
        screened(client, *two[::-1])["screening_id"],
        screened(client, *two, destination="DE")["screening_id"],
        screened(client, {**two[0], "ref": "1"}, two[1])["screening_id"],
        screened(client, *undated)["screening_id"],
        screened(later, *undated)["screening_id"],
        first,
    }
    assert len(ids) == 6


def test_the_day_that_was_filled_in_is_told(client: FlaskClient) -> None:
    """Today in the service's zone, for the lines without a date."""
    assert screened(client, {"material": "tin"})["as_of"] == "2026-11-22"
    assert screened(client, {"material": "tin", "date": "2026-03-02"})["as_of"] is None


# A real server


def post(address: str, body: bytes | list[bytes], media: str = "application/json") -> tuple[int, bytes]:
    """What a real server answers."""
    request = Request(f"{address}{ROUTE}", data=body, headers={"Content-Type": media})
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def test_six_megabytes_are_refused_within_a_second_and_the_worker_lives_on(database: Path, tmp_path: Path) -> None:
    """The limit is named; the next list is answered by the same process."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, "--workers", "1", cwd=tmp_path) as server:
        small = json.dumps({"lines": [{"material": "Dy2O3"}], "defaults": FROM_CHINA}).encode()
        assert post(server.address, small)[0] == 200
        big = json.dumps({"lines": [{"material": "gallium", "description": "x" * 600}] * 9_900}).encode()
        assert len(big) > 6_000_000
        before = monotonic()
        status, body = post(server.address, big)
        took = monotonic() - before
        assert (status, "5,242,880 bytes" in json.loads(body)["detail"]) == (413, True)
        assert took < 1
        assert json.loads(post(server.address, small)[1])["lines"][0]["outcome"] == "action_required"


@pytest.mark.parametrize("kilobytes", [5_000, 5_200])
def test_a_body_without_a_length_is_taken_whole_or_not_at_all(database: Path, tmp_path: Path, kilobytes: int) -> None:
    """Cut at the limit, a table would have lost its last lines in silence."""
    row = b"gallium," + b"x" * 10_231 + b"\n"
    sent = [b"material,note\n", *(row for _ in range(kilobytes // 10))]
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, "--workers", "1", cwd=tmp_path) as server:
        status, body = post(server.address, sent, "text/csv")
    if kilobytes == 5_000:
        assert (status, len(json.loads(body)["lines"])) == (200, 500)
    else:
        assert (status, "5,242,880 bytes" in json.loads(body)["detail"]) == (413, True)
