"""A question to one origin, its narrower cases, and the days on which any of them fares differently (3.4, 3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from service.domain.decision import Decision, OriginView
from service.domain.matching import EVERYWHERE, Case, within
from service.domain.model import Destinations, Measure, Question
from service.domain.vocabulary import Certainty, DestinationMode, EndUse, Status


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which a status differs; ``destinations``, ``end_use`` and ``forms`` where narrower than the question."""

    on: date
    origin: str
    destinations: Destinations | None
    end_use: EndUse | None
    forms: tuple[str, ...]
    before: Status
    after: Status
    certainty: Certainty
    instrument: str | None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Scope:
    """A case as a measure names it; ``destinations`` in the measure's own words, None where it names none."""

    destinations: Destinations | None
    case: Case
    forms: tuple[str, ...] = ()


class Survey:
    """One origin seen through one question. ``bases`` are what was asked: one case, or one for each part of a union."""

    def __init__(self, view: OriginView, question: Question) -> None:
        self.view = view
        self.question = question
        self.bases = tuple(self._bases())
        self.narrower = tuple(self._narrower())
        self.raw = tuple(self._raw_forms())

    def _bases(self) -> Iterator[Case]:
        question = self.question
        plain = Case(EVERYWHERE, question.end_use, question.form, question.movement)
        if question.destination is None:
            yield plain
            return
        members = self.view.record.unions.get(question.destination)
        if members is None:
            yield replace(plain, destinations=Destinations(DestinationMode.ONLY, frozenset({question.destination})))
            return
        parts: dict[tuple[bool, ...], set[str]] = {}
        for code in sorted(members - {self.view.origin}):
            signature = tuple(measure.destinations.include(code) for measure in self.view.setters)
            parts.setdefault(signature, set()).add(code)
        for codes in parts.values():
            yield replace(plain, destinations=Destinations(DestinationMode.ONLY, frozenset(codes)))

    def _narrower(self) -> Iterator[Scope]:
        seen: set[tuple[Destinations, EndUse | None]] = {(base.destinations, base.end_use) for base in self.bases}
        for measure in self.view.setters:
            for base in self.bases:
                case = self._narrowed(base, measure)
                if case is not None and (key := (case.destinations, case.end_use)) not in seen:
                    seen.add(key)
                    named = measure.destinations
                    worded = self.question.destination is None and named.mode is not DestinationMode.ALL
                    yield Scope(named if worded else None, case)

    def _narrowed(self, base: Case, measure: Measure) -> Case | None:
        if base.movement not in measure.binds:
            return None
        if base.end_use is not None and measure.end_use not in (None, base.end_use):
            return None
        if self.question.destination is None:
            destinations = measure.destinations
        elif within(base.destinations, measure.destinations):
            destinations = base.destinations
        else:
            return None
        return replace(base, destinations=destinations, end_use=base.end_use or measure.end_use)

    def _raw_forms(self) -> Iterator[str]:
        """The raw forms that measures on raw forms alone name, when no form was asked (3.6).

        A measure on any dual-use item takes over the raw-only standing of its carriers, whatever movement they bind.
        """
        if self.question.form is not None:
            return
        goods = self.view.goods
        binding = [measure for measure in self.view.setters if self.question.movement in measure.binds]
        if any(measure.is_any_dual_use for measure in binding):
            binding.extend(goods.carriers)
        yield from sorted({form for m in binding if goods.raw_only(m) for form in goods.named_forms(m)})

    def decide(self, day: date) -> Decision:
        """The answer to what was asked: for a union of destinations, its strictest part."""
        decisions = [self.view.decide(base, day) for base in self.bases]
        return min(decisions, key=self._severity)

    @staticmethod
    def _severity(decision: Decision) -> tuple[int, bool]:
        return decision.status.rank, decision.outcome.conditional

    def status(self, day: date) -> Status:
        """The origin's status on ``day``: ``none_found`` gives way where a narrower case is stricter (3.7)."""
        status = self.decide(day).status
        if status is Status.NONE_FOUND and any(
            scoped.status.stricter_than(status) for _, scoped in self._scoped(day, status)
        ):
            return Status.UNKNOWN
        return status

    def exceptions(self, day: date) -> tuple[ExceptionEntry, ...]:
        """Every narrower case that is stricter than the origin's answer, and the union's parts that differ."""
        base = self.decide(day)
        shown = base.status
        if base.outcome.raw_set and self.question.origin is None:
            shown = Status.NONE_FOUND  # raw forms never set the overall status, so they must stand here (3.6)
        found = [
            self._entry(scope, decision)
            for scope, decision in self._scoped(day, shown)
            if decision.status.stricter_than(shown)
        ]
        for case in self.bases:
            decision = self.view.decide(case, day)
            if decision.status is not base.status:
                found.append(self._entry(Scope(case.destinations, case), decision))
        return tuple(found)

    def _scoped(self, day: date, base: Status) -> Iterator[tuple[Scope, Decision]]:
        """Narrower scopes with their decisions; raw forms only where they beat the scope they belong to."""
        plain = Scope(None, self.bases[0])
        raw_floors = {form: self.view.decide(replace(plain.case, form=form), day).status for form in self.raw}
        yield from self._by_form(plain, self.raw, day, dict.fromkeys(self.raw, base))
        for scope in self.narrower:
            decision = self.view.decide(scope.case, day)
            yield scope, decision
            # A raw form is told for a narrower scope only where it fares worse there than in the wider cases.
            floors = {form: _strictest(raw, decision.status, base) for form, raw in raw_floors.items()}
            yield from self._by_form(scope, self.raw, day, floors)
        if self.question.form is not None and self.decide(day).outcome.reason == "form_not_named":
            named = self._forms_named()
            yield from self._by_form(plain, named, day, dict.fromkeys(named, base))

    def _forms_named(self) -> tuple[str, ...]:
        binding = (m for m in self.view.setters if self.question.movement in m.binds)
        return tuple(sorted({form for measure in binding for form in self.view.goods.named_forms(measure)}))

    def _by_form(
        self, scope: Scope, forms: Iterable[str], day: date, floors: Mapping[str, Status]
    ) -> Iterator[tuple[Scope, Decision]]:
        """One scope for all ``forms`` that are stricter than their floor, with the strictest of their decisions."""
        decided = [(form, self.view.decide(replace(scope.case, form=form), day)) for form in forms]
        stricter = [(form, decision) for form, decision in decided if decision.status.stricter_than(floors[form])]
        if stricter:
            worst_form, worst = min(stricter, key=lambda pair: self._severity(pair[1]))
            names = tuple(form for form, _ in stricter)
            yield replace(scope, case=replace(scope.case, form=worst_form), forms=names), worst

    def _entry(self, scope: Scope, decision: Decision) -> ExceptionEntry:
        return ExceptionEntry(
            origin=self.view.origin,
            destinations=self._worded(scope, decision),
            end_use=scope.case.end_use,
            forms=scope.forms,
            status=decision.status,
            certainty=self.view.certainty(decision, self.question.known_at),
            next_change=self._first_difference(scope, decision),
            measures=tuple(match.measure.id for match in decision.outcome.setters),
        )

    def _worded(self, scope: Scope, decision: Decision) -> Destinations | None:
        """The destinations of an entry: those of the scope or, where one was asked, of the measure that sets it."""
        if self.question.destination is None or scope.destinations is not None:
            return scope.destinations
        named = (match.measure.destinations for match in decision.outcome.setters)
        return next((words for words in named if words.mode is not DestinationMode.ALL), None)

    def _first_difference(self, scope: Scope, now: Decision) -> Change | None:
        for day in self.boundaries(now.on):
            then = self.view.decide(scope.case, day)
            if then.status is not now.status:
                return self._change(scope, now, then)
        return None

    def next_change(self, today: date) -> Change | None:
        """The first day after ``today`` on which what was asked, or a narrower case, has another status (3.8)."""
        before = dict(self._watched(today))
        base_before = self.status(today)
        raw_before = dict(self._watched_raw(today, base_before))
        for day in self.boundaries(today):
            base_after = self.status(day)
            changes = []
            if base_after is not base_before:
                plain = Scope(None, replace(self.bases[0], end_use=None))
                change = self._change(plain, self.decide(today), self.decide(day))
                return replace(change, before=base_before, after=base_after)
            for scope, then in self._watched(day):
                if then.status is not before[scope].status:
                    changes.append(self._change(scope, before[scope], then))
            for scope, (then, told) in self._watched_raw(day, base_after):
                now, was_told = raw_before[scope]
                if then.status is not now.status and (told or was_told):
                    changes.append(self._change(scope, now, then))
            if changes:
                return min(changes, key=lambda change: (bool(change.forms), change.after.rank))
        return None

    def _watched(self, day: date) -> Iterator[tuple[Scope, Decision]]:
        for scope in self.narrower:
            yield scope, self.view.decide(scope.case, day)

    def _watched_raw(self, day: date, base: Status) -> Iterator[tuple[Scope, tuple[Decision, bool]]]:
        """Each scope with each raw form, decided, and whether it fares worse there than any wider case."""
        plain = Scope(None, self.bases[0])
        for form in self.raw:
            wider: Status = base
            for scope in (plain, *self.narrower):
                decision = self.view.decide(replace(scope.case, form=form), day)
                own = base if scope is plain else self.view.decide(scope.case, day).status
                told = decision.status.stricter_than(_strictest(wider, own))
                yield replace(scope, case=replace(scope.case, form=form), forms=(form,)), (decision, told)
                if scope is plain:
                    wider = _strictest(base, decision.status)

    def _change(self, scope: Scope, now: Decision, then: Decision) -> Change:
        asked = self.question
        return Change(
            on=then.on,
            origin=self.view.origin,
            destinations=scope.destinations if asked.destination is None else None,
            end_use=scope.case.end_use if asked.end_use is None else None,
            forms=scope.forms,
            before=now.status,
            after=then.status,
            certainty=self.view.certainty(then, asked.known_at),
            instrument=_cause(now, then),
        )

    def boundaries(self, after: date) -> tuple[date, ...]:
        """Every day after ``after`` on which something on record begins or ends, earliest first."""
        days: set[date | None] = {self.view.coverage.since} if self.view.coverage else set()
        for measure in self.view.setters:
            days |= {measure.start, measure.verified_on, measure.until}
            for suspension in measure.suspensions:
                days |= {suspension.start, suspension.until}
        for dispute in self.view.disputes:
            days |= {dispute.start, dispute.until}
        return tuple(sorted(day for day in days if day is not None and day > after))


def _strictest(*statuses: Status) -> Status:
    return min(statuses, key=lambda status: status.rank)


def _cause(now: Decision, then: Decision) -> str | None:
    """The instrument behind a change: that of the new setter, or, on an easing, of what paused or ended the old one."""
    paused = then.outcome.setters if then.status is Status.SUSPENDED else now.outcome.setters
    if then.status.stricter_than(now.status) and then.status is not Status.SUSPENDED and then.outcome.setters:
        return then.outcome.setters[0].measure.instrument
    for match in paused:
        for suspension in match.measure.suspensions:
            if suspension.covers(then.on):
                return suspension.by
    setters = now.outcome.setters or then.outcome.setters
    return setters[0].measure.instrument if setters else None
