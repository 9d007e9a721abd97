"""Which restrictions began, were published or ran in a window of days (contract 4, "A restriction")."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from service.domain.forms import FormTree
from service.domain.frozen import frozen
from service.domain.matching import Goods
from service.domain.measure import ANY_DUAL_USE, Measure
from service.domain.model import Dispute, Jurisdiction, Mineral
from service.domain.results import Notice
from service.domain.states import Choice, choices_on, disputed, publication, state_on
from service.domain.vocabulary import Basis, Certainty, EndUse, Movement, State, Status, Subject

DAY = timedelta(days=1)


@frozen
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


@frozen
class Catalogue:
    """The whole record as far as restrictions need it: all measures on known_at, and what they speak of."""

    measures: tuple[Measure, ...]
    disputes: tuple[Dispute, ...]
    minerals: Mapping[str, Mineral]
    jurisdictions: Mapping[str, Jurisdiction]
    unions: Mapping[str, frozenset[str]]
    forms: FormTree


@frozen
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


@frozen
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


def asked_for(measure: Measure, wanted: Wanted, unions: Mapping[str, frozenset[str]]) -> bool:
    """Whether ``measure`` is one for what is asked, by its origin, scope and status."""
    origins = {wanted.origin, *(union for union, members in unions.items() if wanted.origin in members)}
    codes = unions.get(wanted.destination or "", frozenset({wanted.destination or ""}))
    return (
        Movement.EXPORT in measure.binds
        and (wanted.origin is None or measure.origin in origins)
        and (wanted.destination is None or any(measure.destinations.include(code) for code in codes))
        and wanted.status in (None, measure.status)
        and (wanted.end_use is None or measure.end_use in (None, wanted.end_use))
    )


def is_wanted_kind(measure: Measure, wanted: Wanted) -> bool:
    """Whether ``measure`` counts under a word that is asked for."""
    return counted_as(measure) in {"restriction", *wanted.include}


class Search:
    """A search for restrictions over one catalogue, for any number of windows."""

    def __init__(self, catalogue: Catalogue, wanted: Wanted) -> None:
        self._all = catalogue
        self._wanted = wanted
        self._measures = [measure for measure in catalogue.measures if asked_for(measure, wanted, catalogue.unions)]
        self._firsts = _first_of_each_series(catalogue.measures)
        self._disputes = _disputes_by_measure(catalogue.disputes)
        self._places = {measure.id: place for place, measure in enumerate(catalogue.measures)}
        self._naming = _by_subject(catalogue.measures)
        self._carriers = [measure for measure in catalogue.measures if _can_carry(measure)]
        self._goods_of: dict[tuple[str, str], Goods] = {}
        self._states_on: dict[date, dict[str, State]] = {}

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
        series: dict[str, list[Measure]] = defaultdict(list)
        for measure in self._measures:
            if measure.renews is not None:
                series[measure.renews].append(measure)
        for measure in self._measures:
            if counted_as(measure) != "restriction" or not self._subjects(measure, window.end):
                continue
            if state_on(measure, window.end, {}) is State.START_UNKNOWN:
                unknown.append(measure.id)
            members = series[measure.renews] if measure.renews is not None else []
            over = measure.over_on is not None and measure.over_on <= window.end
            if members and over and not any(self._applies(member, window.end) for member in members):
                lapsed.append(measure.id)
        said = {
            "renewal_not_on_record": ("these ran out and their successors are not on record", lapsed),
            "start_unknown": ("these may have been in force: their first day is not known", unknown),
        }
        return tuple(Notice(code, detail, tuple(ids)) for code, (detail, ids) in said.items() if ids)

    def _rows(self, measure: Measure, window: Window) -> Iterator[Restriction]:
        if not is_wanted_kind(measure, self._wanted):
            return
        kind = counted_as(measure)
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
        for dispute in self._disputes.get(measure.id, ()):
            days |= {dispute.start, dispute.until}
        return {day for day in days if day is not None and day > date.min}

    def _choices(self, measure: Measure, day: date) -> tuple[Choice, ...]:
        return choices_on(day, self._disputes.get(measure.id, ()), [measure])

    def _applies(self, measure: Measure, day: date) -> bool:
        choices = self._choices(measure, day)
        return any(state_on(measure, day, choice.overrides) is State.IN_FORCE for choice in choices)

    def _certainty(self, measure: Measure, day: date) -> Certainty:
        if disputed(measure, day, self._choices(measure, day)):
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
                if measure.id in self._disputes and len(self._choices(measure, day)) > 1 and self._applies(measure, day)
            }
        return self._states_on[day]

    def _subjects(self, measure: Measure, day: date) -> list[str]:
        """The minerals and groups that the measure names, or covers as any dual-use item; only those asked for."""
        if measure.is_any_dual_use:
            carried = (m for m in self._carriers if m.origin == measure.origin and self._applies(m, day))
            named = {cover.of for m in carried for cover in m.covers}
        else:
            named = {cover.of for cover in measure.covers}
        asked = self._wanted.minerals
        return sorted(of for of in named - {ANY_DUAL_USE} if not asked or of in asked)

    def _goods(self, subject: str, measure: Measure) -> Goods:
        where = (subject, measure.origin)
        if where not in self._goods_of:
            mineral = self._all.minerals[subject]
            naming = {m.id: m for of in (subject, *mineral.groups) for m in self._naming.get((of, measure.origin), ())}
            in_order = sorted(naming.values(), key=lambda m: self._places[m.id])
            self._goods_of[where] = Goods(mineral, self._all.forms, in_order)
        return self._goods_of[where]

    def _is_renewal(self, measure: Measure, subject: str) -> bool:
        return measure.renews is not None and self._firsts.get((measure.renews, subject)) != measure.first_day


def _can_carry(measure: Measure) -> bool:
    """Whether the goods of ``measure`` are dual-use items while it applies."""
    return (
        not measure.is_any_dual_use
        and measure.regime == "dual_use"
        and measure.subject is Subject.GOODS
        and measure.status is not None
        and Movement.EXPORT in measure.binds
    )


def _disputes_by_measure(disputes: Iterable[Dispute]) -> dict[str, list[Dispute]]:
    found: dict[str, list[Dispute]] = defaultdict(list)
    for dispute in disputes:
        for measure in {measure for reading in dispute.readings for measure in reading.states}:
            found[measure].append(dispute)
    return dict(found)


def _by_subject(measures: Iterable[Measure]) -> dict[tuple[str, str], list[Measure]]:
    """The measures by what they name and their origin."""
    found: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for measure in measures:
        for of in {cover.of for cover in measure.covers}:
            found[of, measure.origin].append(measure)
    return dict(found)


def _first_of_each_series(measures: Iterable[Measure]) -> dict[tuple[str, str], date]:
    firsts: dict[tuple[str, str], date] = {}
    for measure in measures:
        if measure.renews is not None and measure.first_day is not None:
            for cover in measure.covers:
                key = (measure.renews, cover.of)
                firsts[key] = min(firsts.get(key, date.max), measure.first_day)
    return firsts
