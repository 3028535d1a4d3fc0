"""Text that looks the same to a reader is made the same for a machine.

>>> import sanitize
>>> sanitize.clean("Today\\u2019s date is 2026\\u221507\\u221503.")
"Today's date is 2026/07/03."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanitize._api import clean, clean_bytes, clean_many, confusable, inspect, is_clean, skeleton
from sanitize._backend import backend, core
from sanitize._kinds import ACTIONS, KINDS
from sanitize._policy import PRESETS, Policy
from sanitize._stream import Stream
from sanitize._version import __version__

if TYPE_CHECKING:
    from sanitize._report import CodePoint, Edit, Finding, Report

UNICODE_VERSION: str = core.UNICODE_VERSION
"""The version of Unicode that every decision is made by."""

__all__ = [
    "ACTIONS",
    "KINDS",
    "PRESETS",
    "UNICODE_VERSION",
    "CodePoint",
    "Edit",
    "Finding",
    "Policy",
    "Report",
    "Stream",
    "__version__",
    "backend",
    "clean",
    "clean_bytes",
    "clean_many",
    "confusable",
    "inspect",
    "is_clean",
    "skeleton",
]


def __getattr__(name: str) -> object:
    """Load the report's classes when they are first asked for: importing stays quick."""
    if name in ("CodePoint", "Edit", "Finding", "Report"):
        from sanitize import _report

        return getattr(_report, name)
    raise AttributeError(f"module 'sanitize' has no attribute {name!r}")
