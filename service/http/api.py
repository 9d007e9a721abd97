"""The house rules of routes: strict query strings, and views that note what documents them.

What is noted is told to flask-smorest by :mod:`service.contract.specification`, when the contract is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from pkgutil import resolve_name
from typing import Any
from urllib.parse import unquote_to_bytes

import flask
from flask import request
from marshmallow import Schema, ValidationError

from schemas.queries import NoQuery
from service.domain.frozen import frozen
from service.http.problems import WrongParameters
from service.likeness import likest


def asked_by(query: Schema) -> dict[str, Any]:
    """The parameters of this request as ``query`` reads them.

    Raises :class:`WrongParameters`, which names every parameter that is unknown, given twice, no UTF-8 or wrong in
    itself: ``asof=`` must not silently mean today.
    """
    known = [field.data_key or name for name, field in query.fields.items()]
    wrong: dict[str, list[str]] = {}
    for name, values in request.args.lists():
        if name not in known:
            near = likest(name, known, least=60, most=1, by="WRatio")
            hint = f"; did you mean {known[near[0]]}?" if near else ""
            wrong[name] = [f"is no parameter of this address (known: {', '.join(known) or 'none'}){hint}"]
        elif len(values) > 1:
            wrong[name] = [f"is given {len(values)} times"]
    for part in request.query_string.split(b"&"):
        try:
            unquote_to_bytes(part).decode()
        except UnicodeDecodeError:
            given = unquote_to_bytes(part.partition(b"=")[0])
            wrong[given.decode(errors="replace")] = ["is not UTF-8"]
    if wrong:
        raise WrongParameters(wrong)
    try:
        read: dict[str, Any] = query.load(request.args.to_dict())
    except ValidationError as error:
        raise WrongParameters(error.messages_dict) from error
    return read


Decorator = Callable[[Any], Any]
Tell = Callable[[Any], Decorator]
"""What documents a view: of a blueprint of smorest's, the decorator that does."""


@frozen
class Documented:
    """A route as the contract needs it: what is noted on its view, its methods, and its parameters in the path."""

    view: Any
    methods: Sequence[str]
    parameters: Sequence[Mapping[str, Any]]


class Blueprint(flask.Blueprint):
    """A set of routes whose views take a validated query and return a finished response."""

    def __init__(self, name: str, import_name: str, *, description: str, **options: Any) -> None:
        super().__init__(name, import_name, **options)
        self.description = description
        self.documented: list[Documented] = []

    def route(self, rule: str, *, parameters: Sequence[Mapping[str, Any]] = (), **options: Any) -> Decorator:
        """Answer ``rule`` by a view, which is a route of the contract; ``parameters`` document those in its path."""
        answered = super().route(rule, **options)

        def decorate(view: Any) -> Any:
            self.documented.append(Documented(view, options.get("methods", ("GET",)), parameters))
            return answered(view)

        return decorate

    def doc(self, **told: Any) -> Decorator:
        """Document a view by hand."""
        return documented_by(lambda book: book.doc(**told))

    def query(self, schema: type[Schema] = NoQuery) -> Decorator:
        """Validate the query string by ``schema`` and hand it to the view as its first argument, a dict.

        The view is not called for a wrong one: :class:`WrongParameters` is raised.
        """
        made = cache(schema)  # when the route is first asked: those of all routes take a third of a first answer

        def decorate(view: Any) -> Any:
            @wraps(view)
            def answer(**path: str) -> Any:
                return view(asked_by(made()), **path)

            return documented_by(lambda book: book.arguments(made(), location="query"))(answer)

        return decorate

    def answers(
        self,
        schema: str | dict[str, str],
        description: str,
        *problem_kinds: str,
        example: str,
        media: str = "application/json",
        also: Mapping[str, str] | None = None,
        links: Mapping[str, Any] | None = None,
    ) -> Decorator:
        """Document the answer of a view, which returns the finished response itself.

        ``schema`` names its class, such as ``schemas.status:StatusSchema``, or is written out. Named, because no answer
        is made by it: the classes of all answers are loaded when the contract is asked for.

        ``problem_kinds`` are the slugs of the problems that this route alone may give; what every route may give is
        added by :mod:`service.contract`. ``example`` is an address whose answer stands as the example, taken from the
        real record. ``also`` are the media types of further representations of the answer, each with what it looks
        like. ``links`` are OpenAPI links: what a caller may ask next with what stands in the answer.
        """

        def tell(book: Any) -> Decorator:
            shape = resolve_name(schema) if isinstance(schema, str) else schema
            told = {"x-problems": list(problem_kinds), "x-example": example, "x-links": dict(links or {})}

            def document(view: Any) -> Any:
                documented = book.doc(operationId=operation_id(view.__name__), **told)(view)
                documented = book.response(200, shape, description=description, content_type=media)(documented)
                for other, looks in (also or {}).items():
                    text = {"type": "string", "description": looks}
                    further = book.alt_response(
                        200, schema=text, description=description, content_type=other, success=True
                    )
                    documented = further(documented)
                return documented

            return document

        return documented_by(tell)


def documented_by(tell: Tell) -> Decorator:
    """Note on a view what documents it."""

    def note(view: Any) -> Any:
        view.documented_by = (*getattr(view, "documented_by", ()), tell)
        return view

    return note


def operation_id(view: str) -> str:
    """The id of the operation that the view of this name answers: ``getStatus`` for ``get_status``."""
    first, *others = view.split("_")
    return first + "".join(word.capitalize() for word in others)


def in_path(name: str, description: str, example: str) -> list[dict[str, Any]]:
    """The documentation of a route's one path parameter."""
    return [{"in": "path", "name": name, "description": description, "schema": {"type": "string"}, "example": example}]
