"""Threads, forked processes and sub-interpreters, and values that are copied or pickled: one answer everywhere."""

from __future__ import annotations

import copy
import os
import pickle
import random
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from samples import samples

import sanitize

TEXTS = [sample.text for sample in samples()]
TEXTS += [f"{text}\u200b \u2019{text[::-1]}\r\n" for text in TEXTS]
ROUNDS = 4


def answers(order: list[int], policy: sanitize.Policy) -> dict[int, tuple[object, ...]]:
    """Return what every function says of every text, asked in some order."""
    found: dict[int, tuple[object, ...]] = {}
    for number in order:
        text = TEXTS[number]
        report = sanitize.inspect(text, policy)
        stream: sanitize.Stream[str] = sanitize.Stream(policy)
        fed = "".join([*(stream.feed(text[at : at + 7]) for at in range(0, len(text), 7)), stream.finish()])
        data = sanitize.clean_bytes(text.encode("utf-8", "replace"), policy)
        found[number] = (report.cleaned, report.counts, list(report.edits), fed, data, sanitize.skeleton(text))
    return found


def in_threads(work: Callable[[int], None], number: int = 8) -> None:
    """Run something in many threads at once, and raise what one of them raised."""
    raised: list[BaseException] = []
    together = threading.Barrier(number)

    def guarded(at: int) -> None:
        try:
            together.wait()
            work(at)
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(at,)) for at in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def pickled(value: object) -> object:
    """Return what comes of a value that was pickled."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


@pytest.fixture
def eager() -> object:
    """Let threads change places as often as they may."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("preset", ["prompt", "text", "log"])
def test_eight_threads_share_a_policy(preset, on_reference):
    policy = sanitize.Policy(preset)
    texts = list(range(0, len(TEXTS), 97 if on_reference else 1))
    alone = answers(texts, policy)

    def work(at: int) -> None:
        order = texts[:]
        for turn in range(1 if on_reference else ROUNDS):
            random.Random(at * ROUNDS + turn).shuffle(order)
            assert answers(order, policy) == alone

    in_threads(work)


@pytest.mark.usefixtures("eager")
def test_eight_threads_ask_one_report():
    """What a report makes when it is asked for is the same whoever asks first."""
    text = "\n".join(TEXTS[::40])
    wanted = sanitize.inspect(text)
    expected = (wanted.cleaned, wanted.hidden, wanted.capacity, list(wanted))
    for _ in range(5):
        report = sanitize.inspect(text)

        def work(_at: int, report: sanitize.Report[str] = report) -> None:
            assert (report.cleaned, report.hidden, report.capacity, list(report)) == expected

        in_threads(work)


@pytest.mark.usefixtures("eager")
def test_long_texts_while_the_lock_is_released(on_reference):
    """A text that is long enough for the core to let other threads run is still the text that was given."""
    if on_reference:
        pytest.skip("the reference never releases the lock")
    text = "na\u00efve \u0441\u043b\u043e\u0432\u043e \u2019\u200b\n" * 4_000
    wanted = sanitize.clean(text)

    def work(at: int) -> None:
        own = text + "x" * at
        for _ in range(3):
            assert sanitize.clean(own) == wanted + "x" * at
            assert sanitize.clean_many([own, text])[1] == wanted

    in_threads(work)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_beside_threads():
    """A child that is made while threads clean answers as its parent does (in a process of its own: pytest has threads)."""
    code = """
import os, threading, sanitize
text = "P\\u0430ypal\\u200b \\u2019\\n" * (5_000 if sanitize.backend() == "native" else 10)
wanted = sanitize.clean(text)
stop = threading.Event()
def work():
    while not stop.is_set():
        assert sanitize.clean(text) == wanted
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
statuses = []
for _ in range(4):
    child = os.fork()
    if not child:
        stream = sanitize.Stream()
        same = stream.feed(text) + stream.finish() == wanted == sanitize.clean(text)
        os._exit(0 if same else 3)
    statuses.append(os.waitpid(child, 0)[1])
stop.set()
for thread in threads: thread.join()
assert statuses == [0] * 4, statuses
"""
    warned = ["-W", "ignore::DeprecationWarning"]  # Python 3.12 on says that a fork beside threads may deadlock
    subprocess.run([sys.executable, *warned, "-c", code], check=True, timeout=120)


def test_sub_interpreters():
    """A sub-interpreter is served: by the native core where it can be imported there, else by the reference."""
    code = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
import sanitize
source = '''
import sanitize
assert sanitize.clean("P\\u0430ypal\\u200b") == "Paypal"
assert sanitize.inspect("a\\u200bb").restore() == "a\\u200bb"
assert sanitize.backend() in ("native", "reference")
'''
for _ in range(3):
    one = interpreters.create()
    wrong = interpreters.run_string(one, source)
    assert wrong is None, wrong
    interpreters.destroy(one)
assert sanitize.clean("P\\u0430ypal\\u200b") == "Paypal"
"""
    environment = {name: value for name, value in os.environ.items() if name != "SANITIZE_BACKEND"}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, env=environment)


REPORT = sanitize.inspect("P\u0430ypal\u200b \u2019", "strict")
VALUES = [
    sanitize.Policy("text", bidi="keep"),
    REPORT,
    REPORT.findings[0],
    REPORT.edits[0],
    sanitize.compare("a", "\u0430"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_values_are_copied_and_pickled(value, again):
    copied = again(value)
    assert type(copied) is type(value)
    assert repr(copied) == repr(value)
    if isinstance(value, sanitize.Report):
        assert (copied.original, copied.cleaned, list(copied)) == (value.original, value.cleaned, list(value))
        assert copied.restore() == value.original
    else:
        assert copied == value


@pytest.mark.parametrize("again", [copy.deepcopy, pickled])
def test_a_stream_goes_on_in_its_copy(again):
    """What a stream holds goes along, and neither feeds the other."""
    stream: sanitize.Stream[str] = sanitize.Stream()
    assert stream.feed("done\nP\u0430y") == "done\n"
    other = again(stream)
    assert other.feed("pal\u200b") + other.finish() == "Paypal"
    assert stream.feed("ee") + stream.finish() == "Payee"
