"""What can be wrong with a question in plain English. None of these knows an HTTP status."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.errors import DomainError


class Refusal(Exception):
    """Why one way to read a question does not hold, as a sentence without its full stop."""


class NotUnderstood(DomainError):
    """The question is none of those that are understood, or it says something that cannot be answered as said.

    ``forms`` are example questions, one for each form that is understood; ``nearest`` is the one most like it.
    """

    parameter = "q"

    def __init__(self, question: str, forms: Sequence[str], nearest: str, reason: str) -> None:
        super().__init__(f"the question was not understood: {reason}")
        self.question = question
        self.reason = reason
        self.forms = tuple(forms)
        self.nearest = nearest
        self.suggestions = (nearest,)


class UnknownPlace(DomainError):
    """The words are no jurisdiction; ``suggestions`` are names like them."""

    parameter = "q"

    def __init__(self, words: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(f"no jurisdiction is called {words!r}")
        self.words = words
        self.suggestions = tuple(suggestions)
