"""Every way to show a report: right for its reader, and nothing raw from the text in any of them."""

from __future__ import annotations

import html.parser
import json
import re
from pathlib import Path

import jsonschema
import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_bytes, any_text, budget, presets

import sanitize
from sanitize._views import diff, visible
from sanitize._views.visible import is_seen

RSQ, ZWSP, RLO = "\N{RIGHT SINGLE QUOTATION MARK}", "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}"
FORMATS = ("json", "jsonl", "sarif", "github", "html", "text")
HOSTILE = (
    f"<script>alert(1)</script>{ZWSP}<img src=x onerror=alert(1)> \"quoted\" 'single' & --> ]]> {RLO}\n"
    f"\x1b]0;title\x07\x1b[31m{RSQ} %0A::error::made up\r\n::warning::{ZWSP}\x00\x07\x9b31m \u2028\n"
    "</style><style>*{{display:none}}</style>\u0430pple \ud7ff\U000e0041\U000e0042\n"
).encode()


def tagged(text: str) -> str:
    return "".join(chr(0xE0000 + ord(char)) for char in text)


def is_safe(text: str) -> bool:
    return all(is_seen(char) or char == "\n" for char in text)


# JSON


@budget(1)
@given(any_text, presets)
def test_json_is_what_the_report_holds(text, policy):
    report = sanitize.inspect(text, policy)
    document = json.loads(report.to_json())
    assert report.to_json().isascii()
    assert document["schema"] == "sanitize.inspect/1"
    assert (document["changed"], document["counts"], document["size"]) == (report.changed, report.counts, len(text))
    assert document["offsets"] == "code points"
    assert [(row["start"], row["end"], row["kind"]) for row in document["findings"]] == [
        (found.start, found.end, found.kind) for found in report
    ]
    for row in document["findings"]:
        assert text.count("\n", 0, row["start"]) == row["line"] - 1
        assert row["start"] - (text.rfind("\n", 0, row["start"]) + 1) == row["column"] - 1
        assert [point["code"] for point in row["codepoints"]] == [
            f"U+{ord(char):04X}" for char in text[row["start"] : row["end"]]
        ]
    assert [row["text"] for row in document["hidden"]] == [found.text for found in report.hidden]


@budget(1)
@given(any_bytes)
def test_json_of_bytes(data):
    document = json.loads(sanitize.inspect(data).to_json())
    assert document["offsets"] == "bytes"
    for row in document["findings"]:
        found = data[row["start"] : row["end"]]
        assert bytes.fromhex(row.get("hex", "")) == (b"" if row["text"].encode() == found else found)


def test_json_says_what_is_hidden():
    text = "x" + tagged("a hidden message") + f" it's it{RSQ}s"
    document = json.loads(sanitize.inspect(text).to_json())
    (row,) = document["hidden"]
    assert (row["scheme"], row["text"], row["confidence"]) == ("tags", "a hidden message", "high")
    assert (row["start"], row["end"], row["spans"]) == (1, 17, [[1, 17]])
    assert bytes.fromhex(row["hex"]) == b"a hidden message"
    (choice,) = document["choices"]
    assert (choice["target"], choice["alphabet"], choice["symbols"]) == ("U+0027", ["U+0027", "U+2019"], "01")
    assert document["capacity"] == 114.0


def test_the_documented_fields_are_the_fields():
    """docs/report.md names every field, and no other."""
    words = set(re.findall(r"`([a-z]+)`", (Path(__file__).parent.parent / "docs" / "report.md").read_text("utf-8")))
    document = json.loads(sanitize.inspect(f"x{tagged('a hidden message')} it{RSQ}s").to_json())
    fields = {*document, *document["findings"][0], *document["hidden"][0], *document["choices"][0]}
    assert fields <= words


# The diff


@budget(2)
@given(any_text, presets)
def test_a_diff_replays(text, policy):
    """The lines with a minus are the original's, those with a plus the cleaned text's."""
    report = sanitize.inspect(text, policy)
    lines = report.diff().splitlines(keepends=True)
    assert all(is_safe(line) for line in lines)
    assert bool(lines) == report.changed
    old, new = text.split("\n"), report.cleaned.split("\n")
    at = to = -1
    for line in lines[2:]:
        if found := re.fullmatch(r"@@ -(\d+),\d+ \+(\d+),\d+ @@\n", line):
            at, to = int(found[1]) - 1, int(found[2]) - 1
            continue
        if line[0] in " +":
            assert line[1:] == visible.safe(new[to]) + "\n"
            to += 1
        if line[0] in " -":
            head, *rest = re.split(r"<[\d,]+ more>", line[1:-1])
            wanted = shown_points("".join(map(point_or_self, old[at])))
            assert wanted.startswith(shown_points(head))
            assert wanted.endswith(shown_points(rest[-1] if rest else head))
            assert rest or wanted == shown_points(head)
            at += 1


def point_or_self(char: str) -> str:
    return char if is_seen(char) else visible.point(char)


def shown_points(line: str) -> str:
    """Return a line with every number made the character again, as far as one can be told from the other."""
    line = re.sub(r"<U\+([0-9A-F]{4,6})>", lambda found: chr(int(found[1], 16)), line)
    return (
        re.sub(r"\\x([89a-f][0-9a-f])", lambda found: chr(0xDC00 + int(found[1], 16)), line)
        .replace("\u25cc", "")
        .replace("\n", "")
    )


def test_a_diff_shows_what_went():
    text = f"one\ntwo\nthree\nfour\nIt{RSQ}s{ZWSP}  \nsix\r\nseven\x0beight\n" + "same\n" * 9 + "last\u00a0one"
    assert sanitize.inspect(text).diff() == (
        "--- original\n+++ cleaned\n@@ -2,9 +2,10 @@\n two\n three\n four\n"
        "-It<U+2019>s<U+200B><U+0020><U+0020>\n+It's\n-six<U+000D>\n+six\n-seven<U+000B>eight\n+seven\n+eight\n"
        " same\n same\n same\n@@ -14,4 +15,4 @@\n same\n same\n same\n-last<U+00A0>one\n+last one\n"
    )
    assert sanitize.inspect("clean\n").diff() == ""


# SARIF

SARIF = json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text("utf-8"))


def sarif(*arguments: str | Path, stdin: bytes = b"") -> dict:
    done = run("inspect", "--format", "sarif", *arguments, stdin=stdin)
    assert done.stdout.isascii()
    document = json.loads(done.stdout)
    jsonschema.validate(document, SARIF, cls=jsonschema.Draft7Validator)
    return document["runs"][0]


def test_sarif_is_valid_and_fixes(tmp_path):
    path = tmp_path / "a b\u00e9.txt"
    data = f"one\nIt{RSQ}s{ZWSP}\ue000 {tagged('a hidden message')}\r\n\u4e2d{RLO}\xe9".encode() + b"\xff"
    path.write_bytes(data)
    run_ = sarif(path, "-", stdin=b"plain")
    results = run_["results"]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    report = sanitize.inspect(data)
    assert len(results) == len(report) + len(report.hidden)
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in results)
    for result, found in zip(results, report, strict=False):
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert place["artifactLocation"]["uri"].startswith("file:///")
        assert place["artifactLocation"]["uri"].endswith("/a%20b%C3%A9.txt")
        start = region["byteOffset"]
        assert data[start : start + region["byteLength"]] == found.text
        assert result["level"] == ("note" if found.replacement is None else "warning")
    fixed = data
    for result in reversed(results):
        for fix in result.get("fixes", []):
            (change,) = fix["artifactChanges"][0]["replacements"]
            start, size = (change["deletedRegion"][name] for name in ("byteOffset", "byteLength"))
            fixed = fixed[:start] + change["insertedContent"]["text"].encode() + fixed[start + size :]
    assert fixed == report.cleaned
    assert results[-1]["ruleId"] == "hidden-text"
    assert "a hidden message" in results[-1]["message"]["text"]


def test_sarif_of_nothing_and_of_trouble(tmp_path):
    assert sarif(stdin=b"clean")["results"] == []
    done = run("inspect", "--format", "sarif", tmp_path / "missing")
    document = json.loads(done.stdout)
    jsonschema.validate(document, SARIF, cls=jsonschema.Draft7Validator)
    assert done.returncode == 2
    assert not document["runs"][0]["invocations"][0]["executionSuccessful"]


# GitHub


def test_annotations(tmp_path):
    path = tmp_path / "a,b:c%.txt"
    path.write_text(f"one\nIt{RSQ}s \ue000\n{tagged('a hidden message')}", encoding="utf-8")
    lines = run("inspect", "--format", "github", path).stdout.decode().splitlines()
    name = str(path).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    assert lines[0] == (
        f"::warning file={name},line=2,endLine=2,col=3,endColumn=4,title=punctuation::"
        "U+2019 RIGHT SINGLE QUOTATION MARK: a look-alike of a common mark (becomes ')"
    )
    assert lines[1].startswith(f"::notice file={name},line=2,")
    assert lines[-1].startswith(f"::error file={name},line=3,title=hidden text::tag characters: 112 bits")
    assert lines[-1].endswith(": a hidden message")


# JSON Lines


def test_json_lines(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"It{RSQ}s it's\n{tagged('a hidden message')}", encoding="utf-8")
    rows = [
        json.loads(line) for line in run("inspect", "--format", "jsonl", path, "-", stdin=b"ok").stdout.splitlines()
    ]
    assert [(row["type"], row["file"]) for row in rows] == [
        ("file", str(path)), ("finding", str(path)), ("finding", str(path)), ("hidden", str(path)), ("choice", str(path)),
        ("summary", str(path)), ("file", "-"), ("summary", "-"),
    ]  # fmt: skip
    assert rows[0]["schema"] == "sanitize.lines/1"
    assert (rows[3]["line"], rows[3]["column"], rows[3]["text"]) == (2, 1, "a hidden message")
    assert rows[5]["counts"] == {"punctuation": 1, "tag": 1}


# The page


class Page(html.parser.HTMLParser):
    """What a browser would make of a page: its elements, its attributes and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names.update(name for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def check_page(text: str) -> Page:
    page = Page(text)
    assert not page.open
    assert set(page.tags) <= {
        "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "p", "ul", "ol", "li", "span", "div", "pre",
        "mark", "blockquote", "b",
    }  # fmt: skip
    assert page.names <= {"lang", "charset", "name", "content", "http-equiv", "class", "dir", "title"}
    assert page.tags.count("style") == page.tags.count("title") == 1
    assert is_safe("".join(page.text))
    assert is_safe(text)
    return page


@budget(2)
@given(any_text | st.text(st.sampled_from("<>&\"'/=! abscript\u200b\u2019\n")), presets)
def test_nothing_breaks_out_of_the_page(text, policy):
    check_page(sanitize.inspect(text, policy).to_html(title=text))


@budget(1)
@given(any_bytes)
def test_a_page_of_bytes(data):
    check_page(sanitize.inspect(data).to_html())


def test_a_page_says_it_all():
    text = f"first\nIt{RSQ}s <b>{ZWSP}{ZWSP} P\u0430ypal\n\ue000{tagged('a hidden message')}\n"
    page = check_page(sanitize.inspect(text).to_html("a <title>"))
    said = "".join(page.text)
    for words in (
        "a <title>", "a hidden message", "tag characters", "U+2019 RIGHT SINGLE QUOTATION MARK", "<b>", "<U+200B><U+200B>",
        "a look-alike letter of another script than its word", "high confidence", "becomes a", "Choices among what looks the same",
    ):  # fmt: skip
        assert words in said, words
    assert "first" not in said
    assert "Nothing found" in "".join(check_page(sanitize.inspect("clean").to_html()).text)


def test_a_page_of_many_findings_is_bounded(on_reference):
    many = 5_000 if on_reference else 200_000
    page = sanitize.inspect(f"it{RSQ}s," * many).to_html()
    assert len(page) < 500_000
    assert f"{many - 1000:,} more findings are not shown" in page


# All of them


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_is_shown_safely(form):
    done = run("inspect", "--as-text", "--format", form, "--limit", "0", stdin=HOSTILE)
    assert done.returncode == 0
    out = done.stdout.decode()
    assert is_safe(out)
    if form == "html":
        check_page(out)
    if form == "github":
        assert all(re.match(r"::(warning|notice|error) file=", line) for line in out.splitlines())


@pytest.mark.parametrize("form", FORMATS)
def test_a_long_file_comes_in_pieces(form, tmp_path):
    """A payload and a choice may lie in many pieces of a file; places are those of the whole."""
    path = tmp_path / "long.txt"
    message = "spread over many pieces of a long file"
    bits = "".join(format(byte, "08b") for byte in message.encode())
    filler = "x" * 300
    path.write_text("".join(f"{filler} don{RSQ if bit == '1' else chr(39)}t\n" for bit in bits), encoding="utf-8")
    out = run("inspect", "--format", form, path).stdout.decode()
    assert message in out
    if form == "json":
        document = json.loads(out)
        (row,) = document["hidden"]
        first = bits.index("1")
        assert (row["line"], row["column"]) == (first + 1, 305)
        assert document["bytes"] == path.stat().st_size


def test_a_folder_is_summed_up(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "binary").write_bytes(b"\0\1")
    (tmp_path / "clean.txt").write_text("clean")
    (tmp_path / "sub" / "a.txt").write_text(f"It{RSQ}s{ZWSP} so", encoding="utf-8")
    (tmp_path / ".git" / "b.txt").write_text(ZWSP, encoding="utf-8")
    lines = run("inspect", tmp_path).stdout.decode().splitlines()
    assert lines == [
        f"{tmp_path}/sub/a.txt: 2 findings: 1 invisible, 1 punctuation",
        "2 findings in 2 files, 1 skipped: not text",
    ]
    rows = run("inspect", "--json", tmp_path).stdout.splitlines()
    assert [json.loads(row)["file"] for row in rows] == [f"{tmp_path}/clean.txt", f"{tmp_path}/sub/a.txt"]


def test_a_payload_is_one_thing_to_look_at():
    bits = "".join("\u200b\u200c"[int(bit)] for byte in b"one thing to look at" for bit in format(byte, "08b"))
    out = run("inspect", stdin=f"some{bits} text\n".encode()).stdout.decode()
    assert out.count("ZERO WIDTH") == 1
    assert "160 characters, from U+200B ZERO WIDTH SPACE on" in out
    assert "\n      one thing to look at\n" in out


def test_a_diff_is_lazy_about_long_texts():
    text = f"It{RSQ}s\n" + "same\n" * 50_000 + f"It{RSQ}s\n"
    lines = list(diff.unified(sanitize.inspect(text)))
    assert len(lines) == 14
