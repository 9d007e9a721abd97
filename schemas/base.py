"""What every schema of the service shares: strict input, open output, and the house fields.

Input refuses what it does not know; output drops it, so that a published answer stays open for new fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class InputSchema(Schema):
    """A shape that is read: anything unknown in it is an error."""

    class Meta:
        unknown = RAISE


class OutputSchema(Schema):
    """A shape that is sent: clients must accept fields that are added later."""

    class Meta:
        unknown = EXCLUDE


class CivilDate(fields.Field[date]):
    """A civil day, written ``YYYY-MM-DD`` and nothing else: ``2025-4-1`` and ``20250401`` are refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": "is no calendar day written YYYY-MM-DD: {input!r}"})
        kwargs.setdefault("metadata", {})
        kwargs["metadata"] = {"type": "string", "format": "date", **kwargs["metadata"]}
        super().__init__(**kwargs)

    def _serialize(self, value: date | str | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value)
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("invalid", input=value) from error


class Count(fields.Integer):
    """A whole number in plain digits: ``1_0``, ``+5`` and the digits of other scripts are refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if not (isinstance(value, str) and value.isascii() and value.isdigit()):
            raise self.make_error("invalid", input=value)
        return int(value)


class Spelling(validate.Regexp):
    """That the whole text is spelt so: ``pattern`` runs from ``^`` to ``$``, as it is published."""

    def __call__(self, value: Any) -> Any:
        """``value``, if it is. A line break at its end, which ``$`` would let through, is not."""
        super().__call__(value)
        if value.endswith("\n"):
            raise ValidationError(self._format_error(value))
        return value


def words(enum: type[StrEnum]) -> list[str]:
    """The values of ``enum`` in the order of their declaration."""
    return [member.value for member in enum]


class Word(fields.Field[StrEnum | str]):
    """A member of a vocabulary, by its value, in exactly that spelling.

    What may be asked is published as an enumeration, what is answered as an open one (see :mod:`service.http.api`).
    """

    def __init__(self, enum: type[StrEnum], *, beside: Sequence[str] = (), **kwargs: Any) -> None:
        """``beside`` are words that may be asked with those of ``enum`` and are none of them, such as ``any``."""
        kwargs.setdefault("error_messages", {"invalid": "must be one of {choices}, not {input!r}"})
        self.enum, self.beside = enum, tuple(beside)
        kwargs.setdefault("metadata", {})
        kwargs["metadata"] = {"type": "string", **kwargs["metadata"]}
        super().__init__(**kwargs)

    @property
    def known(self) -> list[str]:
        """Every word that may be given, in the order of declaration."""
        return [*words(self.enum), *self.beside]

    def _serialize(self, value: StrEnum | str | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> StrEnum | str:
        if isinstance(value, str) and value in self.beside:
            return value
        try:
            return self.enum(value)
        except ValueError as error:
            raise self.make_error("invalid", input=value, choices=", ".join(self.known)) from error


def text(**kwargs: Any) -> fields.String:
    """A string that is not empty and not blank."""

    def not_blank(value: str) -> None:
        if not value.strip():
            raise ValidationError("must not be blank")

    return fields.String(validate=not_blank, **kwargs)
