"""Dates of terms where the calendar's periods end at an hour of the day."""

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("stories", Path(__file__).parents[1] / "simulation" / "stories.py")
stories = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stories)
AT_FIVE = stories.SMALL.replace(b"  england:\n    zone", b'  england:\n    period ends: "17:00"\n    zone')


def test_a_date_as_by_is_the_whole_day_though_counted_periods_end_earlier():
    text = (
        "- {at: 2026-03-30T10:00+01:00, by: Ann Archer, as: customer, "
        "do: note question, matter: Q-1, with: {answer day: 2026-04-02}}\n"
        "- {at: 2026-03-30T10:00+01:00, matter: Q-1, expect: {due: {reply: 2026-04-03T00:00+01:00}}}\n"
        + stories.NOTICE.replace("10:00", "10:01")
        + "- {at: 2026-03-30T10:01+01:00, matter: D-1, expect: {due: {talks: 2026-04-08T17:00+01:00}}}\n"
    )

    assert [failure.says for failure in stories.told(text, AT_FIVE).failures] == []


def test_a_refusal_names_seats_in_words():
    text = (
        stories.NOTICE
        + "- {at: 2026-04-09T10:00+01:00, by: Ann Archer, as: customer, do: file reply, matter: D-1}\n"
        + "- {at: 2026-04-09T10:01+01:00, as: manager, "
        "do: note question, matter: Q-1, with: {answer day: 2026-04-20}}\n"
    )

    assert [one.refusal.says for one in stories.told(text).refused] == [
        "'file reply' is not open.",
        "'note question' is for either, not for manager.",
    ]
