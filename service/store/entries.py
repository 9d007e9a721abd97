"""The whole record of one dataset as entries: every column of every table in the words of the seed, once.

Rows that have no name of their own (an item, a pause) get an id from what they are part of and what they are about; a
second one that is about the same gets ``#2``. Their numbers in the database mean nothing and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.editions import Edition
from service.domain.facts import Entry, Kind, Ref
from service.store.dataset import Dataset
from service.store.law import law
from service.store.repository import Repository
from service.store.tables import Row, Tables


def edition(dataset: Dataset) -> Edition:
    """The record of ``dataset`` as it is compared with another: its facts, and what answers are made of."""
    repository = Repository(dataset)
    minerals = [mineral.id for mineral in repository.all_minerals if not mineral.members]
    return Edition(
        version=dataset.version,
        entries=tuple(entries(dataset)),
        records={ident: repository.record(ident) for ident in minerals},
        countries=frozenset(repository.jurisdiction_names) - repository.unions.keys(),
    )


def entries(dataset: Dataset) -> Iterator[Entry]:
    """Every fact of ``dataset``, those that hold others before these."""
    tables = Tables(dataset)
    meta = dataset.all("SELECT key, value FROM meta WHERE key <> 'dataset_version' ORDER BY key")
    yield Entry(Ref(Kind.DATASET, "dataset"), "", {row["key"]: row["value"] for row in meta})
    yield from law(tables)
    yield from _minerals(tables)
    yield from _places(tables)
    yield from _evidence(tables)


def _minerals(tables: Tables) -> Iterator[Entry]:
    for row in tables["mineral"]:
        ident = row["id"]
        yield tables.entry(
            Kind.MINERAL,
            ident,
            row["name"],
            row,
            groups=tables.texts("mineral_group", "mineral", ident, "member_of"),
            made_of=tables.texts("mineral_made_of", "mineral", ident, "part"),
            hs_headings=tables.texts("mineral_hs_heading", "mineral", ident, "code"),
            sources=tables.cited("mineral", ident),
        )
    for row in tables["mineral_name"]:
        if row["kind"] == "synonym":  # the others are fields of the mineral
            ident, under = f"{row['mineral']}/{row['text']}", Ref(Kind.MINERAL, row["mineral"])
            yield tables.entry(Kind.NAME, ident, row["text"], row, drop="mineral kind text key", under=under)
    for row in tables["form"]:
        yield tables.entry(Kind.FORM, row["id"], row["title"], row)
    for row in tables["critical_list"]:
        cited = tables.cited("critical_list", row["id"])
        yield tables.entry(Kind.CRITICAL_LIST, row["id"], row["title"], row, sources=cited)
    for row in tables["critical_list_entry"]:
        ident, under = f"{row['list']}/{row['mineral']}", Ref(Kind.CRITICAL_LIST, row["list"])
        yield tables.entry(Kind.LISTING, ident, row["named_as"], row, drop="list mineral", under=under)


def _places(tables: Tables) -> Iterator[Entry]:
    for row in tables["jurisdiction"]:
        cited = tables.cited("jurisdiction", row["code"])
        yield tables.entry(Kind.JURISDICTION, row["code"], row["name"], row, drop="code", sources=cited)
    for row in tables["coverage"]:
        gaps = tables.of("coverage_gap", "coverage", row["id"])
        ident, under = f"{row['jurisdiction']}/{row['mineral']}", Ref(Kind.JURISDICTION, row["jurisdiction"])
        title = f"since {row['since'] or 'an unknown day'}"
        left_out = tuple(_gap(gap) for gap in gaps)
        yield tables.entry(
            Kind.COVERAGE, ident, title, row, drop="jurisdiction mineral", under=under, left_out=left_out
        )
    for row in tables["destination_group"]:
        codes = tables.texts("destination_group_member", "destination_group", row["id"], "code")
        cited = tables.cited("destination_group", row["id"])
        yield tables.entry(Kind.DESTINATION_GROUP, row["id"], row["name"], row, codes=codes, sources=cited)
    for row in tables["country"]:
        yield tables.entry(Kind.COUNTRY, row["code"], row["name"], row, drop="code")


def _evidence(tables: Tables) -> Iterator[Entry]:
    for row in tables["event"]:
        ident = row["id"]
        yield tables.entry(
            Kind.EVENT,
            ident,
            row["summary"],
            row,
            actors=tables.texts("event_actor", "event", ident, "name"),
            minerals=tables.texts("event_mineral", "event", ident, "mineral"),
            scopes=tables.texts("event_scope", "event", ident, "scope"),
            instruments=tables.texts("event_instrument", "event", ident, "instrument"),
            sources=tables.cited("event", ident),
        )
    for row in tables["claim"]:
        ident = row["id"]
        yield tables.entry(
            Kind.CLAIM,
            ident,
            row["statement"],
            row,
            minerals=tables.texts("claim_mineral", "claim", ident, "mineral"),
            scopes=tables.texts("claim_scope", "claim", ident, "scope"),
            record=tables.texts("claim_record", "claim", ident, "record"),
            sources=tables.cited("claim", ident),
        )
    for row in tables["figure"]:
        title = f"{row['quantity']}: {row['value'] or 'unknown'} {row['unit']}"
        yield tables.entry(Kind.FIGURE, row["id"], title, row, sources=tables.cited("figure", row["id"]))
    for row in tables["source"]:
        yield tables.entry(Kind.SOURCE, row["id"], row["title"] or row["publisher"], row)


def _gap(row: Row) -> str:
    days = [f"{word} {row[column]}" for word, column in (("from", "starts"), ("until", "until")) if row[column]]
    return f"{row['what']}" + "".join(f", {part}" for part in [*days, row["movement"]] if part) + f": {row['why']}"
