"""Every answer in the test run is held to the contract: its status, media type, headers and body must be documented.

Held strictly: a field that the contract does not name is an error here, though clients must bear one, and so is a word
that an open enumeration does not list.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

ROOT = Path(__file__).parent.parent
Json = dict[str, Any]


def strict(schema: Any) -> Any:
    """``schema`` with its objects closed and its open enumerations closed."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: strict(part) for name, part in schema.items()}
    if isinstance(made.get("properties"), dict) and "type" in made:
        made.setdefault("additionalProperties", False)
    if "x-extensible-enum" in made:
        nothing = [None] if "null" in made["type"] else []
        made["enum"] = [*made["x-extensible-enum"], *nothing]
    return made


class Contract:
    """The contract at the top of the project, as a judge of answers."""

    @cached_property
    def document(self) -> Json:
        """The contract as it stands in the file."""
        text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
        loaded: Json = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
        return loaded

    @cached_property
    def _components(self) -> Json:
        return {"schemas": strict(self.document["components"]["schemas"])}

    @cached_property
    def _judges(self) -> dict[str, jsonschema_rs.Validator]:
        return {}

    def problems_with(self, schema: Json, body: Any) -> list[str]:
        """What is wrong with ``body`` by ``schema``, strictly."""
        key = json.dumps(schema)
        if key not in self._judges:
            whole = {**strict(schema), "components": self._components}
            self._judges[key] = jsonschema_rs.validator_for(whole, validate_formats=True)
        return [
            f"{'/'.join(str(p) for p in e.instance_path)}: {e.message[:300]}"
            for e in self._judges[key].iter_errors(body)
        ]

    def resolved(self, part: Json) -> Json:
        """``part``, or what it refers to."""
        while "$ref" in part:
            found: Any = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            part = found
        return part

    def check(self, path: str | None, method: str, response: TestResponse) -> None:
        """Raise ``AssertionError`` where ``response`` is not what the contract says of ``method`` at ``path``.

        ``path`` None, or one that is no route of the contract: only errors may come, as problems.
        """
        where = f"{method} {path}: {response.status_code} {response.mimetype}"
        operation = self.document["paths"].get(path, {}).get("get" if method == "HEAD" else method.lower())
        if operation is None:
            assert response.status_code >= 400, f"{where}: no such route in the contract"
            documented = self.document["components"]["responses"]["InvalidParameter"]
        else:
            assert str(response.status_code) in operation["responses"], f"{where}: status is not documented"
            documented = self.resolved(operation["responses"][str(response.status_code)])
        for name, header in documented["headers"].items():
            required = self.resolved(header)["required"]
            assert not required or name in response.headers, f"{where}: lacks the header {name}"
        if response.status_code == 304:
            assert "content" not in documented
            return
        assert response.mimetype in documented["content"], f"{where}: media type is not documented"
        if method != "HEAD" and response.is_json and response.mimetype != "application/x-ndjson":
            schema = documented["content"][response.mimetype]["schema"]
            wrong = self.problems_with(schema, response.get_json())
            assert not wrong, f"{where}: {wrong}"


CONTRACT = Contract()


class HeldToTheContract(FlaskClient):
    """A test client whose every answer is checked."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """As the plain client, and then the check."""
        response = super().open(*args, **kwargs)
        method = response.request.method
        if method != "OPTIONS":
            CONTRACT.check(self._route(response.request.path), method, response)
        return response

    def _route(self, path: str) -> str | None:
        """The path of the contract that ``path`` is one of, whatever the method."""
        urls = self.application.url_map.bind("localhost")
        for method in ("GET", "POST"):
            try:
                rule, _ = urls.match(path, method=method, return_rule=True)
            except HTTPException:
                continue
            return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        return None
