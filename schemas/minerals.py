"""A mineral's identity, and the list of minerals."""

from __future__ import annotations

from marshmallow import fields

from schemas.base import OutputSchema
from schemas.lists import ListSchema, links
from schemas.measures import CitationSchema, civil_day, many, one, string, strings, word, yes_no
from schemas.status import ChangeSchema, DatasetSchema
from service.domain.vocabulary import Certainty, Status


class NameSchema(OutputSchema):
    """A name that leads to the mineral."""

    text = string("The name.")
    kind = string("id, name, name_zh, symbol, cas or synonym.")
    form = string("The form that the name implies.", null=True)


class ListedSchema(OutputSchema):
    """That a list of critical minerals names the mineral."""

    list = string("The list's id.", examples=["us-2025"])
    title = string("The list's title.")
    named_as = string("What the list calls it, or the entry that it is part of.")
    grade = string("The grade that the list means.", null=True)
    verified = yes_no("Whether the list's entries were read; false: partly from memory.")


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
    critical_lists = many(ListedSchema, "Lists of critical minerals that name it or its group. They set no status.")
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")
    dataset = one(DatasetSchema, "The data that answered.")
    links = links()


class CriticalListSchema(OutputSchema):
    """A published list of critical minerals: no measure, and nothing of it sets a status."""

    id = string("Its id, for `/v1/minerals?list=`.", examples=["us-2025"])
    jurisdiction = string("Whose list it is.")
    title = string("Its title.")
    published = civil_day("The day it was published.", null=True)
    published_reason = string("Why that is null.", null=True)
    entries = fields.Integer(required=True, metadata={"description": "Its entries, as the list itself counts them."})
    verified = yes_no("Whether its entries were read; false: partly from memory.")
    how = string("How its entries were come by.")
    minerals = strings("Ids of the minerals and groups it names; one entry may stand for several, and the reverse.")
    sources = many(CitationSchema, "Where it was read.")


class CriticalListsSchema(ListSchema):
    """Lists of critical minerals, by id."""

    data = many(CriticalListSchema, "The page.")


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
    conditional = yes_no("Whether it would be laxer without conditional measures, when `status` was asked.", null=True)
    summary = string("The answer in one English sentence, when `status` was asked.", null=True)
    next_change = one(ChangeSchema, "The next day on which a status differs, when `status` was asked.", null=True)
    matches = many(CodeMatchSchema, "Where the code stands, when `code` was asked.")


class MineralListSchema(ListSchema):
    """Minerals, by id."""

    data = many(MineralRowSchema, "The page.")
    as_of = civil_day("The day by which a status was looked for; null when none was.", null=True)
