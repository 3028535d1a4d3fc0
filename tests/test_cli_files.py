"""Files in and out of the command line: whole lines, whole files, and nothing lost when something goes wrong."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from io import FileIO
from pathlib import Path

import pytest
from command import COMMAND, NOWHERE, environment, run, start
from hypothesis import given
from hypothesis import strategies as st

import sanitize
from sanitize.cli.console import Console, Trouble
from sanitize.cli.files import Source, reading, replacing

resource = pytest.importorskip("resource", reason="these are the ways of POSIX")

MARKED = "It\N{RIGHT SINGLE QUOTATION MARK}s\N{ZERO WIDTH SPACE} here\n".encode()
CLEAN = b"It's here\n"
PIECES = (
    "a\N{ZERO WIDTH SPACE}b",
    "e\N{COMBINING ACUTE ACCENT}",
    "\N{CYRILLIC SMALL LETTER A}bc ",
    "\r",
    "\n",
    "\x1b[31m",
    "\x1b]0;title",
    "\N{LINE SEPARATOR}",
    "caf\u00c3\u00a9",
    "\N{MAN}\N{ZERO WIDTH JOINER}\N{BOY}",
    "\N{HEBREW LETTER ALEF}\N{RIGHT-TO-LEFT OVERRIDE}",
)
texts = st.lists(
    st.sampled_from([*(piece.encode() for piece in PIECES), b"\xff", b"\xe2\x80", b" ", b"plain words"])
    | st.binary(max_size=3)
).map(b"".join)
policies = st.sampled_from(
    [*sanitize.PRESETS, sanitize.Policy(mojibake="repair"), sanitize.Policy("text", mojibake="report")]
)


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    path = tmp_path / "marked.txt"
    path.write_bytes(MARKED)
    return path


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestReading:
    @given(data=texts, size=st.integers(1, 40), policy=policies)
    def test_in_pieces_is_at_once(self, data: bytes, size: int, policy: str | sanitize.Policy) -> None:
        """C4 on the way that the command goes."""
        read, write = os.pipe()
        os.write(write, data)
        os.close(write)
        chosen = policy if isinstance(policy, sanitize.Policy) else sanitize.Policy(policy)
        with FileIO(read) as file:
            source = Source("-", file, Console())
            blocks = list(source.blocks(size, whole=chosen.preset == "key", as_text=True))
        assert b"".join(blocks) == data
        assert b"".join(sanitize.clean_bytes(block, policy) for block in blocks) == sanitize.clean_bytes(data, policy)

    def test_a_file_of_many_pieces(self, tmp_path: Path) -> None:
        path = tmp_path / "many.txt"
        line = (
            "It\N{RIGHT SINGLE QUOTATION MARK}s \N{CYRILLIC SMALL LETTER A}nd \N{MAN}\N{ZERO WIDTH JOINER}\N{BOY} ".encode()
            + b"\xff\r\n"
        )
        plain = b"plain ascii, as most of it is\n"
        data = plain * (1048576 // len(plain)) + line * 100 + plain * 40000 + line + b"\xe2\x80"
        path.write_bytes(data)
        for options in ((), ("-p", "log"), ("--mojibake", "repair")):
            preset = options[1] if options[:1] == ("-p",) else "prompt"
            policy = sanitize.Policy(preset, mojibake="repair") if "repair" in options else sanitize.Policy(preset)
            done = run("clean", *options, path)
            assert (done.returncode, done.stderr) == (0, b"")
            assert done.stdout == sanitize.clean_bytes(data, policy)

    def test_what_is_made_for_comparing_is_made_of_the_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "names.txt"
        data = "P\N{CYRILLIC SMALL LETTER A}ypal\n\N{ZERO WIDTH SPACE}".encode() * 3
        path.write_bytes(data)
        assert run("clean", "-p", "key", path).stdout == sanitize.clean_bytes(data, "key")

    def test_a_line_goes_on_when_it_has_come(self) -> None:
        """``tail -f`` at the other end."""
        with start("clean") as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for _ in range(3):
                process.stdin.write(MARKED)
                process.stdin.flush()
                assert process.stdout.readline() == CLEAN
            process.stdin.close()
            assert process.wait(timeout=60) == 0

    def test_what_is_no_text_is_refused_however_it_comes(self) -> None:
        with start("clean") as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdin.write(b"ab\n")
            process.stdin.flush()
            assert process.stdout.readline() == b"ab\n"
            process.stdin.write(b"\0\n")
            process.stdin.close()
            assert process.wait(timeout=60) == 2
            assert b"<stdin>: is not text" in process.stderr.read()

    def test_nul_bytes_far_into_a_text_are_controls(self) -> None:
        assert run("clean", stdin=b"a" * 9000 + b"\0b\n").stdout == b"a" * 9000 + b"b\n"

    def test_as_text_overrules_a_byte_order_mark(self) -> None:
        assert run("clean", "--as-text", stdin=b"\xff\xfea\n").stdout == sanitize.clean_bytes(b"\xff\xfea\n")

    def test_files_and_standard_input_follow_each_other(self, marked: Path) -> None:
        assert run("clean", marked, "-", marked, stdin=b"between").stdout == CLEAN + b"between" + CLEAN

    @pytest.mark.parametrize("name", ["missing", "", "."])
    def test_trouble_with_a_name(self, tmp_path: Path, name: str) -> None:
        for command in (("clean",), ("check",), ("inspect",), ("inspect", "--json")):
            if command != ("clean",) and name != "missing":
                continue  # a folder stands for what is in it
            done = run(*command, tmp_path / name if name == "missing" else name)
            assert done.returncode == 2
            assert done.stdout == b""
            assert len(done.stderr.splitlines()) == (2 if command == ("check",) else 1)

    @pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that opens and cannot be read")
    def test_trouble_while_reading(self) -> None:
        done = run("clean", "/proc/self/mem")
        assert (done.returncode, done.stderr) == (2, b"sanitize: /proc/self/mem: Input/output error\n")

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
    def test_a_name_that_is_no_utf8_is_shown_safely(self, tmp_path: Path) -> None:
        name = os.fsencode(tmp_path) + b"/\xff\x1b[31m\xe2\x80\xae.txt"
        with open(name, "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(MARKED)
        assert b"/\\xff\\x1b[31m\\u202e.txt:1:3: punctuation" in run("check", name).stdout
        assert b"\x1b" not in run("inspect", name).stdout
        assert b"\\xfe: No such file" in run("clean", os.fsencode(tmp_path) + b"/\xfe").stderr
        assert run("clean", "-i", name).returncode == 0
        with open(name, "rb") as file:  # noqa: PTH123
            assert file.read() == CLEAN


class TestOutput:
    def test_a_dash_is_standard_output(self, marked: Path) -> None:
        assert run("clean", "-o", "-", marked).stdout == CLEAN

    def test_a_new_file_has_the_mode_that_files_get(self, marked: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.touch()
        assert run("clean", "-o", tmp_path / "new", marked).returncode == 0
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == stat.S_IMODE(other.stat().st_mode)

    def test_the_input_may_be_the_output(self, marked: Path) -> None:
        assert run("clean", "-o", marked, marked, marked).returncode == 0
        assert marked.read_bytes() == CLEAN * 2

    def test_trouble_with_an_input_leaves_the_output_alone(self, marked: Path, tmp_path: Path) -> None:
        target = tmp_path / "out"
        target.write_bytes(b"before")
        done = run("clean", "-o", target, marked, tmp_path / "missing")
        assert done.returncode == 2
        assert b"out: not written" in done.stderr
        assert target.read_bytes() == b"before"
        assert left(tmp_path) == ["marked.txt", "out"]

    def test_a_device_stays_a_device(self, marked: Path) -> None:
        assert run("clean", "-o", os.devnull, marked).returncode == 0
        assert not stat.S_ISREG(Path(os.devnull).stat().st_mode)

    def test_a_pipe_is_written_to(self, marked: Path, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with start("clean", "-o", pipe, marked) as process:
            assert pipe.read_bytes() == CLEAN
            assert process.wait(timeout=60) == 0
        assert stat.S_ISFIFO(pipe.stat().st_mode)

    def test_a_folder_that_is_not_there(self, marked: Path, tmp_path: Path) -> None:
        for target in (tmp_path / "no" / "out", tmp_path):
            done = run("clean", "-o", target, marked)
            assert done.returncode == 2
            assert len(done.stderr.splitlines()) == 1

    def test_an_output_that_is_an_input_is_refused(self, marked: Path) -> None:
        """It would never end."""
        with marked.open("ab") as file:
            done = subprocess.run(
                [*COMMAND, "clean", str(marked)], stdout=file, stderr=subprocess.PIPE, cwd=NOWHERE, check=False
            )
        assert done.returncode == 2
        assert b"--in-place" in done.stderr
        assert marked.read_bytes() == MARKED

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
    @pytest.mark.parametrize("command", [["clean"], ["check"], ["inspect"], ["inspect", "--json"], ["clean", "--help"]])
    def test_full(self, marked: Path, command: list[str]) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*COMMAND, *command, str(marked)], stdout=full, stderr=subprocess.PIPE, cwd=NOWHERE, check=False
            )
        assert done.returncode == 2
        assert b"No space left" in done.stderr
        assert len(done.stderr.splitlines()) == 1

    @pytest.mark.parametrize("closed", [0, 1, 2])
    def test_a_stream_that_is_closed(self, marked: Path, closed: int) -> None:
        arguments = ["clean"] if closed == 0 else ["check", str(marked)]
        shell = ["sh", "-c", f'"$@" {closed}>&-', "sh", *COMMAND, *arguments]
        done = subprocess.run(shell, capture_output=True, check=False, cwd=NOWHERE, env=environment())
        assert done.returncode == (1 if closed == 2 else 2)
        assert b"Traceback" not in done.stderr
        if closed < 2:
            assert b"is closed" in done.stderr


def small_files() -> None:
    """Let no file grow beyond a megabyte: a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


class TestInPlace:
    def test_a_disk_that_fills_up_loses_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "big.txt"
        data = MARKED + b"plain\n" * 400000
        path.write_bytes(data)
        for options in (("-i",), ("-o", str(tmp_path / "out"))):
            done = subprocess.run(
                [*COMMAND, "clean", *options, str(path)],
                capture_output=True,
                check=False,
                cwd=NOWHERE,
                preexec_fn=small_files,
            )
            assert done.returncode == 2
            assert b"File too large" in done.stderr
            assert b"Traceback" not in done.stderr
            assert path.read_bytes() == data
            assert left(tmp_path) == ["big.txt"]

    def test_only_what_is_not_clean_is_written_again(self, tmp_path: Path) -> None:
        path = tmp_path / "late.txt"
        path.write_bytes(b"plain\n" * 400000 + MARKED + b"plain\n")
        assert run("clean", "-i", path).returncode == 0
        assert path.read_bytes() == b"plain\n" * 400000 + CLEAN + b"plain\n"
        before = path.stat()
        assert run("clean", "-i", path).returncode == 0
        assert path.stat().st_ino == before.st_ino

    def test_one_that_fails_leaves_the_others(self, marked: Path, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        done = run("clean", "-i", tmp_path / "missing", pipe, marked)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 2
        assert marked.read_bytes() == CLEAN

    def test_what_changes_meanwhile_is_left_as_it_is(self, marked: Path, tmp_path: Path) -> None:
        def rewrite(source: Source) -> None:
            with replacing(str(marked), source.check_unchanged) as draft:
                draft.data(CLEAN)
                with marked.open("ab") as other:
                    other.write(b"and more\n")

        with reading(str(marked), Console()) as source, pytest.raises(Trouble, match="changed while it was read"):
            rewrite(source)
        assert marked.read_bytes() == MARKED + b"and more\n"
        assert left(tmp_path) == ["marked.txt"]

    def test_a_read_only_file_is_left_as_it_is(
        self, marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to anything
        with pytest.raises(Trouble, match="read-only"), replacing(str(marked)):
            pytest.fail("it was opened")
        assert left(tmp_path) == ["marked.txt"]

    def test_a_hangup_leaves_nothing_behind(self, marked: Path, tmp_path: Path) -> None:
        with start("clean", "-o", tmp_path / "out", "-") as process:
            assert process.stdin is not None
            assert process.stderr is not None
            process.stdin.write(b"begun\n" * 400000)
            process.stdin.flush()
            while len(left(tmp_path)) == 1 and process.poll() is None:
                pass
            process.send_signal(signal.SIGHUP)
            assert process.wait(timeout=60) == 128 + signal.SIGHUP
            assert process.stderr.read() == b""
        assert left(tmp_path) == ["marked.txt"]
