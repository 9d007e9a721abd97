"""The contract as a document: the specification that the code makes, as it is published, in a reader's order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import yaml
from flask import Flask

from service.contract import components, operations, recorded
from service.contract.components import Json

_METHODS = ("get", "post")


class _Dumper(yaml.SafeDumper):
    """YAML for readers: texts of several lines as they stand, nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Every example is written out."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


class Contract:
    """The contract of an application's routes. It does not depend on the data that is loaded, so it is made once."""

    def __init__(self, app: Flask, examples: Mapping[str, Any] | None = None) -> None:
        """``examples`` are recorded answers; by default those that stand beside the code."""
        self._app = app
        self._given = examples

    @cached_property
    def _examples(self) -> Mapping[str, Any]:
        return recorded.kept() if self._given is None else self._given

    @cached_property
    def document(self) -> Json:
        """The contract as plain data, OpenAPI 3.1."""
        spec = self._app.extensions["api"].documented().to_dict()
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
        written: str = yaml.dump(self.document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
        return written

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
