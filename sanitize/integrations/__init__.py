"""Faces of the library for others, each imported by itself: they need what they are faces for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Say which extra brings the packages that are imported within."""
    try:
        yield
    except ImportError as error:
        package = (error.name or "a package").partition(".")[0]
        raise ImportError(f"{package} is needed here: pip install 'sanitize-text[{extra}]'", name=package) from error
