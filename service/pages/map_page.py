"""The map of controls: every mineral with its status for one day and scope, and the days on which any of it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from schemas.queries import ANY, ChangesQuery
from service.http import changes, inside
from service.http.context import Service, service
from service.http.present import Json
from service.pages import choices, wording
from service.pages.elements import ELEMENTS

_MOST = 500
"""Minerals on the map, the elements first: as many as the API gives at once."""
_LABEL_GAP = 13.0
"""How far apart two years on the scale must be, in hundredths of its length, for both to be written."""


def address(asked: dict[str, Any]) -> str:
    """The address of the API whose answer the map is drawn from. Raises ``UnknownCode``."""
    for name in ("origin", "destination"):
        service().check_code(name, asked[name])
    question = {"status": ANY, "sort": "atomic_number", "limit": _MOST, **choices.scope_of(asked, "as_of")}
    return inside.address("/v1/minerals", question)


def view(asked: dict[str, Any]) -> Json:
    """All that the page of the map shows."""
    here, scope = service(), choices.scope_of(asked)
    wanted = address(asked)
    body = inside.body(wanted)
    rows = body["data"]
    as_of, table = body["as_of"], _table(rows)
    marked = Counter(word for row in rows for _, word in wording.marks(row, as_of))
    return {
        "asked": asked,
        "scope": scope,
        "as_of": as_of,
        "address": wanted,
        "dataset": body["dataset"],
        "warnings": body["warnings"],
        "choices": choices.of(here, asked),
        "legend": _legend(rows),
        "signs": [(word, mark, marked[word]) for word, mark in wording.MARKS.items()],
        "soon_days": wording.SOON_DAYS,
        "table": table,
        "more": body["total"] - len(rows),
        "off": sum(1 for _, row in table if row is None),
        "others": _others(rows, {row["id"] for _, row in table if row is not None}),
        "days": _days(here, scope, as_of),
    }


def _legend(rows: list[Json]) -> list[Json]:
    """Each status with what it means and how many minerals have it, strictest first."""
    counted = Counter(row["status"] for row in rows)
    known = inside.body("/v1/statuses")["statuses"]
    return [{"id": word["id"], "meaning": word["meaning"], "count": counted[word["id"]]} for word in known]


def _table(rows: list[Json]) -> list[tuple[Any, Json | None]]:
    """Every element with the row that is about it, or None where it is not on record."""
    by_number: dict[int, Json] = {}
    for row in rows:
        by_number.setdefault(row["atomic_number"], row)
    return [(element, by_number.get(element.number)) for element in ELEMENTS]


def _others(rows: list[Json], placed: Collection[str]) -> list[tuple[str, list[Json]]]:
    """What has no place in the table of elements, by kind, groups first."""
    kinds: dict[str, list[Json]] = {}
    for row in sorted(rows, key=lambda row: (row["category"] != "group", row["category"], row["name"])):
        if row["id"] not in placed:
            kinds.setdefault(row["category"], []).append(row)
    return list(kinds.items())


def _days(here: Service, scope: Json, as_of: str) -> Json:
    """The scale of days: every day on which a status of this scope changes, today, and the day that is shown."""
    found = changes.window_of(
        here, ChangesQuery().load({"from": choices.BEGINNING, **scope})
    )  # whole, whatever a page holds
    counted = Counter(row["on"] for row in found.rows)
    today = here.today().isoformat()
    stops = sorted({*counted, today, as_of})
    last = max(1, len(stops) - 1)
    scale, labelled = [], -_LABEL_GAP
    for at, stop in enumerate(stops):
        share = 100 * at / last
        new_year = at == 0 or stop[:4] != stops[at - 1][:4]
        label = stop[:4] if new_year and share - labelled >= _LABEL_GAP else None
        labelled = share if label else labelled
        scale.append({"day": stop, "count": counted[stop], "share": f"{share:.2f}", "label": label})
    at = stops.index(as_of)
    return {
        "scale": scale,
        "at": at,
        "today": today,
        "before": stops[at - 1] if at else None,
        "after": stops[at + 1] if at < len(stops) - 1 else None,
    }
