"""The contract as a document: the specification that the code makes, as it is published, in a reader's order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from flask import Flask

from service.contract import components, operations
from service.contract.components import Json

_METHODS = ("get", "post")


class Contract:
    """The contract of an application's routes. It does not depend on the data that is loaded, so it is made once."""

    def __init__(self, app: Flask, examples: Mapping[str, Any] | None = None) -> None:
        """``examples`` are recorded answers; by default those that stand beside the code."""
        self._app = app
        self._given = examples

    @cached_property
    def _examples(self) -> Mapping[str, Any]:
        if self._given is not None:
            return self._given
        from service.contract import recorded  # noqa: PLC0415 - it can ask anew, with Flask's client: for no server

        return recorded.kept()

    @cached_property
    def document(self) -> Json:
        """The contract as plain data, OpenAPI 3.1."""
        from service.contract.specification import specification  # noqa: PLC0415 - libraries that no other answer needs

        spec = specification(self._app).to_dict()
        sets: dict[tuple[str, ...], None] = {}
        paths = {path: self._path(path, item, sets) for path, item in spec["paths"].items()}
        made = {
            "openapi": spec["openapi"],
            "info": spec["info"],
            "servers": spec["servers"],
            "security": [{}, {"accessKey": []}],
            "tags": spec["tags"],
            "paths": paths,
            "components": {
                "securitySchemes": components.SECURITY_SCHEMES,
                "headers": components.HEADERS,
                "responses": {
                    components.response_name(slugs): components.problem_response(slugs, self._examples["problems"])
                    for slugs in sorted(sets)
                },
                "schemas": spec["components"]["schemas"],
            },
        }
        plain: Json = json.loads(json.dumps(made))
        _drop_unused(plain)
        return plain

    def _path(self, path: str, item: Json, sets: dict[tuple[str, ...], None]) -> Json:
        shared = item.get("parameters", [])
        made = {}
        for method in _METHODS:
            if method in item:
                raw = {**item[method], "parameters": [*shared, *item[method].get("parameters", ())]}
                answers = self._examples["answers"].get(raw["operationId"], {})
                made[method], used = operations.published(path, method, raw, answers)
                sets.update(dict.fromkeys(used))
        return made

    @cached_property
    def yaml(self) -> str:
        """The contract as YAML."""
        from service.contract import as_yaml  # noqa: PLC0415 - a library that no other answer needs

        return as_yaml.written(self.document)

    @cached_property
    def json(self) -> str:
        """The contract as JSON."""
        return json.dumps(self.document, ensure_ascii=False)


def _drop_unused(document: Json) -> None:
    """Drop the schemas that nothing refers to: smorest registers some of its own."""
    schemas = document["components"]["schemas"]
    written = json.dumps(document)
    for name in [name for name in schemas if f'"#/components/schemas/{name}"' not in written]:
        del schemas[name]
