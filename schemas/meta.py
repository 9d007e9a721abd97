"""The service about itself: its words, its versions, its health, its downloads."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.health import Health
from schemas.lists import links
from schemas.measures import many, one, string, strings, word, yes_no
from schemas.status import DatasetSchema


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
    wto_qr = strings("Symbols of the WTO's notifications of quantitative restrictions.")
    gta = strings("Intervention types of Global Trade Alert.")
    clearance = yes_no("Always false: no status of this service is a clearance.")


class FormSchema(OutputSchema):
    """A form of the published tree."""

    id = string("The word.")
    parent = string("The form above it.", null=True)
    raw = yes_no("Whether it is a raw form.")
    title = string("Its readable name.")


class GroupSchema(OutputSchema):
    """A named set of destinations, as measures use it."""

    id = string("Its id.", examples=["us-np-column-1"])
    name = string("Its name.")
    union = yes_no("Whether it counts as one jurisdiction, so that it can be asked for as origin or destination.")
    codes = strings("Its members, ISO 3166-1 alpha-2.")


class VocabularySchema(OutputSchema):
    """The words of the answers. Clients treat a status they do not know as the strictest."""

    statuses = many(StatusWordSchema, "Strictest first.")
    certainties = strings("Most certain first.")
    states = strings("Where a measure stands on a day.")
    forms = many(FormSchema, "The tree of forms.")
    destination_groups = many(GroupSchema, "Named sets of destinations.")
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

    status = word(
        Health,
        "`ok`: the process is up. `ready`: the data is usable; `degraded`: it is, but old, or newer data was refused; "
        "`unavailable`: it is not, which JSON tells by a problem with the status 503.",
    )
    reasons = strings("Why it is not `ready`; empty where it is.")


class QuestionSchema(OutputSchema):
    """A question that the service answers."""

    question = string("In words.")
    href = string("The address that answers it, path-absolute.")


class ApiVersionSchema(OutputSchema):
    """A version of the API."""

    version = string("Its name, which its addresses begin with.", examples=["v1"])
    href = string("Where it tells which code and data answer.")
    state = string("`current`; `deprecated` for one that will go.", examples=["current"])


class RootSchema(OutputSchema):
    """What this is, and where to begin."""

    title = string("The service's name.")
    summary = string("What it answers.")
    questions = many(QuestionSchema, "Questions to begin with.")
    versions = many(ApiVersionSchema, "The versions of the API.")
    dataset = one(DatasetSchema, "The data that answers.")
    links = links()


class RelatedSchema(OutputSchema):
    """A related address."""

    href = string("The address, path-absolute.")
    type = string("Its media type.")


class RelatedToSchema(OutputSchema):
    """An API and what belongs to it."""

    anchor = string("The address that the API's own begin with.")
    service_desc = fields.List(
        fields.Nested(RelatedSchema),
        data_key="service-desc",
        required=True,
        metadata={"description": "Its contract, for programs."},
    )
    service_doc = fields.List(
        fields.Nested(RelatedSchema),
        data_key="service-doc",
        required=True,
        metadata={"description": "Its documentation, for people and for language models."},
    )
    status = many(RelatedSchema, "Whether it can answer.")


class CatalogueSchema(OutputSchema):
    """A linkset (RFC 9264) of one API."""

    linkset = many(RelatedToSchema, "The APIs here.")
