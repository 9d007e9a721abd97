"""New data without a restart: what requests see while the database file is replaced, well or badly."""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.app import create_app
from service.settings import Settings
from service.store.current import LOOK_EVERY, TRY_AGAIN
from service.store.dataset import Dataset, schema_version
from tests.conftest import NOW
from tests.variants import altered, held_open, named

STATUS = "/v1/minerals/gallium/status?as_of=2025-12-01&origin=CN"


class Served:
    """An application on a file that a test replaces, with a clock that moves when told."""

    def __init__(self, database: Path, path: Path) -> None:
        self.database = database
        self.path = Path(shutil.copy(database, path))
        self.version = Dataset(database).version
        self.seconds = 0.0
        self.app = create_app(Settings(database=self.path), now=lambda: NOW, ticks=lambda: self.seconds)

    def get(self, address: str, **asked: Any) -> TestResponse:
        """The answer to a request of its own, which begins when the file may be looked at again."""
        self.seconds += LOOK_EVERY
        return self.app.test_client().get(address, **asked)

    def renew(self, version: str) -> None:
        """Put another good dataset in the place of the one that is served."""
        named(self.database, self.path, version)


@pytest.fixture
def served(database: Path, tmp_path: Path) -> Served:
    """The service on a copy of the record."""
    return Served(database, tmp_path / "served.db")


def elsewhere(ask: Callable[[], Any]) -> Any:
    """What ``ask`` gives in another thread, as another request is answered in one."""
    found: list[Any] = []
    asker = threading.Thread(target=lambda: found.append(ask()))
    asker.start()
    asker.join()
    return found[0]


@contextmanager
def no_descriptor_left() -> Iterator[None]:
    """Let this process open nothing more until the block ends."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.dup(0)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken[0] + 1, limits[1]))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.dup(0))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        for descriptor in taken:
            os.close(descriptor)


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name("draft")
    draft.write_bytes(content)
    os.replace(draft, path)


def _truncated(database: Path, path: Path) -> None:
    _put(path, database.read_bytes()[: database.stat().st_size // 2])


def _overwritten(database: Path, path: Path) -> None:
    """A page in the middle overwritten: it opens, and its first pages can be read."""
    content = bytearray(database.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    _put(path, bytes(content))


def _out_of_step(database: Path, path: Path) -> None:
    """A letter altered in an index: every page can be read, and a mineral is not found under its id."""
    _put(path, database.read_bytes().replace(b"\x03\x1b\x01gallium", b"\x03\x1b\x01gallius"))


def _a_folder(database: Path, path: Path) -> None:
    path.unlink()
    path.mkdir()


BAD: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "deleted": (lambda _, path: path.unlink(), "there is no such database file"),
    "a folder in its place": (_a_folder, "there is no such database file"),
    "empty": (lambda _, path: _put(path, b""), "was built for another version of this service: build it again"),
    "garbage": (lambda _, path: _put(path, b"no database at all. " * 1000), "is no usable database"),
    "the first kilobyte": (lambda database, path: _put(path, database.read_bytes()[:1024]), "is no usable database"),
    "truncated": (_truncated, "is no usable database"),
    "a page overwritten": (_overwritten, "is no usable database"),
    "an index out of step": (_out_of_step, "is damaged"),
    "a newer schema": (
        lambda database, path: altered(database, path, f"PRAGMA user_version = {schema_version() + 1}"),
        "was built for another version of this service: build it again",
    ),
    "no version": (
        lambda database, path: altered(database, path, "DELETE FROM meta WHERE key = 'dataset_version'"),
        "names no dataset version or title",
    ),
    "no measures": (lambda database, path: altered(database, path, "DELETE FROM measure"), "holds no measure"),
    "no minerals": (lambda database, path: altered(database, path, "DELETE FROM mineral"), "holds no mineral"),
}


@pytest.mark.parametrize(("spoil", "why"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_told_once_and_changes_no_answer_until_a_good_one_comes(
    served: Served, spoil: Callable[[Path, Path], object], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The old data answers, readiness says why, and the next good file is served."""
    before = served.get(STATUS)
    spoil(served.database, served.path)
    for _ in range(3):
        after = served.get(STATUS)
        assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])
        state = served.get("/readyz")
        assert (state.status_code, state.get_json()["status"]) == (200, "degraded")
        assert state.get_json()["reasons"] == [f"the database file was refused ({why}); the data loaded before is kept"]
        assert state.headers["Dataset-Version"] == served.version
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1
    assert why in caplog.text
    if served.path.is_dir():
        served.path.rmdir()
    served.renew("mended")
    assert served.get("/readyz").get_json() == {"status": "ready", "reasons": []}
    assert served.get(STATUS).headers["Dataset-Version"] == "mended"


@pytest.mark.parametrize("bad", ["an index out of step", "no measures", "a newer schema", "empty"])
def test_what_is_refused_under_a_running_service_is_refused_at_the_start_too(served: Served, bad: str) -> None:
    """So a worker that is started again does not serve what the others refuse."""
    spoil, why = BAD[bad]
    spoil(served.database, served.path)
    with pytest.raises(Exception, match=why):
        create_app(Settings(database=served.path))


def test_good_data_that_could_not_be_opened_for_a_want_of_descriptors_is_opened_later(served: Served) -> None:
    """The file is as it was, so nothing but time brings it back."""
    served.get(STATUS)
    served.renew("second")
    with no_descriptor_left():
        assert served.get(STATUS).headers["Dataset-Version"] == served.version
    why = "the database file was refused (cannot be opened); the data loaded before is kept"
    assert served.get("/readyz").get_json()["reasons"] == [why]
    served.seconds += TRY_AGAIN
    assert served.get("/readyz").get_json() == {"status": "ready", "reasons": []}
    assert served.get(STATUS).headers["Dataset-Version"] == "second"


def test_new_data_answers_with_validators_of_its_own(served: Served) -> None:
    """Body and header name it, a kept answer is not confirmed, a pinned address is refused."""
    before = served.get(STATUS)
    listed = served.get("/v1/minerals?limit=1").get_json()["links"]["next"]
    download = served.get("/v1/export/record.sqlite")
    served.renew("second")
    after = served.get(STATUS, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.headers["Dataset-Version"]) == (200, "second")
    assert after.get_json()["dataset"]["version"] == "second"
    assert after.get_json()["mineral"]["name"] == "Gallium of second"
    assert after.headers["ETag"] != before.headers["ETag"]
    assert served.get(f"{STATUS}&dataset={served.version}").status_code == 409
    assert served.get(listed).status_code == 422
    assert served.get("/v1/export/record.sqlite").headers["ETag"] != download.headers["ETag"]


def test_a_request_ends_on_the_data_that_it_began_on(served: Served) -> None:
    """Though the file is replaced, and another request answered from the new one, before its answer is made."""
    with served.app.test_request_context(STATUS):
        served.app.preprocess_request()
        served.renew("second")
        assert elsewhere(lambda: served.get(STATUS)).headers["Dataset-Version"] == "second"
        answer = served.app.full_dispatch_request()
    assert answer.headers["Dataset-Version"] == served.version
    assert answer.get_json()["dataset"]["version"] == served.version
    assert answer.get_json()["mineral"]["name"] == "Gallium"


def test_the_old_data_is_let_go_with_the_last_request_on_it(served: Served) -> None:
    """Not before, and not only when the collector comes round: a service that runs for months grows by nothing."""
    file = served.path.stat()
    screen = {"json": {"lines": [{"material": "Ga", "origin": "CN", "destination": "DE"}]}}
    gc.collect()
    gc.disable()
    try:
        assert served.get(STATUS).status_code == 200
        assert served.app.test_client().post("/v1/screenings", **screen).status_code == 200
        with served.app.test_request_context(STATUS):
            served.app.preprocess_request()
            served.renew("second")
            assert elsewhere(lambda: served.get(STATUS)).headers["Dataset-Version"] == "second"
            assert held_open(file) > 0
        assert held_open(file) == 0
    finally:
        gc.enable()


def test_an_answer_that_is_sent_line_by_line_ends_on_the_data_that_it_began_on(served: Served) -> None:
    """Also where the data is replaced between two lines, and the answer is made as it goes."""
    lines = [{"material": name, "origin": "CN", "destination": "DE"} for name in ("Ga", "Dy", "Ge")]
    answer = served.app.test_client().post(
        "/v1/screenings", json={"lines": lines}, headers={"Accept": "application/x-ndjson"}
    )
    parts: Iterator[Any] = iter(answer.response)
    first = next(parts)
    served.renew("second")
    assert elsewhere(lambda: served.get(STATUS)).headers["Dataset-Version"] == "second"
    told = [json.loads(line) for line in b"".join([first, *parts]).splitlines()]
    assert answer.headers["Dataset-Version"] == told[-1]["dataset"]["version"] == served.version
    assert told[0]["mineral"]["name"] == "Gallium"
    answer.close()
