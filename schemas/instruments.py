"""Instruments: the legal acts, as rows and whole."""

from __future__ import annotations

from schemas.base import OutputSchema
from schemas.lists import ListSchema, links
from schemas.measures import CitationSchema, SourcedMeasureSchema, civil_day, many, one, string, strings, yes_no
from schemas.status import DatasetSchema


class LinkSchema(OutputSchema):
    """What one instrument does to another."""

    relation = string("amends, suspends, repeals, replaces, carries_over or implements.")
    instrument = string("The other instrument; null where it is not on record.", null=True)
    what = string("What exactly.")
    sources = many(CitationSchema, "Who says so.")


class InstrumentRowSchema(OutputSchema):
    """An instrument in a list."""

    id = string("Its id.")
    jurisdiction = string("Whose act it is.")
    authorities = strings("Who issued it.")
    number = string("Its number.", null=True)
    title = string("Its title.")
    published = civil_day("Day of publication.", null=True)
    effective = civil_day("Its first day as stated for the whole; each measure has its own.", null=True)
    lifecycle = string("proposed, enacted or withdrawn.")
    url = string("The official address.", null=True)


class InstrumentSchema(InstrumentRowSchema):
    """A legal act with its measures and what amends or suspends what."""

    summary = string("What it does.")
    number_reason = string("Why there is no number.", null=True)
    published_reason = string("Why there is no day of publication.", null=True)
    url_reason = string("Why there is no official address.", null=True)
    evidence = string("What was read: official_text, official_summary or press.")
    extraterritorial = yes_no("Whether it binds people abroad.")
    terms = strings("Its terms in short.")
    measures = many(SourcedMeasureSchema, "Its measures, whole.")
    links = links()
    affects = many(LinkSchema, "What it does to other instruments.")
    affected_by = many(LinkSchema, "What other instruments do to it.")
    note = string("A remark of the editor.", null=True)
    sources = many(CitationSchema, "Who says so.")
    dataset = one(DatasetSchema, "The data that answered.")


class InstrumentListSchema(ListSchema):
    """Instruments, the newest first."""

    data = many(InstrumentRowSchema, "The page.")
