"""A typed client comes out of the contract by one command, and asks what people ask."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conformity import CONTRACT
from tests.conftest import ROOT
from tests.server import Server, environment, serving

REQUIRED = "REQUIRE_CLIENTS"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the client, the package ``export_controls``, with ``asking.py`` beside it."""
    if find_spec("openapi_python_client") is None:
        assert REQUIRED not in os.environ, "openapi-python-client is not installed: pip install -e '.[clients]'"
        pytest.skip("openapi-python-client is not installed: pip install -e '.[clients]'")
    folder = tmp_path_factory.mktemp("generated")
    words = ["generate", "--path", str(ROOT / "openapi.yaml"), "--output-path", "export_controls", "--meta", "none"]
    made = run(folder, "openapi_python_client", *words)
    assert made.returncode == 0, made.stdout + made.stderr
    shutil.copy(Path(__file__).with_name("asking.py"), folder)
    return folder


@pytest.fixture(scope="module")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service on the real record."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A Python module or file, run in ``folder``."""
    command = [sys.executable, *(words if words[0].endswith(".py") else ("-m", *words))]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment())


def test_the_client_has_a_function_for_every_operation(generated: Path) -> None:
    """Named after its id."""
    functions = {path.stem for path in (generated / "export_controls" / "api").glob("*/*.py")} - {"__init__"}
    named = {operation["operationId"] for path in CONTRACT.document["paths"].values() for operation in path.values()}
    written = {re.sub("([A-Z])", r"_\1", name).lower() for name in named}
    assert written <= functions


def test_the_client_and_what_is_written_on_it_type_check(generated: Path) -> None:
    """The answer of a question is a type with fields, not a dictionary."""
    if find_spec("mypy") is None:
        assert REQUIRED not in os.environ, "mypy is not installed: pip install -e '.[lint]'"
        pytest.skip("mypy is not installed: pip install -e '.[lint]'")
    checked = run(generated, "mypy", "--strict", "--ignore-missing-imports", "asking.py")
    assert checked.returncode == 0, checked.stdout


def test_the_client_asks_the_two_questions_and_screens_a_list(generated: Path, server: Server) -> None:
    """Against a real server; a name that is not on record is a typed problem."""
    asked = run(generated, "asking.py", server.address)
    assert asked.stderr == ""
    assert asked.stdout.splitlines() == [
        "status licence_required 2026-11-28 prohibited",
        "restricted dysprosium gadolinium lutetium ndfeb-magnet samarium scandium smco-magnet terbium yttrium",
        "screened action_required not_recognised",
        "problem 404 dysprosium",
    ]
