"""The phrases of the language: each parses to one structure, and each structure is written in one way."""

from detente.core.charter.phrases.consequences import Consequences, Do, Verb, parse_consequences
from detente.core.charter.phrases.events import Event, EventKind, parse_event
from detente.core.charter.phrases.guards import Guard, GuardKind, Guards, parse_guards
from detente.core.charter.phrases.instants import Combined, Counted, Instant, OnDate, OnEvent, parse_instant
from detente.core.charter.phrases.names import BadPhrase, Names, event_name
from detente.core.charter.phrases.seats import Seat, SeatKind, Who, WhoKind, parse_seat, parse_who

__all__ = [
    "BadPhrase",
    "Combined",
    "Consequences",
    "Counted",
    "Do",
    "Event",
    "EventKind",
    "Guard",
    "GuardKind",
    "Guards",
    "Instant",
    "Names",
    "OnDate",
    "OnEvent",
    "Seat",
    "SeatKind",
    "Verb",
    "Who",
    "WhoKind",
    "event_name",
    "parse_consequences",
    "parse_event",
    "parse_guards",
    "parse_instant",
    "parse_seat",
    "parse_who",
]
