"""Nothing is cleared in doubt: what else stands on a line may be what is controlled."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.http.screening import line, screened

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


def test_in_doubt_nothing_is_not_the_worst_case_either(client: FlaskClient) -> None:
    """Without the part, didymium comes to nothing at worst; with it, nobody can say so."""
    plain, doped = line(client, {"material": "didymium"}), line(client, {"material": "didymium", "contains": "Dy=0.02"})
    assert [(one["outcome"], one["at_worst"]) for one in (plain, doped)] == [
        ("check", "no_control_found"), ("check", None),
    ]  # fmt: skip


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
