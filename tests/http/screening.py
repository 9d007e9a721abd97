"""Asking for a screening, as the tests of it do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient

ROUTE = "/v1/screenings"
FROM_CHINA = {"origin": "CN", "destination": "DE", "end_use": "civil", "date": "2026-03-02"}


def screened(client: FlaskClient, *lines: Any, **defaults: str) -> dict[str, Any]:
    """The result of a list sent as JSON."""
    response = client.post(ROUTE, json={"lines": list(lines), "defaults": defaults})
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def line(client: FlaskClient, asked: Mapping[str, Any], **defaults: str) -> dict[str, Any]:
    """The result of one line, from China to Germany unless told."""
    found: dict[str, Any] = screened(client, asked, **{**FROM_CHINA, **defaults})["lines"][0]
    return found
