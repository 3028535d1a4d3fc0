"""The ways of hiding that the leak benchmark tries: a reader does not see which choice was made.

Most are rows of data: a new piece that is put in goes to data/inserts.tsv, a new pair of spellings to data/swaps.tsv, in
words that places.py defines. What needs code is in letters (homoglyphs), forms (normalization) and marks (emoji, bidi).
"""

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
