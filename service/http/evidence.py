"""What the record rests on and what is said beside it: events, figures, claims, sources, how far each record goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import Response

from schemas.asked import ClaimsQuery, EventsQuery, FiguresQuery, JurisdictionsQuery, SourcesQuery
from schemas.queries import PlainQuery
from service.domain.evidence import Event, Figure, Source
from service.domain.model import Coverage, Jurisdiction
from service.http import answers, listing, tables
from service.http.api import Blueprint, in_path
from service.http.context import Service, service
from service.http.present import Json, Presenter, iso
from service.http.representations import respond

blueprint = Blueprint("evidence", __name__, url_prefix="/v1", description="What the record rests on")
# The columns of the lists as text and CSV; new ones only ever come at the end.
_EVENT = (
    "id",
    "day",
    "day_end",
    "precision",
    "kind",
    "summary",
    "minerals",
    "instruments",
    "actors",
    "scopes",
    "evidence",
)
_FIGURE = ("id", "mineral", "quantity", "kind", "value", "unit", "standing", "claim", "value_reason", "note")
_CLAIM = ("id", "statement", "topic", "standing", "minerals", "date_stated", "record", "explanation")
_SOURCE = ("id", "kind", "publisher", "title", "address", "published", "retrieved_by", "opened", "language", "note")
_COVERAGE = ("code", "name", "reviewed_through", "mineral", "since", "left_out")


@blueprint.route("/events")
@blueprint.query(EventsQuery)
@blueprint.answers(
    "schemas.evidence:EventListSchema",
    "Events, the oldest first unless asked otherwise.",
    example="/v1/events?mineral=gallium&limit=1",
    also=tables.described(_EVENT),
)
def list_events(asked: dict[str, Any]) -> Response:
    """List dated happenings that are not themselves law: talks, statements, reported permits.

    An event known to a month matches if the month overlaps the window, one of several days if one of them does.
    """
    here = service()
    subjects, latest_first = answers.about(answers.mineral_of(here, asked)), asked["sort"] == "-day"
    chosen = (asked[name] for name in ("instrument", "kind", "start", "end"))
    found = here.evidence.events(subjects, *chosen, latest_first=latest_first)
    body = listing.envelope(asked, listing.Told(found, lambda event: _event(event, _presenter(here))))
    return respond(body, tables.writers(_EVENT, tables.flat(_EVENT, body["data"])), filename="events")


@blueprint.route("/figures")
@blueprint.query(FiguresQuery)
@blueprint.answers(
    "schemas.evidence:FigureListSchema",
    "Reported quantities, by id.",
    example="/v1/figures?limit=1",
    also=tables.described(_FIGURE),
)
def list_figures(asked: dict[str, Any]) -> Response:
    """List quantities that sources report, with their standing.

    None of them sets a status. A value that the source does not give is null, with the reason.
    """
    here = service()
    minerals = answers.whole_of(answers.mineral_of(here, asked))
    found = here.evidence.figures(minerals, asked["kind"], asked["standing"], asked["source"])
    body = listing.envelope(asked, listing.Told(found, lambda figure: _figure(figure, _presenter(here))))
    return respond(body, tables.writers(_FIGURE, tables.flat(_FIGURE, body["data"])), filename="figures")


@blueprint.route("/claims")
@blueprint.query(ClaimsQuery)
@blueprint.answers(
    "schemas.evidence:ClaimListSchema",
    "Statements of sources, by id.",
    example="/v1/claims?mineral=gallium&limit=1",
    also=tables.described(_CLAIM),
)
def list_claims(asked: dict[str, Any]) -> Response:
    """List statements of sources, each with its standing against the official record.

    None of them sets a status: only official instruments do. `record` names what a statement was compared with.
    """
    here = service()
    subjects = answers.about(answers.mineral_of(here, asked))
    found = here.evidence.claims(subjects, asked["source"], asked["standing"], asked["topic"])
    body = listing.envelope(asked, listing.Told(found, _presenter(here).claim))
    return respond(body, tables.writers(_CLAIM, tables.flat(_CLAIM, body["data"])), filename="claims")


@blueprint.route("/sources")
@blueprint.query(SourcesQuery)
@blueprint.answers(
    "schemas.evidence:SourceListSchema",
    "Sources, by id.",
    example="/v1/sources?limit=1",
    also=tables.described(_SOURCE),
    links={"source": ("get_source", {"source": "$response.body#/data/0/id"})},
)
def list_sources(asked: dict[str, Any]) -> Response:
    """List the documents that the record rests on, with the day by which each was read or seen quoted.

    `opened` says whether the document itself was read, or only quoted in another one.
    """
    found = service().evidence.sources(asked["kind"], asked["opened"])
    body = listing.envelope(asked, listing.Told(found, _source))
    return respond(body, tables.writers(_SOURCE, _source_cells(body["data"])), filename="sources")


@blueprint.route("/sources/<source>", parameters=in_path("source", "The source's id.", "000_7656a556ec73b75f"))
@blueprint.query(PlainQuery)
@blueprint.answers(
    "schemas.evidence:SourceSchema",
    "The source.",
    "unknown-source",
    example="/v1/sources/000_7656a556ec73b75f",
)
def get_source(asked: dict[str, Any], source: str) -> Response:
    """Tell one document and everything of the record that rests on it.

    `cited_by` names each fact by its kind and id, so that a correction of the document can be followed up.
    """
    here = service()
    return respond(_whole(here, here.evidence.source(source)))


@blueprint.route("/jurisdictions")
@blueprint.query(JurisdictionsQuery)
@blueprint.answers(
    "schemas.evidence:JurisdictionListSchema",
    "Exporting jurisdictions, by code.",
    example="/v1/jurisdictions?mineral=gallium&limit=1",
    also=tables.described(_COVERAGE),
)
def list_jurisdictions(asked: dict[str, Any]) -> Response:
    """List the exporting jurisdictions on record: reviewed through when, covering what, and what is left out.

    As text or CSV it has a row for each mineral that a jurisdiction's record covers.
    """
    here = service()
    minerals = answers.whole_of(answers.mineral_of(here, asked))
    found = _covering(here, minerals)
    body = listing.envelope(asked, listing.Told(found, lambda j: _jurisdiction(here, j, minerals)))
    return respond(body, tables.writers(_COVERAGE, _coverage_cells(body["data"])), filename="jurisdictions")


def _presenter(here: Service) -> Presenter:
    return Presenter(here.evidence.address)


def _event(event: Event, presenter: Presenter) -> Json:
    return {
        "id": event.id,
        "day": event.day,
        "day_end": event.day_end,
        "precision": event.precision,
        "kind": event.kind,
        "actors": list(event.actors),
        "summary": event.summary,
        "minerals": list(event.minerals),
        "scopes": list(event.scopes),
        "instruments": list(event.instruments),
        "evidence": event.evidence,
        "note": event.note,
        "sources": presenter.citations(event.sources),
    }


def _figure(figure: Figure, presenter: Presenter) -> Json:
    return {
        "id": figure.id,
        "mineral": figure.mineral,
        "quantity": figure.quantity,
        "kind": figure.kind,
        "value": None if figure.value is None else format(figure.value, "f"),
        "value_reason": figure.value_reason,
        "unit": figure.unit,
        "standing": figure.standing,
        "claim": figure.claim,
        "note": figure.note,
        "sources": presenter.citations(figure.sources),
    }


def _source(source: Source) -> Json:
    return {
        "id": source.id,
        "title": source.title,
        "title_reason": source.title_reason,
        "publisher": source.publisher,
        "kind": source.kind,
        "language": source.language,
        "address": source.address,
        "address_reason": source.address_reason,
        "published": iso(source.published),
        "published_reason": source.published_reason,
        "retrieved_by": iso(source.retrieved_by),
        "opened": source.opened,
        "note": source.note,
    }


def _source_cells(rows: Iterable[Json]) -> list[list[Any]]:
    """Sources as rows; ``opened`` is spelt out, for a text row shows what is false as ``-``, like what is absent."""
    shown = [{**row, "opened": "true" if row["opened"] else "false"} for row in rows]
    return tables.flat(_SOURCE, shown)


def _whole(here: Service, source: Source) -> Json:
    facts = here.evidence.resting_on(source.id)
    return {
        **_source(source),
        "cited_by": [{"kind": fact.kind, "id": fact.id} for fact in facts],
        "counts": dict(Counter(fact.kind for fact in facts)),
        "dataset": listing.dataset(here),
        "links": {"self": f"/v1/sources/{source.id}", "claims": f"/v1/claims?source={source.id}"},
    }


def _covering(here: Service, minerals: Iterable[str] | None) -> list[Jurisdiction]:
    """The jurisdictions whose record covers one of the minerals; all of them for any."""
    every = here.repository.jurisdictions
    return (
        list(every.values()) if minerals is None else [every[code] for code in sorted(here.evidence.coverage(minerals))]
    )


def _jurisdiction(here: Service, jurisdiction: Jurisdiction, minerals: Iterable[str] | None) -> Json:
    code = jurisdiction.code
    coverage = here.evidence.coverage(minerals, [code]).get(code, ())
    return {
        "code": code,
        "name": jurisdiction.name,
        "reviewed_through": iso(jurisdiction.reviewed_through),
        "review_derived": jurisdiction.review_derived,
        "completeness": jurisdiction.completeness,
        "unions": [union for union, members in here.repository.unions.items() if code in members],
        "coverage": [_coverage(entry) for entry in coverage],
        "sources": _presenter(here).citations(here.evidence.jurisdiction_sources(code)),
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "mineral": coverage.mineral,
        "since": iso(coverage.since),
        "why": coverage.why,
        "left_out": [
            {
                "what": gap.what,
                "why": gap.why,
                "from": iso(gap.start),
                "until": iso(gap.until),
                "movement": gap.movement,
            }
            for gap in coverage.left_out
        ],
    }


def _coverage_cells(rows: Iterable[Json]) -> list[list[Any]]:
    """A row for each mineral covered; one without a mineral for a jurisdiction that covers none."""
    nothing: Json = {"mineral": None, "since": None, "left_out": []}
    shown = [
        {**row, **entry, "left_out": [gap["what"] for gap in entry["left_out"]]}
        for row in rows
        for entry in row["coverage"] or [nothing]
    ]
    return tables.flat(_COVERAGE, shown)
