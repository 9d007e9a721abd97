"""The console script, with a real gunicorn where it serves."""

from __future__ import annotations

import csv
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
    # What was dropped for good needs no review.
    assert "ph-ore-ban-dropped-2025" not in {row[2] for row in rows}
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


BOM = ROOT / "tests" / "data" / "bom.csv"
TOTALS = {"invalid": 12, "not_recognised": 2, "blocked": 4}
"""Some of what the example list comes to; line by line it is checked elsewhere."""


def test_screen_writes_a_table_and_tells_the_totals(database: Path, tmp_path: Path) -> None:
    """The caller's columns and ours after them; the totals on standard error."""
    out = tmp_path / "result.csv"
    run = CliRunner().invoke(main, ["screen", str(BOM), "--database", str(database), "--out", str(out)])
    assert run.exit_code == 0, run.output
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), rows[0]["Part No"], rows[0]["outcome"]) == (60, "M-1001", "action_required")
    counts = (line.split() for line in run.stderr.splitlines() if line[:7].strip().isdigit())
    told = {outcome: count for count, outcome in counts}
    assert {word: int(told[word]) for word in TOTALS} == TOTALS
    assert sum(map(int, told.values())) == 60
    assert run.stdout == ""


def test_screen_answers_what_the_service_answers(database: Path, tmp_path: Path) -> None:
    """Against a running service, in batches, the same lines as from the database here; as JSON and line by line."""
    header, *rows = BOM.read_text(encoding="utf-8").splitlines(keepends=True)[:41]
    long = tmp_path / "long.csv"
    long.write_text(header + "\n" + "".join(rows * 30), encoding="utf-8")
    here, there = tmp_path / "here.json", tmp_path / "there.ndjson"
    words = ["screen", str(long), "--date", "2026-03-02"]
    first = CliRunner().invoke(main, [*words, "--database", str(database), "--out", str(here)])
    assert first.exit_code == 0, first.output
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "1"}
    with serving(settings, cwd=tmp_path) as server:
        second = CliRunner().invoke(main, [*words, "--url", server.address, "--out", str(there)])
    assert second.exit_code == 0, second.output
    whole = json.loads(here.read_text(encoding="utf-8"))
    lines = whole["lines"]
    assert (sum(whole["totals"].values()), len(whole["dataset"]["version"])) == (1_200, 16)
    assert lines == [json.loads(line) for line in there.read_text(encoding="utf-8").splitlines()]
    assert [line["line"] for line in lines] == list(range(2, 1202))


@pytest.mark.parametrize(
    ("fail_on", "code"), [("blocked,invalid", 3), ("blocked", 0), ("", 0), ("no_control_found", 3)]
)
def test_screen_gates_a_pipeline(database: Path, tmp_path: Path, fail_on: str, code: int) -> None:
    """Exit code 3 where the list holds an outcome that was named, and the table is written all the same."""
    small = tmp_path / "small.json"
    lines = [{"material": "lithium carbonate"}, {"material": "Ga", "date": "soon"}]
    small.write_text(json.dumps(lines), encoding="utf-8")
    words = ["screen", str(small), "--database", str(database), "--date", "2026-03-02", "--origin", "China"]
    run = CliRunner().invoke(main, [*words, "--destination", "DE", "--fail-on", fail_on])
    assert run.exit_code == code, run.output
    assert run.stdout.splitlines()[0].startswith("material,date,outcome,at_worst,")
    assert len(run.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "flags", "refused"),
    [
        ("colour\nred\n", [], (1, "no column is called by a name that is known")),
        ("material\nGa\n", ["--destination", "Atlantis"], (1, "Atlantis")),
        ("material\nGa\n", ["--fail-on", "bad"], (2, "no outcome is called bad")),
        ("material\nGa\n", ["--out", "result.xlsx"], (2, ".csv, .json or .ndjson")),
        ("material\nGa\n", ["--out", "{file}"], (2, "the list itself")),
        ("material\nGa\n", ["--url", "http://127.0.0.1:9"], (1, "127.0.0.1:9")),
    ],
)
def test_screen_tells_why_a_list_was_not_taken(
    database: Path, tmp_path: Path, content: str, flags: list[str], refused: tuple[int, str]
) -> None:
    """On standard error, with the exit code of a failure, which is not that of the gate."""
    file = tmp_path / "list.csv"
    file.write_text(content, encoding="utf-8")
    given = [flag.format(file=file) for flag in flags]
    run = CliRunner().invoke(main, ["screen", str(file), "--database", str(database), *given])
    code, reason = refused
    assert (run.exit_code, reason in run.stderr) == (code, True), run.output


def test_screen_sends_all_of_a_file_and_the_buyer_for_all_lines(database: Path, tmp_path: Path) -> None:
    """A mistyped member of the file is refused as it would be over HTTP, and not left out."""
    file, out = tmp_path / "list.json", tmp_path / "out.json"
    words = ["screen", str(file), "--database", str(database), "--date", "2026-03-02", "--out", str(out)]
    file.write_text(json.dumps({"default": {"origin": "CN"}, "lines": [{"material": "Ge"}]}), encoding="utf-8")
    refused = CliRunner().invoke(main, words)
    assert (refused.exit_code, "default: is no member of the body" in refused.stderr) == (1, True)
    file.write_text(json.dumps({"defaults": {"origin": "CN"}, "lines": [{"material": "Ge"}]}), encoding="utf-8")
    run = CliRunner().invoke(main, [*words, "--destination", "US", "--end-user", "Global Dimensions"])
    assert run.exit_code == 0, run.output
    (line,) = json.loads(out.read_text(encoding="utf-8"))["lines"]
    assert (line["origin"], line["end_user"]["word"]) == ("CN", "named")
