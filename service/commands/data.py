"""``export-controls data``: what is done with whole editions of the record."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import click

from service.build.database import build
from service.commands.told import told
from service.domain.editions import Edition, compare
from service.report import as_json, as_markdown, as_text
from service.store.dataset import Dataset, UnusableDatabase
from service.store.entries import edition

DIFFERS = 3
"""The exit code of a comparison whose answers differ, for a caller that asked to be told so."""


@click.group()
def data() -> None:
    """Work on whole editions of the record."""


@data.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help=f"Exit with {DIFFERS} when an answer differs.")
@told
def diff(old: Path, new: Path, shape: str, exit_code: bool) -> None:
    """Tell what changes from OLD to NEW in law terms: facts by their ids, and answers by mineral, case and day.

    OLD and NEW are each a built database or a folder of seed data, which is validated and built on the way. A
    narrower case (a destination, an end use, a form) has a row only where it turns otherwise than the wider one.
    """
    found = compare(_read(old), _read(new))
    if shape == "json":
        click.echo(json.dumps(as_json.document(found), indent=2, ensure_ascii=False))
    else:
        click.echo((as_markdown if shape == "markdown" else as_text).page(found), nl=False)
    if exit_code and found.answers:
        sys.exit(DIFFERS)


def _read(path: Path) -> Edition:
    """The edition in a database file, or in one made of a seed folder for this once."""
    if not path.exists():
        raise UnusableDatabase(path, "there is neither a database nor a folder of seed data")
    if not path.is_dir():
        return edition(Dataset(path))
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "edition.db"
        build(path, made)
        return edition(Dataset(made))
