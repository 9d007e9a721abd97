"""What a start does without: what few callers ask for is loaded for them, and a server is up sooner for all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flask import url_for

from service.app import routes
from tests.server import environment

SELDOM = {
    "apispec": "the contract is made of it",
    "feedgen": "feeds",
    "flask.testing": "examples of the contract are asked anew by it",
    "flask_smorest": "the contract is made by it",
    "icalendar": "calendars",
    "lark": "the grammar of questions in English",
    "limits": "rates, which most services do not have",
    "rapidfuzz": "words like a mistyped one",
    "redis": "the same, where they are shared",
    "schemas.measures": "the shapes of answers, which only the contract tells",
    "schemas.status": "the same",
    "service.build.seed": "a database is built once",
    "sqlite_utils": "the same",
    "webargs": "the contract is made with it",
    "yaml": "the contract as YAML",
}
"""What only some callers or operators need, and for what."""


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
    assert not found & SELDOM.keys()


def test_the_command_that_becomes_a_server_loads_none_of_it_itself(database: Path) -> None:
    """Or a wrong setting would be told late."""
    found = loaded("from service.cli import main; assert main.get_command(None, 'serve')", database)
    assert not found & {"flask", "gunicorn", "marshmallow", "service.app"}


def test_nothing_that_the_command_does_before_loads_what_counts(database: Path) -> None:
    """The library looks for the folder of the counts when it is loaded, and the configuration makes it later."""
    found = loaded("import service.commands.serve, service.access, service.build.database", database)
    assert "service.access" in found
    assert "prometheus_client" not in found


def test_the_collector_rests_until_the_server_is_ready(database: Path) -> None:
    """And has then nothing to do with what was loaded."""
    statement = (
        "import gc, service.gunicorn_conf as conf; assert not gc.isenabled() and not gc.get_freeze_count()\n"
        "conf.when_ready(None); assert gc.isenabled() and gc.get_freeze_count()"
    )
    assert "service.gunicorn_conf" in loaded(statement, database)


def test_no_pattern_of_an_email_address_is_compiled_until_one_is_matched(database: Path) -> None:
    """Then it is marshmallow's own, and all others are compiled as ever."""
    statement = (
        "import re, service.app; from marshmallow.validate import Email; from service.patterns import Later\n"
        "assert type(Email.USER_REGEX) is type(Email.DOMAIN_REGEX) is Later, type(Email.USER_REGEX)\n"
        "assert Email()('law@example.org') == 'law@example.org' and Email.DOMAIN_REGEX.flags & re.IGNORECASE\n"
        "assert type(re.compile('a')) is re.Pattern"
    )
    assert "marshmallow" in loaded(statement, database)


def test_the_contract_is_made_when_it_is_asked_for(database: Path) -> None:
    """And then of all routes."""
    statement = (
        "import sys, service.app; app = service.app.create_app()\n"
        "paths = app.test_client().get('/openapi.json').get_json()['paths']\n"
        "assert len(paths) == len({rule.rule for rule in app.url_map.iter_rules()}), len(paths)"
    )
    assert "flask_smorest" in loaded(statement, database)


def test_the_address_of_a_route_is_built_by_what_is_compiled_for_it_then(database: Path) -> None:
    """With what stands in it, and what else is given as its query."""
    app = routes()
    with app.test_request_context("/"):
        assert url_for("minerals.get_status", mineral="gallium ore", on="1") == "/v1/minerals/gallium%20ore/status?on=1"
        assert url_for("minerals.get_status", mineral="gallium") == "/v1/minerals/gallium/status"
        assert url_for("minerals.list_minerals") == "/v1/minerals"
