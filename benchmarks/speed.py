"""``python -m benchmarks``: GB/s of sanitize and of named peers and limits, in one run on the same texts.

UTF-8 bytes of the text are counted, whatever storage it has in memory. Every case knows its answer, and a wrong answer
fails the run. Slow peers get a smaller slice of the same text (its size is in the results). Each has a copy of its own,
since some keep a UTF-8 copy inside the str that they are given, which would make the next one look fast.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from . import extras
from .cases import Case, corpus, dirty, english, short, worst
from .corpora import DEFAULT, joined, log_lines
from .report import RESULTS, speed_tables, write_all
from .rivals import CLEANERS, SPEED, Rival, call, versions
from .timing import in_turn, once

_ANSWERS = ("sanitize.clean", "sanitize.is_clean", "sanitize.clean_bytes")


class Wrong(Exception):  # noqa: N818 - it is an answer that is wrong, not an error of the program
    """An answer that is not the expected one."""


def copied(text: str) -> str:
    """Return an equal text that is another object."""
    return "".join((text[:-1], text[-1:])) if len(text) > 1 else text


def _given(rival: Rival, text: str) -> Any:
    return text.encode("utf-8", "surrogatepass") if rival.on_bytes else copied(text)


def check(rival: Rival, work: Callable[[Any], object], case: Case) -> None:
    """Raise Wrong where sanitize gives another answer than the case's, or a copy of what is clean."""
    if rival.name not in _ANSWERS or case.answer is None:
        return
    given = _given(rival, case.text)
    found = work(given)
    expected: object = case.answer.encode() if rival.on_bytes else case.answer
    if rival.name == "sanitize.is_clean":
        expected = case.clean
    if found != expected:
        raise Wrong(f"{rival.name} on {case.name}: {_first_difference(found, expected)}")
    if case.clean and rival.name != "sanitize.is_clean" and found is not given:
        raise Wrong(f"{rival.name} on {case.name}: clean text came back as another object")


def _first_difference(found: object, expected: object) -> str:
    if not isinstance(found, (str, bytes)) or not isinstance(expected, (str, bytes)):
        return f"{found!r}, not {expected!r}"
    pairs = enumerate(zip(found, expected, strict=False))
    at = next((i for i, (one, other) in pairs if one != other), min(len(found), len(expected)))
    return f"at {at}: {found[max(0, at - 30) : at + 20]!a}, not {expected[max(0, at - 30) : at + 20]!a}"


def _slice(rival: Rival, work: Callable[[Any], object], text: str, seconds: float) -> str:
    """Return as much of the text as the rival does in about the given time, cut at a line's end."""
    probe = text[: min(len(text), 2000)]
    work(_given(rival, probe))
    taken = once(partial(work, _given(rival, probe)))
    room = int(len(probe) * seconds / max(taken, 1e-7))
    if room >= len(text):
        return text
    cut = text.rfind("\n", 0, max(room, len(probe))) + 1
    return text[: cut or max(room, len(probe))]


def measure(
    case: Case, rivals: dict[str, tuple[Rival, Callable[[Any], object]]], rounds: int, seconds: float
) -> dict[str, Any]:
    """Time every rival on a case; return {rival: {gb_s, spread, ns, bytes}}."""
    works: dict[str, Callable[[], object]] = {}
    sizes: dict[str, int] = {}
    for name, (rival, work) in rivals.items():
        if rival.name == "bytes.isascii" and not case.text.isascii():
            continue  # it stops at the first letter: no measure of reading
        try:
            part = _slice(rival, work, case.text, seconds)
        except Exception as error:  # noqa: BLE001 - a peer may refuse a text: it is then left out of this case
            print(f"{name} refuses {case.name}: {type(error).__name__}", file=sys.stderr)
            continue
        works[name] = partial(work, _given(rival, part))
        sizes[name] = len(part.encode("utf-8", "surrogatepass"))
    return {
        name: {
            "gb_s": sizes[name] / timing.median / 1e9,
            "spread": round(timing.spread, 3),
            "ns": round(timing.median * 1e9, 1),
            "bytes": sizes[name],
        }
        for name, timing in in_turn(works, rounds).items()
    }


def load_rivals(only: str) -> dict[str, tuple[Rival, Callable[[Any], object]]]:
    """Return the rivals that can be imported."""
    found: dict[str, tuple[Rival, Callable[[Any], object]]] = {}
    for rival in SPEED:
        if only in rival.name:
            try:
                found[rival.name] = (rival, rival.load())
            except ImportError as error:
                print(f"{rival.name}: not measured ({error})", file=sys.stderr)
    return found


def growth(folder: Path, largest: int, scale: int) -> dict[str, list[list[float]]]:
    """Return GB/s of clean by size of the text, and by the share of it that is dirty."""
    clean = CLEANERS["sanitize (prompt)"]()
    cases = {
        case.name: case.text
        for case in corpus(folder, (1 << 20) // scale)
        if case.name in ("ASCII logs", "Russian", "dirty: 1 in 5")
    }
    curves: dict[str, list[list[float]]] = {}
    for name, text in cases.items():
        size = 1 << 10
        while size <= largest:
            whole = text * (size // len(text.encode()) + 1)
            part = whole[: max(1, int(len(whole) * size / len(whole.encode())))]
            del whole
            width = len(part.encode())
            timing = in_turn({"clean": partial(clean, part)}, 3 if size > 1 << 24 else 7)["clean"]
            curves.setdefault(f"size: {name}", []).append([width, width / timing.median / 1e9])
            size *= 4
    prose = joined(english(folder), (1 << 19) // scale)
    for share in (0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0):
        part = dirty(prose, share)
        width = len(part.encode())
        timing = in_turn({"clean": partial(clean, part)}, 5)["clean"]
        curves.setdefault("dirt", []).append([share, width / timing.median / 1e9])
    return curves


def linear(
    units: int, rounds: int, wrong: list[str], rivals: dict[str, tuple[Rival, Callable[[Any], object]]]
) -> dict[str, Any]:
    """Return MB/s of clean in the worst cases and how its time grows when the text doubles (2.0 is linear)."""
    rival, clean = rivals["sanitize.clean"]
    found: dict[str, Any] = {}
    for one, two in worst(units):
        _checked(wrong, rival, clean, one)
        timing = in_turn({"one": partial(clean, one.text), "two": partial(clean, two.text)}, rounds)
        size = len(one.text.encode("utf-8", "surrogatepass"))
        found[one.name] = {
            "MB/s": round(size / timing["one"].median / 1e6, 1),
            "doubling": round(timing["two"].median / timing["one"].median, 2),
            "bytes": size,
        }
    return found


def _checked(wrong: list[str], rival: Rival, work: Callable[[Any], object], case: Case) -> None:
    try:
        check(rival, work, case)
    except Wrong as error:
        print(f"WRONG: {error}", file=sys.stderr)
        wrong.append(str(error))


def machine() -> dict[str, Any]:
    info = Path("/proc/cpuinfo")
    model = ""
    if info.exists():
        models = [line.split(":")[1].strip() for line in info.read_text().split("\n") if line.startswith("model name")]
        model = models[0] if models else ""
    return {
        "cpu": model or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Run the benchmark and return its results."""
    started = time.perf_counter()
    rivals = load_rivals(options.only)
    backend = call("sanitize", "backend")() if "sanitize.clean" in rivals else "absent"
    scale = 1 if backend == "native" else 50  # the reference core is read, not raced: a smaller slice tells as much
    size = options.size * 1_000_000 // scale
    rounds = 11 if options.full else 7
    wrong: list[str] = []
    cases: dict[str, Any] = {}
    results: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "versions": versions(),
        "backend": backend,
        "bytes": size,
        "corpora": "shared" if options.corpora.is_dir() else "samples",
        "cases": cases,
    }
    dirty_case = None
    for case in (*corpus(options.corpora, size), *short(options.corpora)):
        for rival, work in rivals.values():
            _checked(wrong, rival, work, case)
        cases[case.name] = measure(case, rivals, rounds, 0.05 if options.full else 0.025)
        dirty_case = case if case.name.startswith("dirty") else dirty_case
        ours = cases[case.name].get("sanitize.clean", {"gb_s": 0.0})
        print(f"{case.name}: {ours['gb_s']:.3f} GB/s", file=sys.stderr)
    if "sanitize.clean" in rivals and dirty_case is not None:
        results["empty call ns"] = {
            "sanitize.clean": in_turn({"e": partial(rivals["sanitize.clean"][1], "")}, rounds)["e"].median * 1e9
        }
        results["worst"] = linear((50_000 if options.full else 10_000) // scale, rounds, wrong, rivals)
        results["growth"] = growth(options.corpora, (1 << (30 if options.full else 22)) // scale**2, scale)
        results["extras"] = _extras(options, dirty_case, scale)
    results["wrong"] = wrong
    results["seconds"] = round(time.perf_counter() - started)
    return results


def _extras(options: argparse.Namespace, dirty_case: Case, scale: int) -> dict[str, Any]:
    """Return the figures that are no rate of clean; what cannot be measured is said, not hidden."""
    logs = joined(log_lines(options.corpora), (1 << 22) // scale)
    clean_case = Case("ASCII logs", logs, logs, "clean")
    lines = [line[:80] for line in log_lines(options.corpora)[:5000]]
    part = dirty_case.text[: (1 << 19) // scale]
    todo: dict[str, Callable[[], dict[str, Any]]] = {
        "import sanitize": partial(extras.import_time, "sanitize"),
        "import disarm": partial(extras.import_time, "disarm"),
        "import ftfy": partial(extras.import_time, "ftfy"),
        "memory, ASCII logs": partial(extras.memory, clean_case, 64_000_000 // scale),
        "memory, dirty": partial(extras.memory, dirty_case, 32_000_000 // scale),
        "two threads, ASCII logs": partial(extras.threads, clean_case),
        "two threads, dirty": partial(extras.threads, dirty_case),
        "many strings of 80": partial(extras.many, lines, (1_000_000 if options.full else 200_000) // scale),
        "inspect, dirty": partial(extras.findings, Case("dirty", part, None, "dirty")),
    }
    return {name: figures for name, work in todo.items() if (figures := _figures(name, work))}


def _figures(name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - one figure that cannot be had must not cost the others
        print(f"{name}: not measured ({type(error).__name__}: {error})", file=sys.stderr)
        return {}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--full", action="store_true", help="corpora of 100 MB, growth up to 1 GB, more rounds")
    parser.add_argument(
        "--size", type=int, default=0, help="millions of bytes in each corpus (default: 4, with --full 100)"
    )
    parser.add_argument(
        "--corpora", type=Path, default=DEFAULT, help="folder with legit/ and logs/ (default: %(default)s)"
    )
    parser.add_argument("--only", default="", help="rivals whose names contain this")
    parser.add_argument("--no-write", action="store_true", help="print only, leave the stored results alone")
    options = parser.parse_args(arguments)
    options.size = options.size or (100 if options.full else 4)
    results = run(options)
    print(speed_tables(results))
    if not (options.no_write or options.only):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "speed.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        write_all()
    for message in results["wrong"]:
        print(f"WRONG: {message}", file=sys.stderr)
    return int(bool(results["wrong"]))
