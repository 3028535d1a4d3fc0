"""What a project has settled: the table ``[tool.sanitize]`` of the nearest ``pyproject.toml``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sanitize.cli.console import Trouble, shown

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_OPTIONS = {
    "preset": "preset",
    "set": "kinds",
    "mojibake": "mojibake",
    "exclude": "exclude",
    "baseline": "baseline",
    "reports": "reports",
}
"""The keys of the table, and the parameters of the command that they are defaults of."""


def defaults(command: click.Command) -> dict[str, Any]:
    """Return the defaults that the project has for a command's options, from the folder we are in or the nearest above.

    ``preset``, ``mojibake`` and ``baseline`` are strings (``baseline`` is a path from the file's folder), ``reports`` is a boolean, ``exclude``
    a list of patterns, ``set`` a table of kinds and actions.
    """
    path = next(
        (at / "pyproject.toml" for at in (Path.cwd(), *Path.cwd().parents) if (at / "pyproject.toml").is_file()), None
    )
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            table = tomllib.load(file).get("tool", {}).get("sanitize", {})
    except OSError as error:
        raise Trouble(f"{shown(str(path))}: {error.strerror or error}", is_final=True) from None
    except tomllib.TOMLDecodeError as error:
        raise Trouble(f"{shown(str(path))}: {error}", is_final=True) from None
    return _checked(table, path, {parameter.name for parameter in command.params})


def _checked(table: object, path: Path, known: set[str | None]) -> dict[str, Any]:
    """Return the table as options are given, or say what is wrong with it."""

    def wrong(said: str) -> Trouble:
        return Trouble(f"{shown(str(path))}: [tool.sanitize]: {said}", is_final=True)

    if not isinstance(table, dict):
        raise wrong("must be a table")
    result: dict[str, Any] = {}
    for key, value in table.items():
        name = _OPTIONS.get(key)
        if name not in known:
            raise wrong(f"unknown key {shown(key[:40])!r}: choose one of {', '.join(_OPTIONS)}")
        if key == "set":
            if not isinstance(value, dict) or not all(isinstance(action, str) for action in value.values()):
                raise wrong("set must be a table of kinds and actions")
            result["kinds"] = [f"{kind}={action}" for kind, action in value.items()]
            continue
        if key == "exclude":
            if not isinstance(value, list) or not all(isinstance(pattern, str) for pattern in value):
                raise wrong("exclude must be a list of patterns")
        elif not isinstance(value, bool if key == "reports" else str):
            raise wrong(f"{key} must be a {'boolean' if key == 'reports' else 'string'}")
        result[str(name)] = str(path.parent / value) if key == "baseline" else value
    return result
