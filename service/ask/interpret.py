"""The reading of a question in plain English: by a written grammar, completely, or not at all.

The grammar (``grammar.lark``) knows the fixed words; the runs of words between them are names, which the record
resolves. A question with a word that has no place, or with two readings that differ, is refused; nothing is skipped,
and nothing is matched by nearness.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from service.ask.errors import NotUnderstood, Refusal, UnknownPlace
from service.ask.model import Interpretation, Kind, Lexicon, Slot
from service.ask.names import Names
from service.ask.routes import route_of
from service.domain.errors import AmbiguousName, DomainError, UnknownMineral
from service.likeness import likest

__all__ = ["EXAMPLES", "Interpretation", "Kind", "Lexicon", "NotUnderstood", "Slot", "UnknownPlace", "interpret"]

EXAMPLES: tuple[str, ...] = (
    "What is the control status of dysprosium from China to Germany for civil use?",
    "What was the status of gallium on 2024-12-10 to the US?",
    "Can I export Dy2O3 from China to Germany?",
    "Is gallium banned to the US?",
    "Do I need a licence to export graphite to Japan?",
    "Which minerals were restricted in April?",
    "What was announced in October 2025?",
    "Which minerals were banned to the US since 1 January 2024?",
    "Which minerals did China restrict between 2025-01-01 and 2025-06-30?",
    "When was gallium first restricted to the US?",
    "What changes next for holmium?",
    "What changes in November 2026?",
    "What changes in the next 30 days?",
    "What do sources report about dysprosium?",
)
"""An example of each form that is understood."""

_LONGEST = 500
_MOST_WORDS = 60
"""Bounds on the work of one question: the grammar allows several readings, and their number grows with the words."""

_UNKNOWN = "its words have no place in the forms that are understood"


def interpret(question: str, today: date, lexicon: Lexicon) -> Interpretation:
    """The one reading of ``question``, where ``today`` is the day that an absent day means.

    Raises :class:`NotUnderstood`, ``UnknownMineral``, ``AmbiguousName`` or :class:`UnknownPlace`, all with the
    parameter ``q``.
    """
    from service.ask.phrases import phrases  # noqa: PLC0415 - it brings the parser, and each start would wait for it

    text = _plain(question)
    names = Names(lexicon)
    found: list[Interpretation] = []
    failed: list[DomainError] = []
    for phrase in phrases(text, today):
        if isinstance(phrase, Refusal):
            failed.append(_refused(question, str(phrase)))
            continue
        try:
            reading = route_of(phrase, today, names)
        except (UnknownMineral, AmbiguousName, UnknownPlace) as error:
            failed.append(error)
        except Refusal as refusal:
            failed.append(_refused(question, str(refusal)))
        else:
            if not any(_same(reading, other) for other in found):
                found.append(reading)
    if len(found) > 1:
        raise _refused(question, "it can be read in more than one way")
    if found:
        return found[0]
    raise min(failed, key=_telling, default=_refused(question, _UNKNOWN))


def _plain(question: str) -> str:
    """The question as the grammar takes it. Raises :class:`NotUnderstood` for what is no question at all."""
    if len(question) > _LONGEST:
        raise _refused(question, f"it is longer than {_LONGEST} characters")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and not letter.isspace() for letter in question):
        raise _refused(question, "it holds characters that are no text")
    text = unicodedata.normalize("NFKC", question).replace("\u2019", "'").replace("\u2018", "'")
    text = re.sub(r"\b(what|when|how)'s\b", r"\1 is", " ".join(text.split()), flags=re.IGNORECASE)
    text = text.rstrip("?!. ")
    if not text:
        raise _refused(question, "it is empty")
    if len(text.split()) > _MOST_WORDS:
        raise _refused(question, f"it has more than {_MOST_WORDS} words")
    # in a question all in capitals they do not tell a code from a word
    return text if any(letter.islower() for letter in text) else text.lower()


def _refused(question: str, reason: str) -> NotUnderstood:
    shown = question[:_LONGEST].encode("utf-8", "replace").decode()
    nearest = likest(shown.casefold(), EXAMPLES, most=1, by="token_sort_ratio")[0]
    return NotUnderstood(question, EXAMPLES, EXAMPLES[nearest], reason)


def _same(one: Interpretation, other: Interpretation) -> bool:
    return (one.kind, one.route, one.params, one.asked_status) == (
        other.kind,
        other.route,
        other.params,
        other.asked_status,
    )


def _telling(error: DomainError) -> tuple[int, int]:
    """Which of several failed readings tells most: a name that fits several, then the shortest name that none has."""
    match error:
        case AmbiguousName():
            return 1, len(error.name)
        case UnknownMineral():
            return 2, len(error.name)
        case UnknownPlace():
            return 3, len(error.words)
        case NotUnderstood() if "not understood here" in error.reason:
            return 0, 0
        case _:
            return 4, 0
