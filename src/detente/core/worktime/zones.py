"""Zones: one source of time-zone data, and where local times fall on the line of instants.

The pinned `tzdata` package is the only source; zone files of the operating system are switched off here, once.
Inside this room an instant is a whole number of microseconds since 1970-01-01 UTC.
"""

import importlib
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest

zoneinfo.reset_tzpath(to=[])
ZoneInfo.clear_cache()  # a zone that somebody loaded before came from the operating system's files

_TZDATA = str(importlib.import_module("tzdata").__version__)  # the package ships no type information
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EARLIEST = date(1900, 1, 1)
LATEST = date(2299, 12, 31)


def tzdata_version() -> str:
    """Return the version of the time-zone data that every answer of this room rests on, such as `2026.6`."""
    return _TZDATA


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name such as `Europe/London`.

    Raises:
        BadInput: the pinned data have no such zone; the message names the nearest.
    """
    known = _names()
    if name in known:
        return ZoneInfo(name)
    like = {each.lower(): each for each in known}.get(name.lower()) or nearest_zone(name)
    cure = f"Nearest: '{like}'." if like else "Write it like Europe/London."
    raise BadInput(f"'{name}' is no time zone of the tzdata package {_TZDATA}. {cure}")


def nearest_zone(name: str) -> str:
    """Return the known zone most like `name`, or one whose city is; an empty string when none is like it."""
    whole = {each.lower(): each for each in _names()}
    cities = {each.rpartition("/")[2]: full for each, full in whole.items()}
    city = name.lower().rpartition("/")[2].replace(" ", "_")
    return cities.get(city) or whole.get(nearest(name, whole), "") or cities.get(nearest(city, cities), "")


@cache
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())  # noqa: TID251 (here the zones are pinned: the one place)


def micro(instant: datetime) -> int:
    """Return the instant in microseconds since 1970-01-01 UTC, exactly."""
    passed = instant - EPOCH
    return (passed.days * 86_400 + passed.seconds) * SECOND + passed.microseconds


def moment(us: int, tz: ZoneInfo) -> datetime:
    """Return the local time of an instant, with its offset from UTC as `tzinfo`.

    Not with the zone: Python compares two times of one zone by what clocks show, so that of two instants an hour apart
    on the night when clocks go back neither is later, and finds times shown twice unequal to themselves in UTC.
    """
    seconds, rest = divmod(us, SECOND)
    local = datetime.fromtimestamp(seconds, _offset_of_day(seconds // 86_400, tz) or _offset_at(seconds, tz))
    return local.replace(microsecond=rest) if rest else local


@cache
def _offset_of_day(day: int, tz: ZoneInfo) -> timezone | None:
    """Return the offset all through a day of UTC; None on the days on which clocks change."""
    first, last = (_offset_at(seconds, tz) for seconds in (day * 86_400, (day + 1) * 86_400))
    return first if first is last else None


def _offset_at(seconds: int, tz: ZoneInfo) -> timezone:
    return _fixed(datetime.fromtimestamp(seconds, tz).utcoffset())


@cache
def _fixed(offset: timedelta | None) -> timezone:
    assert offset is not None, "a zone has an offset"
    return timezone(offset)


def first_instant(local: datetime, tz: ZoneInfo) -> int:
    """Return the first instant at which clocks in `tz` show `local` (naive) or a later time.

    A time that clocks show twice is its first showing; a time they skip is the end of the gap.
    """
    first, second = micro(local.replace(tzinfo=tz, fold=0)), micro(local.replace(tzinfo=tz, fold=1))
    if first <= second:
        return first
    return _end_of_gap(local, tz, second // SECOND, first // SECOND) * SECOND


def _end_of_gap(local: datetime, tz: ZoneInfo, before: int, after: int) -> int:
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, tz).replace(tzinfo=None) >= local:
            after = middle
        else:
            before = middle
    return after


@cache
def day_start(ordinal: int, tz: ZoneInfo) -> int:
    """Return the first instant of a local day, given as `date.toordinal()`."""
    return first_instant(datetime.combine(date.fromordinal(ordinal), time()), tz)


def minute_instant(ordinal: int, minute: int, tz: ZoneInfo) -> int:
    """Return the first instant of a local day at or after `minute` (0 to 2880, past 1440 on the day after)."""
    days, minute = divmod(minute, 1440)
    start = day_start(ordinal + days, tz)
    if day_start(ordinal + days + 1, tz) - start == DAY:
        return start + minute * MINUTE
    return first_instant(datetime.combine(date.fromordinal(ordinal + days), time()) + timedelta(minutes=minute), tz)


def time_instant(ordinal: int, hour: time, tz: ZoneInfo) -> int:
    """Return the first instant of a local day at or after that hour."""
    return first_instant(datetime.combine(date.fromordinal(ordinal), hour.replace(tzinfo=None)), tz)


def local_ordinal(us: int, tz: ZoneInfo) -> int:
    """Return the local day of an instant as `date.toordinal()`."""
    return datetime.fromtimestamp(us // SECOND, tz).toordinal()


def offset(at: datetime) -> str:
    """Return how far an aware instant's zone is from UTC: `UTC+1`, `UTC+5:30`, `UTC`."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (("+" if minutes > 0 else "-") + str(hours) + (f":{rest:02d}" if rest else "") if minutes else "")
