"""What the record holds, as immutable values.

The interval convention, stated once for the whole service: a period runs from ``start`` (the first day, included)
until ``until`` (the day after the last, excluded); ``None`` as ``until`` means that it has no end. Days are civil days.
An instrument may say "until 10 November" and mean "through": the seed then stores 11 November and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from service.domain.forms import FormTree
from service.domain.vocabulary import (
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    State,
    Subject,
)

ANY_DUAL_USE = "any-dual-use-item"
"""The scope word in ``covers`` for a measure on whatever is a dual-use item that day; never a mineral's id."""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a statement of the record was read: a source's id and the place in it (article, item, page)."""

    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that leads to a mineral. ``form`` is what the name implies (``Dy2O3``: oxide), or None."""

    text: str
    kind: str
    form: str | None = None


@dataclass(frozen=True, slots=True)
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
    names: tuple[Name, ...] = ()
    product_form: str | None = None
    made_of: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Destinations:
    """The destinations a measure binds; ``codes`` holds a group's members already expanded."""

    mode: DestinationMode = DestinationMode.ALL
    codes: frozenset[str] = frozenset()
    group: str | None = None

    def include(self, code: str) -> bool:
        """Whether an export to jurisdiction ``code`` (ISO 3166-1 alpha-2) is bound."""
        if self.mode is DestinationMode.ALL:
            return True
        return (code in self.codes) is not (self.mode is DestinationMode.EXCEPT)


@dataclass(frozen=True, slots=True)
class HsCode:
    """A customs code and how the record came to it: ``printed`` in the instrument or from a listing."""

    code: str
    basis: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a measure. Empty ``forms`` mean that the line's forms were not read, never "all forms"."""

    goods: str
    forms: tuple[str, ...] = ()
    control_code: str | None = None
    control_code_basis: str | None = None
    hs_codes: tuple[HsCode, ...] = ()
    condition: str | None = None
    note: str | None = None
    sources: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What a measure covers of one mineral, one group, or of any dual-use item.

    ``covers_all_forms`` is the editor's word that no traded form other than raw is left out (contract 3.5).
    """

    of: str
    covers_all_forms: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A form of a mineral that the instrument's own record says is outside, with the place that says so."""

    mineral: str
    forms: tuple[str, ...]
    why: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Suspension:
    """A pause of a measure by another instrument, published on ``published``."""

    start: date
    until: date | None
    by: str
    published: date
    sources: tuple[SourceRef, ...] = ()
    note: str | None = None

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in the pause."""
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Measure:
    """One legal effect of an instrument.

    ``start`` None with ``verified_on``: in force from that day at the latest, unknown before. ``start`` None without:
    the start is unknown. ``published`` None: the first day stands in. ``renews`` names the series of periodic
    measures that this one belongs to. ``end_published`` is the day on which an end that the text did not name became
    known.
    """

    id: str
    instrument: str
    origin: str
    type: MeasureType
    regime: Regime
    subject: Subject
    binds: frozenset[Movement]
    destinations: Destinations
    end_use: EndUse | None
    published: date | None
    start: date | None
    until: date | None
    end: End
    covers: tuple[Cover, ...]
    title: str
    summary: str
    article: str | None = None
    verified_on: date | None = None
    end_published: date | None = None
    renews: str | None = None
    condition: str | None = None
    suspensions: tuple[Suspension, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    names_listed: int | None = None
    names_on_record: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[SourceRef, ...] = ()
    instrument_title: str = ""
    instrument_number: str | None = None
    url: str | None = None

    @property
    def first_day(self) -> date | None:
        """The first day on which the record knows the measure to be in force."""
        return self.start or self.verified_on

    @property
    def is_any_dual_use(self) -> bool:
        """Whether the measure is on whatever is a dual-use item on the day (contract 3.1)."""
        return any(cover.of == ANY_DUAL_USE for cover in self.covers)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the rival ways to read the record. ``states`` overrides, by measure id, what the dates alone would say."""

    id: str
    reason: str
    sources: tuple[SourceRef, ...]
    states: dict[str, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """From when on, and with what gaps, the record speaks for one mineral of one origin."""

    origin: str
    mineral: str
    since: date | None
    why: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """An exporting jurisdiction on record and the day through which its record was reviewed (included)."""

    code: str
    name: str
    reviewed_through: date
    completeness: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one mineral. None means not asked, and what is not asked is not assumed."""

    as_of: date
    known_at: date | None = None
    origin: str | None = None
    destination: str | None = None
    end_use: EndUse | None = None
    form: str | None = None
    movement: Movement = Movement.EXPORT
