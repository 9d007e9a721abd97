"""Instruments as documents, what stands beside the law, and the sources that all of it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from service.domain.errors import UnknownInstrument
from service.domain.evidence import BEARS_ON_STATUS, Claim, Event, Figure, Instrument, Link
from service.domain.measure import Measure
from service.domain.vocabulary import Standing
from service.store import measures as parts
from service.store.dataset import Dataset
from service.store.kept import kept
from service.store.measures import Citations, day
from service.store.sources import Sources, listed, near

_CLAIMS_KEPT = 128
"""Of how many minerals the claims are kept in memory: a bound, so that memory does not grow with the data."""


class Evidence(Sources):
    """What one dataset has in words: its instruments as documents, events, claims, figures, and their sources."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self._kept_claims = kept(self._claims_on, _CLAIMS_KEPT)

    def instruments(
        self, jurisdiction: str | None = None, minerals: Iterable[str] | None = None
    ) -> tuple[Instrument, ...]:
        """Every instrument without its measures, newest first; only of a jurisdiction or on ``minerals`` when given.

        ``minerals`` are ids of minerals and groups as measures name them.
        """
        rows = self.dataset.all(
            "SELECT * FROM instrument i WHERE (?1 IS NULL OR jurisdiction = ?1) AND (?2 IS NULL OR EXISTS ("
            "SELECT 1 FROM measure m JOIN cover c ON c.measure = m.id WHERE m.instrument = i.id"
            " AND c.covers IN (SELECT value FROM json_each(?2))))"
            " ORDER BY coalesce(published, effective, '') DESC, id",
            jurisdiction,
            None if minerals is None else json.dumps(list(minerals)),
        )
        return tuple(self._instrument(row) for row in rows)

    def instrument(self, ident: str) -> Instrument:
        """The instrument with this id and its measures. Raises :class:`UnknownInstrument` with suggestions."""
        row = self._instrument_row(ident)
        ids = self._column("SELECT id FROM measure WHERE instrument = ? ORDER BY position", ident)
        return self._instrument(row, parts.measures(self.dataset, ids))

    def _instrument_row(self, ident: str) -> Any:
        row = self.dataset.one("SELECT * FROM instrument WHERE id = ?", ident)
        if row is None:
            raise UnknownInstrument(ident, near(ident, self._column("SELECT id FROM instrument")))
        return row

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

    def events_on(self, subjects: Iterable[str], instruments: Iterable[str]) -> tuple[Event, ...]:
        """The events that name one of these minerals and groups, or one of these instruments, oldest first."""
        return self._events(
            "id IN (SELECT event FROM event_mineral WHERE mineral IN (SELECT value FROM json_each(?1)))"
            " OR id IN (SELECT event FROM event_instrument WHERE instrument IN (SELECT value FROM json_each(?2)))",
            json.dumps(list(subjects)),
            json.dumps(list(instruments)),
        )

    def events(
        self, subjects: Iterable[str] | None = None, instrument: str | None = None, kind: str | None = None
    ) -> tuple[Event, ...]:
        """Every event, oldest first; where given, only those that name one of ``subjects``, the instrument, the kind.

        Raises :class:`UnknownInstrument` and :class:`UnknownWord` for what the record does not hold.
        """
        if instrument is not None:
            self._instrument_row(instrument)
        self.check_word("event", "kind", kind)
        return self._events(
            "(?1 IS NULL OR id IN (SELECT event FROM event_mineral WHERE mineral IN (SELECT value FROM json_each(?1))))"
            " AND (?2 IS NULL OR id IN (SELECT event FROM event_instrument WHERE instrument = ?2))"
            " AND (?3 IS NULL OR kind = ?3)",
            listed(subjects),
            instrument,
            kind,
        )

    def _events(self, where: str, *parameters: object) -> tuple[Event, ...]:
        rows = self.dataset.all(f"SELECT * FROM event WHERE {where} ORDER BY day, id", *parameters)  # noqa: S608 - constants of this class
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

    def claims_on(self, subjects: tuple[str, ...]) -> tuple[Claim, ...]:
        """The claims on what bears on a status that name one of these minerals and groups, by id; some are kept."""
        return self._kept_claims(subjects)

    def _claims_on(self, subjects: tuple[str, ...]) -> tuple[Claim, ...]:
        return self._claims(
            "id IN (SELECT claim FROM claim_mineral WHERE mineral IN (SELECT value FROM json_each(?1)))"
            " AND topic IN (SELECT value FROM json_each(?2))",
            json.dumps(list(subjects)),
            json.dumps(sorted(BEARS_ON_STATUS)),
        )

    def claims(
        self,
        subjects: Iterable[str] | None = None,
        source: str | None = None,
        standing: Standing | None = None,
        topic: str | None = None,
    ) -> tuple[Claim, ...]:
        """Every claim by id; where given, only on one of ``subjects``, of the source, of the standing, on the topic.

        Raises :class:`UnknownSource` and :class:`UnknownWord` for what the record does not hold.
        """
        self.check_source(source)
        self.check_word("claim", "topic", topic)
        return self._claims(
            "(?1 IS NULL OR id IN (SELECT claim FROM claim_mineral WHERE mineral IN (SELECT value FROM json_each(?1))))"
            " AND (?2 IS NULL OR id IN (SELECT owner FROM citation WHERE owner_kind = 'claim' AND source = ?2))"
            " AND (?3 IS NULL OR standing = ?3) AND (?4 IS NULL OR topic = ?4)",
            listed(subjects),
            source,
            standing,
            topic,
        )

    def _claims(self, where: str, *parameters: object) -> tuple[Claim, ...]:
        rows = self.dataset.all(f"SELECT * FROM claim WHERE {where} ORDER BY id", *parameters)  # noqa: S608 - constants of this class
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

    def figures(
        self,
        minerals: Iterable[str] | None = None,
        kind: str | None = None,
        standing: Standing | None = None,
        source: str | None = None,
    ) -> tuple[Figure, ...]:
        """Every figure by id; where given, only of one of ``minerals``, of the kind, the standing, the source.

        Raises :class:`UnknownSource` and :class:`UnknownWord` for what the record does not hold.
        """
        self.check_source(source)
        self.check_word("figure", "kind", kind)
        rows = self.dataset.all(
            "SELECT * FROM figure WHERE (?1 IS NULL OR mineral IN (SELECT value FROM json_each(?1)))"
            " AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR standing = ?3)"
            " AND (?4 IS NULL OR id IN (SELECT owner FROM citation WHERE owner_kind = 'figure' AND source = ?4))"
            " ORDER BY id",
            listed(minerals),
            kind,
            standing,
            source,
        )
        cited = Citations(self.dataset, "figure", [row["id"] for row in rows])
        return tuple(
            Figure(
                id=row["id"],
                mineral=row["mineral"],
                quantity=row["quantity"],
                kind=row["kind"],
                value=None if row["value"] is None else Decimal(row["value"]),
                value_reason=row["value_reason"],
                unit=row["unit"],
                standing=Standing(row["standing"]),
                claim=row["claim"],
                note=row["note"],
                sources=cited.of(row["id"]),
            )
            for row in rows
        )
