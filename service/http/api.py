"""The one file that knows flask-smorest: strict query strings, problems for errors, answers documented but not dumped.

What it mends, each tried: webargs ignores unknown and repeated parameters, so that ``asof=`` would silently mean today;
smorest's error handler drops ``Allow`` and sends a body of its own whatever ``ERROR_SCHEMA`` claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import unquote_to_bytes

import flask_smorest
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Request
from marshmallow import RAISE, Schema, ValidationError
from rapidfuzz import process
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy

from schemas.base import CivilDate, OutputSchema, Word
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
        # An instance: of a class, webargs would make a new one for each request.
        return self.arguments(schema(), location="query")  # type: ignore[no-any-return]  # as above

    def answers(
        self,
        schema: type[Schema] | dict[str, str],
        description: str,
        *problem_kinds: str,
        example: str,
        media: str = "application/json",
        also: Mapping[str, str] | None = None,
        links: Mapping[str, Any] | None = None,
    ) -> Callable[[Any], Any]:
        """Document the answer of a view, which returns the finished response itself.

        ``problem_kinds`` are the slugs of the problems that this route alone may give; what every route may give is
        added by :mod:`service.contract`. ``example`` is an address whose answer stands as the example, taken from the
        real record. ``also`` are the media types of further representations of the answer, each with what it looks
        like. ``links`` are OpenAPI links: what a caller may ask next with what stands in the answer.
        """

        def decorate(view: Any) -> Any:
            told = {"x-problems": list(problem_kinds), "x-example": example, "x-links": dict(links or {})}
            documented = self.doc(operationId=operation_id(view.__name__), **told)(view)
            documented = self.response(200, schema, description=description, content_type=media)(documented)
            for other, looks in (also or {}).items():
                text = {"type": "string", "description": looks}
                documented = self.alt_response(
                    200, schema=text, description=description, content_type=other, success=True
                )(documented)
            return documented

        return decorate


def operation_id(view: str) -> str:
    """The id of the operation that the view of this name answers: ``getStatus`` for ``get_status``."""
    first, *others = view.split("_")
    return first + "".join(word.capitalize() for word in others)


def in_path(name: str, description: str, example: str) -> list[dict[str, Any]]:
    """The documentation of a route's one path parameter."""
    return [{"in": "path", "name": name, "description": description, "schema": {"type": "string"}, "example": example}]


class Api(flask_smorest.Api):  # type: ignore[misc]  # smorest ships no types
    """The API of one app; all errors are handled by :mod:`service.http.problems`."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None  # every operation names its own problems

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._undocumented: list[Blueprint] = []
        self._documenting = Lock()
        super().__init__(*args, **kwargs)

    def register_blueprint(self, blp: Blueprint) -> None:
        """Register the routes; what documents them waits until the contract is asked for, which no start does."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._undocumented.append(blp)

    def _register_responses(self) -> None:
        """Wait with the answers of errors as well."""

    def documented(self) -> APISpec:
        """The specification, of all routes."""
        with self._documenting:
            if self._undocumented:
                super()._register_responses()
            for blp in self._undocumented:
                blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
                self.spec.tag({"name": blp.name, "description": blp.description})
            self._undocumented.clear()
        spec: APISpec = self.spec
        return spec

    def _register_error_handlers(self) -> None:
        problems.register(self._app)

    def init_app(self, app: Flask, **kwargs: Any) -> None:
        """Bind to ``app`` and teach the contract's generator our own fields."""
        super().init_app(app, **kwargs)
        plugin: MarshmallowPlugin = self.ma_plugin
        if plugin.converter is not None:
            plugin.converter.add_attribute_function(_own_fields)


def _own_fields(self: Any, field: Any, **kwargs: Any) -> dict[str, Any]:
    """What the generator cannot know of our own fields: that null joins the type, and which words there are.

    Words of an answer are published as open: a generated client must not fail on one that was added.
    """
    if not isinstance(field, CivilDate | Word):
        return {}
    kind: dict[str, Any] = {"type": ["string", "null"]} if field.allow_none else {}
    if isinstance(field, Word):
        known = field.metadata.get("enum") or field.known
        answered = isinstance(field.root, OutputSchema)
        kind["x-extensible-enum" if answered else "enum"] = [
            *known,
            *([None] if field.allow_none and not answered else []),
        ]
    return kind
