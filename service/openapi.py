"""The contract as text: the generated specification, corrected once and written in a reader's order."""

from __future__ import annotations

import json
from typing import Any

import yaml

_ORDER = ("openapi", "info", "servers", "security", "tags", "paths", "components")


def contract(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification as it is published: ordered, and with problems under the media type they are sent as."""
    ordered = {key: spec[key] for key in _ORDER if key in spec}
    for path in ordered["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                _problems_are_problems(operation)
    responses = ordered.get("components", {}).get("responses", {})
    for name in [name for name, response in responses.items() if _is_unused(name, ordered["paths"])]:
        del responses[name]
    if not responses:
        ordered.get("components", {}).pop("responses", None)
    plain: dict[str, Any] = json.loads(json.dumps(ordered))
    return plain


def _is_unused(name: str, paths: dict[str, Any]) -> bool:
    return f"#/components/responses/{name}" not in json.dumps(paths)


def _problems_are_problems(operation: dict[str, Any]) -> None:
    operation["responses"].pop("default", None)
    for status, response in operation["responses"].items():
        content = response.get("content", {}) if isinstance(response, dict) else {}
        if str(status)[0] in "45" and "application/json" in content:
            content["application/problem+json"] = content.pop("application/json")
            content["text/plain"] = {"schema": {"type": "string"}}  # one line, where text was asked for


def contract_yaml(spec: dict[str, Any]) -> str:
    """The published contract as YAML."""
    return yaml.safe_dump(contract(spec), sort_keys=False, allow_unicode=True, width=120)


def contract_json(spec: dict[str, Any]) -> str:
    """The published contract as JSON."""
    return json.dumps(contract(spec), ensure_ascii=False)
