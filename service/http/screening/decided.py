"""An answer as lines tell of it, in short: what is the same for all lines that get it."""

from __future__ import annotations

from typing import NamedTuple

from service.domain.exceptions import ExceptionEntry
from service.domain.explain import Words, around_destination
from service.domain.matching import Match
from service.domain.model import Question
from service.domain.results import Answer
from service.domain.screening import judge
from service.http.present import Json, change, destinations, iso
from service.http.screening.runs import run, warned


class Decided:
    """An answer, its verdict, and what lines tell of it whatever their destination: runs of their fields.

    ``around`` is the answer in a sentence, before its destination and after it.
    """

    __slots__ = ("answer", "around", "law", "status", "strictness", "verdict", "warnings")

    def __init__(self, answer: Answer, around: tuple[str, str], status: bytes, law: bytes) -> None:
        self.answer = answer
        self.around = around
        self.status = status
        self.law = law
        self.warnings = warned(answer.warnings)
        self.verdict = judge(answer)
        self.strictness = self.verdict.rank, answer.status.rank, answer.mineral.id
        """The order of several goods: the strictest at worst, then by status, then by id."""


class Reply(NamedTuple):
    """A question and the answer to it, which may be one to other destinations as well."""

    question: Question
    decided: Decided


def decide(answer: Answer, words: Words) -> Decided:
    """What a line tells of its answer: the measures that make the status, and all that hangs on it."""
    matches = _deciding(answer)
    status: Json = {
        "status": answer.status,
        "certainty": answer.certainty,
        "conditional": answer.conditional,
        "conditions": list(answer.conditions),
    }
    law: Json = {
        "measures": [_measure(match) for match in matches],
        "instruments": list(dict.fromkeys(match.measure.instrument for match in matches)),
        "exceptions": [_exception(entry) for entry in answer.exceptions],
        "readings": [{"origin": one.origin, "status": one.status, "reason": one.reason} for one in answer.readings],
        "next_change": change(answer.next_change),
    }
    return Decided(answer, around_destination(answer, words), run(status), run(law))


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
