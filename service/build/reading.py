"""Reading the seed files: strict YAML, everything text, every problem collected with its file and path."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError
from yaml.composer import Composer
from yaml.constructor import BaseConstructor
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.resolver import BaseResolver


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a seed file, and where in it."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path or '(whole file)'}: {self.message}"


class SeedErrors(Exception):
    """The seed cannot be built; ``problems`` holds everything that was found, in order of file and path."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(f"{len(self.problems)} problem(s) in the seed data")


class _TextLoader(CParser, Composer, BaseConstructor, BaseResolver):
    """YAML in which everything is text but ``null``; a repeated key is an error, not a silent last word.

    Typing by YAML itself would read NO as false and 1.10 as 1.1; the schemas do all typing. libyaml parses, ten times
    as fast as Python; what it parsed is composed here, so that a long list can be taken entry by entry.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        BaseConstructor.__init__(self)
        BaseResolver.__init__(self)

    def entries(self) -> Iterator[Any]:
        """The entries of the list that the document is, one after the other: not all are in memory at once.

        Raises :class:`_NoList` for a document that is none.
        """
        self.get_event()  # where the stream starts
        if not self.check_event(yaml.StreamEndEvent):
            self.get_event()  # where the document starts
        if not self.check_event(yaml.SequenceStartEvent):
            raise _NoList
        self.get_event()
        while not self.check_event(yaml.SequenceEndEvent):
            yield self.construct_document(self.compose_node(None, 0))
        for _ in ("the list", "the document"):
            self.get_event()
        if not self.check_event(yaml.StreamEndEvent):
            raise yaml.MarkedYAMLError(problem="a second document begins")


_TextLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"null\Z"), ["n"])
_TextLoader.add_constructor("tag:yaml.org,2002:null", lambda loader, node: None)


def _unique_mapping(loader: _TextLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_TextLoader.add_constructor("tag:yaml.org,2002:map", _unique_mapping)  # type: ignore[type-var]  # as above


def parse_yaml(text: str) -> Any:
    """The content of a seed file. Raises ``yaml.YAMLError`` for what is no YAML or repeats a key."""
    return _TextLoader(text).get_single_data()


class _NoList(Exception):
    """The document is no list."""


def _loaded(text: str, schema: Schema) -> Any:
    """The content of a file as ``schema`` loads it. Raises ``ValidationError`` with every problem of every entry."""
    if not schema.many:
        return schema.load(parse_yaml(text))
    found: list[Any] = []
    errors: dict[int, Any] = {}
    for number, entry in enumerate(_TextLoader(text).entries()):
        try:
            found.append(schema.load(entry, many=False))
        except ValidationError as error:
            errors[number] = error.messages
    if errors:
        raise ValidationError(errors)
    return found


def read_file(root: Path, path: Path, schema: Schema, problems: list[Problem]) -> Any:
    """The validated content of one file; None, and entries in ``problems``, when it cannot be used."""
    name = path.relative_to(root).as_posix()
    try:
        return _loaded(path.read_text(encoding="utf-8"), schema)
    except FileNotFoundError:
        problems.append(Problem(name, "", "is missing"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(name, _yaml_place(error), f"cannot be read: {_first_line(error)}"))
    except _NoList:
        problems.append(Problem(name, "", "must be a list"))
    except ValidationError as error:
        problems.extend(Problem(name, where, message) for where, message in flatten(error.messages))
    return None


def _yaml_place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark is not None else ""


def _first_line(error: Exception) -> str:
    return (getattr(error, "problem", None) or str(error)).splitlines()[0]


def flatten(errors: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Marshmallow's nested errors as pairs of a path such as ``measures[0].from`` and a message."""
    if isinstance(errors, dict):
        for key, inner in errors.items():
            if key == "_schema":
                yield from flatten(inner, path)
            elif isinstance(key, int):
                yield from flatten(inner, f"{path}[{key}]")
            else:
                yield from flatten(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(errors, list):
        for message in errors:
            yield from flatten(message, path)
    else:
        yield path, str(errors)


def read_countries(root: Path, problems: list[Problem]) -> dict[str, str]:
    """Code to name of every ISO 3166-1 jurisdiction, from ``countries.csv``."""
    path = root / "countries.csv"
    if not path.exists():
        problems.append(Problem("countries.csv", "", "is missing"))
        return {}
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    if not rows or rows[0] != ["code", "name"]:
        problems.append(Problem("countries.csv", "line 1", "the header must be code,name"))
        return {}
    found: dict[str, str] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != 2 or len(row[0]) != 2 or not row[0].isupper() or not row[1].strip():
            problems.append(Problem("countries.csv", f"line {number}", "must be a two-letter code and a name"))
        elif row[0] in found:
            problems.append(Problem("countries.csv", f"line {number}", f"{row[0]} stands twice"))
        else:
            found[row[0]] = row[1]
    return found
