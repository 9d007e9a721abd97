"""A question in plain English, and its answer."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.measures import many, one, string, word
from schemas.status import DatasetSchema, WarningSchema
from service.domain.vocabulary import Status


class SlotSchema(OutputSchema):
    """A part of the question as it was read."""

    name = string("What it is: mineral, as_of, destination …")
    value = string("What it was read as.", null=True)
    text = string("The words of the question that it was read from.", null=True)
    assumed = string("Why it was assumed, where the words did not say it.", null=True)


class ReadingOfQuestionSchema(OutputSchema):
    """The reading that was made of the question."""

    kind = string("The kind of question.")
    asked_status = word(Status, "The status that was asked about, as in 'is it banned'.", null=True)
    slots = many(SlotSchema, "Every part, given or assumed.")


class AskSchema(OutputSchema):
    """The answer to a question in plain English."""

    question = string("As asked.")
    sentence = string("The answer in English.")
    interpretation = one(ReadingOfQuestionSchema, "The reading that was made of it.")
    answer = fields.Dict(required=True, metadata={"description": "The body that `links.api` gives."})
    warnings = many(WarningSchema, "What else a caller must know.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "This answer, and `api`: the plain route that gives the same."},
    )
