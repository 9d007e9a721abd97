"""What the pages for people may be asked: the parameters of the API, as the form of a page sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, pre_load, validate

from schemas.base import CivilDate, InputSchema, Word
from schemas.queries import Format, formats
from service.domain.vocabulary import EndUse


class Form(InputSchema):
    """A form: a field that was left empty is not asked."""

    @pre_load
    def _without_empty(self, data: Mapping[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value != ""}


class Day(CivilDate):
    """A civil day, or nothing."""

    def __init__(self, description: str, example: str, **kwargs: Any) -> None:
        told = {"description": description, "examples": [example]}
        super().__init__(load_default=None, **kwargs)
        self.metadata = {"type": "string", **told, "anyOf": [{"format": "date"}, {"maxLength": 0}]}


def _choice(description: str, example: str, **published: Any) -> fields.String:
    return fields.String(
        load_default=None,
        validate=validate.Length(max=200, error="must have up to 200 characters"),
        metadata={"description": description, "examples": [example], **published},
    )


def _jurisdiction(description: str, example: str) -> fields.String:
    return _choice(description, example, pattern="^(?:[A-Z]{2})?$")


def _as_of() -> Day:
    return Day("The day in law that is shown; today in the service's zone when absent.", "2025-12-01")


def _origin() -> fields.String:
    return _jurisdiction("Exporting jurisdiction, by its code.", "CN")


def _destination() -> fields.String:
    return _jurisdiction("Importing jurisdiction, by its code.", "DE")


def _end_use() -> Word:
    told = {"description": "What the goods are for.", "enum": [*EndUse, ""], "examples": ["civil"]}
    return Word(EndUse, load_default=None, metadata=told)


class RootQuery(Form):
    """The way in: for a program nothing, for a person the map of a day and scope."""

    as_of = _as_of()
    origin = _origin()
    destination = _destination()
    end_use = _end_use()
    format = formats(Format.JSON)


class MineralPageQuery(Form):
    """The question that a mineral's page answers."""

    as_of = _as_of()
    origin = _origin()
    destination = _destination()
    end_use = _end_use()
    form = _choice("A form of the published tree, such as metal, oxide or ore.", "oxide")


class LedgerQuery(Form):
    """Which changes are listed."""

    start = Day("First day, included; a year before today when absent.", "2025-01-01", data_key="from")
    end = Day("Last day, included; the last on record when absent.", "2027-12-31", data_key="to")
    mineral = _choice("Only this mineral, or the members of this group (any of its names).", "gallium")
    origin = _origin()
    destination = _destination()
    end_use = _end_use()
    cursor = _choice("The page after the one that gave it; opaque.", "AAAAAV_pMtp23w")


class AskPageQuery(Form):
    """The question."""

    q = fields.String(
        load_default=None,
        validate=validate.Length(max=500, error="must have up to 500 characters"),
        metadata={
            "description": "The question in plain English; without one the page says what can be asked.",
            "examples": ["what is the current control status of dysprosium"],
        },
    )
