"""``python -m benchmarks.leak``: channels left open, bits left and honest lines harmed, sanitize and its peers on the same work.

A channel is a way to hide bits by choices that a reader does not see. It is open for a tool if, in any cover, two payloads
clean to two texts. Bits left: the base-2 logarithm of the number of distinct cleaned texts among the payloads tried in a
cover, averaged over a channel's covers and summed over the channels; a text that a tool refuses lets nothing through.
An honest line is harmed if cleaning changes more than the agreed folds (`benchmarks.honest.agreed`), the same for all.
"""

# ruff: noqa: S311 - payloads are random, not secret

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

from .capacity import Harm, Leak, false_alarms, harm, leaks, silences, trials
from .channels import CHANNELS, GROUPS, HIDDEN
from .corpora import DEFAULT, covers, languages
from .honest import honest_lines
from .report import RESULTS, leak_table
from .rivals import ALARMS, CLEANERS, versions
from .samples import Sample

_MIXED = re.compile("[A-Za-z](?=[\u0370-\u04ff])|[\u0370-\u04ff](?=[A-Za-z])")
"""A treebank has a Latin letter in a Cyrillic or Greek word now and then: such a line is not what the writer meant."""


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leak", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--full", action="store_true", help="more covers, more payloads and every honest sentence")
    parser.add_argument("--corpora", type=Path, default=DEFAULT, help="folder with legit/ (default: %(default)s)")
    parser.add_argument(
        "--seed", type=int, default=20260703, help="another seed tries other payloads (default: %(default)s)"
    )
    parser.add_argument("--only", default="", help="tools whose names contain this")
    parser.add_argument("--channels", default="", help="channels whose names contain this")
    parser.add_argument(
        "--show", default="sanitize (prompt)", help="tool whose open channels are listed (default: %(default)s)"
    )
    parser.add_argument("--list", action="store_true", help="list the channels and why a reader does not see them")
    parser.add_argument(
        "--markdown", action="store_true", help="print the table of the last results and do nothing else"
    )
    parser.add_argument("--no-write", action="store_true", help="leave the stored results alone")
    return parser


def _entry(found: list[Leak], own: Harm, sentences: Harm, seconds: float) -> dict[str, Any]:
    entry: dict[str, Any] = {"seconds": round(seconds, 1)}
    for group in GROUPS:
        mine = [leak for leak in found if leak.group == group]
        entry[group] = {
            "channels": len(mine),
            "open": sum(leak.open for leak in mine),
            "trials": sum(leak.trials for leak in mine),
            "leaking": sum(leak.leaking for leak in mine),
            "bits": round(sum(leak.bits / max(1, leak.trials) for leak in mine), 2),
        }
    for name, harms in (("own", own), ("sentences", sentences)):
        entry[name] = {"lines": harms.lines, "harmed": harms.harmed, "unstable": harms.unstable}
    return entry


def _show(found: list[Leak], own: Harm, sentences: Harm) -> None:
    for leak in found:
        if leak.open or leak.unstable:
            unstable = f", {leak.unstable} unstable" if leak.unstable else ""
            print(f"\n[{leak.group}] {leak.channel}: {leak.leaking} of {leak.trials} covers leak{unstable}")
            for example in leak.examples:
                print(f"  {example['cover']}: {example['text']!a}")
                print(f"    in  {example['input']}  |  {example['input2']}")
                print(f"    out {example['output']}  |  {example['output2']}")
    for harms in (own, sentences):
        for example in harms.examples[:40]:
            print(f"\nharmed, {example['label']}: {example['text']!a}")
            print(f"    {example['honest']}  ->  {example['cleaned']}")
        print(f"\n{harms.harmed} of {harms.lines} harmed, {harms.unstable} not idempotent")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure every tool that is installed; return the results and keep them in results/leak.json."""
    count, tries, each = (60, 12, 8) if options.full else (20, 7, 3)
    texts = covers(options.corpora, each, options.seed)
    work = [
        (channel, trials(channel, texts, count, tries, options.seed))
        for channel in CHANNELS
        if options.channels in channel.name
    ]
    for channel, tried in work:
        if not tried:
            print(f"no cover for channel: {channel.name}", file=sys.stderr)
    rng = random.Random(options.seed)
    legit = [
        Sample(name, line)
        for name, lines in languages(options.corpora).items()
        for line in (lines if options.full else rng.sample(lines, min(60, len(lines))))
        if not _MIXED.search(line)
    ]
    own = honest_lines()
    results: dict[str, Any] = {}
    details: dict[str, Any] = {}
    for name, load in {**CLEANERS, **ALARMS}.items():
        if options.only not in name:
            continue
        try:
            tool: Any = load()
        except ImportError as error:
            print(f"{name}: not measured ({error})", file=sys.stderr)
            continue
        start = time.perf_counter()
        if name in ALARMS:
            found, ours, theirs = silences(work, tool), false_alarms(own, tool), false_alarms(legit, tool)
        else:
            found, ours, theirs = leaks(work, tool), harm(own, tool), harm(legit, tool)
        results[name] = _entry(found, ours, theirs, time.perf_counter() - start)
        hidden = results[name][HIDDEN]
        print(
            f"{name}: {hidden['open']} of {hidden['channels']} open, {ours.harmed} of {ours.lines} lines harmed",
            file=sys.stderr,
        )
        details[name] = {
            "open": {group: [leak.channel for leak in found if leak.open and leak.group == group] for group in GROUPS},
            "harmed": [example["label"] for example in ours.examples],
        }
        if name == options.show:
            _show(found, ours, theirs)
    return {
        "date": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "versions": versions(),
        "seed": options.seed,
        "covers": count,
        "payloads": tries,
        "tools": results,
        "named": details,
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 where sanitize leaves a hidden channel open or harms an honest line."""
    options = _arguments().parse_args(arguments)
    if options.list:
        for channel in CHANNELS:
            print(f"{channel.group}\t{channel.name}\t{channel.where}\t{channel.why}")
        return 0
    stored = RESULTS / "leak.json"
    if options.markdown:
        print(leak_table(json.loads(stored.read_text(encoding="utf-8"))))
        return 0
    results = run(options)
    if not (options.no_write or options.only or options.channels):
        stored.parent.mkdir(exist_ok=True)
        stored.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(leak_table(results))
    ours = results["tools"].get("sanitize (prompt)")
    return int(bool(ours and (ours[HIDDEN]["open"] or ours["own"]["harmed"] or ours["sentences"]["harmed"])))


if __name__ == "__main__":
    raise SystemExit(main())
