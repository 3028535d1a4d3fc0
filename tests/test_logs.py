"""Real logs: under ``log`` nothing is lost, under ``prompt`` ASCII lines come back as they were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sanitize

_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")


def records(path: Path, on_reference: bool) -> bytes:
    """Return a log; on the slow core, one record in eight."""
    data = path.read_bytes()
    return b"".join(data.splitlines(keepends=True)[:: 8 if on_reference else 1])


def test_log_keeps_every_byte_of_meaning(logs, on_reference, record_property):
    """Only controls, what is invisible and malformed bytes become escapes; all else is byte for byte as it was."""
    files = sorted(logs.glob("*.log"))
    assert len(files) == 16
    escaped = 0
    for path in files:
        data = records(path, on_reference)
        report = sanitize.inspect(data, "log")
        assert report.restore() == data
        for finding in report:
            if finding.changed:
                escaped += 1
                assert finding.kind in ("control", "invalid", "invisible", "bidi", "newline", "joiner", "variation"), (
                    path.name
                )
                assert _ESCAPE.fullmatch(finding.replacement) or finding.replacement.count(b"\\") > 1, path.name
        assert report.cleaned.count(b"\n") == data.count(b"\n")
        assert sanitize.clean_bytes(data, "log") == report.cleaned
    record_property("escaped", escaped)


def test_prompt_leaves_ascii_lines_but_for_ends_and_blanks(logs, on_reference):
    lines = 0
    for path in sorted(logs.glob("*.log")):
        data = records(path, on_reference)
        before = data.split(b"\n")
        after = sanitize.clean_bytes(data).split(b"\n")
        assert len(before) == len(after), path.name
        for old, new in zip(before, after, strict=True):
            plain = old.removesuffix(b"\r")
            if plain.isascii() and not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", plain):
                lines += 1
                assert new == plain.rstrip(b" \t"), (path.name, old)
    assert lines > (3_900 if on_reference else 31_000)


def test_a_clean_log_is_the_same_object(logs):
    for path in sorted(logs.glob("*.log")):
        clean = sanitize.clean(path.read_text(encoding="utf-8", errors="surrogateescape"), "log")
        assert sanitize.clean(clean, "log") is clean


# One record stays one line, whatever it carries

HOSTILE = [
    ("user=\u202eevil", "user=\\u202eevil"),
    ("GET /\x1b[2J\x1b[1;1H", "GET /\\x1b[2J\\x1b[1;1H"),
    ("a\rb", "a\\x0db"),
    ("a\u2028b\u2029c\x85d\x0be\x0cf", "a\\u2028b\\u2029c\\u0085d\\x0be\\x0cf"),
    ("name=a\u200bb", "name=a\\u200bb"),
    ("tag\U000e0041", "tag\\U000e0041"),
    ("null\x00byte", "null\\x00byte"),
    ("half\ud800", "half\\ud800"),
    ("\ufdd0", "\\ufdd0"),
    (
        "tab\tstays \u2014 \u201cquoted\u201d\u00a0\u0441\u043e\u0440 ",
        "tab\tstays \u2014 \u201cquoted\u201d\u00a0\u0441\u043e\u0440 ",
    ),
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE, ids=lambda value: ascii(value)[:30])
def test_what_hides_in_a_record_is_shown(text, shown):
    assert sanitize.clean(text, "log") == shown
    assert sanitize.clean(f"one {text} two\nnext\r\n", "log") == f"one {shown} two\nnext\r\n"


def test_malformed_bytes_are_shown_as_they_are():
    assert sanitize.clean_bytes(b"id=\xff\xfe ok \xe2\x82", "log") == b"id=\\xff\\xfe ok \\xe2\\x82"


def test_a_record_ends_as_it_did():
    for text in ("a\r\nb\r\n", "a\nb\n", "a\nb", "\n\n", "\r\n"):
        assert sanitize.clean(text, "log") is text
