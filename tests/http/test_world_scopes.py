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
        ("nickel", "PH", "ph-ore-ban-dropped-2025", "is not law"),
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


# What a reading as a compliance officer found


@pytest.mark.parametrize("destination", ["IR", "CU", "KP", "SY", "CN"])
def test_nothing_that_is_listed_is_clear_for_an_embargoed_destination(client: FlaskClient, destination: str) -> None:
    """The chart sends these to other parts of the rules: a licence at the least."""
    asked = {"as_of": "2026-08-01", "origin": "US", "destination": destination}
    body = status(client, "graphite", form="natural-flake", **asked)
    assert (body["status"], body["conditional"]) == ("licence_required", True)
    assert "coverage_partial" in {warning["code"] for warning in body["warnings"]}


@pytest.mark.parametrize(
    ("mineral", "code", "day"),
    [("gold", "MW", "2025-10-22"), ("iron", "UA", "2026-01-01"), ("bauxite", "ID", "2023-06-10")],
)
def test_what_nobody_knew_yet_is_no_clearance(client: FlaskClient, mineral: str, code: str, day: str) -> None:
    """Coverage that begins with a measure begins later for who asks by a day before it was public."""
    asked = {"as_of": day, "origin": code}
    assert status(client, mineral, **asked)["status"] == "prohibited"
    assert status(client, mineral, known_at="2022-01-01", **asked)["status"] == "unknown"


def test_a_decision_of_2025_casts_no_doubt_on_2024(client: FlaskClient) -> None:
    """An act whose first day is unknown is listed from its publication on, not before."""
    asked = {"origin": "EU", "destination": "CN"}
    before = status(client, "battery-waste", as_of="2025-03-04", **asked)
    assert (before["status"], origin(before, "EU")["announced"]) == ("licence_required", [])
    after = status(client, "battery-waste", as_of="2025-03-05", **asked)
    assert (after["status"], [m["id"] for m in origin(after, "EU")["announced"]]) == (
        "unknown",
        ["eu-black-mass-2025.non-oecd"],
    )


def test_a_measure_of_unknown_start_for_some_destinations_is_named_when_none_is_asked(client: FlaskClient) -> None:
    """Black mass leaves the Union on conditions that nobody dated: the warning says by which act."""
    body = status(client, "cobalt", as_of="2026-06-01", origin="EU", form="black-mass")
    (warning,) = [one for one in body["warnings"] if one["code"] == "start_unknown"]
    assert warning["about"] == ["eu-black-mass-2025.non-oecd", "eu-black-mass-2025.oecd"]


@pytest.mark.parametrize(
    ("good", "day", "expected"),
    [
        ("copper ID scrap", "2024-10-01", "prohibited"),
        ("cobalt CD alloy", "2025-03-01", "prohibited"),
        ("germanium US oxide", "2026-08-01", "licence_required"),
        ("nickel ZW concentrate", "2024-01-01", "prohibited"),
        ("lead ID anode-slime", "2025-03-01", "prohibited"),
        ("uranium RU enriched", "2025-03-01", "prohibited"),
    ],
)
def test_a_form_that_the_text_means_is_not_left_out(client: FlaskClient, good: str, day: str, expected: str) -> None:
    """Scrap on the customs list, every form of mined cobalt, oxides of pure isotopes, contracts with US parties."""
    mineral, code, form = good.split()
    assert status(client, mineral, as_of=day, origin=code, form=form)["status"] == expected


def test_an_exception_names_every_measure_behind_its_forms(client: FlaskClient) -> None:
    """Ore by one act, concentrate by another; one of them certain is enough."""
    body = status(client, "lithium", as_of="2026-05-01")
    (entry,) = [one for one in body["exceptions"] if one["origin"] == "ZW"]
    assert entry["forms"] == ["concentrate", "ore"]
    assert set(entry["measures"]) >= {
        "zw-base-minerals-2023.ores",
        "zw-raw-minerals-2026.ores",
        "zw-raw-minerals-2026.lithium-concentrate",
    }
    assert entry["certainty"] == "recorded"


def test_an_empty_list_of_what_is_in_force_tells_what_it_does_not_know(client: FlaskClient) -> None:
    """Kazakhstan's scrap ban of 2024 ran out, and its successors are not on record."""
    body = client.get("/v1/restrictions?month=2025-06&basis=in_force&origin=KZ").get_json()
    told = {warning["code"]: warning["about"] for warning in body["warnings"]}
    assert body["data"] == []
    assert told["renewal_not_on_record"] == ["kz-scrap-2024a.ban"]
    assert "kz-nonferrous-ingots-2025.ban" in told["start_unknown"]


def test_an_easing_is_not_told_as_a_new_restriction(client: FlaskClient) -> None:
    """Argentina's rate on lithium was there before the decree that left it in place."""
    body = client.get("/v1/restrictions?month=2025-08&origin=AR").get_json()
    assert body["data"] == []
    held = status(client, "lithium", as_of="2025-08-07", origin="AR", form="carbonate")
    assert (held["status"], origin(held, "AR")["set_by"]["since"]) == ("charge_only", None)


def test_a_member_of_the_union_is_on_record_through_its_measures(client: FlaskClient) -> None:
    """The list for Germany holds the Union's rules and does not say that the record holds nothing."""
    body = client.get("/v1/restrictions?from=2022-02-01&to=2022-02-28&origin=DE").get_json()
    assert {row["origin"] for row in body["data"]} == {"EU"}
    assert not any("holds nothing" in warning["detail"] for warning in body["warnings"])


def test_the_words_of_other_vocabularies_stand_beside_ours(client: FlaskClient) -> None:
    """A ban with permits is CP-X, one without is P-X; the statuses tell what they map to."""
    for ident, symbol in (("zw-base-minerals-2023", "CP-X"), ("id-nickel-ore-2020", "P-X")):
        (measure,) = client.get(f"/v1/instruments/{ident}").get_json()["measures"]
        assert (measure["wto_qr"], measure["gta_type"], measure["mast"]) == (symbol, "Export ban", "P31")
    words = {word["id"]: word for word in client.get("/v1/statuses").get_json()["statuses"]}
    assert (words["quota_limited"]["mast"], words["quota_limited"]["wto_qr"]) == (["P32"], ["GQ-X", "GQC-X", "BQ-X"])


def test_a_stop_that_gives_way_to_a_quota_is_told_with_the_act_that_does_it(client: FlaskClient) -> None:
    """The next change of Congo's cobalt names the quota."""
    change = origin(status(client, "cobalt", as_of="2025-03-01"), "CD")["next_change"]
    assert (change["on"], change["instrument"]) == ("2025-10-16", "cd-cobalt-quota-2025")
    assert "begins to apply" in change["because"]
