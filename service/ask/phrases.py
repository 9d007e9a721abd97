"""From a question to its phrases: one for each way in which the grammar can read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.visitors import CollapseAmbiguities

from service.ask import dates
from service.ask.dates import Stretch, Unit
from service.ask.errors import Refusal
from service.ask.phrase import Named, Phrase, When
from service.ask.words import RESERVED

_UNITS = {"MONTH_UNIT": Unit.MONTH, "YEAR_UNIT": Unit.YEAR}
_FIXED = frozenset(("ART", "TO", "FOR", "FROM", "BY", "SOURCES"))
"""Fixed words at the edge of a name that are no part of it."""

Node = Tree[Token]


@cache
def _grammar() -> Lark:
    text = files("service.ask").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="earley", lexer="basic", ambiguity="explicit")


def phrases(question: str, today: date) -> Iterator[Phrase | Refusal]:
    """Every reading of ``question`` that the grammar allows, or why one does not hold. Nothing when there is none."""
    try:
        tree = _grammar().parse(question)
    except UnexpectedInput:  # a character, a word or an end that the grammar does not have there
        return
    for reading in CollapseAmbiguities().transform(tree):
        try:
            yield _Reader(question, today, reading).phrase()
        except Refusal as refusal:
            yield refusal


class _Reader:
    """Reads one tree of the grammar."""

    def __init__(self, question: str, today: date, tree: Node) -> None:
        self._question = question
        self._today = today
        self._tree = tree
        marks = {token.type for token in tree.scan_values(lambda value: isinstance(value, Token))}
        asks_past = marks & {"CHANGED", "HAVE", "BE_PAST", "DID"}
        self._ahead = "WILL" in marks or ("CHANGE" in marks and not asks_past)

    def phrase(self) -> Phrase:
        """The phrase of the tree. Raises :class:`Refusal` for a date or a name that cannot be one."""
        marks: dict[str, str] = {}
        names: list[Named] = []
        times: list[When] = []
        known: list[When] = []
        kind = ""
        nodes: list[Node | Token] = [self._tree]
        while nodes:
            node = nodes.pop(0)
            if isinstance(node, Token):
                marks.setdefault(node.type, str(node))
                continue
            match str(node.data):
                case "status" | "is_status" | "restrictions" | "first" | "changes" | "reported" as rule:
                    kind = rule
                    nodes[:0] = node.children
                case "time":
                    times.append(self._when(node))
                case "known_at":
                    known.append(When("on", self._text(node), self._point(_trees(node)[0])))
                case "mineral" | "destination" | "origin" | "form" | "end_use" | "source" as role:
                    names.append(self._named(role, node))
                case "towards":
                    names.append(self._named("destination", node))
                case "owner" | "actor":
                    names.append(self._named("origin", node))
                case _:
                    nodes[:0] = node.children
                    marks.setdefault(str(node.data), self._text(node))
        return Phrase(kind, marks, tuple(names), tuple(times), tuple(known))

    def _text(self, node: Node) -> str:
        tokens = list(node.scan_values(lambda value: isinstance(value, Token)))
        return self._question[tokens[0].start_pos : tokens[-1].end_pos]

    def _named(self, role: str, node: Node) -> Named:
        tokens = [child for child in node.children if isinstance(child, Token)]
        if role == "end_use":
            return Named(role, "military" if any(t.type == "MILITARY" for t in tokens) else "civil", self._text(node))
        if role == "form":
            tokens = [token for token in tokens if token.type in {"WORD", "NOUN"}]
        while tokens[0].type in _FIXED:
            tokens.pop(0)
        while tokens[-1].type in _FIXED:
            tokens.pop()
        for token in tokens:
            if token.type == "WORD" and token.casefold() in RESERVED:
                raise Refusal(f"the word {str(token)!r} is not understood here")
        if role == "mineral" and all(token.type == "NOUN" for token in tokens):
            raise Refusal("it names no mineral")
        words = self._question[tokens[0].start_pos : tokens[-1].end_pos]
        return Named(role, words, words)

    def _when(self, node: Node) -> When:
        (relation,) = _trees(node)
        text = self._text(node)
        points = [self._point(point) for point in _trees(relation)]
        match str(relation.data):
            case "on_day":
                return When("on", text, points[0] if points else dates.one_day(self._today))
            case "in_period":
                return When("on" if points[0].unit is Unit.DAY else "in", text, points[0])
            case "between":
                return When("between", text, points[0], points[1])
            case word:
                return When(word, text, points[0])

    def _point(self, node: Node) -> Stretch:
        text = self._text(node)
        match str(node.data):
            case "day":
                return self._day(node, text)
            case "month":
                return self._month(_trees(node)[0], text)
            case "year":
                return dates.year_of(dates.number_of(text), text)
            case "relative_month":
                which, name = _tokens(node)
                return dates.relative_month(which.type, dates.month_number(name), self._today, text)
            case "relative_unit":
                which, unit = _tokens(node)
                return dates.relative_unit(which.type, _UNITS[unit.type], self._today, text)
            case _:
                which, number, unit = _tokens(node)
                return dates.span(which.type, dates.number_of(number), unit.type, self._today, text)

    def _day(self, node: Node, text: str) -> Stretch:
        shift = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
        for token in _tokens(node):
            day = self._today
            if shift[token.type] < 0:
                day = dates.day_before(day)
            elif shift[token.type] > 0:
                day = dates.day_after(day)
            return dates.one_day(day, None if token.type == "TODAY" else f"{text!r} is {day}")
        (written,) = _trees(node)
        match str(written.data):
            case "iso_day":
                year, month, day_number = text.split("-")
                return dates.day_of(int(year), int(month), int(day_number), text)
            case "written_day":
                said = {token.type: token for token in _tokens(written)}
                name = said.get("MONTH_NAME") or said["MAY"]
                year_said = dates.number_of(said["YEAR"])
                return dates.day_of(year_said, dates.month_number(name), dates.number_of(said["NUMBER"]), text)
            case "day_without_year":
                raise Refusal(f"{text!r} is a day without a year; write it as 2025-04-30")
            case _:
                raise Refusal(f"{text!r} can be read as more than one day; write days as 2025-04-30 or 30 April 2025")

    def _month(self, node: Node, text: str) -> Stretch:
        match str(node.data):
            case "iso_month":
                year, month = text.split("-")
                return dates.month_of(int(year), int(month), text)
            case "written_month":
                said = {token.type: token for token in _tokens(node)}
                name = said.get("MONTH_NAME") or said["MAY"]
                return dates.month_of(dates.number_of(said["YEAR"]), dates.month_number(name), text)
            case _:
                return dates.bare_month(dates.month_number(text), self._today, text, ahead=self._ahead)


def _trees(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Tree)]


def _tokens(node: Node) -> list[Token]:
    return [child for child in node.children if isinstance(child, Token) and child.type not in {"ART", "OF"}]
