"""Seats and events in plain words, one table each, written and read by the same rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from detente.core.charter.phrases import Event, EventKind, Seat, SeatKind, Who, WhoKind
from detente.core.charter.reading.forms import Atom, Form, How, Name, Phrases, Quoted, Reference
from detente.core.charter.reading.lists import Listing, Pairs

ATOM, CALLED, NAME = Atom(), Atom(called=True), Name()

FORMS: dict[str, Form] = {
    **dict.fromkeys(("value", "text"), ATOM),
    **dict.fromkeys(("name", "result", "counter"), CALLED),
    **dict.fromkeys(("act", "label", "row", "calendar", "track", "right", "word"), NAME),
    "quoted": Quoted(),
    "step": Reference("steps"),
    "procedure": Reference("sections"),
    "part": Reference("steps", "sections"),
    "labels": Listing(NAME, last=" and "),
}


def _seat(seat: Seat) -> tuple[str, Mapping[str, Any]]:
    return (seat.name if seat.kind is SeatKind.WORD else str(seat.kind)), {
        "act": seat.name,
        "name": seat.name,
        "label": seat.name,
    }


SEAT = Phrases(
    _seat,
    {
        "either": ("either", "either party"),
        "both": ("both", "both parties together"),
        "all": ("all", "all parties together"),
        "each": ("each", "each party"),
        "opener": ("opener", "the opener"),
        "other": ("other", "the other party"),
        SeatKind.SENDER: ("sender of {act}", "the sender of {act}"),
        SeatKind.RECEIVER: ("receiver of {act}", "the receiver of {act}"),
        SeatKind.STATED: ("stated {label}", "the stated {label}"),
        SeatKind.PARTY: ("{name}", "the {name}"),
        SeatKind.ROLE: ("{name}", "the {name}"),
        SeatKind.NEUTRAL: ("{name}", "the {name}"),
    },
    FORMS,
)


class _Told(Form):
    """A seat that a message goes to; a role that every party fills is that of each party."""

    def write(self, value: Seat, how: How) -> str:
        shared = value.kind is SeatKind.ROLE and value.name in how.shared
        return SEAT.write(value, how) + (_OF_EACH if shared else "")

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        for seat, end in SEAT.read(text, at):
            if text.startswith(_OF_EACH, end):
                yield seat, end + len(_OF_EACH)
        yield from SEAT.read(text, at)


_OF_EACH = " of each party"
FORMS["seat"] = SEAT
FORMS["told"] = _Told()
FORMS["seats"] = Listing(SEAT, last=" or ", least=2)
FORMS["roles"] = Pairs(CALLED, CALLED, "the {v} of the {k}")


def _who(who: Who) -> tuple[str, Mapping[str, Any]]:
    if who.kind is WhoKind.SEAT:
        return "seat", {"seat": who.seats[0]}
    if who.kind is WhoKind.ANY:
        return "any of", {"seats": who.seats}
    kind = "together" if len(who.seats) > 1 else "one role"
    return kind, {"roles": dict(zip(who.parties, who.names, strict=True))}


WHO = Phrases(
    _who,
    {
        "together": (lambda f: f["roles"], "{roles} together"),
        "one role": (lambda f: f["roles"], "{roles}"),
        "any of": (lambda f: {"any of": f["seats"]}, "{seats}"),
        "seat": ("{seat}", "{seat}"),
    },
    FORMS,
)
FORMS["who"] = WHO


def _event(event: Event) -> tuple[str, Mapping[str, Any]]:
    kind = "first" if event.first else str(event.kind)
    named = dict.fromkeys(("act", "name", "label", "step", "procedure"), event.name)
    return kind, {**named, "result": event.result}


EVENT = Phrases(
    _event,
    {
        EventKind.LIMITATION: ("limitation date", "the limitation date"),
        EventKind.SENDING: ("sending of {act}", "the sending of {act}"),
        EventKind.OPENING: ("opening of {step}", "the opening of {step}"),
        EventKind.RESULT: ("{procedure} {result}", "the end of {procedure} as {result}"),
        EventKind.END: ("end of {step}", "the end of {step}"),
        EventKind.DUE: ("due date of {step}", "the due date of {step}"),
        "first": ("first {act}", "the first {act}"),
        EventKind.VALUE: ("{label}", "the stated {label}"),
        EventKind.DATE: ("{name}", "the {name}"),
        EventKind.ACT: ("{act}", "{act}"),
        EventKind.TERM: ("{step}", "{step}"),
    },
    FORMS,
)
FORMS["event"] = EVENT
FORMS["the ones"] = Listing(
    Phrases(lambda one: ("one", {"text": one}), {"one": (lambda f: f["text"], "the {text}")}, FORMS), last=" and "
)
