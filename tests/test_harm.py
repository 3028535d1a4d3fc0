"""What must change and what must not: for each attack its honest twin, and every honest line there is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
import sites as seen
from samples import HERE, toml
from sites_arabic import joins_back, joins_on

import sanitize

CASES = {path.stem: toml(f"cases/{path.name}")["case"] for path in sorted((HERE / "cases").glob("*.toml"))}
ROWS = [pytest.param(kind, case, id=f"{kind}: {case['name']}") for kind, cases in CASES.items() for case in cases]


def test_there_is_a_file_for_each_kind():
    assert set(CASES) == set(sanitize.KINDS) - {"private", "mojibake"}
    names = [(kind, case["name"]) for kind, cases in CASES.items() for case in cases]
    assert len(names) == len(set(names)) >= 100


@pytest.mark.parametrize(("kind", "case"), ROWS)
def test_an_attack_becomes_plain(kind, case):
    report = sanitize.inspect(case["attack"])
    assert report.cleaned == case["clean"]
    assert sanitize.clean(case["clean"]) is case["clean"]
    assert kind in {finding.kind for finding in report if finding.changed} or case["attack"] == case["clean"]


@pytest.mark.parametrize(("kind", "case"), ROWS)
def test_its_honest_twin_stays(kind, case):
    assert sanitize.clean(case["twin"]) is case["twin"]
    assert sanitize.clean(case["twin"], "text") is case["twin"]


@pytest.mark.parametrize(("kind", "case"), ROWS)
def test_nothing_is_left_unsaid(kind, case):
    """Under a policy that only reports, the text stays and everything is found."""
    report = sanitize.inspect(case["attack"], sanitize.Policy(**dict.fromkeys(REPORTED, "report")))
    if kind in REPORTED and case["attack"] != case["clean"]:
        assert kind in report.counts
    assert all(finding.kind not in REPORTED for finding in report if finding.changed)


@pytest.mark.parametrize(
    ("attack", "clean"),
    [("\u2174erkleiden", "verkleiden"), ("\u2160nternet", "Internet"), ("mi\u217c", "mil"), ("lo\u2174e", "love")],
)
def test_a_numeral_in_a_word_is_a_letter_where_numerals_stay(attack, clean):
    assert sanitize.clean(attack, "text") == clean


@pytest.mark.parametrize(
    "honest", ["Henry \u2167", "\u2164th", "\u2164bis", "\u2161a", "FF\u2169", "(\u2170)", "\u2168\u2164", "\u2174"]
)
def test_numerals_stay_numerals(honest):
    assert sanitize.clean(honest, "text") is honest


def pair(row: dict[str, str]) -> object:
    marks = [pytest.mark.xfail(reason=row["open"], strict=True)] if "open" in row else []
    return pytest.param(row["one"], row["other"], id=row["name"], marks=marks)


@pytest.mark.parametrize(("one", "other"), [pair(row) for row in toml("pairs.toml")["pair"]])
def test_spellings_that_look_the_same_have_one_form(one, other):
    assert one != other
    assert sanitize.clean(one) == sanitize.clean(other)


REPORTED = [kind for kind in sanitize.KINDS if kind not in ("normalization", "mojibake")]

# False alarms of other tools: whole words of one script, capitals, single letters, units.
CALM = [
    "\u0410\u0411\u0412\u0413\u0414",
    "\u0421\u0421\u0421\u0420",
    "\u0421\u041e\u0420\u041e\u041a \u0422\u0420\u0418",
    "\u0430",
    "\u042f",
    "\u0391",
    "\u03bc",
    "\u03bf",
    "\u0397 \u0391\u0398\u0397\u039d\u0391",
    "\u03b1\u03b2\u03b3",
    "\u03a7\u03b1\u03af\u03c1\u03b5\u03c4\u03b5",
    "10 \u03bcs",
    "\u0394t = 5 \u03bcm",
    "\u03c0 = 3.14",
    "\u0441\u043e\u0440\u0442",
    "\u0441 \u0432\u0430\u043c\u0438 \u0438 \u0441 \u043d\u0438\u043c",
    "\u0456 \u0439\u043e\u0433\u043e",
    "\u0554\u0561\u0576\u056b",
    "\u05d5\u05d0\u05d5",
    "na\u00efve caf\u00e9 \u00c5ngstr\u00f6m",
]


@pytest.mark.parametrize("text", CALM, ids=ascii)
def test_no_false_alarm(text):
    report = sanitize.inspect(text)
    assert report.cleaned is text
    assert not report.counts


# The oracle: what confusable-homoglyphs calls dangerous in a Latin word (mixed scripts, UTS #39) does not pass unknown


def scripts_of_characters(ucd) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in (ucd / "Scripts.txt").read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) == 2:
            first, _, last = fields[0].partition("..")
            found.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), fields[1]))
    return found


def test_no_look_alike_of_a_latin_letter_passes_unknown(ucd):
    """Each one-character look-alike of an ASCII letter, in a Latin word, is rewritten or reported.

    Those of Latin itself are letters of some language; those of no script (operators, APL) make no
    mixture, and are told apart by their size and place.
    """
    scripts = scripts_of_characters(ucd)
    passed, asked = [], 0
    for line in (ucd / "security" / "confusables.txt").read_text(encoding="utf-8-sig").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) < 3 or " " in fields[0] or " " in fields[1]:
            continue
        char, target = chr(int(fields[0], 16)), chr(int(fields[1], 16))
        if not (target.isascii() and target.isalpha()) or char.isascii():
            continue
        if scripts.get(ord(char)) in ("Latin", "Common", "Inherited"):
            continue
        asked += 1
        if not any(finding.start <= 2 < finding.end for finding in sanitize.inspect(f"fr{char}tz")):
            passed.append(f"U+{ord(char):04X} {unicodedata.name(char, '')}")
    assert not passed
    assert asked > 300


# Every honest line


def idle(text: str, at: int) -> bool:
    """Tell, by the rule and not by the sample, whether a joiner changes no shape where it stands."""
    char = text[at]
    run = re.search("[\u200c\u200d]*$", text[:at])
    start = run.start() if run else at
    stop = at + len(re.match("[\u200c\u200d]*", text[at:]).group())  # type: ignore[union-attr]
    before, after = seen.left(text, start), seen.right(text, stop)
    virama = start and unicodedata.combining(text[start - 1]) == 9
    if virama:
        return at > start or (char == "\u200c" and not seen.is_letter(after))
    if joins_on(before) and joins_back(after):
        return at > start if char == "\u200c" else {*text[start:stop]} == {"\u200d"}
    if char == "\u200d":
        return not (joins_on(before) or joins_back(after))
    return True


def test_joiners_idle_by_rule():
    """The rule that the next test asks is right about the places that Unicode describes."""
    busy = {
        "\u0645\u06cc\u200c\u0631\u0648": 2,
        "\u0915\u094d\u200d\u0937": 2,
        "\u0915\u094d\u200c\u0937": 2,
        "\u0647\u200d": 1,
    }
    lazy = {
        "\u062f\u200c\u0628": 1,
        "\u0645\u200c ": 1,
        "a\u200db": 1,
        "\u0915\u200c\u0916": 1,
        "\u0628\u200d\u0628": 1,
        "\u0924\u094d\u200c ": 2,
    }
    assert not any(idle(text, at) for text, at in busy.items())
    assert all(idle(text, at) for text, at in lazy.items())


def mixed(text: str, at: int) -> bool:
    """Tell whether the word around an index has letters of two scripts: the honest line has a typing error."""
    start, stop = at, at
    while start and (seen.script(text[start - 1]) or text[start - 1].isdigit()):
        start -= 1
    while stop < len(text) and (seen.script(text[stop]) or text[stop].isdigit()):
        stop += 1
    return len({seen.script(char) for char in text[start:stop]} - {""}) > 1


PERSIAN_LETTERS = frozenset("\u067e\u0686\u0698\u06af\u06a9\u06cc")


def excused(text: str, finding: sanitize.Finding, discouraged: set[str]) -> bool:
    """Tell whether a change of an honest line follows a documented rule, not a fold of the preset."""
    old, new = finding.text, finding.replacement
    if finding.name == "joiner":
        return new == "" and all(idle(text, at) for at in range(finding.start, finding.end))
    if finding.name == "preferred":
        return unicodedata.normalize("NFD", old) in discouraged
    if finding.name == "homoglyph-word":
        return mixed(text, finding.start)
    if finding.name == "twin":
        return (old, new) == ("\u0649", "\u06cc") and bool(PERSIAN_LETTERS & set(text))
    return finding.name == "composition" and unicodedata.normalize("NFC", old) == new


@pytest.fixture(scope="module")
def discouraged(ucd) -> set[str]:
    rows = (line.split(";")[0].split() for line in (ucd / "DoNotEmit.txt").read_text(encoding="utf-8").splitlines())
    sources = {"".join(chr(int(code, 16)) for code in row) for row in rows if row and row[0][0] != "#"}
    return {unicodedata.normalize("NFD", source) for source in sources} | {"\u0e4d\u0e32", "\u0ecd\u0eb2"}


FOLDS = {"punctuation", "space", "compatibility"}
"""What the preset ``prompt`` folds in honest text: typography, spaces and width."""


TYPOGRAPHY = {
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u2013", "-"),
    ("\u2026", "..."),
}


@pytest.mark.parametrize(("policy", "folds"), [("prompt", FOLDS), ("text", set())])
def test_c2_every_honest_line(legit, discouraged, policy, folds, record_property):
    changed: Counter[str] = Counter()
    folded: Counter[tuple[str, str]] = Counter()
    excuses: Counter[str] = Counter()
    lines = 0
    for language, sentences in legit.items():
        for text in sentences:
            lines += 1
            for finding in sanitize.inspect(text, policy):
                if finding.changed and finding.kind in folds:
                    changed[finding.kind] += 1
                    folded[finding.text, finding.replacement] += 1
                elif finding.changed:
                    assert excused(text, finding, discouraged), (language, text, finding)
                    excuses[finding.name] += 1
    print(f"\n{policy}: {lines} lines, folds {dict(changed)}, by rule {dict(excuses)}")
    record_property(policy, {**changed, **excuses})
    assert lines > 10_000
    # The excused are rare: redundant joiners, typing errors, spellings that Unicode asks not to emit.
    assert sum(excuses.values()) < lines / 150
    # What is folded is quotes, dashes and dots, and little else.
    assert sum(number for fold, number in folded.items() if fold not in TYPOGRAPHY) <= sum(folded.values()) / 20


@pytest.mark.parametrize("policy", ["log", "strict"])
def test_honest_lines_under_the_other_presets(legit, policy):
    """``log`` escapes what cannot be seen and nothing else; ``strict`` touches few lines more than ``prompt``."""
    harmed = 0
    for sentences in legit.values():
        for text in sentences[:100]:
            report = sanitize.inspect(text, policy)
            if policy == "log":
                assert all(
                    f.kind in ("invisible", "joiner", "bidi", "variation", "newline") for f in report if f.changed
                )
            else:
                harmed += any(f.kind == "homoglyph" and f.changed for f in report)
    assert harmed < 30


NO_TEXT = [
    ("a\ud800b", "a\ufffdb", {"invalid": 1}),
    ("\ude00\ud83d", "\ufffd\ufffd", {"invalid": 2}),
    (b"a\xe2\x80 \xff", b"a\xef\xbf\xbd \xef\xbf\xbd", {"invalid": 2}),
    ("a\ue000", "a\ue000", {"private": 1}),
    ("a\u0378", "a\u0378", {"private": 1}),
]


@pytest.mark.parametrize(("text", "clean", "counts"), NO_TEXT, ids=ascii)
def test_what_is_no_text_is_told(text, clean, counts):
    """Surrogates and malformed bytes, which no data file can hold; private and unassigned characters stay."""
    report = sanitize.inspect(text)
    assert report.cleaned == clean
    assert report.counts == counts
