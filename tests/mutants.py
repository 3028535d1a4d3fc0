"""Do the tests notice when a rule goes? ``python tests/mutants.py`` takes rules away one at a time, and counts who noticed.

A *mutant* is the reference with one thing changed: a reason that no longer acts, a step of `engine.decide` left out, a
condition negated, a comparison or a connective turned round. The tests are collected once; each mutant is made in a forked
process by giving one function other code, and the quick tests run there until one fails. A mutant that no test notices is a
rule without a test, or code that changes nothing: the list says where to look.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

HERE = Path(__file__).resolve().parent
TESTS = (
    "test_harm.py",
    "test_punctuation.py",
    "test_bidi.py",
    "test_api.py",
    "test_steps.py",
    "test_contract.py::test_c2_samples",
)
SLOW = "not honest_line and not passes_unknown and not idle_by_rule"
"""What goes through whole corpora or tables is not for every mutant."""
BUDGET = 12.0
"""Seconds of processor time for a mutant: the quickest tests that take no longer together."""

MODULES = {
    "around": "punctuation, space, blank",
    "arabic": "homoglyph",
    "bidi": "bidi",
    "clicks": "punctuation, space, blank",
    "clusters": "marks",
    "drawn": "normalization",
    "escapes": "control, newline, invalid, private",
    "folds": "punctuation, space, blank",
    "formats": "bidi",
    "hangul": "normalization",
    "joiners": "joiner",
    "marks": "marks",
    "normal": "normalization",
    "order": "bidi",
    "parse": "control, newline, invalid, private",
    "prefer": "normalization",
    "sequences": "variation, tag",
    "twins": "homoglyph",
    "words": "homoglyph",
}
"""The modules of rules, and the kinds that each decides."""

_OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


class Mutant(NamedTuple):
    """A change, the kinds that it touches, and what makes it (in a process of its own)."""

    name: str
    kinds: str
    make: Callable[[], None]


def reasons() -> Iterator[Mutant]:
    """Yield the rules taken away whole: what has a reason stays as it was."""
    from sanitize._kinds import KEEP
    from sanitize._reasons import REASONS
    from sanitize._reference.work import Work

    action = Work.action
    for number, (name, kind, _) in enumerate(REASONS):
        if kind == "mojibake" or name == "key":
            continue

        def make(number: int = number) -> None:
            def kept(self: Work, why: int) -> int:
                return KEEP if why == number else action(self, why)

            Work.action = kept  # type: ignore[method-assign]

        yield Mutant(f"reason {name}", kind, make)


def functions(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """Yield the functions and methods of a module."""
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            yield name, value
        elif inspect.isclass(value) and value.__module__ == module.__name__:
            yield from (
                (f"{name}.{part}", method) for part, method in vars(value).items() if inspect.isfunction(method)
            )


def changes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the places of a tree that can be changed, numbered as `Change` meets them."""
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, (ast.If, ast.IfExp)):
            yield number, f"line {node.lineno}: the condition is negated"
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in _OPPOSITE:
            yield number, f"line {node.lineno}: {type(node.ops[0]).__name__} is turned round"
        elif isinstance(node, ast.BoolOp):
            yield number, f"line {node.lineno}: {type(node.op).__name__} is turned round"
        elif (
            isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool)
        ):
            yield number, f"line {node.lineno}: returns {not node.value.value}"


def change(tree: ast.AST, wanted: int) -> None:
    """Change one place of a tree."""
    node: Any = next(node for number, node in enumerate(ast.walk(tree)) if number == wanted)
    if isinstance(node, (ast.If, ast.IfExp)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Compare):
        node.ops[0] = _OPPOSITE[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = _OPPOSITE[type(node.op)]()
    else:
        node.value = ast.Constant(not node.value.value)
    ast.fix_missing_locations(tree)


def recoded(module: ModuleType, function: FunctionType, edit: Callable[[ast.Module], None]) -> None:
    """Give a function the code that an edit of its module makes: whoever holds the function gets it."""
    tree = ast.parse(inspect.getsource(module))
    edit(tree)
    code = compile(tree, str(module.__file__), "exec", dont_inherit=True)
    line = function.__code__.co_firstlineno
    function.__code__ = next(
        one for one in _codes(code) if (one.co_firstlineno, one.co_name) == (line, function.__name__)
    )


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _place(tree: ast.Module, function: FunctionType) -> ast.AST:
    """Return the definition of a function in the tree of its module."""
    lines = {function.__code__.co_firstlineno}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function.__name__)
    return next(node for node in found if {node.lineno, *(one.lineno for one in node.decorator_list)} & lines)


def conditions() -> Iterator[Mutant]:
    """Yield the rules changed in one condition."""
    for name, kinds in MODULES.items():
        module = importlib.import_module(f"sanitize._reference.{name}")
        tree = ast.parse(inspect.getsource(module))
        for called, function in functions(module):
            if (
                function.__closure__
                or hasattr(function, "__wrapped__")
                or function.__code__.co_filename != module.__file__
            ):
                continue
            for number, what in changes(_place(tree, function)):

                def make(module: ModuleType = module, function: FunctionType = function, number: int = number) -> None:
                    recoded(module, function, lambda whole: change(_place(whole, function), number))

                yield Mutant(f"{name}.{called}, {what}", kinds, make)


def steps() -> Iterator[Mutant]:
    """Yield the engine with one step left out."""
    from sanitize._reference import engine

    body = _place(ast.parse(inspect.getsource(engine)), engine.decide).body  # type: ignore[attr-defined]
    for number, statement in enumerate(body):
        if isinstance(statement, (ast.Assign, ast.If)) and "row" in ast.unparse(statement):

            def make(number: int = number) -> None:
                def edit(tree: ast.Module) -> None:
                    _place(tree, engine.decide).body[number] = ast.Pass()  # type: ignore[attr-defined]
                    ast.fix_missing_locations(tree)

                recoded(engine, engine.decide, edit)

            yield Mutant(
                f"engine.decide without: {ast.unparse(statement).splitlines()[-1].strip()}", "steps of the engine", make
            )


class Judge:
    """A pytest plugin: instead of the tests, it runs the mutants, each with the tests until one fails."""

    def __init__(self, mutants: list[Mutant], jobs: int) -> None:
        self.mutants = mutants
        self.jobs = jobs
        self.noticed: set[Mutant] = set()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge the mutants with the tests that are quick and pass."""
        items = self._quick(session.items)
        print(f"{len(self.mutants)} mutants, {len(items)} of {len(session.items)} tests", flush=True)
        running: dict[int, tuple[Mutant, int]] = {}
        waiting = list(self.mutants)
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop(0)
                running.update([self._start(mutant, items)])
            child, status = os.wait()
            mutant, pipe = running.pop(child)
            with os.fdopen(pipe, encoding="utf-8") as said:
                by = said.read()
            if by or status:
                self.noticed.add(mutant)
            else:
                print(f"  not noticed: {mutant.name}", flush=True)
        return True

    def _start(self, mutant: Mutant, items: list[pytest.Item]) -> tuple[int, tuple[Mutant, int]]:
        """Fork a process that makes the mutant and writes the name of the test that fails."""
        import signal

        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            return child, (mutant, reading)
        signal.alarm(900)  # a rule that no longer ends is noticed, too
        mutant.make()
        for item, following in zip(items, [*items[1:], None], strict=True):
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                os.write(writing, item.nodeid.encode())
                break
        os._exit(0)

    def _quick(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """Return the tests that pass, the quickest first, until the budget is spent."""
        spent = []
        for item, following in zip(items, [*items[1:], None], strict=True):
            begun = time.process_time()
            reports = runtestprotocol(item, nextitem=following, log=False)
            if not any(report.failed or report.skipped for report in reports):
                spent.append((time.process_time() - begun, item))
        chosen: list[pytest.Item] = []
        total = 0.0
        for seconds, item in sorted(spent, key=lambda pair: pair[0]):
            total += seconds
            if total < BUDGET:
                chosen.append(item)
        return chosen


def main() -> int:
    """Make the mutants, judge them, and say how many were noticed, by kind."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--sample", type=int, help="so many of the changed conditions, chosen by a fixed seed (default: all)"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    options = parser.parse_args()
    os.environ["SANITIZE_BACKEND"] = "reference"
    changed = list(conditions())
    if options.sample is not None and options.sample < len(changed):
        changed = sorted(random.Random(0).sample(changed, options.sample))
    mutants = [*reasons(), *steps(), *changed]
    judge = Judge(mutants, options.jobs)
    arguments = ["-q", "-k", SLOW, "-p", "no:cacheprovider", "--rootdir", str(HERE.parent)]
    pytest.main([*arguments, *(str(HERE / name) for name in TESTS)], plugins=[judge])
    total = Counter(mutant.kinds for mutant in mutants)
    noticed = Counter(mutant.kinds for mutant in mutants if mutant in judge.noticed)
    print("\n| kind | mutants | noticed |\n| --- | ---: | ---: |")
    for kind in sorted(total):
        print(f"| {kind} | {total[kind]} | {noticed[kind]} |")
    print(f"| all | {total.total()} | {noticed.total()} ({noticed.total() / total.total():.0%}) |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
