"""The shape of the files in ``seed_data``: what a person writes and the build refuses to misread.

Everything arrives as text (the loader types nothing); every fact must carry at least one source with its locator.
An unknown value is written ``null`` and has its reason in the field beside it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from schemas.base import CivilDate, InputSchema, Word, text
from service.domain.vocabulary import (
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    Standing,
    State,
    Subject,
)

_slug = validate.Regexp(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\Z", error="is no slug (lower case, digits, '-', '_' and '.')")
_hs = validate.Regexp(r"\d{4}(?:\d{2}){0,3}\Z", error="is no HS code of 4, 6, 8 or 10 digits")
_code = validate.Regexp(r"[A-Z]{2}\Z", error="is no two-letter jurisdiction code")


def _partial(value: str) -> None:
    """A year, a month or a day of the calendar, as precise as it is known."""
    if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", value):
        raise ValidationError("is no year, month or day")
    try:
        date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value)
    except ValueError as error:
        raise ValidationError("is no month or day of the calendar") from error


def _once(values: list[Any]) -> None:
    if len(set(values)) != len(values):
        raise ValidationError("holds an entry twice")


def slug(**kwargs: Any) -> fields.String:
    """An id: lower-case words joined by hyphens or dots."""
    return fields.String(validate=_slug, **kwargs)


class _SeedSchema(InputSchema):
    """A seed shape whose nullable fields must state why they are null in ``<field>_reason``."""

    reasoned: tuple[str, ...] = ()

    @validates_schema(skip_on_field_errors=False)
    def _null_has_a_reason(self, data: dict[str, Any], **kwargs: Any) -> None:
        for name in self.reasoned:
            key = self.fields[name].data_key or name
            if data.get(name) is None and not data.get(f"{name}_reason"):
                raise ValidationError(f"is null, so {key}_reason must say why", key)


class SourceRefSeed(InputSchema):
    """Where a fact was read."""

    source = slug(required=True)
    locator = text(required=True)


def sources(**kwargs: Any) -> fields.List[Any]:
    """At least one source with its locator: the schema refuses a fact without one."""
    return fields.List(
        fields.Nested(SourceRefSeed), required=True, validate=validate.Length(min=1, error="needs a source"), **kwargs
    )


class SourceSeed(_SeedSchema):
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
                "engineered_material", "magnet", "ore", "group",
            ]
        ),
    )  # fmt: skip
    groups = fields.List(slug(), load_default=list, validate=_once)
    hs_headings = fields.List(fields.String(validate=_hs), load_default=list, validate=_once)
    synonyms = fields.List(fields.Nested(SynonymSeed), load_default=list)
    product_form = slug(load_default=None)
    made_of = fields.List(slug(), load_default=list, validate=_once)
    note = text(load_default=None)
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


class CoverageSeed(_SeedSchema):
    """From when on the record speaks for these minerals, and what it leaves out."""

    minerals = fields.List(slug(), required=True, validate=validate.Length(min=1))
    since = CivilDate(required=True, allow_none=True)
    why = text(required=True)
    left_out = fields.List(fields.Nested(LeftOutSeed), load_default=list)


class JurisdictionSeed(InputSchema):
    """An exporting jurisdiction, how far its record was reviewed, and its coverage."""

    code = fields.String(required=True, validate=_code)
    name = text(required=True)
    reviewed_through = CivilDate(required=True)
    completeness = text(required=True)
    coverage = fields.List(fields.Nested(CoverageSeed), required=True)
    sources = sources()


class DestinationGroupSeed(InputSchema):
    """A named set of destinations, expanded once at build."""

    id = text(required=True)
    name = text(required=True)
    union = fields.Boolean(load_default=False)
    codes = fields.List(fields.String(validate=_code), required=True, validate=[validate.Length(min=1), _once])
    sources = sources()


class DestinationsSeed(InputSchema):
    """The destinations that a measure binds."""

    mode = Word(DestinationMode, required=True)
    codes = fields.List(fields.String(validate=_code), load_default=list, validate=_once)
    group = text(load_default=None)

    @validates_schema
    def _mode_and_list_agree(self, data: dict[str, Any], **kwargs: Any) -> None:
        mode = data["mode"]
        if (mode in (DestinationMode.ONLY, DestinationMode.EXCEPT)) is not bool(data["codes"]):
            raise ValidationError("codes go with the modes only and except, and with no other", "codes")
        if (mode is DestinationMode.GROUP) is not (data["group"] is not None):
            raise ValidationError("group goes with the mode group, and with no other", "group")


class ItemSeed(InputSchema):
    """A line of the instrument: the goods in its words, codes with their basis, and the grade it turns on."""

    goods = text(required=True)
    control_code = text(load_default=None, allow_none=True)
    control_code_basis = text(load_default=None)
    hs_codes = fields.List(fields.String(validate=_hs), load_default=list)
    hs_basis = fields.String(
        load_default="printed",
        validate=validate.OneOf(["printed", "licence_catalogue_2026", "tariff_listing", "inferred"]),
    )
    hs_codes_2026 = fields.List(fields.String(validate=_hs), load_default=list)
    condition = text(load_default=None)
    note = text(load_default=None)
    sources = sources()


class CoverSeed(InputSchema):
    """What a measure covers of one mineral or group, or of ``any-dual-use-item``.

    ``items_of`` names another measure whose lines on the same mineral are meant ("the items of 23/2023"), so that they
    are written once.
    """

    of = slug(required=True)
    covers_all_forms = fields.Boolean(load_default=False)
    items = fields.List(fields.Nested(ItemSeed), load_default=list)
    items_of = slug(load_default=None)


class ExclusionSeed(InputSchema):
    """Forms of a mineral that are outside the instrument by its own record."""

    mineral = slug(required=True)
    forms = fields.List(slug(), required=True, validate=[validate.Length(min=1), _once])
    why = text(required=True)
    sources = sources()


class SuspensionSeed(InputSchema):
    """A pause: first day, and the day after the last."""

    start = CivilDate(required=True, data_key="from")
    until = CivilDate(required=True, allow_none=True)
    by = text(required=True)
    published = CivilDate(required=True)
    note = text(load_default=None)
    sources = sources()


class MeasureSeed(_SeedSchema):
    """One legal effect of an instrument. Dates follow the house rule: ``from`` included, ``until`` excluded."""

    reasoned = ("start", "published")
    id = slug(required=True)
    article = text(load_default=None)
    title = text(required=True)
    summary = text(required=True)
    type = Word(MeasureType, required=True)
    regime = Word(Regime, required=True)
    subject = Word(Subject, required=True)
    binds = fields.List(Word(Movement), required=True, validate=validate.Length(min=1))
    destinations = fields.Nested(DestinationsSeed, required=True)
    end_use = Word(EndUse, load_default=None, allow_none=True)
    published = CivilDate(required=True, allow_none=True)
    published_reason = text(load_default=None)
    start = CivilDate(required=True, allow_none=True, data_key="from")
    start_reason = text(load_default=None, data_key="from_reason")
    verified_on = CivilDate(load_default=None, allow_none=True)
    until = CivilDate(required=True, allow_none=True)
    end = Word(End, required=True)
    end_published = CivilDate(load_default=None)
    end_note = text(load_default=None)
    renews = slug(load_default=None)
    condition = text(load_default=None)
    covers = fields.List(fields.Nested(CoverSeed), required=True)
    excludes = fields.List(fields.Nested(ExclusionSeed), load_default=list)
    suspensions = fields.List(fields.Nested(SuspensionSeed), load_default=list)
    names_listed = fields.Integer(load_default=None)
    names_on_record = fields.List(text(), load_default=list, validate=_once)
    note = text(load_default=None)
    sources = sources()

    @validates_schema
    def _dates_agree(self, data: dict[str, Any], **kwargs: Any) -> None:
        if (data["end"] is End.DATED) is not (data["until"] is not None):
            raise ValidationError("a dated end has an until, an open or unknown one has none", "until")
        if data["start"] is not None and data["verified_on"] is not None:
            raise ValidationError("is for a measure whose first day is unknown", "verified_on")
        first = data["start"] or data["verified_on"]
        if first and data["until"] and data["until"] <= first:
            raise ValidationError("is not after the first day", "until")


class LinkSeed(InputSchema):
    """What this instrument does to another one."""

    relation = fields.String(
        required=True,
        validate=validate.OneOf(["amends", "suspends", "repeals", "replaces", "carries_over", "implements"]),
    )
    instrument = slug(required=True, allow_none=True)
    what = text(required=True)
    sources = sources()


class InstrumentSeed(_SeedSchema):
    """A legal act; one file each, its measures inside."""

    reasoned = ("published", "number", "url")
    id = slug(required=True)
    jurisdiction = fields.String(required=True, validate=_code)
    authorities = fields.List(text(), required=True, validate=validate.Length(min=1))
    number = text(required=True, allow_none=True)
    number_reason = text(load_default=None)
    title = text(required=True)
    summary = text(required=True)
    published = CivilDate(required=True, allow_none=True)
    published_reason = text(load_default=None)
    effective = CivilDate(required=True, allow_none=True)
    url = fields.Url(required=True, allow_none=True)
    url_reason = text(load_default=None)
    lifecycle = fields.String(load_default="enacted", validate=validate.OneOf(["proposed", "enacted", "withdrawn"]))
    evidence = fields.String(required=True, validate=validate.OneOf(["official_text", "official_summary", "press"]))
    extraterritorial = fields.Boolean(load_default=False)
    links = fields.List(fields.Nested(LinkSeed), load_default=list)
    terms = fields.List(text(), load_default=list)
    measures = fields.List(fields.Nested(MeasureSeed), required=True)
    note = text(load_default=None)
    sources = sources()


class EventSeed(InputSchema):
    """A dated happening that is not itself law. ``date`` keeps its precision: a month stays a month."""

    id = slug(required=True)
    date = fields.String(required=True, validate=_partial)
    date_end = fields.String(load_default=None, allow_none=True, validate=_partial)
    kind = text(required=True)
    actors = fields.List(text(), required=True)
    summary = text(required=True)
    minerals = fields.List(slug(), load_default=list, validate=_once)
    scopes = fields.List(text(), load_default=list, validate=_once)
    instruments = fields.List(slug(), load_default=list, validate=_once)
    evidence = fields.String(required=True, validate=validate.OneOf(["official_text", "official_summary", "press"]))
    note = text(load_default=None)
    sources = sources()

    @validates_schema
    def _in_order(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["date_end"] is not None and data["date_end"] < data["date"]:
            raise ValidationError("is before the first day", "date_end")


class ClaimSeed(_SeedSchema):
    """One statement of a source, and how it stands against the official record."""

    reasoned = ("date_stated",)
    id = slug(required=True)
    statement = text(required=True)
    minerals = fields.List(slug(), load_default=list, validate=_once)
    scopes = fields.List(text(), load_default=list, validate=_once)
    topic = fields.String(
        required=True,
        validate=validate.OneOf(
            ["easing", "quota", "licence", "control", "talks", "countermeasure", "market", "motive", "background"]
        ),
    )
    date_stated = text(required=True, allow_none=True)
    date_stated_reason = text(load_default=None)
    standing = Word(Standing, required=True)
    record = fields.List(slug(), load_default=list, validate=_once)
    explanation = text(load_default=None)
    sources = sources()


class FigureSeed(_SeedSchema):
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
