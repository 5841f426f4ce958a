"""Whether the machine's clock has jumped: the wall clock against one that only runs forward."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

SUSPICIOUS = timedelta(minutes=5)
HELD = timedelta(minutes=5)  # of running time; a jump that stands for so long is taken for the truth


def wall() -> datetime:
    """Return the machine's wall clock."""
    return datetime.now(UTC)


def running() -> float:
    """Return seconds that pass while the machine sleeps, too, and that nobody sets."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Jumps:
    """Compares the two clocks from look to look."""

    def __init__(self, wall: Callable[[], datetime] = wall, running: Callable[[], float] = running) -> None:
        self._wall, self._running = wall, running
        self._last = (wall(), running())
        self._held_until: float | None = None
        self.jump = timedelta()

    def held(self) -> bool:
        """Return whether the wall clock has jumped forward so far that nothing should be filed by it yet.

        A jump back needs no holding: what is due stays due, and stamps never run back.
        """
        now, seconds = self._wall(), self._running()
        before, since = self._last
        jump = (now - before) - timedelta(seconds=seconds - since)
        self._last = (now, seconds)
        if abs(jump) > SUSPICIOUS:
            self.jump += jump
            self._held_until = seconds + HELD.total_seconds() if self.jump > SUSPICIOUS else None
        if self._held_until is not None and seconds >= self._held_until:
            self._held_until, self.jump = None, timedelta()
        return self._held_until is not None
