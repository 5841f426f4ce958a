"""Working time: calendars as evidence, and clocks counted by their rules."""

from detente.core.worktime.calendars import Calendar
from detente.core.worktime.changes import CalendarChange
from detente.core.worktime.counting import business_minutes, business_time, count, next_opening, nth_round
from detente.core.worktime.counting_calendar import Closure, CountingCalendar
from detente.core.worktime.due import Due
from detente.core.worktime.history import CalendarHistory
from detente.core.worktime.joint import JointCalendar, all_open, any_open
from detente.core.worktime.pauses import Pause
from detente.core.worktime.receipt import Later, Receipt, ReceiptRule, deemed_receipt, parse_receipt
from detente.core.worktime.spans import Span, Unit, parse_span
from detente.core.worktime.stretches import Stretch
from detente.core.worktime.weeks import (
    HalfDay,
    Weekend,
    WeekHours,
    parse_hours,
    parse_periods,
    parse_time,
    parse_weekend,
)
from detente.core.worktime.zones import offset, tzdata_version, zone

__all__ = [
    "Calendar",
    "CalendarChange",
    "CalendarHistory",
    "Closure",
    "CountingCalendar",
    "Due",
    "HalfDay",
    "JointCalendar",
    "Later",
    "Pause",
    "Receipt",
    "ReceiptRule",
    "Span",
    "Stretch",
    "Unit",
    "WeekHours",
    "Weekend",
    "all_open",
    "any_open",
    "business_minutes",
    "business_time",
    "count",
    "deemed_receipt",
    "next_opening",
    "nth_round",
    "offset",
    "parse_hours",
    "parse_periods",
    "parse_receipt",
    "parse_span",
    "parse_time",
    "parse_weekend",
    "tzdata_version",
    "zone",
]
