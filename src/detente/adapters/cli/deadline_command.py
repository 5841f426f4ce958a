"""`detente deadline`: one deadline, or many, with the days that counted."""

import argparse
import datetime as dt
import sys
from typing import Any, NamedTuple

from detente.adapters.cli.files import print_json
from detente.adapters.cli.parsed import parsed
from detente.adapters.cli.terminal import styled, wrapped
from detente.adapters.cli.times import day, instant, moment, stretch_lines
from detente.core.charter.calendars import NONE, calendar_for
from detente.core.charter.model import Charter, Rules
from detente.core.charter.model.record import data_of
from detente.core.charter.phrases import BadPhrase, Counted, Names, parse_instant
from detente.core.charter.receipt import received
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import CountingCalendar, Due, Later, Receipt, Span, Stretch, Unit, count, parse_receipt


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "amount",
        metavar="AMOUNT",
        nargs="?",
        help='"10 working days", "5 clear working days", "1 month or next working day"',
    )
    anchor = parser.add_mutually_exclusive_group()
    anchor.add_argument(
        "--after",
        metavar="TIME",
        help="count on from this date or instant (ISO 8601; without offset: the calendar's zone)",
    )
    anchor.add_argument("--before", metavar="TIME", help="count back from this date or instant")
    parser.add_argument(
        "--charter", metavar="FILE", required=True, help="the charter (or a part of one) whose calendars count"
    )
    parser.add_argument(
        "--calendar", metavar="NAME", help="one of its calendars, 'all open' or 'any open' (default: the charter's)"
    )
    parser.add_argument(
        "--received",
        metavar="METHOD",
        help="TIME is when a notice was sent this way (e-mail, post ...): count from receipt",
    )
    parser.add_argument("--to", metavar="PARTY", help="who receives the notice, where the parties' calendars differ")
    parser.add_argument("--explain", action="store_true", help="list what counted and what did not")
    parser.add_argument(
        "--batch", metavar="FILE", nargs="?", const="-", help="JSON Lines in, JSON Lines out (default: standard input)"
    )
    parser.add_argument("--json", action="store_true", help="the answer as one JSON object")
    parser.epilog = (
        'examples:\n  detente deadline "10 working days" --after 2026-03-27T17:42 --charter charter.yaml'
        " --received e-mail --explain\n"
        '  echo \'{"id": "e1", "cal": ["england"], "start": "2026-03-30", "n": 5, "unit": "WD"}\''
        " | detente deadline --charter charter.yaml --batch"
    )


def run(arguments: argparse.Namespace) -> int:
    """Count and print."""
    document, charter = parsed(arguments.charter)
    if arguments.batch is not None:
        from detente.adapters.cli.deadline_batch import run_batch

        return run_batch(arguments, charter)
    if not arguments.amount or not (arguments.after or arguments.before):
        raise BadInput(
            "an amount and a time are needed: "
            'detente deadline "10 working days" --after 2026-03-27T17:42 --charter FILE.'
        )
    answer = _answer(arguments, charter, document.names)
    for note in answer.notes:
        sys.stderr.write(f"{note}\n")
    if arguments.json:
        print_json("deadline", **answer.data())
    else:
        sys.stdout.write(answer.text(explain=arguments.explain))
    return 0


class Answer(NamedTuple):
    """A counted deadline with everything that led to it."""

    phrase: Counted
    due: Due
    receipt: Receipt | None
    sent: dt.datetime
    backward: bool
    zones: dict[str, str]
    notes: list[str]

    def text(self, *, explain: bool) -> str:
        """The answer for a reader."""
        due = self.due
        lines = [f"{styled(self._last(), 'bold')}"]
        for party, zone in self.zones.items():
            lines.append(f"  {party + ':':<12}{moment(due.ends, zone)}")
        lines.append(f"  {'ISO 8601:':<12}{instant(due.ends)}")
        if self.receipt:
            lines.append(wrapped(f"Received {moment(self.receipt.at)}: {self.receipt.because}."))
        version = f", version {due.calendar_version}" if due.calendar_version else ""
        lines.append(f"Day 0 is {day(due.day_zero)}. Calendar: {due.calendar}{version}. Time-zone data {due.tzdata}.")
        if explain:
            lines += ["", *stretch_lines(due.stretches())]
        return "\n".join(lines) + "\n"

    def _last(self) -> str:
        before = "before" if self.backward else "after"
        start = f"receipt on {day(self.receipt.day)}" if self.receipt else day(self.due.day_zero)
        if self.due.begins == self.due.ends:
            return f"{self.phrase.data} {before} {moment(self.sent)}: until {moment(self.due.ends)}"
        return f"{self.phrase.data} {before} {start}: last day {day(self.due.last_day)}, until {moment(self.due.ends)}"

    def data(self) -> dict[str, Any]:
        """The answer for a program."""
        due = self.due
        return {
            "amount": self.phrase.data,
            "backward": self.backward,
            "receipt": _receipt(self.receipt) if self.receipt else None,
            "day_zero": due.day_zero.isoformat(),
            "last_day": due.last_day.isoformat(),
            "begins": instant(due.begins),
            "ends": instant(due.ends),
            "calendar": {"name": due.calendar, "version": due.calendar_version},
            "tzdata": due.tzdata,
            "stretches": [_stretch(stretch) for stretch in due.stretches()],
        }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {"at": instant(receipt.at), "day": receipt.day.isoformat(), "because": receipt.because}


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "from": instant(stretch.start),
        "to": instant(stretch.end),
        "counted": stretch.counted,
        "number": stretch.number,
        "reason": stretch.reason,
    }


def _answer(arguments: argparse.Namespace, charter: Rules, names: Names) -> Answer:
    phrase = amount_of(arguments.amount, names)
    calendar = calendar_for(charter, phrase.calendar or arguments.calendar or "")
    agreed = Agreed(arguments.charter, charter)
    assert isinstance(phrase.amount, Span), "amount_of asks for it"
    agreed.refuse(calendar, phrase.amount, phrase.roll)
    agreed.refuse_receipt(arguments.received)
    written = arguments.after or arguments.before
    stated = time_of(written, calendar)
    notes = [note for note in (agreed.zone_note(calendar), clock_note(written, calendar)) if note]
    receipt = received(charter, arguments.received, stated, to=arguments.to) if arguments.received else None
    due = counted(phrase, receipt.at if receipt else stated, calendar, charter, backward=bool(arguments.before))
    zones = {name: party.zone for name, party in charter.parties.items()} if isinstance(charter, Charter) else {}
    return Answer(phrase, due, receipt, stated, backward=bool(arguments.before), zones=zones, notes=notes)


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
