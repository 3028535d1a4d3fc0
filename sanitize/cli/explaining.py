"""The command ``explain``: what characters are, what they look like, and what the presets do with them."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from sanitize._views.visible import NAMES, is_seen, visible
from sanitize.cli.console import Console

if TYPE_CHECKING:
    from sanitize import CodePoint

_CODE = re.compile(r"(?:[uU]\+|0[xX]|\\[xuU]\{?|&#[xX])([0-9A-Fa-f]{1,6})[};]?")
_MOST = 100
"""Characters explained at once."""
_MEANT = 18
"""Characters of what one means that are listed: the longest mapping has so many."""
_SHOWN = 6
"""Look-alikes listed."""


@click.command(epilog="Exit codes: 0 done, 2 usage.", short_help="Say what characters are and what becomes of them.")
@click.argument("chars", nargs=-1, required=True, metavar="U+202E|CHARS...")
@click.pass_obj
def explain(console: Console, chars: tuple[str, ...]) -> int:
    """Say what characters are, what looks like them, and what the presets do with them.

    Each argument is a code point (U+202E, 0x202E, \\u202e) or text, whose characters are explained one by one. How
    they are treated is told for a place between two letters.
    """
    points = [*dict.fromkeys(cp for chars_ in chars for cp in _points(chars_))]
    columns = shutil.get_terminal_size().columns
    for cp in points[:_MOST]:
        console.text(_explained(console, cp, columns))
    if len(points) > _MOST:
        console.text(f"... and {len(points) - _MOST:,} more\n")
    return 0


def _points(argument: str) -> Iterator[int]:
    """Yield the code points that an argument names, or holds."""
    parts = re.split(r"[\s,]+", argument.strip())
    codes = [_CODE.fullmatch(part) for part in parts]
    if argument.strip() and all(codes):
        for part, code in zip(parts, codes, strict=True):
            cp = int(code[1], 16) if code else 0
            if cp > 0x10FFFF:
                raise click.BadParameter(f"{part[:20]!r} is beyond U+10FFFF, the last code point")
            yield cp
    else:
        yield from map(ord, argument)


def _explained(console: Console, cp: int, columns: int) -> str:
    """Return a character's paragraph."""
    from sanitize._explain import explain as explained

    known = explained(cp)
    char = chr(cp)
    glyph = f"  {visible(char)}" if is_seen(char) and char not in NAMES else ""
    lines = [console.style(str(known.point), bold=True) + glyph]
    since = f", since Unicode {known.age}" if known.age else ""
    rows = [
        ("what", f"{known.category}{since}"),
        ("where", ", ".join(part for part in (known.block, f"script {' and '.join(known.scripts)}") if part)),
        ("in names", "allowed" if known.allowed else f"restricted: {known.identifier_type}"),
    ]
    if known.compatible:
        rows.append(("means", " + ".join(f"{point}{_glyph(point.cp)}" for point in known.compatible[:_MEANT])))
    if known.alike or known.prototype:
        rows += _alike([*known.alike] or [*known.prototype])
    treated: dict[str, list[str]] = {}
    for treatment in known.treatments:
        treated.setdefault(_done(treatment.made, treatment.kind, treatment.reason), []).append(treatment.preset)
    rows += (("treated", f"{', '.join(presets)}: {done}") for done, presets in treated.items())
    rows.append(("written", _written(cp)))
    before = ""
    for name, words in rows:
        body = textwrap.wrap(words, max(columns - 15, 24), break_on_hyphens=False, break_long_words=False) or [""]
        lines += (f"  {name if not at and name != before else '':<11} {part}" for at, part in enumerate(body))
        before = name
    return "\n".join(lines) + "\n\n"


def _glyph(cp: int) -> str:
    return f" {visible(chr(cp))}" if is_seen(chr(cp)) and not chr(cp).isspace() else ""


def _alike(points: Sequence[CodePoint]) -> Iterator[tuple[str, str]]:
    """Yield the rows of what looks the same."""
    for point in points[:_SHOWN]:
        yield "looks like", f"{point}{_glyph(point.cp)}"
    if len(points) > _SHOWN:
        yield "looks like", f"and {len(points) - _SHOWN:,} more"


def _done(made: str | None, kind: str | None, reason: str) -> str:
    """Return what a preset does, between two letters."""
    if kind is None:
        return "stays"
    if made is None:
        return f"stays, reported as {kind}: {reason}"
    return f"{'removed' if not made else f'becomes {NAMES.get(made, visible(made))}'} ({kind}: {reason})"


def _written(cp: int) -> str:
    """Return how a code point is written in files and in source code."""
    escape = f"\\u{cp:04x}" if cp < 0x10000 else f"\\U{cp:08x}"
    if 0xD800 <= cp <= 0xDFFF:
        return f"{escape}; in no file: UTF-8 has no form for it"
    char = chr(cp)
    return f"UTF-8 {char.encode().hex(' ').upper()}, UTF-16 {char.encode('utf-16-be').hex(' ', 2).upper()}, {escape}, &#x{cp:X};"
