"""The seam: the one place that knows which core serves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from types import ModuleType

_CHOICES = ("", "native", "reference")


def _load() -> tuple[ModuleType, Literal["native", "reference"]]:
    """Return the core that serves: native where it can be imported, unless SANITIZE_BACKEND says otherwise."""
    wanted = os.environ.get("SANITIZE_BACKEND", "")
    if wanted not in _CHOICES:
        raise ImportError(f"SANITIZE_BACKEND is {wanted[:40]!r}: choose native or reference, or leave it unset")
    if wanted != "reference":
        try:
            from sanitize import _core
        except ImportError:
            if wanted == "native":
                raise
        else:
            return _core, "native"
    from sanitize import _reference

    return _reference, "reference"


core, _NAME = _load()


def backend() -> Literal["native", "reference"]:
    """Return the name of the core that serves: ``"native"`` (Rust) or ``"reference"`` (Python).

    Both give the same answer on every input; they differ in speed. The environment variable
    ``SANITIZE_BACKEND`` asks for one of them.

    >>> import sanitize
    >>> sanitize.backend() in ("native", "reference")
    True
    """
    return _NAME
