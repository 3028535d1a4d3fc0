"""The build rule: a native core where one can be built, else the pure wheel, and plain words about which and why.

Everything that is not a decision is in pyproject.toml. The core is built *before* the wheel's tag is chosen: an optional
extension that fails later would leave a wheel that is tagged for one platform and holds nothing of it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from setuptools_rust import RustExtension

CORE = "sanitize._core"
BUILDS = {"bdist", "bdist_wheel", "build", "build_ext", "build_rust", "develop", "editable_wheel", "install"}
INPLACE = {"develop", "editable_wheel"}
TERMINAL = Path("/dev/tty")


class BuildFailed(Exception):  # noqa: N818 - it is caught two lines from where it is raised
    """The native core cannot be built here, and this is why."""


class Decision(NamedTuple):
    """Which core the wheel gets, and the reason where it is not the native one."""

    native: bool
    reason: str = ""
    asked: bool = False


def decide(environ: Mapping[str, str], build: Callable[[], object]) -> Decision:
    """Choose the core: ``build`` builds the native one, or raises `BuildFailed`.

    Raises `SystemExit` where the environment asks for what cannot be had.
    """
    pure, required = (environ.get(name, "0") not in ("", "0") for name in ("SANITIZE_PURE", "SANITIZE_REQUIRE_NATIVE"))
    if pure and required:
        raise SystemExit("SANITIZE_PURE and SANITIZE_REQUIRE_NATIVE contradict each other: unset one of them.")
    if pure:
        return Decision(native=False, reason="SANITIZE_PURE asks for it", asked=True)
    try:
        build()
    except BuildFailed as failure:
        if required:
            raise SystemExit(
                f"SANITIZE_REQUIRE_NATIVE is set, but the native core cannot be built: {failure}."
            ) from None
        return Decision(native=False, reason=str(failure))
    return Decision(native=True)


def build_core(extension: Callable[[], RustExtension]) -> None:
    """Build the native core with the very command that the wheel's build uses, so that it finds the work done."""
    cargo = os.environ.get("CARGO", "cargo")
    if shutil.which(cargo) is None:
        raise BuildFailed(f"there is no {cargo} on PATH")
    try:
        from setuptools import Distribution
        from setuptools_rust.build import build_rust
    except ImportError as error:
        raise BuildFailed(f"{error.name} is not installed") from None
    command = build_rust(Distribution({"name": "sanitize-text"}))
    command.ensure_finalized()
    core = extension()
    core.quiet = True  # so that a failure's words are in its exception
    try:
        command.build_extension(core)
    except (Exception, SystemExit) as error:  # what setuptools-rust raises is not documented
        print(error, file=sys.stderr)
        said = [line.strip() for line in str(error).splitlines() if line.lstrip().startswith("error")]
        detail = f": {said[0]}" if said else ""
        raise BuildFailed(f"cargo could not build it or fetch its crates{detail}") from error


def announce(decision: Decision) -> None:
    """Say which core is built, where somebody can read it: pip swallows stderr, so a terminal is told directly."""
    if decision.native:
        print("sanitize: building with the native core.", file=sys.stderr)
        return
    text = (
        "\nsanitize: building WITHOUT the native core; the pure-Python one gives the same answers, more slowly.\n"
        f"  why: {decision.reason}.\n"
    )
    if not decision.asked:
        text += (
            "  for the native core: put Rust (cargo 1.89 or newer) on PATH, let it reach its crates, and install again.\n"
            "  SANITIZE_REQUIRE_NATIVE=1 makes a missing core an error, SANITIZE_PURE=1 says that none is wanted.\n"
        )
    print(text, file=sys.stderr, flush=True)
    if not decision.asked and not sys.stderr.isatty():
        with suppress(OSError):  # no terminal: stderr has it
            TERMINAL.write_text(text, encoding="ascii", errors="backslashreplace")


def main() -> None:
    """Run setuptools, with the core where a wheel is to be built."""
    from setuptools import setup
    from setuptools.command.build import build

    def extension() -> RustExtension:
        from setuptools_rust import Binding, RustExtension

        return RustExtension(
            CORE,
            path="rust/python/Cargo.toml",
            binding=Binding.PyO3,
            debug=False,
            cargo_manifest_args=["--locked"],
        )

    class FreshBuild(build):
        """Builds into an empty directory: a module deleted since the last build must not come along."""

        def run(self) -> None:
            shutil.rmtree(self.build_lib, ignore_errors=True)
            super().run()

    options: dict[str, Any] = {"cmdclass": {"build": FreshBuild}}
    if BUILDS.intersection(sys.argv[1:]):
        decision = decide(os.environ, lambda: build_core(extension))
        announce(decision)
        if decision.native:
            options["rust_extensions"] = [extension()]
        elif INPLACE.intersection(sys.argv[1:]):
            # An editable install imports from here: a core of an earlier one would serve, out of date.
            for suffix in EXTENSION_SUFFIXES:
                Path("sanitize", "_core" + suffix).unlink(missing_ok=True)
    setup(**options)


if __name__ == "__main__":
    main()
