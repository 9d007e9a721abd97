"""Times in which it is disputed what the law is, with the readings of it, as domain values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from service.domain.model import Dispute, Reading
from service.domain.vocabulary import State
from service.store.dataset import Dataset
from service.store.told import Told, known_day, sources, told


def disputed(dataset: Dataset, measures: Iterable[str]) -> list[str]:
    """The ids of the disputes in which a reading gives one of these measures a state."""
    rows = dataset.all(
        "SELECT DISTINCT r.dispute FROM reading_state s JOIN reading r ON r.id = s.reading"
        " WHERE s.measure IN (SELECT value FROM json_each(?))",
        json.dumps(list(measures)),
    )
    return [row["dispute"] for row in rows]


def disputes(dataset: Dataset, ids: Collection[str]) -> tuple[Dispute, ...]:
    """The disputes with these ids, by their first day, with all their readings."""
    sql = "SELECT number, said FROM told_dispute WHERE dispute IN (SELECT value FROM json_each(?))"
    found = [_dispute(said) for _, said in told(dataset, sql, ids)] if ids else []
    return tuple(sorted(found, key=lambda dispute: (dispute.start, dispute.id)))


def _dispute(said: Told) -> Dispute:
    return Dispute(
        id=said["id"],
        start=known_day(said["starts"]),
        until=known_day(said["until"]),
        opens_on=known_day(said["opens_on"]),
        readings=tuple(map(_reading, said["readings"])),
    )


def _reading(said: Told) -> Reading:
    return Reading(
        id=said["name"],
        reason=said["reason"],
        sources=sources(said),
        states={measure: State(state) for measure, state in said["states"].items()},
    )
