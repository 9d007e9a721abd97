"""An operation as it is published: parameters as a caller writes them, answers with headers and recorded examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from service.access import OPEN
from service.contract.components import EVERYWHERE, Json, headers, response_name
from service.http.api import operation_id
from service.http.problems import KINDS

FLEETING = ("/metrics",)
"""Never the same twice: never kept, and no example of it stays true, so it is named by its address."""


def published(path: str, method: str, raw: Json, recorded: Mapping[str, Any]) -> tuple[Json, list[tuple[str, ...]]]:
    """The operation that ``raw`` (as the code documents itself) is published as, and the sets of problems it refers to.

    ``recorded`` are the answers to its example address by media type (see :mod:`service.contract.recorded`).
    """
    made: Json = {name: raw[name] for name in ("operationId", "summary", "description", "tags") if name in raw}
    made["summary"] = made["summary"].rstrip(".")
    made["description"] = flowing(made.get("description", ""))
    if raw.get("deprecated"):
        made["deprecated"] = True
    if path in OPEN:
        made["security"] = []
    made["parameters"] = [parameter(found) for found in raw.get("parameters", ())]
    if "requestBody" in raw:
        made["requestBody"] = raw["requestBody"]
    kept = method == "get" and path not in (*OPEN, *FLEETING)
    made["responses"] = {"200": _answer(raw, kept, recorded)}
    if kept:
        made["responses"]["304"] = {
            "description": "What the caller has already, by its `If-None-Match`, is still the answer.",
            "headers": headers("ETag"),
        }
    sets = list(_problem_sets(path, raw))
    for slugs in sets:
        reference = {"$ref": f"#/components/responses/{response_name(slugs)}"}
        made["responses"][str(KINDS[slugs[0]].status)] = reference
    made["responses"] = dict(sorted(made["responses"].items()))
    return made, sets


def flowing(text: str) -> str:
    """Paragraphs, each of one line: how a docstring was broken for the screen is nobody's business."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n")).strip()


def parameter(raw: Json) -> Json:
    """A parameter as a caller writes it: an address has no null, and what must be given has an example beside it.

    The example of an optional parameter stays in its schema: reference pages fill a form with one that stands beside
    it, and a question with every parameter filled in is none that anybody asks.
    """
    if raw["in"] != "query":
        return {"name": raw["name"], "in": raw["in"], "required": True, **{k: raw[k] for k in _PATH if k in raw}}
    schema = dict(raw["schema"])
    kinds = schema.pop("type", "string")
    schema = {"type": kinds if isinstance(kinds, str) else next(kind for kind in kinds if kind != "null"), **schema}
    if "enum" in schema:
        schema["enum"] = [word for word in schema["enum"] if word is not None]
    if schema.get("default", ...) is None:
        del schema["default"]
    required = raw.get("required", False)
    made = {"name": raw["name"], "in": "query", "required": required, "description": raw["description"]}
    beside = {"example": schema.pop("examples")[0]} if required else {}
    return {**made, "schema": schema, **beside}


_PATH = ("description", "schema", "example")


def _answer(raw: Json, kept: bool, recorded: Mapping[str, Any]) -> Json:
    said = raw["responses"]["200"]
    address = raw["x-example"]
    content = {}
    for media in sorted(said["content"], key=lambda media: (not media.endswith("json"), media)):
        found = recorded.get(media, {"externalValue": address})
        example = {"summary": f"{'POST' if 'requestBody' in raw else 'GET'} {address}", **found}
        content[media] = {"schema": said["content"][media]["schema"], "examples": {"recorded": example}}
    saved = ["Content-Disposition"] if "text/csv" in content or "application/zip" in content else []
    answer = {
        "description": said["description"],
        "headers": headers(*(["ETag"] if kept else []), *saved, limited=raw["x-example"] not in OPEN),
        "content": content,
    }
    if raw["x-links"]:
        answer["links"] = {
            name: {"operationId": operation_id(view), "parameters": dict(parameters)}
            for name, (view, parameters) in raw["x-links"].items()
        }
    return answer


def _problem_sets(path: str, raw: Json) -> Iterable[tuple[str, ...]]:
    """The kinds of problem of an operation, those of one status together, by status."""
    everywhere = [slug for slug in EVERYWHERE if path not in OPEN or slug not in ("unauthorised", "too-many-requests")]
    chooses = any(found["name"] == "format" for found in raw.get("parameters", ()))
    slugs = dict.fromkeys([*raw["x-problems"], *everywhere, *(["not-acceptable"] if chooses else [])])
    by_status: dict[int, list[str]] = {}
    for slug in KINDS:  # the order in which the kinds are published, so that one set has one name
        if slug in slugs:
            by_status.setdefault(KINDS[slug].status, []).append(slug)
    return [tuple(by_status[status]) for status in sorted(by_status)]
