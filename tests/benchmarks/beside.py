"""The same dated questions asked of the peers: datasette's canned query and FastAPI with sqlite3 and pydantic."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.benchmarks import questions, servers
from tests.benchmarks.peers import canned, installed
from tests.benchmarks.rig import Rig, body_of
from tests.benchmarks.table import Row
from tests.deploy.site import free_port


def measure(rig: Rig) -> list[Row]:
    """How many times as often as a peer we answer; nothing in a smoke, since the peers would have to be installed."""
    if rig.smoke:
        return []
    programs = installed.environment()
    with ExitStack() as stack:
        ours = stack.enter_context(servers.ours(rig.database))
        fastapi = stack.enter_context(_fastapi(programs, rig.folder, ours.address))
        datasette = stack.enter_context(_datasette(programs, rig.folder, ours.address))
        queries = [_query(mineral, scope) for mineral, scope in product(questions.MINERALS, questions.DATED)]
        for path, query in zip(questions.dated(), queries, strict=True):
            _check(body_of(ours.address, path), body_of(fastapi.address, path), body_of(datasette.address, query))
        found = rig.rounds(
            {
                "ours": rig.asking(ours.address, "dated", questions.dated()),
                "fastapi": rig.asking(fastapi.address, "dated", questions.dated()),
                "datasette": rig.asking(datasette.address, "queries", queries),
            },
            count=9,
        )
    return [
        Row(
            "hot status to datasette's canned query",
            found.ratios("ours", "datasette"),
            *(4.5, 5),
            beside=found.beside("ours", "datasette"),
        ),
        Row(
            "hot status to FastAPI with sqlite3 and pydantic",
            found.ratios("ours", "fastapi"),
            *(2.5, 3),
            beside=found.beside("ours", "fastapi"),
        ),
    ]


@contextmanager
def _fastapi(programs: Path, folder: Path, ours: str) -> Iterator[servers.Running]:
    """FastAPI under one worker of uvicorn, its table filled with our answers to the dated questions."""
    with urlopen(f"{ours}/openapi.json") as contract:
        (folder / "contract.json").write_bytes(contract.read())
    with closing(sqlite3.connect(folder / "answers.db")) as database, database:
        database.execute(
            "CREATE TABLE answer (mineral TEXT, as_of TEXT, origin TEXT, destination TEXT, end_use TEXT, body TEXT)"
        )
        database.execute("CREATE INDEX answer_key ON answer (mineral, as_of, origin, destination, end_use)")
        for mineral, scope in product(questions.MINERALS, questions.DATED):
            with urlopen(ours + questions.path(mineral, scope)) as answer:
                key = (mineral, *(scope.get(name) for name in ("as_of", "origin", "destination", "end_use")))
                database.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?)", (*key, answer.read().decode()))
    port = free_port()
    words = ("fastapi_app:app", "--app-dir", str(Path(canned.__file__).parent), "--no-access-log")
    command = [str(programs / "uvicorn"), *words, "--port", str(port), "--log-level", "error"]
    with servers.running(command, port, {"PEER_FOLDER": str(folder)}) as server:
        yield server


@contextmanager
def _datasette(programs: Path, folder: Path, ours: str) -> Iterator[servers.Running]:
    """Datasette on the SQLite file that the service exports."""
    with urlopen(f"{ours}/v1/export/record.sqlite") as export:
        (folder / "exported.db").write_bytes(export.read())
    (folder / "metadata.json").write_text(json.dumps(canned.metadata("exported")), encoding="utf-8")
    port = free_port()
    file = folder / "exported.db"
    command = [str(programs / "datasette"), "serve", "--immutable", str(file), "-m", str(folder / "metadata.json")]
    with servers.running([*command, "-p", str(port)], port) as server:
        yield server


def _query(mineral: str, scope: dict[str, str]) -> str:
    named = {name: scope[name] for name in ("as_of", "origin", "destination")}
    return f"/exported/{canned.NAME}.json?{urlencode({'mineral': mineral, **named, '_shape': 'objects'})}"


def _check(ours: Any, fastapi: Any, datasette: Any) -> None:
    """The peers say what we say: FastAPI the same to the letter, datasette at least each measure that is in force."""
    assert fastapi == ours, f"FastAPI answers otherwise: {ours['links']['self']}"
    in_force = {measure["id"] for origin in ours["origins"] for measure in origin["in_force"]}
    assert in_force <= {row["id"] for row in datasette["rows"]}, f"datasette lacks some: {ours['links']['self']}"
