"""Annotations as GitHub's workflow commands: one line a finding, shown beside the line of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanitize._views.places import At, after
from sanitize._views.words import carried, said, sentence

if TYPE_CHECKING:
    from sanitize._hidden import Payload
    from sanitize._report import Finding


def annotation(name: str, found: Finding[Any], at: At) -> str:
    """Return a finding as a warning, or a notice where the text stays."""
    level = "notice" if found.replacement is None else "warning"
    line, column, *_ = at
    end_line, end_column = after(line, column, found.text)
    where = f"line={line},endLine={end_line}" + (f",col={column},endColumn={end_column}" if line == end_line else "")
    return f"::{level} file={_property(name)},{where},title={_property(found.kind)}::{_data(sentence(found))}\n"


def hidden(name: str, found: Payload, at: At) -> str:
    """Return a payload as an error."""
    says = said(found)
    message = carried(found) + (f": {says}" if says else "")
    return f"::error file={_property(name)},line={at.line},title=hidden text::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
