"""What counting answers: the day, the instants, and the grounds."""

from datetime import date, datetime

import msgspec

from detente.core.worktime.spans import HOURS, Span
from detente.core.worktime.stretches import Stretch, day_stretches, hour_stretches
from detente.core.worktime.walk import Asked
from detente.core.worktime.zones import micro


class Due(msgspec.Struct, frozen=True):
    """When a span of time has passed.

    `begins` is what `from` means, `ends` what `by` means: the first instant of `last_day`, and its end (the start of
    the next day, or the hour at which the calendar's periods end). For hours both are the instant itself. Both are
    local times of the calendar's zone with their UTC offset. After a lapse, day 0 of what follows is `last_day`.
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

    def stretches(self) -> tuple[Stretch, ...]:
        """Return what counted and what did not, in order, without gap or overlap; worked out when asked for.

        Days run from day 0 (whole) to `ends`, counted backward from `begins` to the end of day 0; hours run between
        the anchor and the instant. Where rolling went back towards day 0 the whole count is shown, past the rolled day.
        """
        if self.span.unit in HOURS:
            return hour_stretches(self.asked, micro(self.ends))
        return day_stretches(self.asked)
