"""The lists of critical minerals: which there are, and which minerals each names."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.queries import PageQuery
from service.http import listing, tables
from service.http.api import Blueprint
from service.http.context import service
from service.http.present import Json, Presenter, iso
from service.http.representations import respond
from service.store.critical import CriticalList

blueprint = Blueprint("lists", __name__, url_prefix="/v1", description="Lists of critical minerals")
COLUMNS = ("id", "jurisdiction", "title", "published", "entries", "verified", "minerals")


@blueprint.route("/lists")
@blueprint.query(PageQuery)
@blueprint.answers(
    "schemas.minerals:CriticalListsSchema",
    "Lists of critical minerals, by id.",
    example="/v1/lists?limit=1",
    also=tables.described(COLUMNS),
)
def list_critical_lists(asked: dict[str, Any]) -> Response:
    """List the critical-minerals lists on record.

    They are no measures: none of them sets a status. `verified` says whether a list's entries were read at its source.
    """
    here = service()
    presenter = Presenter(here.evidence.address)
    body = listing.envelope(asked, listing.Told(here.repository.critical_lists, lambda found: _row(found, presenter)))
    shown = [{**row, "verified": "true" if row["verified"] else "false"} for row in body["data"]]
    return respond(body, tables.writers(COLUMNS, tables.flat(COLUMNS, shown)), filename="lists")


def _row(found: CriticalList, presenter: Presenter) -> Json:
    return {
        "id": found.id,
        "jurisdiction": found.jurisdiction,
        "title": found.title,
        "published": iso(found.published),
        "published_reason": found.published_reason,
        "entries": found.entries,
        "verified": found.verified,
        "how": found.how,
        "minerals": list(found.minerals),
        "sources": presenter.citations(found.sources),
    }
