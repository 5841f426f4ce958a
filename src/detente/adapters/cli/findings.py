"""Findings, written for people (full, concise), for programs (json, sarif) and for a build service (github)."""

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from detente import __version__
from detente.adapters.cli.files import library_file, print_json
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.procedures.checks import Report
from detente.core.vocabulary.findings import Finding, Severity

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


class Checked(NamedTuple):
    """A path and what was found there."""

    path: str
    report: Report

    @property
    def findings(self) -> list[Finding]:
        """The findings from the first line to the last."""
        return sorted(self.report.findings, key=lambda one: (one.place.line, one.place.column, one.code))


class Unread(NamedTuple):
    """A path that could not be read, and why: a sentence."""

    path: str
    says: str

    @property
    def text(self) -> str:
        """One line for a screen; a sentence that names the path itself says it once."""
        return self.says if self.says.startswith(f"{self.path} ") else f"{self.path}: {self.says}"


def full(checked: Sequence[Checked], _: Sequence[Unread] = ()) -> None:
    """For a reader: the line itself, marked, with the cure. What could not be read is told on standard error."""
    for one in checked:
        lines = one.report.document.source.text.splitlines()
        for finding in one.findings:
            sys.stdout.write(_full(one.path, finding, lines) + "\n")
        sys.stdout.write(_summary(one.path, one.report) + "\n")


def concise(checked: Sequence[Checked], _: Sequence[Unread] = ()) -> None:
    """One finding a line, as compilers write them. What could not be read is told on standard error."""
    for one in checked:
        for finding in one.findings:
            sys.stdout.write(f"{_head(one.path, finding)}: {_words(finding)}\n")


def as_json(checked: Sequence[Checked], unread: Sequence[Unread] = ()) -> None:
    """One object for all files."""
    files: list[dict[str, Any]] = [
        {"path": one.path, "clean": one.report.clean, "findings": [_object(finding) for finding in one.findings]}
        for one in checked
    ]
    files += [{"path": one.path, "clean": False, "error": one.says, "findings": []} for one in unread]
    print_json("findings", clean=all(file["clean"] for file in files), files=files)


def sarif(checked: Sequence[Checked], unread: Sequence[Unread] = ()) -> None:
    """SARIF 2.1.0, for code hosts and editors."""
    codes = sorted({finding.code for one in checked for finding in one.findings})
    driver = {"name": "detente", "version": __version__, "rules": [_rule(code) for code in codes]}
    told = [{"level": "error", "message": {"text": one.text}} for one in unread]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": told}],
        "results": [_result(one.path, finding) for one in checked for finding in one.findings],
    }
    document = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def github(checked: Sequence[Checked], unread: Sequence[Unread] = ()) -> None:
    """Annotations of a build service."""
    for one in checked:
        for finding in one.findings:
            if not finding.acknowledged:
                sys.stdout.write(_annotation(one.path, finding) + "\n")
    for lost in unread:
        sys.stdout.write(f"::error file={_escaped(lost.path, ':,')}::{_escaped(lost.says)}\n")


FORMATS: dict[str, Callable[[Sequence[Checked], Sequence[Unread]], None]] = {
    "full": full, "concise": concise, "json": as_json, "sarif": sarif, "github": github,
}  # fmt: skip


def _annotation(path: str, finding: Finding) -> str:
    line, column = finding.place.line, finding.place.column
    place = f"file={_escaped(path, ':,')},line={line},col={column},title={finding.code}"
    return f"::{_GITHUB[finding.severity]} {place}::{_escaped(_words(finding))}"


def _full(path: str, finding: Finding, lines: list[str]) -> str:
    place = finding.place
    where = styled(f"{path}:{place.line}:{place.column}", "bold")
    severity, code = styled(str(finding.severity), str(finding.severity)), styled(finding.code, "bold")
    parts = [f"{where} {severity} {code} {place.path}".rstrip(), wrapped(finding.says, "  ")]
    if 0 < place.line <= len(lines):
        parts.append(_marked(lines[place.line - 1], place.line, place.column))
    if finding.cure:
        parts.append(wrapped(finding.cure, "  "))
    if finding.acknowledged:
        parts.append(wrapped(f"Acknowledged by both: {finding.acknowledged}", "  "))
    return "\n".join(parts) + "\n"


def _marked(line: str, number: int, column: int) -> str:
    start = max(0, column - 61)
    shown = line[start : start + 96].replace("\t", " ")
    margin = " " * len(str(number))
    mark = " " * (column - 1 - start) + styled("^", "bold")
    return f"  {styled(f'{number} |', 'dim')} {shown}\n  {styled(f'{margin} |', 'dim')} {mark}"


def _summary(path: str, report: Report) -> str:
    open_ = [finding for finding in report.findings if not finding.acknowledged]
    parts = [
        count(number, str(severity)) for severity in Severity if (number := sum(f.severity is severity for f in open_))
    ]
    acknowledged = len(report.findings) - len(open_)
    if acknowledged:
        parts.append(f"{acknowledged} acknowledged")
    text = f"{path}: {', '.join(parts) or 'nothing found'}."
    return text if report.clean else f"{text} 'detente explain CODE' tells more."


def _head(path: str, finding: Finding) -> str:
    place, state = finding.place, "acknowledged " if finding.acknowledged else ""
    return f"{path}:{place.line}:{place.column} {state}{finding.severity} {finding.code} {place.path}".rstrip()


def _words(finding: Finding) -> str:
    return f"{finding.says} {finding.cure}".strip()


def _object(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": finding.code,
        "severity": str(finding.severity),
        "line": finding.place.line,
        "column": finding.place.column,
        "path": finding.place.path,
        "says": finding.says,
        "cure": finding.cure,
        "acknowledged": finding.acknowledged or None,
    }
    if finding.edits:
        found["edits"] = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in finding.edits]
    return found


def _rule(code: str) -> dict[str, Any]:
    """A code with the title of its page and what stands above the page's example; a code without a page is bare."""
    page = library_file("findings", f"{code}.md")
    if not page.is_file():
        return {"id": code}
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n")
    help_text = " ".join(rest.partition("\n## ")[0].partition("\n\n")[2].split())
    return {
        "id": code,
        "shortDescription": {"text": head.partition(": ")[2]},
        "help": {"text": help_text or head, "markdown": text},
    }


def _uri(path: str) -> str:
    from pathlib import Path
    from urllib.parse import quote

    return "stdin.yaml" if path == "-" else quote(Path(path).as_posix())


def _result(path: str, finding: Finding) -> dict[str, Any]:
    region = {"startLine": finding.place.line, "startColumn": finding.place.column}
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": region}}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _SARIF[finding.severity],
        "message": {"text": _words(finding)},
        "locations": [location],
    }
    if finding.acknowledged:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.acknowledged}]
    return result


def _escaped(text: str, more: str = "") -> str:
    for mark in "%\r\n" + more:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
