"""The README cannot lie: its commands run, its outputs are the real ones, its tables are complete."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

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


@pytest.fixture(scope="module")
def run(server: Server, database: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """A program that reads the README: what it prints, with the service at the address that stands there."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copy(ROOT / "tests" / "data" / "bom.csv", folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    around = environment(PATH=path, EXPORT_CONTROLS_DATABASE=str(database))

    def printed(*command: str, text: str = "") -> str:
        words = [word.replace(HERE, server.address) for word in command]
        given = text.replace(HERE, server.address)
        made = subprocess.run(words, cwd=folder, env=around, input=given, capture_output=True, text=True, check=False)
        assert made.stderr == ""
        return made.stdout

    return printed


@pytest.mark.parametrize(("command", "output"), commands())
def test_every_line_of_the_shell_prints_what_stands_below_it(
    run: Callable[..., str], command: str, output: str
) -> None:
    """Run word for word, against a real gunicorn or on the built database."""
    assert re.match(r"(printf '[^']*' \| )?curl |export-controls ", command)
    assert run("bash", "-c", command) == output


def test_no_command_stands_outside_the_blocks_that_are_run() -> None:
    """So that none goes untested: what is left are the two set-up commands, which the pipeline runs, and the image."""
    assert README.count("$ ") == len(commands()) >= 25
    assert not re.search(r"^(curl|export-controls) ", README, flags=re.MULTILINE)
    others = [block.strip() for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)]
    assert [words.split("&&")[0].split()[0] for words in others] == ["python3", "python3", "docker"]


def program(language: str) -> tuple[str, str]:
    """The block in ``language`` and what the text says that it prints."""
    found = re.search(rf"```{language}\n(.*?)```\n\nprints `([^`]*)`", README, flags=re.DOTALL)
    assert found
    return found[1], found[2]


def test_the_python_program_prints_what_is_said(run: Callable[..., str]) -> None:
    """With the standard library alone."""
    code, output = program("python")
    assert run(sys.executable, "-", text=code) == output + "\n"


def test_the_javascript_program_prints_what_is_said(run: Callable[..., str]) -> None:
    """As a module, in Node."""
    if shutil.which("node") is None:
        assert "REQUIRE_CLIENTS" not in os.environ, "node is not installed"
        pytest.skip("node is not installed")
    code, output = program("javascript")
    assert run("node", "--input-type=module", text=code) == output + "\n"


def test_the_formula_of_the_spreadsheet_asks_for_a_table_with_the_column_that_it_types(client: FlaskClient) -> None:
    """That it is a formula at all is for ``.ci/contract`` to say, which has a parser; here the address is asked."""
    formula = re.search(r"```powerquery\n(.*?)```", README, flags=re.DOTALL)
    assert formula
    path = re.search(r'RelativePath = "([^"]*)"', formula[1])
    query = re.search(r"Query = \[(.*?)\]", formula[1])
    typed = re.findall(r'\{"(\w+)", type date\}', formula[1])
    assert path
    assert query
    answer = client.get("/" + path[1], query_string=dict(re.findall(r'(\w+) = "([^"]*)"', query[1])))
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 9
    assert typed == ["as_of"]
    assert all(date.fromisoformat(row[name]) for row in rows for name in typed)


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
