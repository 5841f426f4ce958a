"""Dates, spans and times in plain words, one table each, written and read by the same rows."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from detente.core.charter.phrases import Counted, Event, EventKind, Instant, OnDate, OnEvent
from detente.core.charter.reading.forms import Form, How, Pattern, Phrases
from detente.core.charter.reading.lists import Listing
from detente.core.charter.reading.phrases import FORMS
from detente.core.worktime import Span, Unit

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = rf"(?:{'|'.join(_DAYS)}) (\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})"
_MOMENT = re.compile(rf"({_DATE}), (\d\d:\d\d(?::\d\d(?:\.\d+)?)?) \(UTC(?:([+-])(\d{{1,2}})(:[\d:.]+)?)?\)")
_ISO = re.compile(r"(.{10})T([\d:.]+)([+-])(\d\d)(:.+)")


def _date_words(iso: str) -> str:
    date = dt.date.fromisoformat(iso)
    return f"{_DAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]} {date.year:04d}"


def _date_data(words: str) -> str | None:
    match = re.fullmatch(_DATE, words)
    return f"{match[3]}-{_MONTHS.index(match[2]) + 1:02d}-{int(match[1]):02d}" if match else None


def _moment_words(iso: str) -> str:
    """Return weekday, date, time and offset; of the time and the offset only what is not nought."""
    date, time, sign, hours, rest = _ISO.fullmatch(iso).groups()  # type: ignore[union-attr]
    offset = f"{sign}{int(hours)}{rest.removesuffix(':00') if len(rest) == 3 else rest}".removesuffix("+0")
    return f"{_date_words(date)}, {time.removesuffix(':00') if len(time) == 8 else time} (UTC{offset})"


def _moment_data(words: str) -> str | None:
    match = _MOMENT.fullmatch(words)
    date = _date_data(match[1]) if match else None
    if not match or not date:
        return None
    offset = f"{match[6] or '+'}{int(match[7] or 0):02d}{match[8] or ':00'}"
    return f"{date}T{match[5]}{':00' if len(match[5]) == 5 else ''}{offset}"


DATE = Pattern(_DATE, _date_words, _date_data)
MOMENT = Pattern(_MOMENT.pattern, _moment_words, _moment_data)
_UNIT = rf"(?:clear )?(?:{'|'.join(Unit)})"
SPAN = Pattern(rf"\d+ {_UNIT}s?(?!\w)")
_ONE = re.compile(rf"{_UNIT}(?!\w)")
FORMS |= {
    **dict.fromkeys(("span", "window"), SPAN),
    "date": DATE,
    "relation": Pattern("from and including|after|before"),
    "roll": Pattern("next|previous"),
}


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
    kind = f"{'later' if instant.later else 'earlier'} of {min(len(instant.instants), 3)}"
    return kind, {"instants": instant.instants}


class _Inner(Form):
    """Times inside a time: the form is known only after it is built."""

    def write(self, value: Any, how: Any) -> str:
        return _INSTANTS.write(value, how)

    def read(self, text: str, at: int) -> Any:
        return _INSTANTS.read(text, at)


FORMS["instants"] = _Inner()
_COUNTED_DATA = "[ in {calendar}][ {relation} {event}][ or {roll} working day]"
_COUNTED = "[ in the calendar {calendar}][ {relation} {event}][, or the {roll} working day]"
INSTANT = Phrases(
    _instant,
    {
        "date": ("{date}", "{date}"),
        "earlier of 2": (lambda f: {"earlier of": f["instants"]}, "the earlier of ({instants})"),
        "earlier of 3": (lambda f: {"earlier of": f["instants"]}, "the earliest of ({instants})"),
        "later of 2": (lambda f: {"later of": f["instants"]}, "the later of ({instants})"),
        "later of 3": (lambda f: {"later of": f["instants"]}, "the latest of ({instants})"),
        "span": ("{span}" + _COUNTED_DATA, "{span}" + _COUNTED),
        "row": ("{row}" + _COUNTED_DATA, "the time for {row}" + _COUNTED),
        "event": ("{event}", "{event}"),
    },
    FORMS,
)
_INSTANTS = Listing(INSTANT, "; ", least=2)
FORMS["instant"] = INSTANT


class _Every(Form):
    """How often: `every week`, not `every 1 week`."""

    def write(self, value: Any, how: How) -> str:
        if isinstance(value, Counted) and isinstance(value.amount, str):
            return f"in rounds of {INSTANT.write(value, how)}"
        span = value.amount if isinstance(value, Counted) else value
        said = SPAN.write(value, how) if isinstance(value, Span) else INSTANT.write(value, how)
        return f"every {said.removeprefix('1 ') if isinstance(span, Span) and span.count == 1 else said}"

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        if text.startswith("in rounds of ", at):
            yield from INSTANT.read(text, at + 13)
        if text.startswith("every ", at):
            at += 6
            if _ONE.match(text, at):
                yield from ((data, at + end - 2) for data, end in INSTANT.read(f"1 {text[at:]}", 0))
            else:
                yield from INSTANT.read(text, at)


FORMS["round"] = _Every()


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


def _moment(instant: Instant) -> tuple[str, Mapping[str, Any]]:
    day = isinstance(instant, OnDate) or (isinstance(instant, OnEvent) and _happening(instant.event)[0] == "on")
    return ("counted" if isinstance(instant, Counted) else "day" if day else "other"), {"instant": instant}


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
FORMS["moment"] = Phrases(
    _moment,
    {"day": (_same, "on {instant}"), "other": (_same, "at {instant}"), "counted": (_same, "{instant}")},
    FORMS,
)
