"""Refusals: why an act changed nothing, which rule says so, and what is open now for whom."""

from enum import StrEnum

from detente.core.vocabulary.errors import Refused


class Because(StrEnum):
    """The one reason of a refusal."""

    SEAT = "seat"
    AUTHORITY = "authority"
    WAIVED = "waived"
    WINDOW = "window"
    GUARD = "guard"
    CONTENT = "content"
    NOT_OPEN = "not open"
    HELD = "held"
    RUNNING = "running"
    WHICH_TERM = "which term"
    USED = "used"
    TOO_LATE = "too late"
    TOO_SHORT = "too short"
    MAP = "map"


class Refusal(Refused):
    """A refusal with its reason; `says` states the case, `run` and `term` the clause."""

    def __init__(self, because: Because, says: str, *, run: str = "", term: str = "") -> None:
        super().__init__(says)
        self.because, self.says, self.run, self.term = because, says, run, term
