"""The README cannot lie: its commands run, its outputs are the real ones, its tables are complete."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from service.settings import settings_table
from service.sheets import headers_table
from tests.conftest import ROOT
from tests.server import Server, environment, serving

README = (ROOT / "README.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


def commands() -> list[tuple[str, str]]:
    """Every command line of the console blocks with the output that stands below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture(scope="module")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service as the README starts it, on another port."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database)}
    with serving(settings, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.mark.parametrize(("command", "output"), commands())
def test_every_curl_line_prints_what_stands_below_it(server: Server, command: str, output: str) -> None:
    """Run word for word by a shell, against a real gunicorn."""
    assert re.match(r"(printf '[^']*' \| )?curl ", command)
    line = command.replace(HERE, server.address)
    run = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, env=environment())
    assert run.stdout == output


def test_no_curl_stands_outside_the_blocks_that_are_run() -> None:
    """So that none goes untested."""
    assert README.count("$ ") == len(commands()) >= 5
    assert not re.search(r"^curl ", README, flags=re.MULTILINE)


def test_the_table_of_settings_is_generated() -> None:
    """From the settings themselves."""
    start = README.index("\n", README.index("<!-- settings")) + 1
    assert README[start : README.index("\n<!-- end of settings")] == settings_table()


def test_the_table_of_headers_is_generated() -> None:
    """From what the reader of tables knows."""
    start = README.index("\n", README.index("<!-- headers")) + 1
    assert README[start : README.index("\n<!-- end of headers")] == headers_table()


def test_the_table_of_routes_is_complete(app: Flask) -> None:
    """Every route, and no other."""
    served = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    table = README[README.index("| route |") : README.index("`{mineral}` takes")]
    assert set(re.findall(r"`(/[^`]*)`", table)) == served


def test_the_two_commands_stand_under_their_headings() -> None:
    """One installs, builds and serves; one installs and tests. The pipeline runs the second as it stands."""
    quick = re.search(r"## Quick start\n.*?```sh\n(.*?)\n```", README, flags=re.DOTALL)
    tests = re.search(r"## Tests\n.*?```sh\n(.*?)\n```", README, flags=re.DOTALL)
    assert quick
    assert tests
    assert quick[1].endswith("export-controls serve")
    assert tests[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
