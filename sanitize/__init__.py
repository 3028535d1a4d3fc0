"""Text that looks the same to a reader is made the same for a machine."""

from sanitize._version import __version__

__all__ = ["__version__"]
