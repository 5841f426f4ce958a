"""Texts that show one thing and are another: marks, encodings, and what YAML lets two readers take differently."""

from collections.abc import Iterator

Texts = Iterator[tuple[str, bytes]]

CALM = """procedures:
  x:
    opens: {who: either, may: serve y, then: z}
    terms:
      z: {who: both, may: settle, by: 3 weeks, else: end failed}
"""
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u206a\u206f\u3164"
    "\ufe00\ufe0f\uffa0\U000e0001\U000e0041\U000e01ef"
)
CONTROL = "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x80\x85\x9f\u2028\u2029\ufffe\uffff"
TWINS = [
    *(
        "s\u0435ttle",
        "\u0440\u0430\u0443",
        "p\u0430y",
        "\u03bfwner",
        "\u0391cme",
        "\u0405ettle",
        "d\u0456rector",
        "\u0458udge",
    ),
    *("\u13aacme", "\uff53ettl\u0435", "m\u0430n\u0430ger", "c\u03bfurt", "\u0410\u0412\u0421", "s\u0435rv\u0435"),
    *("\u0415\u0445\u0440\u0435", "\u043f\u0430\u0443-day", "\u0440rovider", "\u0441ustomer"),
]
ESCAPES = [
    *("\\u202e", "\\u2066", "\\u200b", "\\0", "\\x07", "\\ud800", "\\U000E0041", "\\u0430", "\\uFEFF", "\\L", "\\P"),
    *("\\e", "\\N"),
]


def marks() -> Texts:
    """Characters a reader cannot see, or that turn what stands around them; in a value, a key, a comment."""
    for letter in BIDI + INVISIBLE + CONTROL:
        yield f"value U+{ord(letter):04X}", CALM.replace("serve y", f"serve{letter} y").encode("utf-8", "surrogatepass")
        yield f"comment U+{ord(letter):04X}", f"# fine{letter}\n{CALM}".encode("utf-8", "surrogatepass")
    for letter in BIDI[:4] + INVISIBLE[:4]:
        yield f"key U+{ord(letter):04X}", CALM.replace("      z:", f"      z{letter}:").encode()
    for escape in ESCAPES:
        yield f"escape {escape}", CALM.replace("serve y", f'"serve p{escape}y"').encode()
    for twin in TWINS:
        yield f"twin {twin!a}", CALM.replace("serve y", f"serve {twin}").encode()
    yield "apart", CALM.replace("serve y", "serve re\u0301sume\u0301").encode()
    yield "mark within", b"# \xef\xbb\xbf\n" + CALM.encode()


def encodings() -> Texts:
    """Bytes in another encoding, or in none."""
    for name in (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "latin-1",
        "cp1252",
        "cp037",
    ):
        yield (
            f"encoding {name}",
            CALM.replace("serve y", "serve \u00a3" if name in ("latin-1", "cp1252") else "serve y").encode(name),
        )
    for name, data in {
        "surrogate": b"a: \xed\xa0\x80",
        "overlong": b"a: \xc0\xaf",
        "cut": b"a: \xe2\x82",
        "stray": b"a: \x80",
        "five": b"\xf8\x88\x80\x80\x80",
        "beyond": b"\xf4\x90\x80\x80",
        "NUL": b"\x00",
        "NULs": b"\x00" * 1000,
        "gzip": b"\x1f\x8b\x08" + b"\x00" * 50,
        "zip": b"PK\x03\x04" + bytes(range(256)),
        "every byte": bytes(range(256)),
        "every byte from above": bytes(range(255, -1, -1)),
        "empty": b"",
        "mark alone": b"\xef\xbb\xbf",
        "line": b"\n",
        "returns": b"\r\r\r",
        "mixed ends": CALM.replace("\n", "\r\n", 2).encode(),
        "no end": CALM.rstrip().encode(),
        "blank": b"   \n \n",
        "tabs": CALM.replace("  ", "\t").encode(),
    }.items():
        yield f"bytes: {name}", data


def yaml_tricks() -> Texts:
    """Parts of YAML that two readers take differently."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(9)
    )
    for name, text in {
        "bomb": bomb,
        "alias": "a: &x 1\nb: *x",
        "unknown alias": "a: *x",
        "itself": "a: &x [*x]",
        "anchor": "&root procedures: {}",
        "merge": "a: {<<: {b: c}}",
        "merge list": "a: {<<: [{b: c}, {d: e}]}",
        "quoted merge": 'a: {"<<": {b: c}}',
        "merge key": "<<: *x",
        "twice": "procedures: {}\nprocedures: {}",
        "twice below": "procedures: {x: {}, x: {}}",
        "twice quoted": "'procedures': {}\nprocedures: {}",
        "twice spaced": "a b: 1\n'a b': 2",
        "list key": "[a]: b",
        "map key": "{a: b}: c",
        "question": "? a\n: b",
        "question list": "? [a, b]\n: c",
        "no key": ": b",
        "null key": "~: a",
        "nothing": "null",
        "number": "12",
        "text": "just text",
        "list": "- a\n- b",
        "two documents": CALM + "---\n" + CALM,
        "end and more": CALM + "...\nx: y\n",
        "many documents": "---\n" * 2000,
        "version": "%YAML 1.1\n---\n" + CALM,
        "version 9": "%YAML 9.9\n---\na: b",
        "two versions": "%YAML 1.2\n%YAML 1.2\n---\na: b",
        "tag line": "%TAG ! tag:x,2000:\n---\na: !b c",
        "directive": "%FOO bar\n---\na: b",
        "percent": "a: %b",
        "at": "a: @b",
        "backtick": "a: `b`",
        "open bracket": "a: [b",
        "open brace": "a: {b: c",
        "open quote": 'a: "b',
        "open single": "a: 'b",
        "bad escape": 'a: "\\q"',
        "short escape": 'a: "\\u12"',
        "block": "a: |9\n b",
        "block bad": "a: |x\n b",
        "block signs": "a: |+-\n b",
        "fold": "a: >\n" + " b\n" * 5000,
        "dashes": "-" * 3000,
        "colons": ":" * 3000,
        "questions": "? " * 3000,
        "commas": "a: [" + "," * 3000 + "]",
        "hashes": "#" * 3000,
        "stars": "a: " + "*" * 3000,
        "marks": "a: " + "!" * 3000,
        "pipes": "a: |\n" + "|" * 3000,
        "indents": "".join(" " * i + "a:\n" for i in range(80)),
        "outdents": "a:\n     b: c\n   d: e",
        "tab indent": "a:\n\tb: c",
    }.items():
        yield f"yaml: {name}", text.encode()
    for tag in (
        "!!python/object/apply:os.system [id]",
        "!!python/name:os.system x",
        "!!str x",
        "!!int 3",
        "!!binary aGk=",
        "!!set {a, b}",
        "!!omap [a: b]",
        "!!timestamp 2026-01-01",
        "!x y",
        "!<tag:a> b",
        "!!null x",
        "!!map {}",
        "!!seq []",
        "!!float nan",
        "!!bool yes",
        "! x",
        "!!merge x",
    ):
        yield f"tag {tag}", f"procedures: {tag}\n".encode()
