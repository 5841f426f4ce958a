"""`detente deadline`: one deadline, or many, with the days that counted."""

import argparse
import datetime as dt
import sys
from typing import Any, NamedTuple

from detente.adapters.cli.counting import Agreed, amount_of, clock_note, counted, time_of
from detente.adapters.cli.deadline_batch import run_batch
from detente.adapters.cli.files import print_json
from detente.adapters.cli.parsed import parsed
from detente.adapters.cli.terminal import styled, wrapped
from detente.adapters.cli.times import day, instant, moment, stretch_lines
from detente.core.charter.calendars import calendar_for
from detente.core.charter.model import Charter, Rules
from detente.core.charter.phrases import Counted, Names
from detente.core.charter.receipt import received
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Due, Receipt, Span, Stretch


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
