"""Which minerals were restricted in a window of days."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.queries import RestrictionsQuery
from service.domain.restrictions import Restriction, Wanted, Window
from service.domain.results import Notice
from service.domain.windows import YearOfMonth, choose
from service.http import answers, listing, tables
from service.http.api import Blueprint
from service.http.context import Service, service
from service.http.present import Json, destinations, iso
from service.http.representations import respond
from service.store.windows import StoredSearch

blueprint = Blueprint("restrictions", __name__, url_prefix="/v1/restrictions", description="What was restricted when")
COLUMNS = (*tables.STATUS_COLUMNS, "counted_as")


@blueprint.route("")
@blueprint.query(RestrictionsQuery)
@blueprint.answers(
    "schemas.restrictions:RestrictionListSchema",
    "The restrictions of the window.",
    "dataset-differs",
    example="/v1/restrictions?month=2025-04&origin=CN&as_of=2026-11-22&limit=1",
    also=tables.described(COLUMNS),
    links={
        "instrument": ("get_instrument", {"instrument": "$response.body#/data/0/instrument"}),
        "status": ("get_status", {"mineral": "$response.body#/data/0/mineral", "as_of": "$response.body#/data/0/on"}),
    },
)
def list_restrictions(asked: dict[str, Any]) -> Response:
    """List which minerals were restricted in a month or between two days, both included.

    By default what began to apply in the window, for whatever destination and end use; `basis` chooses what was
    published in it or was in force.
    """
    body = answer(service(), asked)
    rolls = len(asked["month"]) == len("MM") if asked["month"] else asked["end"] is None
    rows = tables.writers(COLUMNS, [cells(row) for row in body["data"]])
    filename = f"restrictions-{body['window']['from']}-{body['window']['to']}"
    filled_in = rolls and asked["as_of"] is None
    return respond(body, rows, filled_in=filled_in, pinned=asked["dataset"] is not None, filename=filename)


def answer(here: Service, asked: dict[str, Any]) -> Json:
    """The body of the answer to a validated query."""
    here.check_pin(asked["dataset"])
    for parameter in ("origin", "destination"):
        here.check_code(parameter, asked[parameter])
    today = asked["as_of"] or here.today()
    search = StoredSearch(here.repository, _wanted(here, asked))
    chosen = choose(search, asked["month"], asked["start"], asked["end"], today)
    window, rows = chosen.window, chosen.rows
    warnings = _warnings(here, asked, window, rows, search.doubts(window))
    return listing.envelope(
        asked,
        listing.Told(rows, _row),
        warnings,
        {"as_of": today.isoformat()},
        minerals=sorted({row.mineral for row in rows}),
        as_of=today.isoformat(),
        window={"from": iso(window.start), "to": iso(window.end), "basis": asked["basis"]},
        interpretation={"month": f"{window.start:%Y-%m}" if asked["month"] else None, "why": chosen.why},
        other_years=[_year(year, window) for year in chosen.others],
    )


def _wanted(here: Service, asked: dict[str, Any]) -> Wanted:
    return Wanted(
        basis=asked["basis"],
        origin=asked["origin"],
        destination=asked["destination"],
        end_use=asked["end_use"],
        minerals=frozenset(answers.about(answers.mineral_of(here, asked)) or ()),
        known_at=asked["known_at"],
        status=asked["status"],
        include=frozenset(asked["include"].split(",")) if asked["include"] else frozenset(),
    )


def _warnings(
    here: Service,
    asked: dict[str, Any],
    window: Window,
    rows: tuple[Restriction, ...],
    doubts: tuple[Notice, ...],
) -> list[Notice]:
    found = here.day_warnings(filled_in=asked["as_of"] is None)
    unions = [union for union, members in here.repository.unions.items() if asked["origin"] in members]
    speaking = (None, *unions)
    reviewed = [
        jurisdiction.reviewed_through
        for code, jurisdiction in here.repository.jurisdictions.items()
        if asked["origin"] in (None, code) or code in speaking
    ]
    if not reviewed:
        detail = f"the record holds nothing on {asked['origin']}; an empty list is not a clearance"
        return [*found, Notice("not_covered", detail)]
    found.extend(answers.window_warnings(here, asked, window.start))
    if window.end > min(reviewed):
        detail = f"the window goes past {min(reviewed)}, the day through which the record was reviewed"
        found.append(Notice("past_review", detail))
    found.extend(doubts)
    unpublished = dict.fromkeys(row.measure.id for row in rows if row.measure.published is None)
    if unpublished:
        detail = "the day of publication is not known; the first day stands in for it"
        found.append(Notice("publication_unknown", detail, tuple(unpublished)))
    return found


def _year(found: YearOfMonth, window: Window) -> Json:
    month = f"{found.year:04}-{window.start:%m}"
    return {"year": found.year, "month": month, "count": found.count, "minerals": list(found.minerals)}


def cells(row: Json) -> list[Any]:
    """A restriction as a row of ``COLUMNS``; its day stands under ``as_of``."""
    conditional = "conditional" if row["conditional"] else None
    status = [row["status"], row["certainty"], conditional, row["mineral"], row["origin"]]
    scope = [tables.words(row["destinations"]), row["end_use"], row["on"], None, None, row["instrument"]]
    return [*status, *scope, row["counted_as"]]


def _row(row: Restriction) -> Json:
    measure = row.measure
    return {
        "mineral": row.mineral,
        "on": iso(row.on),
        "measure": measure.id,
        "instrument": measure.instrument,
        "title": measure.title,
        "status": measure.status,
        "type": measure.type,
        "regime": measure.regime,
        "counted_as": row.counted_as,
        "certainty": row.certainty,
        "conditional": bool(row.conditions),
        "conditions": list(row.conditions),
        "forms": list(row.forms),
        "origin": measure.origin,
        "destinations": destinations(measure.destinations),
        "end_use": measure.end_use,
        "published": iso(measure.published),
        "number": measure.instrument_number,
        "url": measure.url,
    }
