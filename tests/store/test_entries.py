"""The record as entries: nothing of it is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.build.database import build
from service.domain.facts import Entry, Kind, Ref
from service.store.dataset import Dataset
from service.store.entries import entries
from service.store.tables import FLAGS, WORDS


class Marked(Dataset):
    """A dataset whose tables hold, in every column that joins nothing, the name of that column."""

    def joins(self, table: str) -> set[str]:
        """The columns of a table's own key, and those that name a row of another."""
        own = self.all("SELECT name FROM pragma_table_info(?) WHERE pk", table)
        other = self.all('SELECT "from" AS name FROM pragma_foreign_key_list(?)', table)
        return {row["name"] for row in [*own, *other]}

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every table's columns that join nothing; the order of parts is no fact of its own."""
        for table, columns, _ in super().tables():
            for column in columns:
                if column != "position" and column not in self.joins(table):
                    yield table, column

    def tables(self) -> Iterator[tuple[str, list[str], list[Any]]]:
        """The tables, marked."""
        marked = set(self.columns())
        for table, columns, rows in super().tables():
            yield table, columns, [
                [f"<{table}.{c}>" if (table, c) in marked and c not in FLAGS else row[c] for c in columns]
                for row in rows
            ]  # fmt: skip


def test_every_column_of_every_table_is_told(database: Path) -> None:
    """In an entry's fields or id; so no change of the record goes by unseen."""
    dataset = Marked(database)
    found = list(entries(dataset))
    shown = "\n".join(f"{entry.ref.id} {list(entry.fields.items())}" for entry in found)
    for table, column in dataset.columns():
        mark = f"'{WORDS.get(column, column)}'" if column in FLAGS else f"<{table}.{column}>"
        if (table, column) != ("reading", "name"):  # the last part of the id
            assert mark in shown, (table, column)


def test_every_kind_is_on_record_and_every_entry_has_an_id_of_its_own(database: Path) -> None:
    """Two parts that are about the same are told apart by a number; what an entry is part of is an entry."""
    found = list(entries(Dataset(database)))
    refs = [entry.ref for entry in found]
    assert {ref.kind for ref in refs} == set(Kind)
    assert max(Counter(refs).values()) == 1
    assert {entry.under for entry in found} <= {*refs, None}


@pytest.fixture
def tiny(tiny_seed: Path, tmp_path: Path) -> dict[Ref, Entry]:
    """The tiny record as entries."""
    build(tiny_seed, tmp_path / "tiny.db")
    return {entry.ref: entry for entry in entries(Dataset(tmp_path / "tiny.db"))}


def test_an_entry_reads_as_the_seed_does(tiny: dict[Ref, Entry]) -> None:
    """Its fields by their names there, its sources with their places."""
    assert tiny[Ref(Kind.SUSPENSION, "cn-one.licence/cn-two")] == Entry(
        Ref(Kind.SUSPENSION, "cn-one.licence/cn-two"),
        "paused from 2025-03-01 until 2025-04-01",
        {
            "from": "2025-03-01",
            "until": "2025-04-01",
            "by": "cn-two",
            "published": "2025-02-20",
            "note": None,
            "sources": ("gazette, item 2",),
        },
        Ref(Kind.MEASURE, "cn-one.licence"),
    )
    measure = tiny[Ref(Kind.MEASURE, "cn-one.licence")]
    assert (measure.fields["destinations"], measure.fields["binds"]) == ("all", ("export",))
    assert tiny[Ref(Kind.READING, "pause-goes-on/goes-on")].fields["states"] == ("cn-one.licence: suspended",)
    assert tiny[Ref(Kind.INSTRUMENT, "cn-two")].fields["links"] == ("suspends cn-one: whole [gazette, page 5]",)
