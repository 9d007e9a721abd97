"""Proxies and browsers: nobody is believed who is not trusted, and no page reads what it may not."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import Client

from service.app import create_app
from service.edge import EXPOSED, POLICIES
from service.http.reference import POLICY
from service.settings import Settings, SettingsError
from tests.conftest import NOW
from tests.server import connection, rest, serving

STATUS = "/v1/minerals/dysprosium/status"
APP, SHOP = "https://app.example", "http://localhost:5173"
ASKS = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


@pytest.mark.parametrize(
    "address",
    [
        STATUS,
        f"{STATUS}?format=csv",
        "/v1/changes?format=atom",
        "/",
        "/healthz",
        "/openapi.yaml",
        "/nothing",
        "/v1/minerals?x=1",
    ],
)
def test_every_answer_tells_browsers_their_limits(client: FlaskClient, address: str) -> None:
    """Errors included; nothing may be embedded, and no address is told to another site."""
    answer = client.get(address)
    assert {name: answer.headers[name] for name in POLICIES} == POLICIES
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1


def test_the_reference_page_has_a_policy_of_its_own(client: FlaskClient) -> None:
    """It loads its own files."""
    answer = client.get("/docs")
    assert answer.headers.getlist("Content-Security-Policy") == [POLICY]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.fixture
def shared(database: Path) -> Flask:
    """The application with two origins whose pages may ask."""
    return create_app(Settings(database=database, cors_origins=(APP, SHOP)), now=lambda: NOW)


@pytest.mark.parametrize("origin", [APP, SHOP])
@pytest.mark.parametrize(("address", "status"), [(STATUS, 200), ("/nothing", 404), (f"{STATUS}?x=1", 422)])
def test_a_page_of_a_listed_origin_may_read_answers_and_errors(
    shared: Flask, origin: str, address: str, status: int
) -> None:
    """With the headers that matter."""
    answer = shared.test_client().get(address, headers={"Origin": origin})
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert answer.headers["Access-Control-Expose-Headers"].split(", ") == list(EXPOSED)
    assert {"Origin", "Accept"} <= set(answer.vary)
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "*",
        "https://app.example.evil",
        "http://app.example",
        "https://app.example:8443",
        APP.upper(),
        f"{APP}/",
    ],
)
def test_a_page_of_another_origin_may_not(shared: Flask, origin: str | None) -> None:
    """Its browser gets the answer without the word that it may show it, and a cache is told that origins differ."""
    headers = {} if origin is None else {"Origin": origin}
    answer = shared.test_client().get(STATUS, headers=headers)
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.vary
    asked = shared.test_client().options(STATUS, headers={**headers, **ASKS})
    assert not [name for name, _ in asked.headers if name.startswith("Access-Control")]


def test_what_is_unchanged_may_be_read_as_what_it_stands_for(shared: Flask) -> None:
    """304 repeats it, or a browser would hide its own copy."""
    first = shared.test_client().get(STATUS, headers={"Origin": APP})
    again = shared.test_client().get(STATUS, headers={"Origin": APP, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, APP)


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    """A file with one key."""
    path = tmp_path / "keys"
    path.write_text(f"page:{sha256(b'key').hexdigest()}\n", encoding="ascii")
    return path


def test_a_browser_asks_first_and_needs_no_key_for_that(database: Path, keys_file: Path) -> None:
    """The answer is the same for every address, so nothing is found out; what it sends then wants the key."""
    settings = Settings(database=database, cors_origins=(APP,), api_keys_file=keys_file)
    caller = create_app(settings, now=lambda: NOW).test_client()
    for address in (STATUS, "/v1/screenings", "/nothing"):
        asked = caller.options(address, headers={"Origin": APP, **ASKS})
        assert (asked.status_code, asked.data) == (204, b"")
        assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST"
        allowed = set(asked.headers["Access-Control-Allow-Headers"].split(", "))
        assert {"Authorization", "Content-Type", "If-None-Match", "X-Request-ID"} == allowed
    refused = caller.get(STATUS, headers={"Origin": APP})
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, APP)
    assert caller.get(STATUS, headers={"Origin": APP, "Authorization": "Bearer key"}).status_code == 200
    for headers in ({"Origin": APP}, ASKS, {"Origin": SHOP, **ASKS}):
        assert caller.options(STATUS, headers=headers).status_code == 401


def test_every_page_may_ask_where_that_is_said_and_no_key_is_wanted(database: Path, keys_file: Path) -> None:
    """With keys it stops the start."""
    answer = (
        create_app(Settings(database=database, cors_origins=("*",))).test_client().get("/", headers={"Origin": APP})
    )
    assert (answer.headers["Access-Control-Allow-Origin"], "Origin" in answer.vary) == ("*", False)
    with pytest.raises(SettingsError, match="EXPORT_CONTROLS_CORS_ORIGINS: list the origins"):
        create_app(Settings(database=database, cors_origins=("*",), api_keys_file=keys_file))


def test_no_page_elsewhere_reads_anything_by_default(client: FlaskClient) -> None:
    """Nothing is said of origins at all."""
    answer = client.get(STATUS, headers={"Origin": APP})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    assert "Origin" not in answer.vary


@pytest.mark.parametrize(
    ("text", "origins"),
    [(f"{APP},{SHOP}", (APP, SHOP)), ("*", ("*",)), ("http://[::1]:3000", ("http://[::1]:3000",))],
)
def test_origins_are_listed(text: str, origins: tuple[str, ...]) -> None:
    """As browsers write them."""
    assert Settings.from_env({"EXPORT_CONTROLS_CORS_ORIGINS": text}).cors_origins == origins


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "app.example",
            f"{APP}/",
            f"{APP}/x",
            f"{APP}, {SHOP}",
            f"{APP},",
            f"*,{APP}",
            "https://*.example",
            "null",
        ),
        *("https://App.example", "https://app.example:443", "http://app.example:80", "ftp://app.example"),
        *("https://a@b", "https://", "https://app.example:0", "https://-x", f"{APP}\n"),
    ],
)
def test_what_no_browser_would_send_is_refused(text: str) -> None:
    """It would never match, and the operator would wonder why."""
    with pytest.raises(SettingsError, match="EXPORT_CONTROLS_CORS_ORIGINS"):
        Settings.from_env({"EXPORT_CONTROLS_CORS_ORIGINS": text})


@pytest.mark.parametrize(
    ("hops", "seen"),
    [
        (0, ["10.0.0.1", "http", "here"]),
        (1, ["3.3.3.3", "https", "public.example"]),
        (2, ["2.2.2.2", "http", "inner.example"]),
        (3, ["1.1.1.1", "http", "here"]),
        (4, ["10.0.0.1", "http", "here"]),
    ],
)
def test_exactly_so_many_proxies_are_believed(database: Path, hops: int, seen: list[str]) -> None:
    """The first ones were written by whoever asked; where too few were passed, nothing is believed."""
    app = create_app(Settings(database=database, trusted_hops=hops))
    app.add_url_rule("/seen", view_func=lambda: [request.remote_addr, request.scheme, request.host])
    forwarded = {
        "X-Forwarded-For": "1.1.1.1, 2.2.2.2, 3.3.3.3",
        "X-Forwarded-Proto": "http, https",
        "X-Forwarded-Host": "inner.example, public.example",
        "X-Forwarded-Prefix": "/elsewhere",
        "Forwarded": "for=9.9.9.9;proto=https;host=evil.example",
    }
    caller = Client(app)
    found = caller.get("/seen", headers=forwarded, base_url="http://here", environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert found.get_json() == seen


def test_gunicorn_believes_no_forwarded_header_either(database: Path, tmp_path: Path) -> None:
    """By itself it would, from this machine, and refuse two that contradict one another."""
    with serving({"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "1"}, cwd=tmp_path) as server:
        words = b"GET /healthz HTTP/1.1\r\nHost: here\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off\r\n"
        with connection(server, words + b"Connection: close\r\n\r\n") as caller:
            assert rest(caller).startswith(b"HTTP/1.1 200 ")
