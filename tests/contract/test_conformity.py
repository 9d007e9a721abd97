"""The judge of answers judges: what the contract does not say is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, Response

from service.app import create_app
from service.http.representations import uncached
from service.settings import Settings
from tests.conformity import CONTRACT


@pytest.fixture
def bare(database: Path) -> Flask:
    """An application of its own, whose answers a test may spoil."""
    return create_app(Settings(database=database))


def test_a_client_in_the_tests_is_one_that_checks(bare: Flask) -> None:
    """Whoever makes the application."""
    assert type(bare.test_client()).__name__ == "HeldToTheContract"


def test_an_undocumented_field_is_found(bare: Flask) -> None:
    """Though a caller must bear it."""
    bare.view_functions["meta.check_health"] = lambda: uncached({"status": "ok", "reasons": [], "mood": "fine"})
    with pytest.raises(AssertionError, match="mood"):
        bare.test_client().get("/healthz")


def test_a_missing_field_is_found(bare: Flask) -> None:
    """Every documented field is always there."""
    bare.view_functions["meta.check_health"] = lambda: uncached({"status": "ok"})
    with pytest.raises(AssertionError, match="reasons"):
        bare.test_client().get("/healthz")


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (Response("ok", content_type="text/html", headers={"Cache-Control": "no-store"}), "media type"),
        (Response("", status=204, headers={"Cache-Control": "no-store"}), "status"),
        (Response('{"status": "ok", "reasons": []}', content_type="application/json"), "Cache-Control"),
    ],
)
def test_an_undocumented_status_media_type_or_lacking_header_is_found(bare: Flask, answer: Response, what: str) -> None:
    """Each by name."""
    bare.view_functions["meta.check_health"] = lambda: answer
    with pytest.raises(AssertionError, match=what):
        bare.test_client().get("/healthz")


def test_a_route_beside_the_contract_may_only_fail(bare: Flask) -> None:
    """An answer from it is found."""
    bare.add_url_rule("/secret", view_func=lambda: "ok")
    with pytest.raises(AssertionError, match="no such route"):
        bare.test_client().get("/secret")


def test_a_word_that_an_open_enumeration_does_not_list_is_found() -> None:
    """Open for callers, who must bear new ones; closed for us, who must publish them."""
    word = {"type": "string", "x-extensible-enum": ["recorded", "projected"]}
    assert CONTRACT.problems_with(word, "projected") == []
    assert CONTRACT.problems_with(word, "guessed") != []
    assert CONTRACT.problems_with({**word, "type": ["string", "null"]}, None) == []
