"""From what a user names to files: globs, and folders without what their ignore files leave out."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sanitize.cli.files import STDIN

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_OWN_FOLDERS = frozenset((".git", ".hg", ".svn", ".jj"))
"""What version control keeps for itself."""
_AGENT_FOLDER = re.compile(
    r"\.(?:cursor|windsurf|clinerules|roo|kiro|augment|continue|trae|amazonq|claude|gemini|codex|github)(?:-[a-z]+)?$"
)
_AGENT = re.compile(
    r"(?:^|/)(?:AGENTS|CLAUDE|CLAUDE\.local|GEMINI|SKILL|CONVENTIONS|QWEN|WARP|CRUSH)\.md$"
    r"|(?:^|/)\.(?:cursorrules|windsurfrules|clinerules|roorules|goosehints|aider\.conf\.yml)$"
    r"|(?:^|/)\.(?:cursor|windsurf|clinerules|roo|kiro|augment|continue|trae|amazonq|claude|gemini|codex)(?:-[a-z]+)?/.*"
    r"\.(?:md|mdc|mdx|txt|json|ya?ml|toml)$"
    r"|(?:^|/)\.github/(?:copilot-instructions\.md|(?:instructions|prompts|chatmodes|agents)/.*\.md)$"
    r"|(?:^|/)\.?mcp(?:[-_.][a-z]+)*\.json$"
    r"|(?:^|/)(?:server|manifest|claude_desktop_config)\.json$",
    re.IGNORECASE,
)
"""Files that tell an agent what to do: instructions, skills, rules folders, manifests of tool servers."""


def is_for_agents(path: str) -> bool:
    """Tell whether a file is one that agents take instructions from.

    >>> is_for_agents("docs/SKILL.md"), is_for_agents(".cursor/rules/style.mdc"), is_for_agents("README.md")
    (True, True, False)
    """
    return bool(_AGENT.search(path.replace(os.sep, "/")))


def files(names: Sequence[str], exclude: Sequence[str] = (), *, agents: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the files that names stand for, each once, and whether it was found rather than named.

    A folder stands for the files in it and below, but for links, for what is no regular file, for what
    version control keeps, and for what ``.gitignore`` files or ``exclude`` (in their syntax) leave out; what
    agents take instructions from is in it even if ignored. A name with ``*``, ``?`` or ``[`` that is no file is a
    glob (``**`` for any folders). With ``agents`` only files for agents are found.
    """
    seen: set[str] = set()
    left_out = _spec(exclude) if exclude else None
    for name in names:
        found: Iterator[tuple[str, bool]] = iter(((name, False),))
        if name == STDIN:
            pass
        elif name and Path(name).is_dir():
            found = ((path, True) for path in _walk(name))
        elif glob.has_magic(name) and not os.path.lexists(name):
            found = _globbed(name)
        for path, is_found in found:
            if path in seen or (is_found and left_out and left_out.match_file(os.path.relpath(path))):
                continue
            if agents and is_found and not is_for_agents(path):
                continue
            seen.add(path)
            yield path, is_found


def _globbed(pattern: str) -> Iterator[tuple[str, bool]]:
    """Yield what a glob matches; what matches nothing is a name, so that it is said to be missing."""
    found = False
    for path in sorted(glob.iglob(pattern, recursive=True)):  # noqa: PTH207 - names stay as they are
        if Path(path).is_file():
            found = True
            yield path, True
    if not found:
        yield pattern, False


def _walk(top: str) -> Iterator[str]:
    """Yield the files below a folder, in order."""
    pending: list[tuple[str, list[tuple[str, GitIgnoreSpec]]]] = [(top, _above(top))]
    while pending:
        folder, specs = pending.pop()
        specs = [*specs, *_ignored_by(folder)]
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield folder  # opening it says why
            continue
        below = []
        for entry in entries:
            path = entry.path if top != "." else os.path.normpath(entry.path)
            if entry.is_symlink():
                continue
            if entry.is_dir():
                if entry.name not in _OWN_FOLDERS and (
                    not _is_ignored(path, specs, folder=True) or entry.name[0] == "."
                ):
                    below.append((path, specs))
            elif entry.is_file() and (not _is_ignored(path, specs, folder=False) or is_for_agents(path)):
                yield path
        pending += reversed(below)


def _above(top: str) -> list[tuple[str, GitIgnoreSpec]]:
    """Return what the ignore files above a folder say, up to the root of its repository."""
    place = Path(os.path.abspath(top))  # noqa: PTH100 - links stay links
    folders = [place, *place.parents]
    roots = [at for at, folder in enumerate(folders) if (folder / ".git").exists()]
    if not roots:
        return []
    return [spec for folder in reversed(folders[1 : roots[0] + 1]) for spec in _ignored_by(str(folder))]


def _ignored_by(folder: str) -> list[tuple[str, GitIgnoreSpec]]:
    try:
        lines = (Path(folder) / ".gitignore").read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [(folder, _spec(lines))]


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # a third of the time that a command needs to begin

    return GitIgnoreSpec.from_lines(lines)


def _is_ignored(path: str, specs: list[tuple[str, GitIgnoreSpec]], *, folder: bool) -> bool:
    """Tell what the nearest ignore file with an opinion says."""
    for base, spec in reversed(specs):
        inside = os.path.relpath(path, base) + ("/" if folder else "")
        answer = spec.check_file(inside).include
        if answer is not None:
            return answer
    return False
