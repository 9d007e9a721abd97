"""Domain values as JSON-ready dictionaries: one function a wire shape, in the order of its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from orjson import Fragment

from service.domain.changes import Change
from service.domain.evidence import Claim
from service.domain.exceptions import ExceptionEntry
from service.domain.matching import Hit, Match
from service.domain.measure import Amount, Destinations, Item, Measure, SourceRef
from service.domain.model import Mineral
from service.domain.results import Answer, MemberAnswer, Notice, OriginAnswer, ReadingEntry
from service.domain.vocabulary import State

Json = dict[str, Any]


def iso(day: date | None) -> str | None:
    """A day as text."""
    return None if day is None else day.isoformat()


def warning(found: Notice) -> Json:
    """A warning."""
    return {"code": found.code, "detail": found.detail, "about": list(found.about)}


def destinations(named: Destinations | None) -> Json | None:
    """Destinations as a measure words them."""
    if named is None:
        return None
    return {"mode": named.mode, "codes": sorted(named.codes), "group": named.group}


def amount(found: Amount) -> Json:
    """A volume, a rate or a price floor, its values as decimal text."""
    return {
        "value": None if found.value is None else format(found.value, "f"),
        "value_reason": found.value_reason,
        "value_to": None if found.value_to is None else format(found.value_to, "f"),
        "unit": found.unit,
        "of": found.of,
        "mineral": found.mineral,
        "from": iso(found.start),
        "until": iso(found.until),
        "usable_until": iso(found.usable_until),
        "verified": found.verified,
        "note": found.note,
    }


def change(found: Change | None) -> Json | None:
    """A change of status."""
    if found is None:
        return None
    return {
        "on": iso(found.on),
        "origin": found.origin,
        "destinations": destinations(found.destinations),
        "end_use": found.end_use,
        "forms": list(found.forms),
        "from": found.before,
        "to": found.after,
        "certainty": found.certainty,
        "instrument": found.instrument,
        "because": found.because,
    }


def exception(entry: ExceptionEntry) -> Json:
    """A narrower case that fares worse."""
    return {
        "origin": entry.origin,
        "destinations": destinations(entry.destinations),
        "end_use": entry.end_use,
        "forms": list(entry.forms),
        "status": entry.status,
        "certainty": entry.certainty,
        "next_change": change(entry.next_change),
        "measures": list(entry.measures),
    }


def mineral_ref(mineral: Mineral) -> Json:
    """Which mineral is meant."""
    return {"id": mineral.id, "name": mineral.name, "symbol": mineral.symbol}


class Presenter:
    """Shapes that cite sources; ``address`` gives the address of a source, or None."""

    def __init__(self, address: Callable[[str], str | None]) -> None:
        self._address = address

    def citations(self, refs: Iterable[SourceRef]) -> list[Json]:
        """Who says so, and where."""
        return [
            {
                "source": ref.source,
                "locator": ref.locator,
                "address": self._address(ref.source),
            }
            for ref in refs
        ]

    def item(self, item: Item) -> Json:
        """A line of a measure, without its own sources: the measure's stand beside it."""
        return {
            "goods": item.goods,
            "forms": list(item.forms),
            "control_code": item.control_code,
            "control_code_basis": item.control_code_basis,
            "hs_codes": [{"code": code.code, "basis": code.basis} for code in item.hs_codes],
            "condition": item.condition,
            "contents": [
                {
                    "any_of": sorted(content.any_of),
                    "at_least": None if content.at_least is None else str(content.at_least),
                    "basis": content.basis,
                }
                for content in item.contents
            ],
            "rest": item.rest,
            "note": item.note,
        }

    def measure(self, match: Match, state: State | None = None) -> Json:
        """A measure as it bears on a question: the lines that fit, and its state on the day."""
        measure, hit = match.measure, match.hit
        return {
            "id": measure.id,
            "title": measure.title,
            "summary": measure.summary,
            "type": measure.type,
            "regime": measure.regime,
            "subject": measure.subject,
            "status": measure.status,
            "mast": measure.mast,
            "wto_qr": measure.wto_qr,
            "gta_type": measure.gta_type,
            "state": state,
            "origin": measure.origin,
            "destinations": destinations(measure.destinations),
            "end_use": measure.end_use,
            "binds": sorted(measure.binds),
            "covers": [self.item(item) for item in hit.items],
            "excludes": [
                {"mineral": e.mineral, "forms": list(e.forms), "why": e.why, "sources": self.citations(e.sources)}
                for e in measure.excludes
            ],
            "conditional": match.conditional,
            "condition": "; ".join(hit.conditions) or None,
            "published": iso(measure.published),
            "from": iso(measure.start),
            "until": iso(measure.until),
            "end": measure.end,
            "verified_on": iso(measure.verified_on),
            "ended_by": iso(measure.ended_by),
            "derived": [{"field": d.field, "why": d.why} for d in measure.derived],
            "renews": measure.renews,
            "amounts": [amount(found) for found in measure.amounts],
            "scopes": list(measure.scopes),
            "suspensions": [
                {
                    "from": iso(s.start),
                    "until": iso(s.until),
                    "by": s.by,
                    "published": iso(s.published),
                    "note": s.note,
                    "sources": self.citations(s.sources),
                }
                for s in measure.suspensions
            ],
            "names_listed": measure.names_listed,
            "names_on_record": list(measure.names_on_record),
            "instrument": measure.instrument,
            "instrument_title": measure.instrument_title,
            "number": measure.instrument_number,
            "article": measure.article,
            "url": measure.url,
            "note": measure.note,
            "sources": self.citations(measure.sources),
        }

    def listed(self, matches: Iterable[Match]) -> list[Json | Fragment]:
        """Measures of an answer."""
        return [self.measure(match, match.state) for match in matches]

    def whole(self, measure: Measure) -> Json:
        """A measure with all its lines, outside any question."""
        items = tuple(item for cover in measure.covers for item in cover.items)
        conditions = (measure.condition,) if measure.condition else ()
        shown = self.measure(Match(measure, State.IN_FORCE, Hit(items, conditions)), None)
        for line, item in zip(shown["covers"], items, strict=True):
            line["sources"] = self.citations(item.sources)
        return shown

    def origin(self, answer: OriginAnswer) -> Json | Fragment:
        """One origin's answer."""
        return {
            "origin": answer.origin,
            "status": answer.status,
            "certainty": answer.certainty,
            "conditional": answer.conditional,
            "conditions": list(answer.conditions),
            "set_by": _set_by(answer),
            "next_change": change(answer.next_change),
            "reviewed_through": iso(answer.reviewed_through),
            "covered_since": iso(answer.covered_since),
            "in_force": self.listed(answer.in_force),
            "suspended": self.listed(answer.suspended),
            "announced": self.listed(answer.announced),
            "related": self.listed(answer.related),
            "end_user_lists": self.listed(answer.end_user_lists),
        }

    def reading(self, entry: ReadingEntry) -> Json:
        """A rival reading."""
        return {
            "origin": entry.origin,
            "status": entry.status,
            "reason": entry.reason,
            "from": iso(entry.start),
            "until": iso(entry.until),
            "sources": self.citations(entry.sources),
            "measures": list(entry.measures),
        }

    def claim(self, claim: Claim) -> Json:
        """A reported statement."""
        return {
            "id": claim.id,
            "statement": claim.statement,
            "topic": claim.topic,
            "standing": claim.standing,
            "explanation": claim.explanation,
            "date_stated": claim.date_stated,
            "minerals": list(claim.minerals),
            "record": list(claim.record),
            "sources": self.citations(claim.sources),
        }

    def claims(self, claims: tuple[Claim, ...]) -> list[Json] | Fragment:
        """Reported statements."""
        return [self.claim(claim) for claim in claims]

    def status(self, answer: Answer, claims: tuple[Claim, ...], summary: str) -> Json:
        """The answer to the main question, without warnings of the day, dataset and links."""
        asked = answer.question
        return {
            "mineral": mineral_ref(answer.mineral),
            "status": answer.status,
            "certainty": answer.certainty,
            "conditional": answer.conditional,
            "conditions": list(answer.conditions),
            "summary": summary,
            "as_of": iso(asked.as_of),
            "known_at": iso(asked.known_at),
            "origin": asked.origin,
            "destination": asked.destination,
            "end_use": asked.end_use,
            "form": asked.form,
            "movement": asked.movement,
            "origins": [self.origin(origin) for origin in answer.origins],
            "not_covered": answer.not_covered,
            "exceptions": [exception(entry) for entry in answer.exceptions],
            "readings": [self.reading(entry) for entry in answer.readings],
            "next_change": change(answer.next_change),
            "members": [member(found) for found in answer.members],
            "decided_by": answer.decided_by,
            "reported": self.claims(claims),
        }


def _set_by(answer: OriginAnswer) -> Json | None:
    """The measure to name for an origin's status, and since when it has made it."""
    if answer.ground is None:
        return None
    measure = answer.ground.measure
    return {"measure": measure.id, "instrument": measure.instrument, "since": iso(answer.since)}


def member(found: MemberAnswer) -> Json:
    """What a member of a group gets."""
    return {
        "mineral": mineral_ref(found.mineral),
        "status": found.status,
        "certainty": found.certainty,
        "conditional": found.conditional,
        "next_change": change(found.next_change),
    }
