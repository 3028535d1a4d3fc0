"""What the commands have in common: the policy that the options name, and how files are read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Concatenate

import click
from click.core import ParameterSource

import sanitize
from sanitize.cli import walk
from sanitize.cli.coded import Coding, known
from sanitize.cli.console import Console, Trouble
from sanitize.cli.files import STDIN, NotText, Source, reading

EPILOG = "Exit codes: 0 clean or done, 1 findings (check), 2 usage or input and output."
INSPECTED = 1 << 16
"""Bytes read at once to be reported on: what is found takes far more room than the text."""
_KEY = sanitize.Policy("key").rules[-1]
_SOURCE = dict.fromkeys(("space", "punctuation", "compatibility", "normalization", "newline"), "keep")
"""In source code these are the author's: strings and comments hold quotation marks, spaces and forms on purpose."""
PRESETS = (*sanitize.PRESETS, "source")
"""The presets of the library, and one for source code: what hides or reorders code, and look-alike letters in words."""


class Job:
    """What the options have in common: the policy, and how files are read."""

    def __init__(
        self,
        console: Console,
        policy: sanitize.Policy,
        *,
        as_text: bool,
        coding: Coding | None = None,
        is_source: bool = False,
    ) -> None:
        self.console = console
        self.policy = policy
        self.as_text = as_text
        self.coding = coding
        self.is_source = is_source
        """Only what hides or deceives counts."""
        self.skipped = 0
        """Files found in folders that are no text."""
        # The form for comparing is made of a whole text; everything else is decided line by line.
        self.whole = bool(policy.rules[-1] & _KEY)

    def loses(self, source: Source) -> bool:
        """Tell whether what is malformed in a file would be lost, and nobody has said that it may."""
        return source.is_guessed and not self.as_text and self.policy.actions["invalid"] in ("replace", "remove")

    def blocks(self, source: Source, size: int, *, signed: bool = True) -> Iterator[bytes]:
        """Yield what is to be decided at once; ``signed``: with the byte order mark of UTF-8."""
        return source.blocks(size, whole=self.whole, as_text=self.as_text, signed=signed)

    def reports(self, source: Source, *, signed: bool = True) -> Iterator[sanitize.Report[bytes]]:
        """Yield the reports of a file, piece by piece."""
        return (sanitize.inspect(block, self.policy) for block in self.blocks(source, INSPECTED, signed=signed))

    def each(self, files: Sequence[str], one: Callable[[Source], int], *, regular: bool = False) -> int:
        """Do something to each file (standard input by default); trouble with one is said, and the others go on."""
        return max([self._one(name, one, regular=regular) for name in files or (STDIN,)])

    def below(
        self,
        files: Sequence[str],
        one: Callable[[Source], int],
        exclude: Sequence[str],
        *,
        regular: bool = False,
        agents: bool = False,
        wanted: Callable[[str], object] = lambda _: True,
    ) -> int:
        """Do something to each file that is wanted, folders and globs standing for the text files in them."""
        found = (each for each in walk.files(files or (STDIN,), exclude, agents=agents) if wanted(each[0]))
        return max((self._one(name, one, regular=regular or was, is_found=was) for name, was in found), default=0)

    def _one(self, name: str, one: Callable[[Source], int], *, regular: bool, is_found: bool = False) -> int:
        try:
            with reading(name, self.console, regular=regular, coding=self.coding) as source:
                return one(source)
        except Trouble as trouble:
            if trouble.is_final:
                raise
            if is_found and isinstance(trouble, NotText):
                self.skipped += 1
                return 0
            self.console.flush()
            self.console.error(f"sanitize: {trouble}")
            return 2


def _policy(preset: str, kinds: Sequence[str], mojibake: str | None) -> sanitize.Policy:
    """Make the policy that the options name, or say what is wrong with them."""
    chosen: dict[str, str] = dict(_SOURCE) if preset == "source" else {}
    preset = "prompt" if preset == "source" else preset
    for item in kinds:
        kind, equals, action = item.partition("=")
        if not equals:
            raise click.BadParameter(f"{item[:40]!r} is not KIND=ACTION, such as punctuation=keep", param_hint="--set")
        chosen[kind] = action
    if mojibake:
        chosen["mojibake"] = mojibake
    try:
        return sanitize.Policy(preset, **chosen)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--set") from None


def _is_unsaid(parameter: str) -> bool:
    """Tell whether neither the user nor the project has settled an option."""
    return click.get_current_context().get_parameter_source(parameter) is ParameterSource.DEFAULT


def command(function: Callable[Concatenate[Job, ...], int]) -> Callable[..., int]:
    """Add the arguments and options that every command takes; it receives them as a job."""

    @functools.wraps(function)
    @click.pass_obj
    def run(
        console: Console,
        /,
        preset: str,
        kinds: tuple[str, ...],
        mojibake: str | None,
        encoding: str | None,
        *,
        as_text: bool,
        **rest: Any,
    ) -> int:
        coding = known(encoding) if encoding else None
        if rest.get("agents") and _is_unsaid("preset"):
            preset = "source"
        policy = _policy(preset, kinds, mojibake)
        job = Job(console, policy, as_text=as_text, coding=coding, is_source=preset == "source")
        return function(job, **rest)

    set_help = f"Another action for a kind; repeatable. Kinds: {', '.join(sanitize.KINDS)}. Actions: {', '.join(sanitize.ACTIONS)}."
    for parameter in (
        click.option(
            "--as-text", is_flag=True, help="Read what does not look like UTF-8 text (NUL bytes, UTF-16) all the same."
        ),
        click.option("--encoding", metavar="NAME", help="What the files are coded as, where it is not UTF-8."),
        click.option(
            "--mojibake", type=click.Choice(("repair", "report")), help="Look for text decoded with the wrong codec."
        ),
        click.option("--set", "kinds", metavar="KIND=ACTION", multiple=True, help=set_help),
        click.option(
            "-p",
            "--preset",
            type=click.Choice(PRESETS),
            default="prompt",
            show_default=True,
            help="The policy to start from.",
        ),
        click.argument("files", nargs=-1, type=click.Path(allow_dash=True, readable=False)),
    ):
        run = parameter(run)
    return run
