"""The two ends of the scale: the least that Flask does, and the least that gunicorn does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

hello = Flask(__name__)
"""The measure of all ratios."""


@hello.get("/")
def greet() -> str:
    """A word."""
    return "hello"


def raw(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The same word without a framework: what gunicorn itself costs."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


class Constant:
    """One body for every request, as large as an answer of ours: no cache in front of Flask can be faster."""

    def __init__(self, size: int) -> None:
        self._body = b"x" * size
        self._headers = [("Content-Type", "text/plain"), ("Content-Length", str(size))]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The body."""
        start_response("200 OK", self._headers)
        return [self._body]
