"""The days on which a status changes, as a list, a calendar and a feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Response

from schemas.queries import ChangesQuery, Format
from service.domain.answer import check_is_export, listed_origins
from service.domain.changes import Change, changes_within
from service.domain.decision import OriginView
from service.domain.errors import BadWindow
from service.domain.model import Mineral, Question
from service.domain.results import Notice
from service.domain.states import as_known
from service.domain.survey import Survey
from service.http import answers, feeds, listing, tables
from service.http.api import Blueprint
from service.http.context import Service, service
from service.http.present import Json, destinations, iso
from service.http.representations import respond
from service.store.windows import any_mineral, minerals_turning

blueprint = Blueprint("changes", __name__, url_prefix="/v1/changes", description="When a status changes")
COLUMNS = (*tables.STATUS_COLUMNS, "before", "forms", "because")


@blueprint.route("")
@blueprint.query(ChangesQuery)
@blueprint.answers(
    "schemas.changes:ChangeListSchema",
    "The changes of the window.",
    "not-an-export",
    "dataset-differs",
    example="/v1/changes?mineral=gallium&destination=US&end_use=civil&from=2025-11-01&to=2025-11-30",
    also={
        **tables.described(COLUMNS),
        "text/calendar": "An iCalendar (RFC 5545) with an all-day event for each change of the window.",
        "application/atom+xml": "An Atom feed (RFC 4287) with an entry for each change, the latest first.",
    },
    links={
        "status": ("get_status", {"mineral": "$response.body#/data/0/mineral", "as_of": "$response.body#/data/0/on"})
    },
)
def list_changes(asked: dict[str, Any]) -> Response:
    """List the days on which a mineral's status changes, past or scheduled, per origin.

    A narrower case (a destination, an end use, a raw form) is listed where it fares differently from its origin. As a
    calendar or a feed it lists the whole window, whatever the page.
    """
    here = service()
    found = window_of(here, asked)
    window = {"from": found.start.isoformat(), "to": found.end.isoformat()}
    body = listing.envelope(asked, found.rows, found.warnings, window, window=window)
    others = {
        **tables.writers(COLUMNS, [cells(row) for row in body["data"]]),
        Format.ICS: lambda: feeds.calendar(here, found.rows),
        Format.ATOM: lambda: feeds.atom(here, found.rows),
    }
    return respond(
        body, others, filled_in=asked["start"] is None, pinned=asked["dataset"] is not None, filename="changes"
    )


class Found:
    """The changes of a window, in words."""

    def __init__(self, start: date, end: date, rows: list[Json], warnings: list[Notice]) -> None:
        self.start = start
        self.end = end
        self.rows = rows
        self.warnings = warnings


def window_of(here: Service, asked: dict[str, Any]) -> Found:
    """Every change of the window that the query asks for, by day, mineral and origin."""
    here.check_pin(asked["dataset"])
    for parameter in ("origin", "destination"):
        here.check_code(parameter, asked[parameter])
    start = asked["start"] or here.today()
    end = asked["end"] or max(start, here.repository.last_day)
    if start > end:
        raise BadWindow("from", f"{start} is after the end of the window, {end}")
    rows = [
        _row(mineral, change)
        for mineral in _minerals(here, asked, start, end)
        for change in _changes(here, mineral, asked, start, end)
    ]
    rows.sort(key=lambda row: (row["on"], row["mineral"], row["origin"], row["end_use"] or "", row["forms"]))
    warnings = [*here.day_warnings(filled_in=asked["start"] is None), *answers.window_warnings(here, asked, start)]
    return Found(start, end, rows, warnings)


def _minerals(here: Service, asked: dict[str, Any], start: date, end: date) -> tuple[Mineral, ...]:
    """The minerals to look at: those asked for, or all that the window can concern."""
    mineral = answers.mineral_of(here, asked)
    if mineral is None:
        found = minerals_turning(here.repository, start, end, asked["origin"], asked["known_at"])
        # One is asked about in any case, so that what is no export is refused whatever the window.
        return here.repository.minerals(found or any_mineral(here.repository))
    return here.repository.minerals(mineral.members) if mineral.members else (mineral,)


def _changes(here: Service, mineral: Mineral, asked: dict[str, Any], start: date, end: date) -> Iterator[Change]:
    question = Question(
        as_of=start,
        known_at=asked["known_at"],
        origin=asked["origin"],
        destination=asked["destination"],
        end_use=asked["end_use"],
    )
    record = as_known(here.repository.record(mineral.id), asked["known_at"])
    check_is_export(record, question)
    for origin in listed_origins(record, question):
        yield from changes_within(Survey(OriginView(record, origin), question), start, end)


def _row(mineral: Mineral, change: Change) -> Json:
    return {
        "on": iso(change.on),
        "mineral": mineral.id,
        "mineral_name": mineral.name,
        "origin": change.origin,
        "destinations": destinations(change.destinations),
        "end_use": change.end_use,
        "forms": list(change.forms),
        "before": change.before,
        "after": change.after,
        "certainty": change.certainty,
        "because": change.because,
        "instrument": change.instrument,
        "measure": change.measure,
    }


def cells(row: Json) -> list[Any]:
    """A change as a row of ``COLUMNS``; its day stands under ``as_of``."""
    status = [row["after"], row["certainty"], None, row["mineral"], row["origin"], tables.words(row["destinations"])]
    day = [row["end_use"], row["on"], None, None, row["instrument"]]
    return [*status, *day, row["before"], ";".join(row["forms"]) or None, row["because"]]
