"""The grounds of a count, in words and in data."""

from datetime import UTC, date, datetime

from detente.core.worktime import Calendar, Closure, Due, JointCalendar, any_open, count, parse_span


def told(due: Due) -> list[tuple[str, str, int | None, str]]:
    return [
        (f"{stretch.start:%d %b %H:%M}", f"{stretch.end:%d %b %H:%M}", stretch.number, stretch.reason)
        for stretch in due.stretches()
    ]


def test_level_two_of_the_golden_story_is_explained(both_open: JointCalendar) -> None:
    anchor = datetime.fromisoformat("2026-11-13T14:00:00+01:00")
    due = count(anchor, parse_span("8 working days"), both_open)
    assert due.ends.isoformat() == "2026-11-26T14:00:00+01:00"
    assert due.calendar_version == "aldgate 2026.1, meridian 2026.2"
    assert told(due) == [
        ("13 Nov 00:00", "14 Nov 00:00", None, "day 0"),
        ("14 Nov 00:00", "16 Nov 00:00", None, "weekend"),
        ("16 Nov 00:00", "17 Nov 00:00", 1, "open at both"),
        ("17 Nov 00:00", "18 Nov 00:00", 2, "open at both"),
        ("18 Nov 00:00", "19 Nov 00:00", 3, "open at both"),
        ("19 Nov 00:00", "20 Nov 00:00", 4, "open at both"),
        ("20 Nov 00:00", "21 Nov 00:00", 5, "open at both"),
        ("21 Nov 00:00", "23 Nov 00:00", None, "weekend"),
        ("23 Nov 00:00", "24 Nov 00:00", 6, "open at both"),
        ("24 Nov 00:00", "25 Nov 00:00", None, "Guru Nanak Jayanti, meridian"),
        ("25 Nov 00:00", "26 Nov 00:00", 7, "open at both"),
        ("26 Nov 00:00", "26 Nov 14:00", 8, "open at both"),
    ]
    closed = {stretch.reason: stretch.closed_by for stretch in due.stretches() if stretch.closed_by}
    assert closed["weekend"] == (Closure("aldgate", "weekend"), Closure("meridian", "weekend"))
    assert closed["Guru Nanak Jayanti, meridian"] == (Closure("meridian", "Guru Nanak Jayanti"),)


def test_any_open_says_which_office_is_open(aldgate: Calendar, meridian: Calendar) -> None:
    either = any_open("any open", [aldgate, meridian], zone="Europe/Amsterdam")
    due = count(datetime(2026, 11, 23, 12, tzinfo=UTC), parse_span("2 working days"), either)
    assert [reason for *_, reason in told(due)] == ["day 0", "open at aldgate", "open at both"]


def test_business_hours_show_nights_and_days_off(england: Calendar) -> None:
    due = count(datetime.fromisoformat("2026-04-02T15:00:00+01:00"), parse_span("8 business hours"), england)
    assert told(due) == [
        ("02 Apr 15:00", "02 Apr 17:30", None, "opening hours"),
        ("02 Apr 17:30", "03 Apr 00:00", None, "after closing"),
        ("03 Apr 00:00", "04 Apr 00:00", None, "Good Friday"),
        ("04 Apr 00:00", "06 Apr 00:00", None, "weekend"),
        ("06 Apr 00:00", "07 Apr 00:00", None, "Easter Monday"),
        ("07 Apr 00:00", "07 Apr 09:00", None, "before opening"),
        ("07 Apr 09:00", "07 Apr 14:30", None, "opening hours"),
    ]


def test_common_hours_name_the_office_that_is_closed(both_open: JointCalendar) -> None:
    due = count(datetime.fromisoformat("2026-11-25T13:00:00+01:00"), parse_span("2 business hours"), both_open)
    assert told(due) == [
        ("25 Nov 13:00", "25 Nov 14:00", None, "open at both"),
        ("25 Nov 14:00", "25 Nov 17:30", None, "after closing, meridian"),
        ("25 Nov 17:30", "25 Nov 19:30", None, "after closing"),
        ("25 Nov 19:30", "26 Nov 00:00", None, "after closing, aldgate; before opening, meridian"),
        ("26 Nov 00:00", "26 Nov 05:00", None, "before opening"),
        ("26 Nov 05:00", "26 Nov 09:00", None, "before opening, aldgate"),
        ("26 Nov 09:00", "26 Nov 10:00", None, "open at both"),
    ]


def test_a_month_is_one_stretch_and_paused_days_are_seen(england: Calendar) -> None:
    pause = (datetime(2026, 2, 1, 10, tzinfo=UTC), datetime(2026, 2, 2, 16, tzinfo=UTC))
    due = count(datetime(2026, 1, 31, 10, tzinfo=UTC), parse_span("2 months"), england, pauses=[pause])
    assert told(due) == [
        ("31 Jan 00:00", "01 Feb 00:00", None, "day 0"),
        ("01 Feb 00:00", "03 Feb 00:00", None, "paused"),
        ("03 Feb 00:00", "03 Mar 00:00", 1, "month"),
        ("03 Mar 00:00", "03 Apr 00:00", 2, "month"),
    ]


def test_elapsed_hours_show_the_pause(england: Calendar) -> None:
    pause = (datetime(2026, 2, 1, 12, tzinfo=UTC), datetime(2026, 2, 1, 13, tzinfo=UTC))
    due = count(datetime(2026, 2, 1, 10, tzinfo=UTC), parse_span("4 hours"), england, pauses=[pause])
    assert told(due) == [
        ("01 Feb 10:00", "01 Feb 12:00", None, "elapsed"),
        ("01 Feb 12:00", "01 Feb 13:00", None, "paused"),
        ("01 Feb 13:00", "01 Feb 15:00", None, "elapsed"),
    ]


def test_a_clear_span_and_a_rolled_one_say_so(england: Calendar) -> None:
    thursday = datetime(2026, 4, 2, 10, tzinfo=UTC)
    clear = count(thursday, parse_span("1 clear calendar day"), england, roll="next")
    assert told(clear) == [
        ("02 Apr 00:00", "03 Apr 00:00", None, "day 0"),
        ("03 Apr 00:00", "04 Apr 00:00", 1, "calendar day"),
        ("04 Apr 00:00", "05 Apr 00:00", None, "the day after the clear days"),
        ("05 Apr 00:00", "06 Apr 00:00", None, "rolled over: weekend"),
        ("06 Apr 00:00", "07 Apr 00:00", None, "rolled over: Easter Monday"),
        ("07 Apr 00:00", "08 Apr 00:00", None, "rolled to the next working day"),
    ]


def test_counting_back_runs_from_the_last_day_to_day_zero(england: Calendar) -> None:
    due = count(datetime(2026, 4, 7, 10, tzinfo=UTC), parse_span("2 clear working days"), england, backward=True)
    assert due.last_day == date(2026, 3, 31)
    assert [(number, reason) for *_, number, reason in told(due)] == [
        (None, "the day before the clear days"),
        (2, "working day"),
        (1, "working day"),
        (None, "Good Friday"),
        (None, "weekend"),
        (None, "Easter Monday"),
        (None, "day 0"),
    ]


def test_a_due_carries_what_it_rests_on(england: Calendar) -> None:
    due = count(datetime(2026, 4, 7, 10, tzinfo=UTC), parse_span("1 week"), england)
    assert (due.calendar, due.calendar_version, due.tzdata) == ("england", "2026.1", "2026.6")
    assert (due.span.text, due.day_zero) == ("1 week", date(2026, 4, 7))
