"""The answer to the main question, per origin and overall, and for a group of minerals (contract 3 and 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from service.domain.changes import first_change, next_change
from service.domain.decision import Decision, OriginView, Outcome
from service.domain.errors import NotAnExport
from service.domain.exceptions import exceptions as find_exceptions
from service.domain.matching import NO_LINES, Case, Match
from service.domain.memory import Memory
from service.domain.model import Mineral, Question, Record
from service.domain.results import Answer, MemberAnswer, OriginAnswer, ReadingEntry
from service.domain.states import Choice, choices_on, disputed, state_on
from service.domain.survey import Survey
from service.domain.vocabulary import Certainty, State, Status, Subject, strictest
from service.domain.warnings import origin_warnings, overall_warnings


def fares(record: Record, question: Question) -> tuple[object, ...]:
    """What about the destination of ``question`` can matter to the whole answer; two that are equal fare alike.

    That is which measures bind it, and which origins are left, for none exports to itself.
    """
    to, origin = question.destination, question.origin
    if to is None or to in record.unions:
        return (to,)
    taken = {origin, *(union for union, members in record.unions.items() if origin in members)}
    bearing = record.measures if origin is None else (m for m in record.measures if m.origin in taken)
    bound = tuple(measure.destinations.include(to) for measure in bearing)
    return (bound, tuple(listed_origins(record, question)))


def resolve(record: Record, question: Question, memory: Memory | None = None) -> Answer:
    """Answer ``question`` about the mineral of ``record``; ``memory`` is that of the record, where many are asked.

    Raises :class:`NotAnExport` when origin and destination are the same or lie in one union.
    """
    remembered = memory or Memory(record, answer_origin)
    known = remembered.known(question.known_at)
    check_is_export(known, question)
    origins = tuple(remembered.answer(code, question) for code in listed_origins(known, question))
    counting = [(o, _overall_status(o), o.counts) for o in origins if o.counts is not None]
    status = strictest(counted for _, counted, _ in counting) or Status.UNKNOWN
    setting = [(origin, outcome) for origin, counted, outcome in counting if counted is status]
    exceptions = tuple(entry for origin in origins for entry in origin.exceptions)
    by_measure = any(outcome.setters for _, outcome in setting)
    raw_only = not by_measure and any(o.counts is not o.outcome for o in origins)
    depends = status is Status.NONE_FOUND and any(entry.status.stricter_than(status) for entry in exceptions)
    if raw_only or depends:
        status = Status.UNKNOWN
    conditional = by_measure and all(outcome.conditional for _, outcome in setting)
    certainties = [o.certainty for o, _ in setting] or [o.certainty for o in origins]
    return Answer(
        mineral=known.mineral,
        question=question,
        status=status,
        certainty=min(certainties, key=lambda c: c.rank, default=Certainty.RECORDED),
        conditional=conditional,
        conditions=_distinct(c for _, outcome in setting for c in outcome.conditions) if conditional else (),
        origins=origins,
        not_covered=_not_covered(known, question, origins),
        exceptions=exceptions,
        readings=tuple(reading for origin in origins for reading in origin.readings),
        next_change=first_change(o.next_change for o in origins),
        warnings=overall_warnings(question, origins, exceptions, raw_only=raw_only, depends=depends),
    )


def _overall_status(origin: OriginAnswer) -> Status:
    """What the origin counts for: its own status, or what is left of it without its raw forms."""
    return origin.status if origin.counts is None or origin.counts is origin.outcome else origin.counts.status


def resolve_group(
    group: Mineral, members: Sequence[Record], question: Question, memories: Mapping[str, Memory] | None = None
) -> Answer:
    """Answer ``question`` about ``group``: its strictest member's answer, and each member's own in short.

    ``memories`` are those of the members' records, by mineral.
    """
    held = memories or {}
    answers = [resolve(record, question, held.get(record.mineral.id)) for record in members]
    worst = min(answers, key=_severity)
    short = tuple(MemberAnswer(a.mineral, a.status, a.certainty, a.conditional, a.next_change) for a in answers)
    return replace(worst, mineral=group, members=short, decided_by=worst.mineral.id)


def _severity(answer: Answer) -> tuple[int, bool, int, int, int, date, str]:
    """Strictest first; among equals the one to warn by.

    That is the plain one, then the one with the worst exceptions, whose measures name most goods, the certain
    one, the one that changes soonest, and last the first by id.
    """
    worst = min((entry.status.rank for entry in answer.exceptions), default=len(Status))
    soonest = answer.next_change.on if answer.next_change else date.max
    reach = sum(len(match.hit.items) for origin in answer.origins for match in origin.outcome.setters)
    return answer.status.rank, answer.conditional, worst, -reach, answer.certainty.rank, soonest, answer.mineral.id


def check_is_export(record: Record, question: Question) -> None:
    """Raise :class:`NotAnExport` when origin and destination are one territory."""
    origin, destination = question.origin, question.destination
    if origin is not None and destination is not None and _one_territory(record, origin, destination):
        raise NotAnExport(origin, destination)


def _one_territory(record: Record, origin: str, destination: str) -> bool:
    return origin == destination or any(
        (origin == union or origin in members) and (destination == union or destination in members)
        for union, members in record.unions.items()
    )


def listed_origins(record: Record, question: Question) -> Iterator[str]:
    """The origin asked, or every one whose coverage names the mineral and that is not the destination (3.7)."""
    if question.origin is not None:
        yield question.origin
        return
    for code in sorted(record.coverage):
        if question.destination is None or not _one_territory(record, code, question.destination):
            yield code


def _not_covered(record: Record, question: Question, origins: Iterable[OriginAnswer]) -> int:
    if question.origin is not None:
        return 0
    listed = {origin.origin for origin in origins}
    return sum(1 for code in record.jurisdictions if code not in record.coverage and code not in listed)


def answer_origin(view: OriginView, question: Question) -> OriginAnswer:
    """The share of one origin in the answer to ``question``. It may echo neither the day nor the destination."""
    survey = Survey(view, question)
    day = question.as_of
    decision = survey.decide(day)
    outcome = decision.outcome
    status = survey.status(day)
    matches = [_as_listed(match, decision) for match in outcome.matches]
    ground = _ground(outcome)
    answer = OriginAnswer(
        origin=view.origin,
        status=status,
        certainty=view.certainty(decision, question.known_at),
        conditional=outcome.conditional,
        conditions=outcome.conditions,
        reviewed_through=view.reviewed_through,
        covered_since=view.coverage.since if view.coverage else None,
        in_force=_in_states(matches, State.IN_FORCE, State.UNRESOLVED),
        suspended=_in_states(matches, State.SUSPENDED),
        announced=_in_states(matches, State.ANNOUNCED, State.START_UNKNOWN),
        related=tuple(_related(view, survey.bases[0], day)),
        end_user_lists=tuple(view.end_user_lists(survey.bases[0], day)),
        outcome=outcome,
        ground=ground,
        since=survey.since(ground, day) if ground is not None else None,
        counts=outcome if question.origin is not None else decision.beside_raw_forms,
        reason="depends_on_scope" if status is not decision.status else outcome.reason,
        exceptions=find_exceptions(survey, day),
        readings=tuple(_readings(view, decision)),
        next_change=next_change(survey, day),
    )
    return replace(answer, warnings=tuple(origin_warnings(answer, view, question)))


def _ground(outcome: Outcome) -> Match | None:
    """The setter to name: the oldest without a condition, else the oldest."""
    return min(outcome.setters, key=lambda match: match.conditional, default=None)


def _as_listed(match: Match, decision: Decision) -> Match:
    """The match with its state marked ``unresolved`` where the readings of the day disagree about it.

    Of a measure on any dual-use item they disagree also where its goods are dual-use in some of them only.
    """
    if match.state is not State.IN_FORCE:
        return match
    bears = [any(one.measure.id == match.measure.id for one in outcome.matches) for _, outcome in decision.outcomes]
    if disputed(match.measure, decision.on, decision.choices) or not all(bears):
        return Match(match.measure, State.UNRESOLVED, match.hit)
    return match


def _in_states(matches: Iterable[Match], *states: State) -> tuple[Match, ...]:
    chosen = [match for match in matches if match.state in states]
    return tuple(sorted(chosen, key=lambda m: (m.status.rank, m.measure.first_day or date.max, m.measure.id)))


def _related(view: OriginView, case: Case, day: date) -> Iterator[Match]:
    """Measures on technology, equipment, services and auxiliary materials: beside the status, never in it (3.3)."""
    for measure in view.measures:
        if measure.subject is Subject.GOODS or case.movement not in measure.binds:
            continue
        if case.destinations.codes and not all(measure.destinations.include(c) for c in case.destinations.codes):
            continue
        choices = choices_on(day, view.disputes, [measure])
        state = state_on(measure, day, choices[0].overrides)
        if disputed(measure, day, choices):
            state = State.UNRESOLVED
        if state not in (State.ENDED, State.SCHEDULED):
            yield Match(measure, state, view.goods.hit(measure, None, day, {}) or NO_LINES)


def _readings(view: OriginView, decision: Decision) -> Iterator[ReadingEntry]:
    """One entry for each status that a rival reading leads to, strictest first (3.9)."""
    kept: list[tuple[Choice, Outcome]] = []
    for choice, outcome in decision.rivals:
        if outcome.status not in {other.status for _, other in kept}:
            kept.append((choice, outcome))
    at_issue = {
        dispute.id
        for dispute, _ in kept[0][0].readings
        if len({reading.id for choice, _ in kept for d, reading in choice.readings if d.id == dispute.id}) > 1
    } if kept else set()  # fmt: skip
    for choice, outcome in kept:
        parts = [(dispute, reading) for dispute, reading in choice.readings if dispute.id in at_issue]
        yield ReadingEntry(
            origin=view.origin,
            status=outcome.status,
            reason=" ".join(reading.reason for _, reading in parts),
            start=max(dispute.start for dispute, _ in parts),
            until=min(dispute.until for dispute, _ in parts),
            sources=tuple(dict.fromkeys(ref for _, reading in parts for ref in reading.sources)),
            measures=tuple(match.measure.id for match in outcome.setters),
        )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
