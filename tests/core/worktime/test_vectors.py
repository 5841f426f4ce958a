"""The counting vectors: procedures.md section 13, the micro-cases of the language, the clock cases of field.md."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from detente.core.worktime import (
    Calendar,
    CountingCalendar,
    all_open,
    any_open,
    count,
    nth_round,
    parse_hours,
    parse_span,
    parse_time,
    parse_weekend,
)

HERE = Path(__file__).parent
LISTS: dict[str, Any] = json.loads((HERE / "calendars.json").read_text(encoding="utf-8"))
VECTORS = [json.loads(line) for line in (HERE / "vectors.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def calendar(name: str) -> Calendar:
    listed = LISTS[name]
    return Calendar(
        name=name,
        zone=listed["zone"],
        weekend=parse_weekend(listed["weekend"]),
        hours=parse_hours(listed["hours"]),
        holidays={date.fromisoformat(day): "day off" for day in listed["holidays"]},
        period_ends=parse_time(listed["period ends"]) if "period ends" in listed else None,
        known_from=date.fromisoformat(listed["known from"]),
        known_until=date.fromisoformat(listed["known until"]),
    )


def asked(vector: dict[str, Any]) -> CountingCalendar:
    if isinstance(vector["cal"], str):
        return calendar(vector["cal"])
    offices = [calendar(name) for name in vector["cal"]]
    put = any_open if vector["rule"] == "any" else all_open
    return offices[0] if len(offices) == 1 else put(f"{vector['rule']} open", offices, zone=offices[0].zone)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_a_span_ends_when_the_survey_says(vector: dict[str, Any]) -> None:
    options: dict[str, Any] = {key: vector[key] for key in ("backward", "roll", "months") if key in vector}
    if "day_zero" in vector:
        options["day_zero"] = date.fromisoformat(vector["day_zero"])
    pauses = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in vector.get("pauses", [])]
    due = count(
        datetime.fromisoformat(vector["anchor"]), parse_span(vector["span"]), asked(vector), pauses=pauses, **options
    )
    found = {"last_day": due.last_day.isoformat(), "begins": due.begins.isoformat(), "ends": due.ends.isoformat()}
    expected = {key: vector[key] for key in found if key in vector}
    assert expected
    assert {key: found[key] for key in expected} == expected


def test_every_span_of_the_vectors_is_written_in_the_one_way() -> None:
    assert [vector["span"] for vector in VECTORS if parse_span(vector["span"]).text != vector["span"]] == []


def test_rounds_count_from_the_anchor_and_not_from_each_other() -> None:
    anchor = datetime.fromisoformat("2026-01-31T10:00:00+00:00")
    rounds = [nth_round(anchor, parse_span("1 month"), n, calendar("GB-ENG")).ends.isoformat() for n in (1, 2, 3)]
    assert rounds == ["2026-03-01T00:00:00+00:00", "2026-04-01T00:00:00+01:00", "2026-05-01T00:00:00+01:00"]


def test_weekly_rounds_move_to_a_working_day_each_for_itself() -> None:
    anchor = datetime.fromisoformat("2026-03-30T10:00:00+01:00")
    rounds = [nth_round(anchor, parse_span("1 week"), n, calendar("GB-ENG"), roll="next").last_day for n in (1, 2, 3)]
    assert rounds == [date(2026, 4, 7), date(2026, 4, 13), date(2026, 4, 20)]  # 6 April is Easter Monday
