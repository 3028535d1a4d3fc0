"""``python -m benchmarks.report``: RESULTS.md and its plot, from the stored results of the benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .plot import draw

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
AT_ONCE = 100.0
"""GB/s beyond which memory is not read at all: a flag was looked at, or the first finding ended the work."""


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


def rate(gb_s: float) -> str:
    """Return a rate with three figures: GB/s from 1 up, MB/s below."""
    if gb_s > AT_ONCE:
        return "at once"
    if gb_s >= 1:
        return f"{gb_s:.1f} GB/s"
    mb_s = 1000 * gb_s
    return f"{mb_s:.0f} MB/s" if mb_s >= 10 else f"{mb_s:.2g} MB/s"


def _rates(cases: dict[str, Any]) -> str:
    names = list(dict.fromkeys(rival for case in cases.values() for rival in case))
    rows = []
    for rival in names:
        row = [rival]
        for case in cases.values():
            figure = case.get(rival)
            row.append(f"{rate(figure['gb_s'])} \u00b1{100 * figure['spread']:.0f}%" if figure else "-")
        rows.append(row)
    return markdown(["", *cases], rows)


def _calls(cases: dict[str, Any]) -> str:
    names = list(dict.fromkeys(rival for case in cases.values() for rival in case))
    rows = [
        [rival, *(f"{case[rival]['ns']:,.0f} ns" if rival in case else "-" for case in cases.values())]
        for rival in names
    ]
    return markdown(["", *cases], rows)


def _ratio(ours: dict[str, Any], other: dict[str, Any] | None) -> str:
    if not other or other["gb_s"] > AT_ONCE:
        return "-"
    ratio = ours["gb_s"] / other["gb_s"]
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _ratios(cases: dict[str, Any]) -> str:
    rows = []
    others = list(dict.fromkeys(rival for case in cases.values() for rival in case if not rival.startswith("sanitize")))
    for name, case in cases.items():
        ours = case.get("sanitize.clean")
        if ours:
            rows.append([name, *(_ratio(ours, case.get(other)) for other in others)])
    return markdown(["sanitize.clean against", *others], rows) if rows else ""


def speed_tables(results: dict[str, Any]) -> str:
    """Return the tables of the speed benchmark."""
    cases = results["cases"]
    long = {name: case for name, case in cases.items() if not name.startswith("90")}
    brief = {name: case for name, case in cases.items() if name.startswith("90")}
    empty = results.get("empty call ns", {}).get("sanitize.clean")
    parts = [
        "Rates (median, half the distance between the quartiles):",
        _rates(long),
        "Ratios of rates, in this run:",
        _ratios(cases),
        "One call on a short string" + (f" (an empty call of sanitize.clean: {empty:.0f} ns):" if empty else ":"),
        _calls(brief),
    ]
    if "worst" in results:
        head = ["worst case", "MB/s", "time when doubled"]
        rows = [[name, f"{row['MB/s']:,.0f}", f"{row['doubling']:.2f}"] for name, row in results["worst"].items()]
        parts += ["Worst cases by construction (2.00 is linear):", markdown(head, rows)]
    if "extras" in results:
        rows = [
            [name, ", ".join(f"{key} {value}" for key, value in row.items())] for name, row in results["extras"].items()
        ]
        parts += ["Beside the rates:", markdown(["", "figures"], rows)]
    return "\n\n".join(part for part in parts if part)


def files_tables(results: dict[str, Any]) -> str:
    """Return the tables of the benchmark of files."""
    parts = []
    for name, case in results["cases"].items():
        head = list({key: None for row in case.values() for key in row})
        rows = [[command, *(f"{row[key]:g}" if key in row else "" for key in head)] for command, row in case.items()]
        parts.append(markdown([name, *head], rows))
    return "\n\n".join(parts)


def _stored(name: str) -> dict[str, Any]:
    path = RESULTS / name
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def write_all() -> None:
    """Write RESULTS.md and speed.svg from what is stored."""
    speed, leak, files = _stored("speed.json"), _stored("leak.json"), _stored("files.json")
    parts = ["# Results", "Written by `python -m benchmarks.report`; do not edit."]
    if leak:
        known = ", ".join(f"{name} {version}" for name, version in leak["versions"].items())
        parts += [
            "## Leaks and harm",
            leak_table(leak),
            (
                f"`python -m benchmarks.leak`, {leak['date']}, Python {leak['python']}, seed {leak['seed']}, up to {leak['covers']} covers a channel and "
                f"{leak['payloads']} payloads a cover; {known}. A channel is open if two payloads clean to two texts in any cover; bits left are summed "
                "over the channels; *ASCII twins* are a script's own mark or word against one typed in ASCII, *resembling* what a careful reader sees. "
                "For confusable-homoglyphs, which only warns, a channel is open where it says nothing, and a line is harmed where it warns."
            ),
        ]
    if speed:
        machine = speed["machine"]
        known = ", ".join(f"{name} {version}" for name, version in speed["versions"].items())
        parts += [
            "## Speed",
            (
                f"`python -m benchmarks`, {speed['date']}, {machine['cpu']}, {machine['cores']} cores, {machine['system']}, {machine['python']}, "
                f"{speed['backend']} core; {known}. UTF-8 bytes of the text are counted."
            ),
            speed_tables(speed),
        ]
        if draw(speed, HERE / "speed.svg"):
            parts.append("![rates and growth](speed.svg)")
    if files:
        machine = files["machine"]
        parts += [
            "## Files",
            (
                f"`python -m benchmarks.files`, {files['date']}, {machine['cpu']}, {machine['cores']} cores, {machine['system']}, {machine['python']}, "
                f"{files['backend']} core. From file to file in memory (`--folder /dev/shm`), the median of {files['rounds']} rounds; the processor time of the whole "
                f"process, its start included ({files['start s']} s and {files['start MB']} MB for an empty file). sed and perl take out a few "
                "invisible characters and do no more. *times cat* is processor time; *GB/s* is wall time, *times one thread* the best wall times."
            ),
            files_tables(files),
        ]
    (HERE / "RESULTS.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_all()
