"""A line of a parts list as it is written, and what it asks: each field read strictly, every mistake told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from service.ask.words import jurisdiction_code, similar_places
from service.domain.composition import Composition, Part, overfull
from service.domain.errors import AmbiguousName, UnknownMineral
from service.domain.frozen import frozen
from service.domain.identify import key
from service.domain.vocabulary import EndUse, Movement, ShareBasis
from service.http.context import Service
from service.http.screening.sayings import DEFAULTS, NAMING, TURNING, Sayings, Values
from service.http.screening.values import (
    Frozen,
    Wrong,
    as_text,
    cas,
    control_code,
    day,
    hs_code,
    one_of,
    part_of_text,
    share,
)
from service.likeness import likest
from service.sheets import FIELDS, field_of, mistyped
from service.store.kept import kept
from service.way import WAY


@frozen
class LineError:
    """What is wrong with a field of a line; ``near`` are words that may have been meant."""

    field: str
    detail: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What names a line gives, each after its field: one object for all lines that say the same."""

    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Whence, whither, when and for what a line asks, with the defaults of the list filled in.

    One object for all lines that say the same, so that it is compared as what it is: itself.
    """

    form: str | None
    origin: str | None
    destination: str | None
    end_use: EndUse | None
    movement: Movement
    as_of: date
    filled_in: bool
    end_user: str | None


class Asked(NamedTuple):
    """What a line asks: the names it gives, what the good is made of, and the scope."""

    names: Names
    contains: Composition
    scope: Scope


Errors = tuple[LineError, ...]
_Read = tuple[Any, Errors]
"""Some fields of a line, read: what they say, and what is wrong with them."""
_NAMELESS = (LineError("material", f"the line names nothing: give one of {', '.join(NAMING)}"),)


class LineReader:
    """Reads the lines of one list: each part of what they say once.

    ``defaults`` are values already read, by field, for the lines that say nothing of it.
    """

    def __init__(self, here: Service, defaults: Mapping[str, Any]) -> None:
        self._here = here
        self.today = here.today()
        forms, titles = here.repository.forms, here.repository.form_titles
        self._forms = {key(word): form for form in forms.parents for word in (form, titles[form])}
        self._readers: dict[str, Callable[[str], Any]] = {
            "hs_code": hs_code,
            "cas": cas,
            "control_code": control_code,
            "form": kept(self._form),
            "origin": kept(self._place),
            "destination": kept(self._place),
            "end_use": one_of(EndUse, {}),
            "movement": one_of(Movement, {"re-export": "reexport", "re export": "reexport"}),
            "date": cache(day),
        }
        self.defaults = dict(defaults)
        self._mineral = kept(self._mineral_named)

    def read(self, sayings: Sayings, places: Iterable[int]) -> dict[int, Asked | Errors]:
        """By its place, of ``places``, what each of ``sayings`` asks, or every mistake in it."""
        names, contains, scopes = (
            list(map(self._names, WAY.each(sayings.names))),
            list(map(self._composition, WAY.each(sayings.compositions))),
            list(map(self._scope, WAY.each(sayings.scopes))),
        )
        asked: dict[int, Asked | Errors] = {}
        for place, (named, made, scoped) in sayings.at(WAY.each(places)):
            (name, wrong_names), (parts, wrong_parts), (scope, wrong_scope) = (
                names[named],
                contains[made],
                scopes[scoped],
            )
            wrong = wrong_names + wrong_scope + wrong_parts
            asked[place] = wrong or (Asked(name, parts, scope) if name.said else _NAMELESS)
        return asked

    def read_default(self, field: str, value: Any) -> Any:
        """A value that stands for all lines. Raises :class:`Wrong`."""
        return self._readers.get(field, str)(as_text(value))

    def _names(self, values: Values) -> _Read:
        read, errors = self._fields(NAMING, values)
        return Names(tuple((field, value) for field, value in read.items() if value)), errors

    def _scope(self, values: Values) -> _Read:
        read, errors = self._fields(DEFAULTS, values)
        read = {**self.defaults, **read}
        scope = Scope(
            form=read.get("form"),
            origin=read.get("origin"),
            destination=read.get("destination"),
            end_use=read.get("end_use"),
            movement=read.get("movement", Movement.EXPORT),
            as_of=read.get("date") or self.today,
            filled_in="date" not in read,
            end_user=read.get("end_user"),
        )
        return scope, errors

    def _composition(self, values: Values) -> _Read:
        given, basis = map(_thawed, values)
        try:
            contains = tuple(self._parts(given, basis))
            if contains and overfull(contains):
                raise Wrong("the shares come to more than the whole")
        except Wrong as wrong:
            return (), (LineError("contains", str(wrong), wrong.near),)
        return contains, ()

    def _fields(self, fields: Sequence[str], values: Values) -> tuple[dict[str, Any], Errors]:
        """What ``values``, those of ``fields``, say by field, and every mistake in them."""
        read: dict[str, Any] = {}
        errors = []
        for field, value in zip(fields, values, strict=True):
            if value is None or value == "":
                continue
            try:
                text = as_text(_thawed(value))
                if text:
                    read[field] = self._readers.get(field, str)(text)
            except Wrong as wrong:
                errors.append(LineError(field, str(wrong), wrong.near))
        return read, tuple(errors)

    def _form(self, text: str) -> str:
        found = self._forms.get(key(text))
        if found is None:
            forms = list(self._forms.values())
            near = dict.fromkeys(forms[place] for place in likest(key(text), list(self._forms), least=75))
            raise Wrong(f"{text!r} is no known form", tuple(near))
        return found

    def _place(self, text: str) -> str:
        names = self._here.repository.jurisdiction_names
        code = jurisdiction_code(text, names)
        if code is None:
            raise Wrong(f"{text!r} is no jurisdiction: give its ISO 3166-1 code or name", similar_places(text, names))
        return code

    def _parts(self, given: Any, basis: Any) -> Iterator[Part]:
        """The parts of a composition: objects, or text such as ``Dy=0.02 | Nd=0.3``."""
        if given is None or given == "":
            return
        if isinstance(given, str):
            given = [part_of_text(part) for part in re.split(r"[|;]", given) if part.strip()]
        if not isinstance(given, list):
            raise Wrong("must be a list of parts, each with its material")
        for part in given:
            if not isinstance(part, dict) or set(part) - {"material", "share", "share_basis"}:
                raise Wrong("each part is an object of material, share and share_basis")
            if not part.get("material"):
                raise Wrong("a part names no material")
            mineral = self._mineral(as_text(part["material"]))
            said = part.get("share_basis") or basis or ShareBasis.MASS
            named = self._here.repository.mineral_of(mineral)
            element = named.symbol is not None and not named.members
            yield Part(mineral, share(part.get("share")), one_of(ShareBasis, {})(as_text(said)), element)

    def _mineral_named(self, text: str) -> str:
        try:
            return self._here.repository.mineral_named(text).mineral
        except UnknownMineral as unknown:
            raise Wrong(f"no mineral on record is called {text!r}", unknown.suggestions) from unknown
        except AmbiguousName as ambiguous:
            raise Wrong(str(ambiguous), ambiguous.candidates) from ambiguous


def _thawed(value: Any) -> Any:
    return value.value if isinstance(value, Frozen) else value


def named_otherwise(given: Mapping[str, Any]) -> tuple[dict[str, Any], list[LineError]]:
    """What a line says under the other headers of its fields, by field; and names that look like mistyped ones.

    Any other name is the caller's own. A field that is said twice is a mistake.
    """
    said: dict[str, Any] = {}
    errors = []
    for name in given:
        if name in FIELDS:
            continue
        field = field_of(name)
        if field is None:
            if (near := mistyped(name)) is not None:
                errors.append(LineError(name, f"is no field of a line; did you mean {near}?", (near,)))
        elif field in TURNING and (field in said or given.get(field) is not None):
            errors.append(LineError(name, f"means {field}, which the line gives as well: say it once"))
        else:
            said[field] = given[name]
    return said, errors
