"""Files as they come: packed, in other codings, JSON Lines, in threads; and what is left when something goes wrong."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from command import COMMAND, NOWHERE, environment, run, start
from hypothesis import given
from hypothesis import strategies as st

import sanitize
from sanitize.cli import coded, main

resource = pytest.importorskip("resource", reason="these are the ways of POSIX")

ZWSP = "\N{ZERO WIDTH SPACE}"
MARKED = f"It\N{RIGHT SINGLE QUOTATION MARK}s{ZWSP} \N{CYRILLIC SMALL LETTER DE}\N{CYRILLIC SMALL LETTER A}\n"
CLEAN = sanitize.clean(MARKED)
SLOW = sanitize.backend() == "reference"
MANY = 50_000 if not SLOW else 200
fast_only = pytest.mark.skipif(SLOW, reason="what happens to files is the same on the slow core, and takes minutes")
HOSTILE = f"\x1b[31mred{ZWSP}\u202e \N{RIGHT SINGLE QUOTATION MARK}\xff\n".encode("utf-8", "surrogatepass") + b"\xff\n"


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestPacked:
    @pytest.mark.parametrize("ending", coded.PACKED)
    def test_out_and_in_again(self, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"a.txt{ending}"
        plain = tmp_path / "plain.txt"
        plain.write_text(MARKED * MANY, encoding="utf-8")
        assert run("clean", "-p", "log", "--set", "invisible=keep", "-o", path, plain).returncode == 0
        assert path.stat().st_size < plain.stat().st_size / 3
        assert run("clean", path).stdout.decode() == CLEAN * MANY
        assert run("check", "-q", path).returncode == 1
        assert run("clean", "-i", "--backup", "~", path).returncode == 0
        assert left(tmp_path) == [path.name, f"{path.name}~", "plain.txt"]
        assert run("clean", path).stdout.decode() == CLEAN * MANY
        assert run("check", "-q", path).returncode == 0
        packed = {".gz": gzip.compress(b"")[:3], ".xz": lzma.compress(b"")[:3], ".zst": b"\x28\xb5\x2f"}
        assert path.read_bytes()[:3] == packed[ending]

    @pytest.mark.parametrize("ending", coded.PACKED)
    def test_what_is_damaged_is_said_and_left(self, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"a.txt{ending}"
        assert run("clean", "-o", path, stdin=bytes(range(32, 127)) * 5000).returncode == 0
        whole = path.read_bytes()
        for damaged in (whole[:-9], b"nonsense" + whole, whole[: len(whole) // 2]):
            path.write_bytes(damaged)
            done = run("clean", "-i", path)
            assert done.returncode == 2
            assert len(done.stderr.splitlines()) == 1
            assert path.read_bytes() == damaged
            assert left(tmp_path) == [path.name]


class TestCoded:
    @pytest.mark.parametrize(
        ("name", "mark"),
        [
            ("utf-16-le", b"\xff\xfe"),
            ("utf-16-be", b"\xfe\xff"),
            ("utf-32-le", b"\xff\xfe\0\0"),
            ("utf-32-be", b"\0\0\xfe\xff"),
        ],
    )
    def test_a_mark_tells(self, tmp_path: Path, name: str, mark: bytes) -> None:
        path = tmp_path / "a.txt"
        text = MARKED + "\N{GRINNING FACE}" * MANY + "\n"
        path.write_bytes(mark + text.encode(name))
        assert run("clean", path).stdout.decode() == sanitize.clean(text)
        assert b"a.txt:1:3: punctuation" in run("check", path).stdout
        assert run("clean", "-i", path).returncode == 0
        assert path.read_bytes() == mark + sanitize.clean(text).encode(name)
        path.write_bytes(mark + text.encode(name)[:-1])
        done = run("clean", path)
        assert done.returncode == 2
        assert f"is no valid {name}".encode() in done.stderr
        path.write_bytes(mark)
        assert run("clean", path).stdout == b""

    def test_a_user_tells(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        text = "caf\xe9\xa0\n"
        path.write_bytes(text.encode("latin-1"))
        assert run("clean", "--encoding", "latin-1", path).stdout.decode() == "caf\xe9\n"
        assert run("clean", "--encoding", "latin-1", "-i", path).returncode == 0
        assert path.read_bytes() == b"caf\xe9\n"
        path.write_bytes(b"\x81\x85\n")
        assert b"is no valid cp1252" in run("clean", "--encoding", "cp1252", path).stderr
        assert b"unknown encoding 'nope'" in run("clean", "--encoding", "nope", path).stderr
        assert b"unknown encoding 'rot13'" in run("clean", "--encoding", "rot13", path).stderr

    @pytest.mark.parametrize("command", [["clean", "-i"], ["clean", "-i", "-j", "2"], ["check", "--fix"]])
    def test_a_file_in_another_coding_is_not_rewritten_as_if_it_were_utf8(
        self, tmp_path: Path, command: list[str]
    ) -> None:
        path = tmp_path / "a.txt"
        latin = f"{MARKED * MANY}".encode() + "caf\xe9 na\xefve\n".encode("latin-1")
        path.write_bytes(latin)
        done = run(*command, path)
        assert (done.returncode, path.read_bytes()) == (2, latin)
        assert b"is not UTF-8 (byte 0xe9): left as it is: --encoding NAME" in done.stderr
        assert list(tmp_path.iterdir()) == [path]
        for allowed in (["--encoding", "utf-8"], ["--as-text"], ["-p", "log"]):
            path.write_bytes(latin)
            assert run(*command, *allowed, path).returncode == int(command[0] == "check")
            assert path.read_bytes() == sanitize.clean_bytes(latin, "log" if "log" in allowed else "prompt")

    @given(data=st.binary(max_size=6).map(lambda data: b"\xff\xfe" + data) | st.binary(max_size=8))
    def test_whatever_begins_a_file(self, tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
        path = tmp_path_factory.mktemp("coded") / "a.txt"
        path.write_bytes(data)
        assert main(["check", "-q", str(path)]) in (0, 1, 2)
        code = main(["clean", "-i", str(path)])
        assert code in (0, 2)
        assert code == 0 or path.read_bytes() == data
        assert main(["clean", "--as-text", "-i", str(path)]) == 0
        assert main(["check", "--as-text", "-q", str(path)]) == 0


class TestThreads:
    @pytest.mark.parametrize("preset", ["prompt", "log", "key"])
    def test_the_answer_is_the_same_in_order(self, tmp_path: Path, preset: str) -> None:
        path = tmp_path / "a.txt"
        data = b"".join(
            f"{number} {MARKED}".encode() + HOSTILE for number in range(3000 if preset == "key" and not SLOW else MANY)
        )
        path.write_bytes(data)
        done = run("clean", "-j", "3", "-p", preset, path)
        assert (done.returncode, done.stdout) == (0, sanitize.clean_bytes(data, preset))

    def test_in_place(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(MARKED * MANY, encoding="utf-8")
        assert run("clean", "-j", "2", "-i", path).returncode == 0
        assert path.read_text(encoding="utf-8") == CLEAN * MANY


class TestJsonLines:
    LINES = (
        b'{"msg": "It\xe2\x80\x99s\\u200b", "n": 1e400, "user": {"name": "\xe2\x80\x8bbob"}}\n'
        b"not json \xe2\x80\x8b\n"
        b"\n"
        b'  ["a",\t"b\\u202e"]\r\n'
        b'"last"'
    )

    def test_values_are_cleaned_and_what_is_no_json_is_said(self) -> None:
        done = run("clean", "--jsonl", stdin=self.LINES)
        assert done.returncode == 2
        assert done.stderr == b"sanitize: <stdin>:2: not JSON at byte 0: expected a value: left as it is\n"
        assert done.stdout == self.LINES.replace(b"\xe2\x80\x99", b"'").replace(b"\\u200b", b"").replace(
            b"\xe2\x80\x8bbob", b"bob"
        ).replace(b"\\u202e", b"")
        assert run("clean", "--jsonl", "--invalid", "pass", stdin=self.LINES).returncode == 0

    def test_fields(self) -> None:
        done = run("clean", "--jsonl", "--fields", "user.name", "--invalid", "pass", stdin=self.LINES)
        assert done.stdout == self.LINES.replace(b"\xe2\x80\x8bbob", b"bob")

    def test_in_place_says_a_line_once(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(b"no\n" * 30 + self.LINES)
        done = run("clean", "--jsonl", "-i", "--json", path)
        assert done.returncode == 2
        said = done.stderr.decode().splitlines()
        assert len(said) == 21
        assert json.loads(said[-1])["invalid"] == 31
        assert json.loads(done.stdout) == {"file": str(path), "changed": True}
        assert path.read_bytes().count(b"\xe2\x80\x99") == 0

    def test_options_that_do_not_go_together(self, tmp_path: Path) -> None:
        for options in (("--fields", "a"), ("--jsonl", "-p", "key"), ("--backup", "~")):
            assert run("clean", *options, stdin=b"{}").returncode == 2


class TestTotals:
    def test_for_people_and_for_programs(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(MARKED, encoding="utf-8")
        (tmp_path / "b.txt").write_text("plain\n")
        (tmp_path / "c.bin").write_bytes(b"\0")
        done = run("clean", "--json", tmp_path / "a.txt", tmp_path / "b.txt")
        totals = json.loads(done.stderr)
        assert (totals["files"], totals["changed"], totals["bytes"]) == (2, 1, len(MARKED.encode()) + 6)
        done = run("clean", "-i", tmp_path)
        assert done.stderr.startswith(b"1 of 2 files rewritten, 1 skipped: not text; ")
        assert run("clean", "-i", tmp_path / "a.txt").stderr == b""


def mounted(tmp_path: Path, size: str) -> Path:
    """Return a small file system of its own, where that can be had."""
    folder = tmp_path / "small"
    folder.mkdir()
    if shutil.which("mount") is None or os.geteuid():
        pytest.skip("no leave to mount a file system")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("no leave to mount a file system")
    return folder


class TestTrouble:
    """A file is written whole or not at all, whatever comes between."""

    @fast_only
    def test_a_full_disk(self, tmp_path: Path) -> None:
        folder = mounted(tmp_path, "3m")
        try:
            path = folder / "a.txt"
            data = MARKED.encode() * 150_000
            path.write_bytes(data[: 2 << 20])
            for options in (("-i",), ("-i", "-j", "2"), ("-o", str(folder / "out.txt"))):
                done = run("clean", *options, path)
                assert done.returncode == 2
                assert b"No space left on device" in done.stderr
                assert len(done.stderr.splitlines()) == (2 if "-o" in options else 1)  # the input, then the output
                assert path.read_bytes() == data[: 2 << 20]
                assert left(folder) == ["a.txt"]
            with open(folder / "pipe.txt", "wb") as out:  # noqa: PTH123
                done = subprocess.run(
                    [*COMMAND, "clean", str(path)],
                    stdout=out,
                    stderr=subprocess.PIPE,
                    check=False,
                    cwd=NOWHERE,
                    env=environment(),
                )
            assert done.returncode == 2
            assert done.stderr == b"sanitize: standard output: No space left on device\n"
        finally:
            subprocess.run(["umount", str(folder)], check=True)

    @fast_only
    def test_killed_at_any_time(self, tmp_path: Path) -> None:
        """SIGKILL: the old file or the new one, and at most a draft beside it that the next run does not mind."""
        path = tmp_path / "a.txt"
        data = MARKED.encode() * 200_000
        answer = sanitize.clean_bytes(data)
        outcomes = set()
        for delay in (0.0, 0.2, 0.3, 0.35, 0.4, 0.5, 0.7, 1.0):
            path.write_bytes(data)
            process = start("clean", "-i", path)
            time.sleep(delay)
            process.kill()
            process.communicate(timeout=60)
            now = path.read_bytes()
            assert now in (data, answer)
            outcomes.add(now == answer)
        assert run("clean", "-i", path).returncode == 0
        assert path.read_bytes() == answer

    @pytest.mark.filterwarnings("ignore::DeprecationWarning")  # a fork beside threads of pytest's own
    def test_what_may_not_be_read_or_written(self) -> None:
        folder = Path(tempfile.mkdtemp())
        try:
            path = folder / "a.txt"
            path.write_text(MARKED, encoding="utf-8")
            path.chmod(0o666)
            folder.chmod(0o555)
            code, said = self.as_nobody("clean", "-i", path)
            assert code == 2
            assert "Permission denied" in said
            assert path.read_text(encoding="utf-8") == MARKED
            assert left(folder) == ["a.txt"]
            path.chmod(0o444)
            assert "read-only" in self.as_nobody("clean", "-i", path)[1]
            path.chmod(0)
            assert "Permission denied" in self.as_nobody("check", path)[1]
            folder.chmod(0o700)
            code, said = self.as_nobody("check", folder)
            assert code == 2
            assert "Permission denied" in said
        finally:
            shutil.rmtree(folder)

    def as_nobody(self, *arguments: object) -> tuple[int, str]:
        """Run the command as a user who owns nothing, in a process that has loaded all it needs."""
        if os.geteuid():
            pytest.skip("only root becomes nobody")
        main(["check", "-q", os.devnull])
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(write, 2)
            sys.stderr = os.fdopen(2, "w")
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            code = main([str(argument) for argument in arguments])
            sys.stderr.flush()
            os._exit(code)
        os.close(write)
        with os.fdopen(read) as said:
            text = said.read()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text

    def test_a_file_that_goes_while_it_is_read(self, tmp_path: Path) -> None:
        from sanitize.cli.console import Console, Trouble
        from sanitize.cli.files import reading, replacing

        path = tmp_path / "a.txt"
        path.write_text(MARKED, encoding="utf-8")

        def rewrite() -> None:
            with reading(str(path), Console()) as source, replacing(str(path), source.check_unchanged) as draft:
                draft.data(CLEAN.encode())
                path.unlink()

        with pytest.raises(Trouble, match="No such file"):
            rewrite()
        assert left(tmp_path) == []

    def test_links(self, tmp_path: Path) -> None:
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        assert b"Too many levels of symbolic links" in run("clean", "-i", tmp_path / "loop").stderr
        path = tmp_path / "a.txt"
        path.write_text(MARKED, encoding="utf-8")
        path.chmod(0o640)
        (tmp_path / "link.txt").symlink_to("a.txt")
        os.link(path, tmp_path / "hard.txt")
        assert run("clean", "-i", tmp_path / "link.txt").returncode == 0
        assert (tmp_path / "link.txt").is_symlink()
        assert path.read_text(encoding="utf-8") == CLEAN
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        # Another name of the file keeps the old content: to write through it could leave half a file.
        assert (tmp_path / "hard.txt").read_text(encoding="utf-8") == MARKED

    def test_a_named_pipe_is_read_as_it_is_and_never_rewritten(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        assert b"is not a regular file" in run("clean", "-i", pipe).stderr
        process = start("clean", pipe)
        with pipe.open("wb") as feed:
            feed.write(MARKED.encode())
        out, _ = process.communicate(timeout=60)
        assert out.decode() == CLEAN

    @fast_only
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_leaves_nothing_behind(self, tmp_path: Path, number: signal.Signals) -> None:
        path = tmp_path / "a.txt"
        data = MARKED.encode() * 500_000
        path.write_bytes(data)
        process = start("clean", "-i", "-j", "2", path)
        while len(left(tmp_path)) == 1 and process.poll() is None:
            pass
        process.send_signal(number)
        assert process.wait(timeout=60) == 128 + number
        _, said = process.communicate()
        assert b"Traceback" not in said
        assert left(tmp_path) == ["a.txt"]
        assert path.read_bytes() == data

    @fast_only
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_reader_that_does_not_read_keeps_no_signal_away(self, tmp_path: Path, number: signal.Signals) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(MARKED.encode() * 200_000)
        process = start("clean", "-j", "2", path)
        assert process.stdout is not None
        assert process.stdout.read(10) == CLEAN.encode()[:10]  # and no more: the pipe is full
        process.send_signal(number)
        assert process.wait(timeout=60) == 128 + number
        process.communicate()

    @fast_only
    def test_memory_does_not_grow_with_the_input(self, tmp_path: Path) -> None:
        """A large log and a line without an end stay within 64 MB over the interpreter."""
        log = b"2026-11-23T17:00:00Z INFO request id=1 \x1b[31mstatus=200\x1b[0m path=/api\n" * 1000

        def peak(chunk: bytes, times: int, *options: str) -> int:
            process = start("clean", *options, stdout=subprocess.DEVNULL)
            assert process.stdin is not None
            for _ in range(times):
                process.stdin.write(chunk)
            process.stdin.flush()
            used = int(
                next(
                    row.split()[1]
                    for row in Path(f"/proc/{process.pid}/status").read_text().splitlines()
                    if "VmHWM" in row
                )
            )
            process.communicate(timeout=300)
            assert process.returncode == 0
            return used

        if sys.platform != "linux":
            pytest.skip("memory as Linux counts it")
        start_up = peak(b"a\n", 1)
        assert peak(log, 600, "-p", "log") < start_up + 64 * 1024
        for endless in (ZWSP.encode() * 30_000, b"a" * 90_000, "\u0301".encode() * 45_000, b"\x1b]0;" + b"t" * 90_000):
            assert peak(endless, 400) < start_up + 64 * 1024
