"""Generates every committed table: ``python -m tables.generate [--check] [--ucd FOLDER]``.

Inputs are the Unicode files named in SOURCES.toml (checked by hash) and the curated tables beside
this file; outputs are byte-identical for the same inputs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tables import bidi, characters, emit_python, emit_rust, emit_tsv
from tables.derive import Deriver
from tables.ground import curated
from tables.ucd import UNICODE_VERSION, Ucd, sha256

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DEFAULT_UCD = ROOT.parent / "shared" / "ucd" / UNICODE_VERSION


def verify(ucd: Ucd) -> list[str]:
    """Return what differs between the folder and SOURCES.toml."""
    sources = tomllib.loads((HERE / "SOURCES.toml").read_text(encoding="utf-8"))
    problems = []
    for name, digest in sources["files"].items():
        path = ucd.path(name)
        if not path.is_file():
            problems.append(f"missing Unicode file: {name}")
        elif sha256(path) != digest:
            problems.append(f"not the pinned version (sha256 differs): {name}")
    return problems


def outputs(ucd: Ucd) -> dict[Path, str]:
    """Return the path and text of every generated file."""
    facts = Deriver(ucd, HERE / "curated").run()
    reasons = curated(HERE / "curated" / "reasons.tsv")
    order = bidi.Bidi(ucd)
    known = characters.Characters(ucd)
    result = {
        ROOT / "sanitize" / "_reasons.py": emit_python.reasons(reasons),
        ROOT / "rust" / "core" / "src" / "reasons.rs": emit_rust.reasons(reasons),
        ROOT / "sanitize" / "_tables.py": emit_python.core(facts),
        ROOT / "sanitize" / "_tables_compare.py": emit_python.compare(facts),
        ROOT / "sanitize" / "_tables_bidi.py": bidi.python(order),
        ROOT / "sanitize" / "_tables_identifiers.py": characters.identifiers(known),
        ROOT / "sanitize" / "_tables_characters.py": characters.explained(known),
        ROOT / "sanitize" / "_tables_names.py": characters.controls(known),
        ROOT / "rust" / "core" / "src" / "tables.rs": emit_rust.core(facts),
        ROOT / "rust" / "core" / "src" / "tables_bidi.rs": bidi.rust(order),
    }
    for name, text in emit_tsv.files(facts, ucd.names()).items():
        result[HERE / "derived" / name] = text
    return result


def main(argv: list[str] | None = None) -> int:
    """Generate the tables, or check that the committed ones are current."""
    parser = argparse.ArgumentParser(prog="python -m tables.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a committed file is stale")
    parser.add_argument("--ucd", type=Path, default=DEFAULT_UCD, help="folder of UCD files")
    options = parser.parse_args(argv)
    if not options.ucd.is_dir():
        print(f"no Unicode files at {options.ucd}; name a copy with --ucd", file=sys.stderr)
        return 2
    ucd = Ucd(options.ucd)
    problems = verify(ucd)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 2
    stale = []
    for path, text in outputs(ucd).items():
        current = path.read_text(encoding="utf-8") if path.is_file() else None
        if current != text:
            stale.append(path)
            if not options.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{'stale' if options.check else 'wrote'}: {path.relative_to(ROOT)}")
    if options.check and stale:
        print("run `python -m tables.generate` and commit the result", file=sys.stderr)
        return 1
    print("tables are current")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
