"""What the build tells of one thing in one row is what the tables hold of it, all of it and in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.domain.evidence import BEARS_ON_STATUS
from service.domain.measure import ANY_DUAL_USE
from service.settings import Settings
from service.store.dataset import Dataset
from service.store.evidence import Evidence
from service.store.repository import Repository
from tests.variants import altered

CITED = "SELECT source, locator FROM citation WHERE owner_kind = '{}' AND owner = CAST(:id AS TEXT) ORDER BY position"
OF_MINERAL = {
    "groups": "SELECT member_of FROM mineral_group WHERE mineral = :id ORDER BY 1",
    "members": "SELECT mineral FROM mineral_group WHERE member_of = :id ORDER BY 1",
    "made_of": "SELECT part FROM mineral_made_of WHERE mineral = :id ORDER BY 1",
    "hs_headings": "SELECT code FROM mineral_hs_heading WHERE mineral = :id ORDER BY 1",
    "names": "SELECT text, kind, form FROM mineral_name WHERE mineral = :id ORDER BY rowid",
    "listings": "SELECT list, title, named_as, grade, verified FROM critical_list_entry JOIN critical_list ON list = id"
    " WHERE mineral = :id OR mineral IN (SELECT member_of FROM mineral_group WHERE mineral = :id)"
    " ORDER BY list, named_as, mineral <> :id, mineral",
    "sources": CITED.format("mineral"),
}
OF_MEASURE = {
    "binds": "SELECT movement FROM measure_binds WHERE measure = :id ORDER BY 1",
    "destinations": "SELECT code FROM measure_destination WHERE measure = :id ORDER BY 1",
    "names": "SELECT name FROM listed_name WHERE measure = :id ORDER BY 1",
    "scopes": "SELECT scope FROM measure_scope WHERE measure = :id ORDER BY 1",
    "derived": "SELECT field, why FROM measure_derived WHERE measure = :id ORDER BY 1",
    "disputes": "SELECT DISTINCT dispute FROM reading_state JOIN reading ON reading = id WHERE measure = :id"
    " ORDER BY 1",
    "sources": CITED.format("measure"),
}
PARTS = {
    "amounts": ("SELECT * FROM measure_amount WHERE measure = :id ORDER BY position", {}),
    "suspensions": (
        "SELECT * FROM suspension WHERE measure = :id ORDER BY starts",
        {"sources": CITED.format("suspension")},
    ),
    "excludes": (
        "SELECT * FROM exclusion WHERE measure = :id ORDER BY id",
        {
            "forms": "SELECT form FROM exclusion_form WHERE exclusion = :id ORDER BY 1",
            "sources": CITED.format("exclusion"),
        },
    ),
}
OF_ITEM = {
    "forms": "SELECT form FROM item_form WHERE item = :id ORDER BY position",
    "hs_codes": "SELECT code, basis FROM item_hs_code WHERE item = :id ORDER BY position",
    "sources": CITED.format("item"),
}
OF_READING = {"sources": CITED.format("reading")}
OF_NOBODY = {"id", "measure", "cover", "item", "coverage", "dispute", "position", "mineral", "name"}
"""Columns that a part need not repeat: whose it is, and its place."""


@pytest.fixture(params=["database", "threefold"])
def dataset(request: pytest.FixtureRequest) -> Dataset:
    """The record, and a larger one."""
    path: Path = request.getfixturevalue(request.param)
    return Dataset(path)


def told(dataset: Dataset, sql: str) -> Iterator[tuple[Any, Any]]:
    """The two columns that ``sql`` finds, the second read."""
    for first, said in dataset.all(sql):
        yield first, json.loads(said)


def lists(dataset: Dataset, selects: dict[str, str], ident: object) -> dict[str, list[Any]]:
    """What each SELECT finds of a thing: a column as a list, several as a list of lists."""
    found = {word: [list(row) for row in dataset.all_named(sql, id=ident)] for word, sql in selects.items()}
    return {word: [row[0] if len(row) == 1 else row for row in rows] for word, rows in found.items()}


def assert_told(said: dict[str, Any], row: Any, belonging: dict[str, list[Any]]) -> None:
    """Every column of ``row`` but those that only say whose it is, and all that belongs to it."""
    columns = {name: row[name] for name in row.keys() if name in said or name not in OF_NOBODY}  # noqa: SIM118 - a row is iterated by its values
    assert {name: said[name] for name in columns} == columns
    assert {name: said[name] for name in belonging} == belonging


def test_of_a_mineral(dataset: Dataset) -> None:
    """Each column, names in the order of the record, its lists and those of its groups."""
    rows = {row["id"]: row for row in dataset.all("SELECT * FROM mineral")}
    found = dict(told(dataset, "SELECT mineral, said FROM told_mineral"))
    assert found.keys() == rows.keys()
    for ident, said in found.items():
        assert_told(said, rows[ident], lists(dataset, OF_MINERAL, ident))


def test_beside_a_mineral(dataset: Dataset) -> None:
    """From when and with what gaps each jurisdiction covers it, and its products."""
    products = (
        "SELECT product_form, id FROM mineral JOIN mineral_made_of ON mineral = id"
        " WHERE part = :id AND product_form IS NOT NULL ORDER BY id"
    )
    gaps = "SELECT what, why, starts, until, movement FROM coverage_gap WHERE coverage = :id ORDER BY position"
    covered = 0
    for ident, said in told(dataset, "SELECT mineral, beside FROM told_mineral"):
        rows = dataset.all("SELECT * FROM coverage WHERE mineral = ? ORDER BY jurisdiction", ident)
        for row, one in zip(rows, said["coverage"], strict=True):
            assert_told(one, row, lists(dataset, {"left_out": gaps}, row["id"]))
            covered += 1
        assert said["products"] == lists(dataset, {"": products}, ident)[""]
    assert covered == dataset.one("SELECT count(*) FROM coverage")[0]


def test_of_a_measure_and_its_instrument(dataset: Dataset) -> None:
    """Each column, everything that belongs to it, and what is told of its instrument."""
    rows = {row["id"]: row for row in dataset.all("SELECT * FROM measure")}
    found = dict(told(dataset, "SELECT measure, said FROM told_measure"))
    assert found.keys() == rows.keys()
    for ident, said in found.items():
        assert_told(said, rows[ident], lists(dataset, OF_MEASURE, ident))
        for word, (sql, belonging) in PARTS.items():
            for row, one in zip(dataset.all_named(sql, id=ident), said[word], strict=True):
                assert_told(one, row, lists(dataset, belonging, row["id"] if belonging else None))
        instrument = dataset.one("SELECT * FROM instrument WHERE id = ?", said["instrument"])
        assert (said["lifecycle"], said["jurisdiction"]) == (instrument["lifecycle"], instrument["jurisdiction"])
        of_it = {name: said[f"instrument_{name}"] for name in ("title", "number", "url", "published")}
        assert of_it == {name: instrument[name] for name in of_it}


def test_of_what_a_measure_covers(dataset: Dataset) -> None:
    """Each mineral, group or word, with its items and what a condition says of their content."""
    numbers = dict(dataset.all("SELECT measure, number FROM told_measure"))
    rows = dataset.all("SELECT * FROM cover ORDER BY id")
    found = dict(told(dataset, "SELECT cover, said FROM told_cover ORDER BY cover"))
    assert [row["id"] for row in rows] == list(found)
    keys = {key["cover"]: key for key in dataset.all("SELECT cover, covers, measure FROM told_cover")}
    minerals = "SELECT mineral FROM item_content_mineral WHERE content = :id ORDER BY 1"
    for row in rows:
        said, key = found[row["id"]], keys[row["id"]]
        assert key["covers"] == said["of"] == (row["covers"] or ANY_DUAL_USE)
        assert (key["measure"], said["all_forms"]) == (numbers[row["measure"]], row["covers_all_forms"])
        items = dataset.all("SELECT * FROM item WHERE cover = ? ORDER BY id", row["id"])
        for item, one in zip(items, said["items"], strict=True):
            assert_told(one, item, lists(dataset, OF_ITEM, item["id"]))
            contents = dataset.all("SELECT * FROM item_content WHERE item = ? ORDER BY id", item["id"])
            for content, inside in zip(contents, one["contents"], strict=True):
                assert_told(inside, content, lists(dataset, {"any_of": minerals}, content["id"]))


def test_of_a_dispute(dataset: Dataset) -> None:
    """Its days, its readings in their order, and the states that each gives."""
    rows = {row["id"]: row for row in dataset.all("SELECT * FROM dispute")}
    found = dict(told(dataset, "SELECT dispute, said FROM told_dispute"))
    assert found.keys() == rows.keys() != set()
    for ident, said in found.items():
        assert_told(said, rows[ident], {})
        readings = dataset.all("SELECT * FROM reading WHERE dispute = ? ORDER BY position", ident)
        for reading, one in zip(readings, said["readings"], strict=True):
            assert_told(one, reading, lists(dataset, OF_READING, reading["id"]))
            states = dataset.all("SELECT measure, state FROM reading_state WHERE reading = ?", reading["id"])
            assert one["states"] == dict(states)


def test_of_the_claims_that_stand_beside_a_status(dataset: Dataset) -> None:
    """Those on the topics that bear on one, and no others, as the list of claims tells them."""
    evidence = Evidence(dataset)
    bearing = [claim for claim in evidence.claims() if claim.topic in BEARS_ON_STATUS]
    found = {mineral.id: evidence.claims_on((mineral.id,)) for mineral in Repository(dataset).minerals()}
    assert found == {ident: tuple(one for one in bearing if ident in one.minerals) for ident in found}
    assert any(found.values())


def test_what_is_told_twice_is_no_part_of_the_record(dataset: Dataset) -> None:
    """Who takes the record away gets each fact once."""
    names = [name for name, _, _ in dataset.tables()]
    assert "measure" in names
    assert not {"told_mineral", "told_measure", "told_cover", "told_dispute", "summary", "turn"} & set(names)


def test_damage_in_what_is_told_is_damage_of_the_data(database: Path, tmp_path: Path) -> None:
    """The service is unavailable, as it is where a page of the file cannot be read."""
    broken = altered(database, tmp_path / "broken.db", "UPDATE told_measure SET said = substr(said, 2)")
    client = create_app(Settings(database=broken)).test_client()
    response = client.get("/v1/minerals/gallium/status")
    assert (response.status_code, response.get_json()["type"]) == (503, "/problems/unavailable")
