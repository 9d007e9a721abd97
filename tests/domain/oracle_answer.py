"""The answer per origin and overall by the plain text of contract 3.7 and 3.9, from what the other oracles say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.domain.measure import Destinations
from service.domain.model import Question, Record
from service.domain.vocabulary import Certainty, DestinationMode, Status, strictest
from tests.domain.oracle import Decision, Look
from tests.domain.oracle_scopes import (
    Entry,
    Shift,
    bearing,
    exceptions,
    given_scope,
    next_shifts,
    readings,
    worse_cases,
)


@dataclass(frozen=True)
class OriginResult:
    """One origin's answer; ``plain`` is its decision before ``depends_on_scope``, ``bearing`` what counts overall."""

    origin: str
    status: Status
    certainty: Certainty
    conditional: bool
    plain: Decision
    bearing: Decision
    readings: frozenset[Status]
    exceptions: frozenset[Entry]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Result:
    """The overall answer; ``shifts`` are the candidates of the earliest day, those that may be told first."""

    status: Status
    certainty: Certainty | None
    conditional: bool
    origins: tuple[OriginResult, ...]
    exceptions: frozenset[Entry]
    shifts: tuple[Shift, ...]


def only(code: str) -> Destinations:
    """The one destination that is asked."""
    return Destinations(DestinationMode.ONLY, frozenset({code}))


def same_territory(record: Record, one: str, other: str) -> bool:
    """3.4: "Origin equal to destination, or both in the EU", where a union is its own members' territory."""
    if one == other:
        return True
    return any(one in {union, *members} and other in {union, *members} for union, members in record.unions.items())


def base_look(record: Record, origin: str, question: Question) -> Look:
    """The question itself, as put to one origin."""
    meant = None if question.destination is None else only(question.destination)
    return Look(
        record, origin, question.movement, question.known_at, question.as_of, meant, question.end_use, question.form, {}
    )


def certainty_of(look: Look, seen: list[Decision]) -> Certainty:
    """3.9: `unresolved`, else `projected` ("later than the earlier of … `reviewed_through` and known_at")."""
    if len({one.status for one in seen}) > 1:
        return Certainty.UNRESOLVED
    # A member that is not on record itself takes the Union's measures (3.4), and so the day the Union was reviewed.
    unions = [union for union, members in look.record.unions.items() if look.origin in members]
    reviewed = [held for one in [look.origin, *unions] if (held := look.record.jurisdictions.get(one)) is not None]
    limits = [look.known_at, *(one.reviewed_through for one in reviewed[:1])]
    return Certainty.PROJECTED if any(one is not None and look.day > one for one in limits) else Certainty.RECORDED


def answer_of_origin(record: Record, origin: str, question: Question) -> OriginResult:
    """3.7, per origin."""
    look = base_look(record, origin, question)
    seen = readings(look)
    plain, entries = seen[0], exceptions(look, question)
    worse = worse_cases(look, question)
    statuses = frozenset(one.status for one in seen)
    return OriginResult(
        origin,
        given_scope(plain.status, worse),
        certainty_of(look, seen),
        plain.conditional and plain.status is not Status.UNKNOWN,
        plain,
        bearing(look, question.origin is not None),
        statuses if len(statuses) > 1 else frozenset(),
        entries,
        next_shifts(look, question),
    )


def counted(one: OriginResult) -> Status:
    """3.6, 3.7: what an origin brings to the overall status: its own, unless raw forms alone set that."""
    return one.status if one.bearing.status is one.plain.status else one.bearing.status


def answer(record: Record, question: Question) -> Result:
    """3.7, overall: "the strictest listed; `unknown` when none is"; the certainty of the most certain setter (3.9)."""
    if question.destination in record.unions:
        return answer_for_union(record, question, record.unions[question.destination])
    listed = [question.origin] if question.origin is not None else sorted(record.coverage)
    if question.destination is not None:
        listed = [origin for origin in listed if not same_territory(record, origin, question.destination)]
    origins = tuple(answer_of_origin(record, origin, question) for origin in listed)
    entries = frozenset(entry for one in origins for entry in one.exceptions)
    shifts = [shift for one in origins for shift in one.shifts]
    first = tuple(shift for shift in shifts if shift.on == min(one.on for one in shifts))
    shown = {one.origin: counted(one) for one in origins}
    status = strictest(shown.values())
    if status is None:
        return Result(Status.UNKNOWN, None, False, (), frozenset(), ())
    bringing = [one for one in origins if shown[one.origin] is status]
    setters = [one for one in bringing if one.bearing.by_measures or not one.bearing.raw_set] or bringing
    certainty = min((one.certainty for one in setters), key=lambda one: one.rank)
    by_measures = all(one.bearing.by_measures for one in setters)
    conditional = by_measures and all(one.bearing.conditional for one in setters)
    if status is Status.NONE_FOUND and any(one.plain.raw_set for one in origins) and question.origin is None:
        status = Status.UNKNOWN
    return Result(given_scope(status, entries), certainty, conditional, origins, entries, first)


def answer_for_union(record: Record, question: Question, members: frozenset[str]) -> Result:
    """3.4: "destination `EU` is the strictest of its members"; only the status is told here."""
    each = [answer(record, replace(question, destination=member)) for member in sorted(members)]
    return min(each, key=lambda one: one.status.rank)
