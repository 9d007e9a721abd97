"""The body of every error: RFC 9457 with our published extension members."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema


class ParameterErrorSchema(OutputSchema):
    """One wrong parameter."""

    parameter = fields.String(required=True, metadata={"description": "The parameter's name.", "examples": ["as_of"]})
    code = fields.String(
        required=True, metadata={"description": "A word for programs.", "examples": ["invalid_parameter"]}
    )
    detail = fields.String(required=True, metadata={"description": "What is wrong with it."})


class ProblemSchema(OutputSchema):
    """What went wrong, for programs (`type`, `errors`) and for people (`title`, `detail`)."""

    type = fields.String(
        required=True,
        metadata={
            "description": "The kind of problem; the address explains it.",
            "examples": ["/problems/invalid-parameter"],
        },
    )
    title = fields.String(required=True, metadata={"description": "The kind of problem in words."})
    status = fields.Integer(required=True, metadata={"description": "The HTTP status.", "examples": [422]})
    detail = fields.String(required=True, metadata={"description": "What went wrong this time."})
    instance = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The path that was asked for; null where the request could not be read so far."},
    )
    request_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The id to quote to the operators."}
    )
    errors = fields.List(
        fields.Nested(ParameterErrorSchema), required=True, metadata={"description": "Each wrong parameter."}
    )
    did_you_mean = fields.List(
        fields.String(), required=True, metadata={"description": "Ids of near names; never used as an answer."}
    )
    candidates = fields.List(
        fields.String(), required=True, metadata={"description": "Ids of the minerals that an ambiguous name fits."}
    )
    understood = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "For a question in plain English: an example of each form that is understood."},
    )
