"""Text that could show one thing to a reader and another to the engine: refused before it is parsed."""

import re
import unicodedata
from collections.abc import Iterator

from detente.core.vocabulary.findings import Edit, Finding, Place, Severity

BYTES_MAX = 512 * 1024
LINE_MAX = 4_000  # characters

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_HAZARD = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{_BIDI}{_INVISIBLE}]|[\U000e0000-\U000e0fff]"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LATIN_TWINS = frozenset("асеорхуіјѕһԁԛԝАВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC", "DEVANAGARI", "CHEROKEE", "COPTIC")


def decode(data: bytes) -> tuple[str, list[Finding]]:
    """Return the text, or an empty one with the finding that says why the bytes are no charter."""
    if len(data) > BYTES_MAX:
        return "", [
            _at_start(
                "TXT001",
                f"The file has {len(data):,} bytes; a charter has at most {BYTES_MAX:,}.",
                "Move annexes into files of their own.",
            )
        ]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\x00\x00\xfe\xff":
        return "", [_at_start("TXT002", "The file is UTF-16 or UTF-32, not UTF-8.", "Save it as UTF-8.")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        says = f"Byte {error.start} (0x{data[error.start]:02x}) is not UTF-8."
        return "", [Finding("TXT002", Severity.ERROR, Place(line, column), says, "Save the file as UTF-8.")]
    return text.removeprefix("\ufeff"), []


def hazards(text: str) -> list[Finding]:
    """Return a finding for each character or name that a reader cannot see or can mistake, at most 50."""
    found: list[Finding] = []
    for source in (_characters(text), _mixed_names(text), _normal_form(text), _long_lines(text)):
        for finding in source:
            found.append(finding)
            if len(found) >= 50:
                return found
    return found


def place_at(text: str, offset: int, path: str = "") -> Place:
    """Return line and column (from 1) of an offset."""
    return Place(text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1, path)


def _characters(text: str) -> Iterator[Finding]:
    for match in _HAZARD.finditer(text):
        letter = match[0]
        name = unicodedata.name(letter, "a control character")
        edits = () if letter in "\u200c\u200d" else (Edit(match.start(), match.end(), ""),)
        yield Finding(
            "TXT003",
            Severity.ERROR,
            place_at(text, match.start()),
            f"U+{ord(letter):04X} ({name.lower()}) cannot be seen, or turns the text around it.",
            "Take the character out.",
            edits,
        )


def _mixed_names(text: str) -> Iterator[Finding]:
    if text.isascii():
        return
    for match in _LETTERS.finditer(text):
        if match[0].isascii():
            continue
        if mixed := _mixed(match[0]):
            yield Finding("TXT004", Severity.ERROR, place_at(text, match.start()), *mixed)


def _mixed(word: str) -> tuple[str, str] | None:
    """What is the case with a word that may be taken for another, and the cure."""
    scripts = sorted({_script(letter) for letter in word} - {""})
    if len(scripts) > 1:
        says = f"'{word}' mixes {' and '.join(scripts)} letters: two readers may take it for different words."
        return says, "Write the word in one script."
    if scripts in (["CYRILLIC"], ["GREEK"]) and not set(word) - _LATIN_TWINS:
        says = f"'{word}' is written in {scripts[0]} letters that all look like LATIN ones."
        return says, "Write the word in the script its readers expect."
    return None


def _script(letter: str) -> str:
    if letter.isascii():
        return "LATIN"
    name = unicodedata.name(letter, "").removeprefix("MATHEMATICAL ").removeprefix("FULLWIDTH ")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")


def _normal_form(text: str) -> Iterator[Finding]:
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if not unicodedata.is_normalized("NFC", line):
            yield Finding(
                "TXT005",
                Severity.ERROR,
                Place(number, 1),
                "The line has letters and accents as separate characters (it is not in Unicode NFC).",
                "Save the file in Unicode NFC.",
            )


def _long_lines(text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LINE_MAX:
            yield Finding(
                "TXT006",
                Severity.ERROR,
                Place(number, LINE_MAX + 1),
                f"The line has {len(line):,} characters; at most {LINE_MAX:,} are read.",
                "Break the line.",
            )


def _at_start(code: str, says: str, cure: str) -> Finding:
    return Finding(code, Severity.ERROR, Place(1, 1), says, cure)
