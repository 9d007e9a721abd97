"""How a command fails for a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from service import client
from service.build.database import CannotWrite
from service.build.reading import SeedErrors
from service.settings import SettingsError
from service.store.dataset import UnusableDatabase


def told(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what can go wrong for a person into messages on standard error and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except SeedErrors as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            raise click.ClickException(str(error)) from error
        except (SettingsError, UnusableDatabase, CannotWrite, client.Refused) as error:
            raise click.ClickException(str(error)) from error

    return run
