"""The published words are those that are sent, and no other."""

from __future__ import annotations

import ast
from pathlib import Path

from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]


def test_every_warning_that_can_be_sent_is_published_and_no_other(client: FlaskClient) -> None:
    """The codes stand as texts where the warnings are made."""
    sent = set()
    for path in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                made = node.func.id in ("Notice", "_about_measures")
                if made and isinstance(first, ast.Constant):
                    sent.add(first.value)
    assert sent == set(client.get("/v1/statuses").get_json()["warnings"])
