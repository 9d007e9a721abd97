"""One value of a line of a parts list, read strictly: what is not exactly right is refused with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from service.http.present import Json

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CAS = re.compile(r"(\d{2,7})-(\d{2})-(\d)")
_CONTROL_CODE = re.compile(r"[0-9][A-Ea-e][0-9]{1,3}(?:\.[0-9a-zA-Z.]*)?")
_NO_CODE = frozenset({"ear99", "nlr", "n/a", "na", "none", "-"})
"""What lists write where there is no code: it says nothing about the line."""


class Wrong(Exception):
    """A value that cannot be read; the message says why."""

    def __init__(self, detail: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.near = near


class Frozen:
    """A value of a line that is neither text nor a whole number, comparable by its content."""

    __slots__ = ("_text", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self._text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frozen) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __str__(self) -> str:
        return self._text.decode()


def as_text(value: Any) -> str:
    """A value as text without blanks around it. Raises :class:`Wrong` for what is neither text nor a whole number."""
    # A number with a point is refused: 2846.9 may have been 2846.90 or 28469, and nobody can tell.
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Wrong("must be text")
    return str(value).strip()


def hs_code(text: str) -> str | None:
    """The digits of a customs code; None for what lists write for none. Raises :class:`Wrong`."""
    if text.casefold() in _NO_CODE:
        return None
    digits = re.sub(r"[.\s]", "", text)
    # An odd number is what a spreadsheet leaves of a code that it took for a number: 2846.9 for 2846.90.
    if not re.fullmatch(r"(?:[0-9]{2}){2,5}", digits):
        raise Wrong(f"{text!r} is no HS code of 4, 6, 8 or 10 digits")
    return digits


def cas(text: str) -> str | None:
    """A CAS number whose check digit is right; None for what lists write for none. Raises :class:`Wrong`."""
    if text.casefold() in _NO_CODE:
        return None
    found = _CAS.fullmatch(text)
    if found is None:
        raise Wrong(f"{text!r} is no CAS number")
    digits = found[1] + found[2]
    if sum(place * int(digit) for place, digit in enumerate(reversed(digits), start=1)) % 10 != int(found[3]):
        raise Wrong(f"{text!r} is no CAS number: its check digit is wrong")
    return text


def control_code(text: str) -> str | None:
    """A code of a control list in capitals; None for what lists write for none. Raises :class:`Wrong`."""
    if text.casefold() in _NO_CODE:
        return None
    if not _CONTROL_CODE.fullmatch(text):
        raise Wrong(f"{text!r} is no control code such as 1C905")
    return text.upper()


def day(text: str) -> date:
    """A civil day written YYYY-MM-DD. Raises :class:`Wrong`."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Wrong(f"is no calendar day written YYYY-MM-DD: {text!r}")


def share(value: Any) -> Decimal | None:
    """A part of the whole, 0 to 1; None where none is given. Raises :class:`Wrong`."""
    if value is None or value == "":
        return None
    try:
        read = Decimal(str(value) if isinstance(value, float) else as_text(value))
    except InvalidOperation as error:
        raise Wrong(f"the share {value!r} is no number: write 5 % as 0.05") from error
    if not (read.is_finite() and 0 <= read <= 1):
        raise Wrong(f"a share is a part of 1, so that 5 % is 0.05, not {value!r}")
    return read


def part_of_text(text: str) -> Json:
    """A part written ``Dy=0.02``, or ``Dy`` where its share is not known, as the object that it stands for."""
    name, equals, said = text.partition("=")
    return {"material": name.strip(), "share": said.strip() if equals else None}


def one_of(enum: Any, others: Mapping[str, str]) -> Callable[[str], Any]:
    """A reader of the words of ``enum`` in any case; ``others`` are further spellings of them."""

    def read(text: str) -> Any:
        folded = text.casefold()
        try:
            return enum(others.get(folded, folded))
        except ValueError as error:
            raise Wrong(f"must be one of {', '.join(enum)}, not {text!r}") from error

    return read
