"""Fixtures: the real record built once, a tiny one for the build's own tests, an app whose clock stands still.

The smallest data set that does the job: build tests copy ``tests/seed`` and break it; everything that answers questions
runs on the real ``seed_data``.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.build.database import build
from service.settings import Settings
from service.store.dataset import Dataset
from service.store.repository import Repository
from tests.benchmarks.larger import write_seed
from tests.conformity import HeldToTheContract

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""Noon of 22 November 2026 in Shanghai: the day that an absent as_of means in these tests."""


UNTRACED = {
    "test_sweep.py",
    "test_front.py",
    "test_resolve_against_oracle.py",
    "test_comparison.py",
    "test_memory.py",
    "test_properties.py",
    "test_screening_lists.py",
    "test_seed_readme.py",
    "test_windows.py",
    "test_pages.py",
    "test_query_plans.py",
}
"""Files that ask the same code a hundred thousand times: they take no branch that no other test takes, and would take
minutes where every branch is written down."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test of those files and its fixtures run without the coverage that the pipeline measures."""
    tracer = sys.gettrace()
    if item.path.name in UNTRACED:
        sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Switch off pytest-flask's ambient context: each request gets its own, as in a server."""


@pytest.fixture(scope="session", autouse=True)
def _every_answer_is_held_to_the_contract() -> Iterator[None]:
    """Whatever a test asks of whichever application (see ``tests/conformity.py``)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "test_client_class", HeldToTheContract)
        yield


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real record, built once."""
    path = tmp_path_factory.mktemp("database") / "export-controls.db"
    build(ROOT / "seed_data", path)
    return path


@pytest.fixture(scope="session")
def threefold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic record, the real one three times over, built once."""
    folder = tmp_path_factory.mktemp("threefold")
    write_seed(ROOT / "seed_data", folder / "seed", 3)
    build(folder / "seed", folder / "export-controls.db")
    return folder / "export-controls.db"


@pytest.fixture(scope="session")
def app(database: Path) -> Flask:
    """The application on the real record; its clock stands at NOW."""
    return create_app(Settings(database=database), now=lambda: NOW)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


@pytest.fixture(scope="session")
def repository(database: Path) -> Repository:
    """The store on the real record."""
    return Repository(Dataset(database))


@pytest.fixture
def tiny_seed(tmp_path: Path) -> Path:
    """A copy of the tiny seed that a test may break."""
    return Path(shutil.copytree(Path(__file__).parent / "seed", tmp_path / "seed"))
