"""A body that nobody wants: it is read all the same, for many a caller sends first and reads its answer then."""

from __future__ import annotations

from flask import request

_CHUNK = 65_536


def read_away(most: int) -> None:
    """Read the body of the request, ``most`` bytes at most, so that its sender gets the answer and no broken pipe."""
    left = min(request.content_length or 0, most)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)
