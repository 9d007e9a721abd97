"""A question to one origin and its narrower cases: other destinations, end uses and raw forms (contract 3.4, 3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from service.domain.decision import Decision, OriginView
from service.domain.frozen import frozen
from service.domain.matching import EVERYWHERE, Case, Match, within
from service.domain.measure import Destinations, Measure
from service.domain.model import Question
from service.domain.vocabulary import DestinationMode, EndUse, Status


@frozen
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
        return Case(destinations, base.end_use or measure.end_use, base.form, base.movement)

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
        return decisions[0] if len(decisions) == 1 else min(decisions, key=severity)

    def status(self, day: date) -> Status:
        """The origin's status on ``day``: ``none_found`` gives way where a narrower case is stricter (3.7)."""
        status = self.decide(day).status
        if status is Status.NONE_FOUND and any(
            scoped.status.stricter_than(status) for _, scoped in self.scoped(day, status)
        ):
            return Status.UNKNOWN
        return status

    def scoped(self, day: date, base: Status) -> Iterator[tuple[Scope, Decision]]:
        """Narrower scopes with their decisions, and forms where they beat the scope they belong to.

        The forms are the raw ones when none was asked, and the named ones when the one asked is named by no measure.
        """
        plain = Scope(None, self.bases[0])
        unnamed = self.question.form is not None and self.decide(day).outcome.reason == "form_not_named"
        forms = self._forms_named() if unnamed else self.raw
        wider = {form: self.view.decide(plain.case.of(form), day).status for form in forms}
        yield from self._by_form(plain, forms, day, dict.fromkeys(forms, base))
        for scope in self.narrower:
            decision = self.view.decide(scope.case, day)
            yield scope, decision
            # A form is told for a narrower scope only where it fares worse there than in the wider cases.
            floors = {form: strictest_of(status, decision.status, base) for form, status in wider.items()}
            yield from self._by_form(scope, forms, day, floors)

    def _forms_named(self) -> tuple[str, ...]:
        binding = (m for m in self.view.setters if self.question.movement in m.binds)
        return tuple(sorted({form for measure in binding for form in self.view.goods.named_forms(measure)}))

    def _by_form(
        self, scope: Scope, forms: Iterable[str], day: date, floors: Mapping[str, Status]
    ) -> Iterator[tuple[Scope, Decision]]:
        """The scope once for each status that some of ``forms`` get and that is stricter than their floor.

        Forms of one status stand together; an ``unknown`` that only says "not on record" is no case of its own.
        """
        together: dict[Status, list[tuple[str, Decision]]] = {}
        for form in forms:
            decision = self.view.decide(scope.case.of(form), day)
            if is_grounded(decision) and decision.status.stricter_than(floors[form]):
                together.setdefault(decision.status, []).append((form, decision))
        for status in sorted(together, key=lambda found: found.rank):
            lead, decision = min(together[status], key=lambda pair: severity(pair[1]))
            names = tuple(form for form, _ in together[status])
            yield Scope(scope.destinations, scope.case.of(lead), names), decision

    def since(self, match: Match, day: date) -> date | None:
        """The first day of the stretch in which ``match`` has borne on the question as it does on ``day``.

        None where the record does not know it: a measure first seen in force on a day may be older.
        """
        found = None
        for turn in sorted((turn for turn in self._turns() if turn <= day), reverse=True):
            bearing = {one.measure.id: one.state for one in self.decide(turn).outcome.matches}
            if bearing.get(match.measure.id) is not match.state:
                break
            found = turn
        return None if found == match.measure.verified_on else found

    def boundaries(self, after: date) -> tuple[date, ...]:
        """Every day after ``after`` on which something on record begins, ends or first casts doubt, earliest first."""
        return tuple(sorted(turn for turn in self._turns() if turn > after))

    def _turns(self) -> set[date]:
        days: set[date | None] = {self.view.coverage.since} if self.view.coverage else set()
        for measure in self.view.setters:
            days |= {measure.start, measure.verified_on, measure.over_on}
            if measure.start is None:
                days.add(measure.published)  # what may have begun whenever is in doubt from the day it was public
            for suspension in measure.suspensions:
                days |= {suspension.start, suspension.until}
        for dispute in self.view.disputes:
            days |= {dispute.start, dispute.until}
        return {day for day in days if day is not None}


def is_grounded(decision: Decision) -> bool:
    """Whether something on record makes the decision, and not only that nothing is."""
    return decision.outcome.reason not in ("form_not_named", "not_covered")


def severity(decision: Decision) -> tuple[int, bool]:
    """The order of decisions: the strictest first, among equals the unconditional one."""
    return decision.status.rank, decision.outcome.conditional


def strictest_of(*statuses: Status) -> Status:
    """The strictest of at least one status."""
    return min(statuses, key=lambda status: status.rank)
