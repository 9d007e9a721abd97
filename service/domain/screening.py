"""From the answer about a good to what a buyer does with the line: the outcome, and at worst."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.frozen import frozen
from service.domain.results import Answer
from service.domain.vocabulary import Certainty, Status, Word, strictest


class Outcome(Word):
    """What a line of a parts list comes to; the last two say that there is no answer about it."""

    BLOCKED = "blocked"
    ACTION_REQUIRED = "action_required"
    CHECK = "check"
    NO_CONTROL_FOUND = "no_control_found"
    NOT_RECOGNISED = "not_recognised"
    INVALID = "invalid"


_OF_STATUS = {
    Status.PROHIBITED: Outcome.BLOCKED,
    Status.QUOTA_LIMITED: Outcome.ACTION_REQUIRED,
    Status.LICENCE_REQUIRED: Outcome.ACTION_REQUIRED,
    Status.EXPORTERS_LIMITED: Outcome.ACTION_REQUIRED,
    Status.GENERAL_AUTHORISATION: Outcome.ACTION_REQUIRED,
    Status.CHARGE_ONLY: Outcome.ACTION_REQUIRED,
    Status.FORMALITIES_ONLY: Outcome.NO_CONTROL_FOUND,
    Status.NONE_FOUND: Outcome.NO_CONTROL_FOUND,
}
_STRICTEST_FIRST = (Outcome.BLOCKED, Outcome.ACTION_REQUIRED, Outcome.CHECK, Outcome.NO_CONTROL_FOUND)


@frozen
class Verdict:
    """An outcome and, for ``check``, what it is at worst; None where nothing on record says."""

    outcome: Outcome
    at_worst: Outcome | None = None

    @property
    def rank(self) -> int:
        """How strict it is at worst: 0 is the strictest."""
        return _STRICTEST_FIRST.index(self.at_worst or self.outcome)


def judge(answer: Answer) -> Verdict:
    """The verdict on one good.

    What is unresolved, conditional, suspended or unknown is to be checked by a person; then the status decides. A mere
    formality is no "nothing found" where a narrower case, which the line does not rule out, fares worse.
    """
    if answer.status is Status.SUSPENDED:
        return Verdict(Outcome.CHECK, _of(_paused(answer)))
    if answer.status is Status.UNKNOWN:
        return Verdict(Outcome.CHECK, _of(strictest(entry.status for entry in answer.exceptions)))
    if answer.certainty is Certainty.UNRESOLVED or answer.conditional:
        return Verdict(Outcome.CHECK, _of(answer.status))
    outcome = _OF_STATUS[answer.status]
    narrower = _of(strictest(entry.status for entry in answer.exceptions))
    if outcome is Outcome.NO_CONTROL_FOUND and answer.exceptions and narrower is not outcome:
        return Verdict(Outcome.CHECK, narrower)
    return Verdict(outcome)


def _of(status: Status | None) -> Outcome | None:
    return None if status is None else _OF_STATUS.get(status)


def _paused(answer: Answer) -> Status | None:
    """What the controls that are paused set while they run: what applies if the pause is over sooner."""
    return strictest(
        match.measure.status
        for origin in answer.origins
        for match in origin.suspended
        if match.measure.status is not None
    )


def joined(verdicts: Sequence[Verdict], *, contradicting: bool = False, unsure: bool = False) -> Verdict:
    """The verdict on a line that several goods fit: theirs where they agree, else a check, at worst the strictest.

    ``contradicting`` says that the names on the line exclude each other: then a person checks, whatever they come to.
    ``unsure`` says that something on the line was not read, which may be what is controlled: then nothing is cleared,
    not as the worst case either.
    """
    worst = min(verdicts, key=lambda verdict: verdict.rank)
    if len(set(verdicts)) > 1 or contradicting:
        told = worst.outcome if worst.outcome is not Outcome.CHECK else None
        worst = Verdict(Outcome.CHECK, worst.at_worst or told)
    if unsure and Outcome.NO_CONTROL_FOUND in (worst.outcome, worst.at_worst):
        return Verdict(Outcome.CHECK)
    return worst


def with_named_party(verdict: Verdict) -> Verdict:
    """The verdict where a list of parties names the buyer: never less than a check, and at worst barred."""
    if verdict.outcome is Outcome.BLOCKED:
        return verdict
    return Verdict(Outcome.CHECK, Outcome.BLOCKED)
