"""Texts made to mislead a reader or to exhaust the machine, each read in a process of its own with little room.

Run as a program it prints, as JSON, what became of each text: its codes, its CPU seconds, its memory, or the traceback.
"""

import json
import os
import resource
import sys
import traceback
from collections.abc import Iterator

Texts = Iterator[tuple[str, bytes]]

CPU_MAX_S = 2
MEMORY_MAX_MB = 200
CALM = "procedures:\n  x:\n    opens: {who: either, may: serve y, then: z}\n    terms:\n      z: {who: both, may: settle, by: 3 weeks, else: end failed}\n"
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u00ad\u034f\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u206a\u206f\u3164\ufe00\ufe0f\uffa0\U000e0001\U000e0041\U000e01ef"
CONTROL = "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x80\x85\x9f\u2028\u2029\ufffe\uffff"
TWINS = ["s\u0435ttle", "\u0440\u0430\u0443", "p\u0430y", "\u03bfwner", "\u0391cme", "\u0405ettle", "d\u0456rector", "\u0458udge", "\u13aacme", "\uff53ettlе", "m\u0430n\u0430ger", "c\u03bfurt", "\u0410\u0412\u0421", "sеrvе", "Ехре", "пау-day", "рrovider", "сustomer"]


def marks() -> Texts:
    """Characters a reader cannot see, or that turn what stands around them; in a value, a key, a comment."""
    for letter in BIDI + INVISIBLE + CONTROL:
        yield f"value U+{ord(letter):04X}", CALM.replace("serve y", f"serve{letter} y").encode("utf-8", "surrogatepass")
        yield f"comment U+{ord(letter):04X}", f"# fine{letter}\n{CALM}".encode("utf-8", "surrogatepass")
    for letter in BIDI[:4] + INVISIBLE[:4]:
        yield f"key U+{ord(letter):04X}", CALM.replace("      z:", f"      z{letter}:").encode()
    for escape in ("\\u202e", "\\u2066", "\\u200b", "\\0", "\\x07", "\\ud800", "\\U000E0041", "\\u0430", "\\uFEFF", "\\L", "\\P", "\\e", "\\N"):
        yield f"escape {escape}", CALM.replace("serve y", f'"serve p{escape}y"').encode()
    for twin in TWINS:
        yield f"twin {ascii(twin)}", CALM.replace("serve y", f"serve {twin}").encode()
    yield "apart", CALM.replace("serve y", "serve re\u0301sume\u0301").encode()
    yield "mark within", b"# \xef\xbb\xbf\n" + CALM.encode()


def encodings() -> Texts:
    """Bytes in another encoding, or in none."""
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "latin-1", "cp1252", "utf-7", "cp037", "shift_jis"):
        yield f"encoding {name}", CALM.replace("serve y", "serve \u00a3" if name in ("latin-1", "cp1252") else "serve y").encode(name)
    for name, data in {
        "surrogate": b"a: \xed\xa0\x80", "overlong": b"a: \xc0\xaf", "cut": b"a: \xe2\x82", "stray": b"a: \x80", "five": b"\xf8\x88\x80\x80\x80",
        "beyond": b"\xf4\x90\x80\x80", "NUL": b"\x00", "NULs": b"\x00" * 1000, "gzip": b"\x1f\x8b\x08" + b"\x00" * 50, "zip": b"PK\x03\x04" + bytes(range(256)),
        "every byte": bytes(range(256)), "every byte from above": bytes(range(255, -1, -1)), "empty": b"", "mark alone": b"\xef\xbb\xbf", "line": b"\n", "returns": b"\r\r\r",
        "mixed ends": CALM.replace("\n", "\r\n", 2).encode(), "no end": CALM.rstrip().encode(), "blank": b"   \n \n", "tabs": CALM.replace("  ", "\t").encode(),
    }.items():
        yield f"bytes: {name}", data


def yaml_tricks() -> Texts:
    """Parts of YAML that two readers take differently."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(9))
    for name, text in {
        "bomb": bomb, "alias": "a: &x 1\nb: *x", "unknown alias": "a: *x", "itself": "a: &x [*x]", "anchor": "&root procedures: {}", "merge": "a: {<<: {b: c}}",
        "merge list": "a: {<<: [{b: c}, {d: e}]}", "quoted merge": 'a: {"<<": {b: c}}', "merge key": "<<: *x", "twice": "procedures: {}\nprocedures: {}",
        "twice below": "procedures: {x: {}, x: {}}", "twice quoted": "'procedures': {}\nprocedures: {}", "twice spaced": "a b: 1\n'a b': 2",
        "list key": "[a]: b", "map key": "{a: b}: c", "question": "? a\n: b", "question list": "? [a, b]\n: c", "no key": ": b", "null key": "~: a", "nothing": "null",
        "number": "12", "text": "just text", "list": "- a\n- b", "two documents": CALM + "---\n" + CALM, "end and more": CALM + "...\nx: y\n", "many documents": "---\n" * 2000,
        "version": "%YAML 1.1\n---\n" + CALM, "version 9": "%YAML 9.9\n---\na: b", "two versions": "%YAML 1.2\n%YAML 1.2\n---\na: b", "tag line": "%TAG ! tag:x,2000:\n---\na: !b c",
        "directive": "%FOO bar\n---\na: b", "percent": "a: %b", "at": "a: @b", "backtick": "a: `b`", "open bracket": "a: [b", "open brace": "a: {b: c", "open quote": 'a: "b',
        "open single": "a: 'b", "bad escape": 'a: "\\q"', "short escape": 'a: "\\u12"', "block": "a: |9\n b", "block bad": "a: |x\n b", "block signs": "a: |+-\n b", "fold": "a: >\n" + " b\n" * 5000,
        "dashes": "-" * 3000, "colons": ":" * 3000, "questions": "? " * 3000, "commas": "a: [" + "," * 3000 + "]", "hashes": "#" * 3000, "stars": "a: " + "*" * 3000, "marks": "a: " + "!" * 3000,
        "pipes": "a: |\n" + "|" * 3000, "indents": "".join(" " * i + "a:\n" for i in range(80)), "outdents": "a:\n     b: c\n   d: e", "tab indent": "a:\n\tb: c",
    }.items():
        yield f"yaml: {name}", text.encode()
    for tag in ("!!python/object/apply:os.system [id]", "!!python/name:os.system x", "!!str x", "!!int 3", "!!binary aGk=", "!!set {a, b}", "!!omap [a: b]", "!!timestamp 2026-01-01", "!x y", "!<tag:a> b",
                "!!null x", "!!map {}", "!!seq []", "!!float nan", "!!bool yes", "! x", "!!merge x"):
        yield f"tag {tag}", f"procedures: {tag}\n".encode()


def floods() -> Texts:
    """Much of something."""
    k = 1024
    yield "10 MB of a", b"a" * (10 * k * k)
    yield "10 MB of lines", b"a: b\n" * (2 * k * k)
    yield "10 MB of NUL", b"\x00" * (10 * k * k)
    for name, text in {
        "deep brackets": "a: " + "[" * 3900, "deep braces": "a: " + "{a: " * 950, "deep lines": "a: " + "[\n" * 100_000, "deep braces, lines": "{a:\n" * 100_000, "deep dashes": "- " * 1900 + "a",
        "deep block": "".join(" " * i + f"a{i}:\n" for i in range(60)), "deep and closed": "a: " + "[" * 1900 + "]" * 1900, "question marks": "? " * 1900 + "a",
        "comments": "# so\n" * 100_000, "long comments": ("#" + "x" * 3900 + "\n") * 130, "comments in a list": "a: [\n" + "# so\n" * 90_000 + "]", "blank lines": "\n" * 500_000, "spaces": (" " * 3900 + "\n") * 130,
        "one long line": "a: " + "b" * 500_000, "long key": "k" * 3900 + ": v", "long key twice": ("k" * 1900 + ": v\n") * 100, "long block": "a: |\n" + (" " + "x" * 3900 + "\n") * 130,
        "long folded": "a: >\n" + (" " + "x y" * 1200 + "\n") * 130, "long plain": "a:\n" + "".join(" x" * 1900 + "\n" for _ in range(130)), "long quoted": 'a: "' + "x \n" * 160_000 + '"',
        "escapes": 'a: "' + ("\\u0061" * 600 + "\\\n") * 130 + '"', "single quotes": "a: '" + ("''" * 1900 + "\n") * 130 + "'", "escaped ends": 'a: "' + ("\\\n" * 200_000) + '"',
        "many entries": "".join(f"a{i}: b\n" for i in range(19_000)), "too many entries": "".join(f"a{i}: b\n" for i in range(40_000)), "many in a list": "a: [" + ",\n".join(f"b{i}" for i in range(19_900)) + "]",
        "same key": "a: b\n" * 19_000, "many anchors": "".join(f"a{i}: &b{i} c\n" for i in range(9_000)), "many tags": "".join(f"a{i}: !b c\n" for i in range(9_000)), "many documents more": "---\na: b\n" * 9_000,
        "many unclosed": "a: [b\n" * 9_000, "flow pairs": "a: [" + ",\n".join("b: c" for _ in range(6_000)) + "]", "marks and marks": "".join(f"# {chr(0x202e)}\n" for _ in range(20_000)),
        "twins and twins": "# " + "p\u0430y " * 900 + "\n", "all twins": ("# " + "\u0440\u0430\u0443 " * 900 + "\n") * 60, "apart and apart": ("# " + "e\u0301" * 1000 + "\n") * 120, "Cyrillic": ("# " + "\u0436" * 1900 + "\n") * 130,
        "emoji": ("# " + "\U0001f600" * 900 + "\n") * 130, "combining": "a: " + "e" + "\u0301" * 3900, "Hangul": ("# " + "\u1112\u1161\u11ab" * 600 + "\n") * 90,
    }.items():
        yield f"flood: {name}", text.encode()


def language() -> Texts:
    """Charters whose phrases cost, lead in circles or name what is not there, thousands of times."""
    def terms(body: str, number: int = 2_500, head: str = "") -> bytes:
        lines = "".join(f"      t{i}: {body.replace('%', str(i))}\n" for i in range(number))
        return (f"{head}procedures:\n  x:\n    opens: {{who: either, may: serve y, then: t0}}\n    terms:\n{lines}").encode()

    yield "unknown terms", terms("{who: both, may: settle, by: 3 weeks, else: u%}")
    yield "unknown acts", terms("{by: 3 weeks after nothing %, else: nothing}")
    yield "unknown seats", terms("{who: seat of %, may: act %}")
    yield "unknown values", terms("{if: worth % >= 5, then: end done}")
    yield "unknown keys", terms("{wo: both, mey: settle}")
    yield "unknown sections", "".join(f"section {i}: x\n" for i in range(9_000)).encode()
    yield "lists for texts", terms("{who: [both], may: [settle], by: [3 weeks], then: {a: b}}", 2_000)
    yield "maps for lists", terms("{then: {a: b}, states: {a: b}, meanwhile: [a]}", 2_000)
    yield "nothing but guards", terms("{if: otherwise}")
    yield "names alike", terms("{who: both, may: accept the plan of work %}")
    yield "letters alike", "".join(f"      t{i}: {{who: both, may: accept proposal{'abcdefghij'[i % 10] * (i // 10 + 1)}}}\n" for i in range(300)).join(
        ["procedures:\n  x:\n    opens: {who: either, may: serve y, then: t0}\n    terms:\n", ""]).encode()
    yield "one event", terms("{who: both, may: serve plan, by: 1 week, else: nothing}")
    yield "chain", b"procedures:\n  x:\n    opens: {who: either, may: serve y, then: t0}\n    terms:\n" + "".join(f"      t{i}: {{then: t{i + 1}}}\n" for i in range(3_000)).encode() + b"      t3000: {then: t0}\n"
    yield "as if chain", b"procedures:\n  x:\n    opens: {who: either, may: serve y, then: t0}\n    terms:\n" + "".join(
        f"      t{i}: {{who: both, may: act {i}, by: 1 week, then: as if act {(i + 1) % 400}, else: nothing}}\n" for i in range(400)).encode()
    yield "fan", b"procedures:\n  x:\n    opens: {who: either, may: serve y, then: t0}\n    terms:\n" + "".join(
        f"      t{i}: {{who: both, may: act {i}, then: [{', '.join(f't{j}' for j in range(100))}]}}\n" for i in range(100)).encode()
    yield "many procedures", ("procedures:\n" + "".join(f"  p{i}: {{opens: {{who: either, may: serve y{i}, then: [z, start p{(i + 1) % 900}]}}, terms: {{z: {{then: end done}}}}}}\n" for i in range(900))).encode()
    yield "many results", ("results:\n" + "".join(f"  r{i}: done\n" for i in range(4_000)) + terms("{then: end r%}", 2_000).decode()).encode()
    yield "many values", ("values:\n" + "".join(f"  v{i}: date\n" for i in range(4_000)) + terms("{by: v%, else: nothing}", 2_000).decode()).encode()
    yield "many rows", CALM.replace("    opens", "    times:\n" + "".join(f"      r{i}: {{a{i}: 3 weeks}}\n" for i in range(2_500)) + "    opens").encode()
    yield "deep terms", ("procedures: {x: {opens: {who: either, may: serve y, then: t0}, terms: " + "".join(f"{{t{i}: {{by: 1 week, else: end done, meanwhile: " for i in range(9)) + "{u: {then: end done}}" + "}}" * 9 + "}}").encode()
    yield "wide guards", CALM.replace("who: both", "if: {any of: [" + ", ".join(["otherwise"] * 300) + "]}, who: both").encode()
    for name, text in {
        "digits": "9" * 5_000 + " working days", "digits of Arabia": "\u0663 working days", "square": "\u00b2 weeks", "no unit": "3", "bare days": "3 days", "minus": "-3 weeks", "dot": "3.5 weeks", "nothing": '""', "spaces": '"   "', "date": "2026-02-30",
        "year": "99999-01-01", "week date": "2026-W01-1", "after after": "3 weeks after after y", "long": "x " * 1_900, "list": "[3 weeks]", "map": "{earlier of: 3 weeks}", "empty map": "{}", "inside out": "{earlier of: [{later of: [3 weeks, y]}, {earlier of: y}]}",
        "null": "~", "flag": "yes", "newline": '"3\\nweeks"', "tab": '"3\\tweeks"',
    }.items():
        yield f"time: {name}", CALM.replace("3 weeks", text).encode()
    for name, text in {
        "digits": "count >= " + "9" * 5_000, "square": "count >= \u00b2", "money": "worth >= 1e999 EUR", "long money": "worth >= " + "9" * 5_000 + " EUR", "Arabia": "worth >= \u0663.5 EUR", "signs": "worth >=<> 3", "many signs": "<" * 3_000,
        "spaces": '" is "', "is is": "worth is is is", "or": "urgent is or or or", "happened": " has happened", "any": "{any of: []}", "any text": "{any of: x}", "any map": "{any of: [{any of: []}]}", "list": "[]", "map": "{x: y}",
    }.items():
        head = "values: {worth: money, urgent: [yes, no]}\n"
        yield f"guard: {name}", (head + CALM.replace("who: both", f"if: {text}, who: both").replace("else: end failed", "else: [count count, end failed]")).encode()
    whole = "language: 1\nname: N\nversion: 1\neffective: {}\nzone: {}\ncurrency: {}\ncalendar: all open\nparties: {}\ncalendars: {}\npeople: {}\nroles: {}\n"
    for name, parts in {
        "wrong shapes": ("[]", "{}", "[]", "[]", "[]", "[]", "[]"), "texts": ("x",) * 7, "early": ("0001-01-01T00:00:00+23:59", "UTC", "EUR", "{a: {name: A, zone: UTC, calendar: all open}}", "{c: {of: [c]}}", "{}", "{}"),
        "late": ("9999-12-31T23:59:59-23:59", "UTC", "EUR", "{a: {name: A, zone: UTC, calendar: c}}", "{c: {zone: UTC, weekend: [sunday], hours: {monday: [x]}, known from: 0001-01-01, known until: 9999-12-31}}", "{P: {of: a, title: t}}", "{r: {a: {holder: P}}}"),
        "zone": ("2026-01-01T00:00:00Z", "../../etc/passwd", "EUR", "{a: {name: A, zone: /dev/zero, calendar: all open}}", "{}", "{}", "{}"),
        "circle": ("2026-01-01T00:00:00Z", "UTC", "EUR", "{a: {name: A, zone: UTC, calendar: c}}", "{c: {holidays as: d}, d: {holidays as: c}, e: {of: [e, f]}, f: {of: [e]}}", "{}", "{}"),
    }.items():
        yield f"whole: {name}", (whole.format(*parts) + CALM).encode()
    yield "workstreams in a chain", (whole.format("2026-01-01T00:00:00Z", "UTC", "EUR", "{a: {name: A, zone: UTC, calendar: all open}}", "{c: {of: [all open]}}", "{}", "{}") + "workstreams:\n"
                                     + "".join(f"  w{i}: {{owner: P{i}, depends on: [w{i + 1}]}}\n" for i in range(2_500)) + CALM).encode()


def corpus() -> Texts:
    """Yield every text with its name."""
    for source in (marks, encodings, yaml_tricks, floods, language):
        yield from source()


def _read(data: bytes) -> dict[str, object]:
    from detente.core.procedures.checks import check

    report = check(data)
    return {"codes": [finding.code for finding in report.findings], "longest": max((len(finding.says) for finding in report.findings), default=0)}


def _apart(data: bytes) -> dict[str, object]:
    """Read a text in a child process that may use 2 s and 200 MB."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX_S, CPU_MAX_S))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_MB << 20, MEMORY_MAX_MB << 20))
        try:
            found: dict[str, object] = _read(data)
        except BaseException:
            found = {"raised": traceback.format_exc()[-1500:]}
        with os.fdopen(theirs, "w") as out:
            json.dump(found, out)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        text = answer.read()
    _, status, used = os.wait4(child, 0)
    found = json.loads(text) if text else {"raised": f"ended by signal {os.waitstatus_to_exitcode(status)}"}
    return {**found, "cpu_s": round(used.ru_utime + used.ru_stime, 3), "memory_mb": used.ru_maxrss // 1024}


if __name__ == "__main__":
    _read(CALM.encode())  # import once: the children share it
    json.dump({name: _apart(data) for name, data in corpus()}, sys.stdout)
