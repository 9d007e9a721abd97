"""What the record rests on and what is said beside it: events, figures, claims, sources, how far each record goes."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from schemas.base import CivilDate, OutputSchema, Word
from schemas.lists import ListSchema
from schemas.measures import CitationSchema, civil_day, many, one, string, strings, word, yes_no
from schemas.queries import PageQuery
from schemas.status import ClaimSchema, DatasetSchema
from service.domain.vocabulary import Movement, Standing


def _filter(description: str, example: str) -> fields.String:
    return fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=200, error="must not be empty"),
        metadata={"description": description, "examples": [example]},
    )


def _standing() -> Word:
    text = "Only what compares so with the official record."
    return Word(Standing, load_default=None, metadata={"description": text, "examples": ["contradicted"]})


def _source() -> fields.String:
    return _filter("Only what this source says, by its id.", "000_7656a556ec73b75f")


class EventsQuery(PageQuery):
    """Which events."""

    mineral = _filter("Only events on this mineral or a group it is in, or on a group's members (any name).", "Dy")
    instrument = _filter("Only events that name this instrument, by its id.", "cn-mofcom-gac-2025-18")
    kind = _filter("Only events of this kind, as the record words it.", "talks")
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

    mineral = _filter("Only figures of this mineral, or of a group and its members (any of its names).", "terbium")
    kind = _filter("Only figures of this kind, as the record words it.", "revised")
    standing = _standing()
    source = _source()


class ClaimsQuery(PageQuery):
    """Which claims."""

    source = _source()
    mineral = _filter("Only claims on this mineral or a group it is in, or on a group's members (any name).", "terbium")
    standing = _standing()
    topic = _filter("Only claims on this topic, as the record words it.", "quota")


class SourcesQuery(PageQuery):
    """Which sources."""

    kind = _filter("Only sources of this kind, as the record words it.", "official")
    opened = fields.Boolean(
        load_default=None,
        truthy={"true"},
        falsy={"false"},
        error_messages={"invalid": "must be true or false"},
        metadata={"description": "Only documents that were read (`true`) or were not (`false`).", "examples": [True]},
    )


class JurisdictionsQuery(PageQuery):
    """Which jurisdictions, and which part of their coverage."""

    mineral = _filter("Only where the record covers this mineral, or members of this group; only that is told.", "Ga")


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
