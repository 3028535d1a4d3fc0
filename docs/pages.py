"""The site's hook for mkdocs: pages that show what is written elsewhere, and the list of how-to pages.

A line ``<!-- from README.md: Heading -->`` becomes that section of a file of the repository, ``<!-- from CHANGELOG.md -->`` the
whole file without its title, and ``<!-- kinds -->``, ``<!-- presets -->`` and ``<!-- reasons -->`` the tables of the package itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sanitize
from sanitize._reasons import REASONS

ROOT = Path(__file__).resolve().parent.parent
_FROM = re.compile(r"^<!-- from (?P<path>[\w./-]+)(?:: (?P<heading>[^\n]*?))? -->$", re.MULTILINE)
_FIGURES = re.compile(r"^<!-- (?P<name>columns|exhaustive|files|boundary|fuzzing|mutants) -->$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|#)(?P<target>[^)]+)\)")
_PAGES = {"SECURITY.md": "threat-model.md", "CHANGELOG.md": "changelog.md", "README.md": "index.md"}


def on_config(config: Any) -> Any:
    """Add every page that the navigation does not name to the how-to pages."""
    named = set(re.findall(r"[\w-]+\.md", repr(config["nav"])))
    pages = sorted(path.name for path in Path(config["docs_dir"]).glob("*.md") if path.name not in named)
    for section in config["nav"]:
        if "How to" in section:
            section["How to"] = pages
    return config


def on_page_markdown(markdown: str, **_kwargs: Any) -> str:
    """Fill in what a page takes from elsewhere."""
    markdown = _FROM.sub(lambda found: _section(found["path"], found["heading"]), markdown)
    for name, table in (("kinds", _kinds), ("presets", _presets), ("reasons", _reasons)):
        markdown = markdown.replace(f"<!-- {name} -->", table())
    return _FIGURES.sub(lambda found: _figures(found["name"]), markdown)


def _figures(name: str) -> str:
    """Return the figures of a run, as that run's command printed them."""
    return (ROOT / "docs" / "figures" / f"{name}.md").read_text(encoding="utf-8")


def _section(path: str, heading: str | None) -> str:
    """Return a section of a file, or all of it but its title; links that lead out of the site become plain words."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if heading is None:
        text = text.partition("\n")[2]
    else:
        found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.MULTILINE | re.DOTALL)
        if found is None:
            raise ValueError(f"{path} has no section {heading!r}: correct the page that shows it")
        text = found[2]
    text = re.sub(r"^!\[[^\n]*\n", "", text, flags=re.MULTILINE)
    return _LINK.sub(lambda link: f"]({_PAGES[link['target']]})" if link["target"] in _PAGES else "]", text)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _kinds() -> str:
    """Return each kind with what every preset does with it."""
    presets = [sanitize.Policy(name) for name in sanitize.PRESETS if name != "key"]
    rows = [[f"`{kind}`", *(preset.actions[kind] for preset in presets)] for kind in sanitize.KINDS]
    return _table(["kind", *(f"`{preset.preset}`" for preset in presets)], rows)


def _presets() -> str:
    """Return what each preset makes of a few marked texts."""
    texts = {
        "look-alike apostrophe": "Today\u2019s",
        "Cyrillic a in a Latin word": "P\u0430ypal",
        "zero width space": "a\u200bb",
        "terminal escape": "\x1b[31mred",
        "bidi override": "a\u202eb",
        "ligature": "\ufb01sh",
    }
    names = [name for name in sanitize.PRESETS if name != "key"]
    rows = [[what, *(f"`{_shown(sanitize.clean(text, name))}`" for name in names)] for what, text in texts.items()]
    return _table(["text", *(f"`{name}`" for name in names)], rows)


def _shown(text: str) -> str:
    return "".join(char if char.isascii() and char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def _reasons() -> str:
    """Return every reason that a report gives, by kind."""
    rows = [[f"`{kind}`", f"`{name}`", words] for name, kind, words in sorted(REASONS, key=lambda reason: reason[1])]
    return _table(["kind", "reason", "what the report says"], rows)
