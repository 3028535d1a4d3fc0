"""``python -m benchmarks.report``: RESULTS.md and its plot, from the stored results of the speed and leak benchmarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is set left, the others right."""
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    lines.extend("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join(lines)


def leak_table(results: dict[str, Any]) -> str:
    """Return the table of the leak benchmark."""
    rows = []
    for name, tool in results["tools"].items():
        hidden, sacred, alike = tool["hidden"], tool["ascii"], tool["resembling"]
        share = 100 * tool["sentences"]["harmed"] / max(1, tool["sentences"]["lines"])
        rows.append(
            [
                name,
                f"{hidden['open']} of {hidden['channels']}",
                f"{100 * hidden['leaking'] / max(1, hidden['trials']):.1f}%",
                f"{hidden['bits']:.1f}",
                f"{tool['own']['harmed']} of {tool['own']['lines']}",
                f"{share:.1f}% of {tool['sentences']['lines']}",
                f"{sacred['open']} of {sacred['channels']}",
                f"{alike['open']} of {alike['channels']}",
            ]
        )
    head = [
        "tool",
        "channels open",
        "covers leaking",
        "bits left",
        "honest lines harmed",
        "sentences harmed",
        "ASCII twins open",
        "resembling open",
    ]
    return markdown(head, rows)
