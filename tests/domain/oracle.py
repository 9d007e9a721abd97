"""What one origin's record says of one case on one day in one reading: the plain text of contract 3.1-3.7, slowly.

Written from the contract and never from the resolver, so that a mistake has to be made twice to go unseen. Nothing is
cached, prepared or shared: every function looks at the whole record again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from service.domain.forms import Fit
from service.domain.measure import Destinations, Item, Measure
from service.domain.model import Record
from service.domain.vocabulary import (
    DestinationMode,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    State,
    Status,
    Subject,
    strictest,
)

NOWHERE_NAMED = "ZZ"
"""Stands for every destination that no measure names."""


@dataclass(frozen=True)
class Look:
    """One case of one origin on one day. ``meant`` None: no destination asked; ``reading`` overrides states by id."""

    record: Record
    origin: str
    movement: Movement
    known_at: date | None
    day: date
    meant: Destinations | None
    end_use: EndUse | None
    form: str | None
    reading: Mapping[str, State]


@dataclass(frozen=True)
class Hit:
    """That a measure covers the mineral and form asked: conditionally or not, with raw forms only or not."""

    conditional: bool
    raw: bool


@dataclass(frozen=True)
class Decision:
    """One reading's outcome; ``raw_set`` and ``form_not_named`` say why, where other rules turn on it."""

    status: Status
    conditional: bool = False
    by_measures: bool = False
    raw_set: bool = False
    form_not_named: bool = False


def known(measure: Measure, known_at: date | None) -> bool:
    """3.1, 3.2: "published after known_at is dropped"; unknown: the first day (`from`) stands in, if there is one."""
    published = measure.published or measure.start
    return known_at is None or published is None or published <= known_at


def until_as_known(measure: Measure, known_at: date | None) -> date | None:
    """The end, unless the notice that set it came after known_at (3.1 drops that notice, hence the end it set)."""
    if known_at is not None and measure.end_published is not None and measure.end_published > known_at:
        return None
    return measure.until


def state(measure: Measure, look: Look) -> State:
    """3.2, in the order of its text; a reading, where there is one, has its say first (3.9)."""
    if measure.id in look.reading:
        return look.reading[measure.id]
    until = until_as_known(measure, look.known_at) or measure.ended_by
    if until is not None and look.day >= until:
        return State.ENDED
    for pause in measure.suspensions:
        published_in_time = look.known_at is None or pause.published <= look.known_at
        if published_in_time and pause.start <= look.day and (pause.until is None or look.day < pause.until):
            return State.SUSPENDED
    if measure.start is None:
        if measure.verified_on is not None and look.day >= measure.verified_on:
            return State.IN_FORCE
        # "What begins after as_of and was published after it is not listed": so of what may begin whenever.
        later = measure.published is not None and measure.published > look.day
        return State.SCHEDULED if later else State.START_UNKNOWN
    if look.day >= measure.start:
        return State.IN_FORCE
    published = measure.published or measure.start
    return State.ANNOUNCED if published <= look.day else State.SCHEDULED


def is_of_origin(measure: Measure, look: Look) -> bool:
    """3.4: "An EU member as origin takes its own and the Union's measures"."""
    return measure.origin == look.origin or look.origin in look.record.unions.get(measure.origin, frozenset())


def items_for(measure: Measure, record: Record) -> list[Item]:
    """3.1: the lines of the measure that cover "the mineral (or a group it is in)"."""
    names = {record.mineral.id, *record.mineral.groups}
    return [item for cover in measure.covers if cover.of in names for item in cover.items]


def goods_measures(look: Look) -> list[Measure]:
    """3.1, 3.3: known measures of the origin on goods that can set a status, whatever movement, case or day."""
    return [
        measure
        for measure in look.record.measures
        if is_of_origin(measure, look)
        and known(measure, look.known_at)
        and measure.subject is Subject.GOODS
        and measure.type is not MeasureType.END_USER_LIST
        and (measure.is_any_dual_use or items_for(measure, look.record))
    ]


def sets_a_status(measure: Measure) -> bool:
    """Section 2: a charge sets one, but "a zero rate is no charge"."""
    return measure.type is not MeasureType.CHARGE or not is_zero(measure)


def is_zero(measure: Measure) -> bool:
    """Whether all that the measure fixes is nothing."""
    return bool(measure.amounts) and all(one.value == 0 and one.value_to is None for one in measure.amounts)


def status_of(measure: Measure) -> Status:
    """Section 2: what the measure means for an exporter while it is in force; a "zero quota" is `prohibited`."""
    if measure.type is MeasureType.QUOTA and is_zero(measure):
        return Status.PROHIBITED
    status = measure.type.status
    assert status is not None, "only measures that can set a status are looked at"
    return status


def in_case(measure: Measure, look: Look) -> bool:
    """3.3, 3.4: binds the movement, every destination meant and the end use; "what is not asked is not assumed"."""
    if look.movement not in measure.binds:
        return False
    if measure.end_use is not None and measure.end_use is not look.end_use:
        return False
    if look.meant is None:
        return measure.destinations.mode is DestinationMode.ALL
    named = {code for other in look.record.measures for code in other.destinations.codes}
    everywhere = {*named, *look.meant.codes, NOWHERE_NAMED}
    return all(measure.destinations.include(code) for code in everywhere if look.meant.include(code))


def is_raw_only(measure: Measure, record: Record) -> bool:
    """3.6: "covers only ore, …, waste or scrap"; "a mineral that is itself an ore … has no raw-only measures"."""
    items = items_for(measure, record)
    named = [form for item in items for form in item.forms]
    return (
        not record.mineral.is_raw
        and bool(items)
        and all(item.forms for item in items)
        and all(record.forms.is_raw(form) for form in named)
    )


def own_hit(measure: Measure, look: Look) -> Hit | None:
    """3.5 and "Forms": what the measure's own lines say of the form asked, or of the mineral where none was asked."""
    record, items, raw = look.record, items_for(measure, look.record), is_raw_only(measure, look.record)
    if not items:
        return None
    by_text = measure.condition is not None
    if look.form is None:
        names = {record.mineral.id, *record.mineral.groups}
        all_forms = any(cover.covers_all_forms for cover in measure.covers if cover.of in names)
        return Hit(by_text or not all_forms or any(item.condition is not None for item in items), raw)
    form = look.form
    exact = [item for item in items if any(record.forms.fit(named, form) is Fit.COVERED for named in item.forms)]
    if exact:
        return Hit(by_text or all(item.condition is not None for item in exact), raw)
    if any(
        not item.forms or any(record.forms.fit(named, form) is Fit.PARTLY for named in item.forms) for item in items
    ):
        return Hit(True, raw)
    return None


def may_carry(measure: Measure) -> bool:
    """3.1: what makes goods a dual-use item: "another dual-use measure …, on export and not itself of this kind"."""
    return (
        measure.regime is Regime.DUAL_USE
        and Movement.EXPORT in measure.binds
        and not measure.is_any_dual_use
        and sets_a_status(measure)
    )


def hit(measure: Measure, look: Look) -> Hit | None:
    """3.1: "any dual-use item" covers what another dual-use measure covers that day, and takes over its standing."""
    if not measure.is_any_dual_use:
        return own_hit(measure, look)
    carried = [
        found
        for other in goods_measures(look)
        if may_carry(other) and state(other, look) is State.IN_FORCE and (found := own_hit(other, look)) is not None
    ]
    if not carried:
        return None
    conditional = measure.condition is not None or all(found.conditional for found in carried)
    return Hit(conditional, all(found.raw for found in carried))


def over_on(measure: Measure) -> date:
    """The day after the last or, where the end is not known to the day, the first day known to be over."""
    return measure.until or measure.ended_by or date.max


def lapses(fitting: list[tuple[Measure, Hit]], look: Look) -> list[tuple[Measure, Hit]]:
    """3.7: "a measure that `renews` by period has run out without its successor on record": the one that ended last."""
    found = []
    for series in sorted({measure.renews for measure, _ in fitting if measure.renews is not None}):
        members = [(measure, its) for measure, its in fitting if measure.renews == series]
        if any(state(measure, look) in (State.IN_FORCE, State.SUSPENDED) for measure, _ in members):
            continue
        ended = [(measure, its) for measure, its in members if state(measure, look) is State.ENDED]
        if ended:
            found.append(
                max(ended, key=lambda one: (one[0].until or one[0].ended_by or date.max, -status_of(one[0]).rank))
            )
    return found


def is_covered(look: Look) -> bool:
    """3.7: "Coverage is stated per origin and mineral (`since`, …) and has no end"."""
    coverage = look.record.coverage.get(look.origin)
    if coverage is None or coverage.since is None:
        return False
    # `since` may be the first day of the oldest measure collected: dropped with it, coverage begins with the next.
    own = [measure for measure in look.record.measures if measure.origin == look.origin]
    firsts = [(measure.start or measure.verified_on, known(measure, look.known_at)) for measure in own]
    rests_on = {was_known for day, was_known in firsts if day == coverage.since}
    begins = [coverage.since] if rests_on != {False} else [d for d, was in firsts if was and d and d > coverage.since]
    return bool(begins) and min(begins) <= look.day


def named_forms(look: Look) -> list[str]:
    """The forms that measures of the origin on this movement name in their own lines, "judged over all days"."""
    binding = [measure for measure in goods_measures(look) if look.movement in measure.binds]
    return sorted({form for one in binding for item in items_for(one, look.record) for form in item.forms})


def is_form_unnamed(look: Look) -> bool:
    """Forms: "A known form that no measure of that origin names or implies", and none says is outside."""
    if look.form is None:
        return False
    fit = look.record.forms.fit
    if any(fit(named, look.form) is not Fit.APART for named in named_forms(look)):
        return False
    names = {look.record.mineral.id, *look.record.mineral.groups}
    # The record of a technology measure may say it too (28/2025 of lithium carbonate); a list of parties may not.
    outside = [
        form
        for measure in look.record.measures
        if is_of_origin(measure, look) and known(measure, look.known_at)
        if measure.type is not MeasureType.END_USER_LIST
        if look.movement in measure.binds
        for exclusion in measure.excludes
        if exclusion.mineral in names
        for form in exclusion.forms
    ]
    return not any(fit(form, look.form) is Fit.COVERED for form in outside)


def decide(look: Look) -> Decision:
    """3.5-3.7 for one reading: the strictest of what is in force and of `suspended`, unless a doubt outweighs it."""
    every = [
        (measure, found)
        for measure in goods_measures(look)
        if in_case(measure, look) and (found := hit(measure, look)) is not None
    ]
    if look.form is None:
        standing = [one for one in every if state(one[0], look) in (State.IN_FORCE, State.SUSPENDED)]
        if any(not found.raw and sets_a_status(measure) for measure, found in standing + lapses(every, look)):
            every = [one for one in every if not one[1].raw]
        else:
            # 3.6: what raw-only measures set with no form asked, they set "conditionally".
            every = [(measure, replace(found, conditional=True) if found.raw else found) for measure, found in every]
    fitting = [(measure, found) for measure, found in every if sets_a_status(measure)]
    in_force = [(status_of(measure), found) for measure, found in fitting if state(measure, look) is State.IN_FORCE]
    paused = [(Status.SUSPENDED, found) for measure, found in fitting if state(measure, look) is State.SUSPENDED]
    # A rate of zero is no charge; but what came after it or before it, where that is unknown, may be one.
    unsure = [measure for measure, _ in lapses(every, look)]
    unsure += [measure for measure, _ in every if state(measure, look) is State.START_UNKNOWN]
    for measure in unsure:
        if not any(status.rank <= status_of(measure).rank for status, _ in in_force):
            return Decision(Status.UNKNOWN)
    setting = in_force + paused
    status = strictest(one for one, _ in setting)
    if status is None:
        unnamed = is_form_unnamed(look)
        clear = is_covered(look) and not unnamed
        return Decision(Status.NONE_FOUND if clear else Status.UNKNOWN, form_not_named=unnamed)
    setters = [found for one, found in setting if one is status]
    raw_set = look.form is None and all(found.raw for found in setters)
    return Decision(status, all(found.conditional for found in setters), True, raw_set)
