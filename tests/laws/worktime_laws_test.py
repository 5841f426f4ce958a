"""Laws of working time: what holds for every calendar, anchor and span."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from detente.core.worktime import (
    Calendar,
    CountingCalendar,
    Due,
    Span,
    Unit,
    all_open,
    any_open,
    business_time,
    count,
    next_opening,
    nth_round,
    parse_hours,
    parse_span,
    parse_weekend,
)

ZONES = ["UTC", "Europe/London", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"]
WEEKENDS = [["saturday", "sunday"], ["friday", "saturday"], ["sunday", "2nd saturday"]]
WEEKS = [
    {"monday to friday": ["09:00-17:30"]},
    {"monday to saturday": ["00:30-02:45", "13:00-18:30"]},
    {"sunday to thursday": ["20:00-04:00"]},
    {"monday to sunday": ["00:00-24:00"]},
]
HOUR = timedelta(hours=1)
A_DAY_IN_2026 = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(days=n))


@st.composite
def offices(draw: st.DrawFn) -> Calendar:
    return Calendar(
        name=draw(st.sampled_from(["one", "two", "three"])),
        zone=draw(st.sampled_from(ZONES)),
        weekend=parse_weekend(draw(st.sampled_from(WEEKENDS))),
        hours=parse_hours(draw(st.sampled_from(WEEKS))),
        holidays=dict.fromkeys(draw(st.lists(A_DAY_IN_2026, max_size=12)), "day off"),
        known_from=date(2025, 1, 1),
        known_until=date(2027, 12, 31),
    )


ANCHORS = st.datetimes(datetime(2026, 1, 15), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
DAY_UNITS = [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH]
DAY_SPANS = st.builds(Span, st.integers(0, 12), st.sampled_from(DAY_UNITS), st.booleans())
HOUR_SPANS = st.builds(Span, st.integers(0, 80), st.sampled_from([Unit.HOUR, Unit.BUSINESS_HOUR]))
SPANS = DAY_SPANS | HOUR_SPANS


@st.composite
def pauses(draw: st.DrawFn, anchor: datetime) -> list[tuple[datetime, datetime | None]]:
    lengths = st.tuples(st.integers(-3 * 86_400, 20 * 86_400), st.integers(0, 4 * 86_400))
    found: list[tuple[datetime, datetime | None]] = []
    for start, length in draw(st.lists(lengths, max_size=3)):
        begin = anchor + timedelta(seconds=start)
        found.append((begin, begin + timedelta(seconds=length)))
    return found


@given(offices(), ANCHORS, SPANS, st.integers(1, 5))
def test_a_longer_span_never_ends_earlier(office: Calendar, anchor: datetime, span: Span, more: int) -> None:
    longer = Span(span.count + more, span.unit, span.clear)
    assert count(anchor, span, office).ends <= count(anchor, longer, office).ends
    assert count(anchor, span, office, backward=True).ends >= count(anchor, longer, office, backward=True).ends


@given(offices(), ANCHORS, st.timedeltas(timedelta(0), timedelta(days=9)), SPANS)
def test_a_later_anchor_never_ends_earlier(office: Calendar, anchor: datetime, later: timedelta, span: Span) -> None:
    assert count(anchor, span, office).ends <= count(anchor + later, span, office).ends


@given(offices(), ANCHORS, st.integers(0, 40), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))
def test_days_counted_forward_and_back_meet_at_day_zero(office: Calendar, anchor: datetime, n: int, unit: Unit) -> None:
    due = count(anchor, Span(n, unit), office)
    assume(unit is Unit.CALENDAR_DAY or office.is_open(due.day_zero))
    back = count(anchor, Span(n, unit), office, backward=True, day_zero=due.last_day)
    assert back.last_day == due.day_zero


@given(offices(), ANCHORS, st.integers(1, 80))
def test_hours_counted_forward_and_back_leave_no_time_between(office: Calendar, anchor: datetime, n: int) -> None:
    there = count(anchor, Span(n, Unit.HOUR), office).ends
    assert count(there, Span(n, Unit.HOUR), office, backward=True).ends == anchor
    end = count(anchor, Span(n, Unit.BUSINESS_HOUR), office).ends
    start = count(end, Span(n, Unit.BUSINESS_HOUR), office, backward=True).ends
    assert start >= anchor
    assert business_time(anchor, start, office) == timedelta(0)


@given(offices(), ANCHORS, st.integers(1, 80))
def test_business_hours_are_full_at_their_end_and_not_before(office: Calendar, anchor: datetime, n: int) -> None:
    end = count(anchor, Span(n, Unit.BUSINESS_HOUR), office).ends.astimezone(UTC)
    tick = timedelta(microseconds=1)
    assert business_time(anchor, end, office) == n * HOUR
    assert business_time(anchor, end - tick, office) == n * HOUR - tick


@given(offices(), ANCHORS, DAY_SPANS)
def test_the_end_of_a_period_is_the_first_instant_of_the_day_after(
    office: Calendar, anchor: datetime, span: Span
) -> None:
    due = count(anchor, span, office)
    end, tick = due.ends.astimezone(UTC), timedelta(microseconds=1)
    assert office.local_day(end) == due.last_day + timedelta(days=1)
    assert office.local_day(end - tick) == due.last_day
    assert office.local_day(due.begins.astimezone(UTC) - tick) == due.last_day - timedelta(days=1)


def check_stretches(due: Due, *, from_day_zero: bool) -> None:
    found = due.stretches()
    assert all(one.end.astimezone(UTC) == two.start.astimezone(UTC) for one, two in pairwise(found))
    assert all(stretch.start.astimezone(UTC) < stretch.end.astimezone(UTC) for stretch in found)
    if due.span.unit in (Unit.HOUR, Unit.BUSINESS_HOUR):
        lengths = [each.end.astimezone(UTC) - each.start.astimezone(UTC) for each in found if each.counted]
        assert sum(lengths, timedelta(0)) == due.span.count * HOUR
    else:
        numbers = [stretch.number for stretch in found if stretch.number is not None]
        expected = list(range(1, due.span.count + 1))
        assert numbers == (expected if from_day_zero else expected[::-1])
        assert all(stretch.counted for stretch in found if stretch.number)


@given(offices(), ANCHORS, SPANS, st.sampled_from(["none", "next"]), st.data())
def test_stretches_lie_without_gap_from_the_anchor_to_the_end(
    office: Calendar, anchor: datetime, span: Span, roll: str, data: st.DataObject
) -> None:
    due = count(anchor, span, office, roll=roll, pauses=data.draw(pauses(anchor)))
    check_stretches(due, from_day_zero=True)
    found = due.stretches()
    if found:
        assert found[-1].end.astimezone(UTC) == due.ends.astimezone(UTC)
        hours = span.unit in (Unit.HOUR, Unit.BUSINESS_HOUR)
        assert found[0].start.astimezone(UTC) == (anchor if hours else office.starts(due.day_zero).astimezone(UTC))
    else:
        assert due.ends.astimezone(UTC) == anchor


@given(offices(), ANCHORS, SPANS)
def test_stretches_counted_back_lie_without_gap_from_the_last_day_to_day_zero(
    office: Calendar, anchor: datetime, span: Span
) -> None:
    due = count(anchor, span, office, backward=True)
    check_stretches(due, from_day_zero=False)
    assert not due.stretches() or due.stretches()[0].start.astimezone(UTC) == due.begins.astimezone(UTC)


@given(offices(), ANCHORS, SPANS, st.data())
def test_a_pause_never_shortens(office: Calendar, anchor: datetime, span: Span, data: st.DataObject) -> None:
    still = data.draw(pauses(anchor))
    due = count(anchor, span, office, pauses=still)
    assert count(anchor, span, office, pauses=still[:-1]).ends <= due.ends
    assert count(anchor, span, office).ends <= due.ends
    fixed, paused = (count(anchor, span, office, backward=True, pauses=each) for each in ((), still))
    assert (fixed.last_day, fixed.ends) == (paused.last_day, paused.ends)


@given(offices(), ANCHORS, st.integers(1, 60), st.data())
def test_elapsed_hours_stand_still_exactly(office: Calendar, anchor: datetime, n: int, data: st.DataObject) -> None:
    start = anchor + data.draw(st.timedeltas(timedelta(0), n * HOUR - timedelta(microseconds=1)))
    length = data.draw(st.timedeltas(timedelta(0), timedelta(days=3)))
    due = count(anchor, Span(n, Unit.HOUR), office, pauses=[(start, start + length)])
    assert due.ends.astimezone(UTC) == anchor + n * HOUR + length


@given(offices(), offices(), ANCHORS, st.integers(0, 20))
def test_all_open_is_never_earlier_and_any_open_never_later_than_each(
    one: Calendar, two: Calendar, anchor: datetime, n: int
) -> None:
    def last(calendar: CountingCalendar) -> date:
        return count(anchor, Span(n, Unit.WORKING_DAY), calendar, day_zero=anchor.date()).last_day

    both, either = (put("joint", [one, two], zone="UTC") for put in (all_open, any_open))
    assert last(either) <= min(last(one), last(two))
    assert last(both) >= max(last(one), last(two))


@given(offices(), offices(), ANCHORS, st.integers(0, 30))
def test_hours_of_any_office_pass_no_later_than_those_of_each(
    one: Calendar, two: Calendar, anchor: datetime, n: int
) -> None:
    span = Span(n, Unit.BUSINESS_HOUR)
    either = any_open("joint", [one, two], zone="UTC")
    ends = [count(anchor, span, calendar).ends for calendar in (either, one, two)]
    assert ends[0] <= min(ends[1:])
    week = anchor + timedelta(days=7)
    both = all_open("joint", [one, two], zone="UTC")
    common, whole = business_time(anchor, week, both), business_time(anchor, week, either)
    assert common + whole == business_time(anchor, week, one) + business_time(anchor, week, two)


@given(offices(), ANCHORS, st.integers(1, 12), st.sampled_from(DAY_UNITS))
def test_the_nth_round_is_n_periods_from_the_anchor(office: Calendar, anchor: datetime, n: int, unit: Unit) -> None:
    assert nth_round(anchor, Span(1, unit), n, office).ends == count(anchor, Span(n, unit), office).ends


@given(offices(), ANCHORS)
def test_the_next_opening_is_open_and_nothing_is_open_before_it(office: Calendar, anchor: datetime) -> None:
    opens = next_opening(anchor, office)
    assert office.is_open_at(opens)
    assert business_time(anchor, opens, office) == timedelta(0)


@given(offices(), st.lists(st.tuples(ANCHORS, SPANS, st.booleans()), min_size=2, max_size=5))
def test_what_was_asked_before_changes_no_answer(office: Calendar, asked: list[tuple[datetime, Span, bool]]) -> None:
    def answers(questions: list[tuple[datetime, Span, bool]]) -> list[datetime]:
        fresh = Calendar(
            name="fresh", zone=office.zone, weekend=office.weekend, hours=office.hours, holidays=office.holidays,
            known_from=office.known_from, known_until=office.known_until,
        )  # fmt: skip
        return [count(anchor, span, fresh, backward=back).ends for anchor, span, back in questions]

    assert answers(asked) == answers(asked[::-1])[::-1]


@given(st.builds(Span, st.integers(0, 100), st.sampled_from(list(Unit))))
def test_a_span_is_read_back_as_it_is_written(span: Span) -> None:
    assert parse_span(span.text) == span
