"""The report: positions carried over both ways, pickles, and a million findings that stay small."""

from __future__ import annotations

import copy
import pickle
import tracemalloc

import pytest
from hypothesis import given
from strategies import any_bytes, any_text, budget, policies, presets

import sanitize


def boundaries(text: str | bytes) -> list[int]:
    """Return the offsets of a text that split no character."""
    return [at for at in range(len(text) + 1) if isinstance(text, str) or at == len(text) or text[at] & 0xC0 != 0x80]


def check_positions(report: sanitize.Report) -> None:
    """Positions map in order, ends to ends, what is untouched to itself, and what changed to what it became."""
    original, cleaned = report.original, report.cleaned
    for to, size, other in ((report.to_cleaned, len(original), cleaned), (report.to_original, len(cleaned), original)):
        places = [to(at) for at in range(size + 1)]
        assert places == sorted(places)
        assert places[-1] == len(other)
        assert all(0 <= at <= len(other) for at in places)
    assert report.to_cleaned(0) == 0
    done = 0
    for edit in (*report.edits, None):
        for at in range(done, edit.start if edit else len(original)):
            there = report.to_cleaned(at)
            assert cleaned[there : there + 1] == original[at : at + 1]
            assert report.to_original(there) == at
        if edit:
            assert report.to_cleaned(edit.start) == edit.to
            assert report.to_cleaned(edit.end) == edit.to + len(edit.replacement)
            if edit.replacement:
                assert report.to_original(edit.to) == edit.start
            done = edit.end


@budget(2)
@given(any_text, policies())
def test_c6_positions_of_a_text(text, policy):
    check_positions(sanitize.inspect(text, policy))


@budget(2)
@given(any_bytes, policies())
def test_c6_positions_of_bytes(data, policy):
    check_positions(sanitize.inspect(data, policy))


@budget(1)
@given(any_text, presets)
def test_c6_positions_of_bytes_split_no_character(text, policy):
    report = sanitize.inspect(text.encode("utf-8", "replace"), policy)
    original, cleaned = boundaries(report.original), boundaries(report.cleaned)
    assert {report.to_cleaned(at) for at in original} <= set(cleaned)
    assert {report.to_original(at) for at in cleaned} <= set(original)


def test_a_span_is_carried_over():
    text = "\u200b\u201cTo\u200bm\u2019s \ufb01sh\u201d, e\u0301"
    report = sanitize.inspect(text)
    assert report.cleaned == '"Tom\'s fish", \u00e9'
    for found in ("Tom", "fish", "\u00e9"):
        start = report.cleaned.index(found)
        span = text[report.to_original(start) : report.to_original(start + len(found))]
        assert sanitize.clean(span) == found
    start = text.index("\ufb01sh")
    assert report.cleaned[report.to_cleaned(start) : report.to_cleaned(start + 3)] == "fish"


def test_positions_are_checked():
    report = sanitize.inspect("a\u200b")
    for to, name, last in ((report.to_cleaned, "the original", 2), (report.to_original, "the cleaned text", 1)):
        with pytest.raises(ValueError, match=f"offset -1 is not in {name}: choose one from 0 to {last}"):
            to(-1)
        with pytest.raises(ValueError, match=f"choose one from 0 to {last}"):
            to(last + 1)
        with pytest.raises(TypeError, match="offset must be an int, not str"):
            to("1")


@budget(1)
@given(any_text, policies())
def test_a_report_pickles(text, policy):
    report = sanitize.inspect(text, policy)
    again = pickle.loads(pickle.dumps(report))  # noqa: S301 - our own bytes
    assert again == report == copy.deepcopy(report)
    assert hash(again) == hash(report)
    assert (again.cleaned, again.counts, again.findings) == (report.cleaned, report.counts, report.findings)
    assert again.hidden == report.hidden


def test_findings_are_a_sequence():
    report = sanitize.inspect("a\u200bb\u2019c\u00a0d\ue000")
    findings = report.findings
    assert [found.kind for found in findings] == ["invisible", "punctuation", "space", "private"]
    assert findings[-1] == findings[3] == [*findings][3]
    assert findings[1:3] == [findings[1], findings[2]]
    assert findings == tuple(findings)
    assert findings != findings[:2]
    assert findings != "text"
    assert findings[0] in findings
    assert report.edits == [*report.edits]
    assert len(report.edits) == 3
    assert repr(findings).endswith("(4 in all)")
    with pytest.raises(IndexError):
        findings[4]
    with pytest.raises(TypeError, match="unhashable"):
        hash(findings)


def test_a_million_findings_stay_small(on_reference):
    """A finding takes some thirty bytes until somebody looks at it."""
    many = 20_000 if on_reference else 1_000_000
    report = sanitize.inspect("a\u200b" * many)
    tracemalloc.start()
    try:
        assert sum(report.counts.values()) == len(report.findings) == len(report.edits) == many
        assert report.findings[many // 2].start == many + 1
        assert report.to_original(many // 2) == many
        assert report.to_cleaned(many) == many // 2
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * many
    assert len(pickle.dumps(report)) < 40 * many
