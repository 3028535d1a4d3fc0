"""The ways of hiding that the leak benchmark tries: a reader does not see which choice was made."""

from __future__ import annotations

from .base import GROUPS, HIDDEN, RESEMBLING, SACRED, Channel, Site, hide
from .forms import forms
from .letters import homoglyphs
from .marks import symbols
from .tables import inserted, swapped

__all__ = ["CHANNELS", "GROUPS", "HIDDEN", "RESEMBLING", "SACRED", "Channel", "Site", "hide"]

CHANNELS: tuple[Channel, ...] = (
    *inserted(),
    *swapped(),
    *forms(),
    *symbols(),
    *homoglyphs(),
    *swapped("limits.tsv", SACRED),
    *swapped("resembling.tsv", RESEMBLING),
)
