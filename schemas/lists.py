"""The envelope of every list."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.measures import many, one, string
from schemas.status import DatasetSchema, WarningSchema


def links() -> fields.Dict:
    """Related addresses by relation."""
    return fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "Related addresses."}
    )


class ListSchema(OutputSchema):
    """The envelope of every list."""

    total = fields.Integer(required=True, metadata={"description": "How many entries there are, whatever the page."})
    next = string("The cursor of the next page; null on the last.", null=True)
    warnings = many(WarningSchema, "What else a caller must know.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = links()
