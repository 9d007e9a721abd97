"""The whole record to take away."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.http import export
from service.settings import Settings


def test_every_download_is_what_its_digest_says(client: FlaskClient) -> None:
    """Size, SHA-256 and ETag."""
    body = client.get("/v1/export").get_json()
    assert [row["format"] for row in body["data"]] == ["json", "csv.zip", "sqlite"]
    for row in body["data"]:
        response = client.get(row["href"])
        assert hashlib.sha256(response.data).hexdigest() == row["sha256"] == response.headers["ETag"].strip('"')
        assert len(response.data) == row["bytes"]
        again = client.get(row["href"], headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_the_three_hold_the_same_record(client: FlaskClient, tmp_path: Path) -> None:
    """Counted by table."""
    tables = json.loads(client.get("/v1/export/record.json").data)["tables"]
    archive = zipfile.ZipFile(io.BytesIO(client.get("/v1/export/record.csv.zip").data))
    path = tmp_path / "record.sqlite"
    path.write_bytes(client.get("/v1/export/record.sqlite").data)
    connection = sqlite3.connect(path)
    assert {f"{name}.csv" for name in tables} == set(archive.namelist())
    for name, rows in tables.items():
        lines = list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))
        (count,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608 - names of our schema
        assert len(lines) == len(rows) == count
    connection.close()
    assert len(tables["instrument"]) == 96


def test_a_download_too_large_for_memory_is_the_same_from_a_file(
    database: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some bytes at a time, by two callers at once."""
    monkeypatch.setattr(export, "_IN_MEMORY", 1000)
    monkeypatch.setattr(export, "_AT_ONCE", 4096)
    other = create_app(Settings(database=database)).test_client()
    for name in ("json", "csv.zip", "sqlite"):
        first, second = (other.get(f"/v1/export/record.{name}", buffered=False) for _ in range(2))
        whole = client.get(f"/v1/export/record.{name}")
        parts = list(zip(first.iter_encoded(), second.iter_encoded(), strict=True))
        assert len(parts) > 100
        assert b"".join(part for part, _ in parts) == b"".join(part for _, part in parts) == whole.data
        assert first.headers["ETag"] == whole.headers["ETag"]


def test_a_download_that_is_none_is_404(client: FlaskClient) -> None:
    """With the ones that are."""
    response = client.get("/v1/export/record.xlsx")
    assert response.status_code == 404
    assert "record.csv.zip" in response.get_json()["detail"]
