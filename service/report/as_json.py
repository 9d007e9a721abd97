"""A comparison as a JSON-ready document, in full."""

from __future__ import annotations

from collections import Counter
from typing import Any

from service.domain.difference import Aspect, Stretch
from service.domain.editions import Comparison
from service.domain.facts import Altered, Branch
from service.http.present import Json, destinations, iso


def document(found: Comparison) -> Json:
    """Facts and answers with their counts; lists of texts are whole, before and after."""
    facts, of_answers = found.facts, Counter(stretch.weight for stretch in found.answers)
    return {
        "old": {"version": found.old},
        "new": {"version": found.new},
        "alike": found.is_alike,
        "counts": {
            "added": len(facts.added),
            "removed": len(facts.removed),
            "altered": len(facts.altered),
            "answers": {aspect: of_answers[aspect] for aspect in Aspect},
        },
        "facts": {
            "added": [_branch(one) for one in facts.added],
            "removed": [_branch(one) for one in facts.removed],
            "altered": [_altered(one) for one in facts.altered],
        },
        "answers": [answer(stretch) for stretch in found.answers],
    }


def _branch(found: Branch) -> Json:
    entry = found.entry
    return {
        "kind": entry.ref.kind,
        "id": entry.ref.id,
        "title": entry.title,
        "fields": dict(entry.fields),
        "beneath": [_branch(part) for part in found.beneath],
    }


def _altered(found: Altered) -> Json:
    fields = [{"field": one.field, "before": one.before, "after": one.after} for one in found.fields]
    return {"kind": found.ref.kind, "id": found.ref.id, "title": found.title, "fields": fields}


def answer(stretch: Stretch) -> dict[str, Any]:
    """A stretch of days on which a case is answered differently; null for an edition that cannot be asked."""
    before, after = stretch.span.found.before, stretch.span.found.after
    return {
        "mineral": stretch.mineral,
        "origin": stretch.origin,
        "members": list(stretch.members),
        "movements": list(stretch.movements),
        "destinations": destinations(stretch.destinations),
        "end_use": stretch.end_use,
        "forms": list(stretch.forms),
        "from": iso(stretch.span.start),
        "until": iso(stretch.span.until),
        "before": before and before.status,
        "after": after and after.status,
        "certainty_before": before and before.certainty,
        "certainty_after": after and after.certainty,
        "conditional_before": before and before.conditional,
        "conditional_after": after and after.conditional,
        "differs": list(stretch.span.found.aspects),
    }
