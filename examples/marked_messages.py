"""A worked example: a table of messages in many languages, of which some are marked. Find them, read the marks, clean, compare.

    python examples/marked_messages.py [FOLDER]

FOLDER has one .txt file a language, with a sentence a line; without it the sentences of the tests serve. Needs sanitize-text[polars].
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import polars as pl

import sanitize
import sanitize.integrations.polars

ROOT = Path(__file__).resolve().parent.parent


def sentences(folder: Path | None) -> list[tuple[str, str]]:
    """Return pairs of a language and a clean sentence in it."""
    if folder is not None:
        lines = [
            (path.stem, line) for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines()
        ]
    else:
        rows = (ROOT / "benchmarks" / "data" / "samples.tsv").read_text("utf-8").splitlines()
        lines = [(label, text) for label, _, text in (row.partition("\t") for row in rows if not row.startswith("#"))]
    return [(language, line) for language, line in lines if len(line) > 20 and sanitize.is_clean(line)]


def tagged(text: str, secret: str) -> str:
    """Hide a text in tag characters behind the first word."""
    head, blank, tail = text.partition(" ")
    return head + "".join(chr(0xE0000 + ord(char)) for char in secret) + blank + tail


def main() -> int:
    """Run the example; return 1 if something that was hidden is not found, or an honest row is changed."""
    rng = random.Random(7)  # noqa: S311 - the same rows each time
    honest = sentences(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    rows = []
    for number, (language, text) in enumerate(honest):
        reader = f"reader {rng.randrange(1000):03}" if number % 20 == 7 else None
        rows.append((number, language, tagged(text, reader) if reader else text, reader))
    table = pl.DataFrame(rows, schema=["id", "language", "text", "secret"], orient="row")

    # 1. Which rows are marked? A column of truth, at the speed of memory.
    marked = table.filter(~pl.col("text").sanitize.is_clean())
    print(f"{marked.height:,} of {table.height:,} rows are marked; findings by kind:")
    counts = marked.select(pl.col("text").sanitize.counts()).unnest("text").sum()
    print("  " + ", ".join(f"{kind} {number:,}" for kind, number in counts.row(0, named=True).items() if number))

    # 2. What do the marks say? Few rows are left: each gets its report.
    said = {row["id"]: sanitize.inspect(row["text"]).hidden for row in marked.iter_rows(named=True)}
    for number, hidden in list(said.items())[:3]:
        print(f"  row {number}: {hidden[0].scheme} say {hidden[0].text!r} ({hidden[0].confidence} confidence)")

    # 3. Clean, keeping what was there beside it.
    cleaned = table.with_columns(pl.col("text").sanitize.clean(), original=pl.col("text"))

    # 4. Compare before and after: only marked rows changed, and they are what they were before somebody marked them.
    changed = cleaned.filter(pl.col("text") != pl.col("original"))
    by_language = changed.group_by("language").len().sort("len", "language", descending=[True, False])
    print("changed by language: " + ", ".join(f"{name} {number}" for name, number in by_language.head(8).iter_rows()))
    restored = cleaned["text"].to_list() == [text for _, text in honest]
    read = all(
        said[row["id"]][0].text == row["secret"]
        for row in table.filter(pl.col("secret").is_not_null()).iter_rows(named=True)
    )
    print(f"honest text restored in every row: {restored}; every mark read: {read}")
    return 0 if restored and read and changed.height == marked.height else 1


if __name__ == "__main__":
    sys.exit(main())
