"""Bytes as the fuzz targets read them, the dictionary of oddities, and the texts that fuzzing starts from.

``python fuzz/inputs.py`` writes `unicode.dict` and the folder `corpus/`, from the samples and strategies of the tests.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
KINDS = 17
PRESETS = ("prompt", "text", "strict", "log")
TARGETS = ("text", "bytes", "stream", "escapes", "forms", "differential", "streams", "report", "jsonl", "arrow")

_RULES = (
    bytes([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0, 0]),
    bytes([2, 2, 2, 2, 2, 2, 0, 0, 1, 0, 2, 0, 2, 1, 2, 1, 0, 1]),
    bytes([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0, 2]),
    bytes([4, 4, 4, 4, 4, 4, 4, 0, 4, 0, 1, 0, 0, 0, 4, 1, 0, 4]),
)


def rules(data: bytes) -> tuple[bytes, bytes] | None:
    """Return the rules that the first bytes stand for, and the bytes that follow: as `rules` in src/lib.rs."""
    if not data:
        return None
    choice, rest = data[0], data[1:]
    if not choice & 0x40:
        return _RULES[choice & 3], rest
    if len(rest) < KINDS:
        return None
    return bytes([*(byte % 5 for byte in rest[:KINDS]), (0, 1, 2, 4)[choice & 3]]), rest[KINDS:]


def text(data: bytes) -> str:
    """Return the text that bytes stand for: UTF-8, and a lone surrogate for each byte that is none."""
    return data.decode("utf-8", "surrogateescape")


def oddities() -> list[str]:
    """Return the pieces of the tests' pools: what hides, and what it hides in."""
    from strategies import POOLS

    pieces = {piece for pool in POOLS.values() for piece in (pool if len(pool) < 400 else pool[:: len(pool) // 200])}
    return sorted(piece for piece in pieces if 1 < len(piece.encode("utf-8", "surrogatepass")) <= 24)


def seeds() -> list[str]:
    """Return honest samples, and the attacks of the test cases."""
    import tomllib
    from samples import samples

    texts = {sample.text for sample in samples()}
    for path in sorted((HERE.parent / "tests" / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            texts.update(value for value in case.values() if isinstance(value, str))
    return sorted(texts)


def main() -> None:
    """Write the dictionary and the corpus."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    lines = [
        "# Unicode oddities for libFuzzer and atheris: written by `python fuzz/inputs.py` from tests/strategies.py."
    ]
    for piece in oddities():
        octets = piece.encode("utf-8", "surrogatepass")
        lines.append('"' + "".join(f"\\x{byte:02x}" for byte in octets) + '"')
    (HERE / "unicode.dict").write_text("\n".join(lines) + "\n", encoding="ascii")
    for target in TARGETS:
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds()):
            data = _as_read(target, number, seed)
            (folder / sha256(data).hexdigest()[:16]).write_bytes(data)


def _as_read(target: str, number: int, seed: str) -> bytes:
    """Return a seed as a target reads it: behind the choice of a preset, and of where it is cut."""
    octets = seed.encode("utf-8", "surrogatepass")
    choice = bytes([number & 3])
    match target:
        case "forms":
            return octets
        case "stream":
            return choice + bytes([len(octets) // 2 & 0xFF]) + octets
        case "streams":
            return choice + bytes([1, 2, 3, 0, 5, 1, 7, 1]) + octets
        case "arrow":  # a layout, dictionary or not, a slice, chunks; of the first words, one is null
            return bytes([number & 3, number % 24, 1 << number % 9 & 0xFF, 1, 200, 2, 3, number & 1]) + octets.replace(
                b" ", b"\xff", 3
            )
        case "jsonl":
            document = {"text": seed, "more": [seed[:4], {seed[:3]: 1e300, "n": [True, None, -0.5]}]}
            return choice + json.dumps(document, ensure_ascii=number % 3 == 0).encode("utf-8", "surrogatepass")
        case _:
            return choice + octets


if __name__ == "__main__":
    main()
