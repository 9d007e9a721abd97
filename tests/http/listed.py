"""What tests of lists ask: bodies, whole lists and their ids, by the route alone."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

ARTICLE = "000_7656a556ec73b75f"
"""An article that the record rests on."""


def get(client: FlaskClient, address: str) -> dict[str, Any]:
    """The body of an answer that must be 200."""
    response = client.get(address)
    assert response.status_code == 200, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def data(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """Every entry of a list, which must fit on one page."""
    body = get(client, address + ("&" if "?" in address else "?") + "limit=500")
    rows: list[dict[str, Any]] = body["data"]
    assert (body["total"], body["next"]) == (len(rows), None)
    return rows


def ids(client: FlaskClient, address: str) -> list[str]:
    """The ids of a whole list, in its order."""
    return [row["id"] for row in data(client, address)]
