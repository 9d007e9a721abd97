"""The shape of an instrument's file in ``seed_data``: its measures, what they cover, exclude and pause."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from schemas.base import CivilDate, InputSchema, Word, text
from schemas.seed_parts import HS, JURISDICTION, SeedSchema, once, slug, sources
from service.domain.vocabulary import (
    DestinationMode,
    End,
    EndUse,
    MeasureType,
    Movement,
    Regime,
    ShareBasis,
    Subject,
)


class DestinationsSeed(InputSchema):
    """The destinations that a measure binds."""

    mode = Word(DestinationMode, required=True)
    codes = fields.List(fields.String(validate=JURISDICTION), load_default=list, validate=once)
    group = text(load_default=None)

    @validates_schema
    def _mode_and_list_agree(self, data: dict[str, Any], **kwargs: Any) -> None:
        mode = data["mode"]
        if (mode in (DestinationMode.ONLY, DestinationMode.EXCEPT)) is not bool(data["codes"]):
            raise ValidationError("codes go with the modes only and except, and with no other", "codes")
        if (mode is DestinationMode.GROUP) is not (data["group"] is not None):
            raise ValidationError("group goes with the mode group, and with no other", "group")


class ContentSeed(InputSchema):
    """A condition on content for machines: one of these minerals at all or, with ``at_least``, that share of them."""

    any_of = fields.List(slug(), required=True, validate=[validate.Length(min=1), once])
    at_least = fields.Decimal(
        load_default=None, allow_nan=False, validate=validate.Range(min=0, max=1, min_inclusive=False)
    )
    basis = Word(ShareBasis, load_default=ShareBasis.MASS)


class ItemSeed(InputSchema):
    """A line of the instrument: the goods in its words, codes with their basis, and the grade it turns on."""

    goods = text(required=True)
    control_code = text(load_default=None, allow_none=True)
    control_code_basis = text(load_default=None)
    hs_codes = fields.List(fields.String(validate=HS), load_default=list)
    hs_basis = fields.String(
        load_default="printed",
        validate=validate.OneOf(["printed", "licence_catalogue_2026", "tariff_listing", "inferred"]),
    )
    hs_codes_2026 = fields.List(fields.String(validate=HS), load_default=list)
    condition = text(load_default=None)
    contents = fields.List(fields.Nested(ContentSeed), load_default=list)
    rest = text(load_default=None)
    note = text(load_default=None)
    sources = sources()

    @validates_schema
    def _contents_are_of_a_condition(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["contents"] and data["condition"] is None:
            raise ValidationError("go with a condition that says the same in words", "contents")
        if data["rest"] and not data["contents"]:
            raise ValidationError("is what a condition says beside its contents", "rest")


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
    forms = fields.List(slug(), required=True, validate=[validate.Length(min=1), once])
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


class DerivedSeed(InputSchema):
    """A date that no text prints: which one, and how it was come by."""

    field = fields.String(
        required=True, validate=validate.OneOf(["from", "until", "published", "verified_on", "ended_by"])
    )
    why = text(required=True)


class AmountSeed(SeedSchema):
    """A quantity that a measure fixes: the volume of a quota, the rate of a charge, a price floor.

    ``from`` and ``until`` are the period that it is for; ``usable_until`` is the day after the last on which an unused
    volume may still be used. ``value_to`` is the upper end of a range. ``verified`` is false where sources differ.
    """

    reasoned = ("value",)
    value = fields.Decimal(required=True, allow_none=True, allow_nan=False, validate=validate.Range(min=0))
    value_reason = text(load_default=None)
    value_to = fields.Decimal(load_default=None, allow_nan=False, validate=validate.Range(min=0))
    unit = text(required=True)
    of = text(required=True)
    mineral = slug(load_default=None)
    start = CivilDate(load_default=None, data_key="from")
    until = CivilDate(load_default=None)
    usable_until = CivilDate(load_default=None)
    verified = fields.Boolean(load_default=True)
    note = text(load_default=None)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["value"] is not None and data["value_to"] is not None and data["value_to"] <= data["value"]:
            raise ValidationError("is not above the lower end", "value_to")
        if data["start"] and data["until"] and data["until"] <= data["start"]:
            raise ValidationError("is not after the first day", "until")
        if data["usable_until"] and (data["until"] is None or data["usable_until"] <= data["until"]):
            raise ValidationError("is for a volume that may be used after its period", "usable_until")


class MeasureSeed(SeedSchema):
    """One legal effect of an instrument. Dates follow the house rule: ``from`` included, ``until`` excluded."""

    reasoned = ("start", "published")
    id = slug(required=True)
    article = text(load_default=None)
    title = text(required=True)
    summary = text(required=True)
    type = Word(MeasureType, required=True)
    regime = Word(Regime, required=True)
    wto_qr = text(load_default=None)
    gta_type = text(load_default=None)
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
    ended_by = CivilDate(load_default=None)
    derived = fields.List(fields.Nested(DerivedSeed), load_default=list)
    end = Word(End, required=True)
    end_published = CivilDate(load_default=None)
    end_note = text(load_default=None)
    renews = slug(load_default=None)
    condition = text(load_default=None)
    amounts = fields.List(fields.Nested(AmountSeed), load_default=list)
    scopes = fields.List(text(), load_default=list, validate=once)
    covers = fields.List(fields.Nested(CoverSeed), required=True)
    excludes = fields.List(fields.Nested(ExclusionSeed), load_default=list)
    suspensions = fields.List(fields.Nested(SuspensionSeed), load_default=list)
    names_listed = fields.Integer(load_default=None)
    names_on_record = fields.List(text(), load_default=list, validate=once)
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
        if data["ended_by"] and (data["end"] is not End.UNKNOWN or (first and data["ended_by"] <= first)):
            raise ValidationError("is for an end whose day is unknown, and comes after the first day", "ended_by")
        labelled = [derived["field"] for derived in data["derived"]]
        if len(set(labelled)) < len(labelled):
            raise ValidationError("names a field twice", "derived")
        for field in labelled:
            if data["start" if field == "from" else field] is None:
                raise ValidationError(f"{field} is null, so it cannot be derived", "derived")


class LinkSeed(InputSchema):
    """What this instrument does to another one."""

    relation = fields.String(
        required=True,
        validate=validate.OneOf(
            ["amends", "suspends", "repeals", "replaces", "carries_over", "implements", "retaliates"]
        ),
    )
    instrument = slug(required=True, allow_none=True)
    what = text(required=True)
    sources = sources()


class InstrumentSeed(SeedSchema):
    """A legal act; one file each, its measures inside."""

    reasoned = ("published", "number", "url")
    id = slug(required=True)
    jurisdiction = fields.String(required=True, validate=JURISDICTION)
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
    evidence = fields.String(
        required=True, validate=validate.OneOf(["official_text", "official_summary", "tracker", "press"])
    )
    extraterritorial = fields.Boolean(load_default=False)
    links = fields.List(fields.Nested(LinkSeed), load_default=list)
    terms = fields.List(text(), load_default=list)
    measures = fields.List(fields.Nested(MeasureSeed), required=True)
    note = text(load_default=None)
    sources = sources()
