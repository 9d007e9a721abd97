"""What a start does without: what few callers ask for is loaded for them, and a server is up sooner for all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.server import environment

SELDOM = {"feedgen", "icalendar", "lark", "limits"}


def loaded(statement: str, database: Path) -> set[str]:
    """The modules that are there once a new process ran ``statement``."""
    listing = "import sys; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{listing}"],
        env=environment(EXPORT_CONTROLS_DATABASE=str(database)),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_a_server_starts_without_what_is_asked_for_seldom(database: Path) -> None:
    """Each of them takes as long as a good part of Flask."""
    found = loaded("import service.gunicorn_conf, service.app; service.app.create_app()", database)
    assert "flask" in found
    assert not found & SELDOM


def test_the_command_that_becomes_a_server_loads_none_of_it_itself(database: Path) -> None:
    """What becomes of it does so anew."""
    found = loaded("from service.cli import main; assert main.get_command(None, 'serve')", database)
    assert not found & {"flask", "marshmallow", "service.app", "prometheus_client"}


def test_the_contract_is_made_when_it_is_asked_for(database: Path) -> None:
    """And then of all routes."""
    statement = (
        "import service.app; app = service.app.create_app(); spec = app.extensions['api'].spec\n"
        "assert not spec.to_dict()['paths']\n"
        "assert app.test_client().get('/openapi.json').get_json()['paths'].keys() == spec.to_dict()['paths'].keys()"
    )
    assert "service.app" in loaded(statement, database)
