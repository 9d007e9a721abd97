"""The ledger: the days on which a status changes, past and coming, each day's changes of one kind together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from service.http import feeds, inside
from service.http.context import service
from service.http.present import Json
from service.pages import choices

_PAGE = 200
"""Changes a page: a few screens, and light enough."""
_TABLE = 500
"""Changes in the table to take away: as many as the API gives at once."""
_ALIKE = ("origin", "destinations", "end_use", "forms", "before", "after", "certainty", "because", "instrument")
"""What changes of several minerals have in common where they are one line of the ledger."""


def view(asked: dict[str, Any]) -> Json:
    """All that the page of the changes shows."""
    here = service()
    today = here.today()
    start = asked["start"] or _a_year_before(today)
    narrow = {"mineral": asked["mineral"], **choices.scope_of(asked)}
    window = {"from": start, "to": asked["end"]}
    wanted = inside.address("/v1/changes", {**window, **narrow, "limit": _PAGE, "cursor": asked["cursor"]})
    body = inside.body(wanted)
    following = {**window, **narrow, "cursor": body["next"]}
    return {
        "asked": asked,
        "choices": choices.of(here, asked),
        "body": body,
        "days": [(on, _lines(rows)) for on, rows in groupby(body["data"], key=lambda row: row["on"])],
        "today": today.isoformat(),
        "first": choices.BEGINNING,
        "narrow": {name: value for name, value in narrow.items() if value is not None},
        "following": inside.address("/changes", following) if body["next"] else None,
        "feeds": {word: inside.address("/v1/changes", {**narrow, "format": word}) for word in ("ics", "atom")},
        "table": inside.address("/v1/changes", {**window, **narrow, "limit": _TABLE, "format": "csv"}),
        "table_holds": _TABLE,
        "address": wanted,
        "dataset": body["dataset"],
    }


def _lines(rows: Iterable[Json]) -> list[Json]:
    """The changes of one day, those that differ by the mineral alone as one line with all its minerals."""
    lines: list[Json] = []
    for row in rows:
        alike = next((line for line in lines if all(line[name] == row[name] for name in _ALIKE)), None)
        if alike is None:
            asks = feeds.question(service(), row)
            lines.append({**row, "asks": asks, "minerals": [(row["mineral"], row["mineral_name"])]})
        else:
            alike["minerals"].append((row["mineral"], row["mineral_name"]))
    return lines


def _a_year_before(day: date) -> date:
    return date(max(1, day.year - 1), day.month, min(day.day, 28))
