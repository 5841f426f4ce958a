"""A change to a calendar: which days it closes and opens, from when, and whether running clocks follow it."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from detente.core.vocabulary.errors import BadInput

FOLLOW = "follow"
KEEP = "keep"


class CalendarChange(msgspec.Struct, frozen=True):
    """Days closed and opened, with their names, by an agreement that takes effect at `effective` (aware)."""

    effective: datetime
    closed: Mapping[date, str]
    opened: Mapping[date, str]
    running: str  # `follow`: open clocks are counted anew; `keep`: they keep their dates

    def __post_init__(self) -> None:
        if self.running not in (FOLLOW, KEEP):
            raise BadInput(f"running clocks: '{self.running}' says neither. Write 'follow' or 'keep'.")
        for day in sorted(self.closed.keys() & self.opened.keys()):
            raise BadInput(f"the calendar change of {self.effective.date()} both closes and opens {day}. Keep one.")
