"""The days on which a status changes."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.lists import ListSchema
from schemas.measures import DestinationsSchema, civil_day, many, one, string, strings, word
from service.domain.vocabulary import Certainty, EndUse, Status


class ChangeRowSchema(OutputSchema):
    """A day on which a mineral's status changes, of one origin or of a narrower case that fares differently."""

    on = civil_day("The day.")
    mineral = string("The mineral's id.")
    mineral_name = string("Its English name.")
    origin = string("The exporting jurisdiction.")
    destinations = one(DestinationsSchema, "The narrower destinations that it is about; null: as asked.", null=True)
    end_use = word(EndUse, "The narrower end use that it is about; null: as asked.", null=True)
    forms = strings("The raw forms that it is about; empty: as asked.")
    before = word(Status, "The status before.")
    after = word(Status, "The status from that day.")
    certainty = word(Certainty, "How firm the record is on that day.")
    because = string("What happens that day, in words.")
    instrument = string("The instrument behind it.", null=True)
    measure = string("The measure that makes the difference.", null=True)


class DaysSchema(OutputSchema):
    """A window of days, both included."""

    from_ = fields.String(data_key="from", required=True, metadata={"description": "First day.", "format": "date"})
    to = civil_day("Last day.")


class ChangeListSchema(ListSchema):
    """The changes of a window, by day, mineral and origin."""

    data = many(ChangeRowSchema, "The page.")
    window = one(DaysSchema, "The days that were searched.")
