"""Many deadlines at once: JSON Lines in, JSON Lines out, one answer a line, in order."""

import argparse
import datetime as dt
import json
import sys
from typing import Any

from detente.adapters.cli.counting import Agreed, clock_note, time_of
from detente.adapters.cli.files import read_bytes
from detente.adapters.cli.times import instant
from detente.core.charter.calendars import calendar_for
from detente.core.charter.model import Rules
from detente.core.charter.receipt import received
from detente.core.vocabulary.errors import BadInput, DetenteError
from detente.core.worktime import CountingCalendar, Span, Unit, all_open, any_open, count

UNITS = {"WD": Unit.WORKING_DAY, "BD": Unit.WORKING_DAY, "D": Unit.CALENDAR_DAY, "W": Unit.WEEK, "M": Unit.MONTH,
         "Y": Unit.YEAR, "H": Unit.HOUR, "BH": Unit.BUSINESS_HOUR}  # fmt: skip
KEYS = ("id", "cal", "start", "n", "unit", "clear", "backward", "roll", "combine", "received", "to", "expect")


def run_batch(arguments: argparse.Namespace, charter: Rules) -> int:
    """Answer every line; 1 where an answer differs from its `expect`, or a line could not be answered."""
    batch = _Batch(Agreed(arguments.charter, charter), arguments.calendar or "")
    wrong = 0
    for number, line in enumerate(read_bytes(arguments.batch).decode("utf-8", "replace").splitlines(), 1):
        if line.strip():
            answer = batch.answer(line, number)
            wrong += "error" in answer or answer.get("as_expected") is False
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    for note in batch.notes:
        sys.stderr.write(f"{note}\n")
    return 1 if wrong else 0


class _Batch:
    def __init__(self, agreed: Agreed, default: str) -> None:
        self.agreed, self.charter, self.default = agreed, agreed.charter, default
        self.notes: dict[str, None] = {}  # each once, for the whole batch
        self.calendars: dict[tuple[str, ...], CountingCalendar] = {}

    def answer(self, line: str, number: int) -> dict[str, Any]:
        """Return the answer to one line, or what is wrong with it; a bad line never stops the others."""
        task: Any = None
        try:
            task = json.loads(line)
            return self._counted(_checked(task))
        except json.JSONDecodeError as error:
            return {"line": number, "error": f"line {number} is no JSON: {error.msg}."}
        except DetenteError as error:
            return {"id": task.get("id") if isinstance(task, dict) else None, "line": number, "error": str(error)}

    def _counted(self, task: dict[str, Any]) -> dict[str, Any]:
        calendar = self._calendar(task)
        span = Span(task["n"], UNITS[task["unit"]], bool(task.get("clear")))
        self.agreed.refuse(calendar, span, _roll(task))
        self.agreed.refuse_receipt(task.get("received"))
        start = time_of(task["start"], calendar)
        if note := self.agreed.zone_note(calendar):
            self.notes[note] = None
        if task.get("received"):
            start = received(self.charter, task["received"], start, to=task.get("to")).at
        months = "30 days" if getattr(self.charter, "months", "") == "30 days" else "corresponding"
        due = count(start, span, calendar, backward=bool(task.get("backward")), roll=_roll(task), months=months)
        answer: dict[str, Any] = {
            "id": task.get("id"),
            "day": due.last_day.isoformat(),
            "begins": instant(due.begins),
            "ends": instant(due.ends),
        }
        if note := clock_note(task["start"], calendar):
            answer["note"] = note
        if "expect" in task:
            answer["as_expected"] = _same(task["expect"], answer, due.ends)
        return answer

    def _calendar(self, task: dict[str, Any]) -> CountingCalendar:
        names = tuple(
            task.get("cal") or ([self.default] if self.default else [getattr(self.charter, "calendar", None) or "none"])
        )
        key = (*names, task.get("combine") or "all")
        if key not in self.calendars:
            found = [calendar_for(self.charter, name) for name in names]
            combine = any_open if key[-1] in ("any", "any open") else all_open
            zone = self.charter.zone or found[0].zone
            self.calendars[key] = found[0] if len(found) == 1 else combine(" and ".join(names), found, zone=zone)
        return self.calendars[key]


def _checked(task: Any) -> dict[str, Any]:
    if not isinstance(task, dict):
        raise BadInput("a line is one JSON object with start, n and unit.")
    for key in task:
        if key not in KEYS:
            raise BadInput(f"'{key}' is no key of a counting line. Known: {', '.join(KEYS)}.")
    if not isinstance(task.get("start"), str):
        raise BadInput("'start' is missing: a date or an instant in ISO 8601.")
    if not isinstance(task.get("n"), int) or isinstance(task["n"], bool) or not 0 <= task["n"] <= 1_000_000:
        raise BadInput(f"n {task.get('n')!r} is no whole number from 0 to 1000000.")
    if task.get("unit") not in UNITS:
        raise BadInput(f"unit {task.get('unit')!r} is not known. Known: {', '.join(UNITS)}.")
    if not isinstance(task.get("cal", []), list) or not all(isinstance(name, str) for name in task.get("cal", [])):
        raise BadInput("'cal' is a list of calendars' names.")
    return task


def _roll(task: dict[str, Any]) -> str:
    roll = {"next_wd": "next", "prev_wd": "previous"}.get(str(task.get("roll")), task.get("roll") or "none")
    if roll not in ("none", "next", "previous"):
        raise BadInput(f"roll {task['roll']!r} is not known. Known: none, next, previous.")
    return str(roll)


def _same(expect: Any, answer: dict[str, Any], ends: dt.datetime) -> bool:
    if not isinstance(expect, str) or len(expect) == 10:
        return bool(answer["day"] == expect)
    try:
        stated = dt.datetime.fromisoformat(expect)
    except ValueError:
        return False
    return stated == ends if stated.tzinfo else stated == ends.replace(tzinfo=None)
