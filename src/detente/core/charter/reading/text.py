"""The charter as plain text: paragraphs, one for each clause, and back."""

import re

from detente.core.charter.model import Rules
from detente.core.charter.reading.atoms import sentences
from detente.core.charter.reading.branches import Piece, place
from detente.core.charter.reading.breaks import unbroken
from detente.core.charter.reading.clauses import KINDS, Clause, clauses, kind_of
from detente.core.vocabulary.errors import BadCharter

WIDTH = 96  # letters a line, where the text lets it break
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*)  (.*)")


def compose(charter: Rules) -> str:
    """Return the text, unchecked."""
    paragraphs = [kind_of(charter)]
    for clause in clauses(charter):
        paragraphs += _paragraphs(clause)
    return "\n\n".join(paragraphs) + "\n"


def pieces(text: str) -> tuple[str, list[Piece]]:
    """Return the kind of the text, and its sections with all that stands below them.

    Raises:
        BadCharter: the first line names no kind, or a clause has no section above it.
    """
    found = _split(text)
    kind = found[0][1] if found else ""
    if kind not in KINDS:
        raise BadCharter(f"line 1: '{kind}' names no kind of text. Expected: {', '.join(KINDS)}.")
    open_pieces: list[Piece] = []
    sections: list[Piece] = []
    for line, words in found[1:]:
        _place(line, words, open_pieces, sections)
    return kind, sections


def _place(line: int, words: str, open_pieces: list[Piece], sections: list[Piece]) -> None:
    """Put one paragraph where its number says. `open_pieces` are the clauses above the last one, and that one."""
    match = _NUMBERED.fullmatch(words)
    if not match:
        if len(open_pieces) != 1:
            raise BadCharter(f"line {line}: '{words}' has no number. Expected: a clause, like '3.1  Name. Words.'.")
        open_pieces[0].says += sentences(words)
        return
    number, said = match[1], match[2]
    place(Piece(number, line, sentences(said) if "." in number else [said]), open_pieces, sections)


def _split(text: str) -> list[tuple[int, str]]:
    """Return the paragraphs, each with its first line's number and on one line."""
    found: list[tuple[int, list[str]]] = []
    fresh = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(" "):
            fresh = True
        elif fresh:
            found.append((number, [line.strip(" ")]))
            fresh = False
        else:
            found[-1][1].append(line.strip(" "))
    return [(number, " ".join(lines)) for number, lines in found]


def _paragraphs(clause: Clause) -> list[str]:
    if not clause.depth:
        heading = f"{clause.number}  {clause.heading}"
        return [heading, _wrap(clause.text, "    ", "    ")] if clause.text else [heading]
    indent = "  " * (clause.depth - 1)
    said = f"{clause.heading}. {clause.text}".strip(" ") if clause.heading else clause.text
    return [_wrap(said, f"{indent}{clause.number}  ", f"{indent}    ")]


def _wrap(text: str, first: str, others: str) -> str:
    """Return the text in lines; only a single space between two letters is a place to break."""
    parts = unbroken(text)
    lines, line = [], first + parts[0]
    for word in parts[1:]:
        if len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = others + word
        else:
            line = f"{line} {word}"
    return "\n".join([*lines, line])
