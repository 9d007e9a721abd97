"""Opening a database: the right file, read-only, or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask

from service.app import create_app
from service.settings import Settings
from service.store.dataset import Dataset, UnusableDatabase
from tests.variants import altered


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    """And none is created."""
    with pytest.raises(UnusableDatabase, match=r"nowhere\.db: there is no such database file"):
        Dataset(tmp_path / "nowhere.db")
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """Something else, another schema, no version inside."""
    text = tmp_path / "text.db"
    text.write_text("this is no database, but it is long enough to be looked at as one" * 20)
    with pytest.raises(UnusableDatabase, match="is no usable database"):
        Dataset(text)
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(UnusableDatabase, match="was built for another version of this service"):
        Dataset(empty)


def test_a_database_without_its_version_is_refused(database: Path, tmp_path: Path) -> None:
    """An answer must be able to name the data it came from."""
    copy = Path(shutil.copy(database, tmp_path / "copy.db"))
    copy.chmod(0o644)
    with sqlite3.connect(copy) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'dataset_version'")
    connection.close()
    with pytest.raises(UnusableDatabase, match="names no dataset version"):
        create_app(Settings(database=copy))


def test_a_path_with_a_question_mark_opens_that_very_file(database: Path, tmp_path: Path) -> None:
    """The address of the file is quoted, so that ? and # are part of its name."""
    odd = Path(shutil.copy(database, tmp_path / "what?mode=rwc#now.db"))
    assert Dataset(odd).version == Dataset(database).version
    assert [path.name for path in tmp_path.iterdir()] == [odd.name]


def test_nobody_can_write(database: Path) -> None:
    """Read-only by the connection itself."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        Dataset(database).all("DELETE FROM meta")


def test_each_thread_has_a_connection_of_its_own(database: Path) -> None:
    """SQLite objects do not cross threads."""
    dataset = Dataset(database)
    found: list[int] = []

    def ask() -> None:
        found.append(dataset.one("SELECT count(*) FROM mineral")[0])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [dataset.one("SELECT count(*) FROM mineral")[0]] * 4


def test_a_thread_that_asks_first_after_a_rebuild_answers_as_the_others_do(database: Path, tmp_path: Path) -> None:
    """The file was replaced, and nobody has looked yet: no answer is of both."""
    served = Path(shutil.copy(database, tmp_path / "served.db"))
    app = create_app(Settings(database=served), ticks=lambda: 0.0)
    before = app.test_client().get("/v1/version").get_json()
    altered(
        database,
        served,
        "UPDATE meta SET value = 'other' WHERE key = 'dataset_version'",
        "DELETE FROM claim_mineral",
    )
    found: list[int] = []
    ask = threading.Thread(target=lambda: found.append(_claims(app)))
    ask.start()
    ask.join()
    assert found == [_claims(app)]
    assert found[0] > 0
    assert app.test_client().get("/v1/version").get_json() == before
    assert b"other" not in app.test_client().get("/v1/export/record.json").data[:60]
    assert create_app(Settings(database=served)).extensions["export_controls"].get().dataset_version == "other"


def _claims(app: Flask) -> int:
    return int(app.test_client().get("/v1/claims?mineral=gallium").get_json()["total"])


def test_data_that_cannot_be_read_is_503_on_every_route_and_never_an_empty_answer(
    database: Path, tmp_path: Path
) -> None:
    """Readiness says so too; the process is up all the same."""
    broken = Path(shutil.copy(database, tmp_path / "broken.db"))
    broken.chmod(0o644)
    app = create_app(Settings(database=broken))
    size = broken.stat().st_size
    with broken.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    client = app.test_client()
    for address in ("/readyz", "/v1/instruments", "/v1/events"):
        response = client.get(address)
        assert (response.status_code, response.get_json()["type"]) == (503, "/problems/unavailable"), address
        assert response.headers["Retry-After"] == "5"
    assert client.get("/healthz").status_code == 200


def test_a_large_database_is_looked_at_and_not_read_whole(database: Path, tmp_path: Path) -> None:
    """One that is sound is taken; one that broke off, was filled with nothing, grew or holds nothing is refused."""
    Dataset(database).verify(read_whole=0)
    content = database.read_bytes()

    def refused(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UnusableDatabase) as told:
            Dataset(path).verify(read_whole=0)
        return told.value.why

    assert refused("broken off", content[: len(content) // 2]) == "is no usable database"
    assert refused("longer", content + b"\0" * 4096) == "is damaged"
    half = len(content) // 8192 * 4096
    assert refused("filled up", content[:half] + b"\0" * (len(content) - half)) == "is no usable database"
    empty = altered(database, tmp_path / "empty.db", "DELETE FROM mineral")
    with pytest.raises(UnusableDatabase, match="holds no mineral"):
        Dataset(empty).verify(read_whole=0)
