"""Makes the evidence tables: ``python -m tables.evidence.make --ucd FOLDER --all`` (or the names of some)."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from . import joiners, joining, khmer, letters, marks, punctuation, sequences, variation
from .ucd import Ucd

TABLES: dict[str, Callable[[Ucd], None]] = {
    "homoglyphs": letters.homoglyphs,
    "composites": letters.composites,
    "same_script": letters.same_script,
    "joiners": joiners.joiners,
    "joining": joining.joining,
    "variation": variation.variation,
    "punctuation": punctuation.punctuation,
    "sequences": sequences.sequences,
    "marks_twice": marks.twice,
    "marks_order": marks.order,
    "subscripts": khmer.subscripts,
    "shifters": khmer.shifters,
}


def main() -> None:
    """Reads the command line and writes the tables it names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", choices=[*TABLES, []], help="the tables to make")
    parser.add_argument("--all", action="store_true", help="make every table")
    parser.add_argument("--ucd", type=Path, required=True, help="folder of the UCD files, with emoji/ and security/")
    options = parser.parse_args()
    os.nice(10)
    ucd = Ucd(options.ucd)
    for name in TABLES if options.all else options.tables:
        started = time.monotonic()
        TABLES[name](ucd)
        print(f"{name}: {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
