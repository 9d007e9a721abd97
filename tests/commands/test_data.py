"""``data diff`` from end to end, on small changes of the tiny seed: whole outputs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.build.database import build
from service.cli import main

VERSION = re.compile(r"\b[0-9a-f]{16}\b")
ALIKE = "0 of another status, 0 of another condition alone, 0 of another certainty alone"


def change(seed: Path, file: str, *swaps: tuple[str, str]) -> None:
    """Replace texts, each of which stands in the file."""
    path = seed / file
    text = path.read_text(encoding="utf-8")
    for before, after in swaps:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def other(tiny_seed: Path, tmp_path: Path) -> Path:
    """A second copy of the tiny seed, for a test to change."""
    return Path(shutil.copytree(tiny_seed, tmp_path / "other"))


def diff(old: Path, new: Path, *flags: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["data", "diff", str(old), str(new), *flags])


def rows(old: Path, new: Path) -> list[str]:
    """The page as text, with the versions left out and tabs as bars."""
    run = diff(old, new)
    assert run.exit_code == 0, run.output
    return [VERSION.sub("…", line).replace("\t", "|") for line in run.stdout.splitlines()]


def test_equal_records_are_alike_as_a_folder_or_a_database(tiny_seed: Path, other: Path, tmp_path: Path) -> None:
    """No fact, no answer, and exit code 0 also for a caller that asked to be told of a difference."""
    build(other, tmp_path / "tiny.db")
    head = "# from dataset … to …: alike"
    expected = [head, "# facts: 0 added, 0 removed, 0 altered", f"# answers, by stretches of days: {ALIKE}"]
    assert rows(tiny_seed, other) == rows(tiny_seed, tmp_path / "tiny.db") == expected
    assert diff(tiny_seed, other, "--exit-code").exit_code == 0
    assert "The two are alike: every fact and every answer is the same." in diff(
        tiny_seed, other, "--format", "markdown"
    ).stdout  # fmt: skip
    assert json.loads(diff(tiny_seed, other, "--format", "json").stdout)["alike"] is True


def test_a_first_day_that_was_wrong_in_every_form_of_the_page(tiny_seed: Path, other: Path) -> None:
    """One field, and the days between the two on which the licence is no longer asked for."""
    change(other, "instruments/cn-one.yaml", ("    from: 2025-02-01", "    from: 2025-02-03"))
    assert rows(tiny_seed, other) == [
        "# from dataset … to …",
        "# facts: 0 added, 0 removed, 1 altered",
        "altered|measure|cn-one.licence|from|2025-02-01|2025-02-03",
        f"# answers, by stretches of days: 1{ALIKE[1:]}",
        "answer|status|foolium|CN|-|-|-|export|2025-02-01|2025-02-03|licence_required|none_found|recorded|recorded|-|-",
    ]
    markdown = diff(tiny_seed, other, "--format", "markdown").stdout
    assert VERSION.sub("…", markdown).splitlines() == [
        "# What the data change does",
        "",
        "From dataset `…` to `…`.",
        "",
        "## Facts: 0 added, 0 removed, 1 altered",
        "",
        "### Altered",
        "",
        "| kind | id | field | before | after |",
        "| --- | --- | --- | --- | --- |",
        "| measure | `cn-one.licence` | from | 2025-02-01 | 2025-02-03 |",
        "",
        "## Answers: these differ",
        "",
        "### Another status",
        "",
        "| mineral | origin | case | from | until | before | after |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        (
            "| foolium | CN | export; whatever the destination | 2025-02-01 | 2025-02-03 |"
            " `licence_required` (recorded) | `none_found` (recorded) |"
        ),
    ]
    told = json.loads(diff(tiny_seed, other, "--format", "json").stdout)
    assert {word: told[word] for word in ("alike", "counts", "facts", "answers")} == {
        "alike": False,
        "counts": {"added": 0, "removed": 0, "altered": 1, "answers": {"status": 1, "conditional": 0, "certainty": 0}},
        "facts": {
            "added": [],
            "removed": [],
            "altered": [
                {
                    "kind": "measure",
                    "id": "cn-one.licence",
                    "title": "Licence",
                    "fields": [{"field": "from", "before": "2025-02-01", "after": "2025-02-03"}],
                }
            ],
        },
        "answers": [
            {
                "mineral": "foolium",
                "origin": "CN",
                "members": [],
                "movements": ["export"],
                "destinations": None,
                "end_use": None,
                "forms": [],
                "from": "2025-02-01",
                "until": "2025-02-03",
                "before": "licence_required",
                "after": "none_found",
                "certainty_before": "recorded",
                "certainty_after": "recorded",
                "conditional_before": False,
                "conditional_after": False,
                "differs": ["status"],
            }
        ],
    }
    assert [len(VERSION.findall(told[side]["version"])) for side in ("old", "new")] == [1, 1]


BAN = """\
id: cn-three
jurisdiction: CN
authorities: [The Ministry]
number: No. 3
title: "Ban | for *Germany*"
summary: Foolium may not go to Germany for military use.
published: 2025-05-20
effective: 2025-06-01
url: null
url_reason: not kept
evidence: press
measures:
  - id: cn-three.ban
    title: Ban
    summary: Foolium may not go to Germany for military use.
    type: prohibition
    regime: dual_use
    subject: goods
    binds: [export]
    destinations: {mode: only, codes: [DE]}
    end_use: military
    published: 2025-05-20
    from: 2025-06-01
    until: null
    end: open
    covers:
      - of: foolium
        covers_all_forms: true
        items: [{goods: metal, sources: [{source: gazette, locator: item 1}]}]
    sources: [{source: gazette, locator: item 1}]
sources: [{source: gazette, locator: page 9}]
"""


def test_an_instrument_that_comes_or_goes_is_told_once_with_its_measures_beneath(tiny_seed: Path, other: Path) -> None:
    """What is beneath these is counted; the narrower case alone turns, before and after the day of the review."""
    (other / "instruments" / "cn-three.yaml").write_text(BAN, encoding="utf-8")
    line = "Ban: prohibition (dual_use), destinations only DE, military end use, from 2025-06-01, end open"
    assert rows(tiny_seed, other) == [
        "# from dataset … to …",
        "# facts: 1 added, 0 removed, 0 altered",
        "added|instrument|cn-three|Ban | for *Germany*|-",
        f"added|measure|cn-three.ban|{line}|1 cover, 1 item",
        f"# answers, by stretches of days: 2{ALIKE[1:]}",
        "answer|status|foolium|CN|DE|military|-|export|2025-06-01|2026-01-02|licence_required|prohibited|recorded|recorded|-|-",
        "answer|status|foolium|CN|DE|military|-|export|2026-01-02|-|licence_required|prohibited|projected|projected|-|-",
    ]
    back = diff(other, tiny_seed, "--format", "markdown", "--exit-code")
    assert back.exit_code == 3
    assert (
        "### Removed\n\n- instrument `cn-three`: Ban \\| for \\*Germany\\*\n  - measure `cn-three.ban`" in back.stdout
    )
    told = json.loads(diff(tiny_seed, other, "--format", "json").stdout)
    (added,) = told["facts"]["added"]
    (measure,) = added["beneath"]
    (cover,) = measure["beneath"]
    assert [one["id"] for one in (added, measure, cover, cover["beneath"][0])] == [
        *("cn-three", "cn-three.ban", "cn-three.ban/foolium", "cn-three.ban/foolium/metal")
    ]
    assert measure["fields"]["destinations"] == "only DE"


@pytest.mark.parametrize(
    ("file", "swap", "expected"),
    [
        ("dataset.yaml", ("see LICENSE", "none"), ["dataset|dataset|licence|see LICENSE|none"]),
        ("instruments/cn-two.yaml", ("A pause", "A halt"), ["instrument|cn-two|title|A pause|A halt"]),
        ("instruments/cn-one.yaml", ("item 2}", "item 3}"),
         ["suspension|cn-one.licence/cn-two|sources|gazette, item 2|gazette, item 3"]),
        ("instruments/cn-one.yaml", ("'8112'", "'8113'"),
         ["item|cn-one.licence/foolium/metal|hs_codes|8112 (printed)|8113 (printed)"]),
        ("minerals.yaml", ("name_zh: 傻", "name_zh: null"), ["mineral|foolium|name_zh|傻|-"]),
        ("minerals.yaml", ("form: powder", "form: metal"), ["name|foolium/Fo powder|form|powder|metal"]),
        ("jurisdictions.yaml", ("both were read", "read"),
         [f"coverage|CN/{mineral}|why|both were read|read" for mineral in ("barium-test", "foolium", "metals")]),
        ("destination_groups.yaml", ("DE, FR", "DE"), ["destination_group|EU|codes|FR|-"]),
        ("critical_lists.yaml", ("grade: pure", "grade: fine"), ["listing|foo-list/foolium|grade|pure|fine"]),
        ("forms.yaml", ("title: Powder", "title: Dust"), ["form|powder|title|Powder|Dust"]),
        ("events.yaml", ("2025-03", "2025-04"), ["event|ev-speech|date|2025-03|2025-04"]),
        ("claims/gazette.yaml", ("contradicted", "imprecise"), ["claim|gazette.1|standing|contradicted|imprecise"]),
        ("figures.yaml", ("'1000'", "'1001'"), ["figure|foolium-quota|value|1000|1001"]),
        ("sources.yaml", ("opened: true", "opened: false"), ["source|gazette|opened|true|false"]),
        ("readings.yaml", ("The text names", "It names"),
         ["reading|pause-goes-on/over|reason|The text names March.|It names March."]),
        ("readings.yaml", ("opens_on: 2025-03-15", "opens_on: 2025-03-16"),
         ["dispute|pause-goes-on|opens_on|2025-03-15|2025-03-16"]),
    ],
)  # fmt: skip
def test_each_kind_of_fact_by_its_field_where_no_answer_turns(
    tiny_seed: Path, other: Path, file: str, swap: tuple[str, str], expected: list[str]
) -> None:
    """Before and after, of a list only what goes and what comes; exit code 0 whatever was asked."""
    change(other, file, swap)
    found = rows(tiny_seed, other)
    assert found[2:-1] == [f"altered|{row}" for row in expected]
    assert found[-1] == f"# answers, by stretches of days: {ALIKE}"
    assert diff(tiny_seed, other, "--exit-code").exit_code == 0


def test_a_review_that_reaches_further_is_told_as_certainty_alone(tiny_seed: Path, other: Path) -> None:
    """For each mineral on the days between; the markdown page shares a row among the minerals that fare alike."""
    change(other, "jurisdictions.yaml", ("2026-01-01", "2026-01-05"))
    found = rows(tiny_seed, other)
    assert found[3].endswith("0 of another status, 0 of another condition alone, 3 of another certainty alone")
    assert found[4:] == [
        "answer|certainty|barium-test|CN|-|-|-|export,reexport|2026-01-02|2026-01-06|none_found|none_found|projected|recorded|-|-",
        "answer|certainty|foolium|CN|-|-|-|export|2026-01-02|2026-01-06|licence_required|licence_required|projected|recorded|-|-",
        "answer|certainty|foolium|CN|-|-|-|reexport|2026-01-02|2026-01-06|none_found|none_found|projected|recorded|-|-",
    ]
    markdown = diff(tiny_seed, other, "--format", "markdown").stdout
    assert markdown.count("### Another certainty alone") == 1
    assert "### Another status" not in markdown


def test_what_cannot_be_read_is_refused_as_a_build_refuses_it(tiny_seed: Path, other: Path, tmp_path: Path) -> None:
    """Every problem at once, exit code 1, nothing on standard output; also a path at which there is nothing."""
    change(other, "instruments/cn-one.yaml", ("end: open", "end: dated"), ("binds: [export]", "binds: [fly]"))
    change(other, "figures.yaml", ("mineral: foolium", "mineral: barium"))
    run = diff(tiny_seed, other)
    assert (run.exit_code, run.stdout) == (1, "")
    assert "instruments/cn-one.yaml: measures[0].binds[0]: " in run.stderr
    assert "figures.yaml: [0].mineral: " in run.stderr
    for path, words in ((tmp_path / "none", "neither a database nor a folder"), (other / "figures.yaml", "no usable")):
        run = diff(path, tiny_seed)
        assert (run.exit_code, words in run.stderr) == (1, True)
    assert diff(tiny_seed, tiny_seed, "--format", "xml").exit_code == 2
