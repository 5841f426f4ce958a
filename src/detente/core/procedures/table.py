"""The transition table: one per procedure, nesting flattened, at most two rows a term (its act and its time)."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from detente.core.charter.model import Extension
from detente.core.charter.phrases import Do, Event, Guards, Instant, Verb, Who
from detente.core.worktime import Span

OPENS = "opens"  # the term that opens the procedure
LIMITATION = "limitation"


class Link(StrEnum):
    """Where a term hangs."""

    OPENS = "opens"
    TOP = "top"
    MEANWHILE = "meanwhile"
    ANYTIME = "anytime"
    LIMITATION = "limitation"


class On(StrEnum):
    """What takes a row."""

    ACT = "act"  # a seat acts
    EVENT = "event"  # something happens: a `when`, or the end of a run
    TIME = "time"  # the time runs out
    OPENING = "opening"  # a rule: at once


class Outcome(StrEnum):
    """What a row makes of its term."""

    KEPT = "kept"  # a duty done
    USED = "used"  # an option taken
    MISSED = "missed"  # a duty not done in time
    LAPSED = "lapsed"  # an option not taken in time
    OVER = "over"  # a wait has ended
    DONE = "done"  # a rule, something heard, a run ended


class Row(msgspec.Struct, frozen=True):
    """One way out of a term: what takes it, whether it may, what it does, which enclosing terms it leaves (L).

    `order` counts from 0 in written order. `earliest` and `latest` bound the act; the time row falls due at `latest`.
    `leaves` runs from the inside out. `line` is the line of the charter's text.
    """

    order: int
    term: str
    parent: str
    link: Link
    on: On
    act: str  # event name of the act (ACT rows)
    slug: str  # frozen slug of the act (ACT rows)
    event: Event | None  # what is heard (EVENT rows)
    runs: str  # the procedure whose end is heard (EVENT rows of a run)
    who: Who | None
    guards: Guards | None
    states: tuple[str, ...]
    earliest: Instant | None
    latest: Instant | None
    in_time: str
    every: Instant | None
    result: Outcome
    do: tuple[Do, ...]
    leaves: tuple[str, ...]
    private: str
    costs: str
    line: int


class Table(msgspec.Struct, frozen=True):
    """A compiled procedure. `parents` gives each term's enclosing terms from the outside in."""

    procedure: str
    rows: tuple[Row, ...]
    parents: dict[str, tuple[str, ...]]
    with_parent: dict[str, bool]  # whether a nested term opens together with the one around it
    guards: dict[str, Guards]  # of every guarded term; a wait that only holds other terms has no row to hold them
    times: dict[str, dict[str, Span]]
    calendar: str
    always: tuple[str, ...]
    alone: bool
    extension: Extension | None
    while_open: str  # what an open matter does to the limitation period; empty without one

    def of(self, term: str) -> tuple[Row, ...]:
        """Return the rows of one term."""
        return tuple(row for row in self.rows if row.term == term)

    def children(self, term: str) -> tuple[str, ...]:
        """Return the terms directly inside `term`."""
        return tuple(name for name, parents in self.parents.items() if parents and parents[-1] == term)

    def top(self) -> tuple[str, ...]:
        """Return the top-level terms in written order, those that only hold others (and so have no row) too."""
        options = {row.term for row in self.rows if row.link is Link.ANYTIME}
        return tuple(term for term, parents in self.parents.items() if not parents and term not in options)

    def opened_by(self, row: Row) -> tuple[str, ...]:
        """Return the terms that a row's consequences open, through `as if` too."""
        return tuple(do.name for do in self.consequences(row) if do.verb is Verb.OPEN)

    def consequences(self, row: Row) -> tuple[Do, ...]:
        """Return a row's consequences with each `as if ACT` followed, once, by what that act's own row does."""
        return tuple(self._followed(row, set()))

    def _followed(self, row: Row, seen: set[str]) -> Iterator[Do]:
        for do in row.do:
            yield do
            if do.verb is Verb.AS_IF and do.name not in seen:
                seen.add(do.name)
                for other in self.acted(do.name):
                    yield from self._followed(other, seen)

    def acted(self, phrase: str) -> tuple[Row, ...]:
        """Return the act rows of an act phrase or event name."""
        from detente.core.charter.phrases import event_name

        event = event_name(phrase)
        return tuple(row for row in self.rows if row.on is On.ACT and row.act == event)
