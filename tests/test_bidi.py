"""Directional controls under preset ``text``: they stay exactly where the order that a reader sees needs them (UAX #9).

Judged by another implementation of the bidirectional algorithm.
"""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

import sanitize

HEBREW, ARABIC = "\u05e9\u05dc\u05d5\u05dd", "\u0633\u0644\u0627\u0645"
LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
CONTROLS = frozenset((LRM, RLM, ALM, LRI, RLI, FSI, PDI, LRE, RLE, PDF, LRO, RLO))
MARKS = (" ", "+", "-", ".", ",", "/", "!", "%", "\u20ac", "(", ")", "[", "]")
LETTERS = ("abcdefghijklmnopqrstuvwxyz", "\u05d0\u05d1\u05d2\u05d3\u05d4\u05d5\u05d6", "\u0628\u062a\u062b\u062c\u062d\u062e", "123456789", "\u0661\u0662\u0663")  # fmt: skip


def shown(text: str) -> str:
    """Return a line as it is seen from left to right, without the controls."""
    return "".join(char for char in get_display(text) if char not in CONTROLS)


def once(tokens: list[str]) -> str:
    """Join tokens, each but a control only once: then the order of what is seen tells every place."""
    seen: set[str] = set()
    kept = []
    for token in tokens:
        if token in CONTROLS or token not in seen:
            kept.append(token)
            seen.add(token)
    return "".join(kept)


def lines(isolated: bool) -> st.SearchStrategy[str]:
    """Return lines of letters of both directions, numbers and marks; with isolates, or with brackets."""
    # The other implementation looks at the text inside an isolate for what stands before a bracket (N0).
    drawn = [*"".join(LETTERS), *(MARKS[:-4] if isolated else MARKS)]
    token = st.one_of(st.sampled_from(drawn), st.sampled_from((LRM, RLM, ALM)))
    if not isolated:
        return st.lists(token, max_size=12).map(once)

    def isolate(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
        closed = st.builds(lambda opener, text: [opener, *text, PDI], st.sampled_from((LRI, RLI, FSI)), inner)
        return st.lists(st.one_of(inner, closed), max_size=4).map(
            lambda parts: [token for part in parts for token in part]
        )

    return st.recursive(st.lists(token, max_size=8), isolate, max_leaves=6).map(once)


@pytest.mark.parametrize("isolated", [False, True])
@given(data=st.data())
def test_what_a_reader_sees_stays(data, isolated):
    line = ARABIC + data.draw(lines(isolated))
    assert shown(sanitize.clean(line, "text")) == shown(line)


@pytest.mark.parametrize("isolated", [False, True])
@given(data=st.data())
def test_no_control_stays_that_could_go(data, isolated):
    cleaned = sanitize.clean(data.draw(lines(isolated)), "text")
    for at, char in enumerate(cleaned):
        if char in (LRM, RLM, ALM):
            without = cleaned[:at] + cleaned[at + 1 :]
            # The margin at which a line starts is seen, too.
            assert shown(without) != shown(cleaned) or margin(without) != margin(cleaned)


def margin(line: str) -> bool:
    """Tell whether a line starts at the right: the first letter outside isolates runs that way (P2)."""
    depth = 0
    for char in line:
        depth += (char in (LRI, RLI, FSI)) - (char == PDI)
        if depth == 0 and (char in (LRM, RLM, ALM) or char.isalpha()):
            return char in (RLM, ALM) or "\u0590" <= char <= "\u07ff"
    return False


@given(st.text(st.sampled_from((*"ab 1.(", *CONTROLS))))
def test_a_line_that_runs_one_way_needs_none(line):
    assert not CONTROLS & set(sanitize.clean(line, "text"))


@pytest.mark.parametrize(
    "line",
    [
        f"{HEBREW} C++{LRM} {HEBREW}",
        f"{RLM}C++ {HEBREW} abc.",
        f"{HEBREW} ({LRI}abc, {HEBREW}{PDI}) 1",
        f"{HEBREW} {LRI}C++{PDI} {HEBREW}",
        f"abc {RLI}{HEBREW} 12{PDI} - 15 def",
        f"{ARABIC} 12{LRM}-15",
    ],
)
def test_what_steers_stays(line):
    assert sanitize.clean(line, "text") is line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{HEBREW}{RLM} {HEBREW}", f"{HEBREW} {HEBREW}"),
        (f"{HEBREW} {FSI}abc{PDI} {HEBREW}", f"{HEBREW} abc {HEBREW}"),
        (f"{HEBREW} C++{LRM}{LRM} {HEBREW}{RLM}.", f"{HEBREW} C++{LRM} {HEBREW}."),
        (f"{HEBREW} {LRE}C++{PDF} {HEBREW}", f"{HEBREW} {LRI}C++{PDI} {HEBREW}"),  # an embedding becomes an isolate
        (f"{HEBREW} {RLO}C++{PDF} {HEBREW}", f"{HEBREW} C++ {HEBREW}"),  # an override deceives
        (f"{HEBREW} {LRI}C++ {HEBREW}", f"{HEBREW} C++ {HEBREW}"),  # not closed in its line
        (f"{HEBREW}{PDI} {PDF}{HEBREW}", f"{HEBREW} {HEBREW}"),
    ],
)
def test_what_does_not_steer_goes(line, expected):
    assert sanitize.clean(line, "text") == expected


def test_depth_and_number_are_bounded():
    deep = f"{HEBREW}{LRI * 500}!{HEBREW}{PDI * 500}."
    assert len(sanitize.clean(deep, "text")) < 200
    many = f"{HEBREW} " + f"C++{LRM} !{RLM}+" * 3000
    cleaned = sanitize.clean(many, "text")
    assert sanitize.clean(cleaned, "text") is cleaned
