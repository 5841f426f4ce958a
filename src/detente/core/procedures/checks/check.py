"""A charter's bytes, checked: parsed, read by the rules of the text, compiled, read by the rules of the tables."""

import msgspec

from detente.core.charter.lint import acknowledge, apply
from detente.core.charter.lint.every import RULES as TEXT_RULES
from detente.core.charter.parse import Document, parse
from detente.core.procedures.checks.every import RULES as TABLE_RULES
from detente.core.procedures.compile import Compiled, compile_charter
from detente.core.vocabulary.findings import Finding, Severity


class Report(msgspec.Struct):
    """A document with all its findings, in the order of the text; `compiled` is none where it did not parse."""

    document: Document
    compiled: Compiled | None
    findings: list[Finding]

    @property
    def clean(self) -> bool:
        """Whether nobody has anything left to do: no error, no warning that is not acknowledged."""
        return not any(finding.open for finding in self.findings)


def check(data: bytes) -> Report:
    """Return the report on a charter's bytes."""
    document = parse(data)
    if document.charter is None:
        return Report(document, None, document.findings)
    found = apply(TEXT_RULES, document, document)
    compiled = compile_charter(document)
    found += apply(TABLE_RULES, compiled, document)
    found = acknowledge(sorted(found, key=_order), document)
    return Report(document, compiled, found + _unmatched(found, document))


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.place.line, finding.place.column, finding.code


def _unmatched(found: list[Finding], document: Document) -> list[Finding]:
    """An acknowledgement that meets no finding: its cause is gone, or its path is wrong."""
    met = {(finding.code, finding.place.path) for finding in found if finding.acknowledged}
    entries = getattr(document.charter, "acknowledged", [])
    return [
        Finding("ACK001", Severity.WARNING, document.place("acknowledged", number, "at"),
                f"{entry.code} at {entry.at} is acknowledged, and nothing of that code is found there.",
                "Take the entry out, or correct its 'code' and 'at'.")
        for number, entry in enumerate(entries)
        if (entry.code, entry.at) not in met
    ]  # fmt: skip
