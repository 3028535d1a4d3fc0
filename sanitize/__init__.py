"""Text that looks the same to a reader is made the same for a machine.

>>> import sanitize
>>> sanitize.clean("Today\\u2019s date is 2026\\u221507\\u221503.")
"Today's date is 2026/07/03."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanitize._api import clean, clean_bytes, clean_many, confusable, inspect, is_clean, skeleton
from sanitize._backend import backend, core
from sanitize._escapes import unescape
from sanitize._kinds import ACTIONS, KINDS
from sanitize._policy import PRESETS, Policy
from sanitize._stream import Stream
from sanitize._version import __version__

if TYPE_CHECKING:
    from sanitize._bidi_skeleton import bidi_skeleton
    from sanitize._compare import Comparison, Difference, compare
    from sanitize._hidden import Channel, Payload
    from sanitize._hostnames import Hostname, Label, hostname
    from sanitize._identifiers import Identifier, identifier
    from sanitize._report import CodePoint, Edit, Finding, Report
    from sanitize.integrations.pydantic_clean import Clean

UNICODE_VERSION: str = core.UNICODE_VERSION
"""The version of Unicode that every decision is made by."""

__all__ = [
    "ACTIONS",
    "KINDS",
    "PRESETS",
    "UNICODE_VERSION",
    "Channel",
    "Clean",
    "CodePoint",
    "Comparison",
    "Difference",
    "Edit",
    "Finding",
    "Hostname",
    "Identifier",
    "Label",
    "Payload",
    "Policy",
    "Report",
    "Stream",
    "__version__",
    "backend",
    "bidi_skeleton",
    "clean",
    "clean_bytes",
    "clean_many",
    "compare",
    "confusable",
    "hostname",
    "identifier",
    "inspect",
    "is_clean",
    "skeleton",
    "unescape",
]


_LATER = {
    "Channel": "_hidden",
    "Clean": "integrations.pydantic_clean",
    "Comparison": "_compare",
    "Difference": "_compare",
    "Hostname": "_hostnames",
    "Identifier": "_identifiers",
    "Label": "_hostnames",
    "Payload": "_hidden",
    "bidi_skeleton": "_bidi_skeleton",
    "hostname": "_hostnames",
    "identifier": "_identifiers",
    "compare": "_compare",
} | dict.fromkeys(("CodePoint", "Edit", "Finding", "Report"), "_report")


def __getattr__(name: str) -> object:
    """Load what not every program needs when it is first asked for: importing stays quick."""
    if name not in _LATER:
        raise AttributeError(f"module 'sanitize' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"sanitize.{_LATER[name]}"), name)
    globals()[name] = value
    return value
