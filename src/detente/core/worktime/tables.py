"""Tables: a calendar's working days and opening times as sorted numbers, so that counting is two searches.

Days are `date.toordinal()`, instants microseconds since 1970-01-01 UTC. Tables are worked out when first asked for and
again, wider, when a question reaches past them; what they say never changes.
"""

from bisect import bisect_left, bisect_right
from datetime import date
from typing import Protocol

import msgspec

from detente.core.worktime.zones import EARLIEST, LATEST

_MARGIN = 400  # days worked out around what is asked for


class Source(Protocol):
    """What a calendar tells its tables."""

    def known(self) -> tuple[int, int]:
        """Return the first and the last day the calendar knows."""

    def open_days(self, first: int, last: int) -> list[int]:
        """Return the working days from `first` to `last`, in order."""

    def opening(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the half-open stretches of opening time of the days from `first` to `last`, in order and apart."""

    def day_bounds(self, first: int, last: int) -> tuple[int, int]:
        """Return the instants between which `opening(first, last)` is complete."""


class Days(msgspec.Struct, frozen=True):
    """The working days between two days."""

    first: int
    last: int
    open: list[int]


class Hours(msgspec.Struct, frozen=True):
    """The opening times between two instants; `before[i]` is the opening time before the i-th stretch."""

    first: int
    last: int
    since: int
    until: int
    opens: list[int]
    lengths: list[int]
    before: list[int]

    def passed(self, at: int) -> int:
        """Return the opening time from the table's beginning to `at`."""
        i = bisect_right(self.opens, at) - 1
        if i < 0:
            return 0
        inside = at - self.opens[i]
        return self.before[i] + (inside if inside < self.lengths[i] else self.lengths[i])

    def reach(self, at: int, need: int) -> int | None:
        """Return the first instant at which `need` has passed since `at`; None where the table ends before it."""
        if not need:
            return at
        before = self.before
        target = self.passed(at) + need
        if target > before[-1] or at < self.since:
            return None
        i = bisect_left(before, target) - 1
        return self.opens[i] + target - before[i]

    def reach_back(self, at: int, need: int) -> int | None:
        """Return the last instant from which `need` passes until `at`; None where the table begins after it."""
        if not need:
            return at
        target = self.passed(at) - need
        if target < 0 or at > self.until:
            return None
        i = bisect_right(self.before, target) - 1
        return self.opens[i] + target - self.before[i]


class Tables:
    """The tables of one calendar."""

    __slots__ = ("days", "hours", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.days = Days(1, 0, [])
        self.hours = Hours(1, 0, 1, 0, [], [], [0])

    def days_over(self, first: int, last: int) -> Days:
        """Return a table that reaches over these days, as far as the calendar knows them."""
        have = self.days
        if not (have.first <= first and last <= have.last):
            wanted = self._widened(have.first, have.last, first, last)
            if wanted != (have.first, have.last):
                self.days = have = Days(*wanted, self.source.open_days(*wanted))
        return have

    def hours_over(self, first: int, last: int) -> Hours:
        """Return a table of opening times that reaches over these days, as far as the calendar knows them."""
        have = self.hours
        if not (have.first <= first and last <= have.last):
            wanted = self._widened(have.first, have.last, first, last)
            if wanted != (have.first, have.last):
                self.hours = have = self._opening(*wanted)
        return have

    def _widened(self, have_first: int, have_last: int, first: int, last: int) -> tuple[int, int]:
        known_first, known_last = self.source.known()
        if have_first <= have_last:
            first, last = min(first, have_first), max(last, have_last)
        first, last = first - _MARGIN, last + _MARGIN
        return min(max(first, known_first), known_last), max(min(last, known_last), known_first)

    def _opening(self, first: int, last: int) -> Hours:
        stretches = self.source.opening(first, last)
        before = [0]
        for start, end in stretches:
            before.append(before[-1] + end - start)
        since, until = self.source.day_bounds(first, last)
        starts, lengths = [start for start, _ in stretches], [end - start for start, end in stretches]
        return Hours(first, last, since, until, starts, lengths, before)

    def nth_after(self, zero: int, n: int) -> int | None:
        """Return the n-th working day after `zero`; None where the calendar ends before it."""
        if n == 0:
            return zero
        known_first, known_last = self.source.known()
        if zero + 1 < known_first:
            return None
        last = zero + n + n // 2 + 8
        while True:
            table = self.days_over(zero + 1, last)
            i = bisect_right(table.open, zero) + n - 1
            if i < len(table.open):
                return table.open[i]
            if table.last >= known_last:
                return None
            last = table.last + (table.last - table.first)

    def nth_before(self, zero: int, n: int) -> int | None:
        """Return the n-th working day before `zero`; None where the calendar begins after it."""
        if n == 0:
            return zero
        known_first, known_last = self.source.known()
        if zero - 1 > known_last:
            return None
        first = zero - n - n // 2 - 8
        while True:
            table = self.days_over(first, zero - 1)
            i = bisect_left(table.open, zero) - n
            if i >= 0:
                return table.open[i]
            if table.first <= known_first:
                return None
            first = table.first - (table.last - table.first)

    def number_between(self, after: int, until: int) -> int:
        """Return how many working days lie after `after` and not after `until`, both known."""
        table = self.days_over(after + 1, until)
        return bisect_right(table.open, until) - bisect_right(table.open, after)


def merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of half-open stretches, in order, apart, none empty."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def common(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what two lists of stretches, each in order and apart, have in common."""
    both: list[tuple[int, int]] = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            both.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return both


def known_range(first: date | None, last: date) -> tuple[int, int]:
    """Return the days a calendar knows, none before 1900 or after 2299."""
    return (first or EARLIEST).toordinal(), min(last, LATEST).toordinal()
