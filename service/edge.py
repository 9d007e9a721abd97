"""What stands between the service and its callers: proxies that are trusted, browsers that are told their limits."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from service.settings import Settings, SettingsError, variable

POLICIES = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",  # a page has its own
    "Referrer-Policy": "no-referrer",  # what one asks about is nobody else's business
    "Cross-Origin-Resource-Policy": "same-origin",  # no page elsewhere embeds an answer; CORS is another matter
    "X-Content-Type-Options": "nosniff",
}
"""On every answer that does not say otherwise itself."""
EXPOSED = (
    *("Content-Disposition", "Dataset-Version", "Deprecation", "ETag", "Link", "RateLimit", "RateLimit-Policy"),
    *("Retry-After", "Sunset", "WWW-Authenticate", "X-Request-ID"),
)
"""The headers of an answer that a page elsewhere may read, besides those that any may."""
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "600",
}
ANY = "*"


def stand(app: Flask, settings: Settings) -> None:
    """Put ``app`` behind the proxies and in front of the browsers that the settings tell. Before the access keys.

    Raises ``SettingsError`` where every page of the web could ask with a key.
    """
    if hops := settings.trusted_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's own way
    app.after_request(_with_policies)
    if settings.cors_origins:
        if ANY in settings.cors_origins and settings.api_keys_file is not None:
            raise SettingsError(
                f"{variable('cors_origins')}: list the origins: with access keys not every page may ask"
            )
        _share(app, frozenset(settings.cors_origins))


def _with_policies(response: Response) -> Response:
    for name, value in POLICIES.items():
        response.headers.setdefault(name, value)
    return response


def _share(app: Flask, origins: frozenset[str]) -> None:
    """Let pages of ``origins`` read the answers of ``app`` (CORS)."""

    def let_in() -> str | None:
        """What to answer as the origin that may read: the caller's own, if it is listed."""
        return ANY if ANY in origins else next((o for o in origins if o == request.headers.get("Origin")), None)

    def preflight() -> Response | None:
        """A browser asks before it sends, and never with a key; the answer is the same for every address."""
        asks = request.method == "OPTIONS" and {"Origin", "Access-Control-Request-Method"} <= set(
            request.headers.keys()
        )
        return Response(status=204, headers=_PREFLIGHT) if asks and let_in() else None

    def readable(response: Response) -> Response:
        if ANY not in origins:
            response.vary.add("Origin")  # also for the others, or a cache would give them what a listed one got
        if (origin := let_in()) is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
        return response

    app.before_request(preflight)
    app.after_request(readable)
