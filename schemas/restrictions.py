"""Which minerals were restricted in a window of days."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.lists import ListSchema
from schemas.measures import DestinationsSchema, civil_day, many, one, string, strings, word, yes_no
from service.domain.vocabulary import Basis, Certainty, EndUse, MeasureType, Regime, Status


class RestrictionRowSchema(OutputSchema):
    """One mineral and one measure that counts."""

    mineral = string("The mineral or group, as the instrument names it.")
    on = civil_day("The day on which it counts.")
    measure = string("The measure's id.")
    instrument = string("The instrument's id.")
    title = string("What the measure is.")
    status = word(Status, "What it sets; null for lists of named parties.", null=True)
    type = word(MeasureType, "The kind of legal effect.")
    regime = word(Regime, "The body of law.")
    counted_as = string("`restriction`, or the kind that `include` added.")
    certainty = word(Certainty, "How firm the record is on that day.")
    conditional = yes_no("Whether it applies only under a condition.")
    conditions = strings("The conditions in words.")
    forms = strings("The forms it names.")
    origin = string("The exporting jurisdiction.")
    destinations = one(DestinationsSchema, "The destinations it binds.")
    end_use = word(EndUse, "The end use it binds.", null=True)
    published = civil_day("Day of publication.", null=True)
    number = string("The instrument's number.", null=True)
    url = string("The official address.", null=True)


class WindowSchema(OutputSchema):
    """The days that were searched, both included."""

    from_ = fields.String(data_key="from", required=True, metadata={"description": "First day.", "format": "date"})
    to = civil_day("Last day.")
    basis = word(Basis, "What made a measure count.")


class InterpretationSchema(OutputSchema):
    """How the window was read, and why."""

    month = string("The month that was read, YYYY-MM; null when days were given.", null=True)
    why = string("Why this window.")


class YearSchema(OutputSchema):
    """Another year in which the month has matches."""

    year = fields.Integer(required=True, metadata={"description": "The year."})
    month = string("The month, YYYY-MM.")
    count = fields.Integer(required=True, metadata={"description": "How many entries."})
    minerals = strings("Which minerals.")


class RestrictionListSchema(ListSchema):
    """Which minerals were restricted in a window."""

    data = many(RestrictionRowSchema, "The page, by day, mineral and measure.")
    as_of = civil_day("The day that an absent year or end was read by.")
    minerals = strings("Every mineral or group of the whole window, whatever the page.")
    window = one(WindowSchema, "The days that were searched.")
    interpretation = one(InterpretationSchema, "How the question was read.")
    other_years = many(YearSchema, "For a month without a year: every other year that has matches.")
