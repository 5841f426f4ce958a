"""What a rule is, and how what it hits becomes a finding with a place, a severity, perhaps a reason to let it stand."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from detente.core.charter.model import Charter
from detente.core.charter.parse import Document
from detente.core.vocabulary.findings import Edit, Finding, Severity, short


class Hit(msgspec.Struct, frozen=True):
    """What a rule found: where (a path in the charter), what is the case, what would be right.

    `severity` differs from the rule's own only where the same fact weighs less in a part than in a whole charter.
    """

    path: tuple[str | int, ...]
    says: str
    cure: str = ""
    edits: tuple[Edit, ...] = ()
    severity: Severity | None = None


class Rule(msgspec.Struct, frozen=True):
    """One rule: a stable code, how grave it is, its title, and the function that looks for it.

    `check` takes the parsed Document (rules of the text) or the Compiled charter (rules of the tables).
    """

    code: str
    severity: Severity
    title: str
    check: Callable[[Any], Iterator[Hit]]


def apply(rules: Iterable[Rule], subject: Any, document: Document) -> list[Finding]:
    """Return the findings of the rules on a subject, in the order of the text."""
    found = [
        Finding(
            rule.code,
            hit.severity or rule.severity,
            document.place(*hit.path),
            short(hit.says),
            short(hit.cure),
            hit.edits,
        )
        for rule in rules
        for hit in rule.check(subject)
    ]
    return sorted(found, key=lambda finding: (finding.place.line, finding.place.column, finding.code))


def acknowledge(findings: list[Finding], document: Document) -> list[Finding]:
    """Return the findings with the reason beside those both sides acknowledged. An error cannot be acknowledged."""
    charter = document.charter
    if not isinstance(charter, Charter):
        return findings
    reasons = {(entry.code, entry.at): entry.why for entry in charter.acknowledged}
    return [
        msgspec.structs.replace(finding, acknowledged=reasons.get((finding.code, finding.place.path), ""))
        if finding.severity is not Severity.ERROR
        else finding
        for finding in findings
    ]
