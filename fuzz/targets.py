"""What is asked of the Python side for any bytes: the two cores agree, and the parsers around them obey their laws.

``python fuzz/targets.py NAME [CORPUS] [libFuzzer's options]`` fuzzes with atheris, guided by the coverage of our Python code;
``python fuzz/targets.py NAME --replay FOLDER...`` asks about each file once: what the Rust targets found goes through
`differential` that way.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import arrays
import inputs


def differential(data: bytes) -> None:
    """C7: the native core says of every text, and of every bytes, what the reference says."""
    from sanitize import _core as native
    from sanitize import _reference as reference

    read = inputs.rules(data)
    if read is None:
        return
    rules, rest = read
    text = inputs.text(rest)
    assert native.findings(text, rules) == reference.findings(text, rules), (ascii(text), rules)
    assert native.clean(text, rules) == reference.clean(text, rules), (ascii(text), rules)
    assert native.findings_bytes(rest, rules) == reference.findings_bytes(rest, rules), (rest, rules)
    assert native.clean_bytes(rest, rules) == reference.clean_bytes(rest, rules), (rest, rules)
    assert native.unfinished(text, rules) == reference.unfinished(text, rules), (ascii(text), rules)
    assert native.unfinished_bytes(rest, rules) == reference.unfinished_bytes(rest, rules), (rest, rules)
    for form in ("skeleton", "normalize_nfc", "normalize_nfd", "nfkc_casefold", "suspect_lines"):
        assert getattr(native, form)(text) == getattr(reference, form)(text), (form, ascii(text))


def streams(data: bytes) -> None:
    """C4: pieces of any length give what the whole gives; the lengths are the first bytes."""
    import sanitize

    if len(data) < 10:
        return
    preset = inputs.PRESETS[data[0] & 3]
    lengths, rest = data[1:9], data[9:]
    text = inputs.text(rest)
    for whole, cleaned in ((text, sanitize.clean(text, preset)), (rest, sanitize.clean_bytes(rest, preset))):
        stream: Any = sanitize.Stream(preset)
        out = []
        at = turn = 0
        while at < len(whole):
            size = lengths[turn % 8]
            out.append(stream.feed(whole[at : at + size]))
            at, turn = at + max(size, 1), turn + 1
            if size == 0:  # an empty piece, then one of one
                out.append(stream.feed(whole[at - 1 : at]))
        assert whole[:0].join([*out, stream.finish()]) == cleaned, (preset, list(lengths), whole)


def jsonl(data: bytes) -> None:
    """JSON Lines: what json reads, cleaned value by value, is what it reads of the cleaned line; what it refuses is refused."""
    import sanitize
    from sanitize import _core as native
    from sanitize import _reference as reference
    from sanitize.jsonl import NotJSON, clean_line

    preset = inputs.PRESETS[data[0] & 3] if data else "prompt"
    line = data[1:]
    rules = sanitize.Policy(preset).rules
    assert native.clean_json(line, rules, None) == reference.clean_json(line, rules, None), (preset, line)
    assert native.json_is_plain(line) == reference.json_is_plain(line), line
    suspects = (line, [rules], bool(len(line) % 2))
    assert native.json_suspects(*suspects) == reference.json_suspects(*suspects), (preset, line)
    try:
        before = json.loads(
            line.decode(), object_pairs_hook=list, parse_float=str, parse_int=str, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        try:
            clean_line(line, preset)
        except NotJSON:
            return
        assert _is_deep(line), (line, "accepted where json does not")
        return
    cleaned = clean_line(line, preset)
    after = json.loads(cleaned.decode(), object_pairs_hook=list, parse_float=str, parse_int=str)
    assert after == _each(before, lambda text: sanitize.clean(text, preset)), (line, cleaned)
    assert clean_line(cleaned, preset) is cleaned, (line, "not idempotent")


def _refuse(name: str) -> None:
    raise ValueError(name)


def _is_deep(line: bytes) -> bool:
    return max(line.count(b"["), line.count(b"{")) > 200


def _each(value: Any, clean: Callable[[str], str]) -> Any:
    """Return a document with its strings cleaned, but for the keys; numbers are read as they are written, and ASCII stays."""
    if isinstance(value, list):
        if value and all(isinstance(pair, tuple) for pair in value):
            return [(key, _each(inner, clean)) for key, inner in value]
        return [_each(inner, clean) for inner in value]
    return clean(value) if isinstance(value, str) else value


def report(data: bytes) -> None:
    """C6, and every view of a report: JSON that parses, nothing raw on a terminal, log escapes that give the text back."""
    import sanitize

    read = inputs.rules(data)
    if read is None:
        return
    preset = inputs.PRESETS[data[0] & 3]
    text = inputs.text(read[1])
    for original in (text, read[1]):
        found = sanitize.inspect(original, preset)  # type: ignore[arg-type]
        assert found.restore() == original, (original, preset)
        cleaned = sanitize.clean(text, preset) if original is text else sanitize.clean_bytes(read[1], preset)
        assert found.cleaned == cleaned, (original, preset)
        document = json.loads(found.to_json())
        assert len(document["findings"]) == len(found), original
        assert bool(found.diff()) == found.changed, original
        _ = found.hidden, found.choices, found.capacity
        page = found.to_html()
        assert not any(char in page for char in "\u202e\u200b\x1b\x00"), original
        for offset in {0, len(original) // 2, len(original)}:
            assert 0 <= found.to_cleaned(offset) <= len(found.cleaned), original
    if "\\" not in text:
        assert sanitize.unescape(sanitize.clean(text, "log")) == text or not _is_reversible(text), ascii(text)


def _is_reversible(text: str) -> bool:
    """Tell whether the preset log keeps all of a text: what it drops or joins has tests of its own."""
    import sanitize

    return all(finding.action in ("escape", "report") for finding in sanitize.inspect(text, "log"))


TARGETS = {target.__name__: target for target in (differential, streams, jsonl, report, arrays.arrow)}


def main() -> None:
    """Fuzz with atheris, or replay."""
    target = TARGETS[sys.argv[1]]
    if sys.argv[2:3] == ["--replay"]:
        files = [path for folder in sys.argv[3:] for path in sorted(Path(folder).iterdir())]
        failed = 0
        for path in files:
            try:
                target(path.read_bytes())
            except AssertionError as error:  # noqa: PERF203 - each file is asked
                failed += 1
                print(f"{path}: {str(error)!a}", flush=True)
        print(f"{target.__name__}: {len(files)} inputs, {failed} failures")
        sys.exit(bool(failed))
    import atheris

    with atheris.instrument_imports(include=["sanitize"]):
        from sanitize import _reference, _views, jsonl  # noqa: F401 - to be instrumented
    atheris.Setup([f"fuzz/{target.__name__}", *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
