"""Whether what one seed file names by its id stands in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.build.reading import Problem
from service.build.seed import Row, Seed
from service.domain.measure import ANY_DUAL_USE

Found = Iterator[Problem]


def instruments(seed: Seed) -> Iterator[tuple[str, Row]]:
    """Every instrument with its file."""
    for instrument in seed.instruments:
        yield seed.files[instrument["id"]], instrument


def measures(seed: Seed) -> Iterator[tuple[str, str, Row]]:
    """Every measure with its file and its path in it."""
    for file, instrument in instruments(seed):
        for number, measure in enumerate(instrument["measures"]):
            yield file, f"measures[{number}]", measure


def _citations(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every source id in a loaded entry, with its path."""
    if isinstance(node, dict):
        for name, inner in node.items():
            if name == "sources" and isinstance(inner, list):
                for number, ref in enumerate(inner):
                    yield f"{path}.sources[{number}]".lstrip("."), ref["source"]
            else:
                yield from _citations(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            yield from _citations(inner, f"{path}[{number}]")


def sources_exist(seed: Seed) -> Found:
    """Every citation names a source on record."""
    known = {source["id"] for source in seed.sources}
    files: list[tuple[str, object]] = [
        ("minerals.yaml", seed.minerals),
        ("critical_lists.yaml", seed.critical_lists),
        ("destination_groups.yaml", seed.destination_groups),
        ("jurisdictions.yaml", seed.jurisdictions),
        ("readings.yaml", seed.readings),
        ("events.yaml", seed.events),
        ("figures.yaml", seed.figures),
        *instruments(seed),
        *((seed.files[claim["id"]], claim) for claim in seed.claims),
    ]
    for file, content in files:
        for path, source in _citations(content):
            if source not in known:
                yield Problem(file, path, f"no source has the id {source!r}")


def missing(file: str, path: str, what: str, wanted: Iterable[str], known: set[str]) -> Found:
    """A problem for each wanted id that is not known; ``what`` names the kind."""
    for name in wanted:
        if name not in known:
            yield Problem(file, path, f"no {what} has the id {name!r}")


def forms_exist(seed: Seed) -> Found:
    """Every form named is in the tree, and ``raw`` is said of its top only."""
    known = {form["id"] for form in seed.forms}
    for number, form in enumerate(seed.forms):
        yield from missing(
            "forms.yaml", f"[{number}].parent", "form", [form["parent"]] if form["parent"] else [], known
        )
        if form["parent"] and form["raw"]:
            yield Problem("forms.yaml", f"[{number}].raw", "stands at the top of the tree only")
    for number, term in enumerate(seed.form_terms):
        yield from missing("form_terms.yaml", f"[{number}].forms", "form", term["forms"], known)
    for number, mineral in enumerate(seed.minerals):
        implied = [synonym["form"] for synonym in mineral["synonyms"] if synonym["form"]]
        product = [mineral["product_form"]] if mineral["product_form"] else []
        yield from missing("minerals.yaml", f"[{number}]", "form", implied + product, known)
    for file, path, measure in measures(seed):
        for place, exclusion in enumerate(measure["excludes"]):
            yield from missing(file, f"{path}.excludes[{place}].forms", "form", exclusion["forms"], known)


def goods_are_mapped(seed: Seed) -> Found:
    """Every wording of an instrument is mapped to forms, and no mapping is left over."""
    mapped = {term["goods"] for term in seed.form_terms}
    used = set()
    for file, path, measure in measures(seed):
        for where, cover in enumerate(measure["covers"]):
            for place, item in enumerate(cover["items"]):
                used.add(item["goods"])
                if item["goods"] not in mapped:
                    problem = f"the wording {item['goods']!r} is not mapped to forms in form_terms.yaml"
                    yield Problem(file, f"{path}.covers[{where}].items[{place}].goods", problem)
    for goods in sorted(mapped - used):
        yield Problem("form_terms.yaml", goods, "no instrument uses this wording")


def minerals_exist(seed: Seed) -> Found:
    """Every mineral and group named is on record."""
    known = {mineral["id"] for mineral in seed.minerals}
    groups = {mineral["id"] for mineral in seed.minerals if mineral["category"] == "group"}
    for number, mineral in enumerate(seed.minerals):
        yield from missing("minerals.yaml", f"[{number}].groups", "group", mineral["groups"], groups)
        yield from missing("minerals.yaml", f"[{number}].made_of", "mineral", mineral["made_of"], known)
    for number, listed in enumerate(seed.critical_lists):
        named = [entry["mineral"] for entry in listed["entries"]]
        yield from missing("critical_lists.yaml", f"[{number}].entries", "mineral", named, known)
    for file, path, measure in measures(seed):
        for where, cover in enumerate(measure["covers"]):
            if cover["of"] != ANY_DUAL_USE:
                yield from missing(file, f"{path}.covers[{where}].of", "mineral", [cover["of"]], known)
            for place, item in enumerate(cover["items"]):
                held = [mineral for content in item["contents"] for mineral in content["any_of"]]
                yield from missing(file, f"{path}.covers[{where}].items[{place}].contents", "mineral", held, known)
        for where, exclusion in enumerate(measure["excludes"]):
            yield from missing(file, f"{path}.excludes[{where}].mineral", "mineral", [exclusion["mineral"]], known)
    yield from _minerals_of_evidence_exist(seed, known)


def _minerals_of_evidence_exist(seed: Seed, known: set[str]) -> Found:
    for number, event in enumerate(seed.events):
        yield from missing("events.yaml", f"[{number}].minerals", "mineral", event["minerals"], known)
    for claim in seed.claims:
        yield from missing(seed.files[claim["id"]], f"{claim['id']}.minerals", "mineral", claim["minerals"], known)
    for number, figure in enumerate(seed.figures):
        yield from missing("figures.yaml", f"[{number}].mineral", "mineral", [figure["mineral"]], known)
    for number, jurisdiction in enumerate(seed.jurisdictions):
        for where, coverage in enumerate(jurisdiction["coverage"]):
            yield from missing(
                "jurisdictions.yaml", f"[{number}].coverage[{where}].minerals", "mineral", coverage["minerals"], known
            )


def jurisdictions_exist(seed: Seed) -> Found:
    """Every country, union, destination group and jurisdiction named is known."""
    countries, groups = set(seed.countries), {group["id"] for group in seed.destination_groups}
    origins = {jurisdiction["code"] for jurisdiction in seed.jurisdictions}
    for number, group in enumerate(seed.destination_groups):
        before = {earlier["id"] for earlier in seed.destination_groups[:number]}
        for listed in ("codes", "all_except"):
            where = f"[{number}].{listed}"
            yield from missing(
                "destination_groups.yaml", where, "country or group before", group[listed], countries | before
            )
    for number, jurisdiction in enumerate(seed.jurisdictions):
        code = [jurisdiction["code"]]
        yield from missing("jurisdictions.yaml", f"[{number}].code", "country or union", code, countries | groups)
    for file, instrument in instruments(seed):
        yield from missing(file, "jurisdiction", "jurisdiction on record", [instrument["jurisdiction"]], origins)
    for file, path, measure in measures(seed):
        destinations = measure["destinations"]
        yield from missing(file, f"{path}.destinations.codes", "country", destinations["codes"], countries)
        chosen = [destinations["group"]] if destinations["group"] else []
        yield from missing(file, f"{path}.destinations.group", "destination group", chosen, groups)


def links_exist(seed: Seed) -> Found:
    """Every instrument, event and claim named is on record."""
    known = {i["id"] for i in seed.instruments}
    records, claims = known | {e["id"] for e in seed.events}, {c["id"] for c in seed.claims}
    for file, instrument in instruments(seed):
        for number, link in enumerate(instrument["links"]):
            target = [link["instrument"]] if link["instrument"] else []
            yield from missing(file, f"links[{number}].instrument", "instrument", target, known)
    for number, event in enumerate(seed.events):
        yield from missing("events.yaml", f"[{number}].instruments", "instrument", event["instruments"], known)
    for claim in seed.claims:
        yield from missing(
            seed.files[claim["id"]], f"{claim['id']}.record", "instrument or event", claim["record"], records
        )
    for number, figure in enumerate(seed.figures):
        claim_id = [figure["claim"]] if figure["claim"] else []
        yield from missing("figures.yaml", f"[{number}].claim", "claim", claim_id, claims)
