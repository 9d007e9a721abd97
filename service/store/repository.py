"""The resolver's input and the minerals' names, as domain values. No rule about dates stands here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from service.domain.answer import answer_origin
from service.domain.errors import UnknownMineral
from service.domain.identify import NameHit, choose, key
from service.domain.measure import Measure
from service.domain.memory import Memory, remembering
from service.domain.model import Mineral, Record
from service.store import critical
from service.store import measures as parts
from service.store.dataset import Dataset
from service.store.disputes import disputes
from service.store.kept import KeptMany, kept
from service.store.listed import Listed, given
from service.store.minerals import beside, minerals
from service.store.names import Names
from service.store.told import known_day
from service.store.vocabulary import Vocabulary

_RECORDS_KEPT = 128
"""How many minerals' records are kept in memory: a bound, so that memory does not grow with the data."""
_ANSWERS_KEPT = 16384
"""How many origins' shares of answers are kept, of all records together."""
_NAMES_KEPT = 1024
"""How many names are kept with what they mean."""

MINERAL_ORDERS = {
    "id": "id",
    "-id": "id DESC",
    "name": "name",
    "-name": "name DESC",
    "atomic_number": "atomic_number IS NULL, atomic_number, id",
}
"""The orders of a list of minerals; those without an atomic number come last."""

_WHOLE_KEPT = 256
"""How many measures and how many minerals are kept for questions that go over many of them."""


class Repository(Vocabulary):
    """The record in one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self.names = Names(dataset)
        self._kept_minerals = kept(self.mineral, _RECORDS_KEPT)
        self._kept_records = kept(self._record, _RECORDS_KEPT)
        self._kept_memories = kept(self._memory, _RECORDS_KEPT)
        self._kept_names = kept(self._mineral_named, _NAMES_KEPT)
        self._answer = remembering(_ANSWERS_KEPT, answer_origin)
        self._some_measures: KeptMany[Measure] = KeptMany(_WHOLE_KEPT)
        self._some_minerals: KeptMany[Mineral] = KeptMany(_WHOLE_KEPT)

    # Minerals

    def mineral_of(self, ident: str) -> Mineral:
        """The mineral with this id, kept like its record."""
        return self._kept_minerals(ident)

    def record(self, ident: str) -> Record:
        """Everything that bears on the mineral with this id; the file never changes, so some records are kept."""
        return self._kept_records(ident)

    def memory(self, ident: str) -> Memory:
        """What was decided about the mineral with this id, kept like its record."""
        return self._kept_memories(ident)

    def _memory(self, ident: str) -> Memory:
        return Memory(self.record(ident), self._answer)

    def mineral_named(self, name: str) -> NameHit:
        """The mineral that ``name`` means, and the form that the name implies.

        Raises :class:`UnknownMineral` with suggestions, or ``AmbiguousName`` with the candidates.
        """
        return self._kept_names(name)

    def _mineral_named(self, name: str) -> NameHit:
        rows = self.dataset.all(
            "SELECT mineral, kind, form FROM mineral_name WHERE key = ? ORDER BY mineral", key(name)
        )
        hit = choose(name, [NameHit(row["mineral"], row["kind"], row["form"]) for row in rows])
        if hit is None:
            raise UnknownMineral(name, self.similar_minerals(name))
        return hit

    def similar_minerals(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Ids of minerals with a name like ``name``, the likest first: suggestions, never answers."""
        return self.names.like([name], limit)[name]

    @property
    def critical_lists(self) -> Listed[critical.CriticalList]:
        """The lists of critical minerals, by id."""
        return critical.critical_lists(self.dataset)

    def listed_on(self, name: str) -> frozenset[str]:
        """Ids of the minerals that a list of critical minerals names, by themselves or through a group.

        Raises ``UnknownList`` with the lists that there are.
        """
        return critical.minerals_on(self.dataset, name)

    def search(self, words: str) -> list[str]:
        """Ids of the minerals in whose names or notes every word occurs, each as the beginning of a word.

        Operators of the search language are words like any other: each is quoted.
        """
        plain = words.replace("\0", " ").split()
        if not plain:
            return []
        quoted = " ".join('"' + word.replace('"', '""') + '"*' for word in plain)
        rows = self.dataset.all("SELECT mineral FROM mineral_search WHERE mineral_search MATCH ? ORDER BY 1", quoted)
        return [row["mineral"] for row in rows]

    def minerals(self, ids: Iterable[str] | None = None) -> tuple[Mineral, ...]:
        """The minerals with these ids, or all, by id."""
        if ids is None:
            ids = [row["id"] for row in self.dataset.all("SELECT id FROM mineral ORDER BY id")]
        return minerals(self.dataset, ids)

    def minerals_by(self, order: str, ids: Iterable[str] | None = None) -> Listed[Mineral]:
        """The minerals with these ids, or all, by a word of ``MINERAL_ORDERS``."""

        def make(rows: list[Any]) -> list[Mineral]:
            found = {mineral.id: mineral for mineral in self.minerals(row["id"] for row in rows)}
            return [found[row["id"]] for row in rows]

        with_ids = given("id IN (SELECT value FROM json_each(?))", None if ids is None else json.dumps(list(ids)))
        return Listed(self.dataset, "mineral", with_ids, MINERAL_ORDERS[order], make)

    @cached_property
    def all_minerals(self) -> tuple[Mineral, ...]:
        """Every mineral on record."""
        return self.minerals()

    def mineral(self, ident: str) -> Mineral:
        """The mineral with this id, which must exist."""
        return self.minerals([ident])[0]

    @cached_property
    def last_day(self) -> date:
        """The last day on which anything on record begins or ends."""
        found = self.dataset.summary("last_day")
        return known_day(found)

    # The resolver's input

    def _record(self, ident: str) -> Record:
        mineral = self.mineral_of(ident)
        found, alone = parts.bearing_on(self.dataset, [mineral.id, *mineral.groups]), beside(self.dataset, ident)
        return Record(
            mineral=mineral,
            measures=found.measures,
            disputes=disputes(self.dataset, found.disputes),
            coverage=alone.coverage,
            jurisdictions=self.jurisdictions,
            forms=self.forms,
            unions=self.unions,
            see_minerals=alone.products,
            proposals=found.proposals,
        )

    @property
    def party_lists(self) -> tuple[Measure, ...]:
        """The measures of enacted instruments that are lists of parties."""
        rows = self.dataset.all(
            "SELECT m.id FROM measure m JOIN instrument i ON i.id = m.instrument"
            " WHERE m.type = 'end_user_list' AND i.lifecycle = 'enacted'"
        )
        return self.whole_measures(row["id"] for row in rows)

    def whole_measures(self, ids: Iterable[str]) -> tuple[Measure, ...]:
        """The measures with these ids, with all that they cover, by instrument and place in it; some are kept."""

        def read(lacking: list[str]) -> Iterable[tuple[str, Measure]]:
            return ((measure.id, measure) for measure in parts.measures(self.dataset, lacking))

        found = self._some_measures.get(ids, read)
        return tuple(found[ident] for ident in parts.in_order(self.dataset, list(found)))

    def whole_minerals(self, ids: Iterable[str]) -> tuple[Mineral, ...]:
        """The minerals with these ids; some are kept."""

        def read(lacking: list[str]) -> Iterable[tuple[str, Mineral]]:
            return ((mineral.id, mineral) for mineral in self.minerals(lacking))

        return tuple(self._some_minerals.get(ids, read).values())
