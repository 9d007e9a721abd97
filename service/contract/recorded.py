"""The examples of the contract: answers of the real record, kept beside the code and made anew by one command.

They are kept so that the contract needs no data to be published and is the same wherever the code is; a test asks again
and compares, so that none outlives the answer it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask.testing import FlaskClient

from service.contract.components import Json
from service.contract.operations import FLEETING
from service.contract.specification import specification
from service.http.problems import KINDS, problem

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""The moment at which examples are recorded; those that tell a day spell it out, so that it is in none of them."""
_LONGEST = 40_000
"""Bytes up to which an answer is written out; a longer one is named by its address."""
_TEXTS = ("text/plain", "text/csv", "text/calendar", "application/atom+xml")
"""What is written out beside JSON; pages, files and the like are named by their address."""
_BY_GET = {
    "invalid-parameter": "/v1/minerals/dysprosium/status?asof=2025-04-03",
    "unknown-mineral": "/v1/minerals/disprosium/status",
    "ambiguous-name": "/v1/minerals/didymium/status",
    "unknown-instrument": "/v1/instruments/cn-mofcom-2025-81",
    "unknown-source": "/v1/sources/nowhere",
    "not-an-export": "/v1/minerals/gallium/status?origin=CN&destination=CN",
    "dataset-differs": "/v1/minerals/gallium/status?dataset=2f6f0a6a2c9c1d00",
    "not-found": "/v1/elements",
    "not-acceptable": "/v1/minerals/gallium",
    "uri-too-long": "/v1/minerals?q=" + "x" * 4000,
}
_SHAPES = (("json", "application/json"), ("text", "text/plain, */*;q=0.1"))
_UNMET = (("json", "application/pdf"), ("text", "text/plain"))
"""What is asked for so that it cannot be given: a mineral's identity is JSON alone."""
_BY_DELETE = {"method-not-allowed": "/v1/minerals"}
_BY_POST: dict[str, tuple[str, str | bytes]] = {
    "bad-request": ("application/json", '{"lines": ['),
    "too-large": ("text/csv", "material\n" + "Ga\n" * 10_001),
    "unsupported-media-type": ("image/png", b"\x89PNG"),
}


def kept() -> Json:
    """The examples that stand beside the code: ``answers`` by operation and media type, ``problems`` by slug."""
    found: Json = json.loads(files("service.contract").joinpath("examples.json").read_text(encoding="utf-8"))
    return found


def keep(examples: Mapping[str, Any]) -> Path:
    """Write the examples beside the code, for a maintainer in a checkout, and tell where."""
    place = Path(str(files("service.contract").joinpath("examples.json")))
    place.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return place


def record(app: Flask) -> Json:
    """Ask ``app``, which runs on the record and stands still at ``NOW``, for every example."""
    client = app.test_client()
    spec = specification(app).to_dict()
    operations = [item[method] for item in spec["paths"].values() for method in ("get", "post") if method in item]
    answers = {raw["operationId"]: dict(_answers(client, raw)) for raw in operations}
    return {"answers": answers, "problems": dict(_problems(app, client))}


def _answers(client: FlaskClient, raw: Json) -> Iterator[tuple[str, Json]]:
    """The answer of an operation in each of its media types that can be written out."""
    for media in raw["responses"]["200"]["content"] if raw["x-example"] not in FLEETING else ():
        if not media.endswith("json") and media not in _TEXTS:
            continue
        asked: Json = {"headers": {"Accept": media}}
        if "requestBody" in raw:
            sent = raw["requestBody"]["content"].get("application/json")
            if sent is None:  # a form for people: the table that comes back is that of another operation
                continue
            asked["json"] = sent["example"]
        response = client.open(raw["x-example"], method="POST" if "requestBody" in raw else "GET", **asked)
        if response.status_code != 200 or response.mimetype != media:
            raise ValueError(f"{raw['x-example']} is no example of {media}: {response.status} {response.mimetype}")
        if len(response.data) <= _LONGEST:
            yield media, {"value": _value(response)}


def _value(response: Any) -> Any:
    return (
        response.get_json()
        if response.mimetype.endswith("json") and "ndjson" not in response.mimetype
        else response.text
    )


def _problems(app: Flask, client: FlaskClient) -> Iterator[tuple[str, Json]]:
    """Every kind of problem, as JSON and as a line of text; what cannot be asked for is written by the same code."""
    for slug in KINDS:
        shapes = {}
        for shape, accept in _UNMET if slug == "not-acceptable" else _SHAPES:
            headers = {"Accept": accept, "X-Request-ID": "order-42"}
            response = _provoked(app, client, slug, headers)
            if response.status_code != KINDS[slug].status:
                raise ValueError(f"{slug}: answered with {response.status}")
            shapes[shape] = response.get_json() if shape == "json" else response.get_data(as_text=True)
        yield slug, {"request": _request(slug), **shapes}


def _request(slug: str) -> str:
    if slug in _BY_GET:
        return f"GET {_BY_GET[slug][:100]}{'…' if len(_BY_GET[slug]) > 100 else ''}"
    if slug in _BY_DELETE:
        return f"DELETE {_BY_DELETE[slug]}"
    return f"POST /v1/screenings as {_BY_POST[slug][0]}" if slug in _BY_POST else KINDS[slug].title


def _provoked(app: Flask, client: FlaskClient, slug: str, headers: dict[str, str]) -> Response | Any:
    if slug in _BY_GET:
        return client.get(_BY_GET[slug], headers=headers)
    if slug in _BY_DELETE:
        return client.delete(_BY_DELETE[slug], headers=headers)
    if slug in _BY_POST:
        kind, content = _BY_POST[slug]
        return client.post("/v1/screenings", data=content, content_type=kind, headers=headers)
    with app.test_request_context("/v1/minerals/gallium/status", headers=headers):
        app.preprocess_request()
        return problem(KINDS[slug], KINDS[slug].help)
