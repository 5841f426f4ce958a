"""Instants in columns: whole microseconds since 1970 in UTC, the same in every database, converted by none."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(instant: datetime) -> int:
    """Return the microseconds of an aware instant."""
    return (instant - _EPOCH) // _MICROSECOND


def from_us(us: int) -> datetime:
    """Return the instant of a column."""
    return _EPOCH + timedelta(microseconds=us)
