"""The status question in FastAPI: a sync route, sqlite3, pydantic models of the whole answer, the same body as ours.

It is spared the deciding: its table holds each answer as JSON, which it reads by its key, makes objects of and sends.
``PEER_FOLDER`` names the folder with ``answers.db`` and ``contract.json``, of whose schemas its models are made.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field, create_model

FOLDER = Path(os.environ["PEER_FOLDER"])
SCHEMAS = json.loads((FOLDER / "contract.json").read_text(encoding="utf-8"))["components"]["schemas"]
SQL = """
SELECT body FROM answer WHERE mineral = ? AND as_of = ? AND origin IS ? AND destination IS ? AND end_use IS ?
"""
PLAIN: dict[str, Any] = {"string": str, "boolean": bool, "integer": int, "number": float, "null": None}
models: dict[str, type[BaseModel]] = {}
here = threading.local()
app = FastAPI()


def kind_of(schema: dict[str, Any]) -> Any:
    """The Python type of a schema of the contract."""
    if "$ref" in schema:
        return model(schema["$ref"].rpartition("/")[2])
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            kinds = [kind_of(each) for each in schema[word]]
            return kinds[0] if len(kinds) == 1 else kinds[0] | kinds[1]
    named = schema["type"]
    if isinstance(named, list):
        return kind_of({**schema, "type": named[0]}) | None
    if named == "array":
        return list[kind_of(schema["items"])]  # type: ignore[misc]  # made while it runs
    return PLAIN.get(named, Any)


def model(name: str) -> type[BaseModel]:
    """The pydantic model of a schema, in the order of its fields."""
    if name not in models:
        fields: dict[str, Any] = {
            f"field_{number}": (kind_of(schema), Field(alias=key))
            for number, (key, schema) in enumerate(SCHEMAS[name]["properties"].items())
        }
        models[name] = create_model(name, **fields)
    return models[name]


Status = model("Status")


def connection() -> sqlite3.Connection:
    """The connection of this thread."""
    if not hasattr(here, "connection"):
        here.connection = sqlite3.connect(f"file:{FOLDER / 'answers.db'}?mode=ro&immutable=1", uri=True)
    kept: sqlite3.Connection = here.connection
    return kept


@app.get("/v1/minerals/{mineral}/status", response_model=Status)
def get_status(
    mineral: str, as_of: str, origin: str | None = None, destination: str | None = None, end_use: str | None = None
) -> BaseModel:
    """The answer."""
    row = connection().execute(SQL, (mineral, as_of, origin, destination, end_use)).fetchone()
    if row is None:
        raise HTTPException(404)
    return Status.model_validate_json(row[0])
