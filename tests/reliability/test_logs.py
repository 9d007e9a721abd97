"""The log: one line a request, whole, and nothing in it that a caller sent but the ids."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

from service import logs
from service.app import create_app
from service.gathered import deal_with_all, gather
from service.settings import Settings, SettingsError
from tests.server import serving

TRACE = "0af7651916cd43dd8448eb211c80319c"
STATUS = "/v1/minerals/gallium/status"
Json = dict[str, Any]


@pytest.fixture
def observed(database: Path) -> Iterator[Flask]:
    """An application whose every answer takes a quarter of a second by its timer, and which writes its log."""
    before = {name: logging.getLogger(name) for name in ("service", logs.SERVER)}
    kept = {name: (logger.handlers[:], logger.level, logger.propagate) for name, logger in before.items()}
    logs.configure("json", "info")
    ticks = count()
    yield create_app(Settings(database=database), timer=lambda: next(ticks) / 4)
    for name, (handlers, level, propagate) in kept.items():
        before[name].handlers[:] = handlers
        before[name].setLevel(level)
        before[name].propagate = propagate


def lines(capsys: pytest.CaptureFixture[str]) -> list[Json]:
    """The lines that were logged, without the moment, which is checked to be one in UTC."""
    found = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    for line in found:
        assert line.pop("time").endswith("Z")
    return found


def test_a_request_is_one_line_with_all_that_operators_need(
    observed: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rule of the route and never the path; how long, how much, from which data, under which ids."""
    sent = {"X-Request-ID": "order-42", "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    response = observed.test_client().get(STATUS, headers=sent)
    assert lines(capsys) == [
        {
            "level": "info",
            "event": "request",
            "method": "GET",
            "route": "/v1/minerals/<mineral>/status",
            "status": 200,
            "ms": 250.0,
            "bytes": len(response.data),
            "request_id": "order-42",
            "dataset_version": response.headers["Dataset-Version"],
            "trace_id": TRACE,
        }
    ]


def test_an_answer_that_is_kept_is_told_like_one_that_is_made(
    observed: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the same route, size, id and trace, whoever gave it."""
    client = observed.test_client()
    for _ in range(3):
        client.get(
            STATUS, headers={"X-Request-ID": "order-42", "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
        ).close()
    first, *others = lines(capsys)
    assert others == [first, first]
    assert first["route"] == "/v1/minerals/<mineral>/status"


def test_lines_that_go_together_are_written_in_their_order(observed: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """When there are enough of them, when one tells of a failure, before any other message, and when told to."""

    @observed.get("/broken")
    def broken() -> str:
        raise RuntimeError

    client, told = observed.test_client(), []
    gather(3)
    try:
        for address in ("/healthz", "/healthz", "/healthz", "/healthz", "/broken", "/healthz"):
            client.get(address).close()
            told.append([(line["event"][:7], line.get("status")) for line in lines(capsys)])
        deal_with_all()
        told.append([(line["event"], line["status"]) for line in lines(capsys)])
    finally:
        gather(1)
    well = ("request", 200)
    assert told == [[], [], [well, well, well], [], [well, ("request", None), ("request", 500)], [], [well]]


def test_what_is_no_route_or_no_method_is_told_by_a_word(observed: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever a scanner sends; a field of which nothing is known is left out."""
    client = observed.test_client()
    client.get("/wp-login.php").close()
    client.open("/healthz", method="PROPFIND").close()
    told = [(line["method"], line["route"], line["status"], "trace_id" in line) for line in lines(capsys)]
    assert told == [("GET", "(none)", 404, False), ("(other)", "(none)", 405, False)]


def test_nothing_of_the_address_the_headers_or_the_body_is_logged(
    observed: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not where it is wrong either."""
    client = observed.test_client()
    headers = {"Authorization": "Bearer s3cret", "Cookie": "s3cret", "traceparent": "s3cret"}
    client.get(f"{STATUS}?q=s3cret", headers=headers).close()
    client.get("/v1/minerals/s3cret", headers=headers).close()
    client.post("/v1/screenings", json={"lines": [{"material": "s3cret"}]}, headers=headers).close()
    client.post("/v1/screenings", data=b'{"s3cret', content_type="application/json", headers=headers).close()
    written = capsys.readouterr().err
    assert len(written.splitlines()) == 4
    assert "s3cret" not in written


def test_the_name_of_an_access_key_is_logged(observed: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """Where whatever checks keys has left it."""

    @observed.before_request
    def known() -> None:
        g.key_name = "buyers"

    observed.test_client().get("/healthz").close()
    assert [line["key"] for line in lines(capsys)] == ["buyers"]


def test_a_failure_is_logged_in_the_same_format_with_the_id_of_its_request(
    observed: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    """First what went wrong, with the traceback, then the request, both as errors."""

    @observed.get("/broken")
    def broken() -> str:
        raise RuntimeError("out of order")

    observed.test_client().get("/broken", headers={"X-Request-ID": "r1"}).close()
    failure, request = lines(capsys)
    assert failure.pop("exception").endswith("RuntimeError: out of order")
    assert failure == {"level": "error", "event": "request r1 failed", "request_id": "r1"}
    assert (request["level"], request["status"], request["request_id"]) == ("error", 500, "r1")


def test_the_bytes_of_an_answer_in_parts_are_counted_to_the_last(
    observed: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    """And none for HEAD."""
    client = observed.test_client()
    sent = len(client.post("/v1/screenings?format=ndjson", json={"lines": [{"material": "Ga"}] * 50}).data)
    client.head("/healthz").close()
    assert [line["bytes"] for line in lines(capsys)] == [sent, 0]


def test_the_servers_own_messages_do_not_quote_the_request(observed: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """Gunicorn repeats the address or a header of what it cannot read."""
    server = logging.getLogger(logs.SERVER)
    server.warning("Invalid request from ip=::1: Invalid HTTP Header: 'Authoriz ation: s3cret'")
    server.error("Error handling request %s", "/v1/ask?q=s3cret")
    server.info("Listening at: http://127.0.0.1:8000 (1)")
    assert [line["event"] for line in lines(capsys)] == [
        "Invalid request",
        "Error handling request",
        "Listening at: http://127.0.0.1:8000 (1)",
    ]


def test_a_request_that_the_server_refuses_is_a_line_too_and_a_server_speaks_one_format(
    database: Path, tmp_path: Path
) -> None:
    """Gunicorn answers what it cannot read; from its first word to its last every line is JSON and quotes nothing."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "1"}
    with serving(settings, cwd=tmp_path) as server:
        host, port = server.address.removeprefix("http://").split(":")
        for refused in (b"GET /v1/ask?q=s3cret\r\n\r\n", b"GET / HTTP/1.1\r\nAuthoriz ation: s3cret\r\n\r\n"):
            with socket.create_connection((host, int(port)), timeout=30) as caller:
                caller.sendall(refused)
                while caller.recv(65536):
                    pass
    told = [json.loads(line) for line in server.said]
    requests = [line for line in told if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"], "ms" in line) for line in requests] == [
        ("(other)", "(none)", 400, False)
    ] * 2
    assert all(len(line["request_id"]) == 32 and len(line["dataset_version"]) == 16 for line in requests)
    assert told[0]["event"].startswith("Starting gunicorn")
    assert "s3cret" not in "".join(server.said)


def test_the_level_and_the_format_are_set(observed: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """From warnings on a request that went well is no line; for a person it is no JSON."""
    logs.configure("json", "warning")
    observed.test_client().get("/healthz").close()
    assert capsys.readouterr().err == ""
    logs.configure("console", "info")
    observed.test_client().get("/healthz").close()
    (line,) = capsys.readouterr().err.splitlines()
    assert "request" in line
    assert "route=/healthz" in line
    assert not line.startswith("{")


@pytest.mark.parametrize("wrong", [("LOG_FORMAT", "JSON"), ("LOG_LEVEL", "loud"), ("LOG_LEVEL", ""), ("OTEL", "yes")])
def test_a_word_that_is_none_of_the_setting_stops_the_start(wrong: tuple[str, str]) -> None:
    """As every impossible value does, naming what it may be."""
    name, value = wrong
    with pytest.raises(SettingsError, match=f"EXPORT_CONTROLS_{name}: must be one of "):
        Settings.from_env({f"EXPORT_CONTROLS_{name}": value})
