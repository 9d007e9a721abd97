"""What answers in front of the framework: answers that are kept ready, and the main question where it is asked plainly.

Everything else, every error and every refusal goes on to Flask. An answer from here is byte for byte the one that Flask
would give; what is kept was made there, and what is made here takes its headers from one that was.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from schemas.queries import Format
from service.access import Keys
from service.http import plain
from service.http.context import KEY, SERVICE, Service, service
from service.http.kept_answers import Kept, kept
from service.http.representations import MEDIA, etag
from service.http.tags import tags
from service.observed import see
from service.ready import ONLY, NotReady, offer
from service.settings import Settings
from service.store.current import Current

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from service.shares import Shares

ASKED = "export_controls.asked"
"""In the environment: what was asked, under which the answer may be kept."""
_CALLER = "export_controls.caller"
_STATUS = "/v1/minerals/<mineral>/status"


class Front:
    """A WSGI application before that of ``app``, with the keys and the shares that it guards by."""

    def __init__(self, app: Flask, keys: Keys | None, shares: Shares | None) -> None:
        self._inner: WSGIApplication = app.wsgi_app
        self._current: Current[Service] = app.extensions[KEY]
        self._keys, self._shares = keys, shares

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from here, or let Flask answer and keep what it gives; :class:`NotReady` where that is not wanted."""
        if environ["REQUEST_METHOD"] in ("GET", "HEAD") and "HTTP_IF_MATCH" not in environ:
            if ONLY in environ and self._current.due:
                raise NotReady  # to look at the file may be to open another one
            here = environ[SERVICE] = self._current.get()
            asked = environ[ASKED] = _asked(environ, here)
            answer = here.kept.get(asked)
            if (answer is not None or plain.is_asked(environ)) and self._admits(environ):
                answer = answer or self._made(here, asked, environ)
                if answer is not None:
                    return self._give(here, answer, environ, start_response)
        if ONLY in environ:
            raise NotReady
        return self._inner(environ, start_response)

    def _admits(self, environ: WSGIEnvironment) -> bool:
        """Whether the caller may have an answer: it has a key where one is wanted, and is within its share."""
        name = None
        if self._keys is not None:
            _, name = self._keys.of(environ)
            if name is None:
                return False
        environ[_CALLER] = name
        return self._shares is None or not self._shares.refuses(self._shares.counted(environ, name))

    def _made(self, here: Service, asked: Hashable, environ: WSGIEnvironment) -> Kept | None:
        """The answer to the main question asked plainly; None where Flask has to make it."""
        like = here.kept.pattern
        found = None if like is None else plain.answer(here, environ)
        if like is None or found is None:
            return None
        filled_in, pinned = found.asked["as_of"] is None, found.asked["dataset"] is not None
        tag = f'"{etag(here, found.body, MEDIA[Format.JSON])}"'
        control = self._control(here, filled_in=filled_in, pinned=pinned)
        own = {
            "Content-Length": ("Content-Length", str(len(found.body))),
            "ETag": ("ETag", tag),
            "Cache-Control": ("Cache-Control", control),
        }
        headers, not_modified = (
            tuple([own.get(header[0], header) for header in pattern]) for pattern in (like.headers, like.not_modified)
        )
        answer = Kept(like.route, tag, control, headers, not_modified, found.body, filled_in)
        here.kept.put(asked, answer)
        return answer

    def _control(self, here: Service, *, filled_in: bool, pinned: bool) -> str:
        told = here.cache_control(filled_in=filled_in, pinned=pinned)
        return told if self._keys is None else told.replace("public", "private", 1)

    def _give(
        self, here: Service, answer: Kept, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        has = answer.held_by(environ.get("HTTP_IF_NONE_MATCH"))
        headers = list(answer.not_modified if has else answer.headers)
        if answer.filled_in and (control := self._control(here, filled_in=True, pinned=False)) != answer.control:
            headers = [(name, control if name == "Cache-Control" else value) for name, value in headers]
        headers += tags(environ)
        see(environ, answer.route, here.dataset_version, environ[_CALLER])
        start_response("304 NOT MODIFIED" if has else "200 OK", headers)
        return [] if has or environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _asked(environ: WSGIEnvironment, here: Service) -> Hashable:
    """All that an answer depends on beside the dataset: the address, what the caller takes, from where, and the day."""
    return (
        environ.get("SCRIPT_NAME"),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING"),
        environ.get("HTTP_ACCEPT"),
        environ.get("HTTP_ORIGIN"),
        environ.get("HTTP_HOST"),
        environ["wsgi.url_scheme"],
        here.today(),
    )


def keep(response: Response) -> Response:
    """Keep what Flask answers, where it may be kept and is the same for whoever asks the same. Changes nothing."""
    asked, rule = request.environ.get(ASKED), request.url_rule
    told = response.headers.get("Cache-Control", "no-store")
    if asked is None or rule is None or request.method != "GET" or response.status_code not in (200, 304):
        return response
    if "no-store" not in told and "ETag" in response.headers and response.is_sequence:
        kept_answers = service().kept
        headers = [(name, value) for name, value in response.headers if name != "Date"]
        answer = kept(rule.rule, headers, response.get_data(), filled_in=g.get("day_filled_in", False))
        kept_answers.put(asked, answer)
        if rule.rule == _STATUS and response.mimetype == MEDIA[Format.JSON] and "Origin" not in request.headers:
            kept_answers.pattern = answer
    return response


def stand(app: Flask, settings: Settings, keys: Keys | None, shares: Shares | None) -> None:
    """Stand before ``app``, unless the settings keep no answers, or want each request to be a span of Flask's."""
    if settings.answer_cache and not settings.otel:
        app.wsgi_app = Front(app, keys, shares)  # type: ignore[method-assign]  # Flask's own way
        if shares is None:  # to count may be to ask a store elsewhere, and who is counted is counted once
            offer(app)
