"""The contract cannot drift from what is served."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import Schema
from openapi_spec_validator import validate

from schemas import changes, instruments, meta, minerals, restrictions, screenings, status
from service.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """The contract at the top of the project."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return loaded


def test_openapi_yaml_is_what_the_service_generates() -> None:
    """Regenerate with: export-controls openapi > openapi.yaml."""
    printed = CliRunner().invoke(main, ["openapi"])
    assert printed.exit_code == 0
    assert printed.output == (ROOT / "openapi.yaml").read_text(encoding="utf-8")


def test_the_contract_is_valid(contract: dict[str, Any]) -> None:
    """By the OpenAPI 3.1 specification."""
    validate(contract)
    assert contract["openapi"].startswith("3.1")


def test_the_contract_is_served_as_it_stands(client: FlaskClient, contract: dict[str, Any]) -> None:
    """YAML and JSON say the same."""
    assert yaml.safe_load(client.get("/openapi.yaml").text) == contract
    assert client.get("/openapi.json").get_json() == contract


def test_paths_and_url_map_agree_both_ways(app: Flask, contract: dict[str, Any]) -> None:
    """No route without a contract, no contract without a route."""
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    written = {(path, method) for path, item in contract["paths"].items() for method in item if method != "parameters"}
    assert served == written


def test_every_operation_documents_its_problems_as_problems(contract: dict[str, Any]) -> None:
    """Errors are application/problem+json, or one line where text was asked for, in the contract too."""
    for path, item in contract["paths"].items():
        for method in item.keys() - {"parameters"}:
            operation = item[method]
            for code, response in operation["responses"].items():
                if code[0] in "45":
                    assert list(response["content"]) == ["application/problem+json", "text/plain"], (path, method, code)


ANSWERS = [
    ("/v1/minerals/dysprosium/status", status.StatusSchema),
    ("/v1/minerals/holmium/status?as_of=2026-11-15", status.StatusSchema),
    ("/v1/minerals/rare-earths/status?as_of=2025-10-20&destination=JP", status.StatusSchema),
    ("/v1/minerals/dysprosium/status?form=magnet", status.StatusSchema),
    ("/v1/minerals/gallium/timeline", status.TimelineSchema),
    ("/v1/minerals", minerals.MineralListSchema),
    ("/v1/minerals/gallium", minerals.MineralSchema),
    ("/v1/instruments?limit=5", instruments.InstrumentListSchema),
    ("/v1/instruments/cn-mofcom-2024-46", instruments.InstrumentSchema),
    ("/v1/changes?mineral=gallium&from=2023-01-01", changes.ChangeListSchema),
    ("/v1/minerals?code=1C905", minerals.MineralListSchema),
    ("/v1/minerals?status=prohibited&destination=US", minerals.MineralListSchema),
    ("/v1/export", meta.ExportSchema),
    ("/v1/restrictions?month=12", restrictions.RestrictionListSchema),
    (
        "/v1/restrictions?month=2025-04&include=renewals,formalities,related,end_user_lists",
        restrictions.RestrictionListSchema,
    ),
    ("/v1/statuses", meta.VocabularySchema),
    ("/v1/version", meta.VersionSchema),
    ("/v1/lists", minerals.CriticalListsSchema),
    ("/v1/instruments/us-ccl", instruments.InstrumentSchema),
    ("/v1/minerals/cobalt/status?as_of=2025-11-01&origin=CD", status.StatusSchema),
    ("/healthz", meta.HealthSchema),
    ("/readyz", meta.HealthSchema),
]


@pytest.mark.parametrize(("address", "schema"), ANSWERS)
def test_every_served_field_is_declared_and_every_declared_field_is_served(
    client: FlaskClient, address: str, schema: type[Schema]
) -> None:
    """Loading is strict about missing fields; dumping what was loaded drops undeclared ones: the body must survive."""
    body = client.get(address).get_json()
    shape = schema()
    assert shape.dump(shape.load(body)) == body


def test_the_result_of_a_parts_list_is_what_its_schema_says(client: FlaskClient) -> None:
    """Lines of every outcome, by the same rule."""
    content = (ROOT / "tests" / "data" / "bom.csv").read_bytes()
    body = client.post("/v1/screenings", data=content, content_type="text/csv").get_json()
    shape = screenings.ScreeningSchema()
    assert shape.dump(shape.load(body)) == body
