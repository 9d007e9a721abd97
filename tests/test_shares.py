"""Rate limits: each caller has its share, is told what is left of it, and takes nothing from another's."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings, SettingsError
from tests.conftest import NOW
from tests.server import serving

STATUS = "/v1/minerals/dysprosium/status"
Make = Callable[..., FlaskClient]


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    """A file with two keys."""
    path = tmp_path / "keys"
    lines = [f"{name}:{sha256(name.encode()).hexdigest()}\n" for name in ("erp", "desk")]
    path.write_text("".join(lines), encoding="ascii")
    return path


@pytest.fixture
def make(database: Path) -> Make:
    """A caller of an application with a limit; its windows are long, so that none ends within a test."""

    def made(rate: str = "3/day", **more: object) -> FlaskClient:
        settings = Settings(database=database, rate_limit=rate, **more)  # type: ignore[arg-type]  # by name
        return create_app(settings, now=lambda: NOW).test_client()

    return made


def ask(
    caller: FlaskClient, address: str = STATUS, key: str | None = None, source: str = "10.0.0.1"
) -> tuple[int, str | None]:
    """The status of an answer and what it says is left."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    answer = caller.get(address, headers=headers, environ_base={"REMOTE_ADDR": source})
    left = answer.headers.get("RateLimit")
    return answer.status_code, left and left.split(";")[1]


def test_who_asks_more_than_its_share_is_told_to_wait(make: Make) -> None:
    """With the headers of the draft, on what is answered and on what is not."""
    caller = make()
    for left in ("2", "1", "0"):
        answer = caller.get(STATUS)
        assert answer.status_code == 200
        name, remaining, seconds = answer.headers["RateLimit"].split(";")
        assert (name, remaining, answer.headers["RateLimit-Policy"]) == (
            '"default"',
            f"r={left}",
            '"default";q=3;w=86400',
        )
        assert 86_000 < int(seconds.removeprefix("t=")) <= 86_400
    refused = caller.get(STATUS)
    assert (refused.status_code, refused.get_json()["type"]) == (429, "/problems/too-many-requests")
    assert refused.headers["RateLimit"].startswith('"default";r=0;t=')
    assert refused.headers["RateLimit"].endswith(f"t={refused.headers['Retry-After']}")
    assert refused.headers["RateLimit-Policy"] == '"default";q=3;w=86400'
    assert refused.headers["Cache-Control"] == "no-store"
    assert caller.get(f"{STATUS}?format=text").text.startswith("error 429 ")


def test_every_window_has_its_share(make: Make) -> None:
    """The shorter one is used up first; both are told."""
    caller = make("2/hour;5/day")
    answers = [caller.get("/v1/version") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"3600s";q=2;w=3600, "86400s";q=5;w=86400'
    assert [part.split(";")[:2] for part in answers[0].headers["RateLimit"].split(", ")] == [
        ['"3600s"', "r=1"],
        ['"86400s"', "r=4"],
    ]
    assert int(answers[2].headers["Retry-After"]) <= 3600


def test_errors_and_unknown_addresses_count_and_what_is_unchanged_too(make: Make) -> None:
    """Or a typo in a loop would be free."""
    caller = make("4/day")
    tag = caller.get("/v1/version").headers["ETag"]
    assert ask(caller, "/nothing", source="127.0.0.1") == (404, "r=2")
    assert ask(caller, f"{STATUS}?x=1", source="127.0.0.1") == (422, "r=1")
    same = caller.get("/v1/version", headers={"If-None-Match": tag})
    assert (same.status_code, same.headers["RateLimit"].split(";")[1]) == (304, "r=0")
    assert ask(caller, "/nothing", source="127.0.0.1")[0] == 429


def test_health_is_never_counted(make: Make) -> None:
    """It is asked by a machine, for ever."""
    caller = make("1/day")
    caller.get(STATUS)
    for address in ("/healthz", "/readyz"):
        for _ in range(3):
            answer = caller.get(address)
            assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)


def test_each_address_has_its_own_share(make: Make) -> None:
    """Of IPv6 each network of 64 bits, for one caller has all of its addresses."""
    caller = make("1/day")
    assert ask(caller, source="10.0.0.1") == (200, "r=0")
    assert ask(caller, source="10.0.0.2") == (200, "r=0")
    assert ask(caller, source="10.0.0.1")[0] == 429
    assert ask(caller, source="2001:db8:0:1::1") == (200, "r=0")
    assert ask(caller, source="2001:db8:0:1:ffff::2")[0] == 429
    assert ask(caller, source="2001:db8:0:2::1") == (200, "r=0")
    assert ask(caller, source="::ffff:10.0.0.2")[0] == 429
    assert ask(caller, source="") == (200, "r=0")


def test_each_key_has_its_own_share_wherever_it_is_used(make: Make, keys_file: Path) -> None:
    """And who has none is counted by address before it is refused, so that keys are not tried without end."""
    caller = make("2/day", api_keys_file=keys_file)
    assert [ask(caller, key="erp", source=source)[0] for source in ("10.0.0.1", "10.0.0.2", "10.0.0.3")] == [
        200,
        200,
        429,
    ]
    assert ask(caller, key="desk") == (200, "r=1")
    assert [ask(caller, key="guess")[0] for _ in range(3)] == [401, 401, 429]
    assert ask(caller, key="desk") == (200, "r=0")


def test_only_trusted_proxies_say_whose_share_it_is(make: Make) -> None:
    """Else whoever writes a header would have a new share with each request."""
    for hops, statuses in ((0, [200, 429]), (1, [200, 200])):
        caller = make("1/day", trusted_hops=hops)
        answers = [caller.get(STATUS, headers={"X-Forwarded-For": f"9.9.9.{n}"}) for n in (1, 2)]
        assert [answer.status_code for answer in answers] == statuses


def test_nothing_is_said_of_limits_where_there_are_none(client: FlaskClient) -> None:
    """By default."""
    answer = client.get(STATUS)
    assert not {"RateLimit", "RateLimit-Policy", "Retry-After"} & {name for name, _ in answer.headers}


@pytest.mark.parametrize("text", ["60/minute", "60 per minute", "5/second;1000/day", "10/2 minutes"])
def test_a_rate_is_written_as_one_says_it(text: str) -> None:
    """In the notation of the library."""
    assert Settings.from_env({"EXPORT_CONTROLS_RATE_LIMIT": text}).rate_limit == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("RATE_LIMIT", text) for text in ("", "60", "60/", "0/minute", "-1/minute", "60/minute x", "60/century")),
        *(("RATE_LIMIT", text) for text in ("60/minute;", "1/minute;2/minute", "1/0 minutes", "x 60/minute")),
        *(("RATE_LIMIT_STORE", text) for text in ("", "memory://", "localhost:6379", "http://localhost")),
        *(("RATE_LIMIT_ON_LOSS", text) for text in ("", "yes", "OPEN")),
    ],
)
def test_what_is_no_rate_stops_the_start(name: str, text: str) -> None:
    """And is named."""
    with pytest.raises(SettingsError, match=f"EXPORT_CONTROLS_{name}: "):
        Settings.from_env({f"EXPORT_CONTROLS_{name}": text})


def test_the_password_of_a_store_is_not_told() -> None:
    """Where the address is wrong, it may stand in it all the same."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"EXPORT_CONTROLS_RATE_LIMIT_STORE": "reddis://:secret@store:6379"})
    assert "secret" not in str(caught.value)


def test_a_store_that_cannot_be_spoken_to_stops_the_start(make: Make) -> None:
    """For want of the package, or of a port that is one; a store that is down does not."""
    with pytest.raises(
        SettingsError, match=r"EXPORT_CONTROLS_RATE_LIMIT_STORE: the package redis is missing .*, or it"
    ):
        make(rate_limit_store="redis://store:secret")


def test_a_real_server_counts_by_address_and_is_not_told_another(database: Path, tmp_path: Path) -> None:
    """One worker, so one count; what it refuses itself is not counted and still told."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "1"}
    with serving({**settings, "EXPORT_CONTROLS_RATE_LIMIT": "2/day"}, cwd=tmp_path) as server:
        statuses = []
        for n, path in enumerate(["/v1/version", f"/?{'x' * 8300}", "/v1/version", "/v1/version", "/healthz"]):
            try:
                with urlopen(Request(server.address + path, headers={"X-Forwarded-For": f"9.9.9.{n}"})) as answer:
                    statuses.append(answer.status)
            except HTTPError as error:
                with error:
                    statuses.append(error.code)
    assert statuses == [200, 414, 200, 429, 200]


def test_a_limit_is_none_of_the_contracts_routes(make: Make) -> None:
    """It is the same application."""
    app: Flask = make().application
    assert not [rule for rule in app.url_map.iter_rules() if "limit" in rule.rule]
