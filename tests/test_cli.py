"""The console script, with a real gunicorn where it serves."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.conftest import ROOT
from tests.server import SCRIPT, environment, serving


def test_serve_builds_the_database_when_there_is_none_and_stops_cleanly(tmp_path: Path) -> None:
    """From seed data alone to an answer; SIGTERM ends it with exit code 0."""
    settings = {"EXPORT_CONTROLS_SEED_DATA": str(ROOT / "seed_data"), "EXPORT_CONTROLS_WORKERS": "1"}
    with serving(settings, cwd=tmp_path) as server:
        with urlopen(f"{server.address}/v1/minerals/%E9%95%9D/status?as_of=2025-04-04&origin=CN") as response:
            assert json.load(response)["status"] == "licence_required"
        assert (tmp_path / "export-controls.db").exists()
    assert server.process.returncode == 0


def test_an_address_that_is_too_long_is_a_problem_through_gunicorn_too(tmp_path: Path, database: Path) -> None:
    """The server's own limit lies above ours, so that ours answers."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "1"}
    with serving(settings, cwd=tmp_path) as server, pytest.raises(HTTPError) as caught:
        urlopen(f"{server.address}/v1/minerals?q={'x' * 5000}")
    with caught.value as answer:
        assert (answer.code, answer.headers["Content-Type"]) == (414, "application/problem+json")
        assert json.load(answer)["type"] == "/problems/uri-too-long"


def test_serve_takes_flags_over_variables(tmp_path: Path, database: Path) -> None:
    """Flags win."""
    settings = {"EXPORT_CONTROLS_DATABASE": "/nowhere.db", "EXPORT_CONTROLS_WORKERS": "1"}
    flags = ("--database", str(database))
    with serving(settings, *flags, cwd=tmp_path) as server, urlopen(f"{server.address}/readyz") as response:
        assert json.load(response)["status"] == "ready"


def test_serve_with_neither_database_nor_seed_names_both_and_fails(tmp_path: Path) -> None:
    """An operator is told what is missing where."""
    run = subprocess.run(
        [str(SCRIPT), "serve"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "neither a database at export-controls.db nor seed data at seed_data" in run.stderr


def test_a_wrong_setting_stops_every_command_and_is_named(tmp_path: Path) -> None:
    """Also the start of the server."""
    for command in ("serve", "build-db"):
        env = environment(EXPORT_CONTROLS_DATABSE="x.db")
        run = subprocess.run([str(SCRIPT), command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert run.returncode != 0
        assert "EXPORT_CONTROLS_DATABSE: is no setting of this service" in run.stderr


def test_a_bad_database_stops_the_start(tmp_path: Path) -> None:
    """A server that cannot answer must not come up."""
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"")
    env = environment(EXPORT_CONTROLS_BIND="127.0.0.1:0")
    command = [str(SCRIPT), "serve", "--database", str(bad)]
    run = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert f"{bad}: was built for another version of this service" in run.stderr


def test_status_gives_the_service_s_answer_without_a_server(database: Path) -> None:
    """Rows by default, any form on request, and a message with exit code 1 for what is wrong."""
    env = {"EXPORT_CONTROLS_DATABASE": str(database)}
    asked = ["status", "镝", "--as-of", "2025-04-04", "--origin", "CN", "--destination", "DE"]
    run = CliRunner().invoke(main, asked, env=env)
    assert run.exit_code == 0, run.output
    assert run.output.split("\t")[:6] == ["licence_required", "recorded", "-", "dysprosium", "*", "DE"]
    assert json.loads(CliRunner().invoke(main, [*asked, "--format", "json"], env=env).output)["as_of"] == "2025-04-04"
    wrong = CliRunner().invoke(main, ["status", "disprosium"], env=env)
    assert (wrong.exit_code, "did you mean dysprosium?" in wrong.output) == (1, True)


def test_check_sources_is_the_editors_work_list(database: Path) -> None:
    """A row a task, the most pressing first; the quota that may be used up to March and the bans that run out."""
    words = ["check-sources", "--database", str(database), "--as-of", "2026-03-01", "--days", "60"]
    run = CliRunner().invoke(main, words)
    assert run.exit_code == 0, run.output
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    assert {len(row) for row in rows} == {4}
    assert [row[0] for row in rows] == sorted(
        (row[0] for row in rows), key=["ending", "review_old", "unverified", "single_source"].index
    )
    assert ["ending", "2026-04-01", "cd-cobalt-quota-2025.quota"] in [row[:3] for row in rows]
    assert "review_old" not in {row[0] for row in rows}


def test_check_sources_tells_json_with_the_day_and_the_dataset_it_speaks_of(database: Path) -> None:
    """The same tasks, counted."""
    words = ["check-sources", "--database", str(database), "--as-of", "2026-11-24", "--days", "90", "--format", "json"]
    report = json.loads(CliRunner().invoke(main, words).stdout)
    assert (report["as_of"], report["days"], len(report["dataset"])) == ("2026-11-24", 90, 16)
    assert sum(report["counts"].values()) == len(report["tasks"])
    found = {(task["concern"], task["id"], task["on"]) for task in report["tasks"]}
    assert {
        ("ending", "cn-mofcom-2024-46.ban", "2026-11-28"),
        ("ending", "ua-scrap-quota-2026.quota", "2027-01-01"),
        ("ending", "zw-lithium-concentrate-2026", "2027-01-01"),
        ("review_old", "cd-cobalt-quota-2025", "2026-06-30"),
        ("unverified", "us-ccl.3c001", None),
    } <= found
    assert not any(ident.startswith("cn-") for concern, ident, _ in found if concern == "review_old")


def test_check_sources_refuses_what_is_no_day_and_no_database(tmp_path: Path, database: Path) -> None:
    """With the reason."""
    bad_day = CliRunner().invoke(main, ["check-sources", "--database", str(database), "--as-of", "2026-02-30"])
    assert (bad_day.exit_code, "2026-02-30" in bad_day.stderr) == (2, True)
    nowhere = CliRunner().invoke(main, ["check-sources", "--database", str(tmp_path / "none.db")])
    assert (nowhere.exit_code, "there is no such database file" in nowhere.stderr) == (1, True)
