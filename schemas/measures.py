"""How a measure, its goods, its destinations and its sources look on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from schemas.base import CivilDate, OutputSchema, Word
from service.domain.vocabulary import (
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    ShareBasis,
    State,
    Status,
    Subject,
)


def string(description: str, *, null: bool = False, **metadata: Any) -> fields.String:
    """A text that is always present; null where ``null``."""
    return fields.String(required=True, allow_none=null, metadata={"description": description, **metadata})


def civil_day(description: str, *, null: bool = False) -> CivilDate:
    """A day that is always present; null where ``null``."""
    return CivilDate(required=True, allow_none=null, metadata={"description": description})


def word(enum: Any, description: str, *, null: bool = False) -> Word:
    """A member of an open vocabulary."""
    return Word(enum, required=True, allow_none=null, metadata={"description": description})


def yes_no(description: str, *, null: bool = False) -> fields.Boolean:
    """True or false, or null where ``null``."""
    return fields.Boolean(required=True, allow_none=null, metadata={"description": description})


def strings(description: str) -> fields.List[Any]:
    """A list of texts, perhaps empty."""
    return fields.List(fields.String(), required=True, metadata={"description": description})


def many(schema: type[OutputSchema], description: str) -> fields.List[Any]:
    """A list of objects, perhaps empty."""
    return fields.List(fields.Nested(schema), required=True, metadata={"description": description})


def one(schema: type[OutputSchema], description: str, *, null: bool = False) -> fields.Nested:
    """An object; null where ``null``."""
    return fields.Nested(schema, required=True, allow_none=null, metadata={"description": description})


class CitationSchema(OutputSchema):
    """Who says so, and where in the document."""

    source = string("The source's id.")
    locator = string("The place in the document: article, item, page.")
    address = string("Its address as read or quoted; null where none is on record.", null=True)


class DestinationsSchema(OutputSchema):
    """Which destinations are meant. `codes` lists them for only and except, and the members of a group."""

    mode = word(DestinationMode, "all, only those listed, all except those listed, or a group.")
    codes = strings("ISO 3166-1 alpha-2 codes.")
    group = string("The group's id, for mode group.", null=True)


class HsCodeSchema(OutputSchema):
    """A customs code with its basis."""

    code = string("4 to 10 digits.")
    basis = string("`printed` in the instrument, or the listing it comes from.")


class ContentSchema(OutputSchema):
    """A condition on what the good holds."""

    any_of = strings("Ids of minerals, one of which it holds.")
    at_least = string("The share of them together, from 0 to 1, as a decimal; null for any share.", null=True)
    basis = word(ShareBasis, "What the share is a share of.")


class ItemSchema(OutputSchema):
    """A line of the measure."""

    goods = string("The goods in the record's words.")
    forms = strings("The forms of the published tree; empty where the line's forms were not read.")
    control_code = string("The code on the control list.", null=True)
    control_code_basis = string("Where the code comes from, if not from the text.", null=True)
    hs_codes = many(HsCodeSchema, "Customs codes with their basis.")
    condition = string("The grade, content or product that coverage turns on.", null=True)
    contents = many(
        ContentSchema, "What the condition says of the content, so that a parts list's `contains` settles it."
    )
    rest = string("What the condition turns on besides its contents; it stays once they hold.", null=True)
    note = string("A remark of the editor.", null=True)


class SourcedItemSchema(ItemSchema):
    """A line of the measure with its own sources, as the instrument's page gives it."""

    sources = many(CitationSchema, "Who says so.")


class ExclusionSchema(OutputSchema):
    """Forms that the instrument's own record says are outside."""

    mineral = string("The mineral's id.")
    forms = strings("The forms outside.")
    why = string("Why.")
    sources = many(CitationSchema, "Who says so.")


class SuspensionSchema(OutputSchema):
    """A pause of the measure."""

    from_ = CivilDate(data_key="from", required=True, metadata={"description": "First day of the pause."})
    until = civil_day("The day after its last.", null=True)
    by = string("The instrument, or the event where no instrument is on record.")
    published = civil_day("The day it was published.")
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")


class DerivedSchema(OutputSchema):
    """A date of the measure that no text prints."""

    field = string("Which field.", examples=["until"])
    why = string("How the record came to it.")


class AmountSchema(OutputSchema):
    """A volume, a rate or a price floor."""

    value = string("A decimal; null where no source gives it.", null=True, format="decimal", examples=["18125"])
    value_reason = string("Why it is null.", null=True)
    value_to = string("The upper end of a range.", null=True, format="decimal")
    unit = string("Its unit: t, percent.")
    of = string("What is measured.", examples=["contained cobalt"])
    mineral = string("The mineral that it is for, where the measure fixes one for each of several.", null=True)
    from_ = CivilDate(
        data_key="from", required=True, allow_none=True, metadata={"description": "First day of its period."}
    )
    until = civil_day("The day after the last of its period.", null=True)
    usable_until = civil_day("The day after the last on which an unused volume may still be used.", null=True)
    verified = yes_no("False where sources differ.")
    note = string("A remark of the editor.", null=True)


class MeasureSchema(OutputSchema):
    """One legal effect of an instrument, as it bears on the question."""

    id = string("The measure's id.")
    title = string("What it is.")
    summary = string("What it does.")
    type = word(MeasureType, "The kind of legal effect.")
    regime = word(Regime, "The body of law it belongs to.")
    subject = word(Subject, "What it binds; only goods set a status.")
    status = word(Status, "What it sets while in force; null: a list of named parties, or a rate of zero.", null=True)
    mast = string("MAST 2019 code.")
    wto_qr = string(
        "Symbol of the WTO's notifications of quantitative restrictions: P-X a ban, CP-X one except under conditions,"
        " GQ-X a quota, NAL-X a licence. Null: not on record.",
        null=True,
    )
    gta_type = string("What Global Trade Alert calls this type; null: not on record.", null=True)
    state = word(State, "Where it stands on the day.", null=True)
    origin = string("The exporting jurisdiction.")
    destinations = one(DestinationsSchema, "The destinations it binds.")
    end_use = word(EndUse, "The end use it binds; null for every one.", null=True)
    binds = fields.List(Word(Movement), required=True, metadata={"description": "Export, re-export or both."})
    covers = many(ItemSchema, "The lines that fit the question.")
    excludes = many(ExclusionSchema, "What the record says is outside.")
    conditional = yes_no("Whether it applies only under a condition.")
    condition = string("The condition in words.", null=True)
    published = civil_day("Day of publication; null: unknown, the first day stands in.", null=True)
    from_ = CivilDate(
        data_key="from", required=True, allow_none=True, metadata={"description": "First day; null: unknown."}
    )
    until = civil_day("The day after the last.", null=True)
    end = word(End, "Whether the end is dated, open by the text, or not known.")
    verified_on = civil_day("With an unknown first day: a day on which a source shows it in force.", null=True)
    ended_by = civil_day("With an unknown end: the first day on which the record knows it to be over.", null=True)
    derived = many(DerivedSchema, "Dates that no text prints, each with how it was come by.")
    renews = string("The series of periodic measures it belongs to.", null=True)
    amounts = many(AmountSchema, "What it fixes: volumes of a quota, rates of a charge, price floors.")
    scopes = strings("Words for what it covers beyond the minerals on record.")
    suspensions = many(SuspensionSchema, "Its pauses.")
    names_listed = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How many parties the list names; null for other measures."},
    )
    names_on_record = strings("The names on record, perhaps not all.")
    instrument = string("The instrument's id.")
    instrument_title = string("The instrument's title.")
    number = string("The instrument's number.", null=True)
    article = string("The place in the instrument.", null=True)
    url = string("The official address.", null=True)
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")


class SourcedMeasureSchema(MeasureSchema):
    """A measure whole, outside any question, each line with its own sources."""

    covers = many(SourcedItemSchema, "Every line.")
