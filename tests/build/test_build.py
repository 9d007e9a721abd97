"""The build: every problem at once, nothing replaced by a bad build, two builds alike."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils
from click.testing import CliRunner

from service.build.checks import ZERO
from service.build.database import build
from service.build.reading import SeedErrors
from service.cli import main


def put(path: Path, text: str) -> None:
    """Write a seed file anew."""
    path.write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Replace text in a seed file; the text must be there."""
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def problems(seed: Path, out: Path) -> list[str]:
    """What a build that must fail says."""
    with pytest.raises(SeedErrors) as caught:
        build(seed, out)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_seed_becomes_a_read_only_database(tiny_seed: Path, tmp_path: Path) -> None:
    """One file, its version inside, STRICT tables, nobody may write."""
    out = tmp_path / "tiny.db"
    version = build(tiny_seed, out)
    database = sqlite_utils.Database(out)
    assert dict(database.execute("SELECT key, value FROM meta"))["dataset_version"] == version
    made = ("sqlite_", "mineral_search", "mineral_letters")
    plain = [table for table in database.tables if not table.name.startswith(made)]
    assert all(table.schema.rstrip().endswith(("STRICT", "STRICT, WITHOUT ROWID")) for table in plain)
    assert stat.S_IMODE(out.stat().st_mode) == 0o444
    assert {path.name for path in tmp_path.iterdir()} == {"seed", "tiny.db"}


def test_two_builds_are_byte_for_byte_alike(tiny_seed: Path, tmp_path: Path) -> None:
    """A pure function of the seed: no clock, no order of a file system."""
    versions = [build(tiny_seed, tmp_path / name) for name in ("one.db", "two.db")]
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()
    assert versions[0] == versions[1]


def test_the_version_follows_the_facts_and_not_the_layout(tiny_seed: Path, tmp_path: Path) -> None:
    """A comment changes nothing; a day does."""
    instrument = tiny_seed / "instruments" / "cn-one.yaml"
    first = build(tiny_seed, tmp_path / "one.db")
    edit(instrument, "id: cn-one\n", "# checked again\nid: cn-one\n")
    assert build(tiny_seed, tmp_path / "two.db") == first
    edit(instrument, "from: 2025-02-01", "from: 2025-02-02")
    assert build(tiny_seed, tmp_path / "three.db") != first


def test_three_mistakes_are_told_with_file_and_path_and_the_last_good_file_stays(
    tiny_seed: Path, tmp_path: Path
) -> None:
    """A typo in a key, an impossible day and a dangling id, all at once; exit code 1; the old database serves on."""
    out = tmp_path / "served.db"
    build(tiny_seed, out)
    before = out.read_bytes()
    edit(tiny_seed / "instruments" / "cn-one.yaml", "evidence: official_text", "evidense: official_text")
    edit(tiny_seed / "readings.yaml", "until: 2025-05-01", "until: 2025-02-30")
    edit(tiny_seed / "events.yaml", "source: gazette", "source: gazete")
    run = CliRunner().invoke(main, ["build-db", "--seed", str(tiny_seed), "--out", str(out)])
    assert run.exit_code == 1
    told = run.stderr.splitlines()
    assert "events.yaml: [0].sources[0]: no source has the id 'gazete'" in told
    assert "instruments/cn-one.yaml: evidense: Unknown field." in told
    assert "readings.yaml: [0].until: is no calendar day written YYYY-MM-DD: '2025-02-30'" in told
    assert out.read_bytes() == before
    assert not list(tmp_path.glob("*.building"))


METAL = "goods: metal"
ITEM = "instruments/cn-one.yaml: measures[0].covers[0].items[0]"

BREAKS: list[tuple[str, Callable[[Path], None], str]] = [
    (
        "a repeated key",
        lambda seed: edit(seed / "dataset.yaml", "title:", "title: Another\ntitle:"),
        "dataset.yaml: line 2: cannot be read: the key 'title' stands twice",
    ),
    (
        "a second document in a list",
        lambda seed: edit(seed / "events.yaml", "- id: ev-speech", "- ev-none\n---\n- id: ev-speech"),
        "events.yaml: (whole file): cannot be read: a second document begins",
    ),
    (
        "a list that is none",
        lambda seed: put(seed / "figures.yaml", "id: none\n"),
        "figures.yaml: (whole file): must be a list",
    ),
    (
        "an empty list",
        lambda seed: put(seed / "figures.yaml", "# nothing yet\n"),
        "figures.yaml: (whole file): must be a list",
    ),
    (
        "a fact without a source",
        lambda seed: edit(
            seed / "instruments" / "cn-one.yaml",
            "hs_codes: ['8112'], sources: [{source: gazette, locator: item 1}]",
            "hs_codes: ['8112'], sources: []",
        ),
        "instruments/cn-one.yaml: measures[0].covers[0].items[0].sources: needs a source",
    ),
    (
        "a null without a reason",
        lambda seed: edit(seed / "instruments" / "cn-two.yaml", "url_reason: not kept\n", ""),
        "instruments/cn-two.yaml: url: is null, so url_reason must say why",
    ),
    (
        "an unknown start without a reason",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", "    from: 2025-02-01", "    from: null"),
        "instruments/cn-one.yaml: measures[0].from: is null, so from_reason must say why",
    ),
    (
        "an id that is not the file's name",
        lambda seed: edit(seed / "instruments" / "cn-two.yaml", "id: cn-two\n", "id: cn-too\n"),
        "instruments/cn-two.yaml: id: 'cn-too' is not the file's name",
    ),
    (
        "an inverted suspension",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", "until: 2025-04-01", "until: 2025-02-01"),
        "instruments/cn-one.yaml: measures[0].suspensions[0].until: is not after the first day",
    ),
    (
        "a pause by nobody",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", "by: cn-two", "by: cn-three"),
        "instruments/cn-one.yaml: measures[0].suspensions[0].by: no instrument or event has the id 'cn-three'",
    ),
    (
        "goods that nobody mapped to forms",
        lambda seed: edit(seed / "form_terms.yaml", "goods: metal,", "goods: bar,"),
        (
            "instruments/cn-one.yaml: measures[0].covers[0].items[0].goods: the wording 'metal' is not mapped to forms "
            "in form_terms.yaml"
        ),
    ),
    (
        "an unknown mineral",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", "of: foolium", "of: fulium"),
        "instruments/cn-one.yaml: measures[0].covers[0].of: no mineral has the id 'fulium'",
    ),
    (
        "an unknown destination",
        lambda seed: edit(
            seed / "instruments" / "cn-one.yaml", "destinations: {mode: all}", "destinations: {mode: only, codes: [XX]}"
        ),
        "instruments/cn-one.yaml: measures[0].destinations.codes: no country has the id 'XX'",
    ),
    (
        "a mode that does not fit its list",
        lambda seed: edit(
            seed / "instruments" / "cn-one.yaml", "destinations: {mode: all}", "destinations: {mode: only}"
        ),
        (
            "instruments/cn-one.yaml: measures[0].destinations.codes: codes go with the modes only and except, and "
            "with no other"
        ),
    ),
    (
        "a dated end without a day",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", "    end: open", "    end: dated"),
        "instruments/cn-one.yaml: measures[0].until: a dated end has an until, an open or unknown one has none",
    ),
    (
        "a measure without coverage",
        lambda seed: edit(seed / "jurisdictions.yaml", "minerals: [foolium, ", "minerals: ["),
        "instruments/cn-one.yaml: measures[0].covers[0].of: jurisdictions.yaml states no coverage of foolium by CN",
    ),
    (
        "a name that is another mineral's",
        lambda seed: edit(seed / "minerals.yaml", "name: Barite test", "name: Foolium"),
        "minerals.yaml: [2]: 'foolium' is already the name of foolium",
    ),
    (
        "a loss of data",
        lambda seed: edit(seed / "dataset.yaml", "instruments: 2", "instruments: 3"),
        "dataset.yaml: minimum.instruments: at least 3 are expected, 2 are there",
    ),
    (
        "a missing file",
        lambda seed: (seed / "figures.yaml").unlink(),
        "figures.yaml: (whole file): is missing",
    ),
    (
        "a reading of no measure",
        lambda seed: edit(seed / "readings.yaml", "states: {cn-one: suspended}", "states: {cn-nine: suspended}"),
        "readings.yaml: [0].readings[1].states: no measure or instrument has the id 'cn-nine'",
    ),
    (
        "a dispute that is over before it begins",
        lambda seed: edit(seed / "readings.yaml", "until: 2025-05-01", "until: 2025-04-01"),
        "readings.yaml: [0].until: is not after the first day",
    ),
    (
        "a month that is none",
        lambda seed: edit(seed / "events.yaml", "date: 2025-03", "date: 2025-13"),
        "events.yaml: [0].date: is no month or day of the calendar",
    ),
    (
        "an event that ends before it begins",
        lambda seed: edit(seed / "events.yaml", "date: 2025-03", "date: 2025-03-02\n  date_end: 2025-03-01"),
        "events.yaml: [0].date_end: is before the first day",
    ),
    (
        "an entry twice in a list",
        lambda seed: edit(seed / "events.yaml", "minerals: [foolium]", "minerals: [foolium, foolium]"),
        "events.yaml: [0].minerals: holds an entry twice",
    ),
    (
        "a circle of forms",
        lambda seed: edit(seed / "forms.yaml", "id: metal, parent: null", "id: metal, parent: powder"),
        "forms.yaml: metal: stands below itself",
    ),
    (
        "a code for no country",
        lambda seed: edit(seed / "countries.csv", "DE,Germany", "D,Germany"),
        "countries.csv: line 3: must be a two-letter code and a name",
    ),
    (
        "a zero for some of the goods only",
        lambda seed: edit(
            seed / "instruments" / "cn-one.yaml",
            "type: licence",
            "type: quota\n    amounts: [{value: '0', unit: t, of: goods, from: 2025-03-01, until: 2025-04-01}]",
        ),
        f"instruments/cn-one.yaml: measures[0].amounts: {ZERO}",
    ),
    (
        "a list of parties by its type alone",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", "type: licence", "type: end_user_list"),
        "instruments/cn-one.yaml: measures[0].regime: the type and the regime end_user_list go together",
    ),
    (
        "a list of parties by its regime alone",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", "regime: dual_use", "regime: end_user_list"),
        "instruments/cn-one.yaml: measures[0].regime: the type and the regime end_user_list go together",
    ),
    (
        "a label that stands twice",
        lambda seed: edit(
            seed / "instruments" / "cn-one.yaml",
            "    from: 2025-02-01",
            "    derived: [{field: from, why: x}, {field: from, why: y}]\n    from: 2025-02-01",
        ),
        "instruments/cn-one.yaml: measures[0].derived: names a field twice",
    ),
    (
        "contents without the words of their condition",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", METAL, METAL + ", contents: [{any_of: [foolium]}]"),
        f"{ITEM}.contents: go with a condition that says the same in words",
    ),
    (
        "contents of a mineral that is not on record",
        lambda seed: edit(
            seed / "instruments" / "cn-one.yaml", METAL, METAL + ", condition: some, contents: [{any_of: [nothing]}]"
        ),
        f"{ITEM}.contents: no mineral has the id 'nothing'",
    ),
    (
        "a share above the whole",
        lambda seed: edit(
            seed / "instruments" / "cn-one.yaml",
            METAL,
            METAL + ", condition: some, contents: [{any_of: [foolium], at_least: '1.5'}]",
        ),
        f"{ITEM}.contents[0].at_least: Must be greater than 0 and less than or equal to 1.",
    ),
    (
        "a rest of no condition on content",
        lambda seed: edit(seed / "instruments" / "cn-one.yaml", METAL, METAL + ", condition: some, rest: other"),
        f"{ITEM}.rest: is what a condition says beside its contents",
    ),
]


@pytest.mark.parametrize(("damage", "told"), [pytest.param(d, t, id=name.replace(" ", "-")) for name, d, t in BREAKS])
def test_a_mistake_is_told_with_file_path_and_reason(
    tiny_seed: Path, tmp_path: Path, damage: Callable[[Path], None], told: str
) -> None:
    """Each kind of mistake has its message."""
    damage(tiny_seed)
    assert told in problems(tiny_seed, tmp_path / "out.db")
    assert not (tmp_path / "out.db").exists()


def test_yaml_types_nothing(tiny_seed: Path, tmp_path: Path) -> None:
    """NO stays Norway and 012 keeps its zero: everything is text but null."""
    edit(tiny_seed / "countries.csv", "US,United States", "NO,Norway\nUS,United States")
    edit(tiny_seed / "instruments" / "cn-one.yaml", "{mode: all}", "{mode: only, codes: [NO]}")
    edit(tiny_seed / "instruments" / "cn-one.yaml", "['8112']", "[0812]")
    out = tmp_path / "out.db"
    build(tiny_seed, out)
    with sqlite3.connect(out) as connection:
        assert connection.execute("SELECT code FROM measure_destination").fetchall() == [("NO",)]
        assert connection.execute("SELECT code FROM item_hs_code").fetchall() == [("0812",)]


def test_check_validates_and_writes_nothing(tiny_seed: Path, tmp_path: Path) -> None:
    """For an editor before a commit."""
    out = tmp_path / "out.db"
    run = CliRunner().invoke(main, ["build-db", "--seed", str(tiny_seed), "--out", str(out), "--check"])
    assert (run.exit_code, out.exists()) == (0, False)
    assert "sound, dataset" in run.output


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """With its path."""
    assert problems(tmp_path / "nowhere", tmp_path / "out.db") == [
        f"{tmp_path / 'nowhere'}: (whole file): is no folder with seed data"
    ]
