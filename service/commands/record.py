"""``export-controls build-db``, ``check-sources`` and ``openapi``: what is made of the record, and what it lacks."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from service.app import create_app, routes
from service.build.database import build, load_seed
from service.commands.told import told
from service.contract import recorded
from service.domain.hygiene import Concern, tasks
from service.settings import Settings
from service.store.dataset import Dataset
from service.store.upkeep import shelf


@click.command("build-db")
@click.option(
    "--seed", type=click.Path(path_type=Path), help="Folder of seed data; by default EXPORT_CONTROLS_SEED_DATA."
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write; by default EXPORT_CONTROLS_DATABASE.")
@click.option("--check", is_flag=True, help="Only validate the seed data.")
@told
def build_db(seed: Path | None, out: Path | None, check: bool) -> None:
    """Build the database from the seed data; all problems are told at once and nothing is replaced by a bad build."""
    settings = Settings.from_env(os.environ)
    root = seed or settings.seed_data
    if check:
        click.echo(f"{root}: sound, dataset {load_seed(root).version()}")
        return
    target = out or settings.database
    click.echo(f"{target}: built, dataset {build(root, target)}")


@click.command("check-sources")
@click.option("--database", type=click.Path(path_type=Path), help="Database file; by default EXPORT_CONTROLS_DATABASE.")
@click.option(
    "--days",
    type=click.IntRange(min=0, max=36_500),
    default=90,
    show_default=True,
    help="How old a review may be, and how near an end.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to look from; today by default.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@told
def check_sources(database: Path | None, days: int, as_of: datetime | None, shape: str) -> None:
    """Tell what an editor should look at next: ends that come near, old reviews, unverified and single-source facts.

    As text a row a task, tab-separated: concern, day or -, id, detail.
    """
    settings = Settings.from_env(os.environ)
    dataset = Dataset(database or settings.database)
    today = as_of.date() if as_of else settings.today or datetime.now(settings.timezone).date()
    found = tasks(shelf(dataset), today, days)
    if shape == "json":
        rows = [{"concern": t.concern, "id": t.id, "on": t.on and t.on.isoformat(), "detail": t.detail} for t in found]
        counts = {concern: sum(t.concern is concern for t in found) for concern in Concern}
        report = {"as_of": today.isoformat(), "days": days, "dataset": dataset.version, "counts": counts, "tasks": rows}
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    for task in found:
        click.echo("\t".join([task.concern, task.on.isoformat() if task.on else "-", task.id, task.detail]))


@click.command()
@click.option("--renew", is_flag=True, help="First ask the seed data here for every example anew (in a checkout).")
@told
def openapi(renew: bool) -> None:
    """Print the contract as YAML. Its examples are kept beside the code, so no database is needed."""
    if renew:
        with TemporaryDirectory() as folder:
            database = Path(folder) / "record.db"
            build(Settings.from_env(os.environ).seed_data, database)
            recorded.keep(recorded.record(create_app(Settings(database=database), now=lambda: recorded.NOW)))
    click.echo(routes().extensions["contract"].yaml, nl=False)
