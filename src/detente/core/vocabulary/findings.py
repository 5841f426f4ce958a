"""Findings: what a check has to say about a charter, where, how grave, and what would cure it."""

from enum import StrEnum

import msgspec

SAYS_MAX = 400  # characters


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"  # cured before signing
    WARNING = "warning"  # acknowledged by both when signing
    NOTE = "note"  # worth knowing


class Place(msgspec.Struct, frozen=True):
    """Where in a charter's text: line and column from 1; `path` is dotted, `procedures.dispute.terms.managers.by`."""

    line: int
    column: int
    path: str = ""


class Edit(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of the text (half-open) become `text`."""

    start: int
    end: int
    text: str


class Finding(msgspec.Struct, frozen=True):
    """One thing a check found.

    `says` states the case with its value and the rule; `cure` says what would be right, as an order ("Write ...").
    `edits` are there only where carrying them out cannot change what the parties meant.
    """

    code: str
    severity: Severity
    place: Place
    says: str
    cure: str = ""
    edits: tuple[Edit, ...] = ()
    acknowledged: str = ""  # the reason both sides gave when they signed

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return not self.acknowledged and self.severity is not Severity.NOTE


def short(text: str) -> str:
    """Return a message; one that quotes a long text keeps its beginning and its end."""
    return text if len(text) <= SAYS_MAX else f"{text[: SAYS_MAX // 2]} ... {text[-SAYS_MAX // 2 :]}"
