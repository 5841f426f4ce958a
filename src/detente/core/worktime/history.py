"""A calendar with its changes: which list a clock is counted by."""

from datetime import datetime

from detente.core.worktime.calendars import Calendar
from detente.core.worktime.changes import FOLLOW, CalendarChange


class CalendarHistory:
    """A calendar as agreed first, and every change since, in the order in which they took effect."""

    __slots__ = ("_lists", "calendar", "changes")

    def __init__(self, calendar: Calendar, changes: tuple[CalendarChange, ...] = ()) -> None:
        self.calendar = calendar
        self.changes = tuple(sorted(changes, key=lambda change: change.effective))
        self._lists: dict[tuple[int, ...], Calendar] = {(): calendar}

    def with_change(self, change: CalendarChange) -> "CalendarHistory":
        """Return the history with one change more."""
        return CalendarHistory(self.calendar, (*self.changes, change))

    def for_clock(self, opened_at: datetime, looked_at: datetime) -> Calendar:
        """Return the list that a clock opened at one instant is counted by at another.

        A change counts once it is in effect. One that running clocks follow counts for every clock, one that they do
        not follow only for clocks opened at or after it.
        """
        chosen = tuple(
            place
            for place, change in enumerate(self.changes)
            if change.effective <= looked_at and (change.running == FOLLOW or change.effective <= opened_at)
        )
        return self._list(chosen)

    def _list(self, chosen: tuple[int, ...]) -> Calendar:
        found = self._lists.get(chosen)
        if found is None:
            found = self._list(chosen[:-1]).with_change(self.changes[chosen[-1]])
            self._lists[chosen] = found
        return found
