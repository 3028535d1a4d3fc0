"""``python -m benchmarks.files``: the command from file to file beside cat, sed and perl, on the same files in one run.

What is counted is the processor time of the whole process, its start included, and wall time beside it, the best of which
tells what two threads gain; and the most memory that it had. sed and perl do a fraction of the work: they take out a few invisible characters. Every answer of
sanitize is compared with that of the library, and a wrong one fails the run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import sanitize
from sanitize.jsonl import clean_lines

from .corpora import DEFAULT, joined, languages, log_lines
from .report import RESULTS, write_all
from .speed import machine

_UNIT = 1 << 22
"""Bytes of text that a file repeats."""
_INVISIBLE = ("\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2060", "\ufeff")
_MARKS = ("\x1b[31m", "\u200b", "\u202e", "\x07", "\x1b[0m\u200d")
_SED = "".join(f"s/{char}//g;" for char in _INVISIBLE)
_PERL = "s/[\\x{200b}\\x{200e}\\x{200f}\\x{202a}\\x{202e}\\x{2060}\\x{feff}]//g"


class Case(NamedTuple):
    """A text that a file repeats, and what comes of it under options of the command."""

    unit: bytes
    answers: dict[tuple[str, ...], bytes]


class Run(NamedTuple):
    """Seconds and bytes of one process."""

    cpu: float
    wall: float
    peak: int


def cases(folder: Path) -> Iterator[tuple[str, Case]]:
    """Yield the cases by name."""
    lines = log_lines(folder)
    unit = joined(lines, _UNIT).encode()
    yield "clean ASCII log", Case(unit, {("-p", "log"): unit, ("-p", "log", "-j", "2"): unit, (): unit})
    marked = [
        f"{line[:20]}{_MARKS[at // 20 % 5]}{line[20:]}" if at % 20 == 0 else line for at, line in enumerate(lines)
    ]
    unit = joined(marked, _UNIT).encode() + b"\xff malformed\n"
    answer = sanitize.clean_bytes(unit, "log")
    yield "log, a line in 20 marked", Case(unit, {("-p", "log"): answer, ("-p", "log", "-j", "2"): answer})
    prose = [line for group in zip_longest(*languages(folder).values()) for line in group if line]
    unit = joined(prose, _UNIT).encode()
    answer = sanitize.clean_bytes(unit)
    yield "prose in many languages", Case(unit, {(): answer, ("-j", "2"): answer})
    rows = [
        json.dumps(
            {"ts": 1700000000 + at, "level": "INFO", "msg": line, "host": {"name": "web"}}, ensure_ascii=at % 2 > 0
        )
        for at, line in enumerate(marked)
    ]
    unit = joined(rows, _UNIT).encode()
    answer = clean_lines(unit)[0]
    yield "JSON Lines, a line in 20 marked", Case(unit, {("--jsonl",): answer, ("--jsonl", "-j", "2"): answer})


def commands(case: Case) -> dict[str, list[str]]:
    """Return the command lines that read a file (named behind them) and write to standard output."""
    others = {"cat": ["cat"], "sed": ["sed", _SED], "perl -CSD": ["perl", "-CSD", "-pe", _PERL]}
    ours = {
        " ".join(("sanitize clean", *options)): [sys.executable, "-m", "sanitize", "clean", *options]
        for options in case.answers
    }
    return {name: command for name, command in (others | ours).items() if shutil.which(command[0])}


def run(command: list[str], source: Path, target: Path, nice: int = 0) -> Run:
    """Run one command from file to file, so much nicer than we are (below zero: less nice, where the system lets us)."""
    target.unlink(missing_ok=True)
    command = ["nice", "-n", str(nice), *command] if nice else command
    peak = 0
    with target.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen([*command, str(source)], stdout=out, stderr=subprocess.DEVNULL, cwd=target.parent)
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            peak = max(peak, _peak(process.pid))
            time.sleep(0.01)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    return Run(ended[2].ru_utime + ended[2].ru_stime, wall, peak)


def _peak(pid: int) -> int:
    """Return the most memory that a process has had: what the system counts for it holds that of its parent too."""
    try:
        rows = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("VmHWM")), 0)


def check(path: Path, answer: bytes, times: int) -> None:
    """Raise if a file is not an answer so many times over."""
    with path.open("rb") as file:
        for _ in range(times):
            if file.read(len(answer)) != answer:
                raise AssertionError(f"{path.name}: a wrong answer")
        if file.read(1):
            raise AssertionError(f"{path.name}: more than the answer")


def measured(case: Case, folder: Path, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Return what each command takes for a file of about so many megabytes, round after round."""
    rounds, only, size = options.rounds, options.only, options.mb * 1_000_000
    times = max(1, size // len(case.unit))
    source, target = folder / "in.txt", folder / "out.txt"
    with source.open("wb") as file:
        for _ in range(times):
            file.write(case.unit)
    expected = dict(
        zip((" ".join(("sanitize clean", *each)) for each in case.answers), case.answers.values(), strict=True)
    )
    chosen = {name: command for name, command in commands(case).items() if only in name or name == "cat"}
    runs: dict[str, list[Run]] = {name: [] for name in chosen}
    for _ in range(rounds):
        for name, command in chosen.items():
            runs[name].append(run(command, source, target, options.nice))
            if name in expected:
                check(target, expected[name], times)
    size = times * len(case.unit)
    cat = statistics.median(each.cpu for each in runs["cat"])
    result = {}
    for name, all_runs in runs.items():
        cpu, wall = (statistics.median(each[at] for each in all_runs) for at in (0, 1))
        result[name] = {
            "GB": round(size / 1e9, 2),
            "GB/s of processor time": round(size / cpu / 1e9, 3),
            "best": round(size / min(each.cpu for each in all_runs) / 1e9, 3),
            "GB/s": round(size / wall / 1e9, 3),
            "times cat": round(cpu / cat, 2),
            "peak MB": round(max(each.peak for each in all_runs) / 1e6, 1),
        }
        alone = runs.get(name.removesuffix(" -j 2"), [])
        if alone and name.endswith(" -j 2"):
            result[name]["times one thread"] = round(
                min(each.wall for each in alone) / min(each.wall for each in all_runs), 2
            )
    return result


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.files", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=DEFAULT, help="a folder with legit/ and logs/")
    parser.add_argument("--mb", type=int, default=500, help="megabytes of each file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--case", default="", help="only cases with this in their name")
    parser.add_argument("--only", default="", help="only commands with this in their name, and cat")
    parser.add_argument("--folder", type=Path, help="where the files are made: what a temporary folder is by default")
    parser.add_argument(
        "--nice", type=int, default=0, help="niceness of what is measured; below zero for the administrator"
    )
    parser.add_argument("--store", action="store_true", help="keep the figures, and write RESULTS.md anew")
    options = parser.parse_args()
    results: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "backend": sanitize.backend(),
        "rounds": options.rounds,
    }
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        start = min(_start(Path(folder)) for _ in range(5))
        results["start s"] = round(start.cpu, 3)
        results["start MB"] = round(start.peak / 1e6, 1)
        print(f"sanitize clean of an empty file: {start.cpu:.3f} s, {start.peak / 1e6:.1f} MB; {platform.platform()}")
        for name, case in cases(options.corpora):
            if options.case not in name:
                continue
            found[name] = measured(case, Path(folder), options)
            print(f"\n{name}")
            for command, row in found[name].items():
                print(f"  {command:32}" + "".join(f"  {key} {value}" for key, value in row.items()), flush=True)
    results["cases"] = found
    if options.store:
        path = RESULTS / "files.json"
        path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        write_all()
    return 0


def _start(folder: Path) -> Run:
    empty = folder / "empty"
    empty.touch()
    return run([sys.executable, "-m", "sanitize", "clean"], empty, folder / "out.txt")


if __name__ == "__main__":
    raise SystemExit(main())
