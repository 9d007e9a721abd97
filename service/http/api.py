"""The one file that knows flask-smorest: strict query strings, problems for errors, answers documented but not dumped.

What it mends, each tried: webargs ignores unknown and repeated parameters, so that ``asof=`` would silently mean today;
smorest's error handler drops ``Allow`` and sends a body of its own whatever ``ERROR_SCHEMA`` claims.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Request
from marshmallow import RAISE, Schema, ValidationError
from rapidfuzz import process
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy

from schemas.base import CivilDate, Word
from schemas.problems import ProblemSchema
from schemas.queries import NoQuery
from service.http import problems


class StrictParser(FlaskParser):
    """Query strings in which an unknown or a repeated parameter is an error that names it."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }

    def load_querystring(self, req: Request, schema: Schema) -> MultiDictProxy:
        """The parameters of ``req``, each known to ``schema`` and given once."""
        known = [field.data_key or name for name, field in schema.fields.items()]
        wrong: dict[str, list[str]] = {}
        for name, values in req.args.lists():
            if name not in known:
                near = process.extractOne(name, known, score_cutoff=60)
                hint = f"; did you mean {near[0]}?" if near else ""
                wrong[name] = [f"is no parameter of this address (known: {', '.join(known) or 'none'}){hint}"]
            elif len(values) > 1:
                wrong[name] = [f"is given {len(values)} times"]
        for part in req.query_string.split(b"&"):
            try:
                unquote_to_bytes(part).decode()
            except UnicodeDecodeError:
                given = unquote_to_bytes(part.partition(b"=")[0])
                wrong[given.decode(errors="replace")] = ["is not UTF-8"]
        if wrong:
            raise ValidationError(wrong)
        return MultiDictProxy(req.args, schema)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # smorest ships no types
    """A set of routes whose views take a validated query and return a finished response."""

    ARGUMENTS_PARSER = StrictParser()

    def query(self, schema: type[Schema] = NoQuery) -> Callable[[Any], Any]:
        """Validate the query string by ``schema`` and hand it to the view as its first argument, a dict."""
        return self.arguments(schema, location="query")  # type: ignore[no-any-return]  # as above

    def answers(
        self,
        schema: type[Schema] | dict[str, str],
        description: str,
        *problem_kinds: str,
        media: str = "application/json",
        also: tuple[str, ...] = (),
    ) -> Callable[[Any], Any]:
        """Document the answer and the problems a view may give. The view returns the finished response itself.

        ``also`` are the media types of further representations of the same answer, each a text.
        """

        def decorate(view: Any) -> Any:
            by_status: dict[int, list[str]] = {}
            negotiated = ["not-acceptable"] if "text/plain" in also else []
            for slug in (*problem_kinds, *negotiated, "invalid-parameter", "internal-error"):
                by_status.setdefault(problems.KINDS[slug].status, []).append(problems.KINDS[slug].title)
            for status, titles in by_status.items():
                view = self.alt_response(status, schema=ProblemSchema, description="; ".join(dict.fromkeys(titles)))(
                    view
                )
            view = self.response(200, schema, description=description, content_type=media)(view)
            for other in also:
                text = {"type": "string"}
                view = self.alt_response(200, schema=text, description=description, content_type=other, success=True)(
                    view
                )
            return view

        return decorate


def in_path(name: str, description: str, example: str) -> list[dict[str, Any]]:
    """The documentation of a route's one path parameter."""
    return [{"in": "path", "name": name, "description": description, "schema": {"type": "string"}, "example": example}]


class Api(flask_smorest.Api):  # type: ignore[misc]  # smorest ships no types
    """The API of one app; all errors are handled by :mod:`service.http.problems`."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        problems.register(self._app)

    def init_app(self, app: Flask, **kwargs: Any) -> None:
        """Bind to ``app`` and teach the contract's generator our own fields."""
        super().init_app(app, **kwargs)
        plugin: MarshmallowPlugin = self.ma_plugin
        if plugin.converter is not None:
            plugin.converter.add_attribute_function(_nullable_type)


def _nullable_type(self: Any, field: Any, **kwargs: Any) -> dict[str, Any]:
    """Our own fields carry their type in metadata; null joins it where the field allows it."""
    if isinstance(field, CivilDate | Word) and field.allow_none and not field.load_only:
        kind: dict[str, Any] = {"type": ["string", "null"]}
        if isinstance(field, Word):
            kind["enum"] = [*field.metadata["enum"], None]
        return kind
    return {}
