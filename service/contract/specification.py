"""The one file that knows flask-smorest: the specification of an application's routes, made when it is asked for.

smorest copies deeply all that documents a view at every step and brings a library for YAML. No server needs it to
start, and no answer of a route does: its views are documented here as they stand, on blueprints that serve nothing.
"""

from __future__ import annotations

from typing import Any

import flask_smorest
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask

from schemas.base import CivilDate, OutputSchema, Word
from schemas.problems import ProblemSchema
from service.http.api import Blueprint
from service.http.discovery import ABOUT


class _Api(flask_smorest.Api):  # type: ignore[misc]  # smorest ships no types
    """What collects the documentation of one application. Errors are handled by :mod:`service.http.problems`."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None  # every operation names its own problems

    def _register_error_handlers(self) -> None:
        """None: smorest's drops ``Allow`` and sends a body of its own whatever ``ERROR_SCHEMA`` claims."""


def specification(app: Flask) -> APISpec:
    """The specification of all routes of ``app``."""
    api = _Api(app, spec_kwargs={"info": {**ABOUT}, "servers": [{"url": "/", "description": "This server"}]})
    plugin: MarshmallowPlugin = api.ma_plugin
    if plugin.converter is not None:
        plugin.converter.add_attribute_function(_own_fields)
    for blueprint in app.blueprints.values():
        if isinstance(blueprint, Blueprint):
            _document(blueprint, api, app)
    spec: APISpec = api.spec
    return spec


def _document(blueprint: Blueprint, api: _Api, app: Flask) -> None:
    book = flask_smorest.Blueprint(blueprint.name, blueprint.import_name)
    for route in blueprint.documented:
        documented = route.view
        for tell in route.view.documented_by:
            documented = tell(book)(documented)
        name = route.view.__name__
        book._store_endpoint_docs(name, documented, list(route.parameters), None, methods=route.methods)
    book.register_views_in_doc(api, app, api.spec, name=blueprint.name, parameters=None)
    api.spec.tag({"name": blueprint.name, "description": blueprint.description})


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
