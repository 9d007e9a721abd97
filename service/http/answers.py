"""From a parsed query to the body of an answer: fetch from the store, ask the domain, present."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from service.domain import explain, warnings
from service.domain.answer import resolve, resolve_group
from service.domain.errors import AmbiguousName, UnknownMineral
from service.domain.evidence import Event
from service.domain.identify import NameHit
from service.domain.model import Listing, Mineral, Question
from service.domain.results import Answer, Notice
from service.domain.states import as_known
from service.domain.timeline import Entry, PeriodEntry, ReadingPeriod, of_origin
from service.domain.timeline import timeline as timeline_of
from service.http.context import Service
from service.http.listing import address, dataset
from service.http.present import Json, Presenter, destinations, iso, mineral_ref, warning


def named(here: Service, name: str, parameter: str | None = None) -> NameHit:
    """The mineral that ``name`` means; ``parameter`` says which parameter it stood in, if not in the path."""
    try:
        return here.repository.mineral_named(name)
    except (UnknownMineral, AmbiguousName) as error:
        if parameter is not None:
            error.parameter = parameter
        raise


def mineral_of(here: Service, asked: dict[str, Any]) -> Mineral | None:
    """The mineral that the parameter ``mineral`` names, if it is given."""
    if asked["mineral"] is None:
        return None
    return here.repository.mineral(named(here, asked["mineral"], "mineral").mineral)


def whole_of(mineral: Mineral | None) -> list[str] | None:
    """The ids that a mineral stands for: its own and, for a group, its members'; None for any."""
    return None if mineral is None else [mineral.id, *mineral.members]


def about(mineral: Mineral | None) -> list[str] | None:
    """The ids whose mention is about a mineral: those it stands for and the groups it is in; None for any."""
    return None if mineral is None else [mineral.id, *mineral.members, *mineral.groups]


def window_warnings(here: Service, asked: dict[str, Any], first: date) -> Iterator[Notice]:
    """What a list from the day ``first`` on leaves unsaid about the mineral and the origin asked for, if any."""
    mineral, origin = mineral_of(here, asked), asked["origin"]
    covered = here.evidence.coverage(whole_of(mineral)) if mineral else here.evidence.first_covered()
    speaking = {origin: covered.get(origin, ())} if origin else covered
    return warnings.window_warnings(first, mineral.id if mineral else None, speaking)


def resolve_question(here: Service, mineral: Mineral, question: Question) -> Answer:
    """The domain's answer about a mineral, or about a group by its members."""
    stored = here.repository
    if mineral.members:
        records = [stored.record(member) for member in mineral.members]
        return resolve_group(mineral, records, question, {member: stored.memory(member) for member in mineral.members})
    return resolve(stored.record(mineral.id), question, stored.memory(mineral.id))


def status(
    here: Service, name: str, asked: dict[str, Any], link: str | None = None, presenter: Presenter | None = None
) -> Json:
    """The body of the answer to the main question.

    ``link`` is its own address, None for that of the request; ``presenter`` None shapes all of it as plain values.
    """
    hit = named(here, name)
    question = here.question(asked, hit.form)
    mineral = here.repository.mineral_of(hit.mineral)
    answer = resolve_question(here, mineral, question)
    claims = here.evidence.claims_on((mineral.id, *mineral.groups, *mineral.members))
    summary = explain.summary(answer, here.words)
    shapes = presenter or Presenter(here.evidence.address)
    warnings = [*_form_warnings(name, hit, asked), *here.day_warnings(filled_in=asked["as_of"] is None)]
    path = f"/v1/minerals/{mineral.id}"
    return {
        **shapes.status(answer, claims, summary),
        "warnings": [warning(found) for found in (*warnings, *answer.warnings)],
        "dataset": dataset(here),
        "links": {
            "self": link or address(),
            "timeline": f"{path}/timeline",
            "permalink": permalink(here, mineral, question),
        },
    }


def _form_warnings(name: str, hit: NameHit, asked: dict[str, Any]) -> Iterator[Notice]:
    if hit.form is not None and asked["form"] is None:
        yield Notice("form_from_name", f"{name!r} implies the form {hit.form}, which was taken as asked")


def permalink(here: Service, mineral: Mineral, question: Question) -> str:
    """The address that gives this answer again for as long as the dataset is served."""
    return status_address(mineral, query_of(here, question))


def status_address(mineral: Mineral, query: str) -> str:
    """The address of the main question about a mineral, asked by ``query``."""
    return f"/v1/minerals/{mineral.id}/status?{query}"


def query_of(here: Service, question: Question) -> str:
    """The question as a query that spells out its day and the dataset; no mineral is part of it."""
    # Days, codes, words of the vocabulary and a version of hexadecimal digits: nothing in them needs quoting.
    return "&".join(f"{name}={value}" for name, value in spelt_out(here, question).items())


def spelt_out(here: Service, question: Question) -> dict[str, str]:
    """The question with its day and the dataset spelt out; ``known_at`` only if it was asked."""
    words = {
        "as_of": iso(question.as_of),
        "known_at": iso(question.known_at),
        "origin": question.origin,
        "destination": question.destination,
        "end_use": question.end_use,
        "form": question.form,
        "movement": question.movement if question.movement != "export" else None,
        "dataset": here.dataset_version,
    }
    return {word: value for word, value in words.items() if value is not None}


def mineral_row(mineral: Mineral) -> Json:
    """A mineral in a list."""
    return {
        "id": mineral.id,
        "name": mineral.name,
        "name_zh": mineral.name_zh,
        "symbol": mineral.symbol,
        "cas": mineral.cas,
        "category": mineral.category,
        "atomic_number": mineral.atomic_number,
        "groups": list(mineral.groups),
    }


def listing_entry(found: Listing) -> Json:
    """That a list of critical minerals names a mineral."""
    return {
        "list": found.list,
        "title": found.title,
        "named_as": found.named_as,
        "grade": found.grade,
        "verified": found.verified,
    }


def identity(here: Service, name: str) -> Json:
    """Who a mineral is."""
    mineral = here.repository.mineral(named(here, name).mineral)
    presenter = Presenter(here.evidence.address)
    path = f"/v1/minerals/{quote(mineral.id)}"
    return {
        **mineral_row(mineral),
        "names": [{"text": found.text, "kind": found.kind, "form": found.form} for found in mineral.names],
        "members": list(mineral.members),
        "product_form": mineral.product_form,
        "made_of": list(mineral.made_of),
        "hs_headings": list(mineral.hs_headings),
        "critical_lists": [listing_entry(found) for found in mineral.listings],
        "note": mineral.note,
        "sources": presenter.citations(mineral.sources),
        "dataset": dataset(here),
        "links": {"self": path, "status": f"{path}/status", "timeline": f"{path}/timeline"},
    }


def timeline(here: Service, name: str, asked: dict[str, Any]) -> Json:
    """Every period, reading and event about a mineral."""
    here.check_code("origin", asked["origin"])
    mineral = here.repository.mineral(named(here, name).mineral)
    record = of_origin(as_known(here.repository.record(mineral.id), asked["known_at"]), asked["origin"])
    kept = record.measures
    events = here.evidence.events_on(
        [mineral.id, *mineral.groups, *mineral.members], {m.instrument for m in kept if not m.is_any_dual_use}
    )
    if asked["known_at"] is not None:
        events = tuple(event for event in events if event.known_by(asked["known_at"]))
    entries = timeline_of(record, events)
    presenter = Presenter(here.evidence.address)
    return {
        "mineral": mineral_ref(mineral),
        "origin": asked["origin"],
        "known_at": iso(asked["known_at"]),
        "entries": [_timeline_entry(entry, presenter, {measure.id for measure in kept}) for entry in entries],
        "dataset": dataset(here),
        "links": {"self": address(), "status": f"/v1/minerals/{quote(mineral.id)}/status"},
    }


def _timeline_entry(entry: Entry, presenter: Presenter, own: set[str]) -> Json:
    match entry:
        case PeriodEntry():
            return {
                "kind": "period",
                "from": iso(entry.start),
                "until": iso(entry.until),
                "origin": entry.measure.origin,
                "state": entry.state,
                "status": entry.measure.status,
                "destinations": destinations(entry.measure.destinations),
                "end_use": entry.measure.end_use,
                "title": entry.measure.title,
                "detail": entry.measure.summary,
                "measures": [entry.measure.id],
                "instruments": [entry.measure.instrument],
                "sources": presenter.citations(entry.measure.sources),
            }
        case ReadingPeriod():
            return {
                "kind": "reading",
                "from": iso(entry.dispute.start),
                "until": iso(entry.dispute.until),
                "origin": None,
                "state": None,
                "status": None,
                "destinations": None,
                "end_use": None,
                "title": f"Reading {entry.reading.id} of {entry.dispute.id}",
                "detail": entry.reading.reason,
                "measures": sorted(own & {measure for reading in entry.dispute.readings for measure in reading.states}),
                "instruments": [],
                "sources": presenter.citations(entry.reading.sources),
            }
        case Event():
            return {
                "kind": "event",
                "from": entry.day,
                "until": iso(entry.until),
                "origin": None,
                "state": None,
                "status": None,
                "destinations": None,
                "end_use": None,
                "title": entry.kind.replace("_", " "),
                "detail": entry.summary,
                "measures": [],
                "instruments": list(entry.instruments),
                "sources": presenter.citations(entry.sources),
            }
