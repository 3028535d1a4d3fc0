"""The tables and the tree: every fact has a reason and a source, and our own source is ASCII."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sanitize
from sanitize import _tables as tables
from sanitize._reasons import REASONS

ROOT = Path(__file__).resolve().parent.parent
FROM_HERE = {**os.environ, "PYTHONSAFEPATH": ""}  # the generator is no part of what is installed
CURATED = sorted((ROOT / "tables" / "curated").glob("*.tsv"))
DERIVED = sorted((ROOT / "tables" / "derived").glob("*.tsv"))
SOURCE = {".py", ".pyi", ".rs", ".toml", ".yml", ".yaml", ".cfg", ".in", ""}


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_our_own_source_is_ascii():
    """A library about invisible characters can be reviewed in any font; data files may hold what they are about."""
    asked, other = 0, []
    for path in tracked():
        data_file = path.parts[-2] in ("cases", "data") or path.name in ("samples.toml", "pairs.toml")
        if path.suffix in SOURCE and not data_file and path.is_file():
            asked += 1
            if not path.read_bytes().isascii():
                other.append(str(path.relative_to(ROOT)))
    assert not other
    assert asked > 60


def test_nothing_invisible_hides_in_data_files():
    """Data files are read by people too: what cannot be seen is written as an escape."""
    for path in tracked():
        if path.suffix in (".toml", ".tsv", ".md") and path.is_file():
            text = path.read_text(encoding="utf-8")
            hidden = {finding.kind for finding in sanitize.inspect(text, "log") if finding.changed}
            assert not hidden, (path.relative_to(ROOT), hidden)


@pytest.mark.parametrize("path", CURATED, ids=lambda path: path.name)
def test_every_curated_row_is_whole(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    columns = comments[-1].removeprefix("# ").split("\t")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert rows
    assert comments
    for row in rows:
        assert len(row) == len(columns), (path.name, row)
        told = [
            cell
            for name, cell in zip(columns, row, strict=True)
            if name in ("reason", "text", "why", "evidence", "name")
        ]
        assert told, columns
        assert all(told), (path.name, row)
        assert row[0].strip()
    keys = [tuple(row[:2]) for row in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", DERIVED, ids=lambda path: path.name)
def test_every_generated_table_says_of_what(path):
    head = path.read_text(encoding="utf-8").splitlines()[:6]
    assert any(f"Unicode {sanitize.UNICODE_VERSION}" in line for line in head)
    assert any(line.startswith("# Sources: ") for line in head)
    assert any("LICENSE-UNICODE" in line for line in head)


@pytest.mark.parametrize(
    "name",
    [
        "sanitize/_tables.py",
        "sanitize/_tables_bidi.py",
        "sanitize/_tables_compare.py",
        "rust/core/src/tables.rs",
        "rust/core/src/tables_bidi.rs",
    ],
)
def test_every_generated_source_says_of_what(name):
    with (ROOT / name).open(encoding="utf-8") as file:
        head = file.read(600)
    assert sanitize.UNICODE_VERSION in head
    assert "python -m tables.generate" in head
    assert "do not edit" in head


def test_the_version_is_one():
    assert tables.UNICODE_VERSION == sanitize.UNICODE_VERSION
    sources = (ROOT / "tables" / "SOURCES.toml").read_text(encoding="utf-8")
    assert f'unicode = "{sanitize.UNICODE_VERSION}"' in sources


def test_the_committed_tables_are_current(ucd):
    """What the generator makes of Unicode's files is what is committed."""
    done = subprocess.run(
        [sys.executable, "-m", "tables.generate", "--check", "--ucd", str(ucd)],
        cwd=ROOT,
        env=FROM_HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_generator_refuses_other_files(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tables.generate", "--check", "--ucd", str(tmp_path)],
        cwd=ROOT,
        env=FROM_HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "missing Unicode file" in done.stderr


def test_reasons_are_sentences_for_people():
    names = [name for name, _, _ in REASONS]
    assert len(names) == len(set(names))
    for name, kind, words in REASONS:
        assert kind in sanitize.KINDS, name
        assert re.fullmatch(r"[a-zA-Z].*[^.]", words), name
        assert words.isascii(), name
        assert len(words) < 100, name


def test_every_kind_has_a_reason():
    assert {kind for _, kind, _ in REASONS} == set(sanitize.KINDS)


def test_folds_lead_somewhere():
    """None starts from ASCII or leads to itself; what a fold leads to is folded no other way."""
    for cp, (target, _, _) in tables.FOLDS.items():
        assert cp >= 0x80
        assert target
        assert cp not in target
        written = "".join(map(chr, target))
        assert sanitize.clean(f"so {chr(cp)} it") in (f"so {chr(cp)} it", sanitize.clean(f"so {written} it")), (
            f"{cp:04X}"
        )
