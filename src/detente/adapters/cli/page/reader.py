"""The clauses with their findings beside them, the pictures above their procedures, the table of contents."""

import re
from collections.abc import Set
from html import escape

import msgspec

from detente.adapters.cli.page.parts import many
from detente.core.charter.reading import Clause, Text, clause_html, placed, places
from detente.core.procedures.compile import Compiled
from detente.core.procedures.drawing import Entry, draw, outline
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.findings import Finding, Severity

__all__ = ["Text", "article", "contents", "placed", "places", "remark"]

_PROCEDURE = "Procedure: "
_NAMED = re.compile(r"\((\d+(?:\.\d+)+)\)")  # a clause as another names it: (26.7)
_LEGEND = (
    "Down: nobody acts. Sideways: somebody does. A door at the right leads out early, a notch at the left is a date. "
    "A bar has a clock, a box has none, a shape with points is a rule."
)


def contents(text: Text, *, label: str = "Sections") -> str:
    """Return the table of contents with the number of findings that are open in each section."""
    links = "".join(_link(text, clause) for clause in text.clauses if not clause.depth)
    return f'<nav class="toc" aria-label="{label}"><h2 class="small muted pe-2">Sections, findings</h2>{links}</nav>'


def _link(text: Text, clause: Clause) -> str:
    found = text.found(clause.number)
    number = sum(finding.open for finding in found)
    words = (
        f'<span class="sr">{many(number, "finding")}</span><span aria-hidden="true">{number}</span>' if number else ""
    )
    name = escape(headed(clause.heading.removeprefix(_PROCEDURE)))
    cells = f'<span>{clause.number}</span><span>{name}</span><span class="tag attend">{words}</span>'
    return f'<a href="#c{clause.number}">{cells}</a>'


def article(text: Text, compiled: Compiled) -> str:
    """Return the sheet with every clause, each procedure's picture under its heading."""
    rows: list[str] = []
    numbers = {clause.number for clause in text.clauses}
    for clause in text.clauses:
        drawn = ""
        if len(clause.path) == 2 and clause.path[0] == "procedures":
            drawn = _picture(compiled, clause.path[1], clause.number, legend=not any("pic" in row for row in rows))
        row = _linked(_row(clause, text.beside.get(clause.number, [])), numbers)
        rows.append(row.removesuffix("</div>") + drawn + "</div>")
    return f'<article class="sheet clauses" aria-label="The text of the charter">{"".join(rows)}</article>'


def _linked(row: str, numbers: Set[str]) -> str:
    """Return the row with every clause it names as a link, where there is one of that number."""
    return _NAMED.sub(lambda named: f'<a href="#c{named[1]}">{named[0]}</a>' if named[1] in numbers else named[0], row)


def _row(clause: Clause, found: list[Finding]) -> str:
    shown = (
        msgspec.structs.replace(clause, heading=headed(clause.heading.removeprefix(_PROCEDURE)))
        if not clause.depth
        else clause
    )
    row = clause_html(shown, "".join(map(remark, found)))
    return row if any(finding.open for finding in found) else row.replace('class="clause found"', 'class="clause"', 1)


def remark(finding: Finding) -> str:
    """Return a finding as it stands in the margin."""
    first, dot, rest = finding.says.partition(". ")
    calm = "" if finding.open else " info"
    lines = [f"<b>{escape(first)}{'.' if dot else ''}</b>"]
    lines += [f"<span>{escape(words)}</span>" for words in (rest, finding.cure) if words]
    if finding.acknowledged:
        lines.append(f"<span>Acknowledged by both: {escape(finding.acknowledged)}</span>")
    grade = {
        Severity.ERROR: "cured before signing",
        Severity.WARNING: "acknowledged when signing",
        Severity.NOTE: "worth knowing",
    }
    said = "" if finding.acknowledged else f" {grade[finding.severity]}"
    lines.append(f'<span class="muted"><span class="cl">{finding.code}</span>{said}, line {finding.place.line}</span>')
    return f'<div class="finding{calm}">{"".join(lines)}</div>'


def _picture(compiled: Compiled, procedure: str, number: str, *, legend: bool) -> str:
    acts = compiled.document.names.acts
    table = compiled.tables[procedure]
    label = f'tabindex="0" role="region" aria-label="Picture: {escape(procedure)}"'
    twin = "".join(map(_entry, outline(table, acts=acts)))
    words = f'<p class="small muted">{_LEGEND}</p>' if legend else ""
    return (
        f'<div class="wide"><figure class="pic" {label}>{draw(table, id_prefix=f"p{number}", acts=acts)}</figure>'
        f'{words}<details class="noprint"><summary>The same as a list</summary><ul class="twin">{twin}</ul></details>'
        "</div>"
    )


def _entry(entry: Entry) -> str:
    name = f"{escape(entry.name)}:" if entry.follows else f"<b>{escape(entry.name)}</b>"
    return f'<li class="d{min(entry.depth, 3)}">{name} {escape(entry.text)}</li>'
