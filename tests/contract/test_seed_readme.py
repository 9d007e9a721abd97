"""The example in ``seed_data/README.md`` is followed word for word on a copy of the record."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server import SCRIPT, environment

README = (ROOT / "seed_data" / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(yaml|console)\n(.*?)```", flags=re.DOTALL)
VERSION = re.compile(r"\b(?:[0-9a-f]{16}|BEFORE|AFTER)\b")
"""A dataset version, or the word that stands for it in the text: it is another with every change of the record."""


def shell(words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a person would, our commands within reach and git told who commits."""
    who = {f"GIT_{role}_{word}": "editor" for role in ("AUTHOR", "COMMITTER") for word in ("NAME", "EMAIL")}
    path = f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}"
    env = environment(PATH=path, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull, **who)
    return subprocess.run(["bash", "-c", words], cwd=folder, env=env, capture_output=True, text=True, check=False)


def steps() -> list[tuple[str, str, str]]:
    """Every block in order: its kind, what it holds, and the file that the text before it names first."""
    found, last = [], 0
    for block in BLOCK.finditer(README):
        named = re.findall(r"`((?:\w+/)?[\w-]+\.yaml)`", README[last : block.start()])
        found.append((block[1], block[2], named[0] if named else ""))
        last = block.end()
    return found


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder with a copy of the record that lacks what the example adds, committed."""
    seed = tmp_path / "seed_data"
    shutil.copytree(ROOT / "seed_data", seed)
    for kind, content, file in steps():
        if kind != "yaml":
            continue
        for part in re.split(r"\n(?=- )", content.strip("\n")):
            text = (seed / file).read_text(encoding="utf-8")
            assert part.strip() in text, f"{file} of the record says otherwise than the example"
            (seed / file).write_text(text.replace(part.strip() + "\n", "", 1), encoding="utf-8")
        if not (seed / file).read_text(encoding="utf-8").strip():
            (seed / file).unlink()
    (tmp_path / ".gitignore").write_text("export-controls.db\n", encoding="utf-8")
    run = shell("git init -q && git add . && git commit -q -m 'The record before'", tmp_path)
    assert run.returncode == 0, run.stderr
    return tmp_path


def test_the_example_is_the_record_and_prints_what_stands_below_each_command(before: Path) -> None:
    """The blocks are written to the files that are named, the commands run, their output compared; nothing is left."""
    for kind, content, file in steps():
        if kind == "yaml":
            with (before / "seed_data" / file).open("a", encoding="utf-8") as target:
                target.write(content)
            continue
        for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            run = shell(command, before)
            assert run.returncode == 0, run.stderr
            assert VERSION.sub("…", run.stdout) == VERSION.sub("…", output), command
    assert shell("git status --porcelain", before).stdout == ""
    added = shell("git show --stat --format= --name-only", before).stdout.split()
    assert sorted(added) == sorted(f"seed_data/{file}" for kind, _, file in steps() if kind == "yaml")


def test_every_other_command_that_the_page_names_runs(database: Path, tmp_path: Path) -> None:
    """Those in running text, with the record itself for what they leave open."""
    (tmp_path / "seed_data").symlink_to(ROOT / "seed_data")
    (tmp_path / "export-controls.db").symlink_to(database)
    commands = set(re.findall(r"`(export-controls [^`]*)`", BLOCK.sub("", README)))
    assert len(commands) >= 3
    for command in sorted(commands):
        told = command.replace("OLD", "export-controls.db").replace("NEW", "seed_data")
        if told != "export-controls build-db":
            run = shell(told, tmp_path)
            assert run.returncode == 0, f"{told}: {run.stderr}"
