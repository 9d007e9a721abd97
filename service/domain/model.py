"""What the record holds, as immutable values.

The interval convention, stated once for the whole service: a period runs from ``start`` (the first day, included)
until ``until`` (the day after the last, excluded); ``None`` as ``until`` means that it has no end. Days are civil days.
An instrument may say "until 10 November" and mean "through": the seed then stores 11 November and says so.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date

from service.domain.composition import Composition
from service.domain.forms import FormTree
from service.domain.frozen import frozen
from service.domain.measure import Measure, SourceRef
from service.domain.vocabulary import EndUse, Movement, State

RAW_BY_NATURE = frozenset({"ore", "waste"})
"""Categories of minerals that are themselves an ore or scrap, so that no measure on them is raw-only (contract 3.6)."""


@frozen
class Name:
    """A name that leads to a mineral. ``form`` is what the name implies (``Dy2O3``: oxide), or None."""

    text: str
    kind: str
    form: str | None = None


@frozen
class Listing:
    """That a list of critical minerals names a mineral or its group, and under which name and for which grade.

    ``verified`` False: the list's entries are from memory. Being listed is no measure and sets no status.
    """

    list: str
    title: str
    named_as: str
    grade: str | None
    verified: bool


@frozen
class Mineral:
    """Anything with an identity on a control list, or a group of such (``members`` is then not empty)."""

    id: str
    name: str
    name_zh: str | None
    symbol: str | None
    cas: str | None
    atomic_number: int | None
    category: str
    is_raw: bool = False
    groups: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    hs_headings: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    names: tuple[Name, ...] = ()
    product_form: str | None = None
    made_of: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[SourceRef, ...] = ()


@frozen
class Reading:
    """One of the rival ways to read the record. ``states`` overrides, by measure id, what the dates alone would say."""

    id: str
    reason: str
    sources: tuple[SourceRef, ...]
    states: dict[str, State] = field(default_factory=dict)


@frozen
class Dispute:
    """Rival readings of some measures on the days from ``start`` until ``until``.

    ``opens_on`` is the day of the last announcement that the rivalry rests on: before it was published nobody could
    know of the dispute. The first reading is the one by the dates on record.
    """

    id: str
    start: date
    until: date
    opens_on: date
    readings: tuple[Reading, ...]

    def covers(self, day: date) -> bool:
        """Whether the readings are rivals on ``day``."""
        return self.start <= day < self.until


@frozen
class LeftOut:
    """A kind of measure that the coverage leaves out, on the days from ``start`` until ``until`` (None: open)."""

    what: str
    why: str
    start: date | None = None
    until: date | None = None
    movement: Movement | None = None

    def applies(self, day: date, movement: Movement) -> bool:
        """Whether the gap matters for a question about ``movement`` on ``day``."""
        if self.movement is not None and self.movement is not movement:
            return False
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)


@frozen
class Coverage:
    """From when on, and with what gaps, the record speaks for one mineral of one origin."""

    origin: str
    mineral: str
    since: date | None
    why: str
    left_out: tuple[LeftOut, ...] = ()


@frozen
class Jurisdiction:
    """An exporting jurisdiction on record and the day through which its record was reviewed (included).

    ``review_derived`` says how that day was come by where no review as such is dated.
    """

    code: str
    name: str
    reviewed_through: date
    completeness: str
    review_derived: str | None = None


@frozen
class Proposal:
    """A bill, plan or pledge on the mineral that is no law: ``lifecycle`` is ``proposed`` or ``withdrawn``."""

    instrument: str
    origin: str
    title: str
    lifecycle: str
    published: date | None

    def known_by(self, day: date) -> bool:
        """Whether it was public on ``day``; so it is taken to be where the day of publication is unknown."""
        return self.published is None or self.published <= day


@frozen
class Record:
    """Everything that bears on one mineral: the input of the resolver, fetched once and chosen from by pure functions.

    ``jurisdictions`` holds every origin on record, ``coverage`` those that name the mineral, ``unions`` the members of
    each union of jurisdictions (``EU``). ``see_minerals`` maps a form of this mineral to the ids of the minerals that
    are that form (dysprosium as ``magnet``: ``ndfeb-magnet``).
    """

    mineral: Mineral
    measures: tuple[Measure, ...]
    disputes: tuple[Dispute, ...]
    coverage: dict[str, Coverage]
    jurisdictions: dict[str, Jurisdiction]
    forms: FormTree
    unions: dict[str, frozenset[str]] = field(default_factory=dict)
    see_minerals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()


@frozen
class Question:
    """What is asked of one mineral. None means not asked, and what is not asked is not assumed."""

    as_of: date
    known_at: date | None = None
    origin: str | None = None
    destination: str | None = None
    end_use: EndUse | None = None
    form: str | None = None
    movement: Movement = Movement.EXPORT
    contains: Composition = ()
