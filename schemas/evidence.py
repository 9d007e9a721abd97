"""What the record rests on and what is said beside it: events, figures, claims, sources, how far each record goes."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import CivilDate, OutputSchema
from schemas.lists import ListSchema
from schemas.measures import CitationSchema, civil_day, many, one, string, strings, word, yes_no
from schemas.status import ClaimSchema, DatasetSchema
from service.domain.vocabulary import Movement, Standing


class EventSchema(OutputSchema):
    """A dated happening that is not itself law."""

    id = string("The event's id.")
    day = string("Its first day, month or year, as precisely as it is known.", examples=["2025-07"])
    day_end = string("Its last day, included, for what lasted longer than a day.", null=True)
    precision = string("How precisely `day` is known: day, month or year.")
    kind = string("What kind of happening: talks, statement, licence_grant and the like.", examples=["talks"])
    actors = strings("Who acted.")
    summary = string("What happened.")
    minerals = strings("Ids of the minerals and groups it is about.")
    scopes = strings("Wider scopes it is about, such as all-dual-use-items.")
    instruments = strings("Ids of the instruments it is about.")
    evidence = string("What was read of it: official_text, official_summary or press.")
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")


class EventListSchema(ListSchema):
    """Events, the oldest first unless asked otherwise."""

    data = many(EventSchema, "The page.")


class FigureSchema(OutputSchema):
    """A quantity that a source reports. It never sets a status."""

    id = string("The figure's id.")
    mineral = string("The mineral's or group's id.")
    quantity = string("What was counted.", examples=["export quota"])
    kind = string("Which of several values: previous, revised, volume, rate.", examples=["revised"])
    value = string("A decimal; null where the source does not give it.", null=True, format="decimal", examples=["3800"])
    value_reason = string("Why there is no value.", null=True)
    unit = string("The unit.", examples=["t"])
    standing = word(Standing, "How it compares with the official record.")
    claim = string("The id of the claim it belongs to.", null=True)
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who reports it.")


class FigureListSchema(ListSchema):
    """Reported quantities, by id."""

    data = many(FigureSchema, "The page.")


class ClaimListSchema(ListSchema):
    """Statements of sources, by id."""

    data = many(ClaimSchema, "The page.")


class SourceRowSchema(OutputSchema):
    """A document that the record rests on, and how fresh it is."""

    id = string("The source's id.")
    title = string("Its title.", null=True)
    title_reason = string("Why there is no title.", null=True)
    publisher = string("Who published it.")
    kind = string("What kind of document: official, press, trade, law_firm and the like.", examples=["official"])
    language = string("Its language, ISO 639.", null=True)
    address = string("Its address as read or quoted.", null=True)
    address_reason = string("Why there is no address.", null=True)
    published = civil_day("Day of publication.", null=True)
    published_reason = string("Why there is no day of publication.", null=True)
    retrieved_by = civil_day("The day by which it had been read, or seen quoted.")
    opened = yes_no("Whether it was read itself; false: it was only seen quoted, or is general knowledge.")
    note = string("A remark of the editor.", null=True)


class SourceListSchema(ListSchema):
    """Sources, by id."""

    data = many(SourceRowSchema, "The page.")


class FactSchema(OutputSchema):
    """Something of the record that rests on the source; a measure's lines and pauses are told as the measure."""

    kind = string(
        "instrument, measure, reading, event, claim, figure, mineral, jurisdiction, destination_group or critical_list."
    )
    id = string("Its id among its kind.")


class SourceSchema(SourceRowSchema):
    """A document with everything of the record that rests on it."""

    cited_by = many(FactSchema, "What rests on it, by kind and id, each once.")
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many facts of each kind rest on it."},
    )
    dataset = one(DatasetSchema, "The data that answered.")
    links = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "Related addresses."}
    )


class LeftOutSchema(OutputSchema):
    """A kind of measure that the record leaves out."""

    what = string("What is left out.")
    why = string("Why.")
    from_ = CivilDate(
        data_key="from",
        required=True,
        allow_none=True,
        metadata={"description": "First day it is left out; null: open."},
    )
    until = civil_day("The day after the last; null: open.", null=True)
    movement = word(Movement, "Export or re-export; null: both.", null=True)


class CoverageSchema(OutputSchema):
    """From when on, and with what gaps, the record speaks for one mineral. It has no end."""

    mineral = string("The mineral's or group's id.")
    since = civil_day("The first day covered; null: not known.", null=True)
    why = string("Why from that day.")
    left_out = many(LeftOutSchema, "What is left out.")


class JurisdictionSchema(OutputSchema):
    """An exporting jurisdiction, how far its record was reviewed, and what it covers."""

    code = string("ISO 3166-1 alpha-2, or EU.", examples=["CN"])
    name = string("Its English name.")
    reviewed_through = civil_day("The day through which its record was reviewed, included.")
    review_derived = string("How that day was come by, where no review as such is dated.", null=True)
    completeness = string("How complete the record is, in words.")
    unions = strings("Unions of jurisdictions it is in, whose measures count for it as well.")
    coverage = many(CoverageSchema, "What the record covers, by mineral.")
    sources = many(CitationSchema, "What the review rests on.")


class JurisdictionListSchema(ListSchema):
    """Every exporting jurisdiction on record, by code."""

    data = many(JurisdictionSchema, "The page.")
