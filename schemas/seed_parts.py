"""What the shapes of the seed are made of: ids, codes, dates of any precision, citations, nulls with a reason."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from schemas.base import InputSchema, text

SLUG = validate.Regexp(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\Z", error="is no slug (lower case, digits, '-', '_' and '.')")
HS = validate.Regexp(r"\d{4}(?:\d{2}){0,3}\Z", error="is no HS code of 4, 6, 8 or 10 digits")
JURISDICTION = validate.Regexp(r"[A-Z]{2}\Z", error="is no two-letter jurisdiction code")


def partial(value: str) -> None:
    """A year, a month or a day of the calendar, as precise as it is known."""
    if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", value):
        raise ValidationError("is no year, month or day")
    try:
        date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value)
    except ValueError as error:
        raise ValidationError("is no month or day of the calendar") from error


def once(values: list[Any]) -> None:
    """No entry stands twice."""
    if len(set(values)) != len(values):
        raise ValidationError("holds an entry twice")


def slug(**kwargs: Any) -> fields.String:
    """An id: lower-case words joined by hyphens or dots."""
    return fields.String(validate=SLUG, **kwargs)


class SeedSchema(InputSchema):
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
