"""The sources that the record rests on, what rests on each, and how far the record goes for each jurisdiction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from service.domain.evidence import Fact, Source, UnknownSource, UnknownWord
from service.domain.identify import key
from service.domain.measure import SourceRef
from service.domain.model import Coverage, LeftOut
from service.domain.vocabulary import Movement
from service.likeness import likest
from service.store.citations import Citations
from service.store.dataset import Dataset
from service.store.kept import kept
from service.store.listed import Listed, given
from service.store.told import day, known_day

_ADDRESSES_KEPT = 4096
"""How many sources' addresses are kept in memory: a bound, so that memory does not grow with the data."""

_RESTS_ON = """
SELECT owner_kind AS kind, owner AS id FROM citation
WHERE source = ?1 AND owner_kind NOT IN ('item', 'suspension', 'exclusion', 'instrument_link')
UNION SELECT 'measure', cover.measure FROM citation JOIN item ON item.id = CAST(owner AS INTEGER)
    JOIN cover ON cover.id = item.cover WHERE source = ?1 AND owner_kind = 'item'
UNION SELECT 'measure', s.measure FROM citation JOIN suspension s ON s.id = CAST(owner AS INTEGER)
    WHERE source = ?1 AND owner_kind = 'suspension'
UNION SELECT 'measure', e.measure FROM citation JOIN exclusion e ON e.id = CAST(owner AS INTEGER)
    WHERE source = ?1 AND owner_kind = 'exclusion'
UNION SELECT 'instrument', l.instrument FROM citation JOIN instrument_link l
    ON l.instrument = substr(owner, 1, instr(owner, '/') - 1)
    AND l.position = CAST(substr(owner, instr(owner, '/') + 1) AS INTEGER)
    WHERE source = ?1 AND owner_kind = 'instrument_link'
ORDER BY 1, 2
"""
"""What rests on a source, each once: the parts of a measure are told as the measure, a link as its instrument."""


_WORDS = """
WITH RECURSIVE found (word) AS (
    SELECT min({column}) FROM {table}
    UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {column} > word) FROM found WHERE word IS NOT NULL
) SELECT word FROM found WHERE word IS NOT NULL
"""
"""Each word of a column once, in order, by one look into its index for each."""


def near(name: str, known: Sequence[str]) -> list[str]:
    """The few of ``known`` that are like ``name``, the likest first: suggestions, never answers."""
    return [known[place] for place in likest(name, known, least=75, by="WRatio")]


def listed(ids: Iterable[str] | None) -> str | None:
    """Ids as a parameter for ``json_each``; None, which a query takes as any, stays None."""
    return None if ids is None else json.dumps(list(ids))


class Sources:
    """The sources of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._kept_addresses = kept(self._address, _ADDRESSES_KEPT)

    def address(self, source: str) -> str | None:
        """The address of a source by its id; None where none is on record."""
        return self._kept_addresses(source)

    def _column(self, sql: str, *parameters: object) -> tuple[str, ...]:
        return tuple(row[0] for row in self.dataset.all(sql, *parameters))

    def source_named(self, words: str) -> str | None:
        """The id of the one source that ``words`` name, by its id or its publisher; None for none or several."""
        found = self._column("SELECT source FROM source_name WHERE key = ?", key(words))
        return str(found[0]) if len(found) == 1 else None

    def check_word(self, table: str, column: str, word: str | None) -> None:
        """Raise :class:`UnknownWord` when ``word`` stands nowhere in the column, which is the parameter's name."""
        if word is None or self.dataset.one(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", word):  # noqa: S608 - constants of this class
            return
        known = self._column(_WORDS.format(table=table, column=column))
        raise UnknownWord(column, word, known, near(word, known))

    def near_ids(self, table: str, ident: str) -> list[str]:
        """The few ids of a table that are like ``ident``, of the thousand on either side of it in the alphabet."""
        sql = f"SELECT id FROM (SELECT id FROM {table} WHERE id %s ? ORDER BY id %s LIMIT 1000)"  # noqa: S608 - as above
        before, after = sql % ("<", "DESC"), sql % (">=", "ASC")
        return near(ident, self._column(f"{before} UNION ALL {after} ORDER BY 1", ident, ident))

    def _address(self, source: str) -> str | None:
        row = self.dataset.one("SELECT address FROM source WHERE id = ?", source)
        return None if row is None else row["address"]

    def sources(self, kind: str | None = None, opened: bool | None = None) -> Listed[Source]:
        """Every source by id; only of the kind, or read or not, when given. Raises :class:`UnknownWord`."""
        self.check_word("source", "kind", kind)
        conditions = [*given("kind = ?", kind), *given("opened = ?", opened)]
        return Listed(self.dataset, "source", conditions, "id", lambda rows: tuple(_source(row) for row in rows))

    def source(self, ident: str) -> Source:
        """The source with this id. Raises :class:`UnknownSource` with suggestions."""
        row = self.dataset.one("SELECT * FROM source WHERE id = ?", ident)
        if row is None:
            raise UnknownSource(ident, self.near_ids("source", ident))
        return _source(row)

    def check_source(self, ident: str | None) -> None:
        """Raise :class:`UnknownSource` when ``ident`` is given and no source has it."""
        if ident is not None:
            self.source(ident)

    def resting_on(self, source: str) -> tuple[Fact, ...]:
        """What of the record rests on the source with this id, by kind and id, each once."""
        return tuple(Fact(row["kind"], row["id"]) for row in self.dataset.all(_RESTS_ON, source))

    def coverage(
        self, minerals: Iterable[str] | None = None, of: Iterable[str] | None = None
    ) -> dict[str, tuple[Coverage, ...]]:
        """By jurisdiction what its record covers, by mineral; only of these minerals and jurisdictions when given."""
        conditions = [
            *given("mineral IN (SELECT value FROM json_each(?))", listed(minerals)),
            *given("jurisdiction IN (SELECT value FROM json_each(?))", listed(of)),
        ]
        covered = Listed(self.dataset, "coverage", conditions, "mineral", self._covered)
        found: dict[str, list[Coverage]] = defaultdict(list)
        for coverage in covered:
            found[coverage.origin].append(coverage)
        return {origin: tuple(of_origin) for origin, of_origin in found.items()}

    def _covered(self, rows: Sequence[Any]) -> list[Coverage]:
        gaps: dict[int, list[LeftOut]] = defaultdict(list)
        for row in self.dataset.all(
            "SELECT * FROM coverage_gap WHERE coverage IN (SELECT value FROM json_each(?)) ORDER BY coverage, position",
            json.dumps([row["id"] for row in rows]),
        ):
            movement = None if row["movement"] is None else Movement(row["movement"])
            gap = LeftOut(row["what"], row["why"], day(row["starts"]), day(row["until"]), movement)
            gaps[row["coverage"]].append(gap)
        return [
            Coverage(row["jurisdiction"], row["mineral"], day(row["since"]), row["why"], tuple(gaps[row["id"]]))
            for row in rows
        ]

    def first_covered(self) -> dict[str, tuple[Coverage, ...]]:
        """By jurisdiction the one coverage that goes back furthest."""
        rows = self.dataset.all(
            "SELECT coverage.* FROM jurisdiction JOIN coverage ON id = coalesce("
            "(SELECT id FROM coverage WHERE jurisdiction = code AND since IS NOT NULL ORDER BY since LIMIT 1),"
            " (SELECT id FROM coverage WHERE jurisdiction = code LIMIT 1))"
        )
        return {coverage.origin: (coverage,) for coverage in self._covered(rows)}

    def jurisdiction_sources(self, code: str) -> tuple[SourceRef, ...]:
        """What the review of a jurisdiction's record rests on."""
        return Citations(self.dataset, "jurisdiction", [code]).of(code)


def _source(row: Any) -> Source:
    return Source(
        id=row["id"],
        title=row["title"],
        title_reason=row["title_reason"],
        publisher=row["publisher"],
        kind=row["kind"],
        language=row["language"],
        address=row["address"],
        address_reason=row["address_reason"],
        published=day(row["published"]),
        published_reason=row["published_reason"],
        retrieved_by=known_day(row["retrieved_by"]),
        opened=bool(row["opened"]),
        note=row["note"],
    )
