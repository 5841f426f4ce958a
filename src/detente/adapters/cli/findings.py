"""Findings, written for people (full, concise), for programs (json, sarif) and for a build service (github)."""

import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from detente import __version__
from detente.adapters.cli.files import print_json
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.procedures.checks import Report
from detente.core.vocabulary.findings import Finding, Severity

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


class Checked(NamedTuple):
    """A path and what was found there."""

    path: str
    report: Report


def full(checked: list[Checked]) -> None:
    """For a reader: the line itself, marked, with the cure."""
    for path, report in checked:
        lines = report.document.source.text.splitlines()
        for finding in report.findings:
            sys.stdout.write(_full(path, finding, lines) + "\n")
        sys.stdout.write(_summary(path, report) + "\n")


def concise(checked: list[Checked]) -> None:
    """One finding a line, as compilers write them."""
    for path, report in checked:
        for finding in report.findings:
            sys.stdout.write(f"{_head(path, finding)}: {_words(finding)}\n")


def as_json(checked: list[Checked]) -> None:
    """One object for all files."""
    files = [
        {"path": path, "clean": report.clean, "findings": [_object(finding) for finding in report.findings]}
        for path, report in checked
    ]
    print_json("findings", clean=all(one.report.clean for one in checked), files=files)


def sarif(checked: list[Checked]) -> None:
    """SARIF 2.1.0, for code hosts and editors."""
    codes = sorted({finding.code for _, report in checked for finding in report.findings})
    driver = {"name": "detente", "version": __version__, "rules": [{"id": code} for code in codes]}
    results = [_result(path, finding) for path, report in checked for finding in report.findings]
    document = {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def github(checked: list[Checked]) -> None:
    """Annotations of a build service."""
    for path, report in checked:
        for finding in report.findings:
            if not finding.acknowledged:
                sys.stdout.write(_annotation(path, finding) + "\n")


FORMATS: dict[str, Callable[[list[Checked]], None]] = {
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


def _result(path: str, finding: Finding) -> dict[str, Any]:
    region = {"startLine": finding.place.line, "startColumn": finding.place.column}
    location = {"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}
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
