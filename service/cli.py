"""The console script ``export-controls``: the commands by name, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = {
    "build-db": "service.commands.record",
    "check-sources": "service.commands.record",
    "data": "service.commands.data",
    "openapi": "service.commands.record",
    "screen": "service.commands.answers",
    "serve": "service.commands.serve",
    "status": "service.commands.answers",
}
"""Where each is. All at once they take several times as long as the start of a server."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = getattr(import_module(_COMMANDS[cmd_name]), cmd_name.replace("-", "_"))
        return found


@click.group(cls=_Commands)
@click.version_option(package_name="export-controls-service")
def main() -> None:
    """The lookup service for mineral export controls."""
