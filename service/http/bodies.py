"""A body that is too large, or that nobody wants: many a caller sends all of it first and reads its answer then."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

_CHUNK = 65_536


def bounded(limit: int) -> None:
    """Take a body of ``limit`` bytes at most. Raises ``RequestEntityTooLarge`` where it says that it is larger."""
    # One byte more than is taken: of a body without a length, what lies behind the limit is cut off without a word.
    request.max_content_length = limit + 1
    if request.content_length is not None and request.content_length > limit:
        if request.headers.get("Expect", "").lower() != "100-continue":  # who asks first sends nothing
            read_away(8 * limit)
        raise RequestEntityTooLarge(f"a list may have {limit:,} bytes")


def read_away(most: int) -> None:
    """Read the body of the request, ``most`` bytes at most, so that its sender gets the answer and no broken pipe."""
    left = min(request.content_length or 0, most)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)
