"""Minerals: the list, one mineral's identity, its status and its timeline."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.lists import MineralListSchema, MineralSchema
from schemas.queries import MineralsQuery, NoQuery, StatusQuery, TimelineQuery
from schemas.status import StatusSchema, TimelineSchema
from service.http import answers, listing
from service.http.api import Blueprint
from service.http.context import service
from service.http.representations import respond

blueprint = Blueprint("minerals", __name__, url_prefix="/v1/minerals", description="Minerals and their control status")


@blueprint.route("")
@blueprint.query(MineralsQuery)
@blueprint.answers(MineralListSchema, "Minerals, by id.")
def minerals(asked: dict[str, Any]) -> Response:
    """List the minerals on record.

    Groups (rare earths) are listed beside their members.
    """
    found = answers.minerals_of(service(), asked["group"])
    return respond(listing.envelope(asked, [answers.mineral_row(mineral) for mineral in found]))


@blueprint.route("/<mineral>")
@blueprint.query(NoQuery)
@blueprint.answers(MineralSchema, "The mineral's identity.", "unknown-mineral", "ambiguous-name")
def mineral(asked: dict[str, Any], mineral: str) -> Response:
    """Tell who a mineral is: names, symbol, CAS number, groups, headings.

    Takes the id, symbol, CAS number, English or Chinese name, or a listed synonym, in any case.
    """
    return respond(answers.identity(service(), mineral))


@blueprint.route("/<mineral>/status")
@blueprint.query(StatusQuery)
@blueprint.answers(
    StatusSchema, "The control status.", "unknown-mineral", "ambiguous-name", "not-an-export", "dataset-differs"
)
def status(asked: dict[str, Any], mineral: str) -> Response:
    """Tell the control status of a mineral on a day: what applies, since when, by which instrument.

    What is not asked is not assumed: without a destination or an end use only measures for every one of them set the
    status, and each narrower case that fares worse is an entry of `exceptions`.
    """
    body = answers.status(service(), mineral, asked)
    return respond(body, filled_in=asked["as_of"] is None, pinned=asked["dataset"] is not None)


@blueprint.route("/<mineral>/timeline")
@blueprint.query(TimelineQuery)
@blueprint.answers(TimelineSchema, "The timeline.", "unknown-mineral", "ambiguous-name")
def timeline(asked: dict[str, Any], mineral: str) -> Response:
    """Tell everything on record about a mineral in time: periods, rival readings, events, oldest first."""
    return respond(answers.timeline(service(), mineral, asked))
