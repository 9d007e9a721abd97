"""Narrower cases that fare worse than their origin's answer (contract 3.4, 3.6)."""

from __future__ import annotations

from datetime import date

from service.domain.changes import Change, first_difference
from service.domain.decision import Decision
from service.domain.frozen import frozen
from service.domain.measure import Destinations
from service.domain.survey import Scope, Survey, strictest_of
from service.domain.vocabulary import Certainty, DestinationMode, EndUse, Status


@frozen
class ExceptionEntry:
    """A narrower case that fares worse than its origin's answer, with the measures that make it so."""

    origin: str
    destinations: Destinations | None
    end_use: EndUse | None
    forms: tuple[str, ...]
    status: Status
    certainty: Certainty
    next_change: Change | None
    measures: tuple[str, ...]


def exceptions(survey: Survey, day: date) -> tuple[ExceptionEntry, ...]:
    """Every narrower case that is stricter than the origin's answer, and the parts of a union that differ from it.

    A narrower case that is ``unknown`` makes its origin's ``none_found`` unknown too (3.7), so it is never stricter.
    """
    base = survey.decide(day)
    shown = base.status
    if base.outcome.raw_set and survey.question.origin is None:
        shown = Status.NONE_FOUND  # raw forms never set the overall status, so they must stand here (3.6)
    found = [
        _entry(survey, scope, decision)
        for scope, decision in survey.scoped(day, shown)
        if decision.status.stricter_than(strictest_of(shown, Status.UNKNOWN))
    ]
    for case in survey.bases:
        decision = survey.view.decide(case, day)
        if decision.status is not base.status:
            found.append(_entry(survey, Scope(case.destinations, case), decision))
    return tuple(found)


def _entry(survey: Survey, scope: Scope, decision: Decision) -> ExceptionEntry:
    view = survey.view
    each = [view.decide(scope.case.of(form), decision.on) for form in scope.forms] or [decision]
    setting = (match.measure.id for one in each for match in one.outcome.setters)
    certainties = (view.certainty(one, survey.question.known_at) for one in each)
    return ExceptionEntry(
        origin=survey.view.origin,
        destinations=_worded(survey, scope, decision),
        end_use=scope.case.end_use,
        forms=scope.forms,
        status=decision.status,
        certainty=min(certainties, key=lambda certainty: certainty.rank),
        next_change=first_difference(survey, scope, decision),
        measures=tuple(dict.fromkeys(setting)),
    )


def _worded(survey: Survey, scope: Scope, decision: Decision) -> Destinations | None:
    """The destinations of an entry: those of the scope or, where one was asked, of the measure that sets it."""
    if survey.question.destination is None or scope.destinations is not None:
        return scope.destinations
    named = (match.measure.destinations for match in decision.outcome.setters)
    return next((words for words in named if words.mode is not DestinationMode.ALL), None)
