"""``export-controls status`` and ``screen``: answers from the database here or a service that runs."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from service import client
from service.app import create_app
from service.commands.told import told
from service.domain.screening import Outcome
from service.http.screenings import as_table
from service.settings import Settings

GATE = 3
"""The exit code of a screening that holds an outcome which the caller wanted to be told of."""
_COLOURS = {
    Outcome.BLOCKED: "red",
    Outcome.ACTION_REQUIRED: "yellow",
    Outcome.CHECK: "yellow",
    Outcome.NO_CONTROL_FOUND: "green",
    Outcome.NOT_RECOGNISED: "magenta",
    Outcome.INVALID: "magenta",
}


@click.command()
@click.argument("mineral")
@click.option("--as-of", help="The day in law, YYYY-MM-DD; today by default.")
@click.option("--known-at", help="Only what was published by this day counts.")
@click.option("--origin", help="Exporting jurisdiction, such as CN.")
@click.option("--destination", help="Importing jurisdiction, such as DE.")
@click.option("--end-use", help="civil or military.")
@click.option("--form", help="A form, such as oxide.")
@click.option("--movement", help="export or reexport.")
@click.option("--format", help="text (by default), csv or json.", default="text")
@told
def status(mineral: str, **asked: str | None) -> None:
    """Tell the control status of MINERAL from the database, without a server: the answer that the service gives."""
    app = create_app(_own(Settings.from_env(os.environ)))
    query = {name: value for name, value in asked.items() if value is not None}
    with app.test_request_context(f"/v1/minerals/{quote(mineral, safe='')}/status", query_string=query):
        response = app.full_dispatch_request()
    if response.status_code >= 400:
        raise click.ClickException(response.get_data(as_text=True).strip())
    click.echo(response.get_data(as_text=True), nl=not response.get_data().endswith(b"\n"))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", help="Ask the service at this address; by default the database here answers.")
@click.option("--key-file", type=click.Path(path_type=Path), help="With --url: a file that holds the access key.")
@click.option("--database", type=click.Path(path_type=Path), help="Database file; by default EXPORT_CONTROLS_DATABASE.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here (.csv, .json or .ndjson).")
@click.option("--origin", help="For lines without one: exporting jurisdiction.")
@click.option("--destination", help="For lines without one: importing jurisdiction.")
@click.option("--end-use", help="For lines without one: civil or military.")
@click.option("--form", help="For lines without one: a form, such as oxide.")
@click.option("--movement", help="For lines without one: export or reexport.")
@click.option("--date", help="For lines without one: the day in law, YYYY-MM-DD; today by default.")
@click.option("--end-user", help="For lines without one: the buyer, compared with the lists of parties.")
@click.option("--fail-on", default="", help=f"Exit with {GATE} on any of these outcomes, parted by commas.")
@told
def screen(
    *,
    file: Path,
    url: str | None,
    key_file: Path | None,
    database: Path | None,
    out: Path | None,
    fail_on: str,
    **said: str | None,
) -> None:
    """Screen the parts list FILE (a table or JSON), line by line, and write the results as CSV or JSON.

    Without --out the table goes to standard output and the totals to standard error.
    """
    gate = {word for word in fail_on.split(",") if word}
    if unknown := gate - set(Outcome):
        raise click.BadParameter(f"no outcome is called {', '.join(sorted(unknown))}", param_hint="--fail-on")
    if out is not None and out.suffix not in (".csv", ".json", ".ndjson"):
        raise click.BadParameter("the file ends in .csv, .json or .ndjson", param_hint="--out")
    if out is not None and out.resolve() == file.resolve():
        raise click.BadParameter("that is the list itself, which would be lost", param_hint="--out")
    if key_file is not None and url is None:
        raise click.BadParameter("is for a service that runs: give its address by --url", param_hint="--key-file")
    settings = _own(Settings.from_env(os.environ))
    if url:
        post = client.at(url, client.key_in(key_file) if key_file else None)
    else:
        post = client.here(create_app(replace(settings, database=database or settings.database)))
    columns, parts = client.batches(file)
    defaults = {name: value for name, value in said.items() if value is not None}
    lines: list[dict[str, Any]] = []
    dataset: dict[str, Any] | None = None
    total = sum(len(places) for places, _, _ in parts)
    with click.progressbar(length=total, label="screening", file=sys.stderr) as bar:
        for some, told in client.results(parts, post, defaults):
            lines.extend(some)
            bar.update(len(some))
            dataset = told["dataset"]
    totals = Counter(line["outcome"] for line in lines)
    around = {"totals": {str(outcome): totals[outcome] for outcome in Outcome}, "dataset": dataset}
    written = _as_file(columns, lines, around, out.suffix if out else ".csv")
    if out is not None:
        out.write_bytes(written)
    else:
        click.echo(written.decode("utf-8-sig"), nl=False)
    for outcome in Outcome:
        if totals[outcome]:
            click.echo(click.style(f"{totals[outcome]:>7} {outcome}", fg=_COLOURS[outcome]), err=True)
    if any(totals[outcome] for outcome in gate):
        sys.exit(GATE)


def _own(settings: Settings) -> Settings:
    """The settings for answering oneself: whoever runs this command has the data, and needs no key and no share."""
    return replace(settings, api_keys_file=None, rate_limit=None)


def _as_file(columns: Sequence[str], lines: list[dict[str, Any]], around: dict[str, Any], ending: str) -> bytes:
    if ending == ".csv":
        return as_table(columns, lines)
    if ending == ".ndjson":
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    return (json.dumps({"lines": lines, **around}, ensure_ascii=False, indent=2) + "\n").encode()
