"""Which restrictions began, were published or ran in a window of days (contract 4, "A restriction")."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.forms import FormTree
from service.domain.matching import Goods
from service.domain.measure import ANY_DUAL_USE, Measure
from service.domain.model import Dispute, Jurisdiction, Mineral
from service.domain.results import Notice
from service.domain.states import choices_on, disputed, publication, state_on
from service.domain.vocabulary import Basis, Certainty, EndUse, Movement, State, Status, Subject

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Days from ``start`` to ``end``, both included, as in a query."""

    start: date
    end: date

    @classmethod
    def of_month(cls, year: int, month: int) -> Window:
        """The whole calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in the window."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole record as far as restrictions need it: all measures on known_at, and what they speak of."""

    measures: tuple[Measure, ...]
    disputes: tuple[Dispute, ...]
    minerals: Mapping[str, Mineral]
    jurisdictions: Mapping[str, Jurisdiction]
    unions: Mapping[str, frozenset[str]]
    forms: FormTree


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which restrictions are asked for; None or empty means any."""

    basis: Basis = Basis.IMPOSED
    origin: str | None = None
    destination: str | None = None
    end_use: EndUse | None = None
    minerals: frozenset[str] = frozenset()
    known_at: date | None = None
    include: frozenset[str] = frozenset()
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """One mineral (or group, as the instrument names it) and one measure that counts, on the day it does."""

    on: date
    mineral: str
    measure: Measure
    certainty: Certainty
    counted_as: str
    conditions: tuple[str, ...]
    forms: tuple[str, ...]


def counted_as(measure: Measure) -> str:
    """Under which word a measure counts: a restriction proper, or one of the kinds that ``include`` adds."""
    if measure.names_parties:
        return "end_user_lists"
    if measure.subject is not Subject.GOODS:
        return "related"
    if measure.status is None:
        return "easings"
    return "formalities" if Status.CHARGE_ONLY.stricter_than(measure.status) else "restriction"


class Search:
    """A search for restrictions over one catalogue, for any number of windows."""

    def __init__(self, catalogue: Catalogue, wanted: Wanted) -> None:
        self._all = catalogue
        self._wanted = wanted
        self._measures = [measure for measure in catalogue.measures if self._asked_for(measure)]
        self._firsts = _first_of_each_series(catalogue.measures)
        self._goods_of: dict[tuple[str, str], Goods] = {}
        self._states_on: dict[date, dict[str, State]] = {}

    def _asked_for(self, measure: Measure) -> bool:
        wanted, unions = self._wanted, self._all.unions
        if Movement.EXPORT not in measure.binds:
            return False
        origins = {wanted.origin, *(union for union, members in unions.items() if wanted.origin in members)}
        if wanted.origin is not None and measure.origin not in origins:
            return False
        if wanted.destination is not None:
            codes = unions.get(wanted.destination, frozenset({wanted.destination}))
            if not any(measure.destinations.include(code) for code in codes):
                return False
        if wanted.status is not None and measure.status is not wanted.status:
            return False
        return wanted.end_use is None or measure.end_use in (None, wanted.end_use)

    def boundary_years(self) -> tuple[int, int]:
        """The first and the last year in which anything on record begins, ends or was published."""
        days = [
            day
            for m in self._all.measures
            for day in (m.published, m.first_day, m.over_on, *(s.until for s in m.suspensions))
            if day is not None
        ]
        return (min(days).year, max(days).year) if days else (1, 1)

    def within(self, window: Window) -> tuple[Restriction, ...]:
        """Every restriction that counts in ``window``, by day, mineral and measure."""
        rows = sorted(
            (row for measure in self._measures for row in self._rows(measure, window)),
            key=lambda row: (row.on, row.mineral, row.measure.id),
        )
        if self._wanted.basis is not Basis.IN_FORCE:
            return tuple(rows)
        first: dict[tuple[str, str], Restriction] = {}
        for row in rows:
            first.setdefault((row.mineral, row.measure.id), row)
        return tuple(first.values())

    def doubts(self, window: Window) -> tuple[Notice, ...]:
        """What may have been in force in ``window`` without being listed: run out without a successor, or since when.

        Only for the basis ``in_force``, for nothing of this kind is counted as imposed or announced either.
        """
        if self._wanted.basis is not Basis.IN_FORCE:
            return ()
        lapsed, unknown = [], []
        for measure in self._measures:
            if counted_as(measure) != "restriction" or not self._subjects(measure, window.end):
                continue
            if state_on(measure, window.end, {}) is State.START_UNKNOWN:
                unknown.append(measure.id)
            series = [m for m in self._measures if m.renews is not None and m.renews == measure.renews]
            over = measure.over_on is not None and measure.over_on <= window.end
            if series and over and not any(self._applies(member, window.end) for member in series):
                lapsed.append(measure.id)
        said = {
            "renewal_not_on_record": ("these ran out and their successors are not on record", lapsed),
            "start_unknown": ("these may have been in force: their first day is not known", unknown),
        }
        return tuple(Notice(code, detail, tuple(ids)) for code, (detail, ids) in said.items() if ids)

    def _rows(self, measure: Measure, window: Window) -> Iterator[Restriction]:
        kind = counted_as(measure)
        if kind not in {"restriction", *self._wanted.include}:
            return
        for day in self._days(measure, window):
            # What is announced counts for the goods it covers when it begins, not on the day it was published.
            at = (measure.first_day or day) if self._wanted.basis is Basis.ANNOUNCED else day
            for subject in self._subjects(measure, at):
                word = "renewals" if self._is_renewal(measure, subject) else kind
                if word != kind and self._wanted.basis is not Basis.IN_FORCE and word not in self._wanted.include:
                    continue
                goods = self._goods(subject, measure)
                hit = goods.hit(measure, None, at, self._strictest_states(at))
                if hit is None:
                    continue
                yield Restriction(
                    on=day,
                    mineral=subject,
                    measure=measure,
                    certainty=self._certainty(measure, day),
                    counted_as=word,
                    conditions=hit.conditions,
                    forms=tuple(sorted({form for item in hit.items for form in item.forms})),
                )

    def _days(self, measure: Measure, window: Window) -> Iterable[date]:
        match self._wanted.basis:
            case Basis.ANNOUNCED:
                day = publication(measure)
                return [day] if day is not None and window.holds(day) else []
            case Basis.IMPOSED:
                return [day for day in self._beginnings(measure) if window.holds(day)]
            case Basis.IN_FORCE:
                pool = self._all.measures if measure.is_any_dual_use else (measure,)
                days = [window.start, *(d for m in pool for d in self._boundaries(m) if window.holds(d))]
                return [day for day in sorted(set(days)) if self._applies(measure, day)]

    def _beginnings(self, measure: Measure) -> list[date]:
        """The days on which it begins to apply, in the strictest reading; a ``verified_on`` day is no beginning."""
        return [
            day
            for day in sorted(self._boundaries(measure))
            if day != measure.verified_on and self._applies(measure, day) and not self._applies(measure, day - DAY)
        ]

    def _boundaries(self, measure: Measure) -> set[date]:
        days: set[date | None] = {measure.first_day, *(s.until for s in measure.suspensions)}
        for dispute in self._disputes_of(measure):
            days |= {dispute.start, dispute.until}
        return {day for day in days if day is not None and day > date.min}

    def _disputes_of(self, measure: Measure) -> list[Dispute]:
        return [d for d in self._all.disputes if any(measure.id in reading.states for reading in d.readings)]

    def _applies(self, measure: Measure, day: date) -> bool:
        choices = choices_on(day, self._all.disputes, [measure])
        return any(state_on(measure, day, choice.overrides) is State.IN_FORCE for choice in choices)

    def _certainty(self, measure: Measure, day: date) -> Certainty:
        if disputed(measure, day, choices_on(day, self._all.disputes, [measure])):
            return Certainty.UNRESOLVED
        jurisdiction = self._all.jurisdictions.get(measure.origin)
        known = (jurisdiction.reviewed_through if jurisdiction else None, self._wanted.known_at)
        horizon = min((limit for limit in known if limit is not None), default=None)
        return Certainty.PROJECTED if horizon is not None and day > horizon else Certainty.RECORDED

    def _strictest_states(self, day: date) -> dict[str, State]:
        """For each disputed measure of the day its state in the strictest reading: in force if any reading says so."""
        if day not in self._states_on:
            self._states_on[day] = {
                measure.id: State.IN_FORCE
                for measure in self._all.measures
                if len(choices_on(day, self._all.disputes, [measure])) > 1 and self._applies(measure, day)
            }
        return self._states_on[day]

    def _subjects(self, measure: Measure, day: date) -> list[str]:
        """The minerals and groups that the measure names, or covers as any dual-use item; only those asked for."""
        if measure.is_any_dual_use:
            carried = (m for m in self._all.measures if self._carries(m, measure, day))
            named = {cover.of for m in carried for cover in m.covers}
        else:
            named = {cover.of for cover in measure.covers}
        asked = self._wanted.minerals
        return sorted(of for of in named - {ANY_DUAL_USE} if not asked or of in asked)

    def _carries(self, carrier: Measure, measure: Measure, day: date) -> bool:
        return (
            carrier.origin == measure.origin
            and not carrier.is_any_dual_use
            and carrier.regime == "dual_use"
            and carrier.subject is Subject.GOODS
            and carrier.status is not None
            and Movement.EXPORT in carrier.binds
            and self._applies(carrier, day)
        )

    def _goods(self, subject: str, measure: Measure) -> Goods:
        where = (subject, measure.origin)
        if where not in self._goods_of:
            of_origin = [m for m in self._all.measures if m.origin == measure.origin]
            self._goods_of[where] = Goods(self._all.minerals[subject], self._all.forms, of_origin)
        return self._goods_of[where]

    def _is_renewal(self, measure: Measure, subject: str) -> bool:
        return measure.renews is not None and self._firsts.get((measure.renews, subject)) != measure.first_day


def _first_of_each_series(measures: Iterable[Measure]) -> dict[tuple[str, str], date]:
    firsts: dict[tuple[str, str], date] = {}
    for measure in measures:
        if measure.renews is not None and measure.first_day is not None:
            for cover in measure.covers:
                key = (measure.renews, cover.of)
                firsts[key] = min(firsts.get(key, date.max), measure.first_day)
    return firsts
