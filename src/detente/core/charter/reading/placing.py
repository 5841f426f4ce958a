"""Clauses with what was found in them, each finding beside the clause its place is in."""

from collections.abc import Iterable, Mapping

import msgspec

from detente.core.charter.reading.clauses import Clause
from detente.core.vocabulary.findings import Finding


class Text(msgspec.Struct, frozen=True):
    """Clauses, and the findings of each by its number; findings without a place are under an empty number."""

    clauses: list[Clause]
    beside: dict[str, list[Finding]]

    def section(self, clause: Clause) -> str:
        """Return the number of the section a clause stands in."""
        return clause.number.split(".")[0]

    def found(self, section: str) -> list[Finding]:
        """Return the findings of one section."""
        return [
            finding for number, found in self.beside.items() if number.split(".")[0] == section for finding in found
        ]


def placed(clauses: list[Clause], findings: Iterable[Finding]) -> Text:
    """Put each finding beside the clause its place is in: the one whose path is the longest beginning of it."""
    beside: dict[str, list[Finding]] = {}
    paths = {".".join(clause.path): clause.number for clause in reversed(clauses) if clause.path}
    for finding in findings:
        beside.setdefault(_nearest(finding.place.path, paths), []).append(finding)
    return Text(clauses, beside)


def _nearest(path: str, paths: Mapping[str, str]) -> str:
    while path and path not in paths:
        path = path.rpartition(".")[0]
    return paths.get(path, "")


def places(clauses: list[Clause]) -> dict[tuple[str, str], str]:
    """Return the clause of each term by procedure and term."""
    found: dict[tuple[str, str], str] = {}
    for clause in clauses:
        if clause.path[:1] == ("procedures",) and len(clause.path) > 3:
            found.setdefault((clause.path[1], clause.path[-1]), clause.number)
    return found
