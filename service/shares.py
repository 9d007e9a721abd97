"""How much a caller may ask: rate limits, off by default, counted here or in a store that workers and replicas share.

By ``limits`` and not by Flask-Limiter, which is made of it: that lets unknown addresses through uncounted, and writes
the older ``X-RateLimit`` headers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from limits import RateLimitItem, parse_many
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from service.access import open_to_all
from service.http.bodies import read_away
from service.http.problems import KINDS, problem
from service.http.tags import SHARE
from service.settings import Settings, SettingsError, variable

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_WAIT = "export_controls.wait"
"""In the environment: the seconds that the caller was told to wait when the request was counted."""
_PAUSE = 5.0
"""Seconds for which a lost store is not asked again: else every request would wait for it, with a thread."""
_PATIENCE = 0.5
"""Seconds in which the store must answer; it is near, and a count is a fraction of a millisecond."""
_MEMORY = "memory://"
_LOG = logging.getLogger(__name__)


class Lost(Exception):
    """The store of the counts does not answer."""


class Shares:
    """What is left to each caller, by windows that begin with a caller's first request."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises ``SettingsError`` where the store is one that cannot be spoken to here."""
        self.windows: Sequence[RateLimitItem] = parse_many(settings.rate_limit or "")
        only = len(self.windows) == 1
        self._names = ["default" if only else f"{window.get_expiry()}s" for window in self.windows]
        self.closed = settings.rate_limit_on_loss == "closed"
        self._clock, self._silent_until, self._lost = clock, clock(), False
        options: dict[str, Any] = {"wrap_exceptions": True}
        if settings.rate_limit_store is not None:  # no second try: with _PAUSE between, one is enough
            options |= {"socket_connect_timeout": _PATIENCE, "socket_timeout": _PATIENCE, "retry": None}
        try:
            store = storage_from_string(settings.rate_limit_store or _MEMORY, **options)
        except (ConfigurationError, ValueError) as error:
            told = "the package redis is missing (the extra `redis`), or it is no address of a store"
            raise SettingsError(f"{variable('rate_limit_store')}: {told}") from error
        self._limiter = FixedWindowRateLimiter(store)

    @property
    def policy(self) -> str:
        """The header ``RateLimit-Policy``: the quota and the seconds of each window."""
        told = zip(self._names, self.windows, strict=True)
        return ", ".join(f'"{name}";q={window.amount};w={window.get_expiry()}' for name, window in told)

    def take(self, who: str) -> tuple[int, str]:
        """Count a request of ``who``: the seconds to wait (0: there is some left), and the header ``RateLimit``.

        Raises :class:`Lost`.
        """
        if self._clock() < self._silent_until:
            raise Lost
        try:
            # Every window is counted, so that what one refuses does not escape the others.
            allowed = [self._limiter.hit(window, who) for window in self.windows]
            stats = [self._limiter.get_window_stats(window, who) for window in self.windows]
        except StorageError as error:
            self._silent_until = self._clock() + _PAUSE
            if not self._lost:
                _LOG.error("the store of the rate limits does not answer (%s)", type(error.storage_error).__name__)
            self._lost = True
            raise Lost from error
        if self._lost:
            _LOG.warning("the store of the rate limits answers again")
        self._lost = False
        now = time.time()  # the clock by which the store tells when a window ends
        rest = [max(1, ceil(found.reset_time - now)) for found in stats]
        told = zip(self._names, stats, rest, strict=True)
        left = ", ".join(f'"{name}";r={found.remaining};t={seconds}' for name, found, seconds in told)
        return max((seconds for seconds, may in zip(rest, allowed, strict=True) if not may), default=0), left

    def counted(self, environ: WSGIEnvironment, key_name: str | None) -> int | None:
        """Count the request of ``environ`` once: the seconds to wait; None where the store is lost.

        What is left is noted in the environment, for the answer to tell.
        """
        if _WAIT not in environ:
            try:
                environ[_WAIT], left = self.take(caller(key_name, environ.get("REMOTE_ADDR", "")))
                environ[SHARE] = (("RateLimit", left), ("RateLimit-Policy", self.policy))
            except Lost:
                environ[_WAIT] = None
        wait: int | None = environ[_WAIT]
        return wait

    def refuses(self, wait: int | None) -> bool:
        """Whether a request that was counted so gets no answer."""
        return self.closed if wait is None else wait > 0

    def limit(self, app: Flask, max_body: int) -> None:
        """Count the requests to ``app`` by key or address. ``max_body`` is how much of a refused body is read away.

        After the caller was named and before one without a key is refused: who tries keys is counted too.
        """

        def count() -> Response | None:
            if open_to_all() or not self.refuses(wait := self.counted(request.environ, g.get("key_name"))):
                return None
            if wait is None:
                return problem(KINDS["unavailable"], "requests cannot be counted just now")
            read_away(max_body)
            response = problem(KINDS["too-many-requests"], f"this was more than may be asked; wait for {wait} seconds")
            response.headers["Retry-After"] = str(wait)
            return response

        app.before_request(count)


def caller(key_name: str | None, remote: str) -> str:
    """Whose share a request is taken from: of its key, or of its address; of IPv6 the network that one caller has."""
    if key_name is not None:
        return f"key:{key_name}"
    try:
        address = ip_address(remote)
    except ValueError:
        return "address:unknown"
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return f"address:{mapped or IPv6Address(int(address) >> 64 << 64)}"
    return f"address:{address}"
