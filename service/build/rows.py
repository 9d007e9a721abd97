"""The seed as rows of the database: every list flattened, every scope expanded, every wording mapped to its forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from service.build.destinations import destination_codes
from service.build.seed import Row, Seed
from service.domain.identify import key
from service.domain.measure import ANY_DUAL_USE
from service.store.names import SUGGESTED, letters

Put = Callable[[str, list[Row]], object]
"""Takes some rows of a table, in the order in which it is to hold them."""
_AT_ONCE = 10_000


def write_rows(seed: Seed, put: Put) -> None:
    """Give every table's rows to ``put``, some thousands at a time: as rows, the seed would take its memory again."""
    writer = _Writer(seed, put)
    writer.write()
    writer.flush()


def _of(row: Row, names: str) -> Row:
    """The fields of a seed entry that a table keeps as they are, ``names`` parted by spaces."""
    return {name: row[name] for name in names.split()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value


class _Writer:
    """Makes the rows; ids of nameless rows count up in file order, so that two builds are alike."""

    def __init__(self, seed: Seed, put: Put) -> None:
        self.seed = seed
        self._put = put
        self._waiting: dict[str, list[Row]] = defaultdict(list)
        self._numbers: dict[str, int] = defaultdict(int)
        self._forms_of = {term["goods"]: term["forms"] for term in seed.form_terms}
        self._groups = destination_codes(seed)
        self._covers = {(m["id"], cover["of"]): cover for m in seed.measures for cover in m["covers"]}

    def add(self, table: str, /, **row: Any) -> None:
        """Append a row."""
        rows = self._waiting[table]
        rows.append({name: _plain(value) for name, value in row.items()})
        if len(rows) == _AT_ONCE:
            self._put(table, self._waiting.pop(table))

    def number(self, table: str, /, **row: Any) -> int:
        """Append a nameless row with its place in the table, from 1, as its id, and return that."""
        self._numbers[table] += 1
        self.add(table, id=self._numbers[table], **row)
        return self._numbers[table]

    def flush(self) -> None:
        """Give away the rows that are left."""
        for table, rows in self._waiting.items():
            self._put(table, rows)
        self._waiting.clear()

    def cite(self, kind: str, owner: object, sources: list[Row]) -> None:
        """Append the citations of a fact."""
        for position, ref in enumerate(sources):
            self.add(
                "citation",
                owner_kind=kind,
                owner=str(owner),
                position=position,
                source=ref["source"],
                locator=ref["locator"],
            )

    def write(self) -> None:
        """Flatten the whole seed."""
        self.add("meta", key="dataset_version", value=self.seed.version())
        self.add("meta", key="title", value=self.seed.dataset["title"])
        self.add("meta", key="licence", value=self.seed.dataset["licence"])
        for code, name in sorted(self.seed.countries.items()):
            self.add("country", code=code, name=name)
        for group in self.seed.destination_groups:
            self.add("destination_group", id=group["id"], name=group["name"], is_union=int(group["union"]))
            for code in sorted(self._groups[group["id"]]):
                self.add("destination_group_member", destination_group=group["id"], code=code)
            self.cite("destination_group", group["id"], group["sources"])
        for source in self.seed.sources:
            told = _of(source, "id title title_reason publisher kind language address address_reason")
            read = _of(source, "published published_reason retrieved_by note")
            self.add("source", **told, **read, opened=int(source["opened"]))
            for name in sorted({key(source["id"]), key(source["publisher"])}):
                self.add("source_name", key=name, source=source["id"])
        for form in _parents_first(self.seed.forms):
            self.add("form", id=form["id"], parent=form["parent"], raw=int(form["raw"]), title=form["title"])
        self._minerals()
        self._critical_lists()
        self._jurisdictions()
        self._instruments()
        self._evidence()
        self._readings()

    def _minerals(self) -> None:
        for mineral in sorted(self.seed.minerals, key=lambda row: row["category"] != "group"):
            names = "id name name_zh symbol cas atomic_number category product_form note"
            self.add("mineral", **_of(mineral, names))
            self.cite("mineral", mineral["id"], mineral["sources"])
        for mineral in self.seed.minerals:
            for group in mineral["groups"]:
                self.add("mineral_group", mineral=mineral["id"], member_of=group)
            for part in mineral["made_of"]:
                self.add("mineral_made_of", mineral=mineral["id"], part=part)
            for code in mineral["hs_headings"]:
                self.add("mineral_hs_heading", mineral=mineral["id"], code=code)
            for text, kind, form in _names(mineral):
                self.add("mineral_name", key=key(text), text=text, kind=kind, mineral=mineral["id"], form=form)
                if kind in SUGGESTED:
                    self.add("mineral_letters", letters=letters(key(text)), key=key(text), mineral=mineral["id"])
            words = [text for text, _, _ in _names(mineral)]
            self.add("mineral_search", mineral=mineral["id"], words=" ".join([*words, mineral["note"] or ""]))

    def _critical_lists(self) -> None:
        for listed in self.seed.critical_lists:
            names = "id jurisdiction title published published_reason how"
            self.add("critical_list", **_of(listed, names), entries=listed["count"], verified=int(listed["verified"]))
            self.cite("critical_list", listed["id"], listed["sources"])
            for entry in listed["entries"]:
                named = entry["named_as"] or entry["mineral"]
                self.add("critical_list_entry", list=listed["id"], named_as=named, **_of(entry, "mineral grade"))

    def _jurisdictions(self) -> None:
        for jurisdiction in self.seed.jurisdictions:
            self.add("jurisdiction", **_of(jurisdiction, "code name reviewed_through review_derived completeness"))
            self.cite("jurisdiction", jurisdiction["code"], jurisdiction["sources"])
            for coverage in jurisdiction["coverage"]:
                for mineral in coverage["minerals"]:
                    place = self.number(
                        "coverage", jurisdiction=jurisdiction["code"], mineral=mineral, **_of(coverage, "since why")
                    )
                    for position, gap in enumerate(coverage["left_out"]):
                        self.add(
                            "coverage_gap",
                            coverage=place,
                            position=position,
                            starts=gap["start"],
                            **_of(gap, "what why until movement"),
                        )

    def _instruments(self) -> None:
        for instrument in self.seed.instruments:
            named = _of(instrument, "id jurisdiction number number_reason title summary url url_reason lifecycle")
            dated = _of(instrument, "published published_reason effective evidence note")
            self.add("instrument", **named, **dated, extraterritorial=int(instrument["extraterritorial"]))
            self.cite("instrument", instrument["id"], instrument["sources"])
            for position, name in enumerate(instrument["authorities"]):
                self.add("instrument_authority", instrument=instrument["id"], position=position, name=name)
            for position, text in enumerate(instrument["terms"]):
                self.add("instrument_term", instrument=instrument["id"], position=position, text=text)
        for instrument in self.seed.instruments:
            for position, link in enumerate(instrument["links"]):
                self.add(
                    "instrument_link",
                    instrument=instrument["id"],
                    position=position,
                    target=link["instrument"],
                    **_of(link, "relation what"),
                )
                self.cite("instrument_link", f"{instrument['id']}/{position}", link["sources"])
            for position, measure in enumerate(instrument["measures"]):
                self._measure(instrument, measure, position)

    def _measure(self, instrument: Row, measure: Row, position: int) -> None:
        destinations = measure["destinations"]
        notes = [text for text in (measure["note"], measure["end_note"], measure["start_reason"]) if text]
        self.add(
            "measure",
            **_of(
                measure, "id article title summary type regime wto_qr gta_type subject end_use published verified_on"
            ),
            **_of(measure, "until ended_by end_published renews condition names_listed"),
            instrument=instrument["id"],
            origin=instrument["jurisdiction"],
            position=position,
            destination_mode=destinations["mode"],
            destination_group=destinations["group"],
            starts=measure["start"],
            end_known=measure["end"],
            note=" ".join(notes) or None,
        )
        self.cite("measure", measure["id"], measure["sources"])
        for movement in sorted(set(measure["binds"])):
            self.add("measure_binds", measure=measure["id"], movement=movement)
        for code in sorted(destinations["codes"] or self._groups.get(destinations["group"], ())):
            self.add("measure_destination", measure=measure["id"], code=code)
        for name in measure["names_on_record"]:
            self.add("listed_name", measure=measure["id"], name=name)
        for scope in measure["scopes"]:
            self.add("measure_scope", measure=measure["id"], scope=scope)
        for derived in measure["derived"]:
            self.add("measure_derived", measure=measure["id"], **_of(derived, "field why"))
        for place, amount in enumerate(measure["amounts"]):
            self.add(
                "measure_amount",
                measure=measure["id"],
                position=place,
                starts=amount["start"],
                of_what=amount["of"],
                verified=int(amount["verified"]),
                **_of(amount, "value value_reason value_to unit mineral until usable_until note"),
            )
        for cover in measure["covers"]:
            self._cover(measure, cover)
        for exclusion in measure["excludes"]:
            place = self.number("exclusion", measure=measure["id"], **_of(exclusion, "mineral why"))
            self.cite("exclusion", place, exclusion["sources"])
            for form in exclusion["forms"]:
                self.add("exclusion_form", exclusion=place, form=form)
        for pause in measure["suspensions"]:
            place = self.number(
                "suspension",
                measure=measure["id"],
                starts=pause["start"],
                paused_by=pause["by"],
                **_of(pause, "until published note"),
            )
            self.cite("suspension", place, pause["sources"])

    def _cover(self, measure: Row, cover: Row) -> None:
        lent = self._covers[cover["items_of"], cover["of"]] if cover["items_of"] else cover
        place = self.number(
            "cover",
            measure=measure["id"],
            covers=None if cover["of"] == ANY_DUAL_USE else cover["of"],
            covers_all_forms=int(lent["covers_all_forms"]),
        )
        for item in lent["items"]:
            names = "goods control_code control_code_basis condition rest note"
            number = self.number("item", cover=place, **_of(item, names))
            self.cite("item", number, item["sources"])
            for content in item["contents"]:
                inside = self.number("item_content", item=number, **_of(content, "at_least basis"))
                for mineral in sorted(content["any_of"]):
                    self.add("item_content_mineral", content=inside, mineral=mineral)
            for position, form in enumerate(self._forms_of[item["goods"]]):
                self.add("item_form", item=number, position=position, form=form)
            for position, (code, basis) in enumerate(_hs_codes(item)):
                self.add("item_hs_code", item=number, position=position, code=code, basis=basis)

    def _evidence(self) -> None:
        for event in self.seed.events:
            names = "id kind summary evidence note"
            self.add("event", **_of(event, names), day=event["date"], day_end=event["date_end"])
            self.cite("event", event["id"], event["sources"])
            for position, actor in enumerate(event["actors"]):
                self.add("event_actor", event=event["id"], position=position, name=actor)
            for mineral in event["minerals"]:
                self.add("event_mineral", event=event["id"], mineral=mineral)
            for scope in event["scopes"]:
                self.add("event_scope", event=event["id"], scope=scope)
            for instrument in event["instruments"]:
                self.add("event_instrument", event=event["id"], instrument=instrument)
        for claim in self.seed.claims:
            names = "id statement topic date_stated date_stated_reason standing explanation"
            self.add("claim", **_of(claim, names))
            self.cite("claim", claim["id"], claim["sources"])
            for mineral in claim["minerals"]:
                self.add("claim_mineral", claim=claim["id"], mineral=mineral)
            for scope in claim["scopes"]:
                self.add("claim_scope", claim=claim["id"], scope=scope)
            for record in claim["record"]:
                self.add("claim_record", claim=claim["id"], record=record)
        for figure in self.seed.figures:
            names = "id mineral quantity kind value value_reason unit standing claim note"
            self.add("figure", **_of(figure, names))
            self.cite("figure", figure["id"], figure["sources"])

    def _readings(self) -> None:
        of_instrument = {i["id"]: [m["id"] for m in i["measures"]] for i in self.seed.instruments}
        for dispute in self.seed.readings:
            self.add("dispute", starts=dispute["start"], **_of(dispute, "id until opens_on"))
            for position, reading in enumerate(dispute["readings"]):
                ident = f"{dispute['id']}/{reading['id']}"
                self.add(
                    "reading",
                    id=ident,
                    dispute=dispute["id"],
                    name=reading["id"],
                    position=position,
                    reason=reading["reason"],
                )
                self.cite("reading", ident, reading["sources"])
                for name, state in reading["states"].items():
                    for measure in of_instrument.get(name, [name]):
                        self.add("reading_state", reading=ident, measure=measure, state=state)


def _parents_first(forms: list[Row]) -> list[Row]:
    placed: dict[str, Row] = {}
    waiting = list(forms)
    while waiting:
        ready = [form for form in waiting if form["parent"] is None or form["parent"] in placed]
        placed.update({form["id"]: form for form in ready})
        waiting = [form for form in waiting if form["id"] not in placed]
    return list(placed.values())


def _names(mineral: Row) -> Iterator[tuple[str, str, str | None]]:
    yield mineral["id"], "id", None
    yield mineral["name"], "name", None
    for kind in ("name_zh", "symbol", "cas"):
        if mineral[kind]:
            yield mineral[kind], kind, None
    taken = set()
    for synonym in mineral["synonyms"]:
        if (spelling := key(synonym["name"])) not in taken:
            taken.add(spelling)
            yield synonym["name"], "synonym", synonym["form"]


def _hs_codes(item: Row) -> Iterator[tuple[str, str]]:
    seen = set()
    listed = [(code, item["hs_basis"]) for code in item["hs_codes"]]
    for code, basis in listed + [(code, "licence_catalogue_2026") for code in item["hs_codes_2026"]]:
        if code not in seen:
            seen.add(code)
            yield code, basis
