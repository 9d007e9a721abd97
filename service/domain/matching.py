"""Which lines of a measure fit a case, and whether unconditionally (contract 3.1, 3.3 to 3.6 and "Forms")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from service.domain.composition import Composition, settled
from service.domain.forms import Fit, FormTree
from service.domain.frozen import frozen
from service.domain.measure import Cover, Destinations, Item, Measure
from service.domain.model import Mineral
from service.domain.states import StateOverrides, state_on
from service.domain.vocabulary import DestinationMode, EndUse, Movement, Regime, State, Status, Subject

EVERYWHERE = Destinations()


@frozen
class Case:
    """A question to one origin on one day: which destinations, end use, form and movement are meant.

    ``destinations`` of mode ``all`` and ``end_use`` None mean "whatever the destination", "whatever the end use": a
    measure counts only if it binds all of them.
    """

    destinations: Destinations = EVERYWHERE
    end_use: EndUse | None = None
    form: str | None = None
    movement: Movement = Movement.EXPORT

    def of(self, form: str | None) -> Case:
        """The same of ``form``. Spelt out: of all that is done to decide, this is done most."""
        return Case(self.destinations, self.end_use, form, self.movement)


def within(narrow: Destinations, wide: Destinations) -> bool:
    """Whether every destination of ``narrow`` is one of ``wide``."""
    if wide.mode is DestinationMode.ALL:
        return True
    if narrow.mode is DestinationMode.ALL:
        return False
    if narrow.mode is DestinationMode.EXCEPT:
        return wide.mode is DestinationMode.EXCEPT and wide.codes <= narrow.codes
    return all(wide.include(code) for code in narrow.codes)


def in_scope(measure: Measure, case: Case) -> bool:
    """Whether ``measure`` binds every export that ``case`` means, leaving the goods aside."""
    return (
        case.movement in measure.binds
        and within(case.destinations, measure.destinations)
        and measure.end_use in (None, case.end_use)
    )


@frozen
class Hit:
    """The lines that fit, and the conditions under which they do; no conditions means: unconditionally."""

    items: tuple[Item, ...]
    conditions: tuple[str, ...] = ()
    raw_only: bool = False


NO_LINES = Hit(())
"""For a measure that is told without lines of its own."""


@frozen
class Match:
    """A measure that bears on a case, with its state on the day and the lines that fit."""

    measure: Measure
    state: State
    hit: Hit

    @property
    def status(self) -> Status:
        """What the measure sets: its type's status in force, ``suspended`` while paused."""
        if self.state is State.SUSPENDED:
            return Status.SUSPENDED
        return self.measure.status or Status.NONE_FOUND  # a list of named parties or a zero rate sets nothing

    @property
    def conditional(self) -> bool:
        """Whether the measure applies only under a condition."""
        return bool(self.hit.conditions)


def is_on_goods(measure: Measure) -> bool:
    """Whether the measure is on goods and not on named parties (contract 3.3); a zero rate is too, and sets nothing."""
    return measure.subject is Subject.GOODS and not measure.names_parties


class Goods:
    """The goods of one mineral as one origin's measures name them; of a known composition, as far as that is told."""

    def __init__(
        self, mineral: Mineral, tree: FormTree, measures: Sequence[Measure], contains: Composition = ()
    ) -> None:
        self._contains = contains
        self._tree = tree
        self._raw_mineral = mineral.is_raw
        self._subjects = {mineral.id, *mineral.groups}
        self._lines = {measure.id: self._own_lines(measure) for measure in measures}
        self._fits: dict[tuple[str, str | None], Hit | None] = {}
        self._carried: dict[tuple[tuple[str, ...], str | None], Hit | None] = {}
        self.carriers = [
            m
            for m in measures
            if m.regime is Regime.DUAL_USE
            and m.subject is Subject.GOODS
            and Movement.EXPORT in m.binds
            and not m.is_any_dual_use
            and m.status is not None
        ]

    def _own_lines(self, measure: Measure) -> Cover:
        covers = [cover for cover in measure.covers if cover.of in self._subjects]
        return Cover(
            of=measure.id,
            covers_all_forms=any(cover.covers_all_forms for cover in covers),
            items=settled((item for cover in covers for item in cover.items), self._contains),
        )

    def named_forms(self, measure: Measure) -> frozenset[str]:
        """The forms that ``measure`` names for this mineral in its own lines."""
        return frozenset(form for item in self._lines[measure.id].items for form in item.forms)

    def raw_only(self, measure: Measure) -> bool:
        """Whether ``measure`` covers only raw forms of this mineral (never so for a mineral that is an ore)."""
        return self._all_raw(self._lines[measure.id].items)

    def _all_raw(self, items: Iterable[Item]) -> bool:
        listed = tuple(items)
        return not self._raw_mineral and bool(listed) and all(self._tree.all_raw(item.forms) for item in listed)

    def hit(self, measure: Measure, form: str | None, day: date, overrides: StateOverrides) -> Hit | None:
        """The lines of ``measure`` that fit ``form`` on ``day``; None when none does."""
        if measure.is_any_dual_use:
            hit = self._hit_through_carriers(form, day, overrides)
            if hit is None or measure.condition is None:
                return hit
            return replace(hit, conditions=(measure.condition, *hit.conditions))
        return self._own_hit(measure, form)

    def _own_hit(self, measure: Measure, form: str | None) -> Hit | None:
        key = (measure.id, form)
        if key not in self._fits:
            own = (measure.condition,) if measure.condition else ()
            self._fits[key] = self._fit(self._lines[measure.id], form, own)
        return self._fits[key]

    def _hit_through_carriers(self, form: str | None, day: date, overrides: StateOverrides) -> Hit | None:
        """What any dual-use item means that day: the goods that other dual-use measures in force name (3.1)."""
        running = tuple(c.id for c in self.carriers if state_on(c, day, overrides) is State.IN_FORCE)
        if (running, form) not in self._carried:
            self._carried[running, form] = self._carried_by(running, form)
        return self._carried[running, form]

    def _carried_by(self, running: tuple[str, ...], form: str | None) -> Hit | None:
        fits = (self._own_hit(carrier, form) for carrier in self.carriers if carrier.id in running)
        hits = [hit for hit in fits if hit is not None]
        if not hits:
            return None
        whole = [hit for hit in hits if not hit.conditions]
        return Hit(
            items=tuple(dict.fromkeys(item for hit in hits for item in hit.items)),
            conditions=() if whole else _distinct(c for hit in hits for c in hit.conditions),
            raw_only=all(hit.raw_only for hit in hits),
        )

    def _fit(self, cover: Cover, form: str | None, own: tuple[str, ...]) -> Hit | None:
        if not cover.items:
            return None
        raw = self._all_raw(cover.items)
        if form is None:
            conditions = [f"{item.goods}: {item.condition}" for item in cover.items if item.condition]
            if not cover.covers_all_forms and not (conditions and len(conditions) == len(cover.items)):
                conditions.insert(0, "only these goods: " + "; ".join(_distinct(item.goods for item in cover.items)))
            return Hit(cover.items, own + _distinct(conditions), raw)
        exact = [i for i in cover.items if any(self._tree.fit(named, form) is Fit.COVERED for named in i.forms)]
        if exact:
            whole = any(item.condition is None for item in exact)
            conditions = [] if whole else [f"{item.goods}: {item.condition}" for item in exact]
            return Hit(tuple(exact), own + _distinct(conditions), raw)
        part = [
            i for i in cover.items if not i.forms or any(self._tree.fit(named, form) is Fit.PARTLY for named in i.forms)
        ]
        if not part:
            return None
        conditions = [f"only as {i.goods}" + (f": {i.condition}" if i.condition else "") for i in part]
        return Hit(tuple(part), own + _distinct(conditions), raw)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
