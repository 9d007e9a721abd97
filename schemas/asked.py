"""Query strings of what is asked beside minerals: in English, of a parts list, and of what the record rests on."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from schemas.base import CivilDate, InputSchema, Word
from schemas.queries import TABLES, Format, PageQuery, dataset, formats, short_text
from service.domain.vocabulary import Standing


class AskQuery(InputSchema):
    """The question."""

    q = fields.String(
        required=True,
        validate=validate.Length(min=1, max=500, error="must have 1 to 500 characters"),
        metadata={
            "description": "The question in plain English.",
            "examples": ["what is the current control status of dysprosium"],
        },
    )
    format = formats(*TABLES)


def _default(description: str, example: str) -> fields.String:
    return short_text(f"{description} For every line that says nothing of it.", example)


class ScreeningQuery(InputSchema):
    """What is said once for all lines; the body's `defaults` may say it instead, but not both."""

    form = _default("A form of the published tree.", "oxide")
    origin = _default("Exporting jurisdiction, by code or name.", "CN")
    destination = _default("Importing jurisdiction, by code or name.", "DE")
    end_use = _default("civil or military.", "civil")
    movement = _default("export or reexport.", "export")
    date = _default("The day in law, YYYY-MM-DD.", "2026-11-22")
    end_user = _default("The buyer, compared with the lists of parties.", "Global Dimensions")
    dataset = dataset()
    format = formats(Format.JSON, Format.CSV, Format.NDJSON)


def _standing() -> Word:
    text = "Only what compares so with the official record."
    return Word(Standing, load_default=None, metadata={"description": text, "examples": ["contradicted"]})


def _source() -> fields.String:
    return short_text("Only what this source says, by its id.", "000_7656a556ec73b75f")


class EventsQuery(PageQuery):
    """Which events."""

    mineral = short_text("Only events on this mineral or a group it is in, or on a group's members (any name).", "Dy")
    instrument = short_text("Only events that name this instrument, by its id.", "cn-mofcom-gac-2025-18")
    kind = short_text("Only events of this kind, as the record words it.", "talks")
    start = CivilDate(
        load_default=None,
        data_key="from",
        metadata={
            "description": "First day of the window, included. A month matches if any of its days does.",
            "examples": ["2025-07-01"],
        },
    )
    end = CivilDate(
        load_default=None,
        data_key="to",
        metadata={"description": "Last day of the window, included.", "examples": ["2025-07-31"]},
    )
    sort = fields.String(
        load_default="day",
        validate=validate.OneOf(["day", "-day"], error="must be one of {choices}, not {input!r}"),
        metadata={"description": "`day`: oldest first; `-day`: newest first.", "examples": ["-day"]},
    )

    @validates_schema
    def _in_order(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["start"] is not None and data["end"] is not None and data["start"] > data["end"]:
            raise ValidationError("is after to", "from")


class FiguresQuery(PageQuery):
    """Which figures."""

    mineral = short_text("Only figures of this mineral, or of a group and its members (any of its names).", "terbium")
    kind = short_text("Only figures of this kind, as the record words it.", "revised")
    standing = _standing()
    source = _source()


class ClaimsQuery(PageQuery):
    """Which claims."""

    source = _source()
    mineral = short_text(
        "Only claims on this mineral or a group it is in, or on a group's members (any name).", "terbium"
    )
    standing = _standing()
    topic = short_text("Only claims on this topic, as the record words it.", "quota")


class SourcesQuery(PageQuery):
    """Which sources."""

    kind = short_text("Only sources of this kind, as the record words it.", "official")
    opened = fields.Boolean(
        load_default=None,
        truthy={"true"},
        falsy={"false"},
        error_messages={"invalid": "must be true or false"},
        metadata={"description": "Only documents that were read (`true`) or were not (`false`).", "examples": [True]},
    )


class JurisdictionsQuery(PageQuery):
    """Which jurisdictions, and which part of their coverage."""

    mineral = short_text(
        "Only where the record covers this mineral, or members of this group; only that is told.", "Ga"
    )
