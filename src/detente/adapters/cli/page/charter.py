"""A charter as one page: who sees it, what is open, what silence leads to, every clause with what was found there."""

import datetime as dt
from html import escape

import msgspec

from detente import __version__
from detente.adapters.cli.page import ladder, reader
from detente.adapters.cli.page.parts import Side, both_zones, chip, many, seal, sides
from detente.adapters.cli.page.style import page_style
from detente.adapters.cli.times import day
from detente.core.charter.identity import charter_hash
from detente.core.charter.model import Charter, Library, Rules
from detente.core.charter.reading import clauses
from detente.core.procedures.checks import Report
from detente.core.procedures.compile import Compiled
from detente.core.vocabulary.findings import Severity
from detente.core.worktime import tzdata_version

_HEAD = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title><style>\n{style}</style></head>\n<body>\n"
)


class _Page(msgspec.Struct, frozen=True):
    """What every part of the page is made from."""

    report: Report
    charter: Rules
    title: str
    parties: list[Side]
    at: dt.datetime

    @property
    def home(self) -> str:
        return self.charter.zone or "UTC"


def charter_page(report: Report, *, at: dt.datetime, start: dt.datetime | None = None, procedure: str = "") -> str:
    """Return a charter as one HTML page that needs no other file: no script, nothing fetched.

    Args:
        report: of a charter without errors in its text.
        at: aware; when the page is made.
        start: aware; when the opening act of the ladder is received; without it `at`.
        procedure: the ladder whose dates are shown; without it the one with the most levels.
    """
    compiled = report.compiled
    assert compiled is not None, "a text with errors has no page; its findings are printed instead"
    charter = compiled.charter
    page = _Page(report, charter, _title(charter), sides(charter), at)
    text = reader.placed(clauses(charter), report.findings)
    silent = ladder.silence(compiled, procedure, start or at)
    parts = [
        _HEAD.format(title=escape(page.title), style=page_style(_print_footer(page))),
        _bar(page),
        '<main class="page">',
        _head(page, silent),
        ladder.section(silent, ladder.Setting(compiled, page.parties, reader.places(text.clauses))),
        _reader(text, compiled),
        _foot(page),
        "</main></body></html>\n",
    ]
    return "".join(parts)


def _title(charter: Rules) -> str:
    if isinstance(charter, Charter):
        return charter.name
    return charter.title if isinstance(charter, Library) else "Procedures"


def _bar(page: _Page) -> str:
    names = (
        " and ".join(party.name for party in page.charter.parties.values())
        if isinstance(page.charter, Charter)
        else page.title
    )
    you = "".join(chip(side) for side in page.parties)
    return (
        f'<header class="bar"><span class="pair">{seal("seal-bar", big=True)} {escape(names)}</span>'
        f'<span class="you">{you}</span></header><div class="seam" aria-hidden="true"><i></i><i></i></div>\n'
    )


def _head(page: _Page, silent: ladder.Silence) -> str:
    kind = (
        "Charter"
        if isinstance(page.charter, Charter)
        else "Library procedure"
        if isinstance(page.charter, Library)
        else "Part of a charter"
    )
    version = f"<span>version {page.charter.version}</span>" if isinstance(page.charter, Charter | Library) else ""
    sees = f'<span class="sees">{seal("seal-sees")} Both sides read this page</span>'
    then = escape(ladder.reached(silent, page.home))
    return (
        f'<div class="head"><div><div class="crumb"><span>{kind}</span>{version}{sees}</div>'
        f'<h1>{escape(page.title)}</h1><p class="lede">{_lede(page)} {then}</p></div></div>'
    )


def _lede(page: _Page) -> str:
    """What is so, and what happens next, in one or two sentences."""
    found = [finding for finding in page.report.findings if finding.open]
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    warnings = len(found) - errors
    force = f"<b>In force from {day(page.charter.effective.date())}.</b> " if isinstance(page.charter, Charter) else ""
    part = _part(page.charter)
    if errors:
        return f"{force}{many(errors, 'error').capitalize()} to be cured before anybody signs.{part}"
    free = "." if part else "; nothing stops a signature."
    if warnings:
        waits = f"{many(warnings, 'warning').capitalize()} {'waits' if warnings == 1 else 'wait'}"
        return f"{force}{waits} to be acknowledged by both sides{free}{part}"
    return f"{force}No finding is open{free}{part}"


def _part(charter: Rules) -> str:
    if isinstance(charter, Charter):
        return ""
    kind = "a procedure of the library" if isinstance(charter, Library) else "a part of a charter"
    return f" This is {kind}; only a whole charter is signed."


def _reader(text: reader.Text, compiled: Compiled) -> str:
    loose = "".join(map(reader.remark, text.beside.get("", [])))
    above = (
        f'<aside class="stack near ms-5" aria-label="Findings about the whole text">{loose}</aside>' if loose else ""
    )
    listed = reader.contents(text, label="Sections, small screen")
    small = f'<details class="contents ms-5"><summary>Sections, findings</summary>{listed}</details>'
    return f'{above}{small}<div class="reader">{reader.contents(text)}{reader.article(text, compiled)}</div>'


def _foot(page: _Page) -> str:
    digest = charter_hash(page.charter)
    return (
        f'<footer class="foot"><span>Charter hash <span class="hash">{_grouped(digest[:16])}</span></span>'
        f"<span>Detente {__version__}, time zone data {tzdata_version()}</span>"
        f"<span>{escape(both_zones(page.at, page.parties, page.home))}</span></footer>"
    )


def _print_footer(page: _Page) -> str:
    version = f", version {page.charter.version}" if isinstance(page.charter, Charter | Library) else ""
    digest = _grouped(charter_hash(page.charter)[:16])
    return f"{page.title}{version} · {digest} · {both_zones(page.at, page.parties, page.home)}"


def _grouped(digits: str) -> str:
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))
