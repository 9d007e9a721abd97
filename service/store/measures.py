"""Rows of measures and their parts as domain values. Children are fetched for all measures at once, not one by one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from service.domain.measure import (
    ANY_DUAL_USE,
    Amount,
    Content,
    Cover,
    Derived,
    Destinations,
    Exclusion,
    HsCode,
    Item,
    Measure,
    SourceRef,
    Suspension,
)
from service.domain.model import Dispute, Reading
from service.domain.vocabulary import (
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    ShareBasis,
    State,
    Subject,
)
from service.store.dataset import Dataset

_MEASURES = """
SELECT m.*, i.title AS instrument_title, i.number AS instrument_number, i.url AS instrument_url
FROM measure m JOIN instrument i ON i.id = m.instrument
WHERE m.id IN (SELECT value FROM json_each(?))
ORDER BY m.instrument, m.position
"""


def day(text: str | None) -> date | None:
    """An ISO day of the database as a date."""
    return None if text is None else date.fromisoformat(text)


def known_day(text: str) -> date:
    """An ISO day that is never null in the database."""
    return date.fromisoformat(text)


def in_order(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    """The ids of measures by instrument and place in it."""
    sql = "SELECT id FROM measure WHERE id IN (SELECT value FROM json_each(?)) ORDER BY instrument, position"
    return [row["id"] for row in dataset.all(sql, json.dumps(list(ids)))]


class Citations:
    """The sources of many facts of one kind, fetched at once."""

    def __init__(self, dataset: Dataset, kind: str, owners: Iterable[object]) -> None:
        self._of: dict[str, list[SourceRef]] = defaultdict(list)
        rows = dataset.all(
            "SELECT owner, source, locator FROM citation"
            " WHERE owner_kind = ? AND owner IN (SELECT value FROM json_each(?)) ORDER BY owner, position",
            kind,
            json.dumps([str(owner) for owner in owners]),
        )
        for row in rows:
            self._of[row["owner"]].append(SourceRef(row["source"], row["locator"]))

    def of(self, owner: object) -> tuple[SourceRef, ...]:
        """The sources of one fact."""
        return tuple(self._of[str(owner)])


class _Children:
    """Rows of a child table by their parent's id, in the order of the query."""

    def __init__(self, dataset: Dataset, sql: str, parents: Iterable[object]) -> None:
        self._of: dict[Any, list[Any]] = defaultdict(list)
        for row in dataset.all(sql, json.dumps(list(parents))):
            self._of[row[0]].append(row)

    def of(self, parent: object) -> list[Any]:
        return self._of[parent]

    def all(self) -> list[Any]:
        return [row for rows in self._of.values() for row in rows]


def measures(dataset: Dataset, ids: Sequence[str], subjects: Sequence[str] | None = None) -> tuple[Measure, ...]:
    """The measures with these ids; only what they say of ``subjects`` (mineral and group ids) when given."""
    rows = dataset.all(_MEASURES, json.dumps(ids))
    wanted = [row["id"] for row in rows]
    covers = _covers(dataset, wanted, subjects)
    destinations = _Children(dataset, _in("measure, code", "measure_destination", "measure", "code"), wanted)
    binds = _Children(dataset, _in("measure, movement", "measure_binds", "measure", "movement"), wanted)
    names = _Children(dataset, _in("measure, name", "listed_name", "measure", "name"), wanted)
    scopes = _Children(dataset, _in("measure, scope", "measure_scope", "measure", "scope"), wanted)
    derived = _Children(dataset, _in("measure, field, why", "measure_derived", "measure", "field"), wanted)
    amounts = _Children(dataset, _in("measure, *", "measure_amount", "measure", "position"), wanted)
    suspensions = _Children(dataset, _in("measure, *", "suspension", "measure", "starts"), wanted)
    exclusions = _Children(dataset, _in("measure, *", "exclusion", "measure", "id"), wanted)
    about = None if subjects is None else set(subjects)
    out_forms = _Children(
        dataset, _in("exclusion, form", "exclusion_form", "exclusion", "form"), [row["id"] for row in exclusions.all()]
    )
    cited = Citations(dataset, "measure", wanted)
    paused = Citations(dataset, "suspension", [row["id"] for row in suspensions.all()])
    excluded = Citations(dataset, "exclusion", [row["id"] for row in exclusions.all()])
    return tuple(
        Measure(
            id=row["id"],
            instrument=row["instrument"],
            origin=row["origin"],
            type=MeasureType(row["type"]),
            regime=Regime(row["regime"]),
            subject=Subject(row["subject"]),
            binds=frozenset(Movement(bound["movement"]) for bound in binds.of(row["id"])),
            destinations=Destinations(
                DestinationMode(row["destination_mode"]),
                frozenset(code["code"] for code in destinations.of(row["id"])),
                row["destination_group"],
            ),
            end_use=None if row["end_use"] is None else EndUse(row["end_use"]),
            published=day(row["published"]),
            start=day(row["starts"]),
            until=day(row["until"]),
            end=End(row["end_known"]),
            covers=tuple(covers.get(row["id"], ())),
            title=row["title"],
            summary=row["summary"],
            wto_qr=row["wto_qr"],
            gta_type=row["gta_type"],
            article=row["article"],
            verified_on=day(row["verified_on"]),
            ended_by=day(row["ended_by"]),
            end_published=day(row["end_published"]),
            renews=row["renews"],
            condition=row["condition"],
            suspensions=tuple(
                Suspension(
                    known_day(s["starts"]),
                    day(s["until"]),
                    s["paused_by"],
                    known_day(s["published"]),
                    paused.of(s["id"]),
                    s["note"],
                )
                for s in suspensions.of(row["id"])
            ),
            excludes=tuple(
                Exclusion(e["mineral"], tuple(f["form"] for f in out_forms.of(e["id"])), e["why"], excluded.of(e["id"]))
                for e in exclusions.of(row["id"])
                if about is None or e["mineral"] in about
            ),
            names_listed=row["names_listed"],
            names_on_record=tuple(name["name"] for name in names.of(row["id"])),
            amounts=tuple(_amount(a) for a in amounts.of(row["id"])),
            derived=tuple(Derived(d["field"], d["why"]) for d in derived.of(row["id"])),
            scopes=tuple(scope["scope"] for scope in scopes.of(row["id"])),
            note=row["note"],
            sources=cited.of(row["id"]),
            instrument_title=row["instrument_title"],
            instrument_number=row["instrument_number"],
            url=row["instrument_url"],
        )
        for row in rows
    )


def _amount(row: Any) -> Amount:
    return Amount(
        value=None if row["value"] is None else Decimal(row["value"]),
        value_reason=row["value_reason"],
        unit=row["unit"],
        of=row["of_what"],
        value_to=None if row["value_to"] is None else Decimal(row["value_to"]),
        mineral=row["mineral"],
        start=day(row["starts"]),
        until=day(row["until"]),
        usable_until=day(row["usable_until"]),
        verified=bool(row["verified"]),
        note=row["note"],
    )


def _in(columns: str, table: str, parent: str, order: str) -> str:
    return (
        f"SELECT {columns} FROM {table} WHERE {parent} IN (SELECT value FROM json_each(?)) ORDER BY {parent}, {order}"  # noqa: S608 - the words are constants of this module
    )


def _covers(dataset: Dataset, ids: Sequence[str], subjects: Sequence[str] | None) -> dict[str, list[Cover]]:
    rows = dataset.all(
        "SELECT id, measure, covers, covers_all_forms FROM cover WHERE measure IN (SELECT value FROM json_each(?1))"
        " AND (?2 IS NULL OR covers IS NULL OR covers IN (SELECT value FROM json_each(?2))) ORDER BY id",
        json.dumps(ids),
        None if subjects is None else json.dumps(subjects),
    )
    items = _Children(dataset, _in("cover, *", "item", "cover", "id"), [row["id"] for row in rows])
    numbers = [item["id"] for item in items.all()]
    forms = _Children(dataset, _in("item, form", "item_form", "item", "position"), numbers)
    codes = _Children(dataset, _in("item, code, basis", "item_hs_code", "item", "position"), numbers)
    contents = _contents(dataset, numbers)
    cited = Citations(dataset, "item", numbers)
    found: dict[str, list[Cover]] = defaultdict(list)
    for row in rows:
        lines = tuple(
            Item(
                goods=item["goods"],
                forms=tuple(form["form"] for form in forms.of(item["id"])),
                control_code=item["control_code"],
                control_code_basis=item["control_code_basis"],
                hs_codes=tuple(HsCode(code["code"], code["basis"]) for code in codes.of(item["id"])),
                condition=item["condition"],
                contents=tuple(contents[item["id"]]),
                rest=item["rest"],
                note=item["note"],
                sources=cited.of(item["id"]),
            )
            for item in items.of(row["id"])
        )
        found[row["measure"]].append(Cover(row["covers"] or ANY_DUAL_USE, bool(row["covers_all_forms"]), lines))
    return found


def _contents(dataset: Dataset, items: Sequence[int]) -> dict[int, list[Content]]:
    rows = dataset.all(
        "SELECT c.item, c.id, c.at_least, c.basis, m.mineral FROM item_content c"
        " JOIN item_content_mineral m ON m.content = c.id"
        " WHERE c.item IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 5",
        json.dumps(items),
    )
    minerals: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in rows:
        minerals[row["item"], row["id"], row["at_least"], row["basis"]].add(row["mineral"])
    found: dict[int, list[Content]] = defaultdict(list)
    for (item, _, at_least, basis), any_of in minerals.items():
        least = None if at_least is None else Decimal(at_least)
        found[item].append(Content(frozenset(any_of), least, ShareBasis(basis)))
    return found


def disputes(dataset: Dataset, ids: Sequence[str]) -> tuple[Dispute, ...]:
    """The disputes in which a reading gives one of these measures a state, with all their readings."""
    rows = dataset.all(
        "SELECT * FROM dispute WHERE id IN (SELECT r.dispute FROM reading r JOIN reading_state s ON s.reading = r.id"
        " WHERE s.measure IN (SELECT value FROM json_each(?))) ORDER BY starts, id",
        json.dumps(ids),
    )
    readings = _Children(dataset, _in("dispute, *", "reading", "dispute", "position"), [row["id"] for row in rows])
    names = [reading["id"] for reading in readings.all()]
    states = _Children(dataset, _in("reading, measure, state", "reading_state", "reading", "measure"), names)
    cited = Citations(dataset, "reading", names)
    return tuple(
        Dispute(
            id=row["id"],
            start=known_day(row["starts"]),
            until=known_day(row["until"]),
            opens_on=known_day(row["opens_on"]),
            readings=tuple(
                Reading(
                    id=reading["name"],
                    reason=reading["reason"],
                    sources=cited.of(reading["id"]),
                    states={s["measure"]: State(s["state"]) for s in states.of(reading["id"])},
                )
                for reading in readings.of(row["id"])
            ),
        )
        for row in rows
    )
