"""What the world's record needs of the build: amounts, derived dates, groups of destinations, lists of minerals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from service.build.database import build
from service.domain.measure import Amount, Derived
from service.domain.vocabulary import Status
from service.store.dataset import Dataset
from service.store.repository import Repository
from service.store.windows import whole
from tests.build.test_build import edit, problems

ONE = Path("instruments/cn-one.yaml")
AMOUNT = "    amounts: [{{value: {value}, unit: t, of: foolium{more}}}]\n    covers:\n"


def fix(seed: Path, value: str, more: str = "") -> None:
    """Make the licence of the tiny seed a quota of ``value``, with ``more`` fields."""
    edit(seed / ONE, "type: licence", "type: quota")
    edit(seed / ONE, "    covers:\n", AMOUNT.format(value=value, more=more))


BREAKS: list[tuple[str, Callable[[Path], None], str]] = [
    (
        "zero beside more",
        lambda seed: fix(seed, "0", "}, {value: 5, unit: t, of: foolium"),
        f"{ONE}: measures[0].amounts: zero and other amounts need measures of their own",
    ),
    (
        "an amount for another mineral",
        lambda seed: fix(seed, "5", ", mineral: metals"),
        f"{ONE}: measures[0].amounts[0].mineral: no mineral of this measure has the id 'metals'",
    ),
    (
        "an amount that is unknown without a reason",
        lambda seed: fix(seed, "null"),
        f"{ONE}: measures[0].amounts[0].value: is null, so value_reason must say why",
    ),
    (
        "a range upside down",
        lambda seed: fix(seed, "5", ", value_to: 5"),
        f"{ONE}: measures[0].amounts[0].value_to: is not above the lower end",
    ),
    (
        "a carry-over into the period itself",
        lambda seed: fix(seed, "5", ", from: 2025-01-01, until: 2025-04-01, usable_until: 2025-04-01"),
        f"{ONE}: measures[0].amounts[0].usable_until: is for a volume that may be used after its period",
    ),
    (
        "a derived day that is none",
        lambda seed: edit(seed / ONE, "    end: open", "    end: open\n    derived: [{field: until, why: counted}]"),
        f"{ONE}: measures[0].derived: until is null, so it cannot be derived",
    ),
    (
        "an end by a day of what has no end",
        lambda seed: edit(seed / ONE, "    end: open", "    end: open\n    ended_by: 2026-01-01"),
        f"{ONE}: measures[0].ended_by: is for an end whose day is unknown, and comes after the first day",
    ),
    (
        "a measure about nothing",
        lambda seed: edit(
            seed / ONE,
            "      - of: foolium\n        covers_all_forms: true\n        items:\n          - {goods: metal, hs_codes:"
            " ['8112'], sources: [{source: gazette, locator: item 1}]}\n",
            "      []\n",
        ),
        f"{ONE}: measures[0].covers: covers nothing on record, so scopes must say what it is about",
    ),
    (
        "all forms that are raw ones",
        lambda seed: edit(seed / "forms.yaml", "id: metal, parent: null", "id: metal, parent: null, raw: true"),
        f"{ONE}: measures[0].covers[0].covers_all_forms: the lines are on raw forms of foolium alone",
    ),
    (
        "a group named before it stands",
        lambda seed: edit(seed / "destination_groups.yaml", "codes: [DE, FR]", "codes: [DE, later]"),
        "destination_groups.yaml: [0].codes: no country or group before has the id 'later'",
    ),
    (
        "a group said in two ways",
        lambda seed: edit(seed / "destination_groups.yaml", "codes: [DE, FR]", "codes: [DE, FR], all_except: [US]"),
        "destination_groups.yaml: [0].codes: give either codes or all_except",
    ),
    (
        "a list that counts more than it holds",
        lambda seed: edit(seed / "critical_lists.yaml", "count: 1", "count: 2"),
        "critical_lists.yaml: [0].count: the list counts 2 entries, 1 are there",
    ),
    (
        "a list of what is not on record",
        lambda seed: edit(seed / "critical_lists.yaml", "mineral: foolium", "mineral: fulium"),
        "critical_lists.yaml: [0].entries: no mineral has the id 'fulium'",
    ),
]


@pytest.mark.parametrize(("damage", "told"), [pytest.param(d, t, id=name.replace(" ", "-")) for name, d, t in BREAKS])
def test_a_mistake_is_told_with_file_path_and_reason(
    tiny_seed: Path, tmp_path: Path, damage: Callable[[Path], None], told: str
) -> None:
    """Each kind of mistake has its message."""
    damage(tiny_seed)
    assert told in problems(tiny_seed, tmp_path / "out.db")


def built(seed: Path, tmp_path: Path) -> Repository:
    """The store on a build of ``seed``."""
    build(seed, tmp_path / "out.db")
    return Repository(Dataset(tmp_path / "out.db"))


def test_amounts_come_back_as_they_were_written(tiny_seed: Path, tmp_path: Path) -> None:
    """Decimals exactly, and every date."""
    fix(tiny_seed, "0.10", ", value_to: 7.5, from: 2025-02-01, until: 2025-04-01, usable_until: 2025-05-01")
    edit(tiny_seed / ONE, "    end: open", "    end: open\n    derived: [{field: from, why: by the press}]")
    (measure,) = built(tiny_seed, tmp_path).record("foolium").measures
    assert measure.amounts == (
        Amount(
            value=Decimal("0.10"),
            value_reason=None,
            unit="t",
            of="foolium",
            value_to=Decimal("7.5"),
            start=date(2025, 2, 1),
            until=date(2025, 4, 1),
            usable_until=date(2025, 5, 1),
        ),
    )
    assert str(measure.amounts[0].value) == "0.10"
    assert measure.derived == (Derived("from", "by the press"),)
    assert measure.status is Status.QUOTA_LIMITED


def test_a_group_of_all_but_some_is_expanded_once(tiny_seed: Path, tmp_path: Path) -> None:
    """By codes and by the groups before it; a union stays the only one that counts as a jurisdiction."""
    path = tiny_seed / "destination_groups.yaml"
    source = "sources: [{source: gazette, locator: page 2}]"
    path.write_text(path.read_text() + f"- {{id: far, name: Far away, all_except: [EU], {source}}}\n")
    path.write_text(path.read_text() + f"- {{id: both, name: Both, codes: [EU, far], {source}}}\n")
    edit(tiny_seed / ONE, "destinations: {mode: all}", "destinations: {mode: group, group: far}")
    repository = built(tiny_seed, tmp_path)
    assert {group: codes for group, (_, codes) in repository.groups.items()} == {
        "EU": ("DE", "FR"),
        "both": ("CN", "DE", "FR", "US"),
        "far": ("CN", "US"),
    }
    assert repository.record("foolium").measures[0].destinations.codes == {"CN", "US"}
    assert set(repository.unions) == {"EU"}


def test_a_proposal_is_no_measure(tiny_seed: Path, tmp_path: Path) -> None:
    """Neither of the mineral nor of the whole record; the act itself still tells what it would do."""
    edit(tiny_seed / ONE, "evidence: official_text", "evidence: official_text\nlifecycle: withdrawn")
    repository = built(tiny_seed, tmp_path)
    record = repository.record("foolium")
    assert (record.measures, whole(repository).measures) == ((), ())
    assert [(one.instrument, one.lifecycle) for one in record.proposals] == [("cn-one", "withdrawn")]


def test_a_group_on_a_list_stands_for_its_members(tiny_seed: Path, tmp_path: Path) -> None:
    """A member is on the list by the name of its group."""
    edit(tiny_seed / "critical_lists.yaml", "{mineral: foolium, grade: pure}", "{mineral: metals, grade: pure}")
    repository = built(tiny_seed, tmp_path)
    assert repository.listed_on("foo-list") == {"metals", "foolium", "barium-test"}
    assert [(one.named_as, one.grade, one.verified) for one in repository.mineral("foolium").listings] == [
        ("metals", "pure", True)
    ]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("until: null\n    end: unknown\n    ended_by: 2031-05-01", date(2031, 5, 1)),
        ("until: 2032-05-01\n    end: dated", date(2032, 5, 1)),
    ],
)
def test_the_last_day_on_record_is_also_one_by_which_something_ended(
    tiny_seed: Path, tmp_path: Path, end: str, last: date
) -> None:
    """A list of changes without a last day runs through it."""
    edit(tiny_seed / "instruments" / "cn-one.yaml", "until: null\n    end: open", end)
    out = tmp_path / "out.db"
    build(tiny_seed, out)
    assert Repository(Dataset(out)).last_day == last
