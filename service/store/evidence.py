"""Instruments as documents, what stands beside the law, and the sources that all of it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from service.domain.errors import UnknownInstrument
from service.domain.evidence import Claim, Event, Figure, Instrument, Link
from service.domain.measure import Measure, SourceRef
from service.domain.vocabulary import Standing
from service.store import measures as parts
from service.store.citations import Citations
from service.store.dataset import Dataset
from service.store.kept import kept
from service.store.listed import Condition, Listed, given
from service.store.sources import Sources, listed
from service.store.told import Told, day, sources, told

_FIRST = "substr(day || '-01-01', 1, 10)"
_LAST = (
    "coalesce(day_end, day) || CASE length(coalesce(day_end, day)) WHEN 4 THEN '-12-31' WHEN 7 THEN '-31' ELSE '' END"
)
_BEGUN_BY = f"day <= ? AND {_FIRST} <= ?"
"""A day that is known to the month or the year stands for every day of it; the plain comparison is for the index."""
_NOT_OVER_BEFORE = f"coalesce(day_end, day) >= ? AND {_LAST} >= ?"
"""As above; of the index, the year."""

_CLAIMS_KEPT = 128
"""Of how many minerals the claims are kept in memory: a bound, so that memory does not grow with the data."""


class Evidence(Sources):
    """What one dataset has in words: its instruments as documents, events, claims, figures, and their sources."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self._kept_claims = kept(self._claims_on, _CLAIMS_KEPT)

    def instruments(self, jurisdiction: str | None = None, minerals: Iterable[str] | None = None) -> Listed[Instrument]:
        """Every instrument without its measures, newest first; only of a jurisdiction or on ``minerals`` when given.

        ``minerals`` are ids of minerals and groups as measures name them.
        """
        on_minerals = (
            "id IN (SELECT m.instrument FROM cover c JOIN measure m ON m.id = c.measure"
            " WHERE c.covers IN (SELECT value FROM json_each(?)))"
        )
        conditions = [*given("jurisdiction = ?", jurisdiction), *given(on_minerals, listed(minerals))]
        return Listed(
            self.dataset,
            "instrument",
            conditions,
            "coalesce(published, effective, '') DESC, id",
            lambda rows: tuple(self._instrument(row) for row in rows),
        )

    def instrument(self, ident: str) -> Instrument:
        """The instrument with this id and its measures. Raises :class:`UnknownInstrument` with suggestions."""
        row = self._instrument_row(ident)
        ids = self._column("SELECT id FROM measure WHERE instrument = ? ORDER BY position", ident)
        return self._instrument(row, parts.measures(self.dataset, ids))

    def _instrument_row(self, ident: str) -> Any:
        row = self.dataset.one("SELECT * FROM instrument WHERE id = ?", ident)
        if row is None:
            raise UnknownInstrument(ident, self.near_ids("instrument", ident))
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
        rows = self.dataset.all(
            "SELECT * FROM event WHERE id IN (SELECT event FROM event_mineral WHERE mineral IN"
            " (SELECT value FROM json_each(?1)) UNION ALL SELECT event FROM event_instrument WHERE instrument IN"
            " (SELECT value FROM json_each(?2))) ORDER BY day, id",
            json.dumps(list(subjects)),
            json.dumps(list(instruments)),
        )
        return self._events(rows)

    def events(
        self,
        subjects: Iterable[str] | None = None,
        instrument: str | None = None,
        kind: str | None = None,
        start: date | None = None,
        end: date | None = None,
        *,
        latest_first: bool = False,
    ) -> Listed[Event]:
        """Every event, oldest first; where given, only those that name one of ``subjects``, the instrument, the kind.

        And those that may lie in the days from ``start`` to ``end``, as :meth:`Event.overlaps` says. Raises
        :class:`UnknownInstrument` and :class:`UnknownWord` for what the record does not hold.
        """
        if instrument is not None:
            self._instrument_row(instrument)
        self.check_word("event", "kind", kind)
        conditions = [
            *given(
                "id IN (SELECT event FROM event_mineral WHERE mineral IN (SELECT value FROM json_each(?)))",
                listed(subjects),
            ),
            *given("id IN (SELECT event FROM event_instrument WHERE instrument = ?)", instrument),
            *given("kind = ?", kind),
            *(() if start is None else (Condition(_NOT_OVER_BEFORE, (start.isoformat()[:4], start.isoformat())),)),
            *(() if end is None else (Condition(_BEGUN_BY, (end.isoformat(), end.isoformat())),)),
        ]
        order = "day DESC, id DESC" if latest_first else "day, id"
        if start is not None:
            order = "+" + order  # or it would go through all that is older, for that is in this order
        return Listed(self.dataset, "event", conditions, order, self._events)

    def _events(self, rows: Iterable[Any]) -> tuple[Event, ...]:
        rows = list(rows)
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
        sql = "SELECT mineral, claims FROM told_mineral WHERE mineral IN (SELECT value FROM json_each(?))"
        found = {said["id"]: said for _, claims in told(self.dataset, sql, subjects) for said in claims}
        return tuple(_claim(found[ident], sources(found[ident])) for ident in sorted(found))

    def claims(
        self,
        subjects: Iterable[str] | None = None,
        source: str | None = None,
        standing: Standing | None = None,
        topic: str | None = None,
    ) -> Listed[Claim]:
        """Every claim by id; where given, only on one of ``subjects``, of the source, of the standing, on the topic.

        Raises :class:`UnknownSource` and :class:`UnknownWord` for what the record does not hold.
        """
        self.check_source(source)
        self.check_word("claim", "topic", topic)
        conditions = [
            *given(
                "id IN (SELECT claim FROM claim_mineral WHERE mineral IN (SELECT value FROM json_each(?)))",
                listed(subjects),
            ),
            *given("id IN (SELECT owner FROM citation WHERE owner_kind = 'claim' AND source = ?)", source),
            *given("standing = ?", standing),
            *given("topic = ?", topic),
        ]
        return Listed(self.dataset, "claim", conditions, "id", self._claims)

    def _claims(self, rows: Iterable[Any]) -> tuple[Claim, ...]:
        rows = list(rows)
        cited = Citations(self.dataset, "claim", [row["id"] for row in rows])
        return tuple(
            _claim(
                {
                    **dict(row),
                    "minerals": self._column("SELECT mineral FROM claim_mineral WHERE claim = ? ORDER BY 1", row["id"]),
                    "scopes": self._column("SELECT scope FROM claim_scope WHERE claim = ? ORDER BY 1", row["id"]),
                    "record": self._column("SELECT record FROM claim_record WHERE claim = ? ORDER BY 1", row["id"]),
                },
                cited.of(row["id"]),
            )
            for row in rows
        )

    def figures(
        self,
        minerals: Iterable[str] | None = None,
        kind: str | None = None,
        standing: Standing | None = None,
        source: str | None = None,
    ) -> Listed[Figure]:
        """Every figure by id; where given, only of one of ``minerals``, of the kind, the standing, the source.

        Raises :class:`UnknownSource` and :class:`UnknownWord` for what the record does not hold.
        """
        self.check_source(source)
        self.check_word("figure", "kind", kind)
        conditions = [
            *given("mineral IN (SELECT value FROM json_each(?))", listed(minerals)),
            *given("kind = ?", kind),
            *given("standing = ?", standing),
            *given("id IN (SELECT owner FROM citation WHERE owner_kind = 'figure' AND source = ?)", source),
        ]
        return Listed(self.dataset, "figure", conditions, "id", self._figures)

    def _figures(self, rows: Iterable[Any]) -> tuple[Figure, ...]:
        rows = list(rows)
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


def _claim(said: Told, read_in: tuple[SourceRef, ...]) -> Claim:
    return Claim(
        id=said["id"],
        statement=said["statement"],
        topic=said["topic"],
        minerals=tuple(said["minerals"]),
        scopes=tuple(said["scopes"]),
        date_stated=said["date_stated"],
        date_stated_reason=said["date_stated_reason"],
        standing=Standing(said["standing"]),
        record=tuple(said["record"]),
        explanation=said["explanation"],
        sources=read_in,
    )
