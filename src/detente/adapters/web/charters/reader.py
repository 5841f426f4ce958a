"""The text of a charter as a page: clauses from the data, findings in the margin, procedures drawn at headings."""

import re
from functools import lru_cache
from html import escape
from typing import NamedTuple

import msgspec
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from detente.core.charter.reading import Clause, Text, clause_html, clauses, placed
from detente.core.procedures.checks import Report, check
from detente.core.procedures.drawing import draw, outline
from detente.core.procedures.drawing.outline import Entry
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary.findings import Finding, Severity

_PROCEDURE = "Procedure: "
_NAMED = re.compile(r"\((\d+(?:\.\d+)+)\)")  # a clause as another names it: (26.7)
_KEPT = 32  # texts that stay checked and written in a process


class Section(NamedTuple):
    """An entry of the table of contents; `open` findings wait for somebody."""

    number: str
    name: str
    open: int


class Reading(NamedTuple):
    """A charter ready to be shown."""

    sections: list[Section]
    article: Markup
    loose: list[Finding]  # about the whole text
    errors: int
    warnings: int


@lru_cache(_KEPT)
def report_of(text: str) -> Report:
    """Return a charter's text, checked."""
    return check(text.encode())


def reading(text: str) -> Reading:
    """Return a charter's text as it is read in the language of the page around it."""
    return _reading(text, get_language() or "en")


@lru_cache(_KEPT)
def _reading(text: str, language: str) -> Reading:
    del language  # part of the key: the words beside the clauses are the reader's
    report = report_of(text)
    assert report.compiled is not None, "a text with errors in its form has no clauses"
    found = placed(clauses(report.compiled.charter), report.findings)
    open_ = [finding for finding in report.findings if finding.open]
    errors = sum(finding.severity is Severity.ERROR for finding in open_)
    return Reading(_sections(found), _article(found, report), found.beside.get("", []), errors, len(open_) - errors)


def _sections(text: Text) -> list[Section]:
    return [
        Section(
            clause.number,
            headed(clause.heading.removeprefix(_PROCEDURE)),
            sum(finding.open for finding in text.found(clause.number)),
        )
        for clause in text.clauses
        if not clause.depth
    ]


def _article(text: Text, report: Report) -> Markup:
    numbers = {clause.number for clause in text.clauses}
    rows = [_linked(_row(clause, text, report), numbers) for clause in text.clauses]
    return Markup("".join(rows))  # noqa: S704 (made of escaped parts by core)


def _row(clause: Clause, text: Text, report: Report) -> str:
    found = text.beside.get(clause.number, [])
    shown = clause
    if not clause.depth:
        shown = msgspec.structs.replace(clause, heading=headed(clause.heading.removeprefix(_PROCEDURE)))
    row = clause_html(shown, "".join(map(remark, found)))
    row = row if any(finding.open for finding in found) else row.replace('class="clause found"', 'class="clause"', 1)
    if len(clause.path) == 2 and clause.path[0] == "procedures":
        return row.removesuffix("</div>") + _picture(clause, report) + "</div>"
    return row


def _linked(row: str, numbers: set[str]) -> str:
    return _NAMED.sub(lambda named: f'<a href="#c{named[1]}">{named[0]}</a>' if named[1] in numbers else named[0], row)


def _picture(clause: Clause, report: Report) -> str:
    assert report.compiled is not None, "a procedure that is read was compiled"
    acts, table = report.compiled.document.names.acts, report.compiled.tables[clause.path[1]]
    label = escape(_("Picture: %(procedure)s") % {"procedure": clause.path[1]})
    twin = "".join(map(_entry, outline(table, acts=acts)))
    drawn = draw(table, id_prefix=f"p{clause.number}", acts=acts)
    return (
        f'<div class="wide"><figure class="pic" tabindex="0" role="group" aria-label="{label}">{drawn}</figure>'
        f'<details class="noprint"><summary>{escape(_("The same as a list"))}</summary><ul class="twin">{twin}</ul>'
        "</details></div>"
    )


def _entry(entry: Entry) -> str:
    name = f"{escape(entry.name)}:" if entry.follows else f"<b>{escape(entry.name)}</b>"
    return f'<li class="d{min(entry.depth, 3)}">{name} {escape(entry.text)}</li>'


def remark(finding: Finding) -> str:
    """Return a finding as it stands in the margin."""
    first, dot, rest = finding.says.partition(". ")
    lines = [f"<b>{escape(first)}{'.' if dot else ''}</b>"]
    lines += [f"<span>{escape(words)}</span>" for words in (rest, finding.cure) if words]
    if finding.acknowledged:
        lines.append(f"<span>{escape(_('Acknowledged by both:'))} {escape(finding.acknowledged)}</span>")
    grade = {
        Severity.ERROR: _("cured before signing"),
        Severity.WARNING: _("acknowledged when signing"),
        Severity.NOTE: _("worth knowing"),
    }
    said = "" if finding.acknowledged else f" {escape(grade[finding.severity])},"
    line = escape(_("line %(line)s") % {"line": finding.place.line})
    lines.append(f'<span class="muted"><span class="cl">{finding.code}</span>{said} {line}</span>')
    return f'<div class="finding{"" if finding.open else " info"}">{"".join(lines)}</div>'


def lede(found: Reading) -> str:
    """Return in a sentence what stands between the text and a signature."""
    if found.errors:
        return ngettext(
            "%(num)s error is to be cured before anybody signs.",
            "%(num)s errors are to be cured before anybody signs.",
            found.errors,
        ) % {"num": found.errors}
    if found.warnings:
        return ngettext(
            "%(num)s finding is to be acknowledged by both; none stops a signature.",
            "%(num)s findings are to be acknowledged by both; none stops a signature.",
            found.warnings,
        ) % {"num": found.warnings}
    return _("No finding is open; nothing stops a signature.")
