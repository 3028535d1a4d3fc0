"""The real command, run as a user runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "sanitize"]
NOWHERE = Path(sys.executable).parent
"""A folder without a checkout: the installed package is run."""


def environment(**changes: str) -> dict[str, str]:
    """Return the environment without what would change how the command looks."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "PYTHONPATH")}
    return kept | changes


def run(
    *arguments: str | bytes | Path, stdin: bytes = b"", cwd: Path = NOWHERE, **changes: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command and return what came of it; a traceback is a failure whatever the test looks at."""
    done = subprocess.run(
        [*COMMAND, *map(os.fsdecode, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=environment(**changes),
        timeout=300,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def listen() -> None:
    """Let the command hear the signals that whoever runs the tests (a shell's background, nohup) ignores."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(*arguments: str | Path, **options: object) -> subprocess.Popen[bytes]:
    """Start the command, for tests that talk to it."""
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    if os.name == "posix":
        streams.setdefault("preexec_fn", listen)
    return subprocess.Popen([*COMMAND, *map(os.fsdecode, arguments)], cwd=NOWHERE, env=environment(), **streams)
