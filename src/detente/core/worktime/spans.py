"""Spans: how long, in which unit, and the one way each is written."""

import re
from enum import StrEnum

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest


class Unit(StrEnum):
    """What a clock counts."""

    WORKING_DAY = "working day"
    CALENDAR_DAY = "calendar day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    BUSINESS_HOUR = "business hour"


HOURS = frozenset({Unit.HOUR, Unit.BUSINESS_HOUR})
# A hundred years of each: longer is a slip of the pen, not a period.
_LONGEST = {
    Unit.WORKING_DAY: 36_525,
    Unit.CALENDAR_DAY: 36_525,
    Unit.WEEK: 5_218,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
    Unit.HOUR: 876_600,
    Unit.BUSINESS_HOUR: 876_600,
}
_UNITS = {**{unit.value: unit for unit in Unit}, **{f"{unit.value}s": unit for unit in Unit}}
_SPAN = re.compile(r"(0|[1-9][0-9]{0,8}) (clear )?([a-z ]*[a-z])")
_OTHER_WORDS = {
    "business day": "working day",
    "banking day": "working day",
    "h": "hour",
    "working hour": "business hour",
}


class Span(msgspec.Struct, frozen=True):
    """So many units of time. `clear`: the first and the last day do not count, so the span ends one day later."""

    count: int
    unit: Unit
    clear: bool = False

    @property
    def text(self) -> str:
        """The one way a span is written: `10 clear working days`, `1 week`."""
        plural = "" if self.count == 1 else "s"
        return f"{self.count} {'clear ' if self.clear else ''}{self.unit.value}{plural}"

    @property
    def asks_calendar(self) -> bool:
        """Whether counting it needs a list of working days or opening hours."""
        return self.unit in (Unit.WORKING_DAY, Unit.BUSINESS_HOUR)


def parse_span(text: str) -> Span:
    """Return the span that `text` writes: a number, perhaps `clear`, a unit. Nought is a span: the same day.

    Raises:
        BadInput: no number, bare days, an unknown unit, clear hours, or more than a hundred years.

    Source: language.md, section 3, `span`.
    """
    match = _SPAN.fullmatch(text)
    if not match:
        raise BadInput(f"'{text}' is no span of time. Write it like '10 working days', '4 weeks' or '48 hours'.")
    number, clear, word = match[1], match[2] or "", match[3]
    if word not in _UNITS:
        raise BadInput(_unknown_unit(text, f"{number} {clear}", word))
    span = Span(int(number), _UNITS[word], bool(clear))
    _check(text, span)
    return span


def _check(text: str, span: Span) -> None:
    if span.clear and span.unit in HOURS:
        plain = Span(span.count, span.unit).text
        raise BadInput(f"'{text}' leaves out a day, but hours elapse without days. Write '{plain}'.")
    if span.count > _LONGEST[span.unit]:
        raise BadInput(f"'{text}' is longer than a hundred years. Write at most {_LONGEST[span.unit]} {span.unit}s.")


def _unknown_unit(text: str, before: str, word: str) -> str:
    one = before.startswith("1 ")
    if word in ("day", "days"):
        choice = f"'{before}working {word}' or '{before}calendar {word}'"
        return f"'{text}' is neither working nor calendar time. Write {choice}."
    single = word.removesuffix("s")
    like = _OTHER_WORDS.get(single) or nearest(single, [unit.value for unit in Unit])
    if like:
        return f"'{text}' has no unit of the language. Nearest: '{before}{like}{'' if one else 's'}'."
    units = ", ".join(unit.value for unit in Unit)
    return f"'{text}' has no unit of the language. The units are: {units}."
