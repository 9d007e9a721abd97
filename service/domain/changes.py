"""The days on which a status differs, of what was asked or of a narrower case, and why (contract 3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from service.domain.decision import Decision
from service.domain.frozen import frozen
from service.domain.measure import Destinations, Measure
from service.domain.survey import Scope, Survey, is_grounded, strictest_of
from service.domain.vocabulary import Certainty, EndUse, State, Status


@frozen
class Change:
    """A day on which a status differs; ``destinations``, ``end_use`` and ``forms`` where narrower than the question.

    ``measure`` is the one that makes the difference, ``because`` what happens to it in words.
    """

    on: date
    origin: str
    destinations: Destinations | None
    end_use: EndUse | None
    forms: tuple[str, ...]
    before: Status
    after: Status
    certainty: Certainty
    instrument: str | None
    measure: str | None
    because: str

    @property
    def is_narrower(self) -> bool:
        """Whether only a narrower case than was asked changes."""
        return self.destinations is not None or self.end_use is not None or bool(self.forms)


def next_change(survey: Survey, today: date) -> Change | None:
    """The first day after ``today`` on which what was asked, or a narrower case, has another status."""
    before = _Look(survey, today)
    for day in survey.boundaries(today):
        found = list(before.differences(_Look(survey, day)))
        if found:
            return first_change(found)
    return None


def changes_within(survey: Survey, start: date, end: date) -> Iterator[Change]:
    """Every change from ``start`` to ``end``, both included, oldest first; of narrower cases only what differs."""
    eve = start - date.resolution if start > date.min else start
    before = _Look(survey, eve)
    for day in survey.boundaries(eve):
        if day > end:
            break
        after = _Look(survey, day)
        yield from before.differences(after)
        before = after


def first_difference(survey: Survey, scope: Scope, now: Decision) -> Change | None:
    """The first day after ``now`` on which the case of ``scope`` alone has another status."""
    for day in survey.boundaries(now.on):
        then = survey.view.decide(scope.case, day)
        if then.status is not now.status:
            return _change(survey, scope, now, then)
    return None


def first_change(changes: Iterable[Change | None]) -> Change | None:
    """The earliest change; on the same day the widest scope first, then the strictest outcome."""
    found = [change for change in changes if change is not None]
    return min(
        found,
        key=lambda c: (c.on, c.is_narrower, bool(c.forms), c.after.rank, c.end_use is not None, c.origin),
        default=None,
    )


class _Look:
    """A survey on one day: the status asked for, each narrower case, and each raw form with whether it is told."""

    def __init__(self, survey: Survey, day: date) -> None:
        self.survey = survey
        self.base = survey.decide(day)
        self.status = survey.status(day)
        self.narrower = {scope: survey.view.decide(scope.case, day) for scope in survey.narrower}
        self.raw = dict(self._raw(day))

    def _raw(self, day: date) -> Iterator[tuple[Scope, tuple[Decision, bool]]]:
        """Each scope with each raw form, decided, and whether it fares worse there than any wider case."""
        plain = Scope(None, self.survey.bases[0])
        for form in self.survey.raw:
            wider = _beside_raw_forms(self.base, self.status)
            for scope in (plain, *self.survey.narrower):
                decision = self.survey.view.decide(scope.case.of(form), day)
                own = wider if scope is plain else _beside_raw_forms(self.narrower[scope], self.narrower[scope].status)
                told = is_grounded(decision) and decision.status.stricter_than(strictest_of(wider, own))
                yield Scope(scope.destinations, scope.case, (form,)), (decision, told)
                if scope is plain:
                    wider = strictest_of(wider, decision.status)

    def differences(self, after: _Look) -> Iterator[Change]:
        """What changes from this day to ``after``'s: first what was asked, then what fares differently beside it."""
        if after.status is not self.status:
            change = _change(self.survey, Scope(None, self.survey.bases[0]), self.base, after.base)
            yield replace(change, before=self.status, after=after.status)
        for scope, then in after.narrower.items():
            now = self.narrower[scope]
            moves = then.status is not now.status
            if moves and (now.status, then.status) != (self.status, after.status):
                yield _change(self.survey, scope, now, then)
        for scope, (then, told) in after.raw.items():
            now, was_told = self.raw[scope]
            if then.status is not now.status and (told or was_told):
                yield _change(self.survey, scope, now, then)


def _beside_raw_forms(decision: Decision, shown: Status) -> Status:
    """What a case comes to with its raw forms aside, which is what these are told against."""
    if not decision.outcome.raw_set:
        return shown
    rest = decision.beside_raw_forms
    return Status.NONE_FOUND if rest is None else rest.status


def _change(survey: Survey, scope: Scope, now: Decision, then: Decision) -> Change:
    asked = survey.question
    measure, instrument, because = _cause(now, then)
    return Change(
        on=then.on,
        origin=survey.view.origin,
        destinations=scope.destinations if asked.destination is None else None,
        end_use=scope.case.end_use if asked.end_use is None else None,
        forms=scope.forms,
        before=now.status,
        after=then.status,
        certainty=survey.view.certainty(then, asked.known_at),
        instrument=instrument,
        measure=measure.id if measure is not None else None,
        because=because,
    )


def _cause(now: Decision, then: Decision) -> tuple[Measure | None, str | None, str]:
    """The measure that makes the difference, the instrument that does it, and what happens, in words."""
    tightens = then.status.stricter_than(now.status)
    setters = then.outcome.setters if tightens or not now.outcome.setters else now.outcome.setters
    if not setters or _doubtful(then) is not None:
        return _doubt(then)
    turned = (match for match in setters if match.measure.over_on == then.on or _paused_from(match.measure, then.on))
    measure = (setters[0] if tightens else next(turned, setters[0])).measure
    begun = next((match.measure for match in then.outcome.setters if match.measure.start == then.on), None)
    if not tightens and begun is not None and measure.over_on == then.on:
        return begun, begun.instrument, f"{_cited(measure)} ends, and {_cited(begun)} begins to apply"
    pause = next((s for s in measure.suspensions if s.covers(then.on)), None)
    if pause is not None and (then.status is Status.SUSPENDED or not tightens):
        return measure, pause.by, f"{_cited(measure)} is paused"
    if tightens:
        word = "comes to bear on this case"
        if measure.start == then.on:
            word = "begins to apply"
        elif measure.first_day == then.on:
            word = "is known to be in force from this day on; since when is not known"
        elif any(s.until == then.on for s in measure.suspensions):
            word = "applies again after its pause"
        return measure, measure.instrument, f"{_cited(measure)} {word}"
    word = "no longer bears on this case"
    if measure.over_on is not None and measure.over_on <= then.on:
        word = "ends" if measure.until is not None else "is known to be over by this day"
    return measure, measure.instrument, f"{_cited(measure)} {word}"


def _doubt(then: Decision) -> tuple[Measure | None, str | None, str]:
    """The same where no measure makes it: what casts its doubt from that day on, or that the record begins to speak."""
    measure = _doubtful(then) or next(iter(then.outcome.lapsed), None)
    if measure is None:
        return None, None, "the record begins to speak for this case"
    word = "becomes public; since when it applies is not known"
    if then.outcome.reason == "renewal_not_on_record":
        word = "ran out and its successor is not on record"
    return measure, measure.instrument, f"{_cited(measure)} {word}"


def _doubtful(then: Decision) -> Measure | None:
    """What ran out, or became public with no start known, on the day and makes the status unknown."""
    if then.outcome.reason == "renewal_not_on_record":
        return next((measure for measure in then.outcome.lapsed if measure.over_on == then.on), None)
    if then.outcome.reason == "start_unknown":
        unknown = (match.measure for match in then.outcome.matches if match.state is State.START_UNKNOWN)
        return next((measure for measure in unknown if measure.published == then.on), None)
    return None


def _paused_from(measure: Measure, day: date) -> bool:
    return any(pause.start == day for pause in measure.suspensions)


def _cited(measure: Measure) -> str:
    number = f" ({measure.instrument_number})" if measure.instrument_number else ""
    return f"{measure.title}{number}"
