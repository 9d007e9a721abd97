"""The answer to the main question, and a mineral's timeline."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import CivilDate, OutputSchema, Word
from schemas.measures import (
    CitationSchema,
    DestinationsSchema,
    MeasureSchema,
    civil_day,
    many,
    one,
    string,
    strings,
    word,
    yes_no,
)
from service.domain.vocabulary import Certainty, EndUse, Movement, Standing, State, Status


class MineralRefSchema(OutputSchema):
    """Which mineral is meant."""

    id = string("The mineral's id.", examples=["gallium"])
    name = string("Its English name.")
    symbol = string("Its chemical symbol.", null=True)


class DatasetSchema(OutputSchema):
    """The data that answered."""

    version = string("The dataset version: a hash of the reviewed seed.")
    reviewed_through = civil_day("The day through which every origin on record was reviewed.", null=True)


class WarningSchema(OutputSchema):
    """What a caller must know beside the status."""

    code = string("A published word.", examples=["end_use_not_given"])
    detail = string("What it means here.")
    about = strings("Ids of what it is about: minerals for `see_mineral`, instruments for `proposal`, else measures.")


class ChangeSchema(OutputSchema):
    """A day on which a status differs."""

    on = civil_day("The day.")
    origin = string("The exporting jurisdiction.")
    destinations = one(DestinationsSchema, "Where narrower than the question.", null=True)
    end_use = word(EndUse, "Where narrower than the question.", null=True)
    forms = strings("Raw forms, where only these change.")
    from_ = Word(Status, data_key="from", required=True, metadata={"description": "The status before."})
    to = word(Status, "The status from that day.")
    certainty = word(Certainty, "How firm the record is on that day.")
    instrument = string("The instrument behind it.", null=True)
    because = string("What happens that day, in words.")


class ExceptionSchema(OutputSchema):
    """A narrower case that fares worse than its origin's answer."""

    origin = string("The exporting jurisdiction.")
    destinations = one(DestinationsSchema, "The destinations of the narrower case; null: as asked.", null=True)
    end_use = word(EndUse, "The end use of the narrower case.", null=True)
    forms = strings("The forms of the narrower case; empty: as asked.")
    status = word(Status, "What it gets.")
    certainty = word(Certainty, "How firm the record is.")
    next_change = one(ChangeSchema, "When that status differs next.", null=True)
    measures = strings("Ids of the measures that make it so.")


class ReadingSchema(OutputSchema):
    """One of the rival readings of the record."""

    origin = string("The exporting jurisdiction.")
    status = word(Status, "What this reading leads to.")
    reason = string("Why one may read the record so.")
    from_ = CivilDate(data_key="from", required=True, metadata={"description": "First day of the rivalry."})
    until = civil_day("The day after its last.")
    sources = many(CitationSchema, "What the reading rests on.")
    measures = strings("Ids of the measures that set this status.")


class ClaimSchema(OutputSchema):
    """A statement of a source, with its standing against the official record. It never sets a status."""

    id = string("The claim's id.")
    statement = string("What was said.")
    topic = string("What it is about.")
    standing = word(Standing, "How it compares with the official record.")
    explanation = string("Why it stands so.", null=True)
    date_stated = string("The date in the source, as precise as it is.", null=True)
    minerals = strings("Ids of the minerals it speaks of.")
    record = strings("Ids of the instruments and events it was compared with.")
    sources = many(CitationSchema, "Who said so.")


class SetBySchema(OutputSchema):
    """The measure to name for a status."""

    measure = string("The measure's id.")
    instrument = string("The instrument's id.")
    since = civil_day("The first day of the stretch in which it has made the status; null: not known.", null=True)


class OriginSchema(OutputSchema):
    """One origin's answer with the measures behind it."""

    origin = string("The exporting jurisdiction.")
    status = word(Status, "Its status.")
    certainty = word(Certainty, "How firm the record is.")
    conditional = yes_no("Whether the status would be laxer without its conditional measures.")
    conditions = strings("The conditions in words.")
    set_by = one(SetBySchema, "The measure to name for the status, and since when; null where none sets it.", null=True)
    next_change = one(ChangeSchema, "When this origin's status, or that of a narrower case, differs next.", null=True)
    reviewed_through = civil_day("The day through which this origin's record was reviewed.", null=True)
    covered_since = civil_day("The day from which the record speaks for this mineral.", null=True)
    in_force = many(MeasureSchema, "Measures in force, strictest first; `state` unresolved where readings differ.")
    suspended = many(MeasureSchema, "Controls that are paused.")
    announced = many(MeasureSchema, "Published and not begun, or of unknown start.")
    related = many(MeasureSchema, "On technology, equipment, services, auxiliary materials: never part of the status.")
    end_user_lists = many(MeasureSchema, "Lists of named parties to compare your customer with.")


class MemberSchema(OutputSchema):
    """What one member of a group gets."""

    mineral = one(MineralRefSchema, "Which.")
    status = word(Status, "Its status.")
    certainty = word(Certainty, "How firm the record is.")
    conditional = yes_no("Whether it is conditional.")
    next_change = one(ChangeSchema, "When it differs next.", null=True)


class StatusLinksSchema(OutputSchema):
    """Related addresses, path-absolute."""

    self = string("This answer.")
    timeline = string("The mineral's timeline.")
    permalink = string("The same answer with its day and dataset spelt out.")


class StatusSchema(OutputSchema):
    """The control status of a mineral: what applies, since when, by which instrument, and what is uncertain."""

    mineral = one(MineralRefSchema, "Which mineral was meant.")
    status = word(Status, "The strictest status of the origins listed. `unknown` and `none_found` are no clearance.")
    certainty = word(Certainty, "How firm the record is.")
    conditional = yes_no("Whether it would be laxer without conditional measures.")
    conditions = strings("The conditions in words.")
    summary = string("The answer in one English sentence.")
    as_of = civil_day("The day that was asked about.")
    known_at = civil_day("What was published by this day counted.", null=True)
    origin = string("As asked.", null=True)
    destination = string("As asked.", null=True)
    end_use = word(EndUse, "As asked.", null=True)
    form = string("As asked, or as the name implies.", null=True)
    movement = word(Movement, "As asked.")
    origins = many(OriginSchema, "Each origin's answer.")
    not_covered = fields.Integer(
        required=True, metadata={"description": "How many origins on record do not cover this mineral."}
    )
    exceptions = many(ExceptionSchema, "Narrower cases that fare worse.")
    readings = many(ReadingSchema, "Rival readings that lead to different statuses.")
    next_change = one(ChangeSchema, "The next day on which a status differs.", null=True)
    members = many(MemberSchema, "For a group: what each member gets.")
    decided_by = string("For a group: the member whose answer this is.", null=True)
    reported = many(ClaimSchema, "What sources report beside the law.")
    warnings = many(WarningSchema, "What else a caller must know.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = one(StatusLinksSchema, "Related addresses.")


class TimelineEntrySchema(OutputSchema):
    """A period of a measure, a rival reading or an event."""

    kind = string("`period`, `reading` or `event`.")
    from_ = fields.String(
        data_key="from", required=True, allow_none=True, metadata={"description": "First day, or month; null: unknown."}
    )
    until = string("The day after the last; null: none on record, or not known to the day.", null=True)
    origin = string("The exporting jurisdiction.", null=True)
    state = word(State, "The measure's state in the period.", null=True)
    status = word(Status, "What the measure sets.", null=True)
    destinations = one(DestinationsSchema, "The destinations that the measure names.", null=True)
    end_use = word(EndUse, "The end use that the measure names.", null=True)
    title = string("What it is.")
    detail = string("What it says.")
    measures = strings("Ids of the measures it is about.")
    instruments = strings("Ids of the instruments it is about.")
    sources = many(CitationSchema, "Who says so.")


class TimelineSchema(OutputSchema):
    """Every period of every measure, every reading and every event, oldest first."""

    mineral = one(MineralRefSchema, "Which mineral was meant.")
    origin = string("As asked.", null=True)
    known_at = civil_day("As asked.", null=True)
    entries = many(TimelineEntrySchema, "Oldest first; what has no known start leads.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
