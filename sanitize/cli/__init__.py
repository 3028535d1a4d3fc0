"""The command ``sanitize``."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

INTERRUPTED, PIPE_CLOSED = 130, 141
"""What a shell shows for a command that SIGINT or SIGPIPE ended."""
_COMPLETE = "_SANITIZE_COMPLETE"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 clean, 1 findings, 2 usage or I/O.

    Nothing ends in a traceback: a closed pipe (141), Ctrl-C (130) and SIGTERM (143) end quietly, other
    trouble in one line. Whatever ends it, a file is written whole or not at all.
    """
    try:
        _stop_on_signals()
        return _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(argv: list[str]) -> int:
    """Run a command and say its trouble in one line."""
    import click

    from sanitize.cli.app import app
    from sanitize.cli.console import ClosedPipe, Console, Trouble, shown

    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(app, {}, "sanitize", _COMPLETE, instruction)
    console = Console()
    try:
        # Not `app.main`: it makes exit code 1, which here means findings, of a closed pipe.
        with app.make_context("sanitize", argv, obj=console) as context:
            code = int(app.invoke(context) or 0)
        console.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        context_of = getattr(error, "ctx", None)
        command = context_of.command_path if context_of else "sanitize"
        console.error(f"{command}: {shown(error.format_message()).rstrip('.')}. Try: {command} --help")
        return 2
    except Trouble as trouble:
        console.error(f"sanitize: {trouble}")
        return 2
    except MemoryError:
        console.error("sanitize: not enough memory: a line, or what is found in it, is too long")
        return 2
    except (ClosedPipe, BrokenPipeError):
        console.abandon()
        return PIPE_CLOSED
    except OSError as error:  # from what click writes itself: help and version
        console.abandon()
        console.error(f"sanitize: {error.strerror or error}")
        return 2
    except KeyboardInterrupt:
        console.clear()
        with contextlib.suppress(ClosedPipe, Trouble):
            console.flush()
        return INTERRUPTED
    return code


def _stop_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the command as Ctrl-C does: what is half-written goes."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # A program that runs us as a function keeps its own handlers; nohup's choice to ignore SIGHUP stays too.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with contextlib.suppress(ValueError):  # not the main thread: signals are not ours
                signal.signal(number, stop)
