"""How a server asks the application for no more than is ready: kept, or made within a moment from what is indexed."""

from __future__ import annotations

from typing import Any

ONLY = "export_controls.only_ready"
"""In the environment: the server wants an answer that is ready, or :class:`NotReady`."""
_OFFERED = "only_ready"


class NotReady(Exception):
    """The answer takes more than a moment. Nothing was done or counted for the request yet."""


def offer(app: Any) -> None:
    """Say of the Flask application ``app`` that it heeds ``ONLY``."""
    app.extensions[_OFFERED] = True


def offered(app: Any) -> bool:
    """Whether a WSGI application, of Flask or not, heeds ``ONLY``; any other would answer whatever it is asked."""
    return bool(getattr(app, "extensions", {}).get(_OFFERED))
