"""Sends the corpus to a running server and judges what comes back.

``python -m tests.reliability.hostile 20000`` sends as many requests by chance, after those of the corpus, to a server
that it starts on the seed data here, and prints how it went.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from service.build.database import build
from tests.conformity import CONTRACT, ROOT
from tests.reliability.corpus import Sent, by_chance, fixed
from tests.server import serving

SLOW = 1.0
"""Seconds that an answer may take; one that is slower is asked for twice more, for a busy machine is nobody's fault."""


class Failure(AssertionError):
    """An answer that no request may get."""


def answered(address: str, sent: Sent) -> tuple[int, str, bytes, float]:
    """Status, media type, body and seconds of the answer; status 0 where the server closed without a word."""
    host, port = address.removeprefix("http://").split(":")
    began = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=30) as caller:
        with suppress(OSError):  # refused before all of it was read: the answer is there
            caller.sendall(sent.content)
        response = http.client.HTTPResponse(caller, method=sent.method)
        try:
            response.begin()
            body = response.read()
        except (http.client.HTTPException, ConnectionError):
            return 0, "", b"", time.monotonic() - began
    kind = response.headers.get_content_type() if response.headers else ""
    return response.status, kind, body, time.monotonic() - began


def judge(address: str, sent: Sent) -> int:
    """The status of the answer to ``sent``. Raises :class:`Failure` for one that no request may get."""
    status, kind, body, seconds = answered(address, sent)
    for _ in range(2):
        if seconds > SLOW:
            seconds = min(seconds, answered(address, sent)[3])
    if seconds > SLOW:
        raise Failure(f"{seconds:.1f} s for {sent}")
    if status >= 500 and status != 501:  # a transfer coding that nobody knows is 501 by its own RFC
        raise Failure(f"{status} for {sent}: {body[:300]!r}")
    if b"Traceback" in body or b"sqlite3." in body:
        raise Failure(f"its insides for {sent}: {body[:300]!r}")
    if status >= 400 and sent.method != "HEAD":
        _is_a_problem(sent, kind, body)
    return status


def _is_a_problem(sent: Sent, kind: str, body: bytes) -> None:
    if kind == "text/plain":
        if not body.startswith(b"error "):
            raise Failure(f"no line of an error for {sent}: {body[:300]!r}")
        return
    if kind != "application/problem+json":
        raise Failure(f"{kind} for {sent}: {body[:300]!r}")
    wrong = CONTRACT.problems_with({"$ref": "#/components/schemas/Problem"}, json.loads(body))
    if wrong:
        raise Failure(f"{wrong} for {sent}")


def run(address: str, requests: Iterable[Sent]) -> Counter[int]:
    """How many answers had which status. Raises at the first that none may have."""
    return Counter(judge(address, sent) for sent in requests)


def main(count: int, seed: int = 1) -> None:
    """Start a server on the seed data here, send ``count`` requests by chance after the corpus, and print a line."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "record.db"
        build(ROOT / "seed_data", database)
        with serving({"EXPORT_CONTROLS_DATABASE": str(database)}, cwd=Path(folder)) as server:
            began = time.monotonic()
            found = run(server.address, chain(fixed(), islice(by_chance(CONTRACT.document, seed), count)))
            seconds = time.monotonic() - began
    told = ", ".join(f"{status or 'closed'}: {number:,}" for status, number in sorted(found.items()))
    print(f"{found.total():,} hostile requests in {seconds:.0f} s, none failed; by status {told}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
