"""What every group of measurements needs: a folder, the built record, how long to measure, and files of questions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.request import urlopen

from service.build.database import build
from service.store.dataset import Dataset
from service.store.repository import Repository
from tests.benchmarks.load import Slice, ask
from tests.benchmarks.rounds import Ask, Rounds, interleaved
from tests.conftest import ROOT


@dataclass(frozen=True)
class Rig:
    """Where and how it is measured. ``smoke``: once and shortly, to see that everything runs."""

    folder: Path
    smoke: bool = False

    @cached_property
    def database(self) -> Path:
        """The record, built from the seed as every operator builds it."""
        target = self.folder / "record.db"
        build(ROOT / "seed_data", target)
        return target

    @cached_property
    def repository(self) -> Repository:
        """What is in it."""
        return Repository(Dataset(self.database))

    def times(self, count: int) -> int:
        """``count``, or one of them."""
        return 1 if self.smoke else count

    def rounds(self, asks: dict[str, Ask], count: int = 11) -> Rounds:
        """What the interleaved rounds came to."""
        return interleaved(asks, self.times(count))

    def asked(self, name: str, lines: Iterable[str]) -> Path:
        """A file of what is asked, for wrk."""
        target = self.folder / f"{name}.txt"
        target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return target

    def asking(self, address: str, name: str, lines: Iterable[str], seconds: int = 1) -> Ask:
        """Asks ``address`` these lines in turn, from the first one each time."""
        asked = self.asked(name, lines)
        return lambda: ask(address, asked, seconds=seconds)

    def asking_new(self, address: str, name: str, lines: list[str]) -> Ask:
        """Asks ``address`` lines of which none was asked before. Raises ``ValueError`` where there are not enough."""
        left = iter(lines)
        most = 12_000  # more than is answered in a second

        def asks() -> Slice:
            part = [line for line, _ in zip(left, range(most), strict=False)]
            got = ask(address, self.asked(name, part))
            if got.answers > len(part):
                raise ValueError(f"{name}: {got.answers} answers, and only {len(part)} questions were left")
            return got

        return asks


def tagged(address: str, paths: Iterable[str]) -> list[str]:
    """Each path with the validator of its answer, which a caller sends back."""
    lines = []
    for path in paths:
        with urlopen(address + path) as answer:
            lines.append(f"{path}\t{answer.headers['ETag']}")
    return lines


def body_of(address: str, path: str) -> object:
    """The answer at an address, read as JSON."""
    with urlopen(address + path) as answer:
        return json.load(answer)
