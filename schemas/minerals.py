"""A mineral's identity, and the list of minerals."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.lists import ListSchema, links
from schemas.measures import CitationSchema, civil_day, many, one, string, strings, word
from schemas.status import DatasetSchema
from service.domain.vocabulary import Certainty, Status


class NameSchema(OutputSchema):
    """A name that leads to the mineral."""

    text = string("The name.")
    kind = string("id, name, name_zh, symbol, cas or synonym.")
    form = string("The form that the name implies.", null=True)


class MineralSchema(OutputSchema):
    """A mineral's identity."""

    id = string("Its id.")
    name = string("Its English name.")
    name_zh = string("Its Chinese name.", null=True)
    symbol = string("Its chemical symbol.", null=True)
    cas = string("Its CAS number.", null=True)
    atomic_number = fields.Integer(required=True, allow_none=True, metadata={"description": "For an element."})
    category = string("What kind of material it is; `group` for several minerals under one name.")
    names = many(NameSchema, "Every name that leads here.")
    groups = strings("Groups it is in.")
    members = strings("For a group: its members.")
    product_form = string("The form of its parts that it is: magnet.", null=True)
    made_of = strings("For a product: the minerals in it.")
    hs_headings = strings("HS headings, for orientation only; they decide nothing.")
    critical_lists = strings("Critical-minerals lists that name it.")
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = links()


class CodeMatchSchema(OutputSchema):
    """A line of a measure that names the code that was asked."""

    code = string("The code as it stands in the record.")
    kind = string("`hs` or `control`.")
    basis = string("`printed` in the instrument, or the listing it comes from.")
    goods = string("The goods of the line.")
    measure = string("The measure's id.")
    instrument = string("The instrument's id.")


class MineralRowSchema(OutputSchema):
    """A mineral in a list."""

    id = string("Its id.")
    name = string("Its English name.")
    name_zh = string("Its Chinese name.", null=True)
    symbol = string("Its chemical symbol.", null=True)
    cas = string("Its CAS number.", null=True)
    category = string("What kind of material it is.")
    atomic_number = fields.Integer(required=True, allow_none=True, metadata={"description": "For an element."})
    groups = strings("Groups it is in.")
    status = word(Status, "Its status, when `status` was asked.", null=True)
    certainty = word(Certainty, "How firm the record is, when `status` was asked.", null=True)
    matches = many(CodeMatchSchema, "Where the code stands, when `code` was asked.")


class MineralListSchema(ListSchema):
    """Minerals, by id."""

    data = many(MineralRowSchema, "The page.")
    as_of = civil_day("The day by which a status was looked for; null when none was.", null=True)
