"""Readings, narrower cases, and the days on which any of them changes: contract 3.4, 3.6, 3.8 and 3.9 for one origin.

Every later day is walked one by one and every product of readings is tried: slow, and hard to get wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from service.domain.measure import Destinations
from service.domain.model import Question, Record
from service.domain.vocabulary import DestinationMode, EndUse, State, Status
from tests.domain.oracle import Decision, Look, decide, goods_measures, is_raw_only, items_for, may_carry, named_forms

Words = tuple[str, frozenset[str], str | None] | None
"""Destinations as a measure words them, or None for all."""


@dataclass(frozen=True)
class Scope:
    """A case as a measure names it: its own words for the destinations, and what they come to for this question."""

    words: Words
    end_use: EndUse | None
    meant: Destinations | None


@dataclass(frozen=True)
class Entry:
    """One entry of ``exceptions``."""

    origin: str
    words: Words
    end_use: EndUse | None
    forms: frozenset[str]
    status: Status


@dataclass(frozen=True)
class Shift:
    """One candidate for ``next_change``; ``order`` says which of one day's candidates is told (0 wins)."""

    on: date
    origin: str
    words: Words
    end_use: EndUse | None
    forms: frozenset[str]
    before: Status
    after: Status
    order: int


def words_of(destinations: Destinations | None) -> Words:
    """The words in a comparable shape; a measure for all destinations singles out none."""
    if destinations is None or destinations.mode is DestinationMode.ALL:
        return None
    return (destinations.mode.value, destinations.codes, destinations.group)


def readings(look: Look) -> list[Decision]:
    """3.9: every combination of the rival readings of the day, strictest first, of equals the unconditional one."""
    ids = {measure.id for measure in goods_measures(look)}
    rival = [
        dispute
        for dispute in look.record.disputes
        if dispute.start <= look.day < dispute.until
        and (look.known_at is None or dispute.opens_on <= look.known_at)
        and any(ids & set(reading.states) for reading in dispute.readings)
    ]
    decisions = []
    for chosen in product(*(dispute.readings for dispute in rival)):
        merged: dict[str, State] = {}
        for reading in chosen:
            merged.update(reading.states)
        decisions.append(decide(replace(look, reading=merged)))
    return sorted(decisions, key=lambda one: (one.status.rank, one.conditional))


def displayed(look: Look) -> Decision:
    """3.9: "the status and the lists follow the strictest" reading."""
    return readings(look)[0]


def bearing(look: Look, origin_asked: bool) -> Decision:
    """3.6: raw-only "never sets the overall status, unless its origin was asked"; the strictest reading of that."""
    if origin_asked:
        return displayed(look)
    by_raw_forms = Decision(Status.NONE_FOUND, raw_set=True)
    counting = [by_raw_forms if one.raw_set else one for one in readings(look)]
    return min(counting, key=lambda one: (one.status.rank, one.raw_set))


def scopes(look: Look, question: Question) -> list[Scope]:
    """3.4, 3.8: every narrower case that a measure on record names and that the question leaves open."""
    found = []
    for measure in goods_measures(look):
        if look.movement not in measure.binds:
            continue
        if question.destination is not None and not measure.destinations.include(question.destination):
            continue
        if question.end_use is not None and measure.end_use not in (None, question.end_use):
            continue
        # Of an asked destination there is one case an end use, however the measures word it: the words are left out.
        words = None if question.destination is not None else words_of(measure.destinations)
        meant = look.meant if words is None else measure.destinations
        scope = Scope(words, question.end_use or measure.end_use, meant)
        if (scope.meant, scope.end_use) != (look.meant, look.end_use) and scope not in found:
            found.append(scope)
    return found


def raw_forms(look: Look) -> list[str]:
    """3.6: the forms of raw-only measures on this movement; 3.1: "any dual-use item" "takes over" its carrier's."""
    measures = goods_measures(look)
    naming = [measure for measure in measures if look.movement in measure.binds]
    if any(measure.is_any_dual_use for measure in naming):
        naming += [measure for measure in measures if may_carry(measure)]
    raw = [measure for measure in naming if is_raw_only(measure, look.record)]
    return sorted({form for measure in raw for item in items_for(measure, look.record) for form in item.forms})


def exceptions(look: Look, question: Question) -> frozenset[Entry]:
    """3.4: "only where it is stricter than its origin's answer", which an `unknown` one turns into `unknown` (3.7)."""
    return frozenset(entry for entry in worse_cases(look, question) if entry.status is not Status.UNKNOWN)


def worse_cases(look: Look, question: Question) -> frozenset[Entry]:
    """3.4, 3.6, "Forms": each narrower case that is stricter than what the measures come to without it."""
    asked = question.origin is not None
    answer = bearing(look, asked).status
    base = Scope(None, look.end_use, look.meant)
    entries = set()
    for scope in [base, *scopes(look, question)]:
        there = replace(look, meant=scope.meant, end_use=scope.end_use)
        own = answer if scope is base else displayed(there).status
        if own.stricter_than(answer):
            entries.add(Entry(look.origin, scope.words, scope.end_use, frozenset(), own))
        narrower: list[str] = []
        if look.form is None:
            narrower = raw_forms(look)
        elif displayed(look).form_not_named:
            narrower = named_forms(look)
        worse: dict[Status, set[str]] = {}
        for form in narrower:
            there_as_form = displayed(replace(there, form=form))
            fares = there_as_form.status
            told = scope is not base and not fares.stricter_than(displayed(replace(look, form=form)).status)
            beats = fares.stricter_than(answer) and fares.stricter_than(own)
            if beats and not told and not there_as_form.form_not_named:
                worse.setdefault(fares, set()).add(form)
        for status, forms in worse.items():
            entries.add(Entry(look.origin, scope.words, scope.end_use, frozenset(forms), status))
    return frozenset(entries)


def given_scope(status: Status, entries: frozenset[Entry]) -> Status:
    """3.7: "`none_found` is not given … where `exceptions` holds a stricter entry: it is then `unknown`"."""
    worse = any(entry.status.stricter_than(Status.NONE_FOUND) for entry in entries)
    return Status.UNKNOWN if status is Status.NONE_FOUND and worse else status


def answered(look: Look, question: Question) -> Status:
    """The status that the origin shows on the day."""
    plain = displayed(look).status
    return given_scope(plain, worse_cases(look, question)) if plain is Status.NONE_FOUND else plain


def last_day(record: Record) -> date:
    """A day after which nothing on record changes any more."""
    days = {date.min}
    for measure in record.measures:
        days |= {
            one
            for one in (measure.published, measure.start, measure.until, measure.ended_by, measure.verified_on)
            if one is not None
        }
        days |= {one for pause in measure.suspensions for one in (pause.start, pause.until) if one is not None}
    days |= {one for dispute in record.disputes for one in (dispute.start, dispute.until)}
    return max(days | {one.since for one in record.coverage.values() if one.since is not None})


def later_days(record: Record, as_of: date) -> Iterator[date]:
    """Every day after as_of on which anything could differ, one by one."""
    day, last = as_of, last_day(record)
    while day < last:
        day += timedelta(days=1)
        yield day


def beside_raw(look: Look, shown: Status) -> Status:
    """3.6: what the case comes to with its raw forms aside: theirs is told against that."""
    return bearing(look, origin_asked=False).status if displayed(look).raw_set else shown


def shifts_on(look: Look, then: Look, question: Question) -> list[Shift]:
    """3.8: every case of one origin whose status on the later day differs from that on as_of."""
    before, after = answered(look, question), answered(then, question)
    found = [] if before is after else [Shift(then.day, look.origin, None, None, frozenset(), before, after, 0)]
    base = Scope(None, look.end_use, look.meant)
    for scope in [base, *scopes(look, question)]:
        old_case = replace(look, meant=scope.meant, end_use=scope.end_use)
        new_case = replace(then, meant=scope.meant, end_use=scope.end_use)
        end_use = None if question.end_use is not None else scope.end_use
        forms = [None, *raw_forms(look)] if look.form is None else [look.form]
        for form in forms:
            if scope is base and form == look.form:
                continue
            was, is_now = displayed(replace(old_case, form=form)), displayed(replace(new_case, form=form))
            old, new = was.status, is_now.status
            raw = form != look.form
            worse_before = old.stricter_than(beside_raw(look, before)) and not was.form_not_named
            worse_after = new.stricter_than(beside_raw(then, after)) and not is_now.form_not_named
            if old is new or (raw and not worse_before and not worse_after):
                continue
            of = frozenset({form}) if raw and form is not None else frozenset()
            found.append(Shift(then.day, look.origin, scope.words, end_use, of, old, new, 2 if raw else 1))
    return found


def next_shifts(look: Look, question: Question) -> tuple[Shift, ...]:
    """3.8: "the earliest day after as_of", with every candidate of that day."""
    for day in later_days(look.record, look.day):
        if found := shifts_on(look, replace(look, day=day), question):
            return tuple(found)
    return ()
