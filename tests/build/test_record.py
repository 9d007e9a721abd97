"""The real record: what an editor must not lose, and what no schema can see."""

from __future__ import annotations

from pathlib import Path

import pycountry
import pytest

from service.build.database import load_seed
from service.build.seed import Seed
from service.store.repository import Repository

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def seed() -> Seed:
    """The seed data of the product."""
    return load_seed(ROOT / "seed_data")


def test_countries_are_the_maintained_iso_list(seed: Seed) -> None:
    """Every ISO 3166-1 alpha-2 code, and no other."""
    assert set(seed.countries) == {country.alpha_2 for country in pycountry.countries}


def test_every_source_is_cited_somewhere(seed: Seed, repository: Repository) -> None:
    """A source that nothing rests on is a leftover."""
    cited = {row["source"] for row in repository.dataset.all("SELECT DISTINCT source FROM citation")}
    assert {source["id"] for source in seed.sources} == cited


def test_the_editor_says_all_forms_of_china_only_where_the_contract_lists_it(seed: Seed) -> None:
    """18/2025, 57/2025, 29/2026, and gallium and germanium in 23/2023."""
    said = {(m["instrument"], m["of"]) for m in _covers(seed, "CN") if m["covers_all_forms"]}
    assert {instrument for instrument, _ in said} == {
        "cn-mofcom-gac-2025-18",
        "cn-mofcom-gac-2025-57",
        "cn-mofcom-gac-2026-29",
        "cn-mofcom-gac-2023-23",
    }
    for whole in ("cn-mofcom-gac-2025-18", "cn-mofcom-gac-2025-57"):
        assert all(m["covers_all_forms"] for m in _covers(seed, "CN") if m["instrument"] == whole)
    assert {of for instrument, of in said if instrument == "cn-mofcom-gac-2023-23"} == {"gallium", "germanium"}


def test_elsewhere_the_editor_says_all_forms_where_the_text_or_the_goods_know_no_other(seed: Seed) -> None:
    """Cobalt of every form, lithium in every compound, gases; else only what is itself an ore or scrap."""
    said = {(m["instrument"], m["of"]) for m in _covers(seed) if m["covers_all_forms"]}
    categories = {mineral["id"]: mineral["category"] for mineral in seed.minerals}
    abroad = {(instrument, of) for instrument, of in said if not str(instrument).startswith("cn-")}
    assert {of for _, of in abroad if categories[str(of)] not in ("ore", "waste", "gas")} == {
        "cobalt",
        "lithium",
    }


def _covers(seed: Seed, origin: str | None = None) -> list[dict[str, object]]:
    return [
        {"instrument": instrument["id"], "of": cover["of"], "covers_all_forms": cover["covers_all_forms"]}
        for instrument in seed.instruments
        if origin in (None, instrument["jurisdiction"])
        for measure in instrument["measures"]
        for cover in measure["covers"]
    ]


def test_the_cut_off_quota_of_terbium_stays_null(seed: Seed) -> None:
    """The cell breaks off after one digit, and that digit is not data."""
    values = {(figure["mineral"], figure["kind"]): figure for figure in seed.figures if figure["unit"] == "t"}
    assert values["terbium", "revised"]["value"] is None
    assert values["terbium", "revised"]["value_reason"]
    assert {key: int(f["value"]) for key, f in values.items() if f["value"] is not None} == {
        ("neodymium", "previous"): 10_000,
        ("neodymium", "revised"): 14_500,
        ("dysprosium", "previous"): 2_500,
        ("dysprosium", "revised"): 3_800,
        ("terbium", "previous"): 1_200,
    }
    assert {figure["standing"] for figure in values.values()} == {"contradicted"}


def test_every_statement_of_the_five_articles_is_a_claim(seed: Seed) -> None:
    """At least the forty-two that were reconciled, nine, seven, twelve, nine and five of them."""
    by_article: dict[str, int] = {}
    for claim in seed.claims:
        by_article[claim["id"].split("_")[0]] = by_article.get(claim["id"].split("_")[0], 0) + 1
    least = {"000": 9, "001": 7, "002": 12, "003": 9, "004": 5}
    assert all(by_article[article] >= count for article, count in least.items())


def test_a_pause_ends_on_the_day_after_the_last_that_its_text_names(seed: Seed) -> None:
    """Through 10 and 27 November 2026: until the 11th and the 28th."""
    ends = {(p["by"], str(p["until"])) for m in seed.measures for p in m["suspensions"]}
    assert {("cn-mofcom-gac-2025-70", "2026-11-11"), ("cn-mofcom-2025-72", "2026-11-28")} <= ends
