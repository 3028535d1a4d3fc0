"""C7 between the cores: the native one says of every input what the reference says."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import any_bytes, any_text, budget, policies

from sanitize import Policy
from sanitize import _reference as reference
from sanitize._found import as_columns

native = pytest.importorskip("sanitize._core", reason="there is no native core here")

PROMPT = bytes([2] * 15 + [1, 0, 0])
STRICT = bytes([2] * 15 + [1, 0, 2])
REPORT = bytes([1] * 17 + [0])
ESCAPE = bytes([4] * 17 + [0])
LAST = 0x10FFFF

# What stands around a character decides about it: each frame is another part of the rules.
FRAMES = (
    "{}",
    "a{}b",
    "{0}{0}",
    "\u0431{} \u0430",
    "\u6f22{}",
    "{}\u0301",
    "\u0628{}\u0644",
    "\u0915\u094d{}",
    "\u30d8{}",
    "1{}2",
    "\U0001f468\u200d{}",
    "/{}/",
    "{}\ufe0f",
    "\u1100{}",
    "i{}\u0307",
)


def agree(text: str, rules: bytes) -> None:
    """Compare every answer about a text."""
    found = native.findings(text, rules)
    assert found == reference.findings(text, rules)
    assert native.found(text, rules) == reference.found(text, rules) == as_columns(found)
    cleaned = native.clean(text, rules)
    assert cleaned == reference.clean(text, rules)
    assert (cleaned is text) == native.is_clean(text, rules) == all(finding[2] is None for finding in found)


def agree_in_bytes(data: bytes, rules: bytes) -> None:
    """Compare every answer about bytes."""
    found = native.findings_bytes(data, rules)
    assert found == reference.findings_bytes(data, rules)
    assert native.found_bytes(data, rules) == reference.found_bytes(data, rules) == as_columns(found)
    cleaned = native.clean_bytes(data, rules)
    assert cleaned == reference.clean_bytes(data, rules)
    assert (cleaned is data) == native.is_clean_bytes(data, rules) == all(finding[2] is None for finding in found)


@budget(10)
@given(any_text, policies())
def test_text(text, policy):
    agree(text, policy.rules)


@budget(5)
@given(any_bytes, policies())
def test_bytes(data, policy):
    agree_in_bytes(data, policy.rules)


@budget(5)
@given(any_text)
def test_forms(text):
    for form in ("skeleton", "normalize_nfc", "normalize_nfd", "nfkc_casefold", "suspect_lines"):
        assert getattr(native, form)(text) == getattr(reference, form)(text), form


# 3 thousand lines a frame and policy: the steps are primes, so that each meets other places of the blocks.
@pytest.mark.parametrize(
    ("rules", "step"),
    [(PROMPT, 61), (STRICT, 67), (REPORT, 71), (ESCAPE, 73)],
    ids=["prompt", "strict", "report", "escape"],
)
@pytest.mark.parametrize("frame", FRAMES, ids=ascii)
def test_code_points(frame, rules, step):
    assigned = [*range(step % 7, 0x3100, step % 5 + 5), *range(step, LAST + 1, step * 11)]
    # Nothing is decided across a line feed, so many lines are as good as many texts.
    text = "\n".join(frame.format(chr(cp)) for cp in assigned)
    agree(text, rules)


@pytest.mark.parametrize("width", [0x41, 0xE9, 0x431, 0x1F468], ids=["ascii", "latin-1", "two bytes", "four bytes"])
@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 127, 128, 129, 191, 300])
def test_edges_of_the_scan(width, length):
    """What is found stands at any place of the pieces that the scan reads at once."""
    for hidden in ("\u200b", " \n", "\u0430", "\x00", "\u2019"):
        for before in {0, length // 2, max(0, length - 1), length}:
            text = chr(width) + "a" * before + hidden + "a" * (length - before)
            agree(text, PROMPT)
            agree_in_bytes(text.encode(), PROMPT)


# What the ways through a line have once told in two ways, or once more when it was told: scripts that share a group, a mark
# on an ASCII letter, radicals, symbols beside letters that other rules make.
@pytest.mark.parametrize(
    "text",
    [
        "\ua4da \u2c82",
        "\u03e5\u0a3d\ua4eb",
        "\u13d7 \U00010404",
        "\u043a\U0001d14c\u13d7\udfff\U0001d687\u073c\u2000\u03bd",
        "\u2fce\u03bf",
        "\u0395\u2f71",
        "\u2eb1\ua4f3",
        "\u2110\u2178",
        "\u24e2\u2130i",
        "e\u2124\U0001f130",
        "\ua4df\u2130\u2166",
        "x\u13a2\u211c\u211c",
        "\u2110\u200dab",
        "c\u1009\u1040",
        "\u0559S\u1040SMv\u0300X\u1009",
        "\u2115\u043d{\u2110\u1040\u2102\u03b4\u1009}",
    ],
    ids=ascii,
)
def test_lines(text):
    for policy in ("prompt", "text", "strict", "log"):
        rules = Policy(policy).rules
        agree(text, rules)
        if policy != "log":
            assert native.is_clean(native.clean(text, rules), rules)


def test_a_line_of_many_pieces():
    """A line that is cut into pieces is cut alike, whatever its words show."""
    for word in ("word ", "\u0441\u043b\u043e\u0432\u043e ", "\u6f22\u5b57\uff0c", "\u0441\u043e\u0440 a ", "x"):
        agree(word * 20_000, PROMPT)


@pytest.mark.parametrize("again", ["= ", "\u0301\u0323", "\U0001f468\u200d", " "], ids=ascii)
def test_a_line_that_its_length_ends(again):
    """Blanks, marks and symbols: no letter says where to cut, and what is heaped up goes."""
    text = "a" + again * (300_000 // len(again)) + "\x1b]0;" + "t" * 262_139 + "\x07b"
    agree(text, PROMPT)


def test_corpora(legit, logs):
    lines = [line for language in legit.values() for line in language[::9]]
    for log in sorted(logs.iterdir()):
        lines += log.read_text(encoding="utf-8", errors="surrogateescape").splitlines()[::40]
    text = "\n".join(lines)
    for rules in (PROMPT, STRICT, REPORT):
        agree(text, rules)
    agree_in_bytes(text.encode("utf-8", "surrogateescape"), PROMPT)
