"""A list that is read piece by piece is the list that is read at once, or is not read so at all."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.http.screening.pieces import lines_of

_TEXTS = st.text('{}[],:"\\ ab', max_size=12) | st.sampled_from(['},{"', '"},{"a', "]}", '"lines":['])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)
_LINES = st.lists(st.dictionaries(_TEXTS, _VALUES, max_size=3) | _VALUES, max_size=8)


def _as_read_at_once(content: bytes) -> Any:
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) and set(body) == {"lines"} else None


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(_LINES, st.sampled_from([b"", b" ", b"\n\t", b"\v"]), st.integers(0, 40))
def test_pieces_make_the_whole(lines: list[Any], space: bytes, piece: int) -> None:
    """Whatever stands in texts and within lines, and however it is set out."""
    content = orjson.dumps({"lines": lines}).replace(b"},{", b"}" + space + b"," + space + b"{")
    found = lines_of(content, piece)
    assert found is None or {"lines": found} == _as_read_at_once(content)


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(_LINES, st.data(), st.integers(0, 40))
def test_what_is_broken_is_not_read(lines: list[Any], data: st.DataObject, piece: int) -> None:
    """A byte put in, taken out or put in the place of another: it is the list that it is at once, or none."""
    content = bytearray(orjson.dumps({"lines": lines}))
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 2)))
    content[start:end] = data.draw(st.sampled_from([b"", b"{", b"}", b"]", b"[", b",", b'"', b'"lines":[', b'],"x":[']))
    found = lines_of(bytes(content), piece)
    assert found is None or {"lines": found} == _as_read_at_once(bytes(content))


def test_a_long_list_is_read_in_pieces() -> None:
    """As orjson and as json write it, with spaces and without."""
    lines = [{"material": "gallium", "ref": str(number)} for number in range(50)]
    for between in (b",", b", ", b"\n,\n "):
        content = b'{ "lines": [' + between.join(map(orjson.dumps, lines)) + b"]\n}\n"
        assert lines_of(content, 10) == lines
        assert lines_of(content) == lines


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"lines":',
        b'{"lines":[',
        b'{"lines":[}',
        b'{"lines":]}',
        b'{"lines":[{"a":1}]',
        b'{"lines":[{"a":1}],"lines":[]}',
        b'{"lines":[{"a":1},{"a":1}],"lines":[{"a":1},{"a":2}]}',
        b'{"lines":[],"defaults":{}}',
        b'{"defaults":{},"lines":[]}',
        b'{"lines":[{"a":1},]}',
        b'{"lines":[{"a":1},,{"a":1}]}',
        b'{"lines":[{"a":"},{"}]',
        b'{"lines":\v[{"a":1}]}',
    ],
)
def test_what_is_more_or_less_than_lines_is_left_to_be_read_at_once(content: bytes) -> None:
    """Where it may be told what is wrong with it."""
    assert lines_of(content, 1) is None
