"""JSON Lines: what is cleaned are string values, and nothing else moves."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text

import sanitize
from sanitize import _reference as reference
from sanitize.jsonl import NotJSON, clean_line, clean_lines

STREAMING = [name for name in sanitize.PRESETS if name != "key"]


class Pairs(list):
    """An object as it is written: keys in order, some of them twice."""


@st.composite
def strings(draw: st.DrawFn) -> str:
    """Text that UTF-8 can hold, much of it hidden."""
    return draw(st.one_of(st.text(max_size=12), any_text)).encode("utf-8", "replace").decode()


plain = strings()
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | plain,
    lambda inner: st.lists(inner, max_size=4) | st.lists(st.tuples(plain, inner), max_size=4).map(Pairs),
    max_leaves=12,
)


def write(draw: st.DrawFn, value: object) -> str:
    """Write a value in one of the ways that JSON has for it."""
    space = draw(st.sampled_from(("", " ", "\t", " \r ")))
    if isinstance(value, Pairs):
        members = [f"{write(draw, key)}{space}:{space}{write(draw, item)}" for key, item in value]
        return "{" + space + f"{space},{space}".join(members) + space + "}"
    if isinstance(value, list):
        return "[" + space + f",{space}".join(write(draw, item) for item in value) + space + "]"
    if isinstance(value, str):
        return '"' + "".join(character(draw, char) for char in value) + '"'
    return str(value).replace("E+", "e+").lower() if isinstance(value, Decimal) else json.dumps(value)


def character(draw: st.DrawFn, char: str) -> str:
    escaped = json.dumps(char)[1:-1]
    raw = json.dumps(char, ensure_ascii=False)[1:-1]
    long = "".join(
        f"\\u{int.from_bytes(char.encode('utf-16-be')[at : at + 2]):04X}"
        for at in range(0, len(char.encode("utf-16-be")), 2)
    )
    return draw(st.sampled_from((raw, raw, escaped, long, "\\/" if char == "/" else raw)))


@st.composite
def documents(draw: st.DrawFn) -> str:
    return write(draw, draw(values))


def cleaned(value: object, policy: str) -> object:
    """Clean the string values of what json has read; numbers were kept as Pairs of text beside them."""
    if isinstance(value, Pairs):
        return Pairs((key, cleaned(item, policy)) for key, item in value)
    if isinstance(value, list):
        return [cleaned(item, policy) for item in value]
    return sanitize.clean(value, policy) if type(value) is str else value


class Number(str):
    """A number as it is spelled."""

    __slots__ = ()


def spelled(text: str | bytes) -> object:
    return json.loads(text, parse_float=Number, parse_int=Number, object_pairs_hook=Pairs)


class TestAgainstJson:
    @given(text=documents(), policy=st.sampled_from(STREAMING))
    def test_values_are_cleaned_and_nothing_else(self, text: str, policy: str) -> None:
        answer = clean_line(text.encode(), policy)
        assert spelled(answer) == cleaned(spelled(text), policy)
        assert clean_line(answer, policy) is answer

    @given(text=documents())
    def test_what_is_outside_of_strings_stays(self, text: str) -> None:
        strings = re.compile(r'"(?:[^"\\]|\\.)*"')
        assert strings.split(clean_line(text.encode()).decode()) == strings.split(text)

    @given(data=st.binary(max_size=30) | st.text('{}[]",:0123456789.eE+-truefalsn\\u \t', max_size=30).map(str.encode))
    def test_what_json_refuses_is_refused(self, data: bytes) -> None:
        def no(name: str) -> None:
            raise ValueError(name)

        try:
            if data.startswith(b"\xef\xbb\xbf"):
                raise ValueError("BOM")
            json.loads(data.decode(), parse_constant=no)
        except (ValueError, RecursionError):
            with pytest.raises(NotJSON, match="not JSON at byte"):
                clean_line(data)
        else:
            clean_line(data)


HOSTILE = [
    (b'{"a":1,"a":2,"a":"\\u200bx"}', b'{"a":1,"a":2,"a":"x"}'),
    (b'{"n": 1e999, "m": -0.0, "big": ' + b"9" * 5000 + b', "s": "\\u2019"}', None),
    (b'["\\ud83d\\ude00\\u200b", "\\ud800", "\\udc00\\ud800"]', b'["\\ud83d\\ude00", "\\ufffd", "\\ufffd\\ufffd"]'),
    ('["\U0001f600\u200b", "a\\/b\\u0041\u200b"]'.encode(), '["\U0001f600", "a\\/b\\u0041"]'.encode()),
    (b'{"k\\u200bey": "v"}', b'{"k\\u200bey": "v"}'),
    (b'"\\u0000\\u001b[31mred"', b'"red"'),
    (b' "blank at the end "', b' "blank at the end"'),
    (b'"tab\\t quote\\" back\\\\ \\u202e"', b'"tab\\t quote\\" back\\\\"'),
    (b"[" * 50_000 + b"]" * 50_000, b"[" * 50_000 + b"]" * 50_000),
    (b'  {"a" : "x" } \r\n', b'  {"a" : "x" } \r\n'),
]


@pytest.mark.parametrize(("line", "answer"), HOSTILE, ids=lambda value: ascii(value)[:30])
def test_hostile_documents(line: bytes, answer: bytes | None) -> None:
    assert clean_line(line) == (answer or line.replace(b"\\u2019", b"'"))


def test_under_log_what_is_hidden_is_shown_and_the_line_stays_one() -> None:
    line = '{"msg": "a\\u001b[2J\\nb\u202e", "x": "\\u2028"}'.encode()
    answer = clean_line(line, "log")
    assert answer == b'{"msg": "a\\\\x1b[2J\\nb\\\\u202e", "x": "\\\\u2028"}'
    assert json.loads(answer)["msg"] == "a\\x1b[2J\nb\\u202e"


def test_only_the_fields_that_are_named() -> None:
    line = '{"a": "\u200b1", "b": {"c": "\u200b2", "d": ["\u200b3", {"e": "\u200b4"}]}, "f": "\u200b5"}'.encode()
    for fields, gone in (({"a"}, "1"), ({"b.c"}, "2"), ({"b.d"}, "34"), ({"b.d.e"}, "4"), ({"b", "f"}, "2345")):
        answer = clean_line(line, fields=fields).decode()
        assert {digit for digit in "12345" if f'"{digit}"' in answer} == set(gone)
    assert clean_line(line, fields=set()) is line


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{'a': 1}", "at byte 1: expected a key or '}'"),
        (b'{"a" 1}', "at byte 5: expected ':'"),
        (b"[1,]", "at byte 3: expected a value"),
        (b"[1 2]", "at byte 3: expected ',' or the end"),
        (b"[1}", "at byte 2: expected ','"),
        (b"NaN", "at byte 0: expected a value"),
        (b"01", "at byte 1: expected nothing more"),
        (b'"\xff"', "at byte 1: expected UTF-8"),
        (b'"a\nb"', "at byte 0: expected a value"),
        (b"", "at byte 0: expected a value"),
    ],
)
def test_what_is_wrong_is_said(line: bytes, message: str) -> None:
    with pytest.raises(NotJSON, match=message.replace("}", r"\}")):
        clean_line(line)


# Many lines at once

snippets = st.text('{}[]",:0123456789.eE+-truefalsn\\u \t\r', max_size=20).map(str.encode)
broken = (
    st.binary(max_size=12) | snippets | st.sampled_from((b"", b" \r", b"\x0b", b'"\xff"', b'{"a":1}}', b'"\\ud83d"'))
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A document, perhaps cut, or with some bytes in it that do not belong there."""
    text = draw(documents()).encode()
    at = draw(st.integers(0, len(text)))
    rest = draw(st.integers(at, len(text)))
    return draw(st.sampled_from((text, text, text[:at], text[:at] + draw(snippets) + text[rest:])))


class TestLines:
    @given(lines=st.lists(mutated() | broken, max_size=6), policy=st.sampled_from(sanitize.PRESETS), data=st.data())
    def test_are_what_each_is(self, lines: list[bytes], policy: str, data: st.DataObject) -> None:
        block = b"\n".join(lines)
        paths = sorted({".".join(path) for line in lines for path in paths_of(line)})
        fields = data.draw(st.none() | st.sets(st.sampled_from(["a", "", *paths])))
        expected, wrong = [], []
        for number, line in enumerate(io.BytesIO(block), 1):
            try:
                expected.append(clean_line(line, policy, fields) if line.strip(b" \t\r\n") else line)
            except NotJSON as error:  # noqa: PERF203 - that is what is tested
                expected.append(line)
                wrong.append((number, str(error)))
        answer, said = clean_lines(block, policy, fields)
        assert answer == b"".join(expected)
        assert [(number, str(error)) for number, error in said] == wrong
        assert (answer is block) == (answer == block)

    @given(
        line=mutated() | broken,
        rules=st.sampled_from([bytes([action] * 17 + [flags]) for action in range(5) for flags in (0, 2, 4)]),
        data=st.data(),
    )
    def test_the_cores_agree(self, line: bytes, rules: bytes, data: st.DataObject) -> None:
        native = pytest.importorskip("sanitize._core", reason="there is no native core here")
        paths = [".".join(path).encode("utf-8", "surrogatepass") for path in paths_of(line)]
        fields = data.draw(st.none() | st.lists(st.sampled_from([b"a", b"", *paths])))
        assert native.clean_json(line, rules, fields) == reference.clean_json(line, rules, fields)
        block = b"\n".join((line, b"", line, b'"\\u200b"'))
        assert native.clean_json_lines(block, rules, fields) == reference.clean_json_lines(block, rules, fields)

    def test_what_a_policy_repairs(self) -> None:
        policy = sanitize.Policy(mojibake="repair")
        line = '{"a": "caf\u00c3\u00a9", "b": "\\u00c3\\u00a9t\\u00c3\\u00a9"}'.encode()
        answer = '{"a": "caf\u00e9", "b": "\\u00e9t\\u00e9"}'.encode()
        assert clean_line(line, policy) == answer
        assert clean_lines(b"\n".join((line, b"x", line)), policy)[0] == b"\n".join((answer, b"x", answer))

    def test_deep_and_long(self) -> None:
        deep = b'[{"a":' * 20_000 + b'"\\u200b"' + b"}]" * 20_000
        long = b'["' + b"a" * 300_000 + b'\\u200b"]'
        assert clean_lines(b"\n".join((deep, b"[" * 100_000, long)))[0] == b"\n".join(
            (deep.replace(b"\\u200b", b""), b"[" * 100_000, long.replace(b"\\u200b", b""))
        )


def paths_of(line: bytes) -> list[tuple[str, ...]]:
    """Return the keys that lead to a text's values, as `json` reads them."""
    found: list[tuple[str, ...]] = []

    def walk(value: object, path: tuple[str, ...]) -> None:
        if isinstance(value, Pairs):
            for key, item in value:
                found.append((*path, key))
                walk(item, (*path, key))
        elif isinstance(value, list):
            for item in value:
                walk(item, path)

    try:
        walk(json.loads(line, object_pairs_hook=Pairs), ())
    except (ValueError, RecursionError):
        return []
    return found
