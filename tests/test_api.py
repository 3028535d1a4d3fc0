"""What the user holds: names, errors, policies, reports, and strings that are equal in every way."""

from __future__ import annotations

import copy
import doctest
import importlib
import pickle
import pkgutil
import subprocess
import sys

import pytest
from hypothesis import given
from strategies import any_text, budget, policies

import sanitize

# Names


def test_public_names():
    """The list is held here: a name is added or taken away with its reason in the changelog."""
    assert sanitize.__all__ == [
        "ACTIONS",
        "KINDS",
        "PRESETS",
        "UNICODE_VERSION",
        "Channel",
        "Clean",
        "CodePoint",
        "Comparison",
        "Difference",
        "Edit",
        "Finding",
        "Hostname",
        "Identifier",
        "Label",
        "Payload",
        "Policy",
        "Report",
        "Stream",
        "__version__",
        "backend",
        "bidi_skeleton",
        "clean",
        "clean_bytes",
        "clean_many",
        "compare",
        "confusable",
        "hostname",
        "identifier",
        "inspect",
        "is_clean",
        "skeleton",
        "unescape",
    ]
    assert all(getattr(sanitize, name) is not None for name in sanitize.__all__)


def test_there_is_no_other_name():
    with pytest.raises(AttributeError, match="has no attribute 'normalise'"):
        sanitize.normalise  # noqa: B018 - the lookup is the test


def test_kinds_and_presets():
    assert sanitize.PRESETS == ("prompt", "text", "log", "strict", "key")
    assert sanitize.ACTIONS == ("keep", "report", "replace", "remove", "escape")
    assert len(sanitize.KINDS) == len({*sanitize.KINDS}) == 17
    assert sanitize.UNICODE_VERSION == "17.0.0"


def test_policy_is_the_second_parameter():
    text = "\u201cso\u201d"
    assert sanitize.clean(text, "text") == sanitize.clean(text, policy="text") == text
    assert sanitize.is_clean(text, "text")
    assert not sanitize.is_clean(text)
    assert sanitize.inspect(text, "text").cleaned == text
    assert sanitize.clean_bytes(text.encode(), "text") == text.encode()
    assert sanitize.clean_many([text], "text") == [text]
    assert sanitize.Stream("text").feed(f"{text}\n") == f"{text}\n"


def modules() -> list[str]:
    found = [module.name for module in pkgutil.walk_packages(sanitize.__path__, "sanitize.")]
    return [
        "sanitize",
        # Columns need pyarrow: their examples run with their tests.
        *(name for name in found if not {"_core", "cli", "columns", "integrations"}.intersection(name.split("."))),
    ]


@pytest.mark.parametrize("name", modules())
def test_examples_run(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def test_the_public_functions_have_examples():
    finder = doctest.DocTestFinder(recurse=False)
    for name in sanitize.__all__:
        thing = getattr(sanitize, name)
        if callable(thing) and name not in (
            "Channel",
            "CodePoint",
            "Difference",
            "Edit",
            "Finding",
            "Hostname",
            "Identifier",
            "Label",
            "Payload",
        ):
            assert any(test.examples for test in finder.find(thing, name)), name


def test_importing_is_quick(tmp_path):
    """What is not needed is not loaded: ftfy, the report's classes, the command line."""
    code = "import sys, sanitize; print([m for m in ('ftfy', 'click', 'sanitize._hidden', 'sanitize._compare', 'unicodedata2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == "[]\n"


# Errors


@pytest.mark.parametrize("wrong", [None, 7, 1.5, ["a"], object()], ids=lambda value: type(value).__name__)
def test_a_text_is_a_str(wrong):
    for function in (sanitize.clean, sanitize.is_clean, sanitize.skeleton):
        with pytest.raises(TypeError, match=f"must be a str, not {type(wrong).__name__}"):
            function(wrong)
    with pytest.raises(TypeError, match=type(wrong).__name__):
        sanitize.inspect(wrong)
    with pytest.raises(TypeError, match=type(wrong).__name__):
        sanitize.confusable("a", wrong)
    with pytest.raises(TypeError, match=type(wrong).__name__):
        sanitize.clean_bytes(wrong)
    with pytest.raises(TypeError, match="must be a Policy or the name of a preset"):
        sanitize.clean("a", wrong)


def test_errors_name_the_other_function():
    with pytest.raises(TypeError, match="use clean_bytes for bytes"):
        sanitize.clean(b"a")
    with pytest.raises(TypeError, match="use clean for a str"):
        sanitize.clean_bytes("a")
    with pytest.raises(TypeError, match="use clean"):
        sanitize.clean_many("abc")
    with pytest.raises(TypeError, match="must be a str, not int"):
        sanitize.clean_many(["a", 7])


def test_errors_name_the_choices():
    with pytest.raises(ValueError, match="unknown preset 'promt': choose one of prompt, text, log, strict, key"):
        sanitize.clean("a", "promt")
    with pytest.raises(ValueError, match="unknown kind 'puctuation': choose one of invisible, joiner, "):
        sanitize.Policy(puctuation="keep")
    with pytest.raises(
        ValueError, match="unknown action 'drop' for space: choose one of keep, report, replace, remove, escape"
    ):
        sanitize.Policy(space="drop")
    with pytest.raises(ValueError, match="unknown action 'replace' for mojibake: choose one of keep, report, repair"):
        sanitize.Policy(mojibake="replace")
    with pytest.raises(TypeError, match="the action for space must be a str, not int"):
        sanitize.Policy(space=1)
    with pytest.raises(TypeError, match="a preset's name must be a str, not int"):
        sanitize.Policy(1)


def test_errors_cut_long_values_short():
    with pytest.raises(ValueError, match="unknown preset") as caught:
        sanitize.Policy("x" * 10_000)
    assert len(str(caught.value)) < 200
    with pytest.raises(ValueError, match="unknown kind") as caught:
        sanitize.Policy(**{"y" * 10_000: "keep"})
    assert len(str(caught.value)) < 400


@budget(0.3)
@given(any_text)
def test_any_name_of_a_preset_gives_one_error(name):
    if name not in sanitize.PRESETS:
        with pytest.raises(ValueError, match="unknown preset"):
            sanitize.clean("a", name)


def test_a_stream_says_what_it_takes():
    with pytest.raises(ValueError, match="key compares whole texts and cannot stream"):
        sanitize.Stream("key")
    stream = sanitize.Stream()
    with pytest.raises(TypeError, match="must be str or bytes, not int"):
        stream.feed(7)
    stream.feed("a")
    with pytest.raises(TypeError, match="a stream of str was given bytes"):
        stream.feed(b"b")
    assert stream.finish() == "a"
    with pytest.raises(ValueError, match="finished"):
        stream.feed("c")
    with pytest.raises(ValueError, match="finished"):
        stream.finish()


def test_a_stream_gives_back_what_is_decided():
    stream = sanitize.Stream()
    assert stream.feed("one\u200b\ntw") == "one\n"
    assert stream.feed("o") == ""
    assert stream.finish() == "two"
    assert sanitize.Stream().finish() == ""
    empty = sanitize.Stream()
    assert empty.feed(b"") == b""
    assert empty.finish() == b""


@pytest.mark.parametrize("make", [bytes, bytearray, memoryview])
def test_any_buffer(make):
    data = make("a\u200bb".encode())
    assert sanitize.clean_bytes(data) == b"ab"
    assert sanitize.inspect(data).cleaned == b"ab"


def test_a_str_of_another_class_is_a_str():
    class Name(str):
        __slots__ = ()

    cleaned = sanitize.clean(Name("a\u200bb"))
    assert cleaned == "ab"
    assert sanitize.is_clean(Name("ab"))
    assert sanitize.clean(Name("ab")) == "ab"


# Policies


@budget(1)
@given(policies())
def test_a_policy_is_a_value(policy):
    twin = sanitize.Policy(policy.preset, **policy.actions)
    assert policy == twin
    assert hash(policy) == hash(twin)
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301 - our own bytes
    assert copy.copy(policy) == policy
    assert copy.deepcopy(policy) == policy
    assert eval(repr(policy), {"Policy": sanitize.Policy}) == policy  # noqa: S307 - our own words
    assert len(policy.rules) == len(sanitize.KINDS) + 1


def test_a_policy_is_frozen():
    policy = sanitize.Policy("text", space="replace")
    with pytest.raises(AttributeError, match="frozen"):
        policy.preset = "log"
    with pytest.raises(AttributeError, match="frozen"):
        policy.anything = 1
    with pytest.raises(AttributeError, match="frozen"):
        del policy._rules
    with pytest.raises(TypeError):
        policy.actions["space"] = "keep"
    assert {policy: 1}[sanitize.Policy("text", space="replace")] == 1


def test_policies_differ_by_what_they_do():
    assert sanitize.Policy() == sanitize.Policy("prompt")
    assert sanitize.Policy("prompt") != sanitize.Policy("strict")
    assert sanitize.Policy(space="keep") != sanitize.Policy()
    assert sanitize.Policy() != "prompt"
    assert repr(sanitize.Policy("text", space="remove")) == "Policy('text', space='remove')"
    assert repr(sanitize.Policy()) == "Policy('prompt')"


@pytest.mark.parametrize(
    ("action", "space", "quote"),
    [
        ("keep", "a\u2009b", "\u2019"),
        ("report", "a\u2009b", "\u2019"),
        ("replace", "a b", "'"),
        ("remove", "ab", ""),
        ("escape", "a\\u2009b", "\\u2019"),
    ],
)
def test_actions(action, space, quote):
    policy = sanitize.Policy(space=action, punctuation=action)
    assert sanitize.clean("a\u2009b", policy) == space
    assert sanitize.clean("\u2019", policy) == quote
    counts = sanitize.inspect("a\u2009b\u2019", policy).counts
    assert counts == ({} if action == "keep" else {"space": 1, "punctuation": 1})


# Reports


def test_a_report_tells():
    report = sanitize.inspect("It\u2019s\u200b \u0430 t\u0435st")
    assert report.cleaned == "It's a test"
    assert report.changed
    assert report.counts == {"invisible": 1, "punctuation": 1, "homoglyph": 2}
    first = report.findings[0]
    assert (first.kind, first.start, first.end, first.text, first.replacement) == ("punctuation", 2, 3, "\u2019", "'")
    assert (first.cleaned_start, first.cleaned_end, first.action, first.name) == (2, 3, "replace", "punctuation")
    assert first.changed
    assert [str(point) for point in first.codepoints] == ["U+2019 RIGHT SINGLE QUOTATION MARK"]
    assert "look-alike" in first.reason
    assert len(report) == len(report.findings) == len([*report]) == 4
    assert [edit.start for edit in report.edits] == [finding.start for finding in report if finding.changed]
    assert repr(report).startswith("<Report: 4 changes (1 invisible, 1 punctuation, 2 homoglyph) in ")


def test_a_report_of_nothing():
    text = "nothing to do"
    report = sanitize.inspect(text)
    assert not report
    assert not report.changed
    assert report.cleaned is text
    assert report.restore() == text
    assert report.counts == {}
    assert report.edits == report.findings == ()
    assert repr(report) == "<Report: 0 changes in 13 code points>"
    assert repr(sanitize.inspect(b"ok")) == "<Report: 0 changes in 2 bytes>"


def test_reports_are_values():
    one, other = sanitize.inspect("a\u200b"), sanitize.inspect("a\u200b")
    assert one == other
    assert hash(one) == hash(other)
    assert one != sanitize.inspect("a\u200b", "text")
    assert one != "a"


def test_offsets_of_bytes_are_bytes():
    finding = sanitize.inspect("\u4f60\u200b\u597d".encode()).findings[0]
    assert (finding.start, finding.end, finding.text, finding.replacement) == (3, 6, b"\xe2\x80\x8b", b"")
    assert finding.codepoints[0].cp == 0x200B


def test_malformed_bytes_in_a_report():
    finding = sanitize.inspect(b"a\xff\xfeb").findings[0]
    assert (finding.kind, finding.name, finding.start, finding.end) == ("invalid", "malformed", 1, 2)
    assert finding.replacement == "\ufffd".encode()
    assert finding.codepoints == ()


# Strings that are equal in every way: PEP 393 keeps a text in 1, 2 or 4 bytes a character

WIDTHS = {
    "ascii": ("plain", "p\u200blain", "plain"),
    "latin-1": ("caf\u00e9", "caf\u200b\u00e9", "caf\u00e9"),
    "narrows to ascii": ("it's", "it\u2019s", "it's"),
    "narrows to latin-1": ("\u00e9'", "\u00e9\u2019", "\u00e9'"),
    "two bytes": ("\u4f60\u597d", "\u4f60\u200b\u597d", "\u4f60\u597d"),
    "narrows from four to two": ("\u4f60", "\u4f60\U000e0041", "\u4f60"),
    "narrows from four to one": ("Pay", "\U0001d5e3\U0001d5ee\U0001d606", "Pay"),
    "four bytes": ("\U0001f600", "\U0001f600\u200b", "\U0001f600"),
    "empty": ("", "\u200b", ""),
}


@pytest.mark.parametrize("width", WIDTHS)
def test_equal_in_every_way(width):
    plain, dirty, wanted = WIDTHS[width]
    cleaned = sanitize.clean(dirty)
    assert cleaned == wanted
    assert hash(cleaned) == hash(wanted)
    assert cleaned.isascii() == wanted.isascii()
    assert sys.getsizeof(cleaned) == sys.getsizeof(wanted.encode().decode())
    assert {cleaned: 1}[wanted] == 1
    assert sanitize.clean(plain) is plain
    data = plain.encode()
    assert sanitize.clean_bytes(data) is data
    assert sanitize.clean_many([plain])[0] is plain
    assert sanitize.inspect(plain).cleaned is plain


@budget(2)
@given(any_text, policies())
def test_results_are_ordinary_strings(text, policy):
    cleaned = sanitize.clean(text, policy)
    fresh = cleaned.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
    assert cleaned == fresh
    assert hash(cleaned) == hash(fresh)
    assert cleaned.isascii() == fresh.isascii()
    assert type(cleaned) is str


# Comparing


def test_confusable():
    assert sanitize.confusable("paypal", "p\u0430yp\u0430l")
    assert sanitize.confusable("rn", "m")
    assert not sanitize.confusable("paypal", "paypal")
    assert not sanitize.confusable("paypal", "paypai2")


def test_key_compares():
    key = sanitize.Policy("key")
    assert sanitize.clean("P\u0430yPal", key) == sanitize.clean("paypal", key)
    assert sanitize.clean("\uff30AYPAL\u200b", key) == sanitize.clean("paypal", key)
    assert sanitize.clean("Stra\u00dfe", key) == sanitize.clean("STRASSE", key)


@budget(1)
@given(any_text)
def test_a_key_is_its_own_key(text):
    once = sanitize.clean(text, "key")
    assert sanitize.clean(once, "key") is once
