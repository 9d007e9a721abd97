"""Access keys with a real server, and the command line that has to bring one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from tests.server import SCRIPT, Server, environment, serving, started

KEY = "served-key"


@pytest.fixture(scope="module")
def keys_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with one key."""
    path = tmp_path_factory.mktemp("keys") / "keys"
    path.write_text(f"erp:{sha256(KEY.encode()).hexdigest()}\n", encoding="ascii")
    return path


@pytest.fixture(scope="module")
def server(database: Path, keys_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service on the real record, with keys."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_API_KEYS_FILE": str(keys_file)}
    with serving(settings, cwd=tmp_path_factory.mktemp("served")) as running:
        yield running


def test_a_key_opens_through_gunicorn_and_nothing_does_without(server: Server) -> None:
    """The header arrives as it was sent."""
    asked = Request(f"{server.address}/v1/version", headers={"Authorization": f"Bearer {KEY}"})
    with urlopen(asked) as answer:
        assert answer.headers["Cache-Control"] == "private, max-age=60"
    for address in ("/v1/version", "/nothing"):
        with pytest.raises(HTTPError) as caught:
            urlopen(server.address + address)
        with caught.value as refused:
            assert (refused.code, refused.headers["Content-Type"]) == (401, "application/problem+json")
    with urlopen(f"{server.address}/readyz") as answer:
        assert answer.status == 200


def test_what_gunicorn_refuses_is_told_where_keys_are_on(server: Server) -> None:
    """It never reached the application, so no key was asked for."""
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{server.address}/?{'x' * 8300}")
    with caught.value as refused:
        assert (refused.code, json.load(refused)["type"]) == (414, "/problems/uri-too-long")


def screened(tmp_path: Path, *words: str, env: dict[str, str] | None = None) -> Result:
    """What the command says to a list of one line."""
    parts = tmp_path / "parts.csv"
    parts.write_text("material,origin,destination\nGa,CN,DE\n", encoding="utf-8")
    return CliRunner().invoke(main, ["screen", str(parts), "--date", "2026-03-02", *words], env=env)


def test_screen_brings_the_key_that_stands_in_a_file(server: Server, tmp_path: Path) -> None:
    """And is refused without it or with another, by the words of the service."""
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", encoding="ascii")
    run = screened(tmp_path, "--url", server.address, "--key-file", str(file))
    assert (run.exit_code, "action_required" in run.stdout) == (0, True), run.output
    without = screened(tmp_path, "--url", server.address)
    assert (without.exit_code, "wants an access key" in without.stderr) == (1, True)
    file.write_text("another-key", encoding="ascii")
    wrong = screened(tmp_path, "--url", server.address, "--key-file", str(file))
    assert (wrong.exit_code, "is not known here" in wrong.stderr) == (1, True)


def test_a_long_list_without_a_key_gets_the_refusal_and_no_broken_pipe(server: Server) -> None:
    """A caller who sends first and reads then; on one connection after the other, for it is a matter of luck."""
    for _ in range(5):
        with pytest.raises(HTTPError) as caught:
            urlopen(
                Request(f"{server.address}/v1/screenings", data=b"x" * 5_000_000, headers={"Content-Type": "text/csv"})
            )
        with caught.value as refused:
            assert refused.code == 401


@pytest.mark.parametrize(
    ("content", "what"),
    [("", "holds no access key"), ("two words", "holds no access key"), ("a\nb", "holds no access key"), ("ä", "text")],
)
def test_screen_tells_a_file_that_holds_no_key_and_never_what_it_holds(tmp_path: Path, content: str, what: str) -> None:
    """Before it asks anybody."""
    file = tmp_path / "key"
    file.write_text(content, encoding="utf-8")
    run = screened(tmp_path, "--url", "http://127.0.0.1:9", "--key-file", str(file))
    assert (run.exit_code, what in run.stderr) == (1, True), run.output
    assert "two words" not in run.output
    gone = screened(tmp_path, "--url", "http://127.0.0.1:9", "--key-file", str(tmp_path / "none"))
    assert (gone.exit_code, "cannot be read" in gone.stderr) == (1, True)


def test_a_key_is_for_a_service_that_runs(tmp_path: Path) -> None:
    """The database here wants none."""
    run = screened(tmp_path, "--key-file", str(tmp_path / "key"))
    assert (run.exit_code, "give its address by --url" in run.stderr) == (2, True)


def test_the_command_line_answers_from_the_database_here_without_a_key(
    database: Path, keys_file: Path, tmp_path: Path
) -> None:
    """Though the environment is the server's, as in its container: whoever runs it has the data."""
    env = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_API_KEYS_FILE": str(keys_file)}
    assert screened(tmp_path, env=env).exit_code == 0
    assert CliRunner().invoke(main, ["status", "Ga", "--as-of", "2026-03-02"], env=env).exit_code == 0


def test_a_malformed_file_of_keys_stops_the_server(database: Path, tmp_path: Path) -> None:
    """With a message, before anything listens."""
    keys = tmp_path / "keys"
    keys.write_text("# ours\nerp=123\n", encoding="ascii")
    env = environment(EXPORT_CONTROLS_DATABASE=str(database), EXPORT_CONTROLS_API_KEYS_FILE=str(keys))
    command = [str(SCRIPT), "serve", "--bind", "127.0.0.1:0"]
    run = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    what = f"{keys}: line 2 is not name:sha256, the digest as 64 hexadecimal digits"
    assert run.stderr == f"Error: EXPORT_CONTROLS_API_KEYS_FILE: {what}\n"


@pytest.mark.parametrize(("bind", "warned"), [("127.0.0.1:0", False), ("0.0.0.0:0", True), ("[::]:0", True)])
def test_the_start_warns_where_others_can_ask_and_no_key_is_wanted(
    database: Path, tmp_path: Path, bind: str, warned: bool
) -> None:
    """In gunicorn's own log, so that it stands where the operator looks."""
    # A worker that is only just made does not hear the word to stop; there is nothing to finish, so let it be killed.
    settings = {"EXPORT_CONTROLS_WORKERS": "1", "EXPORT_CONTROLS_GRACEFUL_TIMEOUT": "1"}
    env = environment(EXPORT_CONTROLS_DATABASE=str(database), **settings)
    command = [str(SCRIPT), "serve", "--bind", bind]
    with started(command, "(Listening at)", cwd=tmp_path, env=env) as (_, said):
        pass
    assert any("anybody may ask" in line for line in said) is warned, said
