"""Two texts side by side: verdicts, and differences that replay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text, budget

import sanitize


@pytest.mark.parametrize(
    ("a", "b", "verdict", "spans"),
    [
        ("paypal", "paypal", "same", []),
        ("", "", "same", []),
        ("paypal", "p\u0430yp\u0430l", "alike", [("a", "\u0430"), ("a", "\u0430")]),
        ("Tom's", "Tom\u2019s", "alike", [("'", "\u2019")]),
        ("ab", "a\u200bb", "alike", [("", "\u200b")]),
        ("corn", "com", "alike", [("rn", "m")]),
        ("caf\u00e9", "cafe\u0301", "alike", [("\u00e9", "e\u0301")]),
        ("one word", "two words", "different", None),
        ("x" * 300, "y" * 301, "different", [("x" * 300, "y" * 301)]),
        ("abc" * 100, "abc" * 50 + "X" + "abc" * 50, "different", [("", "X")]),
    ],
)
def test_verdicts(a, b, verdict, spans):
    found = sanitize.compare(a, b)
    assert found.verdict == verdict
    if spans is not None:
        assert [(one.a_text, one.b_text) for one in found] == spans
    assert (verdict == "alike") == sanitize.confusable(a, b)


@st.composite
def pairs(draw):
    text = draw(any_text)
    if draw(st.booleans()):
        return text, draw(any_text)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.sampled_from(["", "\u200b", "\u0430", "xyz", "\u2019"]))
            + text[at + draw(st.integers(0, 2)) :]
        )
    return draw(any_text) + text, draw(any_text) + text


@budget(3)
@given(pairs())
def test_differences_replay(pair):
    a, b = pair
    found = sanitize.compare(a, b)
    parts, at = [], 0
    there = 0
    for one in found:
        assert a[at : one.a_start] == b[there : one.b_start]
        assert (one.a_text, one.b_text) == (a[one.a_start : one.a_end], b[one.b_start : one.b_end])
        assert one.a_text != one.b_text
        assert one.alike == (sanitize.skeleton(one.a_text) == sanitize.skeleton(one.b_text))
        parts += (a[at : one.a_start], one.b_text)
        at, there = one.a_end, one.b_end
    assert "".join([*parts, a[at:]]) == b
    assert (found.verdict == "same") == (a == b) == (not found.differences)


def test_differences_have_names():
    (one,) = sanitize.compare("a", "\u0430")
    assert [str(point) for point in one.a_codepoints] == ["U+0061 LATIN SMALL LETTER A"]
    assert [str(point) for point in one.b_codepoints] == ["U+0430 CYRILLIC SMALL LETTER A"]
    assert one.alike


def test_long_texts_are_compared_in_linear_time(on_reference):
    """What shares nothing is one difference; what differs here and there is that many."""
    many = 1_000 if on_reference else 50_000
    a = "some words of a text. " * many
    assert len(sanitize.compare(a, "\u0430" * len(a)).differences) == 1
    assert len(sanitize.compare(a, a.replace("text", "t\u0435xt")).differences) == many


def test_a_comparison_is_a_value():
    one = sanitize.compare("a", "b")
    assert one == sanitize.compare("a", "b")
    assert hash(one) == hash(sanitize.compare("a", "b"))
    assert one != sanitize.compare("a", "c")
    assert one != "a"
    assert repr(one) == "<Comparison: different, 1 and 1 code points>"


@pytest.mark.parametrize("wrong", [None, 7, b"a"])
def test_texts_are_str(wrong):
    for pair in ((wrong, "a"), ("a", wrong)):
        with pytest.raises(TypeError, match=f"compare takes two str, not {type(wrong).__name__}"):
            sanitize.compare(*pair)
