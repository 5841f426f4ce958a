"""What counting answers: the day, the instants, and the grounds."""

from datetime import date, datetime

import msgspec

from detente.core.worktime.calendars import CountingCalendar
from detente.core.worktime.spans import Span
from detente.core.worktime.stretches import Stretch, day_stretches, hour_stretches
from detente.core.worktime.walk import Asked, Walk


class Due(msgspec.Struct, frozen=True):
    """When a span of time has passed.

    `begins` is what `from` means, `ends` what `by` means: the first instant of `last_day`, and its end (the start of
    the next day, or the hour at which the calendar's periods end). For hours both are the instant itself. Both are
    aware, in the calendar's zone. After a lapse, day 0 of what follows is `last_day`.
    """

    day_zero: date
    last_day: date
    begins: datetime
    ends: datetime
    span: Span
    calendar: str
    calendar_version: str
    tzdata: str
    asked: Asked
    walk: Walk | None = None  # the day count behind it; None for hours
