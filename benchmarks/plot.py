"""The plot of the speed benchmark, as SVG; without matplotlib there is none."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any


def draw(results: dict[str, Any], path: Path) -> bool:
    """Draw rates by corpus, and growth by size and by dirt; return whether matplotlib was there to do it."""
    try:
        matplotlib: Any = importlib.import_module("matplotlib")
        matplotlib.use("svg")
        pyplot: Any = importlib.import_module("matplotlib.pyplot")
    except ImportError:
        return False
    matplotlib.rcParams["svg.hashsalt"] = "sanitize"
    growth = results.get("growth", {})
    figure, axes = pyplot.subplots(1, 3 if growth else 1, figsize=(15 if growth else 7, 5), squeeze=False)
    _bars(axes[0][0], {name: case for name, case in results["cases"].items() if not name.startswith("90")})
    if growth:
        _curves(
            axes[0][1],
            {name[6:]: curve for name, curve in growth.items() if name.startswith("size")},
            "UTF-8 bytes of the text",
        )
        axes[0][1].set_xscale("log")
        _curves(axes[0][2], {"dirty English": growth["dirt"]}, "share of characters with something hidden")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return True


def _bars(axis: Any, cases: dict[str, Any]) -> None:
    rivals = ["sanitize.clean", "str.encode", "unicodedata NFC", "re.sub", "disarm.canonicalize", "ftfy.fix_text"]
    shown = [rival for rival in rivals if any(rival in case for case in cases.values())]
    for index, rival in enumerate(shown):
        places = [place + (index - len(shown) / 2) * 0.8 / len(shown) for place in range(len(cases))]
        axis.barh(places, [_shown(case, rival) for case in cases.values()], 0.8 / len(shown), label=rival)
    axis.set_xscale("log")
    axis.set_yticks(range(len(cases)), list(cases))
    axis.invert_yaxis()
    axis.set_xlabel("GB/s")
    axis.legend(fontsize=7)


def _shown(case: dict[str, Any], rival: str) -> float:
    """Return a rate, or nothing where the rival answered without reading the text."""
    figure = float(case.get(rival, {"gb_s": 0.0})["gb_s"])
    return figure if figure <= 100 else 0.0


def _curves(axis: Any, curves: dict[str, list[list[float]]], label: str) -> None:
    for name, points in curves.items():
        axis.plot([point[0] for point in points], [point[1] for point in points], marker="o", label=name)
    axis.set_yscale("log")
    axis.set_xlabel(label)
    axis.set_ylabel("GB/s")
    axis.legend(fontsize=7)
