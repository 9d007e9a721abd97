"""How a case fares by two editions of the record: what each answers, and the stretches of days that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from service.domain.frozen import frozen
from service.domain.measure import Destinations
from service.domain.vocabulary import Certainty, EndUse, Movement, Status


class Aspect(StrEnum):
    """What of an answer differs."""

    STATUS = "status"
    CONDITIONAL = "conditional"
    CERTAINTY = "certainty"


@frozen
class Told:
    """What one edition answers for a case on a day, as far as it is compared."""

    status: Status
    certainty: Certainty
    conditional: bool


@frozen
class Difference:
    """Two answers that are not the same. None: that edition cannot be asked, for it has no such mineral or form."""

    before: Told | None
    after: Told | None

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """What differs, the weightiest first; all of it where only one edition can be asked."""
        return tuple(aspect for aspect, before, after in self._sides() if before != after)

    def follows(self, wider: Difference) -> bool:
        """Whether it need not be told beside ``wider``: the status turns alike or, where it does not, all that does."""
        turned = [side for side in self._sides() if side[1] != side[2]]
        weighty = turned[:1] if turned[0][0] is Aspect.STATUS else turned
        return all(side in wider._sides() for side in weighty)

    def _sides(self) -> Iterator[tuple[Aspect, object, object]]:
        for aspect in Aspect:
            yield aspect, getattr(self.before, aspect, None), getattr(self.after, aspect, None)


def difference(before: Told | None, after: Told | None) -> Difference | None:
    """The difference of two answers; None where they are the same."""
    return None if before == after else Difference(before, after)


@frozen
class Span:
    """The days from ``start`` (None: ever before) until ``until`` (None: for good), all with the same difference."""

    start: date | None
    until: date | None
    found: Difference


def spans(days: Sequence[date], found: Mapping[date, Difference]) -> Iterator[Span]:
    """``found`` by day as spans, oldest first; neighbours with the same difference are one span.

    ``days`` are those on which anything turns, led by the first day that there is.
    """
    held: Difference | None = None
    since = days[0]
    for day in days:
        if (here := found.get(day)) == held:
            continue
        if held is not None:
            yield Span(_told(since), day, held)
        held, since = here, day
    if held is not None:
        yield Span(_told(since), None, held)


def _told(day: date) -> date | None:
    return None if day == date.min else day


@frozen
class Case:
    """A question to one origin that both editions can be asked.

    ``to`` is the place of the destinations in a list of those that fare alike, ``forms`` are forms that fare alike;
    None and empty: not asked.
    """

    movement: Movement
    to: int | None = None
    end_use: EndUse | None = None
    forms: tuple[str, ...] = ()

    def wider(self) -> Iterator[Case]:
        """The cases that leave one thing more unasked, the one that it is likest to first."""
        if self.end_use is not None:
            yield Case(self.movement, self.to, None, self.forms)
        if self.to is not None:
            yield Case(self.movement, None, self.end_use, self.forms)
        if self.forms:
            yield Case(self.movement, self.to, self.end_use)


Found = Mapping[Case, Mapping[date, Difference]]
"""By case and day, how the two editions differ."""


def told(found: Found) -> dict[Case, dict[date, Difference]]:
    """``found`` without what goes without saying.

    A case that turns is told beside the same with its end use unasked; where nothing turns there, with its destination
    unasked; and else with its form unasked: on the days on which it does not follow that one.
    """
    kept: dict[Case, dict[date, Difference]] = {}
    for case, by_day in found.items():
        wider = [found[one] for one in case.wider() if one in found]
        for day, here in by_day.items():
            above = next((one[day] for one in wider if day in one), None)
            if above is None or not here.follows(above):
                kept.setdefault(case, {})[day] = here
    return kept


@frozen
class Stretch:
    """Days on which two editions answer a case differently: one row of the reviewer's page.

    ``destinations``, ``end_use`` and ``forms`` where the case names them; mode ``all`` means each destination asked by
    itself. ``members``: what is told is not ``origin``'s own answer but that of these members of it, of which no record
    of their own speaks.
    """

    mineral: str
    origin: str
    members: tuple[str, ...]
    movements: tuple[Movement, ...]
    destinations: Destinations | None
    end_use: EndUse | None
    forms: tuple[str, ...]
    span: Span

    @property
    def weight(self) -> Aspect:
        """The weightiest of what differs: a certainty that differs alone is told as that."""
        return self.span.found.aspects[0]

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands: by mineral and origin, the wider case first, then by days."""
        to, use = self.destinations, self.end_use
        place = (to is not None, [] if to is None else [str(to.mode), to.group or "", *sorted(to.codes)])
        days = (self.span.start or date.min, self.span.until or date.max)
        return (self.mineral, self.origin, self.members, *place, use or "", self.forms, *days, self.movements)


def in_order(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The stretches in the order of the page."""
    return tuple(sorted(stretches, key=lambda stretch: stretch.order))
