"""The query strings: what may be asked of each route. Existence of codes, names and forms is for the store to say."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from schemas.base import CivilDate, Count, InputSchema, Spelling, Word
from service.domain.vocabulary import Basis, EndUse, Movement, Status


class Format(StrEnum):
    """The word of ``format=`` for each representation."""

    JSON = "json"
    TEXT = "text"
    CSV = "csv"
    ICS = "ics"
    ATOM = "atom"
    NDJSON = "ndjson"


_CODE = Spelling(
    r"^(?:[0-9]{4,10}|[0-9][A-E][0-9]{1,3}(?:\.[0-9a-zA-Z.]*)?)$",
    error="is no HS code (4 to 10 digits) nor control code (1C905)",
)
_MONTH = Spelling(r"^(?:[0-9]{4}-)?(?:0[1-9]|1[0-2])$", error="is no month written YYYY-MM or MM: {input!r}")


def short_text(description: str, example: str, **published: Any) -> fields.String:
    """A text that may be absent and is not empty; ``published`` is added to what the contract says of it."""
    return fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=200, error="must not be empty"),
        metadata={"description": description, "examples": [example], **published},
    )


def _jurisdiction(description: str, example: str) -> fields.String:
    """A code whose spelling is published and left to the store to refuse, which tells ``us`` what was meant."""
    return short_text(description, example, pattern="^[A-Z]{2}$")


def as_of() -> CivilDate:
    """The day in law that is asked about."""
    text = "The day in law that is asked about; today in the service's zone when absent. The answer echoes it."
    return CivilDate(load_default=None, metadata={"description": text, "examples": ["2025-12-01"]})


def known_at() -> CivilDate:
    """The day by which something must have been published to count."""
    text = "Only what was published on or before this day counts: what could be known then."
    return CivilDate(load_default=None, metadata={"description": text, "examples": ["2026-01-01"]})


def origin() -> fields.String:
    """The exporting jurisdiction."""
    return _jurisdiction("Exporting jurisdiction: an ISO 3166-1 alpha-2 code in capitals, or EU.", "CN")


def destination() -> fields.String:
    """The importing jurisdiction."""
    return _jurisdiction("Importing jurisdiction: an ISO 3166-1 alpha-2 code in capitals, or EU.", "DE")


def end_use() -> Word:
    """What the goods are for."""
    text = "What the goods are for. Not asked is not assumed: stricter end uses then stand under `exceptions`."
    return Word(EndUse, load_default=None, metadata={"description": text, "examples": ["civil"]})


def dataset() -> fields.String:
    """The dataset version to be answered from."""
    return short_text("Answer only from this dataset version; 409 when another one is loaded.", "2f6f0a6a2c9c1d00")


def formats(*offered: Format) -> Word:
    """The representation, where an address offers several."""
    words = ", ".join(offered)
    return Word(
        Format,
        load_default=None,
        metadata={
            "description": f"The representation, over what Accept says: {words}.",
            "enum": [str(word) for word in offered],
            "examples": [str(offered[-1])],
        },
    )


TABLES = (Format.JSON, Format.TEXT, Format.CSV)
"""What every answer with rows is offered as."""


class NoQuery(InputSchema):
    """A route without parameters: any parameter is an error."""


class PlainQuery(InputSchema):
    """A route with one representation and nothing to ask for; ``format`` may say so."""

    format = formats(Format.JSON)


class StatusQuery(InputSchema):
    """The main question."""

    as_of = as_of()
    known_at = known_at()
    origin = origin()
    destination = destination()
    end_use = end_use()
    form = short_text("A form of the published tree (`/v1/statuses`), such as metal, oxide or ore.", "oxide")
    movement = Word(
        Movement,
        load_default=Movement.EXPORT,
        metadata={
            "description": "Export from the origin, or re-export of its goods from elsewhere.",
            "examples": ["export"],
        },
    )
    dataset = dataset()
    format = formats(*TABLES)


class TimelineQuery(InputSchema):
    """Which part of a mineral's timeline."""

    origin = origin()
    known_at = known_at()
    format = formats(Format.JSON)


class PageQuery(InputSchema):
    """A page of a list."""

    limit = Count(
        load_default=50,
        validate=validate.Range(min=1, max=500, error="must be from 1 to 500"),
        metadata={"description": "Entries a page, 1 to 500.", "examples": [50]},
    )
    cursor = short_text("The `next` of the page before; opaque.", "AAAAAV_pMtp23w")
    format = formats(*TABLES)


ANY = "any"
"""The word for every status."""


class MineralSort(StrEnum):
    """The orders of the list of minerals."""

    ID = "id"
    ID_DOWN = "-id"
    NAME = "name"
    NAME_DOWN = "-name"
    ATOMIC_NUMBER = "atomic_number"


class MineralsQuery(PageQuery):
    """Which minerals. ``as_of``, ``origin``, ``destination`` and ``end_use`` go with ``status``."""

    q = short_text("Words to search in names and notes; all must occur, each as the beginning of a word.", "magnet")
    group = short_text("Only members of this group (any of its names).", "rare-earths")
    list = short_text("Only minerals on this list of critical minerals.", "us-2025")
    code = fields.String(
        load_default=None,
        validate=_CODE,
        metadata={
            "description": "Only minerals with a measure that names this HS code (4 to 10 digits) or control code, "
            "or one that begins so; `matches` says where and on what basis.",
            "examples": ["1C905"],
        },
    )
    status = Word(
        Status,
        beside=(ANY,),
        load_default=None,
        metadata={
            "description": "Only minerals with this status on the day; `any`: every mineral, each with its status.",
            "examples": ["prohibited"],
        },
    )
    as_of = as_of()
    known_at = known_at()
    origin = origin()
    destination = destination()
    end_use = end_use()
    sort = Word(
        MineralSort,
        load_default=MineralSort.ID,
        metadata={"description": "The order; a minus turns it round.", "examples": ["name"]},
    )

    @validates_schema
    def _scope_needs_a_status(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["status"] is None:
            for name in ("as_of", "known_at", "origin", "destination", "end_use"):
                if data[name] is not None:
                    raise ValidationError("goes with status", name)


class ChangesQuery(PageQuery):
    """Which changes of status, in which window of days."""

    start = CivilDate(
        load_default=None,
        data_key="from",
        metadata={"description": "First day, included; today when absent.", "examples": ["2026-01-01"]},
    )
    end = CivilDate(
        load_default=None,
        data_key="to",
        metadata={"description": "Last day, included; the last on record when absent.", "examples": ["2027-12-31"]},
    )
    mineral = short_text("Only this mineral, or the members of this group (any of its names).", "gallium")
    origin = origin()
    destination = destination()
    end_use = end_use()
    known_at = known_at()
    dataset = dataset()
    format = formats(*TABLES, Format.ICS, Format.ATOM)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["start"] is not None and data["end"] is not None and data["start"] > data["end"]:
            raise ValidationError("is after to", "from")


class InstrumentsQuery(PageQuery):
    """Which instruments."""

    jurisdiction = _jurisdiction("Only instruments of this jurisdiction.", "CN")
    mineral = short_text("Only instruments with a measure on this mineral (any of its names).", "gallium")


_INCLUDE = ("renewals", "end_user_lists", "related", "formalities")


class RestrictionsQuery(PageQuery):
    """Which restrictions, in which window of days."""

    month = fields.String(
        load_default=None,
        validate=_MONTH,
        metadata={
            "description": "A month, `YYYY-MM`; `MM` alone means the latest such month up to `as_of` with a match.",
            "examples": ["2025-04"],
        },
    )
    start = CivilDate(
        load_default=None,
        data_key="from",
        metadata={"description": "First day of the window, included.", "examples": ["2025-04-01"]},
    )
    end = CivilDate(
        load_default=None,
        data_key="to",
        metadata={"description": "Last day of the window, included; `as_of` when absent.", "examples": ["2025-04-30"]},
    )
    basis = Word(
        Basis,
        load_default=Basis.IMPOSED,
        metadata={
            "description": "Count what began to apply in the window, what was published in it, or what was in force.",
            "examples": ["imposed"],
        },
    )
    origin = origin()
    destination = destination()
    end_use = end_use()
    mineral = short_text("Only this mineral and the groups it is in (any of its names).", "dysprosium")
    status = Word(
        Status,
        load_default=None,
        metadata={"description": "Only restrictions that set this status.", "examples": ["prohibited"]},
    )
    as_of = as_of()
    known_at = known_at()
    include = short_text(
        "Comma-separated kinds to count as well: " + ", ".join(_INCLUDE) + ".",
        "renewals,formalities",
        pattern="^(?:{0})(?:,(?:{0}))*$".format("|".join(_INCLUDE)),
    )
    dataset = dataset()

    @validates_schema
    def _one_window(self, data: dict[str, Any], **kwargs: Any) -> None:
        month, start, end = data["month"], data["start"], data["end"]
        if month is not None and (start is not None or end is not None):
            raise ValidationError("cannot be combined with from or to", "month")
        if month is None and start is None:
            if end is not None:
                raise ValidationError("needs from beside it", "to")
            raise ValidationError("give a month, or from and to", "month")
        if start is not None and end is not None and start > end:
            raise ValidationError("is after to", "from")

    @validates_schema
    def _known_kinds(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["include"] is not None:
            unknown = [kind for kind in data["include"].split(",") if kind not in _INCLUDE]
            if unknown:
                raise ValidationError(f"must be a list of {', '.join(_INCLUDE)}, not {', '.join(unknown)!r}", "include")
