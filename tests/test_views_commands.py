"""The commands `diff`, `compare` and `explain`: what they print, and that it is safe on a screen."""

from __future__ import annotations

import json

import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text, budget
from test_views import HOSTILE, is_safe

import sanitize
from sanitize._explain import explain
from sanitize._views.visible import width
from sanitize.cli.comparing import _print
from sanitize.cli.console import Console
from sanitize.cli.explaining import _explained, _points

RSQ, ZWSP, RLO = "\N{RIGHT SINGLE QUOTATION MARK}", "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}"


class TestDiff:
    def test_what_clean_would_change(self, tmp_path):
        path = tmp_path / "a.txt"
        path.write_bytes(f"one\nIt{RSQ}s \x1b[31mred{ZWSP}\ne\u0301\xff".encode() + b"\xff\n")
        done = run("diff", path)
        assert done.returncode == 1
        assert done.stdout.decode() == (
            f"--- {path}\n+++ {path} (cleaned)\n@@ -1,3 +1,3 @@\n one\n"
            "-It<U+2019>s <U+001B>[31mred<U+200B>\n+It's red\n-e<U+0301>\u00ff\\xff\n+\u00e9\u00ff\ufffd\n"
        )

    def test_nothing_to_change(self):
        done = run("diff", stdin=b"clean\n")
        assert (done.returncode, done.stdout) == (0, b"")

    def test_the_lines_of_a_long_file(self, tmp_path):
        """A file is read in pieces; the numbers go on, and the names come once."""
        path = tmp_path / "a.txt"
        filler = b"same\n" * 900_000
        path.write_bytes(filler + f"It{RSQ}s\x0bso\n".encode() + filler + f"It{RSQ}s\n".encode())
        out = run("diff", path).stdout.decode()
        assert out.count("---") == out.count("+++") == 1
        assert "\n@@ -899998,7 +899998,8 @@\n" in out
        assert "\n@@ -1799999,4 +1800000,4 @@\n" in out

    def test_it_is_safe(self):
        assert is_safe(run("diff", "--as-text", stdin=HOSTILE).stdout.decode())


class TestCompare:
    def test_texts(self):
        done = run("compare", "--text", "Tom's", f"Tom{RSQ}s{ZWSP}")
        assert done.returncode == 1
        assert done.stdout.decode() == (
            "the first and the second: alike: not the same, but a reader could take one for the other\n"
            f"  1:4     alike\n    - '  U+0027 APOSTROPHE\n    + {RSQ}  U+2019 RIGHT SINGLE QUOTATION MARK\n"
            "  1:6     alike\n    - nothing\n    + <U+200B>  U+200B ZERO WIDTH SPACE\n  2 differences\n"
        )

    def test_files(self, tmp_path):
        one, other = tmp_path / "a", tmp_path / "b"
        one.write_bytes(b"first\nsecond \xff\n")
        other.write_bytes(b"first\nsecond \xff\n")
        done = run("compare", one, other)
        assert done.returncode == 0
        assert "the same, code point by code point" in done.stdout.decode()
        done = run("compare", one, "-", stdin=b"first\nsecund \xfe\n")
        assert done.returncode == 1
        assert "  2:4 " in done.stdout.decode()
        assert "\\xfe" in done.stdout.decode()

    def test_json(self):
        done = run("compare", "--text", "--json", "--limit", "1", "ab", f"{ZWSP}a\u0435b")
        assert done.stdout.isascii()
        document = json.loads(done.stdout)
        assert (document["schema"], document["verdict"], document["total"]) == ("sanitize.compare/1", "different", 2)
        assert document["differences"] == [
            {
                "a": {"start": 0, "end": 0, "codepoints": []},
                "b": {"start": 0, "end": 1, "codepoints": [{"code": "U+200B", "name": "ZERO WIDTH SPACE"}]},
                "alike": True,
            }
        ]

    def test_trouble_is_one_line(self, tmp_path):
        done = run("compare", tmp_path / "missing", "-")
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1

    @budget(1)
    @given(any_text, any_text)
    def test_it_is_safe(self, a, b):
        written: list[str] = []
        console = Console()
        console.text = written.append
        _print(console, sanitize.compare(a, b), ("the first", "the second"), 20)
        assert is_safe("".join(written))


class TestExplain:
    @pytest.mark.parametrize("argument", ["U+202E", "u+202e", "0x202E", "\\u202e", "\\u{202E}", "&#x202E;", RLO])
    def test_ways_to_name_a_character(self, argument):
        out = run("explain", argument).stdout.decode()
        assert out.startswith("U+202E RIGHT-TO-LEFT OVERRIDE\n")
        assert "restricted: Default Ignorable" in out
        assert "removed (bidi: an invisible control that can reorder what is shown)" in " ".join(out.split())
        assert "UTF-8 E2 80 AE, UTF-16 202E, \\u202e, &#x202E;" in out

    @pytest.mark.parametrize(
        ("argument", "words"),
        [
            (
                RSQ,
                [
                    "closing quote, since Unicode 1.1",
                    "U+0027 APOSTROPHE '",
                    "prompt, strict: becomes '",
                    "text, log: stays",
                ],
            ),
            (
                "\u0430",
                ["lowercase letter", "Cyrillic", "U+0061 LATIN SMALL LETTER A a", "prompt, text, strict: becomes a"],
            ),
            ("\ufb01", ["means U+0066 LATIN SMALL LETTER F f + U+0069", "restricted: Not NFKC", "becomes fi"]),
            ("U+1B", ["U+001B ESCAPE", "control", "\\x1b"]),
            ("U+D800", ["half of a surrogate pair", "in no file"]),
            ("U+E000", ["private use", "stays, reported as private"]),
            ("U+10FFFF", ["no character in this version"]),
            ("U+2FE0", ["<unassigned>"]),
        ],
    )
    def test_what_it_says(self, argument, words):
        out = " ".join(run("explain", argument).stdout.decode().split())
        for part in words:
            assert part in out, part

    def test_several(self):
        out = run("explain", "U+61 U+62", "ba", "U+200B").stdout.decode()
        assert [line[:6] for line in out.splitlines() if line.startswith("U+")] == ["U+0061", "U+0062", "U+200B"]

    def test_what_is_no_code_point(self):
        done = run("explain", "U+110000")
        assert done.returncode == 2
        assert b"beyond U+10FFFF" in done.stderr

    @budget(2)
    @given(
        st.integers(0, 0x10FFFF) | any_text.filter(bool).map(lambda text: ord(text[0])), st.sampled_from([40, 80, 120])
    )
    def test_any_code_point_fits_and_is_safe(self, cp, columns):
        out = _explained(Console(), cp, columns)
        assert is_safe(out)
        assert all(
            width(line) < columns
            for line in out.splitlines()
            if " " in line.strip() and len(line.split()) > 2 and columns > 60
        )
        assert [*_points(f"U+{cp:04X}")] == [cp]

    def test_treatments_are_what_the_presets_do(self):
        for char in (RSQ, ZWSP, "\u0430", "\x07", "\ufb01", "x"):
            for treatment in explain(ord(char)).treatments:
                made = char if treatment.made is None else treatment.made
                assert sanitize.clean(f"a{char}b", treatment.preset) == f"a{made}b"
