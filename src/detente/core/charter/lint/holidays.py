"""Rules about the days off a calendar lists: every year has some, and each lies within the calendar's reach."""

import datetime as dt
from collections.abc import Iterator

from detente.core.charter.lint.calendars import entries_of
from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import listed, whole
from detente.core.charter.model.sections import CalendarEntry
from detente.core.charter.parse import Document
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.findings import Severity
from detente.core.worktime.weeks import parse_weekend

_YEAR_PART = 90  # days of a year within reach from which a year without any holiday is strange


def years_without_holidays(document: Document) -> Iterator[Hit]:
    """A year inside a calendar's reach for which no holiday is listed."""
    charter = whole(document)
    begins = [charter.effective.date()] if charter else []
    for name, entry in entries_of(document).items():
        days = _holidays(document, entry)
        first = entry.known_from or min([*days, *begins], default=None)
        if entry.known_until is None or first is None or not entry.weekend:
            continue
        listed_years = {day.year for day in days}
        for year in range(first.year, min(entry.known_until.year, first.year + 100) + 1):
            inside = (min(entry.known_until, dt.date(year, 12, 31)) - max(first, dt.date(year, 1, 1))).days + 1
            if year not in listed_years and inside >= _YEAR_PART:
                yield Hit(
                    ("calendars", name),
                    f"'{name}' is known until {entry.known_until} and lists no holiday in {year}.",
                    f"List the holidays of {year}, or let 'known until' end before them.",
                )


def _holidays(document: Document, entry: CalendarEntry) -> set[dt.date]:
    entries, seen = entries_of(document), {id(entry)}
    days = set(entry.holidays)
    while entry.holidays_as and (other := entries.get(entry.holidays_as)) and id(other) not in seen:
        entry = other
        seen.add(id(entry))
        days |= set(entry.holidays)
    return days


def holidays_out_of_reach(document: Document) -> Iterator[Hit]:
    """A holiday before the calendar begins or after it ends; as a note, one that falls on a day off anyway."""
    for name, entry in entries_of(document).items():
        here = ("calendars", name, "holidays")
        first, last = entry.known_from or dt.date.min, entry.known_until or dt.date.max
        outside = [day for day in entry.holidays if not first <= day <= last]
        if outside:
            reach = f"from {entry.known_from} " if entry.known_from else ""
            yield Hit(
                (*here, str(outside[0])),
                f"'{name}' is known {reach}until {entry.known_until} and lists {listed(map(str, outside))} beyond.",
                "Let the calendar reach as far as its list, or take the day out.",
            )
        weekend = _weekend_days(entry)
        if weekend:
            yield Hit(
                (*here, str(weekend[0])),
                f"'{name}' lists {listed(map(str, weekend))}, on a weekend: no day more is off.",
                "Add the substitute day if the office takes one.",
                severity=Severity.NOTE,
            )


def _weekend_days(entry: CalendarEntry) -> list[dt.date]:
    try:
        week = parse_weekend(entry.weekend or [])
    except BadInput:
        return []
    return [day for day in entry.holidays if week.includes(day)]


RULES = (
    Rule("CAL003", Severity.WARNING, "a year without holidays", years_without_holidays),
    Rule("CAL005", Severity.WARNING, "a holiday beyond its calendar", holidays_out_of_reach),
)
