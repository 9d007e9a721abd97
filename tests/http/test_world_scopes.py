"""The record of the jurisdictions beside China, by scope: groups of destinations, the Union, proposals, coverage."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.store.repository import Repository
from tests.http.test_world import exceptions, measures, origin, status

# The United States: by destination, as goods


def test_gallium_today_has_each_origin_with_its_own_answer_and_review(client: FlaskClient) -> None:
    """China by licence, the United States by form and destination, Kazakhstan without a word on record."""
    body = status(client, "gallium", as_of="2026-11-24")
    assert (body["status"], body["certainty"]) == ("licence_required", "projected")
    told = {one["origin"]: (one["status"], one["reviewed_through"]) for one in body["origins"]}
    assert told == {
        "CN": ("licence_required", "2026-10-08"),
        "KZ": ("unknown", "2026-06-30"),
        "US": ("unknown", "2026-07-23"),
        "ZA": ("licence_required", "2026-06-30"),
    }
    assert exceptions(body, "US") == [("us-ns-column-2", [], "licence_required")]


@pytest.mark.parametrize(
    ("destination", "expected"),
    [("CN", "licence_required"), ("IL", "licence_required"), ("DE", "none_found"), ("JP", "none_found")],
)
def test_wafers_from_the_united_states_need_a_licence_where_the_chart_is_marked(
    client: FlaskClient, destination: str, expected: str
) -> None:
    """Goods by form; a blank in the chart is no clearance, and the answer says what it leaves out."""
    body = status(client, "gallium", as_of="2026-07-23", origin="US", form="wafer", destination=destination)
    part = origin(body, "US")
    assert (body["status"], part["related"]) == (expected, [])
    if expected == "none_found":
        assert "coverage_partial" in {warning["code"] for warning in body["warnings"]}
    else:
        codes = {line["control_code"] for measure in part["in_force"] for line in measure["covers"]}
        assert codes == {"3C001", "3C005"}


def test_the_list_of_the_united_states_is_known_on_one_day_only(client: FlaskClient) -> None:
    """Read on 23 July 2026: the day before it is unknown."""
    asked = {"origin": "US", "form": "wafer", "destination": "CN"}
    assert status(client, "germanium", as_of="2026-07-22", **asked)["status"] == "unknown"
    assert status(client, "germanium", as_of="2026-07-23", **asked)["status"] == "licence_required"


def test_magnets_are_no_goods_of_the_list_on_magnetic_metals(client: FlaskClient) -> None:
    """1C003 is about soft-magnetic alloys."""
    body = client.get("/v1/minerals?code=1C003").get_json()
    assert [row["id"] for row in body["data"]] == ["cobalt", "iron", "nickel"]


def test_a_chart_column_is_one_group_and_no_copied_list(client: FlaskClient, repository: Repository) -> None:
    """Expanded once; an exception names the group."""
    rows = repository.dataset.all(
        "SELECT destination_mode, destination_group, count(*) AS n FROM measure"
        " WHERE instrument = 'us-ccl' GROUP BY 1, 2"
    )
    assert {(row["destination_mode"], row["destination_group"]): row["n"] for row in rows} == {
        ("all", None): 2,
        ("group", "us-mt-column-1"): 2,
        ("group", "us-np-column-1"): 14,
        ("group", "us-np-column-2"): 1,
        ("group", "us-ns-column-2"): 6,
    }
    groups = {group["id"]: group for group in client.get("/v1/statuses").get_json()["destination_groups"]}
    assert (groups["EU"]["union"], groups["us-np-column-1"]["union"]) == (True, False)
    for column, free in (("us-mt-column-1", "AU"), ("us-np-column-1", "JP"), ("us-ns-column-2", "MX")):
        assert free not in groups[column]["codes"]
        assert {"CN", "RU", "CU"} <= set(groups[column]["codes"])
    assert set(groups["OECD"]["codes"]).isdisjoint(groups["non-OECD"]["codes"])


def test_the_letters_on_chip_design_tools_stand_beside_the_minerals(client: FlaskClient) -> None:
    """A counter-measure, linked to what it answered, that no mineral shows."""
    letters = client.get("/v1/instruments/us-eda-is-informed-2025").get_json()
    (measure,) = letters["measures"]
    assert (measure["subject"], measure["covers"], measure["scopes"]) == ("technology", [], ["eda-software"])
    assert (measure["from"], measure["until"], measure["destinations"]["codes"]) == ("2025-05-23", "2025-07-02", ["CN"])
    assert [(link["relation"], link["instrument"]) for link in letters["affects"]] == [
        ("retaliates", "cn-mofcom-gac-2025-18")
    ]
    assert client.get("/v1/minerals/eda-software").status_code == 404


# The Union as destination and as origin


@pytest.mark.parametrize(
    ("mineral", "asked"),
    [
        ("gallium", {"as_of": "2025-06-01", "origin": "CN"}),
        ("cobalt", {"as_of": "2025-11-01", "origin": "CD"}),
        ("nickel", {"as_of": "2025-11-01", "origin": "ID", "form": "ore"}),
    ],
)
def test_the_union_and_a_member_fare_alike_where_nothing_names_one_of_them(
    client: FlaskClient, mineral: str, asked: dict[str, str]
) -> None:
    """Destination EU is destination DE."""
    union, member = (status(client, mineral, destination=code, **asked) for code in ("EU", "DE"))
    assert (union["status"], union["certainty"]) == (member["status"], member["certainty"])


def test_the_union_and_a_member_differ_where_the_chart_marks_other_members(client: FlaskClient) -> None:
    """Two members of the Union are marked: the Union is its strictest member, and those that differ are told."""
    asked = {"as_of": "2026-07-23", "origin": "US", "form": "wafer"}
    union, member = (status(client, "gallium", destination=code, **asked) for code in ("EU", "DE"))
    assert (union["status"], member["status"]) == ("licence_required", "none_found")
    assert any("DE" in entry["destinations"]["codes"] for entry in union["exceptions"])


def test_a_member_of_the_union_takes_its_measures(client: FlaskClient) -> None:
    """Dual-use goods from Germany to Russia are barred by the Union's rule."""
    for code in ("EU", "DE"):
        body = status(client, "cobalt", as_of="2025-03-01", origin=code, destination="RU")
        assert (body["status"], body["conditional"]) == ("prohibited", True)


# Proposals, reports, coverage, labels


@pytest.mark.parametrize(
    ("mineral", "code", "instrument", "said"),
    [
        ("nickel", "PH", "ph-ore-ban-dropped-2025", "was dropped and never became law"),
        ("bauxite", "GN", "gn-bauxite-quota-proposal-2026", "is not law"),
        ("manganese", "GH", "gh-raw-ores-2030", "is not law"),
        ("lithium", "NG", "ng-value-addition-bill", "is not law"),
        ("aluminium", "EU", "eu-aluminium-scrap-proposal-2026", "is not law"),
    ],
)
def test_a_ban_that_people_remember_and_that_never_became_law_is_told_as_such(
    client: FlaskClient, mineral: str, code: str, instrument: str, said: str
) -> None:
    """It sets no status, and nothing lists it as a measure."""
    body = status(client, mineral, as_of="2026-11-24", origin=code)
    (warning,) = [one for one in body["warnings"] if one["code"] == "proposal"]
    assert (warning["about"], said in warning["detail"]) == ([instrument], True)
    part = origin(body, code)
    listed = [m["instrument"] for state in ("in_force", "announced", "suspended", "related") for m in part[state]]
    assert instrument not in listed
    assert client.get(f"/v1/instruments/{instrument}").get_json()["lifecycle"] in ("proposed", "withdrawn")
    assert instrument not in {
        row["instrument"] for row in client.get("/v1/restrictions?from=2015-01-01").get_json()["data"]
    }


@pytest.mark.parametrize(
    ("mineral", "event", "day"),
    [
        ("neodymium", "India", "2025-06-13"),
        ("tin", "Wa State", "2023-08-01"),
        ("copper", "Section 232", "2025-07-30"),
    ],
)
def test_what_was_never_law_is_an_event_and_no_more(client: FlaskClient, mineral: str, event: str, day: str) -> None:
    """An instruction by word of mouth, a mining stop, a proclamation without a rule."""
    rows = client.get(f"/v1/events?mineral={mineral}&from={day}&to={day}").get_json()["data"]
    assert rows, event
    instruments = {row["id"] for row in client.get("/v1/instruments?limit=500").get_json()["data"]}
    assert not instruments & {"in-irel-japan-2025", "mm-wa-tin-2023", "us-copper-domestic-sales-2025"}


def test_what_a_scope_word_covers_is_told_beside_the_minerals(client: FlaskClient) -> None:
    """Base minerals are no mineral; tin, which the list does not name, is unknown and not free."""
    order = client.get("/v1/instruments/zw-base-minerals-2023").get_json()["measures"][0]
    assert order["scopes"] == ["base-minerals"]
    assert client.get("/v1/minerals/base-minerals").status_code == 404
    assert status(client, "tin", as_of="2024-01-01", origin="ZW", form="ore")["status"] == "unknown"


def test_a_jurisdiction_tells_since_when_and_how_its_review_was_dated(client: FlaskClient) -> None:
    """The United States by the day of the list; Congo by the reports that were read."""
    rows = {row["code"]: row for row in client.get("/v1/jurisdictions?limit=500").get_json()["data"]}
    assert len(rows) == 24
    assert (rows["US"]["reviewed_through"], rows["US"]["review_derived"]) == ("2026-07-23", None)
    congo = rows["CD"]
    assert congo["reviewed_through"] == "2026-06-30"
    assert congo["review_derived"]
    since = {entry["mineral"]: entry["since"] for entry in congo["coverage"]}
    assert since == {"cobalt": "2021-05-28", "copper": "2021-05-28"}
    for row in rows.values():
        assert row["completeness"]
        assert all(entry["left_out"] for entry in row["coverage"])


def test_an_origin_is_unknown_for_what_was_not_collected(client: FlaskClient) -> None:
    """Congo's record is of cobalt and copper: of lithium it says nothing."""
    body = status(client, "lithium", as_of="2026-01-01", origin="CD")
    assert (body["status"], [w["code"] for w in body["warnings"]]) == ("unknown", ["not_covered"])


def test_labels_reach_the_answer(client: FlaskClient) -> None:
    """Derived days, inferred codes and figures that sources give differently say so."""
    (licence,) = measures(
        origin(status(client, "aluminium", as_of="2026-01-01", origin="MA", form="alloy"), "MA")
    ).values()
    assert (licence["until"], [one["field"] for one in licence["derived"]]) == ("2027-04-25", ["until"])
    body = status(client, "nickel", as_of="2020-06-01", origin="ID", form="ore")
    (ban,) = measures(origin(body, "ID")).values()
    assert ban["covers"][0]["hs_codes"] == [{"code": "2604", "basis": "inferred"}]


def test_chile_s_rule_is_older_than_any_day_on_record(client: FlaskClient) -> None:
    """In force since 1979; the day was not seen, and the answer does not make one up."""
    body = status(client, "lithium", as_of="2000-01-01", origin="CL", form="carbonate")
    (rule,) = measures(origin(body, "CL")).values()
    assert (body["status"], rule["from"], rule["verified_on"]) == ("licence_required", None, "1980-01-01")
