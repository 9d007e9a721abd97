"""What can be wrong with a question, in the words of the domain. None of these knows an HTTP status."""

from __future__ import annotations

from collections.abc import Sequence


class DomainError(Exception):
    """A question that cannot be answered as asked; ``parameter`` names the part of it that is wrong."""

    parameter: str | None = None


class UnknownMineral(DomainError):
    """No mineral has this name. ``suggestions`` are ids of near names; nothing is ever answered by nearness."""

    parameter = "mineral"

    def __init__(self, name: str, suggestions: Sequence[str]) -> None:
        super().__init__(f"no mineral on record is called {name!r}")
        self.name = name
        self.suggestions = tuple(suggestions)


class AmbiguousName(DomainError):
    """The name fits several minerals, whose ids are ``candidates``."""

    parameter = "mineral"

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{name!r} fits several minerals: {', '.join(candidates)}")
        self.name = name
        self.candidates = tuple(candidates)


class UnknownInstrument(DomainError):
    """No instrument has this id."""

    parameter = "instrument"

    def __init__(self, name: str, suggestions: Sequence[str]) -> None:
        super().__init__(f"no instrument on record has the id {name!r}")
        self.name = name
        self.suggestions = tuple(suggestions)


class NotAnExport(DomainError):
    """Origin and destination are the same, or both in one union."""

    parameter = "destination"

    def __init__(self, origin: str, destination: str) -> None:
        super().__init__(f"goods from {origin} to {destination} do not leave the customs territory")
        self.origin = origin
        self.destination = destination


class UnknownCode(DomainError):
    """The code is no jurisdiction: neither ISO 3166-1 alpha-2 nor a union on record."""

    def __init__(self, parameter: str, code: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(f"{code!r} is no ISO 3166-1 alpha-2 code in capitals, nor EU")
        self.parameter = parameter
        self.suggestions = tuple(suggestions)


class UnknownForm(DomainError):
    """The word is no form of the published tree."""

    parameter = "form"

    def __init__(self, form: str, forms: Sequence[str], suggestions: Sequence[str] = ()) -> None:
        super().__init__(f"{form!r} is no known form; the forms are: {', '.join(forms)}")
        self.suggestions = tuple(suggestions)


class UnknownList(DomainError):
    """No list of critical minerals has this name."""

    parameter = "list"

    def __init__(self, name: str, known: Sequence[str], suggestions: Sequence[str]) -> None:
        super().__init__(f"no list of critical minerals on record is called {name!r}; known are {', '.join(known)}")
        self.suggestions = tuple(suggestions)


class BadWindow(DomainError):
    """A window of days that is incomplete or contradicts itself."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter
