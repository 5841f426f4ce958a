"""Atoms of the rendering: names in single quotation marks, texts bare where that is plain, else in double ones."""

import re
from collections.abc import Iterator

# The blocks Unicode writes from right to left, named outright: a text must not change with a newer Unicode table.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U0010ffff\\\\“”]"
)
_WORD = r"(?:[^\s‘“”;()\[\]\\.,:!?]|[.,:!?](?=[^\s‘“”;()\[\]\\]))+"
_BARE = re.compile(f"{_WORD}(?: {_WORD}){{0,15}}")  # what is longer than 16 words is easier to read in quotes
_DOUBLE, _SINGLE = r"“(?:[^“”\\]|\\.)*”", r"‘(?:[^‘’\\]|\\.)*’"
_QUOTED = re.compile(f"{_DOUBLE}|{_SINGLE}")
_ESCAPE = re.compile(r"\\(?:([\\“”n])|u\{([0-9a-f]{1,6})\})")
# A sentence ends at its full stop, at a colon that ends the clause, or with a quoted text that has a full stop itself.
_END = re.compile(rf"(?:{_DOUBLE}|{_SINGLE})(?:(?<=\.[”’])(?= [A-Z‘“]|$)(?P<stopped>))?|\.(?= |$)|:$")
_BEFORE, _AFTER = "[right to left ", " end]"  # Latin letters on both sides keep such a text where it is written
TURNED = re.compile(r"\[right to left “(?:[^“”\\]|\\.)*” end\]")


def is_plain(text: str) -> bool:
    """Return whether a text may stand in a sentence without quotation marks."""
    return bool(_BARE.fullmatch(text)) and not _RIGHT_TO_LEFT.search(text) and not _HIDDEN.search(text)


def atom(text: str, *, quoted: bool = False) -> str:
    """Return a free text as it stands in a sentence."""
    if not quoted and is_plain(text):
        return text
    marked = f"“{_HIDDEN.sub(_escape, text)}”"
    return f"{_BEFORE}{marked}{_AFTER}" if _RIGHT_TO_LEFT.search(text) else marked


def named(text: str) -> str:
    """Return a name as it stands in a sentence; one with a single quotation mark of its own takes double ones."""
    if re.search("[‘’]", text) or _RIGHT_TO_LEFT.search(text):
        return atom(text, quoted=True)
    return f"‘{_HIDDEN.sub(_escape, text)}’"


def read_named(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield the text in quotation marks that stands at `at`, with its end."""
    for before, after in ((_BEFORE, _AFTER), ("", "")):
        match = _QUOTED.match(text, at + len(before)) if text.startswith(before, at) else None
        if match and text.startswith(after, match.end()):
            inner = _unescape(match[0][1:-1])
            if inner is not None:
                yield inner, match.end() + len(after)
            return


def read_atom(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield each text that may stand at `at`, with its end; a bare one may end at any word, the longest first."""
    if text.startswith(("“", "‘", _BEFORE), at):
        yield from read_named(text, at)
        return
    match = _BARE.match(text, at)
    end = match.end() if match else at
    while end > at:
        yield text[at:end], end
        end = text.rfind(" ", at, end)


def stopped(sentence: str) -> str:
    """Return the sentence with its full stop, unless it ends in a quoted text that has one."""
    return sentence if sentence.endswith((".”", ".’")) else f"{sentence}."


def sentences(text: str) -> list[str]:
    """Return the sentences of a clause, each without its full stop; what has none comes last as it is."""
    found, start = [], 0
    for match in _END.finditer(text):
        if match[0] in (".", ":") or match["stopped"] is not None:
            found.append(text[start : match.start()] + match[0].removesuffix("."))
            start = match.end() + 1
    return [*found, text[start:]] if text[start:] else found


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    if letter in "\\“”":
        return f"\\{letter}"
    return "\\n" if letter == "\n" else f"\\u{{{ord(letter):x}}}"


def _unescape(text: str) -> str | None:
    """Return the text meant, or nothing where a mark is written in a way of its own."""
    letters = [int(code, 16) for _, code in _ESCAPE.findall(text) if code]
    if any(letter > 0x10FFFF for letter in letters) or "\\" in _ESCAPE.sub("", text):
        return None
    return _ESCAPE.sub(lambda m: chr(int(m[2], 16)) if m[2] else "\n" if m[1] == "n" else m[1], text)
