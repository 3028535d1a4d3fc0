"""What a rate does not show: import time, peak memory, threads, many short strings, findings as objects."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from .cases import Case
from .rivals import call
from .timing import once

_IMPORT = """
import sys, time
before = set(sys.modules)
start = time.perf_counter()
import {module}
print(time.perf_counter() - start)
print(" ".join(sorted({{name.split(".")[0] for name in set(sys.modules) - before}})))
"""

_MEMORY = """
import sys
def status(field):
    for line in open("/proc/self/status"):
        if line.startswith(field):
            return int(line.split()[1]) * 1024
import sanitize
unit, times = {unit!r}, {times}
sanitize.clean(unit)
text = unit * times
size = sys.getsizeof(text)
with open("/proc/self/clear_refs", "w") as refs:
    refs.write("5")
before = status("VmRSS")
out = sanitize.clean(text)
print((status("VmHWM") - before) / size, sys.getsizeof(out) / size, out is text)
"""


def _child(code: str) -> list[str]:
    # The checkout is no place to import from: the child starts in a folder that holds no package.
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout.splitlines()


def import_time(module: str, runs: int = 9) -> dict[str, Any]:
    """Return the milliseconds of an import in a fresh interpreter, and the packages it brought in."""
    taken: list[float] = []
    packages = ""
    for _ in range(runs):
        seconds, packages = _child(_IMPORT.format(module=module))
        taken.append(1000 * float(seconds))
    ours = [name for name in packages.split() if name not in sys.stdlib_module_names]
    return {"ms": round(statistics.median(taken), 1), "lowest": round(min(taken), 1), "packages": ours}


def memory(case: Case, size: int) -> dict[str, Any]:
    """Return the peak beyond the input, as a share of the input's size in memory, of cleaning a long text."""
    unit = case.text[: 1 << 16]
    unit = unit[: unit.rfind("\n") + 1] or unit
    times = max(1, size // len(unit.encode("utf-8", "surrogatepass")))
    beyond, output, same = _child(_MEMORY.format(unit=unit, times=times))[0].split()
    return {"beyond": round(float(beyond), 2), "output": round(float(output), 2), "same": same == "True"}


def threads(case: Case, seconds: float = 0.5) -> dict[str, Any]:
    """Return how much more two threads clean than one, each with a text of its own."""
    clean = call("sanitize", "clean")
    copies = [case.text[:-1] + case.text[-1:] for _ in range(2)]
    rounds = max(2, int(seconds / max(1e-4, once(lambda: clean(copies[0])))))

    def work(text: str) -> None:
        for _ in range(rounds):
            clean(text)

    def timed(texts: Iterable[str]) -> float:
        workers = [threading.Thread(target=work, args=(text,)) for text in texts]
        start = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.perf_counter() - start

    ratios = [2 * timed(copies[:1]) / timed(copies) for _ in range(5)]
    return {"speedup": round(statistics.median(ratios), 2), "best": round(max(ratios), 2)}


def many(lines: list[str], count: int) -> dict[str, Any]:
    """Return the nanoseconds for each of many strings of about 80 characters, cleaned in one call and one by one."""
    texts = (lines * (count // len(lines) + 1))[:count]
    clean_many: Callable[[list[str]], object] = call("sanitize", "clean_many")
    clean = call("sanitize", "clean")
    together = [once(lambda: clean_many(texts)) / count * 1e9 for _ in range(5)]
    apart = [once(lambda: [clean(text) for text in texts]) / count * 1e9 for _ in range(5)]
    return {
        "strings": count,
        "clean_many": round(statistics.median(together)),
        "clean": round(statistics.median(apart)),
    }


def findings(case: Case) -> dict[str, Any]:
    """Return MB/s of `inspect` with every finding made an object, and how many there were."""
    inspect = call("sanitize", "inspect")
    size = len(case.text.encode("utf-8", "surrogatepass"))
    found = 0
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        found = len(list(inspect(case.text).findings))
        taken.append(time.perf_counter() - start)
    lazily = statistics.median(once(lambda: inspect(case.text)) for _ in range(5))
    return {
        "MB/s": round(size / statistics.median(taken) / 1e6, 1),
        "MB/s, findings not asked for": round(size / lazily / 1e6, 1),
        "findings": found,
    }
