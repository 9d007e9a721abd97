"""Two editions of the record compared by what they answer: every mineral, origin and case, on every day.

What is compared is the answer of one origin with all that is on record known: status, certainty, and whether it is
conditional. The overall answer and that of a group of minerals or of destinations follow from these. Cases are asked by
single destinations, parted into sets that every measure of either edition binds alike, so that no destination is left
out and none is asked twice; the rows name these sets in the words of the measures where they have words for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from service.domain.difference import Case, Difference, Span, Stretch, difference, in_order, spans, told
from service.domain.frozen import frozen
from service.domain.measure import Destinations
from service.domain.model import Question, Record
from service.domain.side import Basis, Side
from service.domain.vocabulary import DestinationMode, EndUse, Movement, Status

Records = Mapping[str, Record]
"""By mineral: every one that can be asked about by itself, so no group."""


def compare_answers(old: Records, new: Records, countries: Iterable[str]) -> tuple[Stretch, ...]:
    """The stretches of days on which ``old`` and ``new`` answer differently, in order.

    ``countries`` are the codes that a destination may have.
    """
    codes = frozenset(countries)
    found: list[Stretch] = []
    for mineral in sorted(old.keys() | new.keys()):
        before, after = old.get(mineral), new.get(mineral)
        if before != after:  # the answers of equal records are equal
            for origin in _origins(before, after):
                found.extend(_Comparison(mineral, origin, before, after, codes).stretches())
    return in_order(found)


@frozen
class _Origin:
    """Who exports: ``code`` itself or, with ``members``, those of its members of which no record of their own speaks.

    These answer alike, so one of them is asked for all.
    """

    code: str
    members: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        return self.members[0] if self.members else self.code


def _origins(*records: Record | None) -> Iterator[_Origin]:
    """Every origin that either record says anything of."""
    held = [record for record in records if record is not None]
    own = {code for record in held for code in (*record.coverage, *(measure.origin for measure in record.measures))}
    for code in sorted(own):
        yield _Origin(code)
    unions = sorted({union for record in held for union in record.unions if union in own})
    for union in unions:
        # A member that is an origin with a review of its own, or is in the union by one edition only, fares by itself.
        member_of = [record.unions.get(union, frozenset[str]()) for record in held]
        reviewed = {code for record in held for code in record.jurisdictions}
        together = frozenset.intersection(*member_of) - own - reviewed
        for code in sorted(frozenset.union(*member_of) - own - together):
            yield _Origin(code)
        if together:
            yield _Origin(union, tuple(sorted(together)))


class _Comparison:
    """One mineral of one origin by both editions; a record that an edition does not hold is None."""

    def __init__(
        self, mineral: str, origin: _Origin, old: Record | None, new: Record | None, countries: frozenset[str]
    ) -> None:
        self.mineral = mineral
        self.origin = origin
        numbers: dict[Basis, int] = {}
        self.old = None if old is None else Side(old, origin.asked, numbers)
        self.new = None if new is None else Side(new, origin.asked, numbers)
        self.sides = [side for side in (self.old, self.new) if side is not None]
        self.abroad = countries - {code for side in self.sides for code in _territory(side.record, origin.asked)}
        self.days = (date.min, *sorted({day for side in self.sides for day in side.turns()}))
        self.alike = self._destinations_alike()
        self.named = tuple(sorted({form for side in self.sides for form in side.named_forms}))
        self.forms = ((), *self._forms_alike())

    def _destinations_alike(self) -> tuple[frozenset[str], ...]:
        """The destinations, parted by which measures bind them."""
        named = list(dict.fromkeys(to for side in self.sides for to in side.destinations))
        parts: dict[tuple[bool, ...], set[str]] = defaultdict(set)
        for code in sorted(self.abroad):
            parts[tuple(to.include(code) for to in named)].add(code)
        return tuple(frozenset(codes) for codes in parts.values())

    def _forms_alike(self) -> Iterator[tuple[str, ...]]:
        """The forms, parted by how they lie to the forms that the measures name."""
        parts: dict[Basis, list[str]] = defaultdict(list)
        for form in sorted({form for side in self.sides for form in side.record.forms.parents}):
            trees = [side.record.forms for side in self.sides]
            known = tuple(form in tree for tree in trees)
            fits = tuple(
                tree.fit(name, form) if name in tree and form in tree else None for tree in trees for name in self.named
            )
            parts[known, fits].append(form)
        for forms in parts.values():
            yield tuple(forms)

    def stretches(self) -> Iterator[Stretch]:
        """Every stretch of this mineral and origin: cases that differ on the same days in the same way are one."""
        rows: dict[tuple[Movement, EndUse | None, tuple[str, ...], Span], set[int | None]] = defaultdict(set)
        for case, by_day in told(dict(self._found())).items():
            for span in spans(self.days, by_day):
                rows[case.movement, case.end_use, case.forms, span].add(case.to)
        by_forms: dict[tuple[Movement, EndUse | None, Destinations | None, bool, Span], set[str]] = defaultdict(set)
        for (movement, use, forms, span), places in rows.items():
            asked = frozenset(place for place in places if place is not None)
            for to in [None] * (None in places) + [self._worded(asked)] * bool(asked):
                by_forms[movement, use, to, bool(forms), span].update(forms)
        by_movement: dict[tuple[EndUse | None, Destinations | None, tuple[str, ...], Span], set[Movement]]
        by_movement = defaultdict(set)
        for (movement, use, to, _, span), together in by_forms.items():
            by_movement[use, to, tuple(sorted(together)), span].add(movement)
        for (use, to, forms, span), movements in by_movement.items():
            both = tuple(sorted(movements))
            yield Stretch(self.mineral, self.origin.code, self.origin.members, both, to, use, forms, span)

    def _found(self) -> Iterator[tuple[Case, dict[date, Difference]]]:
        """Each case with the days on which it differs, the wider cases first."""
        uses: tuple[EndUse | None, ...] = (None,)
        if any(side.end_uses for side in self.sides):
            uses = (None, *EndUse)
        for movement in Movement:
            for use in uses:
                for place in (None, *range(len(self.alike))):
                    to = None if place is None else min(self.alike[place])
                    plain = Question(date.min, destination=to, end_use=use, movement=movement)
                    turned = self._turned(plain)
                    for forms in self.forms:
                        case = Case(movement, place, use, forms)
                        if by_day := self._differing(case, plain, turned):
                            yield case, by_day

    def _turned(self, question: Question) -> Sequence[date]:
        """The days on which the two do not rest on the same."""
        if self.old is None or self.new is None:
            return self.days
        old, new = self.old, self.new
        return [day for day in self.days if old.day_basis(question, day) != new.day_basis(question, day)]

    def _differing(self, case: Case, plain: Question, turned: Sequence[date]) -> dict[date, Difference]:
        """The days on which ``case`` is answered differently, out of ``turned`` unless the forms matter on all."""
        form = case.forms[0] if case.forms else None
        question = Question(date.min, destination=plain.destination, end_use=plain.end_use, form=form,
                            movement=plain.movement)  # fmt: skip
        days = turned
        if self.old is not None and self.new is not None:
            standing = (self.old.form_basis(question, self.named), self.new.form_basis(question, self.named))
            days = turned if standing[0] == standing[1] else self.days
        found = {}
        for day in days:
            before = None if self.old is None else self.old.answer(question, day)
            after = None if self.new is None else self.new.answer(question, day)
            held = before or after
            if (before is None or after is None) and case != Case(case.movement) and held and held.status in _SILENT:
                continue  # a case that only one edition can be asked, and of which it says nothing
            if (one := difference(before, after)) is not None:
                found[day] = one
        return found

    def _worded(self, places: frozenset[int]) -> Destinations:
        """The destinations of these places as a measure words them, else by their codes or by those left out."""
        codes = frozenset(code for place in places for code in self.alike[place])
        if codes == self.abroad:
            return Destinations()
        named = {to for side in self.sides for to in side.destinations if to.mode is not DestinationMode.ALL}
        fitting = [to for to in named if frozenset(code for code in self.abroad if to.include(code)) == codes]
        groups = [to for to in fitting if to.group and sum(one.group == to.group for one in named) == 1]
        if groups:
            return min(groups, key=lambda to: to.group or "")
        left_out = self.abroad - codes
        if len(left_out) < len(codes):
            return Destinations(DestinationMode.EXCEPT, left_out)
        return Destinations(DestinationMode.ONLY, codes)


_SILENT = (Status.UNKNOWN, Status.NONE_FOUND)


def _territory(record: Record, origin: str) -> Iterator[str]:
    """The codes to which nothing is exported from ``origin``: itself, and those of a union with it."""
    yield origin
    for union, members in record.unions.items():
        if origin in members or origin == union:
            yield from (union, *members)
