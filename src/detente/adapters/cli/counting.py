"""What a deadline on the command line is counted by: a charter's calendars, an amount and a time as written."""

import datetime as dt
from typing import Any, NamedTuple

from detente.adapters.cli.times import instant, moment
from detente.core.charter.calendars import NONE
from detente.core.charter.model import Charter, Rules
from detente.core.charter.model.record import data_of
from detente.core.charter.phrases import BadPhrase, Counted, Names, parse_instant
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import CountingCalendar, Due, Later, Span, Unit, count, parse_receipt


class Agreed(NamedTuple):
    """What a file agrees on counting: working days need a calendar, and a day needs a zone."""

    path: str
    charter: Rules

    def refuse(self, calendar: CountingCalendar, span: Span, roll: str) -> None:
        """Refuse to count working time by no calendar, which would take every day for a working day.

        Raises:
            BadInput: the calendar is none, and the span or the roll asks for one.
        """
        if calendar.name != NONE or NONE in self._declared():
            return
        if span.asks_calendar:
            self._refuse("working days" if span.unit is Unit.WORKING_DAY else "business hours")
        elif roll not in ("", "none"):
            self._refuse("a roll to a working day")

    def refuse_receipt(self, method: str | None) -> None:
        """Refuse to tell receipt in working days where the recipient has no calendar.

        Raises:
            BadInput: so it is, for this method.
        """
        notices = getattr(self.charter, "notices", None)
        bare = isinstance(self.charter, Charter) or getattr(self.charter, "calendar", None)
        if not method or bare or notices is None or notices.calendar != "recipient":
            return
        for name, entry in notices.methods.items():
            if _plain(name) == _plain(method) and _asks_calendar(parse_receipt(data_of(entry)).received):
                self._refuse(f"receipt by {name}")

    def zone_note(self, calendar: CountingCalendar) -> str:
        """Return what to say where nobody agreed a zone; empty where somebody did."""
        if self.charter.zone or calendar.name != NONE:
            return ""
        return f"{self.path} names no zone: the days are counted in UTC."

    def _declared(self) -> dict[str, Any]:
        return dict(getattr(self.charter, "calendars", {}))

    def _refuse(self, what: str) -> None:
        cure = "Write 'calendar' and 'calendars' in it, or count calendar days, weeks, months or hours."
        if self._declared():
            cure = f"Choose one of its calendars with --calendar: {', '.join(self._declared())}."
        raise BadInput(f"{self.path} agrees no calendar, so {what} cannot be counted. {cure}")


def _plain(method: str) -> str:
    return method.replace("-", "").replace(" ", "").lower()


def _asks_calendar(received: str | Later) -> bool:
    """Whether a receipt rule asks which days are working days; `same day` does, since a closed day is never it."""
    return not isinstance(received, Later) or received.span.asks_calendar


def amount_of(text: str, names: Names) -> Counted:
    """Return an amount as the language writes it, with its calendar and roll, without an event.

    Raises:
        BadInput: it is no amount.
    """
    try:
        phrase = parse_instant(text, names)
    except BadPhrase as error:
        raise BadInput(f"{error.says} {error.cure}".strip()) from error
    if not isinstance(phrase, Counted) or phrase.event or not isinstance(phrase.amount, Span):
        raise BadInput(
            f"'{text}' is no amount of time. Write it like '10 working days'; the time goes with --after or --before."
        )
    return phrase


def time_of(text: str, calendar: CountingCalendar) -> dt.datetime:
    """Return an instant; without an offset it is local time in the calendar's zone, a date its first instant.

    Of a time that clocks show twice it is the first; one that they skip is as much later as the clocks went forward.

    Raises:
        BadInput: not ISO 8601.
    """
    try:
        stated = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            f"'{text}' is no time. Write it in ISO 8601, like 2026-03-27T17:42 or 2026-03-27T17:42+00:00."
        ) from error
    return stated if stated.tzinfo else stated.replace(tzinfo=calendar.tz).astimezone(dt.UTC).astimezone(calendar.tz)


def clock_note(text: str, calendar: CountingCalendar) -> str:
    """Return what to say of a local time that clocks skip or show twice; empty for any other, and for a date."""
    stated = dt.datetime.fromisoformat(text)
    first, second = (stated.replace(tzinfo=calendar.tz, fold=fold) for fold in (0, 1))
    if stated.tzinfo or len(text) <= len("2026-W13-5") or first.utcoffset() == second.utcoffset():
        return ""
    taken = time_of(text, calendar)
    if taken.replace(tzinfo=None) != stated:
        return f"{text} is skipped by clocks in {calendar.zone}; {moment(taken)} is taken."
    return (
        f"{text} is shown twice by clocks in {calendar.zone}; the first is taken: {instant(taken)}. "
        f"The second is {instant(second)}."
    )


def counted(phrase: Counted, anchor: dt.datetime, calendar: CountingCalendar, charter: Rules, *, backward: bool) -> Due:
    """Return when the amount has passed, by the charter's way of counting months."""
    assert isinstance(phrase.amount, Span), "amount_of asks for it"
    months = "30 days" if getattr(charter, "months", "") == "30 days" else "corresponding"
    return count(anchor, phrase.amount, calendar, backward=backward, roll=phrase.roll or "none", months=months)
