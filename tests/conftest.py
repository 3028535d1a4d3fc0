"""What every test stands on: the backend asked for, the corpora, and how much Hypothesis tries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import sanitize

os.environ.setdefault("PYTHONSAFEPATH", "1")  # processes that tests start meet the installed package, too
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
UCD = SHARED / "ucd" / sanitize.UNICODE_VERSION

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile(
    "ci", max_examples=100, derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW
)
settings.register_profile("deep", max_examples=4000, database=None, deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_report_header() -> str:
    return f"sanitize {sanitize.__version__}, backend {sanitize.backend()}, Unicode {sanitize.UNICODE_VERSION}"


@pytest.fixture(scope="session", autouse=True)
def _backend() -> None:
    """The suite runs on the core that was asked for, or not at all."""
    wanted = os.environ.get("SANITIZE_BACKEND")
    assert not wanted or sanitize.backend() == wanted


@pytest.fixture(scope="session")
def on_reference() -> bool:
    """Whether the slow core serves: then exhaustive loops take samples."""
    return sanitize.backend() == "reference"


def _folder(path: Path) -> Path:
    if not path.is_dir():
        pytest.skip(f"{os.path.relpath(path, ROOT)} is not here")
    return path


@pytest.fixture(scope="session")
def legit() -> dict[str, list[str]]:
    """Honest sentences by language."""
    folder = _folder(SHARED / "corpora" / "legit")
    return {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(folder.glob("*.txt"))}


@pytest.fixture(scope="session")
def logs() -> Path:
    """The folder of logs."""
    return _folder(SHARED / "corpora" / "logs")


@pytest.fixture(scope="session")
def ucd() -> Path:
    """The folder of Unicode's own files, of the version that the package is made of."""
    return _folder(UCD)
