"""The command and its parts; what they do is in the library."""

from __future__ import annotations

import click

import sanitize
from sanitize.cli.checking import check
from sanitize.cli.cleaning import clean
from sanitize.cli.comparing import compare, diff
from sanitize.cli.config import defaults
from sanitize.cli.explaining import explain
from sanitize.cli.inspecting import inspect_files
from sanitize.cli.job import EPILOG

_VERSION = f"%(prog)s {sanitize.__version__} (Unicode {sanitize.UNICODE_VERSION}, {sanitize.backend()} core)"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG)
@click.version_option(sanitize.__version__, message=_VERSION)
@click.pass_context
def app(context: click.Context) -> None:
    """Make text that looks the same the same: confusable and invisible characters found, explained and folded."""
    if context.invoked_subcommand == "check":
        context.default_map = {"check": defaults(check)}


for one in (clean, check, inspect_files, diff, compare, explain):
    app.add_command(one)
