"""A disk that does not take the database: told, and what is served stays as it was."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.server import SCRIPT, environment


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte, which holds a database already."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "none", place], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        assert "REQUIRE_MOUNT" not in os.environ, mounted.stderr
        pytest.skip("a small file system can be mounted by root alone")
    try:
        (place / "record.db").write_bytes(b"what is served" * 100)
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def build(out: Path) -> subprocess.CompletedProcess[str]:
    """The command that builds the real record."""
    words = [str(SCRIPT), "build-db", "--seed", str(ROOT / "seed_data"), "--out", str(out)]
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment())


def held(place: Path) -> dict[str, str]:
    """The files in ``place`` with what they hold."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in place.iterdir()}


def test_a_full_disk_is_told_and_nothing_is_replaced(disk: Path) -> None:
    """No half database, no draft left behind, and no traceback."""
    before = held(disk)
    built = build(disk / "record.db")
    assert built.returncode == 1
    assert built.stderr == (
        f"Error: {disk}/record.db: cannot be written, and nothing was replaced: database or disk is full\n"
    )
    assert held(disk) == before


def test_a_read_only_disk_is_told_and_nothing_is_replaced(disk: Path) -> None:
    """By its own word."""
    before = held(disk)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    built = build(disk / "record.db")
    assert built.returncode == 1
    assert built.stderr.startswith(f"Error: {disk}/record.db: cannot be written, and nothing was replaced: [Errno 30]")
    assert held(disk) == before


def test_a_folder_in_the_place_of_the_database_is_told(tmp_path: Path) -> None:
    """As one that has a name of its own."""
    (tmp_path / "record.db").mkdir()
    built = build(tmp_path / "record.db")
    assert built.returncode == 1
    assert "record.db: cannot be written, and nothing was replaced: [Errno 21]" in built.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["record.db"]
