"""The charter as a fragment of a page: the clauses with their numbers as ids, room beside each, and back."""

import re
from collections.abc import Mapping
from html import escape, unescape

from detente.core.charter.model import Rules
from detente.core.charter.reading.atoms import sentences
from detente.core.charter.reading.branches import Path, Piece, place
from detente.core.charter.reading.breaks import held_together
from detente.core.charter.reading.clauses import KINDS, Clause, clauses, kind_of
from detente.core.vocabulary.errors import BadCharter

_OPEN = '<article class="sheet clauses" lang="en" dir="ltr" data-kind="{}">\n'
_CLOSE = "</article>\n"
_HARD_SPACE = "&nbsp;"  # nobody's text holds it: an `&` of theirs stands escaped
_ASIDE = re.compile(r"<aside>.*?</aside>", re.DOTALL)
_HEAD = re.compile(r'<article class="sheet clauses" lang="en" dir="ltr" data-kind="([^"<>]*)">')
_SECTION = re.compile(
    r'<div class="clause" id="c(\d+)"><span></span><div class="body">'
    r'<h2 class="big">\1 ([^<>]*)</h2>(?:<p>([^<>]*)</p>)?</div></div>'
)
_CLAUSE = re.compile(
    r'<div class="clause" id="c([\d.]+)"><span class="no">\1</span><div class="body">'
    r"(?:<b>([^<>]*)\.</b>)? ?([^<>]*)</div></div>"
)


def compose_page(charter: Rules, beside: Mapping[Path, str]) -> str:
    """Return the fragment, unchecked."""
    rows = [clause_html(clause, beside.get(clause.path, "") if clause.path else "") for clause in clauses(charter)]
    return _OPEN.format(kind_of(charter)) + "".join(f"{row}\n" for row in rows) + _CLOSE


def clause_html(clause: Clause, beside: str = "") -> str:
    """Return one clause as a row of the page.

    Args:
        beside: HTML that is already safe, such as the findings about the clause; it marks the row as `found`.
    """
    text, heading = held_together(escape(clause.text), _HARD_SPACE), escape(clause.heading)
    if clause.depth:
        no = f'<span class="no">{clause.number}</span>'
        body = f"<b>{heading}.</b> {text}".rstrip(" ") if heading else text
    else:
        no = "<span></span>"
        body = f'<h2 class="big">{clause.number} {heading}</h2>' + (f"<p>{text}</p>" if text else "")
    row, aside = ("clause found", f"<aside>{beside}</aside>") if beside else ("clause", "")
    return f'<div class="{row}" id="c{clause.number}">{no}<div class="body">{body}</div>{aside}</div>'


def plain_page(html: str) -> str:
    """Return the fragment without what stands beside its clauses."""
    return _ASIDE.sub("", html).replace('<div class="clause found" ', '<div class="clause" ')


def page_pieces(html: str) -> tuple[str, list[Piece]]:
    """Return the kind of the text, and its sections with all that stands below them.

    Raises:
        BadCharter: a line is neither a section nor a clause.
    """
    lines = plain_page(html).split("\n")
    head = _HEAD.fullmatch(lines[0])
    if not head or unescape(head[1]) not in KINDS:
        raise BadCharter(f"line 1: no charter starts here. Expected: {_OPEN.strip()}")
    sections: list[Piece] = []
    above: list[Piece] = []
    for number, line in enumerate(lines[1:], 2):
        piece = _piece(line, number)
        if piece:
            place(piece, above, sections)
    return unescape(head[1]), sections


def _piece(line: str, number: int) -> Piece | None:
    line = line.replace(_HARD_SPACE, " ")
    if match := _SECTION.fullmatch(line):
        return Piece(match[1], number, [unescape(match[2]), *sentences(unescape(match[3] or ""))])
    if match := _CLAUSE.fullmatch(line):
        heading = [unescape(match[2])] if match[2] is not None else []
        return Piece(match[1], number, heading + sentences(unescape(match[3])))
    if line not in ("", _CLOSE.strip()):
        raise BadCharter(f"line {number}: '{line}' is no clause of a charter.")
    return None
