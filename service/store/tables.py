"""The tables of a dataset in memory, and entries of the record made of their rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from service.domain.facts import Entry, Kind, Ref, Value
from service.store.dataset import Dataset

Row = dict[str, Any]

WORDS = {
    "starts": "from",
    "end_known": "end",
    "of_what": "of",
    "paused_by": "by",
    "day": "date",
    "day_end": "date_end",
    "is_union": "union",
    "entries": "count",
}
"""Columns whose name is not the seed's word."""
FLAGS = {"opened", "is_union", "raw", "verified", "extraterritorial", "covers_all_forms"}


class Tables:
    """Every row of every table, by table and by what it belongs to."""

    def __init__(self, dataset: Dataset) -> None:
        self._rows: dict[str, list[Row]] = {
            name: [dict(zip(columns, row, strict=True)) for row in rows] for name, columns, rows in dataset.tables()
        }
        self._children: dict[tuple[str, str], dict[Any, list[Row]]] = {}
        self._seen: Counter[tuple[Kind, str]] = Counter()

    def __getitem__(self, table: str) -> list[Row]:
        return self._rows[table]

    def of(self, table: str, parent: str, ident: object) -> list[Row]:
        """The rows of ``table`` that belong to ``ident``, in their order."""
        if (table, parent) not in self._children:
            found: dict[Any, list[Row]] = defaultdict(list)
            for row in self._rows[table]:
                found[row[parent]].append(row)
            self._children[table, parent] = found
        return self._children[table, parent].get(ident, [])

    def texts(self, table: str, parent: str, ident: object, column: str) -> tuple[str, ...]:
        """One column of the rows that belong to ``ident``."""
        return tuple(str(row[column]) for row in self.of(table, parent, ident))

    def cited(self, kind: str, ident: object) -> tuple[str, ...]:
        """The sources of a fact, each with its place."""
        rows = (row for row in self.of("citation", "owner", str(ident)) if row["owner_kind"] == kind)
        return tuple(f"{row['source']}, {row['locator']}" for row in rows)

    def entry(
        self,
        kind: Kind,
        ident: str,
        title: str | None,
        row: Row,
        *,
        drop: str = "",
        under: Ref | None = None,
        **more: Value,
    ) -> Entry:
        """An entry of a row: its columns but those of ``drop`` (parted by spaces), and ``more``."""
        left_out = {"id", "position", *drop.split()}
        fields: dict[str, Value] = {WORDS.get(k, k): _value(k, v) for k, v in row.items() if k not in left_out}
        self._seen[kind, ident] += 1
        times = self._seen[kind, ident]
        return Entry(Ref(kind, ident if times == 1 else f"{ident}#{times}"), title or "", fields | more, under)


def _value(column: str, value: Any) -> Value:
    return bool(value) if column in FLAGS else value
