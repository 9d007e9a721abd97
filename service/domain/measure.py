"""One legal effect of an instrument and what it consists of, as immutable values.

The interval convention is that of :mod:`service.domain.model`: ``start`` is the first day, ``until`` the day after the
last.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from service.domain.frozen import frozen
from service.domain.vocabulary import (
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    ShareBasis,
    Status,
    Subject,
)

ANY_DUAL_USE = "any-dual-use-item"
"""The scope word in ``covers`` for a measure on whatever is a dual-use item that day; never a mineral's id."""


@frozen
class SourceRef:
    """Where a statement of the record was read: a source's id and the place in it (article, item, page)."""

    source: str
    locator: str


@frozen
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


@frozen
class HsCode:
    """A customs code and how the record came to it: ``printed`` in the instrument or from a listing."""

    code: str
    basis: str


@frozen
class Content:
    """A condition on what a good holds: one of these minerals at all or, with ``at_least``, that share of them."""

    any_of: frozenset[str]
    at_least: Decimal | None = None
    basis: ShareBasis = ShareBasis.MASS


@frozen
class Item:
    """One line of a measure. Empty ``forms`` mean that the line's forms were not read, never "all forms".

    ``contents`` are what ``condition`` says of the content, all of which must hold, so that a composition may settle
    it; ``rest`` is what the condition turns on besides.
    """

    goods: str
    forms: tuple[str, ...] = ()
    control_code: str | None = None
    control_code_basis: str | None = None
    hs_codes: tuple[HsCode, ...] = ()
    condition: str | None = None
    contents: tuple[Content, ...] = ()
    rest: str | None = None
    note: str | None = None
    sources: tuple[SourceRef, ...] = ()


@frozen
class Cover:
    """What a measure covers of one mineral, one group, or of any dual-use item.

    ``covers_all_forms`` is the editor's word that no traded form other than raw is left out (contract 3.5).
    """

    of: str
    covers_all_forms: bool
    items: tuple[Item, ...]


@frozen
class Exclusion:
    """A form of a mineral that the instrument's own record says is outside, with the place that says so."""

    mineral: str
    forms: tuple[str, ...]
    why: str
    sources: tuple[SourceRef, ...]


@frozen
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


@frozen
class Amount:
    """A quantity that a measure fixes: the volume of a quota, the rate of a charge, a price floor.

    ``start`` and ``until`` are its period; ``usable_until`` is the day after the last on which an unused volume may
    still be used. ``value`` is None, with the reason, where no source gives it; ``value_to`` is the upper end of a
    range. ``mineral`` is set where the measure fixes one for each of several. ``verified`` False: sources differ.
    """

    value: Decimal | None
    value_reason: str | None
    unit: str
    of: str
    value_to: Decimal | None = None
    mineral: str | None = None
    start: date | None = None
    until: date | None = None
    usable_until: date | None = None
    verified: bool = True
    note: str | None = None

    def bears_on(self, minerals: Collection[str], day: date) -> bool:
        """Whether it is fixed for all, or for one of ``minerals``, and for a period that holds ``day``."""
        begun = self.start is None or self.start <= day
        return (self.mineral is None or self.mineral in minerals) and begun and (self.until is None or day < self.until)

    @property
    def is_zero(self) -> bool:
        """Whether it is known to be nothing at all."""
        return self.value == 0 and self.value_to is None


@frozen
class Derived:
    """A date that no text prints: which field of the measure, and how the record came to it."""

    field: str
    why: str


@frozen
class Measure:
    """One legal effect of an instrument.

    ``start`` None with ``verified_on``: in force from that day at the latest, unknown before. ``start`` None without:
    the start is unknown. ``published`` None: the first day stands in. ``ended_by``, for an end whose day is unknown, is
    the first day on which the record knows it to be over. ``renews`` names the series of periodic measures that this
    one belongs to. ``end_published`` is the day on which an end that the text did not name became known. ``scopes`` are
    words for what it covers beyond the minerals on record. ``wto_qr`` and ``gta_type`` are what the WTO's vocabulary (a
    ban ``CP-X`` knows conditions under which it does not hold) and that of Global Trade Alert call it.
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
    wto_qr: str | None = None
    gta_type: str | None = None
    article: str | None = None
    verified_on: date | None = None
    ended_by: date | None = None
    end_published: date | None = None
    renews: str | None = None
    condition: str | None = None
    suspensions: tuple[Suspension, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    names_listed: int | None = None
    names_on_record: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    derived: tuple[Derived, ...] = ()
    scopes: tuple[str, ...] = ()
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
    def mast(self) -> str:
        """Its MAST 2019 code; a quota of zero is a prohibition (contract 2)."""
        return MeasureType.PROHIBITION.mast if self.status is Status.PROHIBITED else self.type.mast

    @property
    def over_on(self) -> date | None:
        """The first day on which the record knows the measure to be over."""
        return self.until or self.ended_by

    @property
    def names_parties(self) -> bool:
        """Whether it is a list of named parties, which sets no status (contract 3.3)."""
        return self.type is MeasureType.END_USER_LIST

    @property
    def status(self) -> Status | None:
        """What it sets while in force: a zero quota bars, a zero rate is no charge (contract 2); None: nothing."""
        if self.amounts and all(amount.is_zero for amount in self.amounts):
            if self.type is MeasureType.QUOTA:
                return Status.PROHIBITED
            if self.type is MeasureType.CHARGE:
                return None
        return self.type.status

    @property
    def is_any_dual_use(self) -> bool:
        """Whether the measure is on whatever is a dual-use item on the day (contract 3.1)."""
        return any(cover.of == ANY_DUAL_USE for cover in self.covers)
