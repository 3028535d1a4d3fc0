"""The words in which the data files say where a choice is not seen, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Callable

from .script import (
    EAST_ASIAN,
    INDIC,
    after,
    before,
    is_letter,
    is_mark,
    is_virama,
    joins_left,
    joins_right,
    line_at,
    script,
    scripts,
)

Place = Callable[[str, int, int], bool]
_FRAGILE = re.compile(
    r"[\u200c\u200d\ufe00-\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef\x1b]"
)


def _prev(text: str, start: int) -> str:
    return text[start - 1] if start else ""


def _next(text: str, end: int) -> str:
    return text[end] if end < len(text) else ""


def boundary(text: str, start: int, end: int) -> bool:
    """Between two clusters: nothing before or after would be torn from its base, its joiner or its emoji sequence."""
    left, right = _prev(text, start), _next(text, end)
    if not left or not right or is_mark(right) or is_virama(left):
        return False
    return not (_FRAGILE.match(left) or _FRAGILE.match(right) or (left == "\r" and right == "\n"))


def _between_letters(text: str, start: int, end: int) -> bool:
    left, right = before(text, start), _next(text, end)
    return bool(left and right) and is_letter(left) and is_letter(right)


def _between_digits(text: str, start: int, end: int) -> bool:
    return _prev(text, start).isdigit() and _next(text, end).isdigit()


def _at_word_end(text: str, _start: int, end: int) -> bool:
    return _next(text, end) in ("", " ", "\n")


def _at_word_start(text: str, start: int, _end: int) -> bool:
    return _prev(text, start) in ("", " ", "\n")


def _west(text: str, start: int, _end: int) -> bool:
    return not EAST_ASIAN & scripts(line_at(text, start)).keys()


def _east(text: str, start: int, _end: int) -> bool:
    return bool(EAST_ASIAN & scripts(line_at(text, start)).keys())


def _after_digit(text: str, start: int, _end: int) -> bool:
    return _prev(text, start).isdigit()


def _after_letter(text: str, start: int, _end: int) -> bool:
    left = before(text, start)
    return bool(left) and is_letter(left)


def _before_digit(text: str, _start: int, end: int) -> bool:
    return _next(text, end).isdigit()


def _no_mark_before(text: str, start: int, _end: int) -> bool:
    left = _prev(text, start)
    return bool(left) and not is_mark(left)


def _no_mark_after(text: str, _start: int, end: int) -> bool:
    right = _next(text, end)
    return not right or not is_mark(right)


def _next_joins(text: str, _start: int, end: int) -> bool:
    right = after(text, end)
    return bool(right) and joins_right(right)


def _next_does_not_join(text: str, start: int, end: int) -> bool:
    return not _next_joins(text, start, end) and after(text, end) not in ("\u200d", "\u0640")


def _outside_words(text: str, start: int, end: int) -> bool:
    left, right = _prev(text, start), _next(text, end)
    return not (left and is_letter(left)) and not (right and script(right) == script(text[start]) != "")


def _between_words(text: str, start: int, end: int) -> bool:
    left, right = _prev(text, start), _next(text, end)
    return bool(left and right) and not left.isspace() and not right.isspace() and not is_mark(right)


def _between_spaces(text: str, start: int, end: int) -> bool:
    return _prev(text, start) == _next(text, end) == " "


def _beside_space(text: str, start: int, end: int) -> bool:
    left, right = _prev(text, start), _next(text, end)
    return " " in (left, right) and bool(left and right) and not is_virama(left) and not is_mark(right)


def _beside_plain_space(text: str, start: int, end: int) -> bool:
    sides = before(text, start), _next(text, end)
    joining = any(side and script(side) in _JOINING_SCRIPTS for side in sides)
    return not joining and _beside_space(text, start, end) and boundary(text, start, end)


def _before_nonascii(text: str, start: int, end: int) -> bool:
    return _next(text, end) > "\u00a0" and boundary(text, start, end)


def _after_space(text: str, start: int, end: int) -> bool:
    return _prev(text, start) == " " and not is_mark(_next(text, end) or "x")


def _line_end(text: str, start: int, end: int) -> bool:
    return _prev(text, start) not in ("", " ", "\n", "\r") and _next(text, end) in ("", "\n")


def _arabic_unjoined(text: str, start: int, end: int) -> bool:
    left, right = before(text, start), _next(text, end)
    if not (left and right) or script(left) != "Arabic" or is_mark(right):
        return False
    return not joins_left(left) and _prev(text, start) not in "\u200c\u200d" and is_letter(right)


def _arabic_joined(text: str, start: int, end: int) -> bool:
    left, right = before(text, start), _next(text, end)
    return bool(left and right) and joins_left(left) and joins_right(right)


def _indic_plain(text: str, start: int, end: int) -> bool:
    left, right = _prev(text, start), _next(text, end)
    if not (left and right) or script(left) not in INDIC or script(right) not in INDIC:
        return False
    return not is_virama(left) and is_letter(right)


def _indic_final(text: str, start: int, end: int) -> bool:
    return (
        is_virama(_prev(text, start))
        and script(_prev(text, start)) in INDIC
        and _next(text, end) in ("", " ", "\n", ",", ".")
    )


def _ipa(text: str, start: int, _end: int) -> bool:
    return any("\u0250" <= char <= "\u02af" for char in line_at(text, start))


def _hawaiian(text: str, start: int, _end: int) -> bool:
    return "\u02bb" in line_at(text, start)


def _urdu(text: str, start: int, _end: int) -> bool:
    return any(char in "\u0679\u0688\u0691\u06ba\u06d2" for char in line_at(text, start))


def _alone(text: str, start: int, end: int) -> bool:
    return not (_prev(text, start).isalnum() or _next(text, end).isalnum() or is_mark(_next(text, end) or "x"))


_JOINING_SCRIPTS = frozenset({"Arabic", "Syriac", "Mongolian", "Nko", "Adlam", "Mandaic"}) | INDIC
_WORDS: dict[str, Place] = {
    "any": lambda _text, _start, _end: True,
    "boundary": boundary,
    "between-letters": _between_letters,
    "between-digits": _between_digits,
    "word-end": _at_word_end,
    "word-start": _at_word_start,
    "west": _west,
    "east": _east,
    "after-digit": _after_digit,
    "after-letter": _after_letter,
    "before-digit": _before_digit,
    "no-mark-before": _no_mark_before,
    "no-mark-after": _no_mark_after,
    "next-joins": _next_joins,
    "next-does-not-join": _next_does_not_join,
    "outside-words": _outside_words,
    "between-words": _between_words,
    "between-spaces": _between_spaces,
    "beside-space": _beside_space,
    "beside-plain-space": _beside_plain_space,
    "before-nonascii": _before_nonascii,
    "after-space": _after_space,
    "text-start": lambda text, start, _end: start == 0 and bool(text),
    "line-end": _line_end,
    "arabic-unjoined": _arabic_unjoined,
    "arabic-joined": _arabic_joined,
    "indic-plain": _indic_plain,
    "indic-final": _indic_final,
    "after-zwnj": lambda text, start, _end: _prev(text, start) == "\u200c",
    "after-zwj": lambda text, start, _end: _prev(text, start) == "\u200d",
    "ipa": _ipa,
    "hawaiian": _hawaiian,
    "urdu": _urdu,
    "alone": _alone,
    "not-box": lambda text, start, end: (
        not any("\u2500" <= side <= "\u257f" for side in (_prev(text, start), _next(text, end)))
    ),
    "no-selector-after": lambda text, _start, end: _next(text, end) not in ("\ufe0e", "\ufe0f", "\u20e3"),
    "not-vav": lambda text, start, _end: before(text, start) != "\u05d5",
}


def _scripted(word: str) -> Place:
    """Return the place named by a word with a script: between:S, after:S, before:S, beside:S, line:S, in:S."""
    kind, _, names = word.partition(":")
    wanted = frozenset(names.split(","))

    def between(text: str, start: int, end: int) -> bool:
        left, right = before(text, start), _next(text, end)
        return bool(left and right) and script(left) in wanted and script(right) in wanted and is_letter(right)

    def follows(text: str, start: int, _end: int) -> bool:
        left = before(text, start)
        return bool(left) and script(left) in wanted

    def precedes(text: str, _start: int, end: int) -> bool:
        right = _next(text, end)
        return bool(right) and script(right) in wanted

    def line(text: str, start: int, _end: int) -> bool:
        counted = scripts(line_at(text, start))
        return bool(counted) and counted.most_common(1)[0][0] in wanted and not (EAST_ASIAN - wanted) & counted.keys()

    def beside(text: str, start: int, end: int) -> bool:
        return follows(text, start, end) or precedes(text, start, end)

    return {"between": between, "after": follows, "before": precedes, "beside": beside, "line": line}[kind]


def place(words: str) -> Place:
    """Return the place that satisfies every word of a `where` field, such as ``west after-digit``."""
    parts = [_WORDS.get(word) or _scripted(word) for word in words.split()]

    def every(text: str, start: int, end: int) -> bool:
        return all(part(text, start, end) for part in parts)

    return every
