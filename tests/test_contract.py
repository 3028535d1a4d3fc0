"""The contract, C1 to C7: each a property over text in many scripts."""

from __future__ import annotations

import functools
import random
import re
import unicodedata
from collections import Counter

import pytest
import sites as seen
from families import FAMILIES
from hypothesis import given
from hypothesis import strategies as st
from samples import Sample, covers, samples
from sites import Family, write
from strategies import any_bytes, any_text, budget, policies, presets, streaming

import sanitize
from sanitize._backend import core

bits = st.lists(st.booleans(), min_size=1, max_size=24)
seeds = st.integers(0, 2**32 - 1)


@st.composite
def cover_texts(draw: st.DrawFn) -> str:
    """A real sentence of any language, or a sample; sometimes two lines."""
    sources = covers()
    lines = sources[draw(st.sampled_from(sorted(sources)))]
    text = draw(st.sampled_from(lines))
    return f"{text}\n{draw(st.sampled_from(lines))}" if draw(st.integers(0, 5)) == 0 else text


def by_family(chosen: list[Family]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("family", chosen, ids=lambda family: family.name)


CLOSED = [family for family in FAMILIES if not family.limit]
IN_TEXT = [family for family in CLOSED if family.text]
KNOWN = [pytest.param(f, id=f.name, marks=pytest.mark.xfail(reason=f.limit, strict=True)) for f in FAMILIES if f.limit]


# C1: what is hidden does not survive


def test_there_are_families_enough():
    assert len(FAMILIES) >= 100
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
    assert all(family.where and family.why for family in FAMILIES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_hides_something(family):
    rng = random.Random(family.name)
    written = {family.hide(text, [True] * 4, rng) != text for text in map(family.cover, covers()["samples"])}
    assert True in written


@by_family(CLOSED)
@budget(0.3)
@given(text=cover_texts(), payload=bits, seed=seeds, policy=st.sampled_from(("prompt", "prompt", "strict")))
def test_c1_a_family_leaves_one_text(family, text, payload, seed, policy):
    cover = family.cover(text)
    hidden = family.hide(cover, payload, random.Random(seed))
    assert sanitize.clean(hidden, policy) == sanitize.clean(cover, policy)


@pytest.mark.parametrize("family", KNOWN)
def test_c1_a_known_limit(family):
    cover = family.cover("")
    assert sanitize.clean(family.hide(cover, [True] * 9, random.Random(0))) == sanitize.clean(cover)


@by_family(IN_TEXT)
@budget(0.1)
@given(text=cover_texts(), payload=bits, seed=seeds)
def test_c1_what_deceives_leaves_one_text_under_text(family, text, payload, seed):
    cover = family.cover(text)
    hidden = family.hide(cover, payload, random.Random(seed))
    assert sanitize.clean(hidden, "text") == sanitize.clean(cover, "text")


@pytest.mark.parametrize("source", sorted(covers()))
def test_c1_every_family_in_every_language(source):
    """Every place of a few sentences is used, by each family in turn."""
    rng = random.Random(source)
    for text in rng.sample(covers()[source], min(3, len(covers()[source]))):
        for family in CLOSED:
            cover = family.cover(text)
            hidden = family.hide(cover, [True] * 400, rng)
            assert sanitize.clean(hidden) == sanitize.clean(cover), family.name


def some(places: list[seen.Site], number: int, rng: random.Random) -> list[seen.Site]:
    return rng.sample(places, min(number, len(places)))


@budget(4)
@given(
    text=cover_texts(),
    chosen=st.lists(st.sampled_from(CLOSED), min_size=2, max_size=5, unique_by=lambda family: family.name),
    seed=seeds,
)
def test_c1_families_together_leave_one_text(text, chosen, seed):
    """Several families in one text: none makes a hiding place for another."""
    rng = random.Random(seed)
    cover = functools.reduce(lambda so_far, family: family.cover(so_far), chosen, text)
    sites = sorted(site for family in chosen for site in some(family.places(cover), 3, rng))
    apart: list[seen.Site] = []
    for site in sites:
        if not apart or site.start > apart[-1].end + 1:
            apart.append(site)
    hidden = write(cover, [(site, rng.choice(site.choices)) for site in apart])
    assert sanitize.clean(hidden) == sanitize.clean(cover)


@budget(1)
@given(
    text=cover_texts(),
    parts=st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from([b"\xff", b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\x80"])),
        max_size=5,
    ),
)
def test_c1_malformed_parts_leave_one_text(text, parts):
    """Whichever bytes are malformed, each maximal subpart is one replacement character."""
    pieces, marks = [], []
    at = 0
    for step, part in parts:
        to = min(len(text), at + step)
        pieces += (text[at:to].encode() + b" ", part + b" ")
        marks += (text[at:to] + " ", "\ufffd ")
        at = to
    hidden = b"".join([*pieces, text[at:].encode()])
    assert sanitize.clean_bytes(hidden) == sanitize.clean("".join([*marks, text[at:]])).encode()


# C2: honest text comes through


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_c2_samples(sample: Sample):
    report = sanitize.inspect(sample.text)
    assert report.cleaned == sample.prompt
    assert {finding.kind for finding in report if finding.changed} == set(sample.folds)
    if sample.prompt == sample.text:
        assert report.cleaned is sample.text
    assert sanitize.clean(sample.text, "text") is sample.text


def test_there_are_scripts_and_notations_enough():
    assert len({sample.name.split(":")[0] for sample in samples()}) >= 50
    assert len({seen.script(char) for sample in samples() for char in sample.text} - {""}) >= 50
    assert all(unicodedata.is_normalized("NFC", sample.text) for sample in samples())


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_c2_decomposed_samples_come_back_composed(sample: Sample):
    assert sanitize.clean(unicodedata.normalize("NFD", sample.text), "text") == sample.text


# C3: clean is clean


@budget(10)
@given(any_text, presets)
def test_c3_idempotence(text, policy):
    once = sanitize.clean(text, policy)
    assert sanitize.clean(once, policy) is once
    assert sanitize.is_clean(once, policy)


@budget(3)
@given(any_bytes, presets)
def test_c3_idempotence_of_bytes(data, policy):
    once = sanitize.clean_bytes(data, policy)
    assert sanitize.clean_bytes(once, policy) is once


@budget(3)
@given(any_text, policies(("prompt", "text", "strict")))
def test_c3_idempotence_of_any_policy(text, policy):
    if any(policy.actions[kind] != "replace" for kind in ("normalization", "compatibility")):
        return  # without the one form of each character, one rule's answer can be another's question
    once = sanitize.clean(text, policy)
    assert sanitize.clean(once, policy) == once


@budget(3)
@given(any_text, st.sampled_from(("prompt", "text", "strict")))
def test_c3_what_is_clean_is_composed(text, policy):
    once = sanitize.clean(text, policy)
    assert core.normalize_nfc(once) == once


# C4: pieces give what the whole gives


def fed(pieces: list, policy: sanitize.Policy | str) -> str | bytes:
    stream = sanitize.Stream(policy)
    out = [stream.feed(piece) for piece in pieces]
    return type(pieces[0])().join([*out, stream.finish()])


@budget(2)
@given(any_text, streaming)
def test_c4_every_split_of_a_text(text, policy):
    whole = sanitize.clean(text, policy)
    for at in range(len(text) + 1):
        assert fed([text[:at], text[at:]], policy) == whole


@budget(1)
@given(any_bytes, streaming)
def test_c4_every_split_of_bytes(data, policy):
    whole = sanitize.clean_bytes(data, policy)
    for at in range(len(data) + 1):
        assert fed([data[:at], data[at:]], policy) == whole


@budget(2)
@given(st.lists(any_text, min_size=1, max_size=6), policies(("prompt", "text", "log", "strict")))
def test_c4_any_pieces(pieces, policy):
    assert fed(pieces, policy) == sanitize.clean("".join(pieces), policy)


@budget(1)
@given(any_text, streaming)
def test_c4_character_by_character(text, policy):
    assert fed(["", *text], policy) == sanitize.clean(text, policy)


# C5: everything has an answer


@budget(4)
@given(any_text, policies())
def test_c5_any_text_under_any_policy(text, policy):
    cleaned = sanitize.clean(text, policy)
    assert isinstance(cleaned, str)
    assert sanitize.is_clean(text, policy) == (cleaned == text)
    assert (cleaned is text) == (cleaned == text) or not text


@budget(2)
@given(any_bytes, policies())
def test_c5_any_bytes_under_any_policy(data, policy):
    cleaned = sanitize.clean_bytes(data, policy)
    assert isinstance(cleaned, bytes)
    if policy.actions["invalid"] in ("replace", "remove", "escape") or policy.preset == "key":
        cleaned.decode("utf-8")


@budget(1)
@given(any_text)
def test_c5_the_other_functions(text):
    assert isinstance(sanitize.skeleton(text), str)
    assert sanitize.skeleton(text) == sanitize.skeleton(sanitize.skeleton(text)) or "\u200b" not in sanitize.skeleton(
        text
    )
    assert not sanitize.confusable(text, text)


QUIET = [
    sanitize.Policy(preset, **dict.fromkeys(sanitize.KINDS, action))
    for preset in ("prompt", "text", "log", "strict")
    for action in ("keep", "report")
]


@pytest.mark.parametrize("policy", QUIET, ids=repr)
@budget(1)
@given(text=any_text)
def test_c5_a_policy_that_keeps_or_reports_changes_nothing(policy, text):
    assert sanitize.clean(text, policy) is text
    report = sanitize.inspect(text, policy)
    assert not report.changed
    assert policy.actions["control"] == "report" or not report


WORST = {
    "one base and marks": lambda n: "a" + "\u0301" * n,
    "marks of falling classes": lambda n: "a" + "\u0301\u0323" * (n // 2),
    "one emoji and joiners": lambda n: "\U0001f468" + "\u200d" * n,
    "a sequence that never ends": lambda n: "\U0001f468\u200d" * (n // 2),
    "tags": lambda n: "\U0001f3f4" + "\U000e0067" * n,
    "flags": lambda n: "\U0001f1e9" * n,
    "open escapes": lambda n: "\x1b]" * (n // 2),
    "open strings": lambda n: "\x1bP" + "x" * n,
    "string starts": lambda n: "\x9d" * n,
    "parameters": lambda n: "\x1b[" + "1;" * (n // 2),
    "carriage returns and noise": lambda n: "\r" + "\u200d" * n,
    "carriage returns": lambda n: "\r" * n,
    "blanks": lambda n: "a" + " " * n + "b",
    "one mixed word": lambda n: "\u0430b" * (n // 2),
    "one word without a telling letter": lambda n: "a\u0430\u03b1" * (n // 3),
    "many words of two scripts": lambda n: "\u0430b \u03c9 " * (n // 5),
    "jamo": lambda n: "\u1100\u1161\u11a8" * (n // 3),
    "leads": lambda n: "\u1100" * n,
    "viramas": lambda n: "\u0915\u094d" * (n // 2),
    "viramas and joiners": lambda n: "\u0915\u094d\u200d\u200c" * (n // 4),
    "joiners in Arabic": lambda n: "\u0628" + "\u200c\u200d" * (n // 2) + "\u0628",
    "marks in Arabic": lambda n: "\u0628" + "\u064e" * n + "\u200c\u0628",
    "doubled vowels": lambda n: "\u0905" + "\u093e" * n,
    "wa and zero": lambda n: "\u101d\u1040" * (n // 2),
    "he and he": lambda n: "\u3078\u30d8" * (n // 2),
    "isolates": lambda n: "\u2066" * n + "\u2069" * n,
    "isolates around nothing": lambda n: "\u05d0" + "\u2066\u2069" * (n // 2),
    "quotes": lambda n: "\u2019" * n,
    "modifiers": lambda n: "\u02bb" * n,
    "prolonged": lambda n: "\u30fc" * n,
    "surrogates": lambda n: "\ud800" * n,
    "fillers": lambda n: "\u115f\u1160" * (n // 2),
    "ideographic selectors": lambda n: "\u845b" + "\U000e0100" * n,
    "brackets": lambda n: "[" * n + "\u02bc" + "]" * n,
    "line ends": lambda n: "\u2028" * n,
    "mojibake": lambda n: "\u00c3\u00a9" * (n // 2),
}


def steps(text: str, policy: str) -> int:
    """Count the bytecode lines that the reference runs: a measure of work that no clock disturbs."""
    import sys

    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        core.findings(text, sanitize.Policy(policy).rules)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", WORST)
def test_c5_work_grows_with_the_text_and_no_faster(name, on_reference):
    """Twice the text is twice the work, counted in lines of Python run."""
    if not on_reference:
        pytest.skip("the native core's work cannot be counted from here; benchmarks watch it")
    make = WORST[name]
    for policy in ("prompt", "text", "log"):
        small, large = (steps(make(n), policy) for n in (240, 960))
        assert large <= 4.4 * small + 200, (policy, small, large)


def test_c5_a_very_long_line():
    text = "na\u00efve \u0441\u043b\u043e\u0432\u043e \u4f60\u597d " * 4000
    assert sanitize.clean(text + "\u200b") == text.rstrip()


# C6: the report replays


def replay(report: sanitize.Report) -> None:
    original, cleaned = report.original, report.cleaned
    forward, back = [], []
    done = undone = 0
    for edit in report.edits:
        assert done <= edit.start <= edit.end <= len(original)
        forward += (original[done : edit.start], edit.replacement)
        done = edit.end
        assert undone <= edit.to <= edit.to + len(edit.replacement) <= len(cleaned)
        assert cleaned[edit.to : edit.to + len(edit.replacement)] == edit.replacement
        back += (cleaned[undone : edit.to], original[edit.start : edit.end])
        undone = edit.to + len(edit.replacement)
        assert original[edit.start : edit.end] != edit.replacement
    empty = original[:0]
    assert empty.join([*forward, original[done:]]) == cleaned
    assert empty.join([*back, cleaned[undone:]]) == original == report.restore()


def check(report: sanitize.Report) -> None:
    replay(report)
    last = 0
    for finding in report:
        assert last <= finding.start < finding.end <= len(report.original)
        last = finding.end
        assert report.original[finding.start : finding.end] == finding.text
        shown = finding.text if finding.replacement is None else finding.replacement
        assert report.cleaned[finding.cleaned_start : finding.cleaned_end] == shown
        assert finding.kind in sanitize.KINDS
        assert finding.reason
    assert report.changed == (report.cleaned != report.original)
    assert sum(report.counts.values()) == len(report)


@budget(5)
@given(any_text, policies())
def test_c6_edits_of_a_text(text, policy):
    report = sanitize.inspect(text, policy)
    check(report)
    assert report.cleaned == sanitize.clean(text, policy)


@budget(3)
@given(any_bytes, policies())
def test_c6_edits_of_bytes(data, policy):
    report = sanitize.inspect(data, policy)
    check(report)
    assert report.cleaned == sanitize.clean_bytes(data, policy)


@budget(1)
@given(any_text, presets)
def test_c6_offsets_of_bytes_fall_between_characters(text, policy):
    data = text.encode("utf-8", "replace")
    for finding in sanitize.inspect(data, policy):
        data[: finding.start].decode("utf-8")
        data[finding.start : finding.end].decode("utf-8")


# C7: one meaning


@budget(5)
@given(any_text, policies())
def test_c7_bytes_are_text(text, policy):
    text = text.encode("utf-8", "replace").decode("utf-8")
    data = text.encode("utf-8")
    assert sanitize.clean_bytes(data, policy) == sanitize.clean(text, policy).encode("utf-8")
    assert sanitize.is_clean(text, policy) == core.is_clean_bytes(data, policy.rules) or policy.repairs
    ends = [0]
    for char in text:
        ends.append(ends[-1] + len(char.encode("utf-8")))
    of_text = [(ends[f.start], ends[f.end], f.kind, f.name, f.changed) for f in sanitize.inspect(text, policy)]
    assert [(f.start, f.end, f.kind, f.name, f.changed) for f in sanitize.inspect(data, policy)] == of_text


@budget(2)
@given(st.lists(any_text, max_size=5), policies())
def test_c7_many_are_one_by_one(texts, policy):
    assert sanitize.clean_many(texts, policy) == [sanitize.clean(text, policy) for text in texts]


@budget(2)
@given(any_text, any_text, streaming)
def test_c7_lines_are_decided_one_by_one(first, second, policy):
    both = sanitize.clean(f"{first}\n{second}", policy)
    apart = sanitize.clean(f"{first}\n", policy) + sanitize.clean(second, policy)
    assert both == apart


# What is sacred


@budget(3)
@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=200),
    st.sampled_from(("prompt", "text", "log", "strict")),
)
def test_ascii_is_sacred(line, policy):
    text = line.rstrip(" ")
    assert sanitize.clean(text, policy) is text


_ASCII_WORD = re.compile(r"(?<![^\s])[A-Za-z0-9]+(?![^\s])")


@budget(3)
@given(any_text, st.sampled_from(("prompt", "text", "log")))
def test_ascii_words_stay_whatever_stands_around(text, policy):
    """A word that is all ASCII, between blanks, is found again as often as it was."""
    line = " ".join(re.findall(r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", text))
    before = Counter(_ASCII_WORD.findall(line))
    after = Counter(_ASCII_WORD.findall(sanitize.clean(line, policy)))
    assert before <= after
