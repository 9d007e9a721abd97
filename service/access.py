"""Who may ask: access keys, off by default. With a file of them every route but the open ones wants one."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Collection
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from service.http.bodies import read_away
from service.http.context import REFUSED
from service.http.problems import KINDS, problem
from service.settings import Settings, SettingsError, variable

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

OPEN = ("/healthz", "/readyz")
"""The routes that want no key and know no limit, and whose answers nobody keeps: a load balancer has no key."""
METRICS = "/metrics"
"""The route that is as open as those by the setting ``metrics_open``: some collectors can send no key."""
REALM = "export-controls"
TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""What may be written behind ``Bearer`` (RFC 6750, section 2.1), and so what a key is made of."""
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")
_EVERY = 1.0
"""Seconds between two looks at the file: a revoked key ends within one, and a busy service asks the disk no oftener."""
_LOG = logging.getLogger(__name__)

Stamp = tuple[int, int, int, int]


class BadKeys(SettingsError):
    """The file of keys cannot be used; the message names the line, and never what stands on it."""


def read(path: Path) -> tuple[dict[bytes, str], Stamp]:
    """The names of the keys in ``path`` by their SHA-256, and the stamp of the file they were read from.

    A name may have several lines, so that a key can be replaced without a gap. Raises :class:`BadKeys`.
    """
    try:
        with path.open("rb") as file:
            stamp = _stamp(os.fstat(file.fileno()))  # before reading: what is written meanwhile is seen the next time
            lines = file.read().decode("ascii").splitlines()
    except OSError as error:
        raise _bad(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise _bad(path, "is no plain ASCII text") from error
    found: dict[bytes, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, colon, digest = text.partition(":")
        if not (colon and _NAME.fullmatch(name) and _DIGEST.fullmatch(digest)):
            raise _bad(path, f"line {number} is not name:sha256, the digest as 64 hexadecimal digits")
        if (raw := bytes.fromhex(digest)) in found:
            raise _bad(path, f"line {number} repeats the key of a line above")
        found[raw] = name
    if not found:
        raise _bad(path, "holds no key")
    return found, stamp


def _bad(path: Path, what: str) -> BadKeys:
    return BadKeys(f"{variable('api_keys_file')}: {path}: {what}")


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


class Keys:
    """The keys of a file, read anew when the file changes. A file that turns bad leaves the last good keys in force."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds and never goes back. Raises :class:`BadKeys`."""
        self._path, self._clock = path, clock
        self._names, self._seen = read(path)
        self._looked = clock()
        self._told: str | None = None
        self._looking = Lock()

    def name_of(self, key: str) -> str | None:
        """The name of ``key``, None for one that is not in the file. It takes as long for any key."""
        self._look()
        given, name = sha256(key.encode()).digest(), None
        for digest, its in self._names.items():
            if compare_digest(digest, given):
                name = its
        return name

    def of(self, environ: WSGIEnvironment) -> tuple[bool, str | None]:
        """Whether the request of ``environ`` brings a key, and the name of the key if it is known here."""
        scheme, _, key = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        given = scheme.lower() == "bearer"
        return given, self.name_of(key.strip()) if given and TOKEN.fullmatch(key.strip()) else None

    def _look(self) -> None:
        if self._clock() - self._looked < _EVERY or not self._looking.acquire(blocking=False):
            return
        try:
            self._looked = self._clock()
            if self._unchanged():
                return
            self._names, self._seen = read(self._path)
            self._told = None
            _LOG.warning("the access keys were read anew: %d", len(self._names))
        except BadKeys as error:
            if str(error) != self._told:
                self._told = str(error)
                _LOG.error("%s; the keys read before stay in force", error)
        finally:
            self._looking.release()

    def _unchanged(self) -> bool:
        try:
            return _stamp(self._path.stat()) == self._seen and self._told is None
        except OSError:
            return False  # reading tells why


def keys_of(settings: Settings) -> Keys | None:
    """The keys that the settings name a file of; None where anybody may ask. Raises :class:`BadKeys`."""
    return None if settings.api_keys_file is None else Keys(settings.api_keys_file)


def unguarded(settings: Settings) -> str | None:
    """What to warn an operator of: the service is reached from other machines, and answers whoever asks."""
    host = settings.bind.rpartition(":")[0].strip("[]").lower()
    try:
        near = ip_address(host).is_loopback
    except ValueError:
        near = host == "localhost"  # any other name may turn out to be any address
    if near or settings.api_keys_file is not None:
        return None
    return f"{settings.bind} is reached from other machines, and without {variable('api_keys_file')} anybody may ask"


def guard(app: Flask, settings: Settings, keys: Keys | None, between: Callable[[], None]) -> None:
    """Let nobody through to ``app`` without one of ``keys``, where there are any.

    ``between`` adds what is done once the caller is named and before one without a key is refused.

    The hook runs before Flask tells that an address or a method is unknown, so that nothing can be found out by asking.
    """
    if keys is None:
        between()
        return
    without = (*OPEN, METRICS) if settings.metrics_open else OPEN

    def recognise() -> None:
        g.key_given, g.key_name = keys.of(request.environ)

    def admit() -> Response | None:
        if open_to_all(without) or g.key_name:
            return None
        read_away(settings.max_body)
        if g.key_given:
            return _unauthorised("the access key is not known here", ', error="invalid_token"')
        return _unauthorised("this service wants an access key, as Authorization: Bearer KEY")

    def keep_private(response: Response) -> Response:
        if response.cache_control.public:
            told = response.headers["Cache-Control"]
            response.headers["Cache-Control"] = told.replace("public", "private", 1)
        return response

    app.before_request(recognise)
    between()
    app.before_request(admit)
    app.after_request(keep_private)


def open_to_all(routes: Collection[str] = OPEN) -> bool:
    """Whether the request is to one of ``routes``, or none at all but a refusal of the server's."""
    rule = request.url_rule
    return bool(request.environ.get(REFUSED)) or (rule is not None and rule.rule in routes)


def _unauthorised(detail: str, error: str = "") -> Response:
    response = problem(KINDS["unauthorised"], detail)
    response.headers["WWW-Authenticate"] = f'Bearer realm="{REALM}"{error}'
    return response
