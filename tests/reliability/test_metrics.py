"""The metrics of one application, and of a server with two workers; how to ask for them."""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings
from tests.server import PATIENCE, serving

STARTED = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
STATUS = "/v1/minerals/gallium/status?as_of=2025-12-01"


@pytest.fixture
def counted(database: Path) -> Flask:
    """An application that has counted nothing yet; an answer takes it a quarter of a second by its timer."""
    ticks = count()
    return create_app(Settings(database=database), now=lambda: STARTED, timer=lambda: next(ticks) / 4)


def samples(text: str) -> dict[str, float]:
    """What is exposed: each series with its value."""
    rows = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {series.removeprefix("export_controls_"): float(value) for series, _, value in rows}


def asked(client: FlaskClient, *addresses: str) -> dict[str, float]:
    """The metrics after these addresses were asked."""
    for address in addresses:
        client.get(address).close()
    return samples(client.get("/metrics").text)


def test_requests_are_counted_and_timed_by_the_rule_of_their_route(counted: Flask) -> None:
    """Two minerals are one route."""
    client = counted.test_client()
    found = asked(client, STATUS, STATUS.replace("gallium", "Dy"), STATUS.replace("gallium", "nothing"))
    route = 'route="/v1/minerals/<mineral>/status"'
    assert found[f'requests_total{{method="GET",{route},status="200"}}'] == 2
    assert found[f'requests_total{{method="GET",{route},status="404"}}'] == 1
    assert found[f"request_seconds_count{{{route}}}"] == 3
    assert found[f"request_seconds_sum{{{route}}}"] == 0.75
    assert found[f'request_seconds_bucket{{le="0.1",{route}}}'] == 0
    assert found[f'request_seconds_bucket{{le="0.25",{route}}}'] == 3


def test_a_scan_makes_no_labels(counted: Flask) -> None:
    """Whatever paths and methods it tries."""
    client = counted.test_client()
    for number in range(20):
        client.open(f"/{number}.php", method=f"X{number}").close()
    found = asked(client)
    requests = {series: value for series, value in found.items() if series.startswith("requests_total")}
    assert requests == {'requests_total{method="(other)",route="(none)",status="404"}': 20}


def test_what_the_caller_had_already_is_counted(counted: Flask) -> None:
    """An answer 304."""
    client = counted.test_client()
    tag = client.get(STATUS).headers["ETag"]
    client.get(STATUS, headers={"If-None-Match": tag}).close()
    found = asked(client)
    assert found["not_modified_total"] == 1


def test_parts_lists_and_their_lines_are_counted_by_outcome(counted: Flask) -> None:
    """In each of the forms in which they are answered; a list that is refused is none."""
    client = counted.test_client()
    body = {"lines": [{"material": "Ga", "origin": "CN", "destination": "US", "date": "soon"}, {"material": "??"}]}
    for form in ("json", "csv", "ndjson"):
        client.post(f"/v1/screenings?format={form}", json=body).close()
    client.post("/v1/screenings", data=b"{", content_type="application/json").close()
    found = asked(client)
    assert found["screenings_total"] == 3
    outcomes = {
        "invalid": 3,
        "not_recognised": 3,
        "check": 0,
        "blocked": 0,
        "action_required": 0,
        "no_control_found": 0,
    }
    assert {name: found[f'screening_lines_total{{outcome="{name}"}}'] for name in outcomes} == outcomes


def test_the_versions_the_age_of_the_data_and_the_start_are_told(counted: Flask) -> None:
    """As gauges, for alerts."""
    client = counted.test_client()
    told = client.get("/v1/version").get_json()
    reviewed = datetime.fromisoformat(told["dataset"]["reviewed_through"]).replace(tzinfo=UTC)
    found = asked(client)
    assert found[f'build_info{{version="{told["code"]}"}}'] == 1
    assert found[f'dataset_info{{version="{told["dataset"]["version"]}"}}'] == 1
    assert found["dataset_reviewed_through_timestamp_seconds"] == reviewed.timestamp()
    assert found["start_time_seconds"] == STARTED.timestamp()


PROMETHEUS = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;"
    "q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,/;q=0.1"
)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/plain"),
        ("*/*", "text/plain"),
        ("text/plain", "text/plain"),
        ("application/openmetrics-text", "application/openmetrics-text"),
        (PROMETHEUS, "application/openmetrics-text"),
        ("application/openmetrics-text; version=new", "application/openmetrics-text"),
        ("text/plain, application/openmetrics-text; q=0.5", "text/plain"),
        ("application/openmetrics-text; q=0", "text/plain"),
    ],
)
def test_the_form_is_the_one_that_is_wanted_and_is_never_kept(
    client: FlaskClient, accept: str | None, media: str
) -> None:
    """OpenMetrics ends with its mark; nothing that the caller sent stands in the media type."""
    response = client.get("/metrics", headers={} if accept is None else {"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, media)
    assert response.text.endswith("# EOF\n") == (media != "text/plain")
    assert "new" not in response.content_type
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_all_workers_are_counted_together_and_the_counts_of_one_that_ended_stay(database: Path, tmp_path: Path) -> None:
    """A server with two workers, whichever of them is asked; what they share is gone when the server is."""
    settings = {"EXPORT_CONTROLS_DATABASE": str(database), "EXPORT_CONTROLS_WORKERS": "2", "TMPDIR": str(tmp_path)}
    with serving(settings, cwd=tmp_path) as server:
        (folder,) = tmp_path.glob("export-controls-metrics-*")
        sent = 0
        while len(workers := _workers(folder, server.process.pid)) < 2:
            assert sent < 2000, "one worker has answered everything"
            _ask(server.address)
            sent += 1
        assert _counts(server.address, sent) == (sent, sent)
        ended = min(workers)
        os.kill(ended, signal.SIGTERM)
        while _is_there(ended) or len(_workers(folder, server.process.pid)) < 3:
            # Until its successor answers too: one that is told to stop while it starts does not hear it.
            assert sent < 4000, "nobody has taken its place"
            _ask(server.address)
            sent += 1
        assert _counts(server.address, sent) == (sent, sent)
    assert not folder.exists()
    assert not [line for line in server.said if '"level":"error"' in line or "Traceback" in line]
    assert sum('"route":"(none)"' in line for line in server.said) == sent


def _ask(address: str) -> None:
    """Ask for a status and for nothing; on one connection, where an answer is counted before the next is begun."""
    connection = HTTPConnection(address.removeprefix("http://"))
    for path in (STATUS, "/nothing", "/healthz"):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()


def _counts(address: str, sent: int) -> tuple[float, float]:
    """How many statuses and nothings are counted, by whichever worker tells it, once it is as many as were sent.

    A worker counts what it answered within a second; after many of those it is told as it is.
    """
    until = time.monotonic() + PATIENCE
    while (found := _told(address)) != (sent, sent) and time.monotonic() < until:
        pass
    return found


def _told(address: str) -> tuple[float, float]:
    with urlopen(f"{address}/metrics") as response:
        found = samples(response.read().decode())
    return (
        found['requests_total{method="GET",route="/v1/minerals/<mineral>/status",status="200"}'],
        found['requests_total{method="GET",route="(none)",status="404"}'],
    )


def _workers(folder: Path, master: int) -> set[int]:
    """The workers that have counted something, by the files that they keep."""
    return {int(file.stem.rpartition("_")[2]) for file in folder.glob("counter_*.db")} - {master}


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
