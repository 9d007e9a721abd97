"""New data under a real server with two workers and callers that never stop."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.reliability.load import workers
from tests.reliability.swaps import Run, swap
from tests.server import serving
from tests.variants import named


@pytest.fixture(scope="module")
def run(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Ten replacements under load."""
    return swap(database, tmp_path_factory.mktemp("swapped"), 10)


def test_no_request_fails_while_the_data_is_replaced(run: Run) -> None:
    """Each is answered with 200."""
    assert run.failed == []


def test_every_answer_is_of_exactly_one_dataset(run: Run) -> None:
    """Its header and everything in its body."""
    assert run.mixed == []
    assert set(run.answered) == set(run.replaced)


def test_no_request_that_begins_two_seconds_later_is_answered_from_the_old_data(run: Run) -> None:
    """Whichever worker answers."""
    assert max(run.noticed()) < 2


def test_a_worker_that_is_started_again_answers_from_the_new_data(database: Path, tmp_path: Path) -> None:
    """Though it comes of a process that loaded the old one before the file was replaced."""
    served = named(database, tmp_path / "served.db", "first")
    settings = {"EXPORT_CONTROLS_DATABASE": str(served), "EXPORT_CONTROLS_WORKERS": "1"}
    with serving(settings, cwd=tmp_path) as server:
        assert _version(server.address) == "first"
        named(database, served, "second")
        (gone,) = workers(server, count=1)
        os.kill(gone, signal.SIGKILL)
        workers(server, count=1, gone=gone)
        answers = [_version(server.address)]
        while answers[-1] == "first":  # for a second at most, in which the file is not looked at again
            answers.append(_version(server.address))
        assert answers[-1] == "second"


def _version(address: str) -> str:
    with urlopen(f"{address}/v1/version") as response:
        version = str(json.load(response)["dataset"]["version"])
        assert response.headers["Dataset-Version"] == version
        return version
