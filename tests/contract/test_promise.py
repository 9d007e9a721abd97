"""What was released stays: a contract that breaks the promise of /v1 does not land."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conformity import CONTRACT
from tests.conftest import ROOT
from tests.contract.promise import broken, lines, promises, read

Json = dict[str, Any]
RELEASED = (ROOT / "tests" / "data" / "released-contract.txt").read_text(encoding="utf-8")


def test_the_contract_keeps_what_the_last_release_promised() -> None:
    """Nothing removed, retyped or newly required. Never renew the file to make this pass: it changes with a release."""
    assert broken(read(RELEASED), promises(CONTRACT.document)) == []


def test_the_promises_kept_are_those_of_the_last_release() -> None:
    """The first heading of a version in the change log."""
    last = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert last
    assert RELEASED.splitlines()[0] == f"# {last[1]}"


def test_promises_survive_being_written_down() -> None:
    """As many lines as there are promises, and the same when read."""
    now = promises(CONTRACT.document)
    assert read(lines(now)) == now
    assert len(now) > 1000
    assert now["get /v1/minerals/{mineral}/status ?as_of"] == "optional string"
    assert now["get /v1/minerals/{mineral}/status 200 application/json"] == "Status"
    assert now["Status .next_change"] == "Change|null"
    assert now["Origin .in_force"] == "[Measure]"
    assert now["Measure .from"] == "null|string"
    assert now["Change .to = suspended"] == "word"
    assert now["ScreeningRequest .lines"] == "required [ScreeningLine]"


STATUS = "/v1/minerals/{mineral}/status"


def _schema(document: Json, name: str) -> Json:
    found: Json = document["components"]["schemas"][name]
    return found


def _parameter(document: Json, name: str) -> Json:
    found: Json = next(p for p in document["paths"][STATUS]["get"]["parameters"] if p["name"] == name)
    return found


BREAKING: dict[str, Callable[[Json], Any]] = {
    "removed: get /v1/lists": lambda d: d["paths"].pop("/v1/lists"),
    f"removed: get {STATUS} ?known_at": lambda d: d["paths"][STATUS]["get"]["parameters"].remove(
        _parameter(d, "known_at")
    ),
    f"changed: get {STATUS} ?as_of was optional string, is required string": lambda d: _parameter(d, "as_of").update(
        required=True
    ),
    f"newly required: get {STATUS} ?licence": lambda d: d["paths"][STATUS]["get"]["parameters"].append(
        {"name": "licence", "in": "query", "required": True, "schema": {"type": "string"}}
    ),
    f"removed: get {STATUS} ?end_use = military": lambda d: _parameter(d, "end_use")["schema"]["enum"].remove(
        "military"
    ),
    "removed: Status .summary": lambda d: _schema(d, "Status")["properties"].pop("summary"),
    "changed: Status .not_covered was integer, is string": lambda d: _schema(d, "Status")["properties"][
        "not_covered"
    ].update(type="string"),
    "changed: Status .summary was string, is null|string": lambda d: _schema(d, "Status")["properties"][
        "summary"
    ].update(type=["string", "null"]),
    "removed: Status .certainty = projected": lambda d: _schema(d, "Status")["properties"]["certainty"][
        "x-extensible-enum"
    ].remove("projected"),
    f"removed: get {STATUS} 200 text/csv": lambda d: d["paths"][STATUS]["get"]["responses"]["200"]["content"].pop(
        "text/csv"
    ),
    f"removed: get {STATUS} 200 header ETag": lambda d: d["paths"][STATUS]["get"]["responses"]["200"]["headers"].pop(
        "ETag"
    ),
    f"changed: get {STATUS} was getStatus, is getState": lambda d: d["paths"][STATUS]["get"].update(
        operationId="getState"
    ),
    "newly required: ScreeningRequest .buyer": lambda d: _demand(_schema(d, "ScreeningRequest"), "buyer"),
    "newly required: ScreeningLine .buyer": lambda d: _demand(_schema(d, "ScreeningLine"), "buyer"),
}


def _demand(schema: Json, name: str) -> None:
    schema["properties"][name] = {"type": "string"}
    schema.setdefault("required", []).append(name)


@pytest.mark.parametrize(("said", "change"), BREAKING.items(), ids=BREAKING.keys())
def test_what_breaks_a_caller_is_found_and_named(said: str, change: Callable[[Json], Any]) -> None:
    """One change to the contract, and the place is told."""
    changed = copy.deepcopy(CONTRACT.document)
    change(changed)
    assert said in broken(promises(CONTRACT.document), promises(changed))


def test_additions_break_nothing() -> None:
    """A route, a parameter, a field, a word, a representation; and what was demanded may become optional."""
    changed = copy.deepcopy(CONTRACT.document)
    changed["paths"]["/v1/elements"] = copy.deepcopy(changed["paths"]["/v1/lists"])
    changed["paths"]["/v1/elements"]["get"]["parameters"].append(
        {"name": "period", "in": "query", "required": True, "schema": {"type": "string"}}
    )
    changed["paths"][STATUS]["get"]["parameters"].append(
        {"name": "licence", "in": "query", "required": False, "schema": {"type": "string"}}
    )
    next(p for p in changed["paths"]["/v1/ask"]["get"]["parameters"] if p["name"] == "q")["required"] = False
    _schema(changed, "Status")["properties"]["mood"] = {"type": "string"}
    _schema(changed, "Status")["properties"]["status"]["x-extensible-enum"].append("embargoed")
    assert broken(promises(CONTRACT.document), promises(changed)) == []
