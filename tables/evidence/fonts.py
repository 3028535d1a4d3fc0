"""The font families of the evidence, where Debian puts them, and their versions.

A family may be one file or several: Noto keeps each script in a file of its own, drawn to the same
design and size, so "Noto Sans" here is NotoSans-Regular plus every NotoSans<Script>-Regular.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import freetype
import uharfbuzz as hb

ROOT = Path("/usr/share/fonts")
PACKAGES = (
    "fonts-noto-core",
    "fonts-noto-extra",
    "fonts-noto-mono",
    "fonts-noto-cjk",
    "fonts-dejavu-core",
    "fonts-dejavu-extra",
    "fonts-liberation2",
    "fonts-freefont-ttf",
    "fonts-ipaexfont-gothic",
    "fonts-ipaexfont-mincho",
    "fonts-ipamj-mincho",
    "fonts-hanazono",
    "fonts-lohit-*",
    "fonts-sil-annapurna",
    "fonts-smc-manjari",
    "fonts-smc-meera",
    "fonts-smc-rachana",
    "fonts-lklug-sinhala",
)
# Files of the Noto collections that are another style of a family, not another script of it.
NOT_A_SCRIPT = re.compile(
    r"Mono|Display|UI|Unjoined|Symbols|Math|SignWriting|Slanted|Tifinagh[A-Z]|IndicSiyaq|MayanNum|TamilSupplement"
)


@dataclass(frozen=True)
class Family:
    """One design: its name in the tables and its files, the most general one first."""

    name: str
    files: tuple[Path, ...]
    index: int = 0


def _noto(prefix: str) -> tuple[Path, ...]:
    folder = ROOT / "truetype/noto"
    main = folder / f"{prefix}-Regular.ttf"
    scripts = sorted(p for p in folder.glob(f"{prefix}?*-Regular.ttf") if not NOT_A_SCRIPT.search(p.stem))
    return (main, *scripts)


def _one(name: str, path: str, index: int = 0) -> Family:
    return Family(name, (ROOT / path,), index)


def text_families() -> list[Family]:
    """Families that draw several alphabets: serif, sans and mono of four foundries, and the CJK pair."""
    return [
        Family("Noto Sans", _noto("NotoSans")),
        Family("Noto Serif", _noto("NotoSerif")),
        _one("Noto Sans Mono", "truetype/noto/NotoSansMono-Regular.ttf"),
        _one("DejaVu Sans", "truetype/dejavu/DejaVuSans.ttf"),
        _one("DejaVu Serif", "truetype/dejavu/DejaVuSerif.ttf"),
        _one("DejaVu Sans Mono", "truetype/dejavu/DejaVuSansMono.ttf"),
        _one("Liberation Sans", "truetype/liberation2/LiberationSans-Regular.ttf"),
        _one("Liberation Serif", "truetype/liberation2/LiberationSerif-Regular.ttf"),
        _one("Liberation Mono", "truetype/liberation2/LiberationMono-Regular.ttf"),
        _one("FreeSans", "truetype/freefont/FreeSans.ttf"),
        _one("FreeSerif", "truetype/freefont/FreeSerif.ttf"),
        _one("FreeMono", "truetype/freefont/FreeMono.ttf"),
        _one("Noto Sans CJK JP", "opentype/noto/NotoSansCJK-Regular.ttc", 0),
        _one("Noto Serif CJK JP", "opentype/noto/NotoSerifCJK-Regular.ttc", 0),
    ]


def arabic_families() -> list[Family]:
    """Further designs of the Arabic script, for its joined forms."""
    return [
        _one("Noto Naskh Arabic", "truetype/noto/NotoNaskhArabic-Regular.ttf"),
        _one("Noto Kufi Arabic", "truetype/noto/NotoKufiArabic-Regular.ttf"),
        _one("Noto Nastaliq Urdu", "truetype/noto/NotoNastaliqUrdu-Regular.ttf"),
    ]


def japanese_families() -> list[Family]:
    """Further designs of kana and kanji, for the twins between them."""
    return [
        _one("IPAex Gothic", "opentype/ipaexfont-gothic/ipaexg.ttf"),
        _one("IPAex Mincho", "opentype/ipaexfont-mincho/ipaexm.ttf"),
    ]


class Font:
    """One file opened by both libraries; ``chars`` is what its cmap covers."""

    def __init__(self, path: Path, index: int, size: int) -> None:
        self.path = path
        self.face = freetype.Face(str(path), index)
        self.face.set_pixel_sizes(0, size)
        self.hb_face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self.hb_font = hb.Font(self.hb_face)
        self.hb_font.scale = (size * 64, size * 64)
        self.chars = frozenset(self.hb_face.unicodes)


@cache
def open_font(path: Path, index: int, size: int) -> Font:
    """The opened file; kept, as each is used by several tables."""
    return Font(path, index, size)


def font_of(family: Family, cp: int, size: int) -> Font | None:
    """The first file of the family that has the character."""
    for path in family.files:
        font = open_font(path, family.index, size)
        if cp in font.chars:
            return font
    return None


def package_versions() -> list[str]:
    """``package version`` for each Debian package of fonts that is installed."""
    query = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES]
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    return sorted(done.stdout.split("\n")[:-1])


def tool_versions() -> str:
    """The versions of the libraries that shape and draw."""
    return f"uharfbuzz {hb.__version__} (HarfBuzz {hb.version_string()}), FreeType {'.'.join(map(str, freetype.version()))}"
