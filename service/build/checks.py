"""What no single seed file can show: dangling ids (``references``), doubled facts, contradicting periods, a loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from service.build import references
from service.build.reading import Problem
from service.build.seed import Seed
from service.domain.identify import key
from service.domain.measure import ANY_DUAL_USE
from service.domain.model import RAW_BY_NATURE
from service.domain.vocabulary import MeasureType, Regime, State, Subject

ZERO = "a zero sets the status of the whole measure: it must be for all its goods and all its time"


def cross_check(seed: Seed) -> list[Problem]:
    """Every problem between the files of ``seed``."""
    checks: tuple[Callable[[Seed], references.Found], ...] = (
        _ids_are_unique,
        _names_are_one_minerals_own,
        references.sources_exist,
        _forms_are_a_tree,
        references.forms_exist,
        references.goods_are_mapped,
        _all_forms_are_more_than_raw,
        references.minerals_exist,
        references.jurisdictions_exist,
        _measures_fit_their_instrument,
        _amounts_are_sound,
        _party_lists_are_both,
        _lists_are_whole,
        _suspensions_are_sound,
        _readings_are_sound,
        references.links_exist,
        _coverage_is_complete,
        _nothing_was_lost,
    )
    return [problem for check in checks for problem in check(seed)]


def _ids_are_unique(seed: Seed) -> references.Found:
    kinds = {
        "sources.yaml": seed.sources,
        "minerals.yaml": seed.minerals,
        "critical_lists.yaml": seed.critical_lists,
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


def _names_are_one_minerals_own(seed: Seed) -> references.Found:
    owner: dict[str, str] = {}
    for number, mineral in enumerate(seed.minerals):
        for name in {key(mineral["id"]), key(mineral["name"]), key(mineral["name_zh"] or mineral["id"])}:
            if owner.setdefault(name, mineral["id"]) != mineral["id"]:
                yield Problem("minerals.yaml", f"[{number}]", f"{name!r} is already the name of {owner[name]}")


def _forms_are_a_tree(seed: Seed) -> references.Found:
    parents = {form["id"]: form["parent"] for form in seed.forms}
    for form, parent in parents.items():
        above, seen = parent, {form}
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above in seen:
            yield Problem("forms.yaml", form, "stands below itself")


def _all_forms_are_more_than_raw(seed: Seed) -> references.Found:
    """Ore and scrap are all forms only of what is itself an ore or scrap (contract 3.6)."""
    raw = {form["id"] for form in seed.forms if form["raw"]}
    for _ in seed.forms:  # as often as the tree may be deep, so that a circle, which is another check's, ends
        raw |= {form["id"] for form in seed.forms if form["parent"] in raw}
    all_raw = {term["goods"] for term in seed.form_terms if term["forms"] and raw.issuperset(term["forms"])}
    raw_by_nature = {mineral["id"] for mineral in seed.minerals if mineral["category"] in RAW_BY_NATURE}
    for file, path, measure in references.measures(seed):
        for where, cover in enumerate(measure["covers"]):
            if not cover["covers_all_forms"] or not cover["items"] or cover["of"] in raw_by_nature:
                continue
            if all(item["goods"] in all_raw for item in cover["items"]):
                at = f"{path}.covers[{where}].covers_all_forms"
                yield Problem(file, at, f"the lines are on raw forms of {cover['of']} alone")


def _measures_fit_their_instrument(seed: Seed) -> references.Found:
    lines = {m["id"]: {cover["of"]: cover for cover in m["covers"]} for m in seed.measures}
    for file, instrument in references.instruments(seed):
        for number, measure in enumerate(instrument["measures"]):
            path = f"measures[{number}]"
            if not measure["id"].startswith(instrument["id"] + "."):
                yield Problem(file, f"{path}.id", f"must begin with {instrument['id']}.")
            if not measure["covers"] and not measure["scopes"]:
                yield Problem(file, f"{path}.covers", "covers nothing on record, so scopes must say what it is about")
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


def _amounts_are_sound(seed: Seed) -> references.Found:
    for file, path, measure in references.measures(seed):
        amounts, covered = measure["amounts"], {cover["of"] for cover in measure["covers"]}
        for where, amount in enumerate(amounts):
            at = f"{path}.amounts[{where}].mineral"
            if amount["mineral"] is not None:
                yield from references.missing(file, at, "mineral of this measure", [amount["mineral"]], covered)
        # A zero quota is a ban and a zero rate no charge (contract 2), so neither shares a measure with another amount.
        zero = [amount["value"] == 0 and amount["value_to"] is None for amount in amounts]
        if any(zero) and not all(zero) and measure["type"] in (MeasureType.QUOTA, MeasureType.CHARGE):
            yield Problem(file, f"{path}.amounts", "zero and other amounts need measures of their own")
        elif any(zero) and measure["type"] in (MeasureType.QUOTA, MeasureType.CHARGE):
            periods = {(None, None), (measure["start"], measure["until"])}
            goods = {amount["mineral"] for amount in amounts}
            if (None not in goods and goods != covered) or {(a["start"], a["until"]) for a in amounts} - periods:
                yield Problem(file, f"{path}.amounts", ZERO)


def _party_lists_are_both(seed: Seed) -> references.Found:
    """The type says that a list of parties sets no status, the regime that it is told as one (contract 3.3)."""
    for file, path, measure in references.measures(seed):
        if (measure["type"] is MeasureType.END_USER_LIST) is not (measure["regime"] is Regime.END_USER_LIST):
            yield Problem(file, f"{path}.regime", "the type and the regime end_user_list go together")


def _lists_are_whole(seed: Seed) -> references.Found:
    known = {*seed.countries, *(group["id"] for group in seed.destination_groups)}
    for number, listed in enumerate(seed.critical_lists):
        at, place = "critical_lists.yaml", f"[{number}]"
        yield from references.missing(at, f"{place}.jurisdiction", "country or union", [listed["jurisdiction"]], known)
        rows = [(entry["mineral"], entry["named_as"] or entry["mineral"]) for entry in listed["entries"]]
        for (mineral, named), times in Counter(rows).items():
            if times > 1:
                yield Problem(at, f"{place}.entries", f"{mineral} stands {times} times as {named}")
        if (found := len({named for _, named in rows})) != listed["count"]:
            yield Problem(at, f"{place}.count", f"the list counts {listed['count']} entries, {found} are there")


def _suspensions_are_sound(seed: Seed) -> references.Found:
    causes = {i["id"] for i in seed.instruments} | {event["id"] for event in seed.events}
    for file, path, measure in references.measures(seed):
        last: date | None = None
        for where, pause in enumerate(measure["suspensions"]):
            at = f"{path}.suspensions[{where}]"
            yield from references.missing(file, f"{at}.by", "instrument or event", [pause["by"]], causes)
            if pause["until"] is not None and pause["until"] <= pause["start"]:
                yield Problem(file, f"{at}.until", "is not after the first day")
            if where and (last is None or pause["start"] < last):
                yield Problem(file, at, "overlaps the suspension before it")
            last = pause["until"]


def _readings_are_sound(seed: Seed) -> references.Found:
    known = {m["id"] for m in seed.measures} | {i["id"] for i in seed.instruments}
    allowed = {State.IN_FORCE, State.SUSPENDED, State.ENDED}
    for number, dispute in enumerate(seed.readings):
        at = f"[{number}]"
        if dispute["until"] <= dispute["start"]:
            yield Problem("readings.yaml", f"{at}.until", "is not after the first day")
        for where, reading in enumerate(dispute["readings"]):
            place = f"{at}.readings[{where}].states"
            yield from references.missing("readings.yaml", place, "measure or instrument", reading["states"], known)
            if set(reading["states"].values()) - allowed:
                yield Problem("readings.yaml", place, f"a reading says one of {', '.join(sorted(allowed))}")


def _coverage_is_complete(seed: Seed) -> references.Found:
    covered: set[tuple[str, str]] = set()
    for number, jurisdiction in enumerate(seed.jurisdictions):
        for where, coverage in enumerate(jurisdiction["coverage"]):
            for mineral in coverage["minerals"]:
                pair = (jurisdiction["code"], mineral)
                if pair in covered:
                    path = f"[{number}].coverage[{where}].minerals"
                    yield Problem("jurisdictions.yaml", path, f"{mineral} is covered twice")
                covered.add(pair)
    for file, instrument in references.instruments(seed):
        for number, measure in enumerate(instrument["measures"]):
            if Subject(measure["subject"]) is not Subject.GOODS:
                continue
            for where, cover in enumerate(measure["covers"]):
                pair = (instrument["jurisdiction"], cover["of"])
                if cover["of"] != ANY_DUAL_USE and pair not in covered:
                    path = f"measures[{number}].covers[{where}].of"
                    yield Problem(file, path, f"jurisdictions.yaml states no coverage of {cover['of']} by {pair[0]}")


def _nothing_was_lost(seed: Seed) -> references.Found:
    counts = seed.counts()
    for kind, least in seed.dataset.get("minimum", {}).items():
        if kind not in counts:
            yield Problem("dataset.yaml", f"minimum.{kind}", "is no countable kind")
        elif counts[kind] < least:
            yield Problem("dataset.yaml", f"minimum.{kind}", f"at least {least} are expected, {counts[kind]} are there")
