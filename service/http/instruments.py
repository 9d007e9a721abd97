"""Instruments: the legal acts with their measures, items, codes and links."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.queries import InstrumentsQuery, PlainQuery
from service.domain.evidence import Instrument, Link
from service.http import answers, listing, tables
from service.http.api import Blueprint, in_path
from service.http.context import service
from service.http.present import Json, Presenter, iso
from service.http.representations import respond

blueprint = Blueprint("instruments", __name__, url_prefix="/v1/instruments", description="The legal acts on record")
COLUMNS = ("id", "jurisdiction", "number", "published", "effective", "lifecycle", "title", "authorities", "url")


@blueprint.route("")
@blueprint.query(InstrumentsQuery)
@blueprint.answers(
    "schemas.instruments:InstrumentListSchema",
    "Instruments, the newest first.",
    example="/v1/instruments?jurisdiction=CN&mineral=holmium&limit=1",
    also=tables.described(COLUMNS),
    links={"instrument": ("get_instrument", {"instrument": "$response.body#/data/0/id"})},
)
def list_instruments(asked: dict[str, Any]) -> Response:
    """List the instruments on record, the newest first.

    An instrument is a legal act, such as an announcement of a ministry; proposals that never became law are among them,
    with their `lifecycle`.
    """
    here = service()
    here.check_code("jurisdiction", asked["jurisdiction"])
    subjects = answers.about(answers.mineral_of(here, asked))
    found = here.evidence.instruments(asked["jurisdiction"], subjects)
    body = listing.envelope(asked, listing.Told(found, _row))
    return respond(body, tables.writers(COLUMNS, tables.flat(COLUMNS, body["data"])), filename="instruments")


@blueprint.route("/<instrument>", parameters=in_path("instrument", "The instrument's id.", "cn-mofcom-2024-46"))
@blueprint.query(PlainQuery)
@blueprint.answers(
    "schemas.instruments:InstrumentSchema",
    "The instrument.",
    "unknown-instrument",
    example="/v1/instruments/cn-mofcom-2025-72",
)
def get_instrument(asked: dict[str, Any], instrument: str) -> Response:
    """Tell one instrument whole: its measures with all lines, its terms, and what amends or suspends what.

    Ids are listed by `/v1/instruments`, and every measure of an answer names its instrument by it.
    """
    return respond(_whole(service().evidence.instrument(instrument)))


def _row(instrument: Instrument) -> Json:
    return {
        "id": instrument.id,
        "jurisdiction": instrument.jurisdiction,
        "authorities": list(instrument.authorities),
        "number": instrument.number,
        "title": instrument.title,
        "published": iso(instrument.published),
        "effective": iso(instrument.effective),
        "lifecycle": instrument.lifecycle,
        "url": instrument.url,
    }


def _whole(instrument: Instrument) -> Json:
    here = service()
    presenter = Presenter(here.evidence.address)
    return {
        **_row(instrument),
        "summary": instrument.summary,
        "number_reason": instrument.number_reason,
        "published_reason": instrument.published_reason,
        "url_reason": instrument.url_reason,
        "evidence": instrument.evidence,
        "extraterritorial": instrument.extraterritorial,
        "terms": list(instrument.terms),
        "measures": [presenter.whole(measure) for measure in instrument.measures],
        "affects": [_link(link, presenter) for link in instrument.links],
        "affected_by": [_link(link, presenter) for link in instrument.affected_by],
        "note": instrument.note,
        "sources": presenter.citations(instrument.sources),
        "dataset": listing.dataset(here),
        "links": {"self": f"/v1/instruments/{instrument.id}"},
    }


def _link(link: Link, presenter: Presenter) -> Json:
    return {
        "relation": link.relation,
        "instrument": link.instrument,
        "what": link.what,
        "sources": presenter.citations(link.sources),
    }
