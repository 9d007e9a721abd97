"""The researched questions with right answers, asked over HTTP."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

CASES = yaml.safe_load((Path(__file__).parents[1] / "data" / "cases.yaml").read_text(encoding="utf-8"))


def part(body: Any, path: str) -> Any:
    """The part of a JSON answer that a path such as ``origins[0].in_force`` names."""
    for step in re.findall(r"[^.\[\]]+|\[\d+\]", path):
        body = body[int(step[1:-1])] if step.startswith("[") else body[step]
    return body


def agrees(found: Any, wanted: object) -> bool:
    """Whether ``found`` is what a case expects; see the head of cases.yaml for the notation."""
    match wanted:
        case str() if wanted.startswith("~"):
            return wanted[1:] in json.dumps(found, ensure_ascii=False)
        case list():
            return all(one in found for one in wanted)
        case {"exactly": exactly}:
            return sorted(found) == sorted(exactly)
        case {"any": list(choice)}:
            return found in list(choice)
        case {"len": length}:
            return bool(len(found) == length)
        case _:
            return bool(found == wanted)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_answer_is_the_right_one(client: FlaskClient, case: dict[str, Any]) -> None:
    """Each case holds, for the reason that stands beside it."""
    response = client.get(case["get"])
    assert response.status_code == case.get("status", 200)
    body = response.get_json()
    for path, wanted in case["expect"].items():
        assert agrees(part(body, path), wanted), f"{path} is {part(body, path)!r}; {case['why']}"
