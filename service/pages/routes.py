"""The addresses of the pages."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.pages import AskPageQuery, LedgerQuery, MineralPageQuery, RootQuery
from schemas.queries import NoQuery
from service.http import discovery
from service.http.api import in_path
from service.http.minerals import MINERAL
from service.pages import asking, check, ledger, map_page, show
from service.pages import mineral as mineral_page
from service.pages.show import HTML, blueprint, page

_PAGE = {"type": "string"}


@blueprint.route("/")
@blueprint.doc(tags=["discovery"])
@blueprint.query(RootQuery)
@blueprint.answers(
    "schemas.meta:RootSchema",
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
        return page("map.html", filled_in=asked["as_of"] is None, **map_page.view(asked))
    return discovery.root(map_page.address(asked))


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


@blueprint.route("/changes")
@blueprint.query(LedgerQuery)
@blueprint.answers(_PAGE, "The page.", "not-an-export", media=HTML, example="/changes?mineral=gallium&destination=US")
def show_changes(asked: dict[str, Any]) -> Response:
    """Show a person what changed and what comes, day by day, and where to subscribe.

    It is drawn from `/v1/changes`.
    """
    return page("changes.html", filled_in=True, **ledger.view(asked))


@blueprint.route("/check")
@blueprint.query(NoQuery)
@blueprint.answers(_PAGE, "The page.", media=HTML, example="/check")
def show_check(asked: dict[str, Any]) -> Response:
    """Show a person where to drop or paste a list.

    The form is sent to this address, or by the page's script to `POST /v1/screenings`.
    """
    return page("check.html", filled_in=False, **check.view())


@blueprint.route("/check", methods=["POST"])
@blueprint.doc(requestBody=check.BODY)
@blueprint.query(NoQuery)
@blueprint.answers(
    _PAGE,
    "The page with the result, or the table.",
    *("bad-request", "too-large", "unsupported-media-type"),
    media=HTML,
    example="/check",
    also={"text/csv": "As of `/v1/screenings`, where `as` is `csv`."},
)
def check_list(asked: dict[str, Any]) -> Response:
    """Check a list for a person whose browser runs no script.

    It is what `POST /v1/screenings` answers; nothing of the list is kept.
    """
    response = check.table() if check.wants_table() else page("check.html", filled_in=True, **check.result())
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/ask")
@blueprint.query(AskPageQuery)
@blueprint.answers(
    _PAGE, "The page.", media=HTML, example="/ask?q=was+gallium+restricted+to+Japan+for+civil+use+on+2025-12-01"
)
def show_ask(asked: dict[str, Any]) -> Response:
    """Answer a person's question in plain English, with the reading that was made of it.

    It is drawn from `/v1/ask`.
    """
    return page("ask.html", filled_in=True, **asking.view(asked))


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
