"""The addresses of the pages."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.meta import RootSchema
from schemas.pages import MineralPageQuery, RootQuery
from schemas.queries import NoQuery
from service.http import discovery
from service.http.api import in_path
from service.http.minerals import MINERAL
from service.pages import front, show
from service.pages import mineral as mineral_page
from service.pages.show import HTML, blueprint, page

_PAGE = {"type": "string"}


@blueprint.route("/")
@blueprint.doc(tags=["discovery"])
@blueprint.query(RootQuery)
@blueprint.answers(
    RootSchema,
    "The way in.",
    "not-an-export",
    example="/",
    also={HTML: "For a browser: the map of controls, which the parameters are about."},
)
def get_root(asked: dict[str, Any]) -> Response:
    """Tell what this is and where to begin.

    Questions with their addresses, the versions of the API, the contract and its reference page, the data that answers.
    A browser gets the map of controls on a day, for an origin, a destination and an end use; `links.map` is what it is
    drawn from.
    """
    if show.wants_page():
        return page("map.html", filled_in=asked["as_of"] is None, **front.view(asked))
    return discovery.root(front.address(asked))


@blueprint.route("/minerals/<mineral>", parameters=MINERAL)
@blueprint.query(MineralPageQuery)
@blueprint.answers(
    _PAGE,
    "The page.",
    *("unknown-mineral", "ambiguous-name", "not-an-export"),
    media=HTML,
    example="/minerals/gallium?as_of=2025-12-01&origin=CN&destination=US",
)
def show_mineral(asked: dict[str, Any], mineral: str) -> Response:
    """Show a mineral to a person: the answer in words, what changes next, a timeline, the law behind it.

    It is drawn from `/v1/minerals/{mineral}/status`, its identity and its timeline.
    """
    return page("mineral.html", filled_in=asked["as_of"] is None, **mineral_page.view(mineral, asked))


@blueprint.route(
    "/assets/<file>",
    parameters=in_path("file", "A file of the pages; with a hash in its name it never changes.", "page.js"),
)
@blueprint.query(NoQuery)
@blueprint.answers(
    _PAGE,
    "The file.",
    "not-found",
    media="text/javascript",
    example="/assets/page.js",
    also={"text/css": "The style sheet.", "image/svg+xml": "The icon."},
)
def get_page_asset(asked: dict[str, Any], file: str) -> Response:
    """Give a file that the pages load.

    A page asks for it by a name with its hash, whose bytes may be kept for a year.
    """
    return show.ASSETS.response(file)
