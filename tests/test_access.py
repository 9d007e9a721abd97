"""Access keys: nothing but health answers without one, and the key itself is written nowhere."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask, Response, g
from flask.testing import FlaskClient

from service.access import OPEN, BadKeys, Keys, unguarded
from service.app import create_app
from service.settings import Settings
from tests.conftest import NOW

KEY, OTHER = "a-key.that_nobody~guesses+/1==", "another-key"
BEARER = {"Authorization": f"Bearer {KEY}"}
STATUS = "/v1/minerals/dysprosium/status"


def line(name: str, key: str) -> str:
    """A line of the file."""
    return f"{name}:{sha256(key.encode()).hexdigest()}\n"


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    """A file with two keys, a comment and an empty line."""
    path = tmp_path / "keys"
    path.write_text("# who may ask\n\n" + line("erp", KEY) + line("customs-team", OTHER), encoding="ascii")
    return path


@pytest.fixture
def locked(database: Path, keys_file: Path) -> Flask:
    """The application with keys."""
    return create_app(Settings(database=database, api_keys_file=keys_file), now=lambda: NOW)


@pytest.fixture
def caller(locked: Flask) -> FlaskClient:
    """A caller of the application with keys, who has none yet."""
    return locked.test_client()


def every_address(app: Flask) -> list[str]:
    """Each route with something in its place."""
    with app.test_request_context():
        return [
            app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, "x"), method=method)
            for rule in app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PROPFIND"])
def test_no_route_answers_without_a_key_but_the_two_of_health(locked: Flask, method: str) -> None:
    """Whatever the method, and whatever route is added: the list is that of the application itself."""
    addresses = every_address(locked)
    assert len(addresses) > 25
    closed = [address for address in addresses if address not in OPEN]
    for address in [*closed, "/nothing", "/v1", "//healthz/", "/healthz/x", "/metrics", "/v1/minerals/../x"]:
        answer = locked.test_client().open(address, method=method)
        assert answer.status_code == 401, f"{method} {address}"
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="export-controls"'
        assert answer.headers["Cache-Control"] == "no-store"


def test_health_wants_no_key(caller: FlaskClient) -> None:
    """A load balancer has none."""
    for address in OPEN:
        assert caller.get(address).status_code == caller.head(address).status_code == 200


def test_a_new_route_is_behind_the_key_without_being_told(locked: Flask) -> None:
    """Nobody has to remember it."""
    locked.add_url_rule("/v1/new", view_func=lambda: "ok")
    answer = locked.test_client().get("/v1/new")
    assert (answer.status_code, answer.get_json()["type"]) == (401, "/problems/unauthorised")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("key", [KEY, OTHER])
def test_any_key_of_the_file_opens(caller: FlaskClient, scheme: str, key: str) -> None:
    """The scheme is known in any case (RFC 9110, section 11.1)."""
    assert caller.get(STATUS, headers={"Authorization": f"{scheme} {key}"}).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        "Bearer wrong",
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        f"Bearer {KEY}, Bearer {KEY}",
        f"Bearer {KEY} {KEY}",
        "Bearer ",
        "Bearer",
        "Bearer " + sha256(KEY.encode()).hexdigest(),
        "Bearer käse",
        "Bearer " + "x" * 8000,
    ],
)
def test_a_wrong_key_is_told_to_be_wrong(caller: FlaskClient, given: str) -> None:
    """Also the digest that stands in the file, which is no key."""
    answer = caller.get(STATUS, headers={"Authorization": given})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="export-controls", error="invalid_token"'
    assert given.removeprefix("Bearer").strip()[:20] not in answer.text or given.strip() == "Bearer"


@pytest.mark.parametrize("given", [f"Basic {KEY}", KEY, f"Token {KEY}", ""])
def test_another_way_to_give_a_key_is_none(caller: FlaskClient, given: str) -> None:
    """Neither another scheme nor the address, which stands in every log."""
    for address in (STATUS, f"{STATUS}?access_token={OTHER}"):
        answer = caller.get(address, headers={"Authorization": given})
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="export-controls"'


def test_a_refusal_is_one_line_where_text_was_asked(caller: FlaskClient) -> None:
    """As every other error."""
    answer = caller.get(f"{STATUS}?format=text")
    assert answer.text == "error 401 this service wants an access key, as Authorization: Bearer KEY\n"


@pytest.mark.parametrize(
    "address",
    [
        *(STATUS, f"{STATUS}?format=csv", "/v1/changes?format=atom", "/v1/changes?format=ics"),
        *("/v1/export", "/v1/export/record.json", "/v1/export/record.sqlite"),
        *("/docs", "/docs/assets/reference.js", "/openapi.yaml", "/llms.txt", "/"),
    ],
)
def test_answers_are_private_as_soon_as_keys_are_on(caller: FlaskClient, client: FlaskClient, address: str) -> None:
    """Answers that match, feeds, downloads and pages; how long they are kept stays as it was."""
    first = caller.get(address, headers=BEARER)
    without_keys = client.get(address).headers["Cache-Control"]
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == without_keys.replace("public", "private")
    assert first.headers["Cache-Control"].startswith("private, max-age=")
    same = caller.get(address, headers={**BEARER, "If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.headers["Cache-Control"]) == (304, first.headers["Cache-Control"])


def test_what_is_pinned_is_kept_for_a_year_by_the_caller_alone(caller: FlaskClient) -> None:
    """No cache between may have it."""
    version = caller.get("/v1/version", headers=BEARER).get_json()["dataset"]["version"]
    pinned = caller.get(f"{STATUS}?as_of=2025-06-01&dataset={version}", headers=BEARER)
    assert pinned.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_the_name_of_the_key_is_kept_for_the_log(locked: Flask) -> None:
    """And is not left from one request to the next."""
    names: list[str | None] = []

    @locked.after_request
    def note(response: Response) -> Response:
        names.append(g.get("key_name"))
        return response

    caller = locked.test_client()
    for headers in (BEARER, {"Authorization": f"Bearer {OTHER}"}, {}, {"Authorization": "Bearer wrong"}):
        caller.post("/v1/screenings", json={"lines": []}, headers=headers)
    assert names == ["erp", "customs-team", None, None]


def test_metrics_want_a_key_unless_the_setting_opens_them(database: Path, keys_file: Path) -> None:
    """The two settings together; the route may have been added by whoever."""
    for opened, status in ((False, 401), (True, 200)):
        app = create_app(Settings(database=database, api_keys_file=keys_file, metrics_open=opened), now=lambda: NOW)
        if not any(rule.rule == "/metrics" for rule in app.url_map.iter_rules()):
            app.add_url_rule("/metrics", view_func=lambda: "")
        with app.test_request_context("/metrics"):
            assert app.full_dispatch_request().status_code == status


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "holds no key"),
        ("# nobody\n", "holds no key"),
        (line("a", "x") + "secret-key\n", "line 2 is not"),
        (line("a b", "x"), "line 1 is not"),
        (line("", "x"), "line 1 is not"),
        ("\n# c\nerp:abc\n", "line 3 is not"),
        ("erp:" + "g" * 64, "line 1 is not"),
        (line("a", "x") + line("b", "x"), "line 2 repeats"),
        ("käse\n", "ASCII"),
    ],
)
def test_a_malformed_file_stops_the_start_and_names_the_line(
    database: Path, tmp_path: Path, content: str, what: str
) -> None:
    """Never what stands on it, which may be a key that was written there by mistake."""
    path = tmp_path / "keys"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadKeys, match=what) as caught:
        create_app(Settings(database=database, api_keys_file=path))
    assert "EXPORT_CONTROLS_API_KEYS_FILE" in str(caught.value)
    assert "secret-key" not in str(caught.value)


def test_a_file_that_is_not_there_or_cannot_be_read_stops_the_start(database: Path, tmp_path: Path) -> None:
    """A service that was meant to be closed must not come up open."""
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BadKeys, match="cannot be read"):
            create_app(Settings(database=database, api_keys_file=path))


@pytest.fixture
def clock() -> list[float]:
    """Seconds that pass only when a test says so."""
    return [100.0]


@pytest.fixture
def keys(keys_file: Path, clock: list[float]) -> Keys:
    """The keys of the file by that clock."""
    return Keys(keys_file, lambda: clock[0])


def test_a_changed_file_counts_after_a_second_at_most(keys: Keys, keys_file: Path, clock: list[float]) -> None:
    """A new key opens and an old one no longer; a name may have two while one takes over from the other."""
    keys_file.write_text(line("erp", "new") + line("erp", OTHER), encoding="ascii")
    clock[0] += 0.9
    assert (keys.name_of("new"), keys.name_of(KEY)) == (None, "erp")
    clock[0] += 0.1
    assert (keys.name_of("new"), keys.name_of(KEY), keys.name_of(OTHER)) == ("erp", None, "erp")


def test_a_file_put_in_place_of_the_other_counts(keys: Keys, keys_file: Path, clock: list[float]) -> None:
    """Though it is as long and as old: a careful operator replaces it in one step."""
    new = keys_file.with_suffix(".new")
    new.write_bytes(keys_file.read_bytes().replace(line("erp", KEY).encode(), line("erp", "new").encode()))
    os.utime(new, ns=(0, keys_file.stat().st_mtime_ns))
    new.replace(keys_file)
    clock[0] += 1
    assert (keys.name_of("new"), keys.name_of(KEY)) == ("erp", None)


@pytest.mark.parametrize(
    "spoil",
    [lambda path: path.unlink(), lambda path: path.write_text("erp:oops\n"), lambda path: path.write_text("")],
    ids=["gone", "malformed", "empty"],
)
def test_a_file_that_turns_bad_leaves_the_last_good_keys_and_is_told_once(
    keys: Keys,
    keys_file: Path,
    clock: list[float],
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Path], object],
) -> None:
    """A slip of the editor locks nobody out and lets nobody in; the mended file counts, and a relapse is told."""
    good = keys_file.read_bytes()
    for _ in range(2):
        caplog.clear()
        spoil(keys_file)
        for _ in range(3):
            clock[0] += 1
            assert (keys.name_of(KEY), keys.name_of("oops")) == ("erp", None)
        assert [record.levelno for record in caplog.records] == [logging.ERROR]
        keys_file.write_bytes(good + line("new", "new").encode())
        clock[0] += 1
        assert keys.name_of("new") == "new"


def test_no_key_is_written_anywhere(
    caller: FlaskClient, keys: Keys, keys_file: Path, clock: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in a log nor in an answer, for whatever reason it is refused."""
    caplog.set_level(logging.DEBUG)
    keys_file.write_text(f"{KEY}\n", encoding="ascii")
    clock[0] += 1
    keys.name_of(KEY)
    told = [caller.get(path, headers=BEARER).text for path in ("/nothing", "/v1/version", "/v1/minerals?x=1")]
    told += [caller.get("/", headers={"Authorization": f"Bearer {KEY}x"}).text]
    assert KEY not in caplog.text + "".join(told)


@pytest.mark.parametrize(
    ("bind", "warned"),
    [
        ("127.0.0.1:8000", False),
        ("127.8.8.8:8000", False),
        ("[::1]:8000", False),
        ("localhost:8000", False),
        ("0.0.0.0:8000", True),
        ("[::]:8000", True),
        (":::8000", True),
        ("10.0.0.7:8000", True),
        ("controls.example:8000", True),
        ("localhost.example:8000", True),
    ],
)
def test_an_address_that_others_reach_is_warned_of_without_keys(bind: str, warned: bool, keys_file: Path) -> None:
    """A name is taken for one that they reach; with keys there is nothing to warn of."""
    assert bool(unguarded(Settings(bind=bind))) is warned
    assert unguarded(Settings(bind=bind, api_keys_file=keys_file)) is None
