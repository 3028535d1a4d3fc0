"""What honest writers type though nobody sees it: no alarm in source code and instructions, where only what deceives counts."""

from __future__ import annotations

from sanitize import Finding

_ZWNJ = "\N{ZERO WIDTH NON-JOINER}".encode()


def is_habit(data: bytes, finding: Finding[bytes]) -> bool:
    """Tell whether a finding is one ZWNJ where writers of its script are used to type it, and it changes nothing.

    Persian compounds are written with it whether the letter before joins or not, and Indic words end with it after a virama
    (Unicode 9.2, 12.1). `sanitize.clean` takes it away all the same: it could be there or not. Between letters of
    scripts that do not join it is no habit.
    """
    if finding.kind != "joiner" or finding.text != _ZWNJ:
        return False
    from sanitize._reference import facts

    before = data[max(0, finding.start - 4) : finding.start].decode("utf-8", "ignore")
    after = data[finding.end : finding.end + 4].decode("utf-8", "ignore")
    if not before or not after:
        return False
    left, right = ord(before[-1]), ord(after[0])
    if facts.has(left, facts.VIRAMA):
        return True
    joined = facts.joining(left) in ("R", "D") and facts.joining(right) in ("R", "D")
    return joined and facts.script(left) == facts.script(right)
