"""Seats, events and times in plain words, one table each, written and read by the same rows."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from detente.core.charter.phrases import (
    Counted,
    Event,
    EventKind,
    Instant,
    OnDate,
    OnEvent,
    Seat,
    SeatKind,
    Who,
    WhoKind,
)
from detente.core.charter.reading.forms import Atom, Form, Listing, Pairs, Pattern, Phrases, Reference
from detente.core.worktime import Unit

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = rf"(?:{'|'.join(_DAYS)}) (\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})"
_MOMENT = re.compile(rf"({_DATE}), (\d\d:\d\d(?::\d\d(?:\.\d+)?)?) \(UTC([+-][\d:.]+)\)")


def _date_words(iso: str) -> str:
    date = dt.date.fromisoformat(iso)
    return f"{_DAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]} {date.year:04d}"


def _date_data(words: str) -> str | None:
    match = re.fullmatch(_DATE, words)
    return f"{match[3]}-{_MONTHS.index(match[2]) + 1:02d}-{int(match[1]):02d}" if match else None


def _moment_words(iso: str) -> str:
    """Return weekday, date, time and offset; seconds only where there are some."""
    date, time, sign, offset = re.fullmatch(r"(.{10})T([\d:.]+)([+-])(.+)", iso).groups()  # type: ignore[union-attr]
    return f"{_date_words(date)}, {time.removesuffix(':00') if len(time) == 8 else time} (UTC{sign}{offset})"


def _moment_data(words: str) -> str | None:
    match = _MOMENT.fullmatch(words)
    date = _date_data(match[1]) if match else None
    return f"{date}T{match[5]}{':00' if len(match[5]) == 5 else ''}{match[6]}" if match and date else None


ATOM = Atom()
DATE = Pattern(_DATE, _date_words, _date_data)
MOMENT = Pattern(_MOMENT.pattern, _moment_words, _moment_data)
SPAN = Pattern(rf"\d+ (?:clear )?(?:{'|'.join(Unit)})s?(?!\w)")
NUMBER = Pattern(r"\d+(?:\.\d+)?(?: [A-Z]{3})?(?!\w)")

FORMS: dict[str, Form] = {
    **dict.fromkeys(("name", "value", "subject", "words", "result"), ATOM),
    **dict.fromkeys(("row", "calendar"), Atom(short=True)),
    "act": Atom(doing=True),
    "step": Reference(),
    "procedure": Reference(),
    "span": SPAN,
    "number": NUMBER,
    "window": SPAN,
    "date": DATE,
    "relation": Pattern("from and including|after|before"),
    "roll": Pattern("next|previous"),
}


def _seat(seat: Seat) -> tuple[str, Mapping[str, Any]]:
    return (seat.name if seat.kind is SeatKind.WORD else str(seat.kind)), {"act": seat.name, "name": seat.name}


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
        SeatKind.STATED: ("stated {name}", "the stated {name}"),
        SeatKind.PARTY: ("{name}", "the {name}"),
        SeatKind.ROLE: ("{name}", "the {name}"),
        SeatKind.NEUTRAL: ("{name}", "the {name}"),
    },
    FORMS,
)
FORMS["seat"] = SEAT
FORMS["seats"] = Listing(SEAT, " or ", least=2)
FORMS["roles"] = Pairs(ATOM, ATOM, "the {v} of the {k}", " and ")


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
    return kind, {"act": event.name, "name": event.name, "procedure": event.name, "result": event.result}


EVENT = Phrases(
    _event,
    {
        EventKind.LIMITATION: ("limitation date", "the limitation date"),
        EventKind.SENDING: ("sending of {act}", "the sending of {act}"),
        EventKind.OPENING: ("opening of {name}", "the opening of {name}"),
        EventKind.RESULT: ("{procedure} {result}", "the end of {procedure} as {result}"),
        EventKind.END: ("end of {name}", "the end of {name}"),
        EventKind.DUE: ("due date of {name}", "the due date of {name}"),
        "first": ("first {act}", "the first {act}"),
        EventKind.VALUE: ("{name}", "the stated {name}"),
        EventKind.DATE: ("{name}", "the {name}"),
        EventKind.ACT: ("{act}", "{act}"),
        EventKind.TERM: ("{name}", "{name}"),
    },
    FORMS,
)
FORMS["event"] = EVENT


def _instant(instant: Instant) -> tuple[str, Mapping[str, Any]]:
    if isinstance(instant, Counted):
        optional = {"calendar": instant.calendar, "relation": instant.relation, "event": instant.event}
        fields = {key: value for key, value in {**optional, "roll": instant.roll}.items() if value}
        if isinstance(instant.amount, str):
            return "row", {"row": instant.amount, **fields}
        return "span", {"span": instant.amount, **fields}
    if isinstance(instant, OnDate):
        return "date", {"date": instant}
    if isinstance(instant, OnEvent):
        return "event", {"event": instant.event}
    return ("later" if instant.later else "earlier"), {"instants": instant.instants}


class _Later(Form):
    """Times inside a time: the form is known only after it is built."""

    def write(self, value: Any, how: Any) -> str:
        return _INSTANTS.write(value, how)

    def read(self, text: str, at: int) -> Any:
        return _INSTANTS.read(text, at)


FORMS["instants"] = _Later()
_COUNTED_DATA = "[ in {calendar}][ {relation} {event}][ or {roll} working day]"
_COUNTED = "[ in the calendar {calendar}][ {relation} {event}][, or the {roll} working day]"
INSTANT = Phrases(
    _instant,
    {
        "date": ("{date}", "{date}"),
        "earlier": (lambda f: {"earlier of": f["instants"]}, "the earlier of ({instants})"),
        "later": (lambda f: {"later of": f["instants"]}, "the later of ({instants})"),
        "span": ("{span}" + _COUNTED_DATA, "{span}" + _COUNTED),
        "row": ("{row}" + _COUNTED_DATA, "the time for {row}" + _COUNTED),
        "event": ("{event}", "{event}"),
    },
    FORMS,
)
_INSTANTS = Listing(INSTANT, "; ", least=2)
FORMS["instant"] = INSTANT


def _deadline(instant: Instant) -> tuple[str, Mapping[str, Any]]:
    if isinstance(instant, Counted):
        return ("before" if instant.relation == "before" else "counted"), {"instant": instant}
    return ("date" if isinstance(instant, OnDate) else "other"), {"instant": instant, "date": instant}


def _stretch(instant: Instant) -> tuple[str, Mapping[str, Any]]:
    if isinstance(instant, Counted) and not instant.event:
        return "length", {"instant": instant}
    return ("date" if isinstance(instant, OnDate) else "other"), {"instant": instant, "date": instant}


def _happening(event: Event) -> tuple[str, Mapping[str, Any]]:
    if event.kind in (EventKind.DATE, EventKind.VALUE):
        return "on", {"event": event}
    kind = "end" if event.kind is EventKind.RESULT else "upon"
    return kind, {"event": event, "procedure": event.name, "result": event.result}


def _same(fields: Mapping[str, Any]) -> Any:
    return fields["instant"]


FORMS["deadline"] = Phrases(
    _deadline,
    {
        "before": (_same, "no later than {instant}"),
        "counted": (_same, "within {instant}"),
        "date": ("{date}", "by the end of {date}"),
        "other": (_same, "by {instant}"),
    },
    FORMS,
)
FORMS["start"] = Phrases(
    _stretch,
    {
        "length": (_same, "from {instant} after this opens"),
        "date": ("{date}", "from {date} onwards"),
        "other": (_same, "from {instant} onwards"),
    },
    FORMS,
)
FORMS["waiting"] = Phrases(
    _stretch,
    {
        "length": (_same, "for {instant}"),
        "date": ("{date}", "until the end of {date}"),
        "other": (_same, "until {instant}"),
    },
    FORMS,
)
FORMS["happening"] = Phrases(
    _happening,
    {
        "on": ("{event}", "on {event}"),
        "end": ("{procedure} {result}", "when procedure {procedure} ends: {result}"),
        "upon": ("{event}", "upon {event}"),
    },
    FORMS,
)
