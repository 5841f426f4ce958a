"""Canonical bytes, against rfc8785 and against what nobody may write."""

import json

import pytest
import rfc8785

from detente.core.journal.verify import Broken, canonical, read_canonical

VALUES = [
    {},
    {"b": 1, "a": [True, False, "x", -7, 0, 2**53 - 1, -(2**53 - 1)]},
    {"\uff21": 1, "\U00010400": 2, "é": 3, "a": 4},  # UTF-16 order differs from that of code points
    {"nested": {"\U0001f600": {"\uffff": 1, "\U00010000": 2}}},
    {"text": 'a "quoted" \\ line\nnext / <b> ½ \U0001f600 \u2028'},
    ["", "\n", {"": ""}],
]


@pytest.mark.parametrize("value", VALUES)
def test_the_bytes_are_those_of_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert read_canonical(canonical(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        1.0,
        None,
        2**53,
        -(2**53),
        float("nan"),
        b"x",
        {1: 2},
        "e\u0301",
        "\u202e",
        "\u200f",
        "\x07",
        "\r",
        "\t",
        "\x7f",
        "\x85",
        "\ud800",
        {"\x00": 1},
        [[None]],
        {"a": {"b": "\u2066"}},
    ],
)
def test_what_has_no_canonical_writing_is_refused(value: object) -> None:
    with pytest.raises(Broken):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a": 1}',
        b" {}",
        b"{}\n",
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5_000 + b"}",
        b'{"a":null}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u00E9"',
        b'"\\t"',
        b'"\\u0007"',
        b'"\\ud800"',
        b'"\xc3"',
        b'"\xed\xa0\x80"',
        b'"e\xcc\x81"',
        b"\xef\xbb\xbf{}",
        b"",
        b"\x00",
        b"{",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe{\x00}\x00",
        b"{'a':1}",
        b'{"a":1,}',
        b"[1,]",
        b'"\x7f"',
    ],
)
def test_bytes_that_are_not_the_one_writing_are_refused(data: bytes) -> None:
    with pytest.raises(Broken):
        read_canonical(data)


def test_a_refusal_shows_where_the_writing_differs() -> None:
    with pytest.raises(Broken) as found:
        read_canonical(b'{"b":1,"a":2}')
    assert str(found.value) == """byte 2 is not canonical: b'{"b":1,"a":2}' stands where b'{"a":2,"b":1}' belongs."""


def test_a_hundred_thousand_texts_agree_with_json() -> None:
    for number in range(0x20, 0x3000):
        letter = chr(number)
        try:
            data = canonical({letter: letter})
        except Broken:
            continue
        assert json.loads(data) == {letter: letter}
        assert data == rfc8785.dumps({letter: letter})
