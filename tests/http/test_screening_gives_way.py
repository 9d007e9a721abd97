"""A long list looks again and again whether others ask, in each of its steps, and an answer to one question never."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.way import WAY

MOST = 7_000
"""Calls between two looks: a lot takes 5,000 at the most, and any step of four thousand lines in one go more."""


class Looks:
    """A clock that stands still, and counts how many calls of functions lie between two looks at it."""

    def __init__(self) -> None:
        self.calls: list[int] = []
        self._called = 0

    def __call__(self) -> float:
        """Somebody looks."""
        self.calls.append(self._called)
        self._called = 0
        return 0.0

    def saw(self, frame: Any, event: str, what: Any) -> None:
        """What the interpreter tells of each call, of those in C too."""
        if event in ("call", "c_call"):
            self._called += 1


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looks]:
    """The looks of whatever the test does."""
    found = Looks()
    monkeypatch.setattr(WAY, "_clock", found)
    before = sys.getprofile()
    sys.setprofile(found.saw)
    yield found
    sys.setprofile(before)


def _list(count: int, *, sheet: bool) -> dict[str, Any]:
    """A list of lines that are all different and that take long: descriptions, and names that nothing is called."""
    texts = [f"rod {at} of dysprosium oxide and some gallium {at * 7}" for at in range(count)]
    if sheet:
        rows = "".join(f"{at},{text},odd {at},CN,2025-12-01\n" for at, text in enumerate(texts))
        return {"data": f"ref,description,material,origin,date\n{rows}", "content_type": "text/csv"}
    lines = [
        {"ref": at, "description": text, "material": f"odd {at}", "origin": "CN", "date": "2025-12-01"}
        for at, text in enumerate(texts)
    ]
    return {"json": {"lines": lines}}


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson", "text/csv"])
@pytest.mark.parametrize("sheet", [False, True])
def test_no_step_of_a_list_goes_on_for_long_without_a_look(
    client: FlaskClient, looks: Looks, accept: str, sheet: bool
) -> None:
    """Whatever form it has, and whatever form its answer has."""
    few, many = (_list(count, sheet=sheet) for count in (2, 4000))
    client.post("/v1/screenings", headers={"Accept": accept}, **few)  # what is loaded or made once takes its time
    looks.calls.clear()
    answer = client.post("/v1/screenings", headers={"Accept": accept}, **many)
    assert answer.status_code == 200
    assert len(answer.data) > 1_000_000
    assert max(looks.calls[1:]) < MOST


def test_an_answer_to_one_question_gives_way_to_nobody(client: FlaskClient, looks: Looks) -> None:
    """Least of all to itself: whoever asks it is one who asks."""
    looks.calls.clear()
    for accept in ("application/json", "text/csv", "text/plain"):
        assert client.get("/v1/minerals/gallium/status", headers={"Accept": accept}).status_code == 200
    assert looks.calls == []
