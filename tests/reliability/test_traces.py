"""The header ``traceparent``, by the letter of W3C Trace Context."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.mark.parametrize(
    ("sent", "flags"),
    [
        (f"00-{TRACE}-{PARENT}-01", "01"),
        (f"00-{TRACE}-{PARENT}-00", "00"),
        (f"00-{TRACE}-{PARENT}-03", "01"),  # of the flags only the first is known
        (f"00-{TRACE}-{PARENT}-fe", "00"),
        (f"00-{'0' * 31}1-{'0' * 15}1-01", "01"),
    ],
)
def test_a_well_formed_trace_is_passed_on_under_a_new_parent(client: FlaskClient, sent: str, flags: str) -> None:
    """On answers and on errors; a new one each time."""
    given = []
    for address in ("/healthz", "/nothing"):
        answered = client.get(address, headers={"traceparent": sent}).headers["traceparent"]
        found = re.fullmatch(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})", answered)
        assert found
        assert (found[1], found[3]) == (sent.split("-")[1], flags)
        given.append(found[2])
    assert len({*given, sent.split("-")[2]}) == 3


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "00",
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{PARENT}-01",
        f"00-{TRACE}-{PARENT.upper()}-01",
        f"00-{TRACE}-{PARENT}-0A",
        f"01-{TRACE}-{PARENT}-01",
        f"ff-{TRACE}-{PARENT}-01",
        f"00-{TRACE[1:]}-{PARENT}-01",
        f"00-{TRACE}0-{PARENT}-01",
        f"00-{TRACE}-{PARENT}-1",
        f"00-{TRACE}-{PARENT}-01-more",
        f"00-{TRACE}-{PARENT}-01,00-{TRACE}-{PARENT}-01",
        f"00_{TRACE}_{PARENT}_01",
        f"00-{TRACE[1:]}g-{PARENT}-01",
        f"00-{TRACE[1:]}٣-{PARENT}-01".encode().decode("latin-1"),
    ],
)
def test_a_malformed_one_is_ignored(client: FlaskClient, sent: str) -> None:
    """It is no error, and nothing of it comes back."""
    response = client.get("/healthz", headers={"traceparent": sent})
    assert (response.status_code, "traceparent" in response.headers) == (200, False)


def test_a_request_without_a_trace_is_given_none(client: FlaskClient) -> None:
    """A trace is the caller's to begin."""
    assert "traceparent" not in client.get("/healthz").headers
