"""What no single seed file can show: dangling ids, doubled facts, contradicting periods, a loss of data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from service.build.reading import Problem
from service.build.seed import Row, Seed
from service.domain.identify import key
from service.domain.model import ANY_DUAL_USE
from service.domain.vocabulary import State, Subject

Found = Iterator[Problem]


def cross_check(seed: Seed) -> list[Problem]:
    """Every problem between the files of ``seed``."""
    checks: tuple[Callable[[Seed], Found], ...] = (
        _ids_are_unique,
        _names_are_one_minerals_own,
        _sources_exist,
        _forms_are_a_tree,
        _forms_exist,
        _goods_are_mapped,
        _minerals_exist,
        _jurisdictions_exist,
        _measures_fit_their_instrument,
        _suspensions_are_sound,
        _readings_are_sound,
        _links_exist,
        _coverage_is_complete,
        _nothing_was_lost,
    )
    return [problem for check in checks for problem in check(seed)]


def _instruments(seed: Seed) -> Iterator[tuple[str, Row]]:
    for instrument in seed.instruments:
        yield seed.files[instrument["id"]], instrument


def _measures(seed: Seed) -> Iterator[tuple[str, str, Row]]:
    for file, instrument in _instruments(seed):
        for number, measure in enumerate(instrument["measures"]):
            yield file, f"measures[{number}]", measure


def _ids_are_unique(seed: Seed) -> Found:
    kinds = {
        "sources.yaml": seed.sources,
        "minerals.yaml": seed.minerals,
        "forms.yaml": seed.forms,
        "destination_groups.yaml": seed.destination_groups,
        "events.yaml": seed.events,
        "figures.yaml": seed.figures,
        "readings.yaml": seed.readings,
        "instruments": [*seed.instruments, *seed.measures],
        "claims": seed.claims,
    }
    for file, rows in kinds.items():
        for name, times in Counter(row["id"] for row in rows).items():
            if times > 1:
                yield Problem(file, name, f"the id stands {times} times")
    for goods, times in Counter(term["goods"] for term in seed.form_terms).items():
        if times > 1:
            yield Problem("form_terms.yaml", goods, f"the wording stands {times} times")


def _names_are_one_minerals_own(seed: Seed) -> Found:
    owner: dict[str, str] = {}
    for number, mineral in enumerate(seed.minerals):
        for name in {key(mineral["id"]), key(mineral["name"]), key(mineral["name_zh"] or mineral["id"])}:
            if owner.setdefault(name, mineral["id"]) != mineral["id"]:
                yield Problem("minerals.yaml", f"[{number}]", f"{name!r} is already the name of {owner[name]}")


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


def _sources_exist(seed: Seed) -> Found:
    known = {source["id"] for source in seed.sources}
    files: list[tuple[str, object]] = [
        ("minerals.yaml", seed.minerals),
        ("destination_groups.yaml", seed.destination_groups),
        ("jurisdictions.yaml", seed.jurisdictions),
        ("readings.yaml", seed.readings),
        ("events.yaml", seed.events),
        ("figures.yaml", seed.figures),
        *_instruments(seed),
        *((seed.files[claim["id"]], claim) for claim in seed.claims),
    ]
    for file, content in files:
        for path, source in _citations(content):
            if source not in known:
                yield Problem(file, path, f"no source has the id {source!r}")


def _missing(file: str, path: str, what: str, wanted: Iterable[str], known: set[str]) -> Found:
    for name in wanted:
        if name not in known:
            yield Problem(file, path, f"no {what} has the id {name!r}")


def _forms_are_a_tree(seed: Seed) -> Found:
    parents = {form["id"]: form["parent"] for form in seed.forms}
    for form, parent in parents.items():
        above, seen = parent, {form}
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above in seen:
            yield Problem("forms.yaml", form, "stands below itself")


def _forms_exist(seed: Seed) -> Found:
    known = {form["id"] for form in seed.forms}
    for number, form in enumerate(seed.forms):
        yield from _missing(
            "forms.yaml", f"[{number}].parent", "form", [form["parent"]] if form["parent"] else [], known
        )
        if form["parent"] and form["raw"]:
            yield Problem("forms.yaml", f"[{number}].raw", "stands at the top of the tree only")
    for number, term in enumerate(seed.form_terms):
        yield from _missing("form_terms.yaml", f"[{number}].forms", "form", term["forms"], known)
    for number, mineral in enumerate(seed.minerals):
        implied = [synonym["form"] for synonym in mineral["synonyms"] if synonym["form"]]
        product = [mineral["product_form"]] if mineral["product_form"] else []
        yield from _missing("minerals.yaml", f"[{number}]", "form", implied + product, known)
    for file, path, measure in _measures(seed):
        for place, exclusion in enumerate(measure["excludes"]):
            yield from _missing(file, f"{path}.excludes[{place}].forms", "form", exclusion["forms"], known)


def _goods_are_mapped(seed: Seed) -> Found:
    mapped = {term["goods"] for term in seed.form_terms}
    used = set()
    for file, path, measure in _measures(seed):
        for where, cover in enumerate(measure["covers"]):
            for place, item in enumerate(cover["items"]):
                used.add(item["goods"])
                if item["goods"] not in mapped:
                    problem = f"the wording {item['goods']!r} is not mapped to forms in form_terms.yaml"
                    yield Problem(file, f"{path}.covers[{where}].items[{place}].goods", problem)
    for goods in sorted(mapped - used):
        yield Problem("form_terms.yaml", goods, "no instrument uses this wording")


def _minerals_exist(seed: Seed) -> Found:
    known = {mineral["id"] for mineral in seed.minerals}
    groups = {mineral["id"] for mineral in seed.minerals if mineral["category"] == "group"}
    for number, mineral in enumerate(seed.minerals):
        yield from _missing("minerals.yaml", f"[{number}].groups", "group", mineral["groups"], groups)
        yield from _missing("minerals.yaml", f"[{number}].made_of", "mineral", mineral["made_of"], known)
    for file, path, measure in _measures(seed):
        for where, cover in enumerate(measure["covers"]):
            if cover["of"] != ANY_DUAL_USE:
                yield from _missing(file, f"{path}.covers[{where}].of", "mineral", [cover["of"]], known)
        for where, exclusion in enumerate(measure["excludes"]):
            yield from _missing(file, f"{path}.excludes[{where}].mineral", "mineral", [exclusion["mineral"]], known)
    yield from _minerals_of_evidence_exist(seed, known)


def _minerals_of_evidence_exist(seed: Seed, known: set[str]) -> Found:
    for number, event in enumerate(seed.events):
        yield from _missing("events.yaml", f"[{number}].minerals", "mineral", event["minerals"], known)
    for claim in seed.claims:
        yield from _missing(seed.files[claim["id"]], f"{claim['id']}.minerals", "mineral", claim["minerals"], known)
    for number, figure in enumerate(seed.figures):
        yield from _missing("figures.yaml", f"[{number}].mineral", "mineral", [figure["mineral"]], known)
    for number, jurisdiction in enumerate(seed.jurisdictions):
        for where, coverage in enumerate(jurisdiction["coverage"]):
            yield from _missing(
                "jurisdictions.yaml", f"[{number}].coverage[{where}].minerals", "mineral", coverage["minerals"], known
            )


def _jurisdictions_exist(seed: Seed) -> Found:
    countries, groups = set(seed.countries), {group["id"] for group in seed.destination_groups}
    origins = {jurisdiction["code"] for jurisdiction in seed.jurisdictions}
    for number, group in enumerate(seed.destination_groups):
        yield from _missing("destination_groups.yaml", f"[{number}].codes", "country", group["codes"], countries)
    for number, jurisdiction in enumerate(seed.jurisdictions):
        code = [jurisdiction["code"]]
        yield from _missing("jurisdictions.yaml", f"[{number}].code", "country or union", code, countries | groups)
    for file, instrument in _instruments(seed):
        yield from _missing(file, "jurisdiction", "jurisdiction on record", [instrument["jurisdiction"]], origins)
    for file, path, measure in _measures(seed):
        destinations = measure["destinations"]
        yield from _missing(file, f"{path}.destinations.codes", "country", destinations["codes"], countries)
        chosen = [destinations["group"]] if destinations["group"] else []
        yield from _missing(file, f"{path}.destinations.group", "destination group", chosen, groups)


def _measures_fit_their_instrument(seed: Seed) -> Found:
    lines = {m["id"]: {cover["of"]: cover for cover in m["covers"]} for m in seed.measures}
    for file, instrument in _instruments(seed):
        for number, measure in enumerate(instrument["measures"]):
            path = f"measures[{number}]"
            if not measure["id"].startswith(instrument["id"] + "."):
                yield Problem(file, f"{path}.id", f"must begin with {instrument['id']}.")
            seen: set[str] = set()
            for where, cover in enumerate(measure["covers"]):
                at = f"{path}.covers[{where}]"
                if cover["of"] in seen:
                    yield Problem(file, f"{at}.of", f"{cover['of']} stands twice in this measure")
                seen.add(cover["of"])
                lent = cover["items_of"]
                if cover["of"] == ANY_DUAL_USE:
                    if cover["items"] or lent:
                        yield Problem(file, at, "any dual-use item has no lines of its own")
                elif bool(cover["items"]) is (lent is not None):
                    yield Problem(file, at, "needs items, or items_of another measure, and not both")
                elif lent is not None and not lines.get(lent, {}).get(cover["of"], {}).get("items"):
                    yield Problem(file, f"{at}.items_of", f"{lent!r} has no items on {cover['of']}")


def _suspensions_are_sound(seed: Seed) -> Found:
    causes = {i["id"] for i in seed.instruments} | {event["id"] for event in seed.events}
    for file, path, measure in _measures(seed):
        last: date | None = None
        for where, pause in enumerate(measure["suspensions"]):
            at = f"{path}.suspensions[{where}]"
            yield from _missing(file, f"{at}.by", "instrument or event", [pause["by"]], causes)
            if pause["until"] is not None and pause["until"] <= pause["start"]:
                yield Problem(file, f"{at}.until", "is not after the first day")
            if where and (last is None or pause["start"] < last):
                yield Problem(file, at, "overlaps the suspension before it")
            last = pause["until"]


def _readings_are_sound(seed: Seed) -> Found:
    known = {m["id"] for m in seed.measures} | {i["id"] for i in seed.instruments}
    allowed = {State.IN_FORCE, State.SUSPENDED, State.ENDED}
    for number, dispute in enumerate(seed.readings):
        at = f"[{number}]"
        if dispute["until"] <= dispute["start"]:
            yield Problem("readings.yaml", f"{at}.until", "is not after the first day")
        if dispute["opens_on"] > dispute["start"]:
            yield Problem("readings.yaml", f"{at}.opens_on", "is after the first day of the rivalry")
        for where, reading in enumerate(dispute["readings"]):
            place = f"{at}.readings[{where}].states"
            yield from _missing("readings.yaml", place, "measure or instrument", reading["states"], known)
            if set(reading["states"].values()) - allowed:
                yield Problem("readings.yaml", place, f"a reading says one of {', '.join(sorted(allowed))}")


def _links_exist(seed: Seed) -> Found:
    instruments = {i["id"] for i in seed.instruments}
    records, claims = instruments | {e["id"] for e in seed.events}, {c["id"] for c in seed.claims}
    for file, instrument in _instruments(seed):
        for number, link in enumerate(instrument["links"]):
            target = [link["instrument"]] if link["instrument"] else []
            yield from _missing(file, f"links[{number}].instrument", "instrument", target, instruments)
    for number, event in enumerate(seed.events):
        yield from _missing("events.yaml", f"[{number}].instruments", "instrument", event["instruments"], instruments)
    for claim in seed.claims:
        yield from _missing(
            seed.files[claim["id"]], f"{claim['id']}.record", "instrument or event", claim["record"], records
        )
    for number, figure in enumerate(seed.figures):
        claim_id = [figure["claim"]] if figure["claim"] else []
        yield from _missing("figures.yaml", f"[{number}].claim", "claim", claim_id, claims)


def _coverage_is_complete(seed: Seed) -> Found:
    covered: set[tuple[str, str]] = set()
    for number, jurisdiction in enumerate(seed.jurisdictions):
        for where, coverage in enumerate(jurisdiction["coverage"]):
            for mineral in coverage["minerals"]:
                pair = (jurisdiction["code"], mineral)
                if pair in covered:
                    path = f"[{number}].coverage[{where}].minerals"
                    yield Problem("jurisdictions.yaml", path, f"{mineral} is covered twice")
                covered.add(pair)
    for file, instrument in _instruments(seed):
        for number, measure in enumerate(instrument["measures"]):
            if Subject(measure["subject"]) is not Subject.GOODS:
                continue
            for where, cover in enumerate(measure["covers"]):
                pair = (instrument["jurisdiction"], cover["of"])
                if cover["of"] != ANY_DUAL_USE and pair not in covered:
                    path = f"measures[{number}].covers[{where}].of"
                    yield Problem(file, path, f"jurisdictions.yaml states no coverage of {cover['of']} by {pair[0]}")


def _nothing_was_lost(seed: Seed) -> Found:
    counts = seed.counts()
    for kind, least in seed.dataset.get("minimum", {}).items():
        if kind not in counts:
            yield Problem("dataset.yaml", f"minimum.{kind}", "is no countable kind")
        elif counts[kind] < least:
            yield Problem("dataset.yaml", f"minimum.{kind}", f"at least {least} are expected, {counts[kind]} are there")
