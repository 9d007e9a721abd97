"""The promise of /v1, for a machine: what callers may hold on to in a contract, a line each, and what breaks it.

``python -m tests.contract.promise > tests/data/released-contract.txt`` keeps the lines of a release.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.conformity import CONTRACT

Json = dict[str, Any]
Promises = dict[str, str]
"""What is promised, by where it stands: ``get /v1/minerals ?limit`` is ``optional integer``."""


def promises(document: Json) -> Promises:
    """Everything in a contract that a caller may hold on to. Words and examples for people are no part of it."""
    return dict(_of_document(document))


def _of_document(document: Json) -> Iterator[tuple[str, str]]:
    sent: set[str] = set()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            here = f"{method} {path}"
            yield here, operation["operationId"]
            for parameter in operation["parameters"]:
                need = "required" if parameter["required"] else "optional"
                yield f"{here} ?{parameter['name']}", f"{need} {_kind(parameter['schema'])}"
                yield from _words(f"{here} ?{parameter['name']}", parameter["schema"])
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{here} body {media}", _kind(content["schema"])
                sent |= _below(document, content["schema"])
            for status, response in operation["responses"].items():
                yield from _of_response(f"{here} {status}", status, _resolved(document, response))
    for name, schema in document["components"]["schemas"].items():
        yield from _of_schema(name, schema, sent=name in sent)


def _of_response(here: str, status: str, response: Json) -> Iterator[tuple[str, str]]:
    for name in response["headers"] if status == "200" else ():
        yield f"{here} header {name}", "sent"
    for media, content in response.get("content", {}).items():
        yield f"{here} {media}", _kind(content["schema"])


def _of_schema(name: str, schema: Json, *, sent: bool) -> Iterator[tuple[str, str]]:
    """The fields of an object; of one that callers send, whether each must be there. In an answer each of them is."""
    yield name, "sent" if sent else "answered"
    for field, shape in schema.get("properties", {}).items():
        need = ("required " if field in schema.get("required", ()) else "optional ") if sent else ""
        yield f"{name} .{field}", need + _kind(shape)
        yield from _words(f"{name} .{field}", shape)


def _words(place: str, schema: Json) -> Iterator[tuple[str, str]]:
    words = schema.get("x-extensible-enum") or schema.get("enum") or ()
    yield from ((f"{place} = {word}", "word") for word in words if word is not None)


def _kind(schema: Json) -> str:
    """The type of a field in a word: ``string``, ``null|string``, ``[Measure]``, ``Change|null``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return "|".join(sorted(_kind(option) for option in schema["anyOf"]))
    if "items" in schema:
        return f"[{_kind(schema['items'])}]"
    kind = schema.get("type", "any")
    return kind if isinstance(kind, str) else "|".join(sorted(kind))


def _below(document: Json, schema: Any) -> set[str]:
    """The names of the schemas that ``schema`` holds, however deep."""
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(schema)))
    return names.union(*(_below(document, document["components"]["schemas"][name]) for name in names))


def _resolved(document: Json, part: Json) -> Json:
    return document["components"]["responses"][part["$ref"].rsplit("/", 1)[-1]] if "$ref" in part else part


def broken(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """What of the ``old`` promises the ``new`` ones break, in words; what is added breaks nothing unless demanded."""
    found = []
    for place, said in old.items():
        if place not in new:
            found.append(f"removed: {place}")
        elif new[place] not in (said, said.replace("required", "optional")):
            found.append(f"changed: {place} was {said}, is {new[place]}")
    for place in new.keys() - old.keys():
        if new[place].startswith("required") and _parent(place) in old:
            found.append(f"newly required: {place}")
    return sorted(found)


def _parent(place: str) -> str:
    """The operation or the body that a parameter or a field belongs to."""
    before, mark, _ = place.rpartition(" ?")
    return before if mark else place.rpartition(" ")[0]


def lines(kept: Mapping[str, str]) -> str:
    """Promises as a text, a line each."""
    return "".join(f"{place}: {said}\n" for place, said in sorted(kept.items()))


def read(text: str) -> Promises:
    """Promises from a text, as ``lines`` wrote it. A line that begins with ``#`` says which release it was."""
    return dict(line.rsplit(": ", 1) for line in text.splitlines() if not line.startswith("#"))


if __name__ == "__main__":
    version = CONTRACT.document["info"]["version"]
    print(f"# {version}\n{lines(promises(CONTRACT.document))}", end="")  # noqa: T201 - a command
