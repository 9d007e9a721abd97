"""``export-controls serve``. It becomes gunicorn, which imports what answers: this imports next to nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from service.commands.told import told
from service.settings import Settings, variable


@click.command()
@click.option("--bind", help="HOST:PORT to serve on; by default EXPORT_CONTROLS_BIND.")
@click.option("--database", type=click.Path(path_type=Path), help="Database file; by default EXPORT_CONTROLS_DATABASE.")
@click.option("--workers", type=int, help="Worker processes; by default EXPORT_CONTROLS_WORKERS.")
@told
def serve(bind: str | None, database: Path | None, workers: int | None) -> None:
    """Serve with gunicorn; builds the database first when there is none."""
    flags = {"bind": bind, "database": database, "workers": workers}
    os.environ.update({variable(name): str(value) for name, value in flags.items() if value is not None})
    settings = Settings.from_env(os.environ)
    if not settings.database.exists():
        from service.build.database import build  # noqa: PLC0415 - most starts build nothing

        if not settings.seed_data.is_dir():
            raise click.ClickException(
                f"there is neither a database at {settings.database} nor seed data at {settings.seed_data}"
            )
        click.echo(f"{settings.database}: built, dataset {build(settings.seed_data, settings.database)}", err=True)
    if settings.api_keys_file is not None:
        from service import access  # noqa: PLC0415 - it brings Flask

        access.read(settings.api_keys_file)  # what is wrong is told in a line, and not in a traceback of gunicorn's
    from gunicorn.app import wsgiapp  # noqa: PLC0415 - what is refused above needs no server

    # In this process, not in its place: an interpreter that starts anew would load click and the settings again.
    # gunicorn reads its words here whenever it reloads, and what they begin with is what it would start anew.
    program = str(Path(sys.executable).with_name("gunicorn"))
    sys.argv = [program, "-c", "python:service.gunicorn_conf", "service.app:create_app()"]
    wsgiapp.run(prog="gunicorn")
