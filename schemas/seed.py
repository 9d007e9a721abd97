"""The shape of the files in ``seed_data``: what a person writes and the build refuses to misread.

Everything arrives as text (the loader types nothing); every fact must carry at least one source with its locator.
An unknown value is written ``null`` and has its reason in the field beside it.
"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from schemas.base import CivilDate, InputSchema, Word, text
from schemas.seed_parts import HS, JURISDICTION, SeedSchema, once, partial, slug, sources
from service.domain.vocabulary import (
    Movement,
    Standing,
    State,
)


class SourceSeed(SeedSchema):
    """A document: its address as it was read or quoted, and whether the researcher opened it."""

    reasoned = ("address", "published", "title")
    id = slug(required=True)
    title = text(required=True, allow_none=True)
    title_reason = text(load_default=None)
    publisher = text(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(["official", "press", "trade", "law_firm", "repository", "reference", "article"]),
    )
    language = text(load_default=None, allow_none=True)
    address = fields.Url(required=True, allow_none=True)
    address_reason = text(load_default=None)
    published = CivilDate(required=True, allow_none=True)
    published_reason = text(load_default=None)
    retrieved_by = CivilDate(required=True)
    opened = fields.Boolean(required=True)
    note = text(load_default=None)


class SynonymSeed(InputSchema):
    """A further name, and the form that it implies."""

    name = text(required=True)
    form = slug(load_default=None)


class MineralSeed(InputSchema):
    """A mineral or, with ``category: group``, several under one name."""

    id = slug(required=True)
    name = text(required=True)
    name_zh = text(required=True, allow_none=True)
    symbol = text(load_default=None, allow_none=True)
    cas = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"\d{2,7}-\d{2}-\d\Z", error="is no CAS number")
    )
    atomic_number = fields.Integer(load_default=None, allow_none=True)
    category = fields.String(
        required=True,
        validate=validate.OneOf(
            [
                "light_rare_earth", "medium_rare_earth", "heavy_rare_earth", "rare_earth_unclassified",
                "minor_metal", "battery_metal", "precious_metal", "base_metal", "non_metal", "gas",
                "engineered_material", "magnet", "industrial_mineral", "alkali_metal", "radioactive", "ore", "waste",
                "group",
            ]
        ),
    )  # fmt: skip
    groups = fields.List(slug(), load_default=list, validate=once)
    hs_headings = fields.List(fields.String(validate=HS), load_default=list, validate=once)
    synonyms = fields.List(fields.Nested(SynonymSeed), load_default=list)
    product_form = slug(load_default=None)
    made_of = fields.List(slug(), load_default=list, validate=once)
    note = text(load_default=None)
    sources = sources()


class ListedSeed(InputSchema):
    """An entry of a list of critical minerals; ``named_as`` where the list has another name or one for several."""

    mineral = slug(required=True)
    named_as = slug(load_default=None)
    grade = text(load_default=None)


class CriticalListSeed(SeedSchema):
    """A published list of critical minerals: no measure, and nothing of it sets a status.

    ``count`` is the number of entries as the list counts them; ``verified`` is false where entries are from memory.
    """

    reasoned = ("published",)
    id = slug(required=True)
    jurisdiction = fields.String(required=True, validate=JURISDICTION)
    title = text(required=True)
    published = CivilDate(required=True, allow_none=True)
    published_reason = text(load_default=None)
    count = fields.Integer(required=True)
    verified = fields.Boolean(required=True)
    how = text(required=True)
    entries = fields.List(fields.Nested(ListedSeed), required=True, validate=validate.Length(min=1))
    sources = sources()


class FormSeed(InputSchema):
    """A form and the one above it."""

    id = slug(required=True)
    parent = slug(required=True, allow_none=True)
    raw = fields.Boolean(load_default=False)
    title = text(required=True)


class FormTermSeed(InputSchema):
    """The wording of goods in an instrument's record, and the forms it stands for (none: which ones was not read)."""

    goods = text(required=True)
    forms = fields.List(slug(), required=True)
    note = text(load_default=None)


class LeftOutSeed(InputSchema):
    """A kind of measure that was not collected, and for which days."""

    what = text(required=True)
    why = text(required=True)
    start = CivilDate(load_default=None, data_key="from")
    until = CivilDate(load_default=None)
    movement = Word(Movement, load_default=None)


class CoverageSeed(SeedSchema):
    """From when on the record speaks for these minerals, and what it leaves out."""

    minerals = fields.List(slug(), required=True, validate=validate.Length(min=1))
    since = CivilDate(required=True, allow_none=True)
    why = text(required=True)
    left_out = fields.List(fields.Nested(LeftOutSeed), load_default=list)


class JurisdictionSeed(InputSchema):
    """An exporting jurisdiction, how far its record was reviewed, and its coverage."""

    code = fields.String(required=True, validate=JURISDICTION)
    name = text(required=True)
    reviewed_through = CivilDate(required=True)
    review_derived = text(load_default=None)
    completeness = text(required=True)
    coverage = fields.List(fields.Nested(CoverageSeed), required=True)
    sources = sources()


class DestinationGroupSeed(InputSchema):
    """A named set of destinations, expanded once at build: those listed, or all but those listed.

    Either list may hold codes and the ids of groups that stand before it.
    """

    id = text(required=True)
    name = text(required=True)
    union = fields.Boolean(load_default=False)
    codes = fields.List(text(), load_default=list, validate=once)
    all_except = fields.List(text(), load_default=list, validate=once)
    sources = sources()

    @validates_schema
    def _one_way_to_say_it(self, data: dict[str, Any], **kwargs: Any) -> None:
        if bool(data["codes"]) is bool(data["all_except"]):
            raise ValidationError("give either codes or all_except", "codes")
        if data["union"] and not data["codes"]:
            raise ValidationError("a union lists its members", "codes")


class EventSeed(InputSchema):
    """A dated happening that is not itself law. ``date`` keeps its precision: a month stays a month."""

    id = slug(required=True)
    date = fields.String(required=True, validate=partial)
    date_end = fields.String(load_default=None, allow_none=True, validate=partial)
    kind = text(required=True)
    actors = fields.List(text(), required=True)
    summary = text(required=True)
    minerals = fields.List(slug(), load_default=list, validate=once)
    scopes = fields.List(text(), load_default=list, validate=once)
    instruments = fields.List(slug(), load_default=list, validate=once)
    evidence = fields.String(required=True, validate=validate.OneOf(["official_text", "official_summary", "press"]))
    note = text(load_default=None)
    sources = sources()

    @validates_schema
    def _in_order(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["date_end"] is not None and data["date_end"] < data["date"]:
            raise ValidationError("is before the first day", "date_end")


class ClaimSeed(SeedSchema):
    """One statement of a source, and how it stands against the official record."""

    reasoned = ("date_stated",)
    id = slug(required=True)
    statement = text(required=True)
    minerals = fields.List(slug(), load_default=list, validate=once)
    scopes = fields.List(text(), load_default=list, validate=once)
    topic = fields.String(
        required=True,
        validate=validate.OneOf(
            ["easing", "quota", "licence", "control", "talks", "countermeasure", "market", "motive", "background"]
        ),
    )
    date_stated = text(required=True, allow_none=True)
    date_stated_reason = text(load_default=None)
    standing = Word(Standing, required=True)
    record = fields.List(slug(), load_default=list, validate=once)
    explanation = text(load_default=None)
    sources = sources()


class FigureSeed(SeedSchema):
    """A reported quantity; a value that the source does not give is null with the reason."""

    reasoned = ("value",)
    id = slug(required=True)
    mineral = slug(required=True)
    quantity = text(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["previous", "revised", "volume", "rate"]))
    value = fields.Decimal(required=True, allow_none=True, allow_nan=False)
    value_reason = text(load_default=None)
    unit = text(required=True)
    standing = Word(Standing, required=True)
    claim = slug(load_default=None, allow_none=True)
    note = text(load_default=None)
    sources = sources()


class ReadingSeed(InputSchema):
    """One way to read the record: why, on what evidence, and which measures it puts in another state."""

    id = slug(required=True)
    reason = text(required=True)
    states = fields.Dict(keys=slug(), values=Word(State), load_default=dict)
    sources = sources()


class DisputeSeed(InputSchema):
    """Rival readings on the days ``from``..``until``; ``states`` may name a measure or a whole instrument."""

    id = slug(required=True)
    start = CivilDate(required=True, data_key="from")
    until = CivilDate(required=True)
    opens_on = CivilDate(required=True)
    readings = fields.List(fields.Nested(ReadingSeed), required=True, validate=validate.Length(min=2))


class DatasetSeed(InputSchema):
    """What the data set is, and the counts below which a build is refused as a loss of data."""

    title = text(required=True)
    licence = text(required=True)
    minimum = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
