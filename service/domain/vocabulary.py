"""The words of the field, as closed enumerations in the code and open ones on the wire.

Order matters in :class:`Status`: it is declared strictest first, and :func:`strictest` reads that order.
The MAST codes are those of the UNCTAD classification of non-tariff measures, edition 2019.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Word(StrEnum):
    """A word of the vocabulary, hashed as the text that it is: an enum's own hash is a slow detour by its name."""

    __hash__ = str.__hash__


class Status(Word):
    """What an exporter faces, declared strictest first."""

    PROHIBITED = "prohibited"
    QUOTA_LIMITED = "quota_limited"
    LICENCE_REQUIRED = "licence_required"
    EXPORTERS_LIMITED = "exporters_limited"
    GENERAL_AUTHORISATION = "general_authorisation"
    CHARGE_ONLY = "charge_only"
    SUSPENDED = "suspended"
    FORMALITIES_ONLY = "formalities_only"
    UNKNOWN = "unknown"
    NONE_FOUND = "none_found"

    @property
    def rank(self) -> int:
        """Position in the strictness order: 0 is the strictest."""
        return _RANK[self]

    def stricter_than(self, other: Status) -> bool:
        """Whether this status binds more than ``other``."""
        return self.rank < other.rank


_RANK = {status: position for position, status in enumerate(Status)}


def strictest(statuses: Iterable[Status]) -> Status | None:
    """The strictest of ``statuses``, or None when there is none."""
    return min(statuses, key=lambda status: status.rank, default=None)


class MeasureType(Word):
    """The legal effect of a measure; each effect leads to one status while the measure is in force."""

    PROHIBITION = "prohibition"
    QUOTA = "quota"
    LICENCE = "licence"
    EXPORTER_LIST = "exporter_list"
    AUTHORISATION = "authorisation"
    CHARGE = "charge"
    PRICE_FLOOR = "price_floor"
    FORMALITY = "formality"
    SURVEILLANCE = "surveillance"
    END_USER_LIST = "end_user_list"

    @property
    def status(self) -> Status | None:
        """The status this type of measure sets; None for a list of named parties, which sets nothing."""
        return _STATUS_OF_TYPE.get(self)

    @property
    def mast(self) -> str:
        """The MAST 2019 code of this type of measure."""
        return _MAST_OF_TYPE[self]


_STATUS_OF_TYPE = {
    MeasureType.PROHIBITION: Status.PROHIBITED,
    MeasureType.QUOTA: Status.QUOTA_LIMITED,
    MeasureType.LICENCE: Status.LICENCE_REQUIRED,
    MeasureType.EXPORTER_LIST: Status.EXPORTERS_LIMITED,
    MeasureType.AUTHORISATION: Status.GENERAL_AUTHORISATION,
    MeasureType.CHARGE: Status.CHARGE_ONLY,
    MeasureType.PRICE_FLOOR: Status.CHARGE_ONLY,
    MeasureType.FORMALITY: Status.FORMALITIES_ONLY,
    MeasureType.SURVEILLANCE: Status.FORMALITIES_ONLY,
}
_MAST_OF_TYPE = {
    MeasureType.PROHIBITION: "P31",
    MeasureType.QUOTA: "P32",
    MeasureType.LICENCE: "P33",
    MeasureType.EXPORTER_LIST: "P5",
    MeasureType.AUTHORISATION: "P33",
    MeasureType.CHARGE: "P42",
    MeasureType.PRICE_FLOOR: "P41",
    MeasureType.FORMALITY: "P33",
    MeasureType.SURVEILLANCE: "P2",
    MeasureType.END_USER_LIST: "P33",
}


class Regime(Word):
    """The body of law that a measure belongs to."""

    DUAL_USE = "dual_use"
    ORDINARY_LICENCE = "ordinary_licence"
    STATE_TRADING = "state_trading"
    END_USER_LIST = "end_user_list"
    TECHNOLOGY = "technology"
    FOREIGN_TRADE = "foreign_trade"
    QUOTA = "quota"
    DUTY = "duty"
    MINING = "mining"
    WASTE = "waste"
    NUCLEAR = "nuclear"


class Subject(Word):
    """What a measure binds. Only measures on goods can set a mineral's status; the others are related."""

    GOODS = "goods"
    TECHNOLOGY = "technology"
    EQUIPMENT = "equipment"
    SERVICES = "services"
    AUXILIARY = "auxiliary"


class Movement(Word):
    """Which crossing of a border is asked about."""

    EXPORT = "export"
    REEXPORT = "reexport"


class EndUse(Word):
    """What the goods are for."""

    CIVIL = "civil"
    MILITARY = "military"


class State(Word):
    """Where a measure stands on a day. ``SCHEDULED`` (begins later, published later) and ``ENDED`` are not listed."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ANNOUNCED = "announced"
    UNRESOLVED = "unresolved"
    START_UNKNOWN = "start_unknown"
    SCHEDULED = "scheduled"
    ENDED = "ended"


class Certainty(Word):
    """How firmly the record supports an answer, most certain first."""

    RECORDED = "recorded"
    PROJECTED = "projected"
    UNRESOLVED = "unresolved"

    @property
    def rank(self) -> int:
        """0 is the most certain."""
        return list(Certainty).index(self)


class DestinationMode(Word):
    """How a measure names the destinations it binds."""

    ALL = "all"
    ONLY = "only"
    EXCEPT = "except"
    GROUP = "group"


class End(Word):
    """What the record knows of a measure's end: a day, that there is none, or nothing."""

    DATED = "dated"
    OPEN = "open"
    UNKNOWN = "unknown"


class Standing(Word):
    """How a reported statement compares with the official record."""

    AGREES = "agrees"
    IMPRECISE = "imprecise"
    CONTRADICTED = "contradicted"
    UNVERIFIABLE = "unverifiable"


class ShareBasis(Word):
    """What a share in a good is a share of."""

    MASS = "mass"
    VALUE = "value"


class Basis(Word):
    """What makes a measure count in a window of days: that it began, was published, or ran."""

    IMPOSED = "imposed"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
