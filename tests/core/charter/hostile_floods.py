"""Texts that cost: much of something, and phrases that are unknown, alike or in circles, hundreds of times."""

from collections.abc import Iterable

from hostile_texts import CALM, Texts


def floods() -> Texts:
    """Much of something."""
    k = 1024
    yield "10 MB of a", b"a" * (10 * k * k)
    yield "10 MB of lines", b"a: b\n" * (2 * k * k)
    yield "10 MB of NUL", b"\x00" * (10 * k * k)
    for name, text in {
        "deep brackets": "a: " + "[" * 3900,
        "deep braces": "a: " + "{a: " * 950,
        "deep lines": "a: " + "[\n" * 100_000,
        "deep braces, lines": "{a:\n" * 100_000,
        "deep dashes": "- " * 1900 + "a",
        "deep block": "".join(" " * i + f"a{i}:\n" for i in range(60)),
        "deep and closed": "a: " + "[" * 1900 + "]" * 1900,
        "question marks": "? " * 1900 + "a",
        "comments": "# so\n" * 100_000,
        "long comments": ("#" + "x" * 3900 + "\n") * 130,
        "comments in a list": "a: [\n" + "# so\n" * 90_000 + "]",
        "blank lines": "\n" * 500_000,
        "spaces": (" " * 3900 + "\n") * 130,
        "one long line": "a: " + "b" * 500_000,
        "long key": "k" * 3900 + ": v",
        "long key twice": ("k" * 1900 + ": v\n") * 100,
        "long block": "a: |\n" + (" " + "x" * 3900 + "\n") * 130,
        "long folded": "a: >\n" + (" " + "x y" * 1200 + "\n") * 130,
        "long plain": "a:\n" + "".join(" x" * 1900 + "\n" for _ in range(130)),
        "long quoted": 'a: "' + "x \n" * 160_000 + '"',
        "escapes": 'a: "' + ("\\u0061" * 600 + "\\\n") * 130 + '"',
        "single quotes": "a: '" + ("''" * 1900 + "\n") * 130 + "'",
        "escaped ends": 'a: "' + ("\\\n" * 200_000) + '"',
        "many entries": "".join(f"a{i}: b\n" for i in range(19_000)),
        "too many entries": "".join(f"a{i}: b\n" for i in range(40_000)),
        "many in a list": "a: [" + ",\n".join(f"b{i}" for i in range(19_900)) + "]",
        "same key": "a: b\n" * 19_000,
        "many anchors": "".join(f"a{i}: &b{i} c\n" for i in range(9_000)),
        "many tags": "".join(f"a{i}: !b c\n" for i in range(9_000)),
        "many documents more": "---\na: b\n" * 9_000,
        "many unclosed": "a: [b\n" * 9_000,
        "flow pairs": "a: [" + ",\n".join("b: c" for _ in range(6_000)) + "]",
        "marks and marks": "".join(f"# {chr(0x202E)}\n" for _ in range(20_000)),
        "twins and twins": "# " + "p\u0430y " * 900 + "\n",
        "all twins": ("# " + "\u0440\u0430\u0443 " * 900 + "\n") * 60,
        "apart and apart": ("# " + "e\u0301" * 1000 + "\n") * 120,
        "Cyrillic": ("# " + "\u0436" * 1900 + "\n") * 130,
        "emoji": ("# " + "\U0001f600" * 900 + "\n") * 130,
        "combining": "a: " + "e" + "\u0301" * 3900,
        "Hangul": ("# " + "\u1112\u1161\u11ab" * 600 + "\n") * 90,
    }.items():
        yield f"flood: {name}", text.encode()


def terms(body: str, number: int = 110, head: str = "") -> bytes:
    """Return a procedure with so many terms; `%` in their text becomes their number."""
    lines = "".join(f"      t{i}: {body.replace('%', str(i))}\n" for i in range(number))
    opening = "    opens: {who: either, may: serve y, then: t0}\n"
    return f"{head}procedures:\n  x:\n{opening}    terms:\n{lines}".encode()


def phrases() -> Texts:
    """Phrases that cost, lead in circles or name what is not there, hundreds of times; and as many terms as fit."""
    for name, body in {
        "unknown terms": "{who: both, may: settle, by: 3 weeks, else: u%}",
        "unknown acts": "{by: 3 weeks after nothing %, else: nothing}",
        "unknown seats": "{who: seat of %, may: act %}",
        "unknown values": "{if: worth % >= 5, then: end done}",
        "unknown keys": "{wo: both, mey: settle}",
        "lists for texts": "{who: [both], may: [settle], by: [3 weeks], then: {a: b}}",
        "maps for lists": "{then: {a: b}, states: {a: b}, meanwhile: [a]}",
        "nothing but guards": "{if: otherwise}",
        "acts alike": "{who: both, may: accept the plan of work %}",
        "one event": "{who: both, may: serve plan, by: 1 week, else: nothing}",
        "all at once": "{who: both, may: act %, by: 1 week, then: [t0, t1, t2], else: [t3, t4, t5]}",
        "duties": "{who: each, must: act %, by: 1 week, else: stays overdue}",
    }.items():
        yield f"terms: {name}", terms(body)
        yield f"too many terms: {name}", terms(body, 2_000)
    letters = (f"{{who: both, may: accept proposal{'abcdefghij'[i % 10] * (i // 10 + 1)}}}" for i in range(110))
    yield "letters alike", _listed(letters)
    yield "chain", _listed(f"{{then: t{(i + 1) % 110}}}" for i in range(110))
    yield (
        "as if in a chain",
        _listed(
            f"{{who: both, may: act {i}, by: 1 week, then: as if act {(i + 1) % 110}, else: nothing}}"
            for i in range(110)
        ),
    )
    fan = ", ".join(f"t{j}" for j in range(60))
    yield "fan", _listed(f"{{who: both, may: act {i}, then: [{fan}]}}" for i in range(60))
    yield "deep terms", _deep()
    yield (
        "wide guards",
        CALM.replace("who: both", f"if: {{any of: [{', '.join(['otherwise'] * 300)}]}}, who: both").encode(),
    )


def _listed(bodies: Iterable[str]) -> bytes:
    opening = "procedures:\n  x:\n    opens: {who: either, may: serve y, then: t0}\n    terms:\n"
    return (opening + "".join(f"      t{i}: {body}\n" for i, body in enumerate(bodies))).encode()


def _deep() -> bytes:
    inside = "".join(f"{{t{i}: {{by: 1 week, else: end done, meanwhile: " for i in range(9))
    opening = "procedures: {x: {opens: {who: either, may: serve y, then: t0}, terms: "
    return (opening + inside + "{u: {then: end done}}" + "}}" * 9 + "}}").encode()


def declarations() -> Texts:
    """Thousands of names, rows, procedures and sections."""
    each = "{opens: {who: either, may: serve y%, then: [z, start p%]}, terms: {z: {then: end done}}}"
    for number in (240, 900):
        lines = "".join(
            f"  p{i}: {each.replace('y%', f'y{i}').replace('p%', f'p{(i + 1) % number}')}\n" for i in range(number)
        )
        yield f"{number} procedures", f"procedures:\n{lines}".encode()
    results = "results:\n" + "".join(f"  r{i}: done\n" for i in range(9_000))
    yield "many results", terms("{then: end r%}", head=results)
    dates = "values:\n" + "".join(f"  v{i}: date\n" for i in range(9_000))
    yield "many values", terms("{by: v%, else: nothing}", head=dates)
    rows = "".join(f"      r{i}: {{a{i}: 3 weeks}}\n" for i in range(2_500))
    yield "many rows", CALM.replace("    opens", f"    times:\n{rows}    opens").encode()
    tracks = ", ".join(f"a{i}: 3 weeks" for i in range(200))
    yield "many tracks", CALM.replace("    opens", "    times:\n" + f"      r: {{{tracks}}}\n" + "    opens").encode()
    yield "unknown sections", "".join(f"section {i}: x\n" for i in range(9_000)).encode()
    slugs = "".join(f"  act {i}: act\n" for i in range(9_000))
    yield "many slugs", f"{CALM}acts:\n{slugs}".encode()


def wordings() -> Texts:
    """Times and guards that nearly are some."""
    for name, text in {
        "digits": "9" * 5_000 + " working days",
        "digits of Arabia": "\u0663 working days",
        "square": "\u00b2 weeks",
        "no unit": "3",
        "bare days": "3 days",
        "minus": "-3 weeks",
        "dot": "3.5 weeks",
        "nothing": '""',
        "spaces": '"   "',
        "date": "2026-02-30",
        "year": "99999-01-01",
        "week date": "2026-W01-1",
        "after after": "3 weeks after after y",
        "long": "x " * 1_900,
        "list": "[3 weeks]",
        "map": "{earlier of: 3 weeks}",
        "empty map": "{}",
        "inside out": "{earlier of: [{later of: [3 weeks, y]}, {earlier of: y}]}",
        "null": "~",
        "flag": "yes",
        "newline": '"3\\nweeks"',
        "tab": '"3\\tweeks"',
    }.items():
        yield f"time: {name}", CALM.replace("3 weeks", text).encode()
    for name, text in {
        "digits": "count >= " + "9" * 5_000,
        "square": "count >= \u00b2",
        "money": "worth >= 1e999 EUR",
        "long money": "worth >= " + "9" * 5_000 + " EUR",
        "Arabia": "worth >= \u0663.5 EUR",
        "signs": "worth >=<> 3",
        "many signs": "<" * 3_000,
        "spaces": '" is "',
        "is is": "worth is is is",
        "or": "urgent is or or or",
        "happened": " has happened",
        "any": "{any of: []}",
        "any text": "{any of: x}",
        "any map": "{any of: [{any of: []}]}",
        "list": "[]",
        "map": "{x: y}",
    }.items():
        head = "values: {worth: money, urgent: [yes, no]}\n"
        yield (
            f"guard: {name}",
            (
                head
                + CALM.replace("who: both", f"if: {text}, who: both").replace(
                    "else: end failed", "else: [count count, end failed]"
                )
            ).encode(),
        )


WHOLE = {
    "effective": "2026-01-01T00:00:00Z", "zone": "UTC", "currency": "EUR", "people": "{}", "roles": "{}",
    "parties": "{a: {name: A, zone: UTC, calendar: all open}}", "calendars": "{}",
}  # fmt: skip


def wholes() -> Texts:
    """Whole charters with sections of the wrong shape, at the ends of time, in circles, thousands long."""
    calendar = "{zone: UTC, weekend: [sunday], hours: {monday: [x]}, known from: 0001-01-01, known until: 9999-12-31}"
    for name, parts in {
        "lists": dict.fromkeys(WHOLE, "[]"),
        "texts": dict.fromkeys(WHOLE, "x"),
        "maps": dict.fromkeys(WHOLE, "{}"),
        "early": {"effective": "0001-01-01T00:00:00+23:59", "calendars": "{c: {of: [c]}}"},
        "late": {
            "effective": "9999-12-31T23:59:59-23:59",
            "calendars": f"{{c: {calendar}}}",
            "people": "{P: {of: a, title: t}}",
        },
        "zone of a file": {"zone": "../../etc/passwd"},
        "zone of a device": {"parties": "{a: {name: A, zone: /dev/zero, calendar: all open}}"},
        "circle": {"calendars": "{c: {holidays as: d}, d: {holidays as: c}, e: {of: [e, f]}, f: {of: [e]}}"},
        "role of nobody": {"roles": "{r: {a: {holder: P}, b: {holder: Q, deputies: [R, R]}}}"},
    }.items():
        yield f"whole: {name}", _whole(parts)
    streams = "".join(f"  w{i}: {{owner: P{i}, depends on: [w{i + 1}]}}\n" for i in range(2_500))
    yield "whole: workstreams in a chain", _whole({}) + f"workstreams:\n{streams}".encode()
    people = ", ".join(f"\n  P{i}: {{of: a, title: t}}" for i in range(3_000))
    yield "whole: many people", _whole({"people": f"{{{people}}}"})
    days = ", ".join(f"\n  {2000 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}: x" for i in range(8_000))
    yield (
        "whole: many holidays",
        _whole(
            {"calendars": f"{{c: {{zone: UTC, weekend: [sunday], known until: 2030-01-01, holidays: {{{days}}}}}}}"}
        ),
    )


def _whole(parts: dict[str, str]) -> bytes:
    sections = "".join(f"{key}: {value}\n" for key, value in {**WHOLE, **parts}.items())
    return f"language: 1\nname: N\nversion: 1\ncalendar: all open\n{sections}{CALM}".encode()
