"""sequences.tsv: spellings that DoNotEmit.txt (UCD) calls another spelling of something: do fonts draw them alike?"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from . import tsv
from .fonts import open_font
from .raster import SIZE
from .seen import Eye, all_files
from .ucd import Ucd, rows

# Further pairs of spellings, not in DoNotEmit.txt, that shaping brings together.
FURTHER = (
    ("0930 094D 200D 092F", "0931 094D 092F", "eyelash ra"),
    ("0930 094D 200D 0939", "0931 094D 0939", "eyelash ra"),
    ("0D15 0D4D 200D", "0D7F", "chillu k"),
    ("0D28 0D4D 0D31", "0D7B 0D4D 0D31", "Malayalam nta"),
    ("0D7B 0D31", "0D7B 0D4D 0D31", "Malayalam nta"),
    ("0CB0 200D 0CCD 0C95", "0CB0 0CCD 200D 0C95", "Kannada ra without reph"),
    ("09B0 200D 09CD 09AF", "09B0 09CD 200C 09AF", "Bengali ra ya-phalaa"),
)


@cache
def eye(path: Path, index: int, ucd: Ucd) -> Eye:
    """The font's eye, kept between sequences."""
    return Eye(open_font(path, index, SIZE), ucd)


def sequences(ucd: Ucd) -> None:
    """Writes sequences.tsv."""
    listed = [(f[0], f[1], f[2]) for f in rows(ucd.folder / "DoNotEmit.txt")]
    lines = []
    for sequence, preferred, kind in [*listed, *FURTHER]:
        a, b = ([int(cp, 16) for cp in text.split()] for text in (sequence, preferred))
        tested, same = [], []
        for path, index in all_files():
            sees = eye(path, index, ucd)
            if sees.has(a) and sees.has(b):
                tested.append(path.stem)
                if sees.differs(sees.look(b), sees.look(a)) == sees.UNSEEN:
                    same.append(path.stem)
        lines.append([sequence, preferred, kind, str(len(tested)), str(len(same)), ",".join(same)])
    about = [
        "Two spellings, and the fonts that draw them alike. From DoNotEmit.txt, and a few more (those in lower case).",
        "Few or no fonts alike does not clear a pair: many fonts draw a dotted circle for what should not be written.",
    ]
    columns = ["sequence", "preferred", "kind", "fonts_tested", "fonts_same", "fonts_same_names"]
    tsv.write("sequences.tsv", ucd, about, columns, lines)
