"""What answers now, when the file is replaced: by the clock that the test holds, and files that it moves."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.store.current import LOOK_EVERY, TRY_AGAIN, Current
from service.store.dataset import Dataset, Mark
from service.store.repository import Repository
from tests.variants import held_open, named


@dataclass(frozen=True)
class Text:
    """A bundle as small as can be: the word that the file held."""

    dataset_version: str
    mark: Mark


class Folder:
    """A file that is replaced, what opens it and how often, and a clock that moves when told."""

    def __init__(self, root: Path) -> None:
        self.path = root / "file"
        self.now = 0.0
        self.opened = 0
        self.put("first")
        self.current = Current(self.path, self.open(), self.open, lambda: self.now)

    def put(self, word: str) -> None:
        """Replace the file, as a build does."""
        draft = self.path.with_name("draft")
        draft.write_text(word)
        os.replace(draft, self.path)

    def open(self) -> Text:
        """The bundle; a file that says ``bad`` cannot be used."""
        self.opened += 1
        word = self.path.read_text()
        if word == "bad":
            raise ValueError("the secret reason")
        return Text(word, Mark.of(self.path.stat()))

    def answers(self, after: float = 0.0) -> str:
        """What answers when so many seconds have gone by."""
        self.now += after
        return self.current.get().dataset_version


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with one file in it."""
    return Folder(tmp_path)


def test_a_replaced_file_is_seen_within_a_second_and_not_looked_for_more_often(folder: Folder) -> None:
    """The boundary, by the clock."""
    folder.put("second")
    assert folder.answers(after=LOOK_EVERY - 0.01) == "first"
    assert folder.answers(after=0.01) == "second"
    folder.put("third")
    assert folder.answers(after=LOOK_EVERY - 0.01) == "second"
    assert folder.answers(after=0.01) == "third"
    assert LOOK_EVERY <= 1


def test_a_file_that_stands_still_is_opened_once(folder: Folder) -> None:
    """A look is no opening."""
    assert {folder.answers(after=LOOK_EVERY) for _ in range(5)} == {"first"}
    assert folder.opened == 1


def test_a_file_that_is_refused_is_told_once_and_tried_again_after_a_minute(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    """In silence, while nothing else is wrong with it; and never with the words of the exception."""
    folder.put("bad")
    for _ in range(10):
        assert folder.answers(after=LOOK_EVERY) == "first"
    assert (folder.opened, folder.current.refused) == (2, "cannot be read")
    assert folder.answers(after=TRY_AGAIN) == "first"
    assert folder.opened == 3
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    folder.put("good")
    assert folder.answers(after=LOOK_EVERY) == "good"
    assert folder.current.refused is None


def test_the_first_file_put_back_is_no_longer_refused(folder: Folder) -> None:
    """It is the one that answers, so it need not be opened."""
    aside = folder.path.with_name("aside")
    folder.path.rename(aside)
    assert folder.answers(after=LOOK_EVERY) == "first"
    assert folder.current.refused == "cannot be read"
    aside.rename(folder.path)
    assert folder.answers(after=LOOK_EVERY) == "first"
    assert folder.current.refused is None


def test_while_one_opens_the_new_file_the_others_go_on_with_the_old(tmp_path: Path) -> None:
    """Nobody waits, and nobody opens it a second time."""
    begun, go_on, now, opened = threading.Event(), threading.Event(), [0.0], [0]

    def slowly() -> Text:
        opened[0] += 1
        if opened[0] > 1:
            begun.set()
            assert go_on.wait(timeout=30)
        return Text(path.read_text(), Mark.of(path.stat()))

    path = tmp_path / "file"
    path.write_text("first")
    current = Current(path, slowly(), slowly, lambda: now[0])
    path.with_name("draft").write_text("second")
    path.with_name("draft").replace(path)
    now[0] += LOOK_EVERY
    found: list[str] = []
    opener = threading.Thread(target=lambda: found.append(current.get().dataset_version))
    opener.start()
    assert begun.wait(timeout=30)
    now[0] += LOOK_EVERY
    assert current.get().dataset_version == "first"
    go_on.set()
    opener.join()
    assert (found, opened) == (["second"], [2])
    assert current.get().dataset_version == "second"


def test_data_that_nobody_asks_any_more_is_let_go_at_once(database: Path, tmp_path: Path) -> None:
    """Its file and its memory too, without the collector, which a worker runs seldom."""
    path = Path(shutil.copy(database, tmp_path / "served.db"))
    file = path.stat()
    repository = Repository(Dataset(path))
    assert repository.record("gallium") is repository.record("gallium")
    assert repository.mineral_of("gallium") is repository.mineral_of("gallium")
    left = weakref.ref(repository.dataset)
    assert held_open(file) == 2  # the file itself, and the connection of this thread
    gc.disable()
    try:
        del repository
        assert left() is None
        assert held_open(file) == 0
    finally:
        gc.enable()


def test_a_thread_that_comes_after_the_replacement_reads_what_was_opened(database: Path, tmp_path: Path) -> None:
    """From a copy of the file that is still held, which nobody can write to either."""
    path = Path(shutil.copy(database, tmp_path / "served.db"))
    dataset = Dataset(path)
    named(database, path, "other")
    path.unlink()
    found: list[str] = []

    def ask() -> None:
        found.append(dataset.one("SELECT value FROM meta WHERE key = 'dataset_version'")[0])
        with pytest.raises(Exception, match="readonly"):
            dataset.all("DELETE FROM meta")

    asker = threading.Thread(target=ask)
    asker.start()
    asker.join()
    assert found == [dataset.version]
