"""What the command line prints: for people on any screen, for programs as JSON, and never anything raw from a text."""

from __future__ import annotations

import json
import os
import subprocess
import unicodedata
from pathlib import Path

import pytest
from command import COMMAND, NOWHERE, environment, run
from hypothesis import example, given
from hypothesis import strategies as st

import sanitize
from sanitize._views.places import At
from sanitize.cli import formats, show
from sanitize.cli.console import Console
from sanitize.cli.tally import Tally

RLO, ZWSP, RSQ = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}", "\N{RIGHT SINGLE QUOTATION MARK}"
HIDDEN = (
    "\u115f\u3164\ufe0f\u034f\u180b\U000e0041\U000e0100\u2060\u00ad\u2028\u0085\x1b\x9b\x7f\u202e\ud800\ufffe\U000f0000"
)
shown_texts = st.lists(
    st.sampled_from(
        [
            "It",
            RSQ,
            ZWSP,
            RLO,
            "\t",
            "\n",
            "\r",
            " ",
            "\x1b[31m",
            "\u4e2d\u6587",
            "e\u0301\u0302\u0303\u0304\u0305",
            *HIDDEN,
        ]
    )
    | st.text(max_size=4)
    | st.integers(0, 300).map("x".__mul__)
).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


def is_safe(text: str) -> bool:
    """Tell whether a terminal draws all of a text and does nothing else."""
    hidden = set(HIDDEN) | {RLO, ZWSP}
    return all((char.isprintable() and char not in hidden) or char == "\n" for char in text)


class TestCheck:
    def test_a_line_a_finding(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(f"ok\na{RLO}b\n", encoding="utf-8")
        done = run("check", path)
        assert done.stdout.decode() == (
            f"{path}:2:2: bidi: U+202E RIGHT-TO-LEFT OVERRIDE: an invisible control that can reorder what is shown (removed)\n"
        )
        assert done.stderr == b"1 finding in 1 file: 1 bidi\n"
        assert done.returncode == 1

    @pytest.mark.parametrize(
        ("before", "row", "column"),
        [
            (b"", 1, 1),
            ("\N{GRINNING FACE}\u4e2d\u6587e".encode(), 1, 5),
            (b"a\n\nb", 3, 2),
            (b"a\xff\xe2\x80b", 1, 5),  # a malformed part is one column
            (b"a\r\nb\r", 2, 3),  # only LF ends a line, as editors count
            (b"x" * 70000 + b"\n" + b"y" * 70000 + b"z", 2, 70002),  # beyond one piece
        ],
    )
    def test_places_are_lines_and_code_points(self, before: bytes, row: int, column: int) -> None:
        lines = run("check", stdin=before + RLO.encode() + b"c\n").stdout.decode().splitlines()
        assert lines[-1].startswith(f"<stdin>:{row}:{column}: bidi: ")

    @pytest.mark.parametrize(
        ("text", "options", "said"),
        [
            (RSQ, (), "(becomes ')"),
            ("\N{NO-BREAK SPACE}a", (), "(becomes SPACE)"),
            (f"a{RLO}", ("-p", "log"), r"(becomes \u202e)"),
            ("e\u0301", (), "U+0065 LATIN SMALL LETTER E + U+0301 COMBINING ACUTE ACCENT: "),
            ("e\u0301", (), "(becomes U+00E9 \u00e9)"),
            (f"a{ZWSP * 5}b", (), "U+200B ZERO WIDTH SPACE (5 times): "),
            ("\U000e0041\U000e0042\U000e0043", (), "U+E0041 TAG LATIN CAPITAL LETTER A and 2 more: "),
        ],
    )
    def test_what_it_is_and_what_it_becomes(self, text: str, options: tuple[str, ...], said: str) -> None:
        assert said in run("check", *options, stdin=text.encode()).stdout.decode()

    def test_bytes_that_are_no_characters_are_told_by_number(self) -> None:
        assert b"invalid: bytes E2 80: " in run("check", stdin=b"a\xe2\x80b").stdout

    def test_what_is_only_reported_is_counted_on_the_side(self) -> None:
        private = "a\ue000b".encode()
        done = run("check", stdin=private)
        assert (done.returncode, done.stdout) == (0, b"")
        assert done.stderr == b"0 findings in 1 file (1 more only reported: --reports lists them)\n"
        done = run("check", "--reports", stdin=private)
        assert done.returncode == 1
        assert b"(reported)" in done.stdout

    def test_trouble_weighs_more_than_findings(self, tmp_path: Path) -> None:
        done = run("check", "-", tmp_path / "missing", stdin=RLO.encode())
        assert done.returncode == 2
        assert b"bidi" in done.stdout

    @pytest.mark.parametrize(
        "text",
        [
            "plain",
            f"It{RSQ}s",
            f"a{ZWSP}b",
            "na\u00efve",
            "nai\u0308ve",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ],
    )
    def test_it_agrees_with_the_library(self, text: str) -> None:
        for policy in ("prompt", "text"):
            assert run("check", "-q", "-p", policy, stdin=text.encode()).returncode == (
                not sanitize.is_clean(text, policy)
            )


class TestInspect:
    @given(
        data=shown_texts,
        columns=st.sampled_from([40, 60, 80]),
        policy=st.sampled_from(["prompt", "text", "log", "key"]),
    )
    @example(data=b"\xff" * 500, columns=60, policy="prompt")
    @example(data="\u2e8e".encode(), columns=60, policy="prompt")
    @example(data=("\u4e2d" * 300 + ZWSP + "\u4e2d" * 300).encode(), columns=60, policy="prompt")
    def test_it_fits_and_is_safe(self, data: bytes, columns: int, policy: str) -> None:
        report = sanitize.inspect(data, policy)
        places = show.Places()
        console = Console()
        for row, column, finding in places.through(report):
            entry = show.entry(console, row, column, finding, data, columns)
            assert is_safe(entry)
            assert is_safe(show.line(console, "name", row, column, finding))
            assert all(show.width(line) < columns for line in entry.splitlines())
            assert "^" in entry

    @pytest.mark.parametrize(
        "before", ["", "It is ", "\u4e2d\u6587 ", "e\u0301 ", "\t", "x" * 500, "\N{ZERO WIDTH SPACE}"]
    )
    @pytest.mark.parametrize("after", ["", " and so on", "y" * 500])
    def test_the_caret_is_under_it(self, before: str, after: str) -> None:
        data = f"first\n{before}{RSQ}{after}\nlast\n".encode()
        finding = next(found for found in sanitize.inspect(data) if found.kind == "punctuation")
        _, line, caret, *_ = show.entry(Console(), 2, 1, finding, data, 60).splitlines()
        place = show.width(line[: line.index(RSQ)])
        assert caret.index("^") == place
        assert "first" not in line
        assert "last" not in line

    def test_a_screen_of_60_columns(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(f"It{RSQ}s{ZWSP} \u4e2d\u6587 {RLO}" * 30 + "\n", encoding="utf-8")
        lines = run("inspect", path, COLUMNS="60").stdout.decode().splitlines()
        assert lines[0] == str(path)
        assert all(show.width(line) < 60 for line in lines[1:])
        assert "  ... 71 more: --limit 0 lists all" in lines
        assert any(line.startswith("  91 findings, ") for line in lines)

    def test_limits(self) -> None:
        data = f"It{RSQ}s\n".encode() * 50
        assert run("inspect", "--limit", "3", stdin=data).stdout.count(b"RIGHT SINGLE") == 3
        assert run("inspect", "--limit", "0", stdin=data).stdout.count(b"RIGHT SINGLE") == 50
        document = json.loads(run("inspect", "--json", "--limit", "3", stdin=data).stdout)
        assert (len(document["findings"]), document["counts"]) == (3, {"punctuation": 50})

    def test_clean_is_said(self) -> None:
        assert run("inspect", stdin=b"plain\n").stdout == b"<stdin>\n  clean\n"


class TestJson:
    def test_a_document_a_file_on_a_line(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        data = b"a\xffb" + RSQ.encode() + b"\n" + b"x" * 70000 + b"\n" + f"{ZWSP}c\ue000\n".encode()
        path.write_bytes(data)
        done = run("inspect", "--json", path, "-", tmp_path / "missing", stdin=b"plain")
        assert done.returncode == 2
        assert done.stdout.isascii()
        first, second = map(json.loads, done.stdout.splitlines())
        assert (first["file"], second["file"]) == (str(path), "-")
        assert (second["findings"], second["changed"], second["bytes"]) == ([], False, 5)
        assert first["backend"] == sanitize.backend()
        assert first["policy"]["preset"] == "prompt"
        assert first["counts"] == {"invalid": 1, "punctuation": 1, "invisible": 1, "private": 1}
        report = sanitize.inspect(data)
        for got, found in zip(first["findings"], report, strict=True):
            assert (got["start"], got["end"], got["kind"]) == (found.start, found.end, found.kind)
            assert (got["action"], got["rule"], got["reason"]) == (found.action, found.name, found.reason)
            expected = None if found.replacement is None else found.replacement.decode()
            assert got["replacement"] == expected
            assert bytes.fromhex(got.get("hex", "")) == (b"" if got["codepoints"] else found.text)
        assert [(got["line"], got["column"]) for got in first["findings"]] == [(1, 2), (1, 4), (3, 1), (3, 3)]
        assert first["findings"][1]["codepoints"] == [{"code": "U+2019", "name": "RIGHT SINGLE QUOTATION MARK"}]

    def test_trouble_on_the_way_leaves_a_whole_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        form, tally = formats.Json(Console(), sanitize.Policy()), Tally()
        report = sanitize.inspect(b"a" + RSQ.encode())
        form.open("name")
        tally.add(report)
        form.finding(report.findings[0], At(1, 2))
        form.close(tally.summary("Input/output error"))
        shown = json.loads(capsys.readouterr().out)
        assert shown["error"] == "Input/output error"
        assert len(shown["findings"]) == 1


class TestTerminal:
    @pytest.mark.parametrize(
        ("changes", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
    )
    def test_colour_is_for_terminals(self, changes: dict[str, str], coloured: bool) -> None:
        pty = pytest.importorskip("pty")
        here, there = pty.openpty()
        try:
            process = subprocess.Popen(
                [*COMMAND, "check"],
                stdin=subprocess.PIPE,
                stdout=there,
                stderr=subprocess.PIPE,
                cwd=NOWHERE,
                env=environment(**({"TERM": "xterm"} | changes)),
            )
            process.communicate(f"It{RSQ}s\n".encode(), timeout=60)
            shown = os.read(here, 4096)
        finally:
            os.close(here)
            os.close(there)
        assert b"punctuation" in shown
        assert (b"\x1b[" in shown) is coloured

    def test_none_in_a_pipe(self) -> None:
        for command in ("check", "inspect"):
            assert b"\x1b" not in run(command, stdin=RSQ.encode()).stdout

    def test_a_terminal_that_cannot_show_it(self) -> None:
        data = "\N{CYRILLIC SMALL LETTER ZHE}\N{NO-BREAK SPACE}e\u0301\n".encode()
        done = run("inspect", stdin=data, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert done.returncode == 0
        assert rb"\u0436" in done.stdout

    def test_wrong_flags_are_shown_safely(self) -> None:
        for arguments in (
            ("clean", "--\x1b[31m"),
            ("clean", "-p", "\x1b[31m"),
            ("clean", "--set", "\x1b=x"),
            ("\x1b",),
        ):
            done = run(*arguments)
            assert done.returncode == 2
            assert b"\x1b" not in done.stderr
            assert len(done.stderr.splitlines()) == 1
            assert b"--help" in done.stderr


def test_width_is_what_terminals_draw() -> None:
    assert show.width("a\u4e2de\u0301") == 4
    assert show.fitted(["a", "\u4e2d", "b"], 4, more=False) == "a\u4e2db"
    assert show.fitted(["a", "\u4e2d", "b", "c"], 4, more=False) == "a..."
    assert show.fitted_end(["a", "\u4e2d", "b", "c"], 4, more=False) == "...c"


def test_what_draws_nothing_is_shown_by_number() -> None:
    """Whatever this Python thinks of it: all default ignorables, in a context that no rule touches."""
    ignorable = [
        "\u00ad",
        "\u034f",
        "\u061c",
        "\u115f",
        "\u1160",
        "\u17b4",
        "\u180e",
        "\u200b",
        "\u2064",
        "\u3164",
        "\ufeff",
        "\uffa0",
    ]
    for char in [*ignorable, *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0000, 0xE0200))]:
        assert show.cells("a" + char) == ["a", f"<U+{ord(char):04X}>"], unicodedata.name(char, hex(ord(char)))
