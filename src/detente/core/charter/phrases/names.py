"""The names a charter declares: what a phrase may speak of, gathered before the first phrase is read."""

from collections.abc import Iterable

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest

RESULTS = (
    "settled", "withdrawn", "accepted", "deemed accepted", "rejected", "deemed rejected", "final and binding", "done",
    "failed", "lapsed", "exhausted", "barred", "waived", "in court", "in arbitration", "in proceedings",
    "with adjudicator", "before authority", "terminated", "merged", "stopped",
)  # fmt: skip
FORUMS = ("in court", "in arbitration", "in proceedings", "with adjudicator", "before authority")
BUILT_IN_DATES = ("contract start", "contract end")
BUILT_IN_ACTS = ("settle", "withdraw", "extend")
_EVENT_VERBS = ("serve ", "hold ", "note ", "file ")


class BadPhrase(Exception):
    """A phrase the language does not know: what is the case, and what to write instead."""

    def __init__(self, says: str, cure: str = "", code: str = "LNG001") -> None:
        super().__init__(says)
        self.code, self.says, self.cure = code, says, cure


def event_name(act: str) -> str:
    """Return the event an act makes happen: what follows serve, hold, note or file, else the whole phrase."""
    for verb in _EVENT_VERBS:
        if act.startswith(verb):
            return act[len(verb) :]
    return act


class Names(msgspec.Struct):
    """Everything declared in one charter; `terms` and `rows` are those of the procedure being read."""

    complete: bool = False  # a whole charter declares its seats, calendars and dates; a part of one need not
    currency: str = ""
    parties: dict[str, None] = {}
    roles: dict[str, None] = {}
    neutrals: dict[str, None] = {}
    calendars: dict[str, None] = {}
    dates: dict[str, None] = {}
    values: dict[str, str] = {}  # name -> money, date, text, seat, workstreams, words
    words: dict[str, tuple[str, ...]] = {}
    results: dict[str, str] = {}  # a charter's own name -> one of RESULTS
    procedures: dict[str, None] = {}
    acts: dict[str, str] = {}  # event name -> act phrase
    notices: dict[str, str] = {}
    counters: dict[str, None] = {}
    tracks: dict[str, None] = {}
    all_terms: dict[str, None] = {}
    terms: dict[str, None] = {}
    rows: dict[str, None] = {}
    refused: int = 0  # phrases refused so far

    def seats(self) -> list[str]:
        """Return every declared seat."""
        return [*self.parties, *self.roles, *self.neutrals]

    def act(self, text: str) -> str | None:
        """Return the event name meant by `text`: the event itself or the whole act phrase."""
        if text in self.acts:
            return text
        event = event_name(text)
        return event if self.acts.get(event) == text else None

    def result(self, text: str) -> str | None:
        """Return the legal result behind a result's name, or nothing."""
        return text if text in RESULTS else self.results.get(text)


def unreadable(error: BadInput) -> BadPhrase:
    """Return the error for a length of time or a sum that worktime or money cannot read."""
    says, separator, cure = str(error).rpartition(". ")
    return BadPhrase(f"{says}.", cure, "LNG003") if separator else BadPhrase(cure, code="LNG003")


def unknown(what: str, text: str, known: Iterable[str], *, code: str = "LNG002") -> BadPhrase:
    """Return the error for a name nobody declared, with the nearest declared one."""
    near = nearest(text, list(known))
    return BadPhrase(f"'{text}' is no {what}.", f"Nearest: '{near}'." if near else "", code)
