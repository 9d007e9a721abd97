"""The lines of a JSON list read piece by piece, so that no other thread waits for all of it to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from service.way import WAY

_PIECE = 32_768
"""Bytes of a piece at the least: a tenth of a millisecond. In one go a list of ten thousand lines takes five."""
_BEGIN = re.compile(rb'[ \t\r\n]*\{[ \t\r\n]*"lines"[ \t\r\n]*:[ \t\r\n]*\[')
_END, _ENDING = re.compile(rb"\][ \t\r\n]*\}[ \t\r\n]*\Z"), 100
"""How it ends, and in how many of the last bytes that is looked for."""
_BETWEEN = re.compile(rb'(?<=\})[ \t\r\n]*,[ \t\r\n]*(?=\{")')


def lines_of(content: bytes, piece: int = _PIECE) -> list[Any] | None:
    """The lines of a body whose one member is ``lines``, as ``orjson`` reads them; None where it has to read all.

    It may be cut in the wrong place, between the braces of a text or of something within a line. Then a piece is no
    whole array and none of it is used: whole arrays, one after the other, are the array that they were cut from.
    """
    begin, end = _BEGIN.match(content), _END.search(content, max(0, len(content) - _ENDING))
    if begin is None or end is None or end.start() < begin.end():
        return None
    lines: list[Any] = []
    try:
        for some in _pieces(content[begin.end() : end.start()], piece):
            WAY.give()
            lines += orjson.loads(b"[%b]" % some)
    except orjson.JSONDecodeError:
        return None
    return lines


def _pieces(content: bytes, piece: int) -> Iterator[bytes]:
    """``content`` cut at commas between an object and the next."""
    start = 0
    while (cut := _BETWEEN.search(content, start + piece)) is not None:
        yield content[start : cut.start()]
        start = cut.end()
    yield content[start:]
