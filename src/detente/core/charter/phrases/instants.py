"""Instants: by when, from when, how often."""

import datetime as dt
import re
from typing import Any, NamedTuple

import msgspec

from detente.core.charter.phrases.events import Event, find_event, parse_event
from detente.core.charter.phrases.names import BadPhrase, Names, unknown, unreadable
from detente.core.charter.phrases.slips import meant_time
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Span, parse_span

_RELATION = re.compile(r"^(.*?) (after|before|from and including) (.+)$")
_ROLL = re.compile(r" or (next|previous) working day$")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
COMBINATIONS = ("all open", "any open")


class Counted(msgspec.Struct, frozen=True):
    """An amount counted from an event, or from the term's own opening where no event is named."""

    amount: Span | str  # a span, or the name of a row of times
    calendar: str = ""
    relation: str = ""  # after, before, from and including; empty without an event
    event: Event | None = None
    roll: str = ""  # next or previous

    @property
    def data(self) -> str:
        """The one writing."""
        words = [self.amount if isinstance(self.amount, str) else self.amount.text]
        if self.calendar:
            words.append(f"in {self.calendar}")
        if self.event:
            words.append(f"{self.relation} {self.event.text}")
        if self.roll:
            words.append(f"or {self.roll} working day")
        return " ".join(words)


class OnEvent(msgspec.Struct, frozen=True):
    """The instant of an event; a stated date or a date of the charter is that whole day."""

    event: Event

    @property
    def data(self) -> str:
        """The one writing."""
        return self.event.text


class OnDate(msgspec.Struct, frozen=True):
    """A whole day."""

    date: dt.date

    @property
    def data(self) -> str:
        """The one writing."""
        return self.date.isoformat()


class Combined(msgspec.Struct, frozen=True):
    """The earlier or the later of several instants."""

    later: bool
    instants: tuple["Instant", ...]

    @property
    def data(self) -> dict[str, list[Any]]:
        """The one writing."""
        return {"later of" if self.later else "earlier of": [instant.data for instant in self.instants]}


Instant = Counted | OnEvent | OnDate | Combined


class _Parts(NamedTuple):
    text: str  # the whole phrase
    amount: str  # with its calendar
    relation: str
    event: Event | None
    roll: str


def parse_instant(value: Any, names: Names) -> Instant:
    """Return the instant that a phrase or an `earlier of` / `later of` mapping describes.

    Raises:
        BadPhrase: not in the grammar, or a name nobody declared.
    """
    if isinstance(value, dict):
        return _combined(value, names)
    if not isinstance(value, str) or not value.strip():
        raise BadPhrase("A time is expected here.", "Write it like '10 working days after dispute notice'.")
    return _single(" ".join(value.split()), names)


def events_of(instant: Instant) -> list[Event]:
    """Return the events an instant hangs on."""
    if isinstance(instant, Combined):
        return [event for part in instant.instants for event in events_of(part)]
    if isinstance(instant, OnEvent):
        return [instant.event]
    return [instant.event] if isinstance(instant, Counted) and instant.event else []


def counted_of(instant: Instant) -> list[Counted]:
    """Return the counted amounts inside an instant."""
    if isinstance(instant, Combined):
        return [counted for part in instant.instants for counted in counted_of(part)]
    return [instant] if isinstance(instant, Counted) else []


def _combined(value: dict[str, Any], names: Names) -> Combined:
    if len(value) != 1 or next(iter(value)) not in ("earlier of", "later of"):
        raise BadPhrase(f"'{', '.join(value)}' is no time.", "Write 'earlier of: [...]' or 'later of: [...]'.")
    key, parts = next(iter(value.items()))
    if not isinstance(parts, list) or len(parts) < 2:
        raise BadPhrase(f"'{key}' needs at least two times.", f"Write '{key}: [20 working days, hold meeting]'.")
    return Combined(key == "later of", tuple(parse_instant(part, names) for part in parts))


def _single(text: str, names: Names) -> Instant:
    if _DATE.fullmatch(text):
        return OnDate(_date(text))
    event = find_event(text, names) if text not in names.rows else None
    if event:
        return OnEvent(event)
    rest, roll = text, ""
    if match := _ROLL.search(text):
        rest, roll = text[: match.start()], match[1]
    relation, since = "", None
    if match := _RELATION.match(rest):
        rest, relation, since = match[1], match[2], parse_event(match[3], names)
    return _amount(_Parts(text, rest, relation, since, roll), names)


def _amount(parts: _Parts, names: Names) -> Instant:
    amount, calendar = _calendar(parts.amount, names)
    if amount in names.rows:
        return Counted(amount, calendar, parts.relation, parts.event, parts.roll)
    slip = meant_time(amount)
    if not amount[:1].isdigit():
        if slip:
            raise BadPhrase(f"'{amount}' is no time.", slip, "LNG003")
        if parts.relation or parts.roll:
            raise unknown("length of time or row of times", amount, names.rows)
        return OnEvent(parse_event(parts.text, names))
    try:
        return Counted(parse_span(amount), calendar, parts.relation, parts.event, parts.roll)
    except BadInput as error:
        raise BadPhrase(f"'{amount}' is no time.", slip, "LNG003") if slip else unreadable(error) from error


def _calendar(text: str, names: Names) -> tuple[str, str]:
    amount, separator, calendar = text.rpartition(" in ")
    if not separator or text in names.rows:
        return text, ""
    if calendar in COMBINATIONS or calendar in names.calendars or not names.complete:
        return amount, calendar
    raise unknown("calendar", calendar, [*names.calendars, *COMBINATIONS])


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadPhrase(f"'{text}' is no date of the calendar.", "Write a date that exists, year-month-day.") from error
