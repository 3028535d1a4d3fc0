"""For mkdocstrings: the examples of a docstring are code, wherever they stand in it."""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"(?:^|(?<=\n\n))( *)>>> .*?(?=\n *\n|\Z)", re.DOTALL)


class Doctests(griffe.Extension):
    """Puts fences around what doctest would run."""

    def on_object(self, *, obj: griffe.Object, **_kwargs: Any) -> None:
        """Mark the examples of one object's docstring."""
        if obj.docstring:
            obj.docstring.value = _EXAMPLE.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)
