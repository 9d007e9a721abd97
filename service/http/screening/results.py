"""What is told of a line of a parts list: one function a wire shape, in the order of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.domain.composition import Composition
from service.domain.results import Notice
from service.domain.screening import Outcome, Verdict
from service.http.present import Json, iso, mineral_ref
from service.http.screening.decided import Reply
from service.http.screening.goods import Candidate, Recognised
from service.http.screening.lines import LineError, Scope
from service.http.screening.runs import Written, begun, ended, run


class Told:
    """What a line tells of its question: the scope as understood, the answer in a sentence, and the links."""

    __slots__ = ("closing", "links", "scope", "summary")

    def __init__(self, scope: bytes, summary: bytes, links: Json) -> None:
        self.scope = scope
        self.summary = summary
        self.links = links
        self.closing = closing([], None, links)
        """The end of a line on which nothing is wrong, nothing was missed and no buyer is named."""


def opening(
    verdict: Verdict, candidate: Candidate, reply: Reply, candidates: Sequence[Candidate], replies: Sequence[Reply]
) -> bytes:
    """What a line comes to, which mineral is meant by what, and all that it may mean where these are several."""
    rows = map(_candidate, candidates, replies) if len(replies) > 1 else ()
    return begun(
        run(
            {
                "outcome": verdict.outcome,
                "at_worst": verdict.at_worst,
                "mineral": mineral_ref(reply.decided.answer.mineral),
                "identified_by": candidate.by,
                "candidates": list(rows),
            }
        )
    )


def _unanswered(outcome: Outcome) -> bytes:
    told = dict.fromkeys(("at_worst", "mineral", "identified_by"))
    return begun(run({"outcome": outcome, **told, "candidates": []}))


def closing(
    meant: Sequence[str], buyer: Json | None, links: Mapping[str, str], errors: Iterable[LineError] = ()
) -> bytes:
    """The last fields of a result: what is wrong with the line, what may have been meant, the buyer, and links."""
    wrong = [_error(one) for one in errors]
    return run({"errors": wrong, "did_you_mean": list(meant), "end_user": buyer, "links": links})


def spoken(summary: str | None) -> bytes:
    """The answer in a sentence."""
    return run({"summary": summary})


_NO_SCOPE = run({**dict.fromkeys(("form", "origin", "destination", "end_use", "movement", "as_of")), "contains": []})
_NO_STATUS = run({"status": None, "certainty": None, "conditional": False, "conditions": []})
_NO_LAW = run({"measures": [], "instruments": [], "exceptions": [], "readings": [], "next_change": None})
_NO_WARNINGS = run({"warnings": []})
_INVALID, _NOT_RECOGNISED = _unanswered(Outcome.INVALID), _unanswered(Outcome.NOT_RECOGNISED)
_NOTHING_SAID = spoken(None)
_NO_NAME = spoken("Nothing on the line is a name or a code on record. This is not a clearance.")


def invalid(errors: Iterable[LineError]) -> Written:
    """The result of a line that cannot be read."""
    wrong = closing([], None, {}, errors)
    rest = ended(_NO_SCOPE, _NO_STATUS, _NOTHING_SAID, _NO_LAW, _NO_WARNINGS, wrong)
    return Written(Outcome.INVALID, _INVALID, rest)


def not_recognised(scoped: bytes, closed: bytes) -> Written:
    """The result of a line on which nothing is a name on record."""
    rest = ended(scoped, _NO_STATUS, _NO_NAME, _NO_LAW, _NO_WARNINGS, closed)
    return Written(Outcome.NOT_RECOGNISED, _NOT_RECOGNISED, rest)


def understood(scope: Scope, form: str | None, contains: Composition) -> bytes:
    """What a line asks, as understood: words and codes of ours, the day in law, shares as the text of decimals."""
    return run(
        {
            "form": form,
            "origin": scope.origin,
            "destination": scope.destination,
            "end_use": scope.end_use,
            "movement": scope.movement,
            "as_of": iso(scope.as_of),
            "contains": [
                {
                    "mineral": part.mineral,
                    "share": None if part.share is None else str(part.share),
                    "share_basis": part.basis,
                }
                for part in contains
            ],
        }
    )


def _candidate(candidate: Candidate, reply: Reply) -> Json:
    """One of several minerals that a line may mean, with what it comes to."""
    question, decided = reply
    return {
        "mineral": mineral_ref(decided.answer.mineral),
        "identified_by": candidate.by,
        "matched": candidate.matched,
        "form": question.form,
        "outcome": decided.verdict.outcome,
        "at_worst": decided.verdict.at_worst,
        "status": decided.answer.status,
        "certainty": decided.answer.certainty,
    }


def notices(
    form: str | None, recognised: Recognised, candidate: Candidate, controlled: Sequence[str]
) -> Iterator[Notice]:
    """How the line was read, where that is more than a name that means one mineral.

    ``form`` is the form that was asked, ``controlled`` are parts of the composition that are controlled themselves.
    """
    if candidate.form is not None and form is None:
        by = "the code" if candidate.by in ("hs_code", "control_code") else "the name"
        yield Notice("form_from_name", f"{by} implies the form {candidate.form}, which was taken as asked")
    if recognised.goods.differing:
        yield Notice("names_differ", "the names and numbers of the line mean different minerals: see candidates")
    if recognised.besides:
        named = ", ".join(recognised.besides)
        yield Notice("description_names_others", f"the description names {named} besides: nothing is cleared")
    if controlled:
        named = ", ".join(controlled)
        yield Notice(
            "composition_names_others", f"the composition names {named}, controlled itself: nothing is cleared"
        )
    if recognised.lacking:
        named = ", ".join(recognised.lacking)
        yield Notice("composition_incomplete", f"a good of this name is made of {named} and more: nothing is cleared")
    if candidate.by == "description":
        yield Notice("read_in_description", "only words of the description name the good: nothing is cleared")
    for field, value in recognised.unknown:
        yield Notice("name_not_recognised", f"{field}: {value!r} is no name on record; the line was read by the rest")


def _error(error: LineError) -> Json:
    """A mistake in a field of a line, with words that may have been meant."""
    return {"field": error.field, "detail": error.detail, "did_you_mean": list(error.near)}
