"""One self-contained page: what was found, line by line, to be read without scripts; nothing of the text is markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from sanitize._views.places import Places
from sanitize._views.style import STYLE
from sanitize._views.together import named, together
from sanitize._views.visible import UNSEEN, cells, decoded, numbers, plural, safe, visible
from sanitize._views.words import becomes, bits, carried, chosen, said

if TYPE_CHECKING:
    from sanitize._hidden import Channel, Payload
    from sanitize._report import Finding, Report

SHOWN = 1000
"""Findings of a text that are shown."""
_CHOICES = 20
"""Choices among what looks the same that are listed."""
_AROUND = 80
"""Characters of a line that are shown beside a finding."""
_REACH = 400
"""Bytes or characters of a line that are looked at beside a finding."""


def page(report: Report[Any], title: str) -> str:
    """Return the page of one report."""
    lines = Lines()
    for line, _, found, count in together(Places().through(report), report.original):
        lines.add(report.original, line, found, count)
    known = Known(report.counts, report.hidden, report.choices, report.capacity)
    return opening(title) + section(title, lines, known) + CLOSING


def opening(title: str) -> str:
    """Return the page up to its first section."""
    name = escape(safe(title))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )


CLOSING = "</main>\n</body>\n</html>\n"


class Lines:
    """The lines that something was found on, as markup; the first thousand findings."""

    def __init__(self) -> None:
        self.listed = 0
        self._done: list[str] = []
        self._line = 0
        self._found: list[Finding[Any]] = []
        self._text: str | bytes = ""

    @property
    def is_full(self) -> bool:
        """Whether no more findings are shown."""
        return self.listed >= SHOWN

    def add(self, text: str | bytes, line: int, found: Finding[Any], count: int = 1) -> None:
        """Take the next finding, on a line of a text."""
        if self.is_full:
            return
        if line != self._line or text is not self._text:
            self._flush()
        self._line, self._text = line, text
        self._found.append(found)
        self.listed += count

    def markup(self) -> str:
        """Return all lines."""
        self._flush()
        return "".join(self._done)

    def _flush(self) -> None:
        if not self._found:
            return
        shown = "".join(self._marked())
        notes = "".join(
            f'<li><span class="what">{escape(what)}</span>{_times(count)} <span class="becomes">{escape(made)}</span> '
            f'<span class="why">{escape(why)}</span></li>'
            for (what, made, why), count in Counter(
                (named(found), becomes(found), found.reason) for found in self._found
            ).items()
        )
        self._done.append(
            f'<li><span class="number">{self._line:,}</span><div class="line"><pre dir="auto">{shown}</pre>'
            f'<ul class="notes">{notes}</ul></div></li>\n'
        )
        self._found = []

    def _marked(self) -> Iterator[str]:
        """Yield the line in pieces, with what was found marked."""
        text = self._text
        feed: Any = "\n" if isinstance(text, str) else b"\n"
        first, last = self._found[0], self._found[-1]
        begin = text.rfind(feed, max(0, first.start - _REACH), first.start) + 1 or max(0, first.start - _REACH)
        yield _plain(text[begin : first.start], start=False, cut=begin == first.start - _REACH)
        for found, after in zip(self._found, [*self._found[1:], None], strict=True):
            shown = numbers(found.text) if found.kind.split(", ")[0] in UNSEEN else visible(found.text)
            style = ("unseen" if found.kind.split(", ")[0] in UNSEEN else "alike") + (
                " kept" if found.replacement is None else ""
            )
            yield f'<mark class="{style}" dir="ltr" title="{escape(named(found))}">{escape(shown)}</mark>'
            if after:
                yield _plain(text[found.end : after.start])
        if feed not in last.text:
            stop = text.find(feed, last.end, last.end + _REACH)
            cut = stop < 0 and len(text) > last.end + _REACH
            yield _plain(text[last.end : stop if stop >= 0 else last.end + _REACH], end=False, cut=cut)


def _times(count: int) -> str:
    return f' <span class="times">{count:,} times</span>' if count > 1 else ""


def _plain(text: str | bytes, *, start: bool = True, end: bool = True, cut: bool = False) -> str:
    """Return text beside findings: its start, its end or both, the rest of a long one left out."""
    if len(text) <= 2 * _REACH:
        shown = cells(decoded(text).replace("\t", " "))
        if len(shown) <= _AROUND * (start + end) and not cut:
            return escape("".join(shown))
        head, tail = shown, shown
    else:
        head, tail = (cells(decoded(part).replace("\t", " ")) for part in (text[:_REACH], text[-_REACH:]))
    return escape("".join([*(head[:_AROUND] if start else ()), " ... ", *(tail[-_AROUND:] if end else ())]))


class Known(NamedTuple):
    """What is known of a text beside its lines."""

    counts: Mapping[str, int]
    hidden: Sequence[Payload]
    choices: Sequence[Channel]
    capacity: float


def section(name: str, lines: Lines, known: Known) -> str:
    """Return what was found in one text."""
    total = sum(known.counts.values())
    payloads = "".join(map(_payload, known.hidden))
    forms = "".join(f"<li>{escape(chosen(channel))}</li>" for channel in known.choices[:_CHOICES])
    parts = [f"<section>\n<h1>{escape(safe(name))}</h1>\n"]
    summary = plural(total, "finding") if total else "Nothing found: the text is clean"
    if total and known.capacity:
        summary += f"; what is hidden and chosen could carry {bits(known.capacity)}"
    parts.append(f'<p class="summary">{summary}.</p>\n')
    if total:
        rows = "".join(f"<li><b>{number:,}</b> {escape(kind)}</li>" for kind, number in known.counts.items())
        parts.append(f'<ul class="counts">{rows}</ul>\n')
    if payloads:
        parts.append(f'<h2>What the hidden text says</h2>\n<ul class="payloads">{payloads}</ul>\n')
    if forms:
        parts.append(f'<h2>Choices among what looks the same</h2>\n<ul class="choices">{forms}</ul>\n')
    if total:
        parts.append(f'<h2>Line by line</h2>\n<ol class="lines">\n{lines.markup()}</ol>\n')
        if total > lines.listed:
            parts.append(f"<p>{total - lines.listed:,} more findings are not shown.</p>\n")
    return "".join([*parts, "</section>\n"])


def _payload(found: Payload) -> str:
    """Return a payload, and what is inside it."""
    says = said(found)
    text = f'<blockquote dir="auto">{escape(says)}</blockquote>' if says else ""
    inner = f'<ul class="payloads">{"".join(map(_payload, found.inner))}</ul>' if found.inner else ""
    return f'<li class="{found.confidence}"><p>{escape(carried(found))}</p>{text}{inner}</li>'
