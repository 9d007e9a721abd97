"""The contract cannot drift from what is served, and says all that a caller must know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from service.app import create_app
from service.cli import main
from service.contract import recorded
from service.http.problems import KINDS
from service.settings import Settings
from tests.conformity import CONTRACT
from tests.conftest import ROOT

Json = dict[str, Any]
DOCUMENT = CONTRACT.document


def operations() -> Iterator[tuple[str, Json]]:
    """Every operation of the contract with its name."""
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield f"{method} {path}", operation


OPERATIONS = dict(operations())
EACH = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())


def test_openapi_yaml_is_what_the_service_generates() -> None:
    """Regenerate with: export-controls openapi > openapi.yaml."""
    printed = CliRunner().invoke(main, ["openapi"])
    assert printed.exit_code == 0
    assert printed.output == (ROOT / "openapi.yaml").read_text(encoding="utf-8")


def test_the_examples_are_what_the_record_answers(database: Path) -> None:
    """Renew them with: export-controls openapi --renew > openapi.yaml."""
    app = create_app(Settings(database=database), now=lambda: recorded.NOW)
    assert recorded.record(app) == recorded.kept()


def test_the_contract_is_valid() -> None:
    """By the OpenAPI 3.1 specification."""
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


def test_the_contract_is_served_as_it_stands(client: FlaskClient) -> None:
    """YAML and JSON say the same."""
    assert client.get("/openapi.yaml").text == (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    assert client.get("/openapi.json").get_json() == DOCUMENT


def test_paths_and_url_map_agree_both_ways(app: Flask) -> None:
    """No route without a contract, no contract without a route."""
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {(path, method) for path, item in DOCUMENT["paths"].items() for method in item}


@EACH
def test_an_operation_is_told_in_words(operation: Json) -> None:
    """A name for programs, a sentence, a description, a tag that is explained."""
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", operation["operationId"])
    assert operation["summary"]
    assert operation["summary"] != operation["description"]
    assert len(operation["description"]) > 20
    assert set(operation["tags"]) < {tag["name"] for tag in DOCUMENT["tags"] if tag["description"]}


def test_operation_ids_are_unique() -> None:
    """They are the names of a generated client's functions."""
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(ids)) == len(ids)


@EACH
def test_a_parameter_has_a_description_a_type_and_an_example(operation: Json) -> None:
    """And no null, which cannot be written in an address; the example is one that the schema allows."""
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        assert parameter["description"], parameter["name"]
        assert schema["type"] in ("string", "integer", "boolean"), parameter["name"]
        examples = [parameter["example"]] if "example" in parameter else schema["examples"]
        for example in examples:
            assert CONTRACT.problems_with(schema, example) == [], parameter["name"]


@EACH
def test_an_answer_has_a_schema_its_headers_and_a_recorded_example(operation: Json) -> None:
    """In every media type; the example is by its schema, strictly."""
    answer = operation["responses"]["200"]
    assert {"X-Request-ID", "Dataset-Version", "Cache-Control", "Vary"} <= set(answer["headers"])
    for media, content in answer["content"].items():
        example = content["examples"]["recorded"]
        assert ("value" in example) != ("externalValue" in example), media
        if "value" in example:
            assert CONTRACT.problems_with(content["schema"], example["value"]) == [], media


@EACH
def test_every_problem_of_an_operation_has_an_example_of_its_own_status(operation: Json) -> None:
    """As application/problem+json, and in one line where text was asked for."""
    for code, reference in operation["responses"].items():
        if code[0] not in "45":
            continue
        response = CONTRACT.resolved(reference)
        assert list(response["content"]) == ["application/problem+json", "text/plain", "text/html"]
        told = response["content"]["application/problem+json"]
        assert told["examples"]
        for example in told["examples"].values():
            assert CONTRACT.problems_with(told["schema"], example["value"]) == []
            assert example["value"]["status"] == int(code)
        for example in response["content"]["text/plain"]["examples"].values():
            assert re.fullmatch(rf"error {code} .*\n", example["value"])


def test_every_kind_of_problem_is_in_the_contract() -> None:
    """Each as an answer of some operation, but the one for an address that no operation has."""
    told = {
        example["value"]["type"].removeprefix("/problems/")
        for response in DOCUMENT["components"]["responses"].values()
        for example in response["content"]["application/problem+json"]["examples"].values()
    }
    assert told == set(KINDS)


def test_every_documented_field_of_an_answer_is_always_there() -> None:
    """Absent is null or an empty list; only what callers send has fields that may be left out."""
    sent = {"ScreeningRequest", "ScreeningLine", "Part"}
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if name not in sent:
            assert sorted(schema["required"]) == sorted(schema["properties"]), name


def test_links_lead_to_operations_that_are_there() -> None:
    """With parameters that these have."""
    by_id = {operation["operationId"]: operation for operation in OPERATIONS.values()}
    followed = 0
    for operation in OPERATIONS.values():
        for link in operation["responses"]["200"].get("links", {}).values():
            known = {parameter["name"] for parameter in by_id[link["operationId"]]["parameters"]}
            assert set(link["parameters"]) <= known
            followed += 1
    assert followed >= 10
