"""Instruments as documents, and the events and claims that stand beside the law."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rapidfuzz import process

from service.domain.errors import UnknownInstrument
from service.domain.evidence import Claim, Event, Instrument, Link
from service.domain.model import Measure
from service.domain.vocabulary import Standing
from service.store import measures as parts
from service.store.dataset import Dataset
from service.store.measures import Citations, day

_ADDRESSES_KEPT = 4096
"""How many sources' addresses are kept in memory: a bound, so that memory does not grow with the data."""


class Evidence:
    """The documents of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.address = lru_cache(maxsize=_ADDRESSES_KEPT)(self._address)
        """The address of a source by its id; None where none is on record."""

    def _column(self, sql: str, *parameters: object) -> tuple[str, ...]:
        return tuple(row[0] for row in self.dataset.all(sql, *parameters))

    def instruments(self, jurisdiction: str | None = None, mineral: str | None = None) -> tuple[Instrument, ...]:
        """Every instrument without its measures, newest first; only of a jurisdiction or on a mineral when given."""
        rows = self.dataset.all(
            "SELECT * FROM instrument i WHERE (?1 IS NULL OR jurisdiction = ?1) AND (?2 IS NULL OR EXISTS ("
            "SELECT 1 FROM measure m JOIN cover c ON c.measure = m.id WHERE m.instrument = i.id AND (c.covers = ?2"
            " OR c.covers IN (SELECT member_of FROM mineral_group WHERE mineral = ?2))))"
            " ORDER BY coalesce(published, effective, '') DESC, id",
            jurisdiction,
            mineral,
        )
        return tuple(self._instrument(row) for row in rows)

    def instrument(self, ident: str) -> Instrument:
        """The instrument with this id and its measures. Raises :class:`UnknownInstrument` with suggestions."""
        row = self.dataset.one("SELECT * FROM instrument WHERE id = ?", ident)
        if row is None:
            known = self._column("SELECT id FROM instrument")
            near = process.extract(ident, known, limit=3, score_cutoff=75)
            raise UnknownInstrument(ident, [name for name, _, _ in near])
        ids = self._column("SELECT id FROM measure WHERE instrument = ? ORDER BY position", ident)
        return self._instrument(row, parts.measures(self.dataset, ids))

    def _instrument(self, row: Any, measures: tuple[Measure, ...] = ()) -> Instrument:
        ident = row["id"]
        links = self.dataset.all(
            "SELECT * FROM instrument_link WHERE instrument = ?1 OR target = ?1 ORDER BY 1, 2", ident
        )
        cited = Citations(
            self.dataset, "instrument_link", [f"{link['instrument']}/{link['position']}" for link in links]
        )

        def link_of(link: Any, other: str | None) -> Link:
            return Link(link["relation"], other, link["what"], cited.of(f"{link['instrument']}/{link['position']}"))

        return Instrument(
            id=ident,
            jurisdiction=row["jurisdiction"],
            authorities=self._column(
                "SELECT name FROM instrument_authority WHERE instrument = ? ORDER BY position", ident
            ),
            number=row["number"],
            number_reason=row["number_reason"],
            title=row["title"],
            summary=row["summary"],
            published=day(row["published"]),
            published_reason=row["published_reason"],
            effective=day(row["effective"]),
            url=row["url"],
            url_reason=row["url_reason"],
            lifecycle=row["lifecycle"],
            evidence=row["evidence"],
            extraterritorial=bool(row["extraterritorial"]),
            note=row["note"],
            terms=self._column("SELECT text FROM instrument_term WHERE instrument = ? ORDER BY position", ident),
            links=tuple(link_of(link, link["target"]) for link in links if link["instrument"] == ident),
            affected_by=tuple(link_of(link, link["instrument"]) for link in links if link["target"] == ident),
            sources=Citations(self.dataset, "instrument", [ident]).of(ident),
            measures=measures,
        )

    def _address(self, source: str) -> str | None:
        row = self.dataset.one("SELECT address FROM source WHERE id = ?", source)
        return None if row is None else row["address"]

    def events_on(self, subjects: Iterable[str], instruments: Iterable[str]) -> tuple[Event, ...]:
        """The events that name one of these minerals and groups, or one of these instruments, oldest first."""
        rows = self.dataset.all(
            "SELECT * FROM event WHERE id IN (SELECT event FROM event_mineral WHERE mineral IN"
            " (SELECT value FROM json_each(?1))) OR id IN (SELECT event FROM event_instrument WHERE instrument IN"
            " (SELECT value FROM json_each(?2))) ORDER BY day, id",
            json.dumps(list(subjects)),
            json.dumps(list(instruments)),
        )
        cited = Citations(self.dataset, "event", [row["id"] for row in rows])
        return tuple(
            Event(
                id=row["id"],
                day=row["day"],
                day_end=row["day_end"],
                kind=row["kind"],
                actors=self._column("SELECT name FROM event_actor WHERE event = ? ORDER BY position", row["id"]),
                summary=row["summary"],
                minerals=self._column("SELECT mineral FROM event_mineral WHERE event = ? ORDER BY 1", row["id"]),
                scopes=self._column("SELECT scope FROM event_scope WHERE event = ? ORDER BY 1", row["id"]),
                instruments=self._column(
                    "SELECT instrument FROM event_instrument WHERE event = ? ORDER BY 1", row["id"]
                ),
                evidence=row["evidence"],
                note=row["note"],
                sources=cited.of(row["id"]),
            )
            for row in rows
        )

    def claims_on(self, subjects: Iterable[str], topics: Iterable[str]) -> tuple[Claim, ...]:
        """The claims of these topics that name one of these minerals and groups, by id."""
        rows = self.dataset.all(
            "SELECT * FROM claim WHERE id IN (SELECT claim FROM claim_mineral WHERE mineral IN"
            " (SELECT value FROM json_each(?1))) AND topic IN (SELECT value FROM json_each(?2)) ORDER BY id",
            json.dumps(list(subjects)),
            json.dumps(sorted(topics)),
        )
        cited = Citations(self.dataset, "claim", [row["id"] for row in rows])
        return tuple(
            Claim(
                id=row["id"],
                statement=row["statement"],
                topic=row["topic"],
                minerals=self._column("SELECT mineral FROM claim_mineral WHERE claim = ? ORDER BY 1", row["id"]),
                scopes=self._column("SELECT scope FROM claim_scope WHERE claim = ? ORDER BY 1", row["id"]),
                date_stated=row["date_stated"],
                date_stated_reason=row["date_stated_reason"],
                standing=Standing(row["standing"]),
                record=self._column("SELECT record FROM claim_record WHERE claim = ? ORDER BY 1", row["id"]),
                explanation=row["explanation"],
                sources=cited.of(row["id"]),
            )
            for row in rows
        )
