"""How a command fails for a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click


def told(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what can go wrong for a person into messages on standard error and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except Exception as error:
            raise _for_a_person(error) from error

    return run


def _for_a_person(error: Exception) -> Exception:
    """The message, or ``error`` itself where it is a fault of ours or click's own."""
    # A command that ends well needs none of these, and `serve` would wait for them.
    from service import client  # noqa: PLC0415 - as said
    from service.build.database import CannotWrite  # noqa: PLC0415 - as said
    from service.build.reading import SeedErrors  # noqa: PLC0415 - as said
    from service.settings import SettingsError  # noqa: PLC0415 - as said
    from service.store.dataset import UnusableDatabase  # noqa: PLC0415 - as said

    if isinstance(error, SeedErrors):
        for problem in error.problems:
            click.echo(str(problem), err=True)
    if isinstance(error, SeedErrors | SettingsError | UnusableDatabase | CannotWrite | client.Refused):
        return click.ClickException(str(error))
    return error
