"""Lists and the resources in them: minerals, instruments, restrictions; the vocabulary and the versions."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.measures import (
    CitationSchema,
    DestinationsSchema,
    SourcedMeasureSchema,
    civil_day,
    many,
    one,
    string,
    strings,
    word,
    yes_no,
)
from schemas.status import DatasetSchema, WarningSchema
from service.domain.vocabulary import Basis, Certainty, EndUse, MeasureType, Regime, Status


def _links() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "Related addresses."}
    )


class ListSchema(OutputSchema):
    """The envelope of every list."""

    total = fields.Integer(required=True, metadata={"description": "How many entries there are, whatever the page."})
    next = string("The cursor of the next page; null on the last.", null=True)
    warnings = many(WarningSchema, "What else a caller must know.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = _links()


class NameSchema(OutputSchema):
    """A name that leads to the mineral."""

    text = string("The name.")
    kind = string("id, name, name_zh, symbol, cas or synonym.")
    form = string("The form that the name implies.", null=True)


class MineralSchema(OutputSchema):
    """A mineral's identity."""

    id = string("Its id.")
    name = string("Its English name.")
    name_zh = string("Its Chinese name.", null=True)
    symbol = string("Its chemical symbol.", null=True)
    cas = string("Its CAS number.", null=True)
    atomic_number = fields.Integer(required=True, allow_none=True, metadata={"description": "For an element."})
    category = string("What kind of material it is; `group` for several minerals under one name.")
    names = many(NameSchema, "Every name that leads here.")
    groups = strings("Groups it is in.")
    members = strings("For a group: its members.")
    product_form = string("The form of its parts that it is: magnet.", null=True)
    made_of = strings("For a product: the minerals in it.")
    hs_headings = strings("HS headings, for orientation only; they decide nothing.")
    critical_lists = strings("Critical-minerals lists that name it.")
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = _links()


class CodeMatchSchema(OutputSchema):
    """A line of a measure that names the code that was asked."""

    code = string("The code as it stands in the record.")
    kind = string("`hs` or `control`.")
    basis = string("`printed` in the instrument, or the listing it comes from.")
    goods = string("The goods of the line.")
    measure = string("The measure's id.")
    instrument = string("The instrument's id.")


class MineralRowSchema(OutputSchema):
    """A mineral in a list."""

    id = string("Its id.")
    name = string("Its English name.")
    name_zh = string("Its Chinese name.", null=True)
    symbol = string("Its chemical symbol.", null=True)
    cas = string("Its CAS number.", null=True)
    category = string("What kind of material it is.")
    atomic_number = fields.Integer(required=True, allow_none=True, metadata={"description": "For an element."})
    groups = strings("Groups it is in.")
    status = word(Status, "Its status, when `status` was asked.", null=True)
    certainty = word(Certainty, "How firm the record is, when `status` was asked.", null=True)
    matches = many(CodeMatchSchema, "Where the code stands, when `code` was asked.")


class MineralListSchema(ListSchema):
    """Minerals, by id."""

    data = many(MineralRowSchema, "The page.")


class LinkSchema(OutputSchema):
    """What one instrument does to another."""

    relation = string("amends, suspends, repeals, replaces, carries_over or implements.")
    instrument = string("The other instrument; null where it is not on record.", null=True)
    what = string("What exactly.")
    sources = many(CitationSchema, "Who says so.")


class InstrumentRowSchema(OutputSchema):
    """An instrument in a list."""

    id = string("Its id.")
    jurisdiction = string("Whose act it is.")
    authorities = strings("Who issued it.")
    number = string("Its number.", null=True)
    title = string("Its title.")
    published = civil_day("Day of publication.", null=True)
    effective = civil_day("Its first day as stated for the whole; each measure has its own.", null=True)
    lifecycle = string("proposed, enacted or withdrawn.")
    url = string("The official address.", null=True)


class InstrumentSchema(InstrumentRowSchema):
    """A legal act with its measures and what amends or suspends what."""

    summary = string("What it does.")
    number_reason = string("Why there is no number.", null=True)
    published_reason = string("Why there is no day of publication.", null=True)
    url_reason = string("Why there is no official address.", null=True)
    evidence = string("What was read: official_text, official_summary or press.")
    extraterritorial = yes_no("Whether it binds people abroad.")
    terms = strings("Its terms in short.")
    measures = many(SourcedMeasureSchema, "Its measures, whole.")
    links = _links()
    affects = many(LinkSchema, "What it does to other instruments.")
    affected_by = many(LinkSchema, "What other instruments do to it.")
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")
    dataset = one(DatasetSchema, "The data that answered.")


class InstrumentListSchema(ListSchema):
    """Instruments, the newest first."""

    data = many(InstrumentRowSchema, "The page.")


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
    minerals = strings("Every mineral or group of the whole window, whatever the page.")
    window = one(WindowSchema, "The days that were searched.")
    interpretation = one(InterpretationSchema, "How the question was read.")
    other_years = many(YearSchema, "For a month without a year: every other year that has matches.")


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


class DownloadSchema(OutputSchema):
    """A download of the whole record."""

    format = string("json, csv.zip or sqlite.")
    media_type = string("Its media type.")
    href = string("Its address, path-absolute.")
    bytes = fields.Integer(required=True, metadata={"description": "Its size."})
    sha256 = string("The SHA-256 of its bytes, which is also its ETag.")


class ExportSchema(OutputSchema):
    """The downloads of the whole record."""

    data = many(DownloadSchema, "Every download.")
    dataset = one(DatasetSchema, "The data in them.")


class StatusWordSchema(OutputSchema):
    """A status of the vocabulary."""

    id = string("The word.")
    rank = fields.Integer(required=True, metadata={"description": "Strictness: 0 is the strictest."})
    meaning = string("What it means.")
    mast = strings("MAST 2019 codes.")
    clearance = yes_no("Always false: no status of this service is a clearance.")


class FormSchema(OutputSchema):
    """A form of the published tree."""

    id = string("The word.")
    parent = string("The form above it.", null=True)
    raw = yes_no("Whether it is a raw form.")
    title = string("Its readable name.")


class VocabularySchema(OutputSchema):
    """The words of the answers. Clients treat a status they do not know as the strictest."""

    statuses = many(StatusWordSchema, "Strictest first.")
    certainties = strings("Most certain first.")
    states = strings("Where a measure stands on a day.")
    forms = many(FormSchema, "The tree of forms.")
    outcomes = strings("The outcomes of a screening.")
    warnings = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Warning codes and meanings."},
    )
    problems = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Problem slugs and titles."},
    )
    dataset = one(DatasetSchema, "The data that answered.")


class VersionSchema(OutputSchema):
    """Which code and which data answer."""

    code = string("The version of the service.")
    dataset = one(DatasetSchema, "The data that is loaded.")
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "What the dataset holds."},
    )


class HealthSchema(OutputSchema):
    """Whether the process is up, or the data usable."""

    status = string("`ok`, `ready` or `unavailable`.")
    reasons = strings("Why it is not.")
