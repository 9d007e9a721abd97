"""Minerals: the list, one mineral's identity, its status and its timeline."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.queries import MineralsQuery, PlainQuery, StatusQuery, TimelineQuery
from service.http import answers, finding, listing, tables
from service.http.api import Blueprint, in_path
from service.http.context import service
from service.http.representations import respond

blueprint = Blueprint("minerals", __name__, url_prefix="/v1/minerals", description="Minerals and their control status")
MINERAL = in_path(
    "mineral", "The id, symbol, CAS number, English or Chinese name, or a listed synonym, in any case.", "dysprosium"
)


@blueprint.route("")
@blueprint.query(MineralsQuery)
@blueprint.answers(
    "schemas.minerals:MineralListSchema",
    "The minerals that fit.",
    example="/v1/minerals?code=1C905&limit=1",
    also=tables.described(finding.COLUMNS),
    links={
        "mineral": ("get_mineral", {"mineral": "$response.body#/data/0/id"}),
        "status": ("get_status", {"mineral": "$response.body#/data/0/id"}),
    },
)
def list_minerals(asked: dict[str, Any]) -> Response:
    """List the minerals on record: all, or by words, group, code or status.

    Groups (rare earths) are listed beside their members. `status=any` gives every mineral with its status for one day
    and scope. A code answers which minerals, which measures and on what basis; it decides nothing by itself.
    """
    body = listing.envelope(asked, *finding.minerals(service(), asked), as_of=finding.day_of(service(), asked))
    rows = [finding.cells(row) for row in body["data"]]
    filled_in = asked["status"] is not None and asked["as_of"] is None
    return respond(body, tables.writers(finding.COLUMNS, rows), filled_in=filled_in, filename="minerals")


@blueprint.route("/<mineral>", parameters=MINERAL)
@blueprint.query(PlainQuery)
@blueprint.answers(
    "schemas.minerals:MineralSchema",
    "The mineral's identity.",
    "unknown-mineral",
    "ambiguous-name",
    example="/v1/minerals/Ga",
    links={
        "status": ("get_status", {"mineral": "$response.body#/id"}),
        "timeline": ("get_timeline", {"mineral": "$response.body#/id"}),
    },
)
def get_mineral(asked: dict[str, Any], mineral: str) -> Response:
    """Tell who a mineral is: names, symbol, CAS number, groups, headings.

    Takes the id, symbol, CAS number, English or Chinese name, or a listed synonym, in any case.
    """
    return respond(answers.identity(service(), mineral))


@blueprint.route("/<mineral>/status", parameters=MINERAL)
@blueprint.query(StatusQuery)
@blueprint.answers(
    "schemas.status:StatusSchema",
    "The control status.",
    "unknown-mineral",
    "ambiguous-name",
    "not-an-export",
    "dataset-differs",
    example="/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN&destination=US",
    also=tables.described(tables.STATUS_COLUMNS),
    links={"timeline": ("get_timeline", {"mineral": "$response.body#/mineral/id"})},
)
def get_status(asked: dict[str, Any], mineral: str) -> Response:
    """Tell the control status of a mineral on a day: what applies, since when, by which instrument.

    What is not asked is not assumed: without a destination or an end use only measures for every one of them set the
    status, and each narrower case that fares worse is an entry of `exceptions`.
    """
    here = service()
    body = answers.status(here, mineral, asked, presenter=here.encoder)
    rows = tables.status_writers(lambda: answers.status(here, mineral, asked))
    filename = f"status-{body['mineral']['id']}-{body['as_of']}"
    return respond(body, rows, filled_in=asked["as_of"] is None, pinned=asked["dataset"] is not None, filename=filename)


@blueprint.route("/<mineral>/timeline", parameters=MINERAL)
@blueprint.query(TimelineQuery)
@blueprint.answers(
    "schemas.status:TimelineSchema",
    "The timeline.",
    "unknown-mineral",
    "ambiguous-name",
    example="/v1/minerals/helium/timeline",
    links={"mineral": ("get_mineral", {"mineral": "$response.body#/mineral/id"})},
)
def get_timeline(asked: dict[str, Any], mineral: str) -> Response:
    """Tell everything on record about a mineral in time: periods, rival readings, events, oldest first.

    A period is a stretch of days in which a measure is in one state; what has no known first day leads. `known_at`
    leaves out what was not public by that day.
    """
    return respond(answers.timeline(service(), mineral, asked))
