"""Why this time: what a clock counts from, which days counted and which did not, and where it is written."""

import datetime as dt
from collections.abc import Iterator

import msgspec
from django.utils.translation import gettext

from detente.adapters.web.frame.times import day
from detente.adapters.web.matters.counting import reason, span
from detente.core.engine.questions import Explanation
from detente.core.engine.questions.explanation import LIMITATION, WHOLE_DAY
from detente.core.procedures.drawing.wording import headed
from detente.core.worktime import Stretch

Row = tuple[str, str, str]


class Why(msgspec.Struct, frozen=True):
    """The grounds of a clock in words."""

    term: str
    key: str  # the term as the charter names it
    run: str
    due: dt.datetime | None
    still: bool
    sentences: tuple[str, ...]
    counted: tuple[Row, ...]
    from_at: dt.datetime | None
    calendar: str
    line: int
    tzdata: str
    then: tuple[str, ...]


def why(grounds: Explanation, at: dt.datetime) -> Why:
    """Return why a clock runs out when it does."""
    line = grounds.clock
    return Why(
        term=headed(line.term),
        key=line.term,
        run=line.run,
        due=line.due,
        still=line.standing_still,
        sentences=tuple(_sentences(grounds)),
        counted=tuple(_rows(grounds.stretches, at)),
        from_at=grounds.at,
        calendar=_calendar(grounds),
        line=grounds.line,
        tzdata=grounds.tzdata,
        then=grounds.then,
    )


def _sentences(grounds: Explanation) -> Iterator[str]:
    about = {
        "amount": span(grounds.amount),
        "event": grounds.event,
        "day": day(grounds.day_zero) if grounds.day_zero else "",
    }
    if grounds.amount.endswith(WHOLE_DAY):
        yield gettext("%(event)s: %(day)s, the whole day.") % about
    else:
        yield gettext("%(amount)s after %(event)s.") % about
    if grounds.row:
        yield gettext("Row %(row)s of the timetable, column %(track)s.") % {"row": grounds.row, "track": grounds.track}
    if grounds.clock.standing_still:
        still = grounds.clock.term == LIMITATION
        yield gettext("It stands still while the matter is open.") if still else gettext("It stands still.")
    if grounds.shifted:
        yield gettext("Moved because an earlier date was extended.")
    if grounds.moved_to:
        yield gettext("Moved by agreement of both sides.")
    if grounds.rolled_from:
        yield gettext("Full on %(day)s, a day off; the next working day counts.") % {"day": day(grounds.rolled_from)}


def _calendar(grounds: Explanation) -> str:
    calendar = grounds.calendar
    if calendar is None:
        return ""
    offices = [f"{headed(one.name)} {one.version}".strip() for one in calendar.offices()]
    return f"{headed(calendar.name)} ({', '.join(offices)})" if offices else headed(calendar.name)


def _rows(stretches: tuple[Stretch, ...], at: dt.datetime) -> Iterator[Row]:
    """Each counted day with its number; days that do not count, neighbours of one reason joined."""
    joined: list[Stretch] = []
    for one in stretches:
        if joined and (one.counted or _reason(one) != _reason(joined[-1])):
            yield _joined(joined)
            joined = []
        if one.counted:
            yield _words(one), _today(one, at), str(one.number) if one.number is not None else gettext("counted")
        else:
            joined.append(one)
    if joined:
        yield _joined(joined)


def _joined(found: list[Stretch]) -> Row:
    first, last = found[0].start.date(), (found[-1].end - dt.timedelta(microseconds=1)).date()
    words = day(first, year=False)
    if last > first:
        words = gettext("%(first)s to %(last)s") % {"first": words, "last": day(last, year=False)}
    return words, _reason(found[0]), ""


def _words(one: Stretch) -> str:
    return day(one.start.date(), year=False)


def _today(one: Stretch, at: dt.datetime) -> str:
    return gettext("open at both, today") if one.start <= at < one.end else gettext("open at both")


def _reason(one: Stretch) -> str:
    closed = {(closure.calendar, closure.reason) for closure in one.closed_by}
    reasons = {reason for _, reason in closed}
    if reasons == {"weekend"}:
        return gettext("weekend")
    named = [f"{reason}, {headed(name)}" for name, reason in sorted(closed) if reason != "weekend"]
    return "; ".join(named) or reason(one.reason)
