"""Instruments, all that they hold, and the rival readings of it, as entries of the record."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.facts import Entry, Kind, Ref
from service.domain.measure import ANY_DUAL_USE
from service.store.tables import Row, Tables


def law(tables: Tables) -> Iterator[Entry]:
    """Every instrument, measure, cover, item, exclusion, pause, amount, dispute and reading."""
    yield from _instruments(tables)
    yield from _readings(tables)


def _instruments(tables: Tables) -> Iterator[Entry]:
    for row in tables["instrument"]:
        ident = row["id"]
        links = tuple(
            " ".join(
                [f"{link['relation']} {link['target'] or 'an act that is not on record'}: {link['what']}"]
                + [f"[{place}]" for place in tables.cited("instrument_link", f"{ident}/{link['position']}")]
            )
            for link in tables.of("instrument_link", "instrument", ident)
        )
        yield tables.entry(
            Kind.INSTRUMENT,
            ident,
            row["title"],
            row,
            authorities=tables.texts("instrument_authority", "instrument", ident, "name"),
            terms=tables.texts("instrument_term", "instrument", ident, "text"),
            links=links,
            sources=tables.cited("instrument", ident),
        )
    for row in tables["measure"]:
        yield from _measure(tables, row)


def _measure(tables: Tables, row: Row) -> Iterator[Entry]:
    ident = row["id"]
    made = tables.entry(
        Kind.MEASURE,
        ident,
        row["title"],
        row,
        drop="instrument destination_mode destination_group",
        under=Ref(Kind.INSTRUMENT, row["instrument"]),
        instrument=row["instrument"],
        destinations=_destinations(row, tables.texts("measure_destination", "measure", ident, "code")),
        binds=tables.texts("measure_binds", "measure", ident, "movement"),
        scopes=tables.texts("measure_scope", "measure", ident, "scope"),
        names_on_record=tables.texts("listed_name", "measure", ident, "name"),
        derived=tuple(f"{one['field']}: {one['why']}" for one in tables.of("measure_derived", "measure", ident)),
        sources=tables.cited("measure", ident),
    )
    yield made
    for cover in tables.of("cover", "measure", ident):
        yield from _cover(tables, made.ref, cover)
    for one in tables.of("exclusion", "measure", ident):
        forms = tables.texts("exclusion_form", "exclusion", one["id"], "form")
        yield tables.entry(
            Kind.EXCLUSION,
            f"{ident}/{one['mineral']}",
            f"not {', '.join(forms)} of {one['mineral']}",
            one,
            drop="measure",
            under=made.ref,
            forms=forms,
            sources=tables.cited("exclusion", one["id"]),
        )
    for pause in tables.of("suspension", "measure", ident):
        cited = tables.cited("suspension", pause["id"])
        title = f"paused from {pause['starts']} until {pause['until'] or 'further notice'}"
        yield tables.entry(
            Kind.SUSPENSION,
            f"{ident}/{pause['paused_by']}",
            title,
            pause,
            drop="measure",
            under=made.ref,
            sources=cited,
        )
    for amount in tables.of("measure_amount", "measure", ident):
        about = "/".join(part for part in (ident, amount["of_what"], amount["mineral"]) if part)
        title = f"{amount['value'] or 'unknown'} {amount['unit']}"
        yield tables.entry(Kind.AMOUNT, about, title, amount, drop="measure", under=made.ref)


def _cover(tables: Tables, measure: Ref, row: Row) -> Iterator[Entry]:
    covers = row["covers"] or ANY_DUAL_USE
    made = tables.entry(Kind.COVER, f"{measure.id}/{covers}", covers, row, drop="measure", under=measure, covers=covers)
    yield made
    for item in tables.of("item", "cover", row["id"]):
        number = item["id"]
        codes = tables.of("item_hs_code", "item", number)
        yield tables.entry(
            Kind.ITEM,
            f"{made.ref.id}/{item['goods']}",
            item["goods"],
            item,
            drop="cover",
            under=made.ref,
            forms=tables.texts("item_form", "item", number, "form"),
            hs_codes=tuple(f"{code['code']} ({code['basis']})" for code in codes),
            contents=tuple(_content(tables, content) for content in tables.of("item_content", "item", number)),
            sources=tables.cited("item", number),
        )


def _content(tables: Tables, row: Row) -> str:
    minerals = ", ".join(tables.texts("item_content_mineral", "content", row["id"], "mineral"))
    least = "any" if row["at_least"] is None else f"at least {row['at_least']} by {row['basis']}"
    return f"{least} of {minerals}"


def _readings(tables: Tables) -> Iterator[Entry]:
    for row in tables["dispute"]:
        yield tables.entry(Kind.DISPUTE, row["id"], f"from {row['starts']} until {row['until']}", row)
    for row in tables["reading"]:
        states = tables.of("reading_state", "reading", row["id"])
        yield tables.entry(
            Kind.READING,
            row["id"],
            row["reason"],
            row,
            drop="dispute name",
            under=Ref(Kind.DISPUTE, row["dispute"]),
            place=row["position"] + 1,  # the first is the one by the dates
            states=tuple(f"{one['measure']}: {one['state']}" for one in states),
            sources=tables.cited("reading", row["id"]),
        )


def _destinations(row: Row, codes: tuple[str, ...]) -> str:
    """In words; of a group its id alone, for its members are the group's own entry."""
    mode, group = row["destination_mode"], row["destination_group"]
    if group is not None:
        return f"group {group}"
    return " ".join([mode, *([", ".join(codes)] if codes else [])])
