"""What an answer carries that belongs to its one request: its id, what is left to its caller, the trace it is part of.

All the rest of an answer is the same for everybody who asks the same, and may be kept. So these headers come last, and
are made from the WSGI environment alone, with Flask or before it.
"""

from __future__ import annotations

import re
from random import getrandbits
from typing import TYPE_CHECKING

from service import traces

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

SHARE = "export_controls.share"
"""In the environment: the headers that tell what is left of the caller's share, once the request is counted."""
_ID = "export_controls.request_id"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id(environ: WSGIEnvironment) -> str:
    """The id of the request: the caller's ``X-Request-ID`` if it is sane, else one that is made once."""
    found: str | None = environ.get(_ID)
    if found is None:
        asked = environ.get("HTTP_X_REQUEST_ID", "")
        found = environ[_ID] = asked if asked and _SANE_ID.fullmatch(asked) else f"{getrandbits(128):032x}"
    return found


def trace(environ: WSGIEnvironment) -> traces.Trace | None:
    """The trace that the caller is in, if any."""
    header = environ.get("HTTP_TRACEPARENT")
    return None if header is None else traces.taken(header)


def tags(environ: WSGIEnvironment) -> list[tuple[str, str]]:
    """The headers that belong to this request alone, in their order."""
    found = [("X-Request-ID", request_id(environ)), *environ.get(SHARE, ())]
    if (caller := trace(environ)) is not None:
        found.append((traces.HEADER, caller.passed_on()))
    return found
