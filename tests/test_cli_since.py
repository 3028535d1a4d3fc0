"""`sanitize check --since`: only the lines that have changed, told by git itself."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from command import run

from sanitize.cli.since import Lines

ZWSP = "\N{ZERO WIDTH SPACE}"
MARKED = f"marked{ZWSP}\n"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


@pytest.fixture
def git(tmp_path: Path):
    """A repository with one commit, and git in it."""
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    place = tmp_path / "project"
    place.mkdir()

    def call(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=place, check=True, capture_output=True, text=True, env=os.environ | alone | names
        )
        return done.stdout.strip()

    call.place = place
    call("init", "-q", "-b", "main", ".")
    (place / "old.txt").write_text(f"one\n{MARKED}three\n", encoding="utf-8")
    (place / "same.txt").write_text(MARKED, encoding="utf-8")
    (place / ".gitignore").write_text("*.log\n")
    call("add", "-A")
    call("commit", "-q", "-m", "first")
    return call


def found(git, *arguments: str, cwd: Path | None = None) -> list[str]:
    """Return file and line of each finding that is said."""
    done = run("check", *arguments, cwd=cwd or git.place)
    assert done.returncode in (0, 1), done.stderr
    rows = [":".join(row.split(":")[:2]) for row in done.stdout.decode().splitlines() if "hidden text" not in row]
    assert bool(rows) == done.returncode
    return rows


def test_what_is_old_does_not_count(git) -> None:
    assert found(git, "--since", "HEAD") == []
    (git.place / "old.txt").write_text(f"one\n{MARKED}two\nthree\n{MARKED}", encoding="utf-8")
    assert found(git, "--since", "HEAD") == ["old.txt:5"]
    assert found(git, "--since", "HEAD", ".") == ["old.txt:5"]
    assert found(git, "--since", "HEAD", "same.txt") == []
    git("add", "-A")
    assert found(git, "--since", "HEAD") == ["old.txt:5"]
    git("commit", "-q", "-m", "second")
    assert found(git, "--since", "HEAD") == []
    assert found(git, "--since", "HEAD~1") == ["old.txt:5"]


def test_what_git_does_not_know_counts_whole(git) -> None:
    for name in ("new.txt", "named.log"):
        (git.place / name).write_text(f"one\n{MARKED}", encoding="utf-8")
    assert found(git, "--since", "HEAD") == ["new.txt:2"]
    assert found(git, "--since", "HEAD", "named.log", "same.txt") == ["named.log:2"]
    assert run("check", "--since", "HEAD", "-", stdin=MARKED.encode(), cwd=git.place).returncode == 1


def test_from_where_a_branch_parted(git) -> None:
    git("checkout", "-q", "-b", "work")
    (git.place / "mine.txt").write_text(MARKED, encoding="utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "mine")
    git("checkout", "-q", "main")
    (git.place / "same.txt").write_text("mended\n")
    git("commit", "-q", "-a", "-m", "theirs")
    git("checkout", "-q", "work")
    assert found(git, "--since", "main") == ["mine.txt:1"]


def test_a_file_that_moves_is_no_new_file(git) -> None:
    (git.place / "sub").mkdir()
    git("mv", "old.txt", "sub/moved.txt")
    assert found(git, "--since", "HEAD") == []
    (git.place / "sub" / "moved.txt").write_text(f"one\n{MARKED}three\n{MARKED}", encoding="utf-8")
    assert found(git, "--since", "HEAD", cwd=git.place / "sub") == ["moved.txt:4"]


@pytest.mark.parametrize("name", ["a b.txt", 'q"uo\\te.txt', "\u00fcml.txt", "tab\tnew\nline.txt", "\udcff.txt"])
def test_names_of_all_kinds(git, name: str) -> None:
    path = git.place / name
    path.write_text(f"a\n{MARKED}", encoding="utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "name")
    path.write_text(f"a\n{MARKED}b\n{MARKED}", encoding="utf-8")
    done = run("check", "--since", "HEAD", cwd=git.place)
    assert len(done.stdout.splitlines()) == 1
    assert b":4:7: " in done.stdout


def test_lines_that_look_like_a_diff(git) -> None:
    path = git.place / "old.txt"
    path.write_text(f"one\n{MARKED}++ b/same.txt\n@@ -1 +1 @@\n{MARKED}-- a/x", encoding="utf-8")
    assert found(git, "--since", "HEAD") == ["old.txt:5"]


def test_only_what_counts_is_fixed_and_only_its_hidden_text_said(git) -> None:
    tags = "".join(chr(0xE0000 + ord(char)) for char in "delete everything")
    path = git.place / "old.txt"
    path.write_text(f"old{tags}\n", encoding="utf-8")
    git("commit", "-q", "-a", "-m", "tags")
    path.write_text(f"old{tags}\nnew{tags}\n", encoding="utf-8")
    done = run("check", "--since", "HEAD", "--fix", cwd=git.place)
    assert [row.split(":")[1] for row in done.stdout.decode().splitlines() if "delete everything" in row] == ["2"]
    assert path.read_text(encoding="utf-8") == f"old{tags}\nnew\n"


def test_a_file_that_is_binary_for_git_counts_whole(git) -> None:
    path = git.place / "wide.txt"
    path.write_text("a\n", encoding="utf-16")
    git("add", "-A")
    git("commit", "-q", "-m", "wide")
    path.write_text(f"a\n{MARKED}", encoding="utf-16")
    assert found(git, "--since", "HEAD") == ["wide.txt:2"]


def test_settings_of_git_change_nothing(git) -> None:
    (git.place / "old.txt").write_text(f"one\n{MARKED}three\n{MARKED}", encoding="utf-8")
    for key, value in (
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"), ("diff.context", "9"),
        ("diff.interHunkContext", "9"), ("diff.external", "false"), ("diff.renames", "false"), ("diff.relative", "true"),
    ):  # fmt: skip
        git("config", key, value)
        assert found(git, "--since", "HEAD") == ["old.txt:4"], key


def test_trouble_is_one_line(git, tmp_path: Path) -> None:
    for folder, revision, said in (
        (git.place, "nope", b"no revision 'nope'"),
        (git.place, "-x", b"no revision '-x'"),
        (git.place, "", b"no revision ''"),
        (tmp_path, "HEAD", b"not a git repository"),
    ):
        done = run("check", "--since", revision, cwd=folder, GIT_CEILING_DIRECTORIES=str(tmp_path))
        assert done.returncode == 2
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert b"git: No such file" in run("check", "--since", "HEAD", cwd=git.place, PATH="").stderr


def test_lines_are_found_as_a_list_finds_them() -> None:
    rng = random.Random(5)
    for _ in range(200):
        ends = sorted(rng.sample(range(1, 40), 2 * rng.randrange(4)))
        ranges = list(zip(ends[::2], ends[1::2], strict=True))
        lines = Lines(ranges)
        wanted = {line for first, last in ranges for line in range(first, last + 1)}
        assert bool(lines) is bool(wanted)
        for first in range(1, 42):
            assert lines.has(first) is (first in wanted)
            last = first + rng.randrange(5)
            assert lines.has(first, last) is any(line in wanted for line in range(first, last + 1))
