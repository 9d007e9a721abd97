"""A parts list and its result: what a line may say, and what the service says of it."""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, fields

from schemas.base import InputSchema, OutputSchema, Word
from schemas.measures import DestinationsSchema, civil_day, many, one, string, strings, word, yes_no
from schemas.status import ChangeSchema, DatasetSchema, MineralRefSchema, WarningSchema
from service.domain.parties import PartyWord
from service.domain.screening import Outcome
from service.domain.vocabulary import Certainty, EndUse, MeasureType, Movement, ShareBasis, State, Status


def _said(description: str, **metadata: Any) -> fields.String:
    return fields.String(allow_none=True, metadata={"description": description, **metadata})


class PartSchema(InputSchema):
    """A mineral in the good."""

    material = fields.String(required=True, metadata={"description": "Any of its names.", "examples": ["Dy"]})
    share = fields.Float(allow_none=True, metadata={"description": "Its part of the whole, 0 to 1."})
    share_basis = Word(ShareBasis, metadata={"description": "By mass (the default) or by value."})


class ScreeningLineSchema(InputSchema):
    """A line of a parts list. Every field is optional; other fields are the caller's own and are given back."""

    class Meta:
        unknown = INCLUDE

    ref = _said("The caller's own mark for the line.", examples=["P-100"])
    material = _said("A name, in English or Chinese, a formula or a listed synonym.", examples=["Dy2O3"])
    symbol = _said("A chemical symbol or formula.", examples=["Ga"])
    cas = _said("A CAS number.", examples=["7440-55-3"])
    hs_code = _said("A customs code of 4 to 10 digits, with or without dots.", examples=["2846.90"])
    control_code = _said("A control list number.", examples=["1C905"])
    description = _said("Words in which exact names are sought when nothing else names the good.")
    form = _said("A form of the published tree, by id or title.", examples=["oxide"])
    origin = _said("Exporting jurisdiction, by ISO code or English name.", examples=["China"])
    destination = _said("Importing jurisdiction, by ISO code or English name.", examples=["DE"])
    end_use = _said("civil or military.", enum=[None, *EndUse])
    movement = _said("export (the default) or reexport.", enum=[None, *Movement])
    date = _said("The day in law; today when absent.", format="date")
    quantity = fields.Raw(metadata={"description": "Given back as it is."})
    unit = _said("Given back as it is.")
    contains = fields.List(fields.Nested(PartSchema), metadata={"description": "What the good is made of."})
    share_basis = Word(ShareBasis, metadata={"description": "For parts that say nothing of it."})
    end_user = _said("The buyer, compared with the lists of parties on record.")


class ScreeningRequestSchema(InputSchema):
    """A parts list as JSON."""

    defaults = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "form, origin, destination, end_use, movement, date, end_user for all lines."},
    )
    lines = fields.List(
        fields.Nested(ScreeningLineSchema), required=True, metadata={"description": "The lines, in order."}
    )


class LineErrorSchema(OutputSchema):
    """What is wrong with a line."""

    field = string("The field.", examples=["date"])
    detail = string("What is wrong with it.")
    did_you_mean = strings("Words that may have been meant.")


class LineMeasureSchema(OutputSchema):
    """A measure that makes the line's status, in short."""

    id = string("The measure's id.")
    title = string("What it is.")
    type = word(MeasureType, "The kind of legal effect.")
    status = word(Status, "What it sets while in force.", null=True)
    state = word(State, "Where it stands on the day.")
    origin = string("The exporting jurisdiction.")
    destinations = one(DestinationsSchema, "The destinations it binds; of a group only the id.")
    condition = string("The condition in words.", null=True)
    from_ = fields.String(
        data_key="from", required=True, allow_none=True, metadata={"description": "First day; null: unknown."}
    )
    until = civil_day("The day after the last.", null=True)
    instrument = string("The instrument's id.")
    number = string("The instrument's number.", null=True)
    article = string("The place in the instrument.", null=True)
    url = string("The official address.", null=True)
    sources = strings("Ids of the sources that say so.")


class CandidateSchema(OutputSchema):
    """One of several minerals that a line may mean."""

    mineral = one(MineralRefSchema, "Which.")
    identified_by = string("By which field or name it was found.")
    matched = string("The code or the words that were found.", null=True)
    form = string("The form asked or implied.", null=True)
    outcome = word(Outcome, "What the line comes to if this one is meant.")
    at_worst = word(Outcome, "The same, at worst.", null=True)
    status = word(Status, "Its status.")
    certainty = word(Certainty, "How firm the record is.")


class LineExceptionSchema(OutputSchema):
    """A narrower case that fares worse, in short."""

    origin = string("The exporting jurisdiction.")
    destinations = one(DestinationsSchema, "The destinations; of a group only the id; null: as asked.", null=True)
    end_use = word(EndUse, "The end use.", null=True)
    forms = strings("The forms; empty: as asked.")
    status = word(Status, "What it gets.")
    certainty = word(Certainty, "How firm the record is.")
    measures = strings("Ids of the measures that make it so.")


class LineReadingSchema(OutputSchema):
    """One of the rival readings of the record."""

    origin = string("The exporting jurisdiction.")
    status = word(Status, "What it leads to.")
    reason = string("Why one may read the record so.")


class PartOfLineSchema(OutputSchema):
    """A mineral in the good, as it was understood."""

    mineral = string("The mineral's id.")
    share = string("Its part of the whole, 0 to 1.", null=True, format="decimal")
    share_basis = word(ShareBasis, "By mass or by value.")


class ListCheckedSchema(OutputSchema):
    """A list of parties that bears on the line."""

    measure = string("The measure's id.")
    instrument = string("The instrument's id.")
    state = word(State, "Where it stands on the day.")
    names_listed = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many parties the list names."}
    )
    names_on_record = fields.Integer(required=True, metadata={"description": "How many of them are on record."})
    word = word(PartyWord, "Whether it names the buyer, as far as its names are on record. Never a clearance.")


class PartySchema(OutputSchema):
    """The buyer and the lists of parties."""

    name = string("As given.")
    word = word(PartyWord, "named by one of the lists, or not_checked. There is no word for clear.")
    lists = many(ListCheckedSchema, "Each list that bears on the line.")


class LineResultSchema(OutputSchema):
    """The result of one line."""

    line = fields.Integer(required=True, metadata={"description": "Its place in the list, from 1."})
    ref = fields.Raw(required=True, allow_none=True, metadata={"description": "The caller's own mark."})
    outcome = word(Outcome, "What the line comes to.")
    at_worst = word(Outcome, "For check: what it comes to if the condition holds; null where nothing says.", null=True)
    mineral = one(MineralRefSchema, "Which mineral was meant; of several, the strictest.", null=True)
    identified_by = string("id, name, name_zh, symbol, cas, synonym, hs_code, control_code or description.", null=True)
    candidates = many(CandidateSchema, "All that the line may mean, when these are several.")
    form = string("The form asked or implied.", null=True)
    origin = string("As understood.", null=True)
    destination = string("As understood.", null=True)
    end_use = word(EndUse, "As understood.", null=True)
    movement = word(Movement, "As understood.", null=True)
    as_of = civil_day("The day in law.", null=True)
    contains = many(PartOfLineSchema, "What the good is made of, as understood.")
    status = word(Status, "The status behind the outcome.", null=True)
    certainty = word(Certainty, "How firm the record is.", null=True)
    conditional = yes_no("Whether it would be laxer without conditional measures.")
    conditions = strings("The conditions in words.")
    summary = string("The answer in one English sentence.", null=True)
    measures = many(LineMeasureSchema, "The measures that make the status.")
    instruments = strings("Ids of their instruments.")
    exceptions = many(LineExceptionSchema, "Narrower cases that fare worse.")
    readings = many(LineReadingSchema, "Rival readings that lead to different statuses.")
    next_change = one(ChangeSchema, "The next day on which a status differs.", null=True)
    warnings = many(WarningSchema, "What else a caller must know.")
    errors = many(LineErrorSchema, "For invalid: everything that is wrong with the line.")
    did_you_mean = strings("For not_recognised: ids of near names, never used as an answer.")
    end_user = one(PartySchema, "The buyer and the lists of parties, where one was given.", null=True)
    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "`status`: the whole answer behind the line."},
    )
    given = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "What the caller gave, other columns included."}
    )


class CliffSchema(ChangeSchema):
    """A change ahead that touches lines of the list."""

    mineral = string("The mineral's id.")
    lines = fields.Integer(required=True, metadata={"description": "How many lines it touches."})


class ScreeningSchema(OutputSchema):
    """The result of a parts list."""

    screening_id = string("The same for the same question to the same data.")
    lines = many(LineResultSchema, "A result for every line, in order.")
    totals = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many lines there are of each outcome."},
    )
    next_changes = many(CliffSchema, "The nearest changes ahead, at most twenty.")
    as_of = civil_day("The day that stood in for lines without a date; null where every line gave one.", null=True)
    warnings = many(WarningSchema, "What else a caller must know.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
