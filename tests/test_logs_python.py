"""Records of Python's loggers: one line each whatever they carry, from any number of threads."""

from __future__ import annotations

import io
import logging
import re
import threading

import pytest
import structlog
from hypothesis import given
from loguru import logger as loguru
from strategies import any_bytes, any_text

import sanitize
from sanitize import logs

HOSTILE = "bob\nroot \x1b[2Jlogged in\u202e\r\n\u2028next"
SHOWN = "bob\\x0aroot \\x1b[2Jlogged in\\u202e\\x0d\\x0a\\u2028next"
ESCAPE = re.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}")


class Tough:
    """An object whose text is hostile."""

    def __str__(self) -> str:
        return HOSTILE


def fail() -> None:
    raise ValueError(HOSTILE)


@pytest.fixture
def logger() -> logging.Logger:
    """A logger of our own, without handlers."""
    made = logging.Logger("tests", logging.DEBUG)  # noqa: LOG001 - one a test, which ends with it
    made.propagate = False
    return made


def written(logger: logging.Logger) -> io.StringIO:
    out = io.StringIO()
    logger.addHandler(logging.StreamHandler(out))
    return out


class TestUnescape:
    @given(text=any_text)
    def test_what_log_was_given_comes_back(self, text: str) -> None:
        if not ESCAPE.search(text):
            assert sanitize.unescape(sanitize.clean(text, "log")) == text
            assert sanitize.unescape(logs.one_line(text)) == text

    @given(data=any_bytes)
    def test_bytes_come_back(self, data: bytes) -> None:
        if not ESCAPE.search(data.decode("latin-1")):
            assert sanitize.unescape(sanitize.clean_bytes(data, "log")) == data

    def test_what_log_does_not_write_stays(self) -> None:
        for text in ("\\x41", "\\n", "\\u00e9", "\\X1b", "\\x1B", "\\u001b", "\\U0000202e", "\\Uffffffff", "C:\\users"):
            assert sanitize.unescape(text) == text

    def test_a_backslash_before_an_escape_is_text(self) -> None:
        assert sanitize.unescape(sanitize.clean("\\\x1b", "log")) == "\\\x1b"

    def test_a_byte_in_text_is_what_surrogateescape_has(self) -> None:
        shown = sanitize.clean_bytes(b"id=\xff\xe2\x82", "log").decode()
        assert sanitize.unescape(shown).encode("utf-8", "surrogateescape") == b"id=\xff\xe2\x82"

    def test_real_logs_come_back(self, logs, on_reference) -> None:
        for path in sorted(logs.glob("*.log")):
            data = b"".join(path.read_bytes().splitlines(keepends=True)[:: 16 if on_reference else 1])
            if not ESCAPE.search(data.decode("latin-1")):
                assert sanitize.unescape(sanitize.clean_bytes(data, "log")) == data, path.name

    def test_another_type_is_refused(self) -> None:
        with pytest.raises(TypeError, match="must be str or bytes, not int"):
            sanitize.unescape(7)  # type: ignore[type-var]


class TestLogging:
    def test_a_filter_cleans_message_arguments_and_exception(self, logger: logging.Logger) -> None:
        out = written(logger)
        logger.handlers[0].addFilter(logs.Filter())
        logger.info("user %s from %s", HOSTILE, Tough())
        logger.info(HOSTILE)
        try:
            fail()
        except ValueError:
            logger.exception("failed: %s", HOSTILE, stack_info=True)
        lines = out.getvalue().split("\n")
        assert lines[0] == f"user {SHOWN} from {SHOWN}"
        assert lines[1] == SHOWN
        assert lines[2] == f"failed: {SHOWN}"
        assert "Traceback" in lines[3]
        assert f"ValueError: {SHOWN}" in lines[3]
        assert lines[4].startswith("Stack")
        assert lines[5:] == [""]

    def test_what_needs_nothing_keeps_its_arguments(self, logger: logging.Logger) -> None:
        seen: list[logging.LogRecord] = []
        logger.addFilter(logs.Filter())
        logger.addFilter(lambda record: bool(seen.append(record)) or True)
        logger.info("%s of %d", "one", 2)
        assert (seen[0].msg, seen[0].args) == ("%s of %d", ("one", 2))

    def test_a_formatter_makes_one_line_of_everything(self, logger: logging.Logger) -> None:
        out, other = written(logger), written(logger)
        logger.handlers[0].setFormatter(logs.Formatter(logging.Formatter("%(name)s|%(message)s")))
        try:
            fail()
        except ValueError:
            logger.exception(HOSTILE)
        assert out.getvalue().count("\n") == 1
        assert out.getvalue().startswith(f"tests|{SHOWN}\\x0aTraceback")
        assert HOSTILE in other.getvalue()  # the record itself is as it was

    def test_the_policy_is_the_callers(self) -> None:
        record = logging.LogRecord("app", logging.INFO, "", 0, "a\u200bb\u2019", (), None)
        assert logs.Formatter(policy="prompt").format(record) == "ab'"
        with pytest.raises(ValueError, match="unknown preset"):
            logs.Filter("nope")

    def test_threads(self, logger: logging.Logger) -> None:
        out = written(logger)
        logger.handlers[0].addFilter(logs.Filter())
        logger.handlers[0].setFormatter(logs.Formatter())

        def work(number: int) -> None:
            for turn in range(200):
                logger.info("%d:%d:%s", number, turn, HOSTILE)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lines = out.getvalue().splitlines()
        assert sorted(lines) == sorted(f"{number}:{turn}:{SHOWN}" for number in range(8) for turn in range(200))


class TestStructlog:
    def test_every_string_of_an_event(self) -> None:
        out = io.StringIO()
        log = structlog.wrap_logger(
            structlog.PrintLogger(out),
            processors=[
                structlog.processors.format_exc_info,
                logs.structlog_processor(),
                structlog.processors.KeyValueRenderer(key_order=["event"], repr_native_str=False),
            ],
        )
        log.bind(who=HOSTILE).info(HOSTILE, items=[HOSTILE, 1], deep={"a": (HOSTILE,)}, number=2)
        try:
            fail()
        except ValueError:
            log.exception("failed")
        lines = out.getvalue().split("\n")
        assert len(lines) == 3
        assert lines[0].startswith(f"event={SHOWN} who={SHOWN} items=")
        assert lines[0].endswith("number=2")
        assert "\\u202e" in lines[1]
        assert "Traceback" in lines[1]
        assert sanitize.is_clean(out.getvalue(), "log")

    def test_threads(self) -> None:
        out = io.StringIO()
        log = structlog.wrap_logger(
            structlog.PrintLogger(out),
            processors=[logs.structlog_processor(), structlog.processors.JSONRenderer(ensure_ascii=False)],
        )
        threads = [threading.Thread(target=lambda: [log.info(HOSTILE) for _ in range(100)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert out.getvalue().count("\n") == 800
        assert set(out.getvalue().splitlines()) == {'{"event": "' + SHOWN.replace("\\", "\\\\") + '"}'}


class TestLoguru:
    @pytest.fixture
    def lines(self):
        """What loguru writes, line by line."""
        out: list[str] = []
        loguru.remove()
        sink = loguru.add(out.append, format="{message} {extra}")
        loguru.configure(patcher=logs.loguru_patcher())
        yield out
        loguru.remove(sink)
        loguru.configure(patcher=lambda _: None)

    def test_message_extra_and_exception(self, lines: list[str]) -> None:
        loguru.bind(user=HOSTILE).info("login {}", HOSTILE)
        try:
            fail()
        except ValueError:
            loguru.exception("failed: {braces} <red>stay</red>", braces=HOSTILE)
        assert lines[0].startswith(f"login {SHOWN} ")
        assert lines[1].startswith(f"failed: {SHOWN} <red>stay</red>\\x0aTraceback")
        assert all(str(line).count("\n") == 1 for line in lines)
        assert all(sanitize.is_clean(str(line), "log") for line in lines)

    def test_threads(self, lines: list[str]) -> None:
        threads = [threading.Thread(target=lambda: [loguru.info(HOSTILE) for _ in range(50)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {str(line) for line in lines} == {f"{SHOWN} {{}}\n"}
        assert len(lines) == 400
