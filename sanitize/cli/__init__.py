"""The command ``sanitize``."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 clean, 1 findings, 2 usage or I/O.

    Nothing ends in a traceback: a closed pipe and Ctrl-C end quietly, file trouble in one line.
    """
    import click

    from sanitize.cli.app import ClosedPipeError, app
    from sanitize.cli.files import fail

    try:
        code = app.main(args=argv, prog_name="sanitize", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except (BrokenPipeError, ClosedPipeError):
        # The reader has gone. What is still buffered has no one to go to either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (KeyboardInterrupt, click.Abort):
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except OSError as error:
        fail(error.filename, error)
        return 2
