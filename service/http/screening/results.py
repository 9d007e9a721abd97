"""What is told of a line of a parts list: one function a wire shape, in the order of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from service.domain.changes import Change
from service.domain.exceptions import ExceptionEntry
from service.domain.matching import Match
from service.domain.model import Question
from service.domain.results import Answer, Notice
from service.domain.screening import Outcome, Verdict, judge
from service.http.present import Json, change, destinations, iso, mineral_ref, warning
from service.http.screening.lines import Asked, LineError
from service.http.screening.recognise import Candidate, Recognised

EMPTY: Mapping[str, Any] = {
    "outcome": None, "at_worst": None, "mineral": None, "identified_by": None, "candidates": [], "form": None,
    "origin": None, "destination": None, "end_use": None, "movement": None, "as_of": None, "contains": [],
    "status": None, "certainty": None, "conditional": False, "conditions": [], "summary": None, "measures": [],
    "instruments": [], "exceptions": [], "readings": [], "next_change": None, "warnings": [], "errors": [],
    "did_you_mean": [], "end_user": None, "links": {},
}  # fmt: skip
"""The fields of a line's result in their order, with what stands there when there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer, its verdict, and what lines tell of it whatever their destination, also as JSON that is done."""

    answer: Answer
    verdict: Verdict
    told: Json
    encoded: Json


@dataclass(frozen=True, slots=True)
class Written:
    """The result of a line without its place, its reference and what was given, also as JSON without its braces."""

    body: Json
    inner: bytes
    outcome: Outcome
    change: Change | None


def write(
    outcome: Outcome, at_worst: Outcome | None, told: Json, ahead: Change | None = None, encoded: Json | None = None
) -> Written:
    """The result of a line; ``encoded`` is ``told`` with the parts that are JSON already."""
    said = {"outcome": outcome, "at_worst": at_worst}
    inner = orjson.dumps({**EMPTY, **(encoded or told), **said})[1:-1]
    return Written({**EMPTY, **told, **said}, inner, outcome, ahead)


def scope(asked: Asked, form: str | None) -> Json:
    """What a line asks, as understood: words and codes of ours, the day in law, shares as the text of decimals."""
    return {
        "form": form,
        "origin": asked.origin,
        "destination": asked.destination,
        "end_use": asked.end_use,
        "movement": asked.movement,
        "as_of": iso(asked.as_of),
        "contains": [
            {
                "mineral": part.mineral,
                "share": None if part.share is None else str(part.share),
                "share_basis": part.basis,
            }
            for part in asked.contains
        ],
    }


def decide(answer: Answer) -> Decided:
    """What a line tells of its answer: the measures that make the status, and all that hangs on it."""
    matches = _deciding(answer)
    told: Json = {
        "status": answer.status,
        "certainty": answer.certainty,
        "conditional": answer.conditional,
        "conditions": list(answer.conditions),
        "measures": [_measure(match) for match in matches],
        "instruments": list(dict.fromkeys(match.measure.instrument for match in matches)),
        "exceptions": [_exception(entry) for entry in answer.exceptions],
        "readings": [{"origin": one.origin, "status": one.status, "reason": one.reason} for one in answer.readings],
        "next_change": change(answer.next_change),
        "warnings": [warning(one) for one in answer.warnings],
    }
    encoded = {name: orjson.Fragment(orjson.dumps(value)) for name, value in told.items()}
    return Decided(answer, judge(answer), told, encoded)


def _in_short(named: Json | None) -> Json | None:
    """Destinations without the members of a group, which `/v1/statuses` lists once."""
    return {**named, "codes": []} if named is not None and named["group"] else named


def _exception(entry: ExceptionEntry) -> Json:
    """A narrower case that fares worse, in short: the whole answer tells when it changes."""
    return {
        "origin": entry.origin,
        "destinations": _in_short(destinations(entry.destinations)),
        "end_use": entry.end_use,
        "forms": list(entry.forms),
        "status": entry.status,
        "certainty": entry.certainty,
        "measures": list(entry.measures),
    }


def _deciding(answer: Answer) -> list[Match]:
    """The measures that set the status, each once."""
    setting = [
        match
        for origin in answer.origins
        if origin.counts is not None and origin.counts.status is answer.status
        for match in origin.counts.setters
    ]
    return list({match.measure.id: match for match in setting}.values())


def _measure(match: Match) -> Json:
    """A measure in short: what it is, where it stands, and who says so."""
    measure = match.measure
    return {
        "id": measure.id,
        "title": measure.title,
        "type": measure.type,
        "status": measure.status,
        "state": match.state,
        "origin": measure.origin,
        "destinations": _in_short(destinations(measure.destinations)),
        "condition": "; ".join(match.hit.conditions) or None,
        "from": iso(measure.start),
        "until": iso(measure.until),
        "instrument": measure.instrument,
        "number": measure.instrument_number,
        "article": measure.article,
        "url": measure.url,
        "sources": list(dict.fromkeys(ref.source for ref in measure.sources)),
    }


def candidate_row(candidate: Candidate, question: Question, decided: Decided) -> Json:
    """One of several minerals that a line may mean, with what it comes to."""
    return {
        "mineral": mineral_ref(decided.answer.mineral),
        "identified_by": candidate.by,
        "matched": candidate.matched,
        "form": question.form,
        "outcome": decided.verdict.outcome,
        "at_worst": decided.verdict.at_worst,
        "status": decided.answer.status,
        "certainty": decided.answer.certainty,
    }


def notices(asked: Asked, recognised: Recognised, candidate: Candidate, controlled: Sequence[str]) -> Iterator[Notice]:
    """How the line was read, where that is more than a name that means one mineral.

    ``controlled`` are parts of the composition that are controlled themselves.
    """
    if candidate.form is not None and asked.form is None:
        by = "the code" if candidate.by in ("hs_code", "control_code") else "the name"
        yield Notice("form_from_name", f"{by} implies the form {candidate.form}, which was taken as asked")
    if recognised.differing:
        yield Notice("names_differ", "the names and numbers of the line mean different minerals: see candidates")
    if recognised.besides:
        named = ", ".join(recognised.besides)
        yield Notice("description_names_others", f"the description names {named} besides: nothing is cleared")
    if controlled:
        named = ", ".join(controlled)
        yield Notice(
            "composition_names_others", f"the composition names {named}, controlled itself: nothing is cleared"
        )
    if recognised.lacking:
        named = ", ".join(recognised.lacking)
        yield Notice("composition_incomplete", f"a good of this name is made of {named} and more: nothing is cleared")
    if candidate.by == "description":
        yield Notice("read_in_description", "only words of the description name the good: nothing is cleared")
    for field, value in recognised.unknown:
        yield Notice("name_not_recognised", f"{field}: {value!r} is no name on record; the line was read by the rest")


def error_row(error: LineError) -> Json:
    """A mistake in a field of a line, with words that may have been meant."""
    return {"field": error.field, "detail": error.detail, "did_you_mean": list(error.near)}
