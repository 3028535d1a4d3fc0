"""The page in a real browser, where one is installed: nothing of the text runs, loads or becomes an element."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import sanitize

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = (
    "<script>document.title='run'</script>\u200b<img src=x onerror=\"document.title='run'\"> \u2019\n"
    "</pre></li></ol></section><h1>made up\u200b</h1><svg onload=\"document.title='run'\">\u202e\n"
    "</style><style>*{display:none}</style>\"><a href=javascript:document.title='run'>\u200b</a>\n"
    "</title><script>document.title='run'</script>\u2019 &lt;script&gt; &#60;script&#62;\u200b\n"
)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_nothing_of_the_text_runs(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(sanitize.inspect(HOSTILE).to_html(title=HOSTILE), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run(
        [str(CHROMIUM), *flags, "--virtual-time-budget=2000", "--dump-dom", path.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    dom = done.stdout.decode()
    assert "<title>run</title>" not in dom
    assert not re.findall(r"<(script|img|svg|a|h1>made)\b", dom)
    assert dom.count("<style>") == 1
    assert dom.count("<h1>") == 1
    assert "&lt;script&gt;document.title='run'&lt;/script&gt;" in dom
