"""What a caller must be told beside the status, as published codes with a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from service.domain.decision import OriginView
from service.domain.exceptions import ExceptionEntry
from service.domain.model import Coverage, Question
from service.domain.results import Notice, OriginAnswer
from service.domain.vocabulary import End, Movement, Status


def origin_warnings(answer: OriginAnswer, view: OriginView, question: Question) -> Iterator[Notice]:
    """The warnings that belong to one origin's answer, the same on all days of a stretch."""
    yield from _reason_warnings(answer, view, question)
    listed = (*answer.in_force, *answer.suspended, *answer.announced)
    yield from _about_measures(
        "publication_unknown",
        "the day of publication is not known; the first day, where that is known, stands in for it",
        (m.measure.id for m in listed if m.measure.published is None),
    )
    yield from _about_measures(
        "start_unknown",
        "the first day is not known, so nothing is said about days on which the record does not show it in force",
        (measure.id for measure in view.of_unknown_start(question)),
    )
    yield from _about_measures(
        "end_unknown",
        "the record does not know whether or when these measures end",
        (m.measure.id for m in listed if m.measure.end is End.UNKNOWN),
    )
    yield from _about_measures(
        "end_user_lists",
        "named parties are barred or watched; compare your customer with these lists, which set no status",
        (m.measure.id for m in answer.end_user_lists),
    )
    for proposal in view.proposals:
        if proposal.known_by(question.as_of):
            # Not whether it was dropped since: on the day asked for, that may not have been known.
            yield Notice("proposal", f"{proposal.title} ({proposal.origin}) is not law", (proposal.instrument,))


def _past_review(answer: OriginAnswer, day: date) -> Iterator[Notice]:
    """Last of an origin's, and apart from the others, for it names the day that was asked about."""
    if answer.reviewed_through is not None and day > answer.reviewed_through:
        yield Notice(
            "past_review",
            f"the record of {answer.origin} was reviewed through {answer.reviewed_through}; "
            f"{day} is answered by the terms on record",
        )


def _reason_warnings(answer: OriginAnswer, view: OriginView, question: Question) -> Iterator[Notice]:
    origin, coverage = answer.origin, view.coverage
    match answer.reason:
        case "form_not_named":
            movement = " on re-export" if question.movement is Movement.REEXPORT else ""
            known = f" by {question.known_at}" if question.known_at else ""
            detail = f"no measure of {origin}{movement} on record{known} names the form {question.form}"
            yield Notice("form_not_named", detail)
            others = view.record.see_minerals.get(question.form or "", ())
            if others:
                yield Notice(
                    "see_mineral", f"the form {question.form} is a mineral of its own: {', '.join(others)}", others
                )
        case "not_covered":
            yield Notice("not_covered", _not_covered(origin, "it", coverage.since if coverage else None))
        case "renewal_not_on_record":
            yield Notice(
                "renewal_not_on_record",
                f"a periodic measure of {origin} ran out and its successor is not on record",
            )
        case "start_unknown":
            yield Notice("status_before_start", f"a measure of {origin} may apply: since when is not known")
        case "depends_on_scope":
            seen = "see exceptions, or " if answer.exceptions else ""
            detail = f"has stricter or unsettled rules for narrower cases: {seen}give destination, end use or form"
            yield Notice("depends_on_scope", f"{origin} {detail}")
    lax = answer.status in (Status.NONE_FOUND, Status.FORMALITIES_ONLY)
    if coverage is not None and (lax or answer.conditional):
        for gap in coverage.left_out:
            if gap.applies(question.as_of, question.movement):
                yield Notice("coverage_partial", f"the record of {origin} leaves out {gap.what} ({gap.why})")


def _not_covered(origin: str, what: str, since: date | None) -> str:
    said = f"speaks for {what} from {since} only" if since else f"does not speak for {what}"
    return f"the record of {origin} {said}"


def window_warnings(first: date, mineral: str | None, coverage: Mapping[str, Sequence[Coverage]]) -> Iterator[Notice]:
    """What a list from the day ``first`` on leaves unsaid about the origins of ``coverage``: no entry is no clearance.

    ``coverage`` holds what the record of an origin covers of ``mineral``, or all it covers where none was asked: then
    only days before everything are told, for the list names what was restricted and no other mineral.
    """
    unsaid = []
    for origin, entries in sorted(coverage.items()):
        begins = [entry.since or date.max for entry in entries]
        since = (max if mineral else min)(begins, default=date.max)
        if first < since:
            unsaid.append(_not_covered(origin, mineral or "any mineral", None if since == date.max else since))
    if unsaid:
        yield Notice("not_covered", "; ".join(unsaid))


def _about_measures(code: str, detail: str, ids: Iterable[str]) -> Iterator[Notice]:
    about = tuple(dict.fromkeys(ids))
    if about:
        yield Notice(code, detail, about)


def overall_warnings(
    question: Question,
    origins: Sequence[OriginAnswer],
    exceptions: Sequence[ExceptionEntry],
    *,
    raw_only: bool,
    depends: bool,
) -> tuple[Notice, ...]:
    """The warnings of the whole answer: its own first, then each origin's."""
    found: list[Notice] = []
    if raw_only:
        found.append(
            Notice("raw_forms_only", "only raw forms are controlled on record; say which form you mean: see exceptions")
        )
    if depends:
        found.append(Notice("depends_on_scope", "a narrower case is stricter: give destination, end use or form"))
    if question.end_use is None and any(entry.end_use is not None for entry in exceptions):
        found.append(Notice("end_use_not_given", "some end uses fare worse: see exceptions, or give end_use"))
    if not origins:
        found.append(Notice("not_covered", "no origin's record speaks for this mineral"))
    for origin in origins:
        found.extend(origin.warnings)
        found.extend(_past_review(origin, question.as_of))
    return tuple(dict.fromkeys(found))
