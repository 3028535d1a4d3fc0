"""The command and its parts; what they do is in the library."""

from __future__ import annotations

from importlib import import_module

import click

import sanitize
from sanitize.cli.job import EPILOG

_VERSION = f"%(prog)s {sanitize.__version__} (Unicode {sanitize.UNICODE_VERSION}, {sanitize.backend()} core)"
_COMMANDS = {
    "check": ("checking", "check"),
    "clean": ("cleaning", "clean"),
    "compare": ("comparing", "compare"),
    "diff": ("comparing", "diff"),
    "explain": ("explaining", "explain"),
    "inspect": ("inspecting", "inspect_files"),
}
"""The module of each command, and its name there."""


class _Commands(click.Group):
    """Loads a command when it is asked for: who cleans many small files does not wait for what the others need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"sanitize.cli.{module}"), name)
        return command


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG
)
@click.version_option(sanitize.__version__, message=_VERSION)
@click.pass_context
def app(context: click.Context) -> None:
    """Make text that looks the same the same: confusable and invisible characters found, explained and folded."""
    if context.invoked_subcommand == "check":
        from sanitize.cli.checking import check
        from sanitize.cli.config import defaults

        context.default_map = {"check": defaults(check)}
