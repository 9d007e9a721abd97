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
from marshmallow import Schema


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


class _TextLoader(yaml.BaseLoader):
    """YAML in which everything is text but ``null``; a repeated key is an error, not a silent last word.

    Typing by YAML itself would read NO as false and 1.10 as 1.1; the schemas do all typing.
    """


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


_TextLoader.add_constructor("tag:yaml.org,2002:map", _unique_mapping)


def parse_yaml(text: str) -> Any:
    """The content of a seed file. Raises ``yaml.YAMLError`` for what is no YAML or repeats a key."""
    return yaml.load(text, Loader=_TextLoader)  # noqa: S506 - a BaseLoader subclass, which makes text only


def read_file(root: Path, path: Path, schema: Schema, problems: list[Problem]) -> Any:
    """The validated content of one file; None, and entries in ``problems``, when it cannot be used."""
    name = path.relative_to(root).as_posix()
    try:
        content = parse_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(name, "", "is missing"))
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(name, _yaml_place(error), f"cannot be read: {_first_line(error)}"))
        return None
    if schema.many and not isinstance(content, list):
        problems.append(Problem(name, "", "must be a list"))
        return None
    errors = schema.validate(content)
    if errors:
        problems.extend(Problem(name, where, message) for where, message in flatten(errors))
        return None
    return schema.load(content)


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
