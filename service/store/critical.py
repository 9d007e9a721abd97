"""The lists of critical minerals: which there are, and what each names. They set no status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from service.domain.errors import UnknownList
from service.domain.frozen import frozen
from service.domain.measure import SourceRef
from service.store.citations import Citations
from service.store.dataset import Dataset
from service.store.listed import Listed
from service.store.sources import listed, near
from service.store.told import day


@frozen
class CriticalList:
    """A published list. ``entries`` counts as the list itself does; ``verified`` False: partly from memory."""

    id: str
    jurisdiction: str
    title: str
    published: date | None
    published_reason: str | None
    entries: int
    verified: bool
    how: str
    minerals: tuple[str, ...]
    sources: tuple[SourceRef, ...]


def critical_lists(dataset: Dataset) -> Listed[CriticalList]:
    """Every list by id, with the ids of the minerals and groups that it names."""
    return Listed(dataset, "critical_list", (), "id", lambda rows: _lists(dataset, rows))


def _lists(dataset: Dataset, rows: Sequence[Any]) -> tuple[CriticalList, ...]:
    named: dict[str, list[str]] = defaultdict(list)
    for row in dataset.all(
        "SELECT DISTINCT list, mineral FROM critical_list_entry WHERE list IN (SELECT value FROM json_each(?))"
        " ORDER BY list, mineral",
        listed(row["id"] for row in rows),
    ):
        named[row["list"]].append(row["mineral"])
    cited = Citations(dataset, "critical_list", [row["id"] for row in rows])
    return tuple(
        CriticalList(
            id=row["id"],
            jurisdiction=row["jurisdiction"],
            title=row["title"],
            published=day(row["published"]),
            published_reason=row["published_reason"],
            entries=row["entries"],
            verified=bool(row["verified"]),
            how=row["how"],
            minerals=tuple(named[row["id"]]),
            sources=cited.of(row["id"]),
        )
        for row in rows
    )


def minerals_on(dataset: Dataset, name: str) -> frozenset[str]:
    """Ids of the minerals and groups that the list names, and of the members of such groups.

    Raises :class:`UnknownList` with the lists that there are.
    """
    if dataset.one("SELECT 1 FROM critical_list WHERE id = ?", name) is None:
        known = [row["id"] for row in dataset.all("SELECT id FROM critical_list ORDER BY id")]
        raise UnknownList(name, known, near(name, known))
    rows = dataset.all(
        "SELECT mineral FROM critical_list_entry WHERE list = ?1 UNION SELECT g.mineral FROM critical_list_entry e"
        " JOIN mineral_group g ON g.member_of = e.mineral WHERE e.list = ?1",
        name,
    )
    return frozenset(row["mineral"] for row in rows)
