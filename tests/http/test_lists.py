"""Lists of critical minerals: on each mineral with their flag, as a filter, and as documents. None sets a status."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.http.listed import get

ELEVEN = {
    "barite", "cesium", "fluorspar", "iridium", "metallurgical-coal", "palladium", "platinum", "potash", "rhodium",
    "rubidium", "ruthenium",
}  # fmt: skip


def test_the_list_of_2025_names_sixty_and_eleven_of_them_have_no_measure(client: FlaskClient) -> None:
    """Those eleven are unknown: no measure on record is no clearance."""
    listed = get(client, "/v1/minerals?list=us-2025&limit=500")
    assert listed["total"] == 60
    ids = {row["id"] for row in listed["data"]}
    without = {ident for ident in ids if not get(client, f"/v1/minerals/{ident}/status?as_of=2026-11-24")["origins"]}
    assert without == ELEVEN
    for ident in sorted(without):
        body = get(client, f"/v1/minerals/{ident}/status?as_of=2026-11-24")
        assert (body["status"], body["warnings"][0]["code"]) == ("unknown", "not_covered")
    unknown = get(client, "/v1/minerals?list=us-2025&status=unknown&as_of=2026-11-24&limit=500")
    assert {row["id"] for row in unknown["data"]} >= ELEVEN


def test_the_list_of_2022_is_that_of_2025_without_its_ten_additions(client: FlaskClient) -> None:
    """Fifty."""
    new, old = (
        {row["id"] for row in get(client, f"/v1/minerals?list=us-{year}&limit=500")["data"]} for year in (2025, 2022)
    )
    assert len(old) == 50
    assert new - old == {
        "boron", "copper", "lead", "metallurgical-coal", "phosphate", "potash", "rhenium", "silicon", "silver",
        "uranium",
    }  # fmt: skip
    assert old < new


def test_a_mineral_tells_the_lists_that_name_it_or_its_group(client: FlaskClient) -> None:
    """With the list's own name, the grade, and whether its entries were read."""
    named = {one["list"]: one for one in get(client, "/v1/minerals/dysprosium")["critical_lists"]}
    assert named["us-2025"]["named_as"] == "dysprosium"
    assert named["eu-crma-2024-critical"]["named_as"] == "heavy-rare-earths"
    assert (named["uk-2024"]["named_as"], named["uk-2024"]["verified"]) == ("rare-earths", False)
    graphite = {one["list"]: one for one in get(client, "/v1/minerals/graphite")["critical_lists"]}
    assert graphite["eu-crma-2024-strategic"]["grade"] == "battery grade"
    assert get(client, "/v1/minerals/krypton")["critical_lists"] == []


def test_a_group_on_a_list_stands_for_its_members_in_the_filter(client: FlaskClient) -> None:
    """Palladium is on the Union's list as one of the platinum metals."""
    ids = {row["id"] for row in get(client, "/v1/minerals?list=eu-crma-2024-critical&limit=500")["data"]}
    assert {"platinum-group-metals", "palladium", "cerium", "helium"} <= ids
    assert "zinc" not in ids


def test_each_list_is_a_document_with_its_sources_and_how_it_was_read(client: FlaskClient) -> None:
    """Eight lists; those partly from memory say so."""
    rows = {row["id"]: row for row in get(client, "/v1/lists")["data"]}
    assert {ident: (row["entries"], row["verified"]) for ident, row in rows.items()} == {
        "eu-2010": (14, True),
        "eu-crma-2024-critical": (34, True),
        "eu-crma-2024-strategic": (17, True),
        "jp-2009-rare-metals": (31, True),
        "uk-2021": (18, False),
        "uk-2024": (34, False),
        "us-2022": (50, True),
        "us-2025": (60, True),
    }
    assert all(row["sources"] and row["how"] for row in rows.values())
    assert (rows["us-2025"]["published"], len(rows["us-2025"]["minerals"])) == ("2025-11-07", 60)
    text = client.get("/v1/lists?format=text").text.splitlines()
    assert [line.split("\t")[5] for line in text if line.startswith("uk-")] == ["false", "false"]


def test_an_unknown_list_is_named_with_the_ones_there_are(client: FlaskClient) -> None:
    """Never an empty list."""
    response = client.get("/v1/minerals?list=us-2024")
    body = response.get_json()
    assert (response.status_code, body["errors"][0]["parameter"]) == (422, "list")
    assert set(body["did_you_mean"]) >= {"us-2025", "us-2022"}
