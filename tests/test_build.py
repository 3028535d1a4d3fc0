"""The build rule of setup.py, and that the tests meet what was installed and not the checkout."""

import importlib.util
import json
import re
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

import sanitize

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def rule() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sanitize_build_rule", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_native_where_the_core_builds(rule):
    built = []
    assert rule.decide({}, lambda: built.append(True)) == (True, "", False)
    assert built


def test_pure_with_the_reason_where_it_does_not(rule):
    def build():
        raise rule.BuildFailed("there is no cargo on PATH")

    assert rule.decide({}, build) == (False, "there is no cargo on PATH", False)
    assert rule.decide({"SANITIZE_REQUIRE_NATIVE": "0"}, build).native is False
    with pytest.raises(SystemExit, match=r"SANITIZE_REQUIRE_NATIVE is set, but .* there is no cargo on PATH"):
        rule.decide({"SANITIZE_REQUIRE_NATIVE": "1"}, build)


def test_pure_where_it_is_asked_for_builds_nothing(rule):
    def build():
        pytest.fail("the core was built")

    assert rule.decide({"SANITIZE_PURE": "1"}, build).asked
    with pytest.raises(SystemExit, match="contradict"):
        rule.decide({"SANITIZE_PURE": "1", "SANITIZE_REQUIRE_NATIVE": "1"}, build)


def test_a_pure_build_says_so(rule, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(rule, "TERMINAL", tmp_path / "tty")
    rule.announce(rule.Decision(native=False, reason="there is no cargo on PATH"))
    said = capsys.readouterr().err
    assert "WITHOUT the native core" in said
    assert "there is no cargo on PATH" in said
    assert (tmp_path / "tty").read_text().strip() == said.strip()


def test_one_version():
    cargo = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    assert cargo is not None
    assert cargo[1] == sanitize.__version__ == metadata.version("sanitize-text")


def test_the_installed_package_is_tested():
    installed = metadata.distribution("sanitize-text")
    origin = json.loads(installed.read_text("direct_url.json") or "{}")
    if origin.get("dir_info", {}).get("editable"):
        pytest.skip("an editable install is the checkout")
    assert Path(sanitize.__file__).parent == Path(str(installed.locate_file("sanitize")))


def test_every_file_says_first_what_it_is_for():
    generated_or_built = {"target", "build", "venv", ".ci"}
    sources = [path for pattern in ("*.py", "*/**/*.py", "rust/**/*.rs", "fuzz/**/*.rs") for path in ROOT.glob(pattern)]
    silent = []
    for path in sources:
        if generated_or_built.isdisjoint(path.relative_to(ROOT).parts):
            text = path.read_text(encoding="utf-8")
            if text and not text.startswith(('"""', "//!", "// Generated", "# Generated", "#!")):
                silent.append(str(path.relative_to(ROOT)))
    assert not silent
    assert len(sources) > 200
