"""Pauses: when a clock stands still, as instants and as the days they touch."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.zones import local_ordinal, micro

FOREVER = 1 << 62  # the end of a pause that has not ended

Pause = tuple[datetime, datetime | None]


def in_order(pauses: Sequence[Pause]) -> list[tuple[int, int]]:
    """Return the pauses as half-open stretches of microseconds, in order and apart; one not ended goes on FOREVER.

    Raises:
        BadInput: a pause that ends before it begins.
    """
    whole: list[tuple[int, int]] = []
    for start, end in sorted(
        (micro(start), FOREVER if end is None else micro(end)) for start, end in map(_checked, pauses)
    ):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        elif start < end:
            whole.append((start, end))
    return whole


def _checked(pause: Pause) -> Pause:
    start, end = pause
    if end is not None and end < start:
        raise BadInput(f"a pause ends at {end.isoformat()}, before it begins at {start.isoformat()}. Exchange them.")
    return pause


class TouchedDays:
    """The local days touched by pauses, as runs of `date.toordinal()` in order and apart."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def add(self, start: int, end: int, tz: ZoneInfo) -> None:
        """Take in a pause that begins after those taken in before."""
        first, last = local_ordinal(start, tz), local_ordinal(end - 1, tz)
        if self._lasts and first <= self._lasts[-1] + 1:
            self._lasts[-1] = max(last, self._lasts[-1])
        else:
            self._firsts.append(first)
            self._lasts.append(last)

    def __contains__(self, ordinal: int) -> bool:
        i = bisect_right(self._firsts, ordinal) - 1
        return i >= 0 and ordinal <= self._lasts[i]

    def runs(self, after: int, until: int) -> list[tuple[int, int]]:
        """Return the runs (first, last) that lie after one day and not after another, cut to size."""
        i, j = bisect_left(self._lasts, after + 1), bisect_right(self._firsts, until)
        return [
            (max(first, after + 1), min(last, until))
            for first, last in zip(self._firsts[i:j], self._lasts[i:j], strict=True)
        ]
