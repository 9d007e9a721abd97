"""The words of the answers: statuses with what other vocabularies call them, forms, outcomes, warnings, problems."""

from __future__ import annotations

from typing import Any

from flask import Response

from schemas.queries import PlainQuery
from service.domain.frozen import frozen
from service.domain.screening import Outcome
from service.domain.vocabulary import Certainty, State, Status
from service.http import problems
from service.http.api import Blueprint
from service.http.context import service
from service.http.listing import dataset
from service.http.representations import respond

blueprint = Blueprint("vocabulary", __name__, url_prefix="/v1", description="The words of the answers")


@frozen
class _Meaning:
    """What a status means, and what other vocabularies call it: MAST 2019, the WTO (QR), Global Trade Alert."""

    words: str
    mast: tuple[str, ...] = ()
    wto_qr: tuple[str, ...] = ()
    gta: tuple[str, ...] = ()


_MEANINGS = {
    Status.PROHIBITED: _Meaning(
        "export is barred: a ban, a zero quota, a suspension of exports", ("P31",), ("P-X", "CP-X"), ("Export ban",)
    ),
    Status.QUOTA_LIMITED: _Meaning(
        "export only within an allocated quantity",
        ("P32",),
        ("GQ-X", "GQC-X", "BQ-X"),
        ("Export quota", "Export tariff quota"),
    ),
    Status.LICENCE_REQUIRED: _Meaning(
        "an individual licence under a control regime", ("P33",), ("NAL-X",), ("Export licensing requirement",)
    ),
    Status.EXPORTERS_LIMITED: _Meaning("only state-trading or listed exporters may export", ("P5",), ("STR-X",)),
    Status.GENERAL_AUTHORISATION: _Meaning(
        "covered by a standing authorisation or general licence",
        ("P33",),
        ("NAL-X",),
        ("Export licensing requirement",),
    ),
    Status.CHARGE_ONLY: _Meaning(
        "free against an export duty, levy or price floor",
        ("P42", "P41"),
        ("MPR-X",),
        ("Export tax", "Export price benchmark"),
    ),
    Status.SUSPENDED: _Meaning("a control exists and is paused on the day; nothing stricter applies"),
    Status.FORMALITIES_ONLY: _Meaning(
        "registration, surveillance, or an ordinary licence on the sales contract",
        ("P2", "P33"),
        (),
        ("Export-related non-tariff measure, nes",),
    ),
    Status.UNKNOWN: _Meaning("outside what the record covers; not a clearance"),
    Status.NONE_FOUND: _Meaning("covered and reviewed, and no measure applies; not a clearance"),
}
_WARNINGS = {
    "columns_not_used": "columns or fields of a list that mean none of ours were given back and not read",
    "composition_incomplete": "a composition is none of a good of this name: nothing is cleared",
    "composition_names_others": "a composition names minerals that are controlled themselves: nothing is cleared",
    "coverage_partial": "the record leaves out a kind of measure that could apply",
    "depends_on_scope": "a narrower destination, end use or form fares worse",
    "description_names_others": "the description of a line names other minerals besides: nothing is cleared",
    "end_unknown": "a measure's end is not known",
    "end_use_not_given": "some end uses fare worse",
    "end_user_lists": "named parties are barred or watched",
    "form_from_name": "the name implied a form, which was taken as asked",
    "form_not_named": "no measure of the origin names the form",
    "name_not_recognised": "a name or code of a line is not on record; the line was read by the rest",
    "names_differ": "the names and numbers of a line mean different minerals, all of which are candidates",
    "not_covered": "the record does not speak for this origin, mineral or day",
    "past_review": "the day lies after the last review of the record",
    "proposal": "a bill, plan or pledge that is no law; it sets no status",
    "publication_unknown": "a measure's day of publication is not known",
    "raw_forms_only": "only raw forms are controlled on record",
    "read_in_description": "only words of a line's description name the good: nothing is cleared",
    "renewal_not_on_record": "a periodic measure ran out and its successor is not on record",
    "see_mineral": "the form is a mineral of its own",
    "start_unknown": "a measure's first day is not known",
    "status_before_start": "a measure may have applied before the days on record",
    "suggestions_limited": "a list has more names that were not found than near names are sought for",
    "today_pinned": "the day was pinned by a setting",
}


@blueprint.route("/statuses")
@blueprint.query(PlainQuery)
@blueprint.answers("schemas.meta:VocabularySchema", "The vocabulary.", example="/v1/statuses")
def get_vocabulary(asked: dict[str, Any]) -> Response:
    """Tell the words of the answers: statuses, strictest first, forms, outcomes, warnings, problems.

    Clients treat a status they do not know as the strictest.
    """
    repository = service().repository
    forms = repository.forms
    return respond(
        {
            "statuses": [
                {
                    "id": word,
                    "rank": word.rank,
                    "meaning": meaning.words,
                    "mast": list(meaning.mast),
                    "wto_qr": list(meaning.wto_qr),
                    "gta": list(meaning.gta),
                    "clearance": False,
                }
                for word, meaning in _MEANINGS.items()
            ],
            "certainties": list(Certainty),
            "states": list(State),
            "forms": [
                {"id": form, "parent": parent, "raw": forms.is_raw(form), "title": repository.form_titles[form]}
                for form, parent in forms.parents.items()
            ],
            "destination_groups": [
                {"id": group, "name": name, "union": group in repository.unions, "codes": list(codes)}
                for group, (name, codes) in repository.groups.items()
            ],
            "outcomes": list(Outcome),
            "warnings": _WARNINGS,
            "problems": {slug: kind.title for slug, kind in problems.KINDS.items()},
            "dataset": dataset(service()),
        }
    )
