"""What the rules of the tables say beside the words on their pages, and where they keep silent."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.source import plain, read_source
from detente.core.procedures.checks import check

ROOT = Path(__file__).resolve().parents[3]
OPENS = {"who": "either", "may": "serve claim", "then": "a"}
SETTLE = {"who": "both", "may": "settle", "by": "10 working days after claim", "else": "end exhausted"}


def found(code: str, text: dict[str, Any]) -> list[tuple[str, str]]:
    """Return place and words of each finding of that code."""
    report = check(json.dumps(text, indent=1).encode())
    assert report.compiled is not None, report.findings
    return [(finding.place.path, finding.says) for finding in report.findings if finding.code == code]


def part(terms: dict[str, Any], *, values: dict[str, Any] | None = None, **procedure: Any) -> dict[str, Any]:
    opens = {"opens": OPENS, "always": ["keep performing"], "terms": terms}
    return {"values": values or {}, "procedures": {"x": opens | procedure}}


def charter(**sections: Any) -> dict[str, Any]:
    root = read_source((ROOT / "tests/cases/small-charter.yaml").read_bytes()).root
    assert root
    whole: dict[str, Any] = plain(root)
    for name, section in sections.items():
        whole[name] = whole.get(name, {}) | section if isinstance(section, dict) else section
    return whole


def says(code: str, text: dict[str, Any]) -> str:
    ((_, words),) = found(code, text)
    return words


# ---- Levels


def test_a_level_that_one_side_may_leave_has_an_end() -> None:
    talk = {"who": "both", "may": "settle", "meanwhile": {"give up": {"who": "either", "then": "end failed"}}}
    assert found("ESC001", part({"a": talk})) == []


def test_a_level_that_hears_the_end_of_another_procedure_has_an_end() -> None:
    fence = {"meanwhile": {"over": {"when": "y settled", "then": "end done"}}}
    other = {"opens": {"who": "either", "may": "serve other", "then": "b"}, "terms": {"b": SETTLE}}
    text = part({"a": fence})
    text["procedures"]["y"] = other
    assert found("ESC001", text) == []


def test_a_level_from_which_nothing_leads_on_has_no_end() -> None:
    assert says("ESC001", part({"a": {"who": "either", "may": "note progress"}})).startswith(
        "'a' has no 'by', and nothing leads on from it:"
    )


def test_terms_that_only_unreached_terms_open_are_told_once() -> None:
    terms = {"a": SETTLE, "b": {"who": "either", "then": "c"}, "c": {"who": "either", "then": "b"}}
    assert found("ESC010", part(terms)) == [
        ("procedures.x.terms.b", "'b' can never open: only 'c' opens it, which nothing opens.")
    ]


def test_a_loop_that_needs_both_sides_needs_no_counter() -> None:
    again = {"who": "both", "may": "agree another round", "then": "a"}
    assert found("ESC008", part({"a": SETTLE | {"meanwhile": {"again": again}}})) == []
    again["who"] = "either"
    assert says("ESC008", part({"a": SETTLE | {"meanwhile": {"again": again}}})).startswith(
        "'a' and 'again' lead back to 'a'"
    )


# ---- Windows


@pytest.mark.parametrize(
    ("first", "last", "empty"),
    [
        ("2 weeks after claim", "2 weeks after claim", False),
        ("5 clear working days after claim", "5 working days after claim", True),
        ("20 working days after claim", "10 calendar days after claim", True),
        ("9 working days after claim", "10 calendar days after claim", False),
        ("2 weeks before day", "4 weeks before day", True),
        ("4 weeks before day", "2 weeks before day", False),
        ("2026-05-02", "2026-05-01", True),
        ("3 weeks after claim", "1 week", False),
        ("48 hours after claim", "1 calendar day after claim", False),
    ],
)
def test_a_window_is_empty_only_where_it_is_so_in_every_calendar(first: str, last: str, empty: bool) -> None:
    opens = OPENS | {"states": ["day"]}
    a = {"who": "either", "from": first, "by": last, "then": "end done", "else": "end lapsed"}
    assert bool(found("ESC003", part({"a": a}, values={"day": "date"}, opens=opens))) is empty


def test_a_window_is_looked_at_in_each_track() -> None:
    times = {"early": {"slow": "2 weeks", "fast": "2 weeks"}, "late": {"slow": "3 weeks", "fast": "1 week"}}
    a = {
        "who": "either",
        "from": "early after claim",
        "by": "late after claim",
        "then": "end done",
        "else": "end lapsed",
    }
    assert says("ESC003", part({"a": a}, times=times)) == (
        "'a' can be used from early after claim (track fast), after its end, by late after claim: its window is empty."
    )


@pytest.mark.parametrize(
    ("alone", "words"),
    [
        (
            {"at least": "5 working days", "until": "3 working days"},
            "customer alone must give at least 5 working days, and at most 3 working days: no date satisfies both.",
        ),
        (
            {"at least": "1 working day", "until": "2 working days"},
            "customer alone may set a date only 2 working days after the end, "
            "and no later than 2 working days after it: the time is over before it begins.",
        ),
    ],
)
def test_a_date_set_alone_must_fit_its_bounds(alone: dict[str, str], words: str) -> None:
    extension = {"who": "both", "late": "2 working days", "failing that": {"who": "customer"} | alone}
    assert says("ESC011", part({"a": SETTLE}, extension=extension)) == words


# ---- Guards


def test_otherwise_beside_another_guard_is_told() -> None:
    terms = {"a": {"who": "either", "then": ["b", "c"]}, "b": {"if": "v > 1", "then": "end done"}}
    terms["c"] = {"if": ["otherwise", "v < 5"], "then": "end failed"}
    words = says("LNG016", part(terms, values={"v": "number"}))
    assert words.startswith("'c' has 'otherwise' together with another guard;")


def test_more_cases_than_are_tried_are_a_note() -> None:
    opens = OPENS | {"then": ["a", "b"]}
    guards = [f"v{number} < 5" for number in range(8)]
    opposite = {"any of": [f"v{number} >= 5" for number in range(8)]}
    terms = {"a": {"if": guards, "then": "end done"}, "b": {"if": opposite, "then": "end failed"}}
    values = {f"v{number}": "number" for number in range(8)}
    assert says("ESC009", part(terms, values=values, opens=opens)) == (
        "The guards of 'a' and 'b' tell 6,561 cases apart; 4,096 were tried, and something opens in each."
    )


def test_several_holes_are_counted() -> None:
    terms = {"a": {"who": "either", "then": "b"}, "b": {"if": "v = 1".replace("=", ">="), "then": "end done"}}
    terms["a"] = {"who": "either", "then": ["b", "c"]}
    terms["c"] = {"if": "word is yes", "then": "end failed"}
    values = {"v": "number", "word": ["yes", "no", "perhaps"]}
    assert says("ESC009", part(terms, values=values)) == (
        "With word is no, v = 0.99 nothing opens, nor in 1 other case: 'b' and 'c' each have a guard that is not met."
    )


# ---- Seats, values, counters


def test_the_opener_of_what_silence_started_is_nobody() -> None:
    text = part({"a": SETTLE | {"else": ["start y", "end exhausted"]}})
    opens = {"who": "either", "may": "serve request", "then": "b"}
    duty = {"who": "opener", "must": "file papers", "by": "1 week", "then": "end done", "else": "stays overdue"}
    text["procedures"]["y"] = {"opens": opens, "terms": {"b": duty}}
    assert says("SIL003", text) == "'b' means the opener, and silence may have started 'y': then nobody is its opener."
    text["procedures"]["y"]["opens"]["alone"] = "yes"
    assert found("SIL003", text) == []


def test_a_stated_seat_that_one_way_leaves_unstated_is_told() -> None:
    a = {"who": "either", "may": "name owner", "states": ["owner"], "by": "1 week", "either way": "b"}
    b = {"who": "stated owner", "must": "act", "by": "1 week", "then": "end done", "else": "stays overdue"}
    assert says("VAL001", part({"a": a, "b": b}, values={"owner": "seat"})).startswith("'b' relies on the seat 'owner'")


def test_a_date_that_an_act_beside_may_still_state_is_enough() -> None:
    fix = {"who": "either", "may": "fix day", "states": ["day"]}
    papers = {"who": "each", "must": "send papers", "by": "2 working days before day", "else": "stays overdue"}
    assert (
        found("VAL001", part({"a": SETTLE | {"meanwhile": {"fix": fix, "papers": papers}}}, values={"day": "date"}))
        == []
    )


def test_a_counter_that_another_matter_counts_is_never_counted_here() -> None:
    text = part({"a": SETTLE | {"else": ["count misses", "end exhausted"]}})
    rule = {"if": "misses >= 2", "then": "end failed"}
    opens = {"who": "either", "may": "serve other", "then": ["b", "c"]}
    text["procedures"]["y"] = {"opens": opens, "terms": {"b": rule, "c": {"if": "otherwise", "then": "end done"}}}
    assert sorted(words for _, words in found("CNT001", text)) == [
        "'a' counts 'misses', and no guard looks at it.",
        "'b' looks at 'misses', and nothing in 'y' counts it: it stays 0.",
    ]


def test_one_act_in_terms_that_exclude_each_other_is_no_doubt() -> None:
    opens = OPENS | {"then": ["a", "b"]}
    terms = {"a": {"if": "v < 5", "who": "either", "may": "go", "then": "end done"}}
    terms["b"] = terms["a"] | {"if": "v >= 5"}
    assert found("ACT004", part(terms, values={"v": "number"}, opens=opens)) == []
    terms["b"] = terms["a"] | {"if": "v > 3"}
    assert len(found("ACT004", part(terms, values={"v": "number"}, opens=opens))) == 1
    terms["b"]["who"] = "expert"
    assert found("ACT004", part(terms, values={"v": "number"}, opens=opens)) == []


# ---- Whole charters


def test_a_rung_that_may_settle_without_authority_is_told() -> None:
    text = charter()
    del text["roles"]["director"]["customer"]["authority"]
    assert says("ESC005", text) == (
        "'director' of customer may settle at 'directors' and has no authority: what is agreed there binds nobody."
    )


def test_working_days_in_no_calendar_are_told() -> None:
    procedure = {"calendar": "none", "opens": OPENS, "always": ["keep performing"], "terms": {"a": SETTLE}}
    text = charter()
    text["procedures"]["x"] = procedure
    assert says("CAL009", text) == "'a' counts 10 working days, and the calendar 'none' knows no working time."


def test_what_waits_after_the_last_working_day_asks_no_calendar() -> None:
    """Ten years of waiting behind the last working day need no list of holidays."""
    a = SETTLE | {"else": "b"}
    text = charter()
    text["procedures"]["x"] = {
        "opens": OPENS,
        "always": ["keep performing"],
        "terms": {"a": a, "b": {"by": "10 years", "else": "end lapsed"}},
    }
    assert found("CAL001", text) == []
    text["procedures"]["x"]["terms"]["a"]["else"] = "b"
    text["procedures"]["x"]["terms"]["b"] = {"by": "10 years or next working day", "else": "end lapsed"}
    assert {path for path, _ in found("CAL001", text)} == {"calendars.alder.known until", "calendars.quill.known until"}


def test_a_ladder_longer_than_the_calendar_of_the_language_is_no_crash() -> None:
    text = charter()
    terms = {f"t{number}": {"by": "100 years or next working day", "else": f"t{number + 1}"} for number in range(99)}
    terms["t99"] = {"by": "1 week", "else": "end lapsed"}
    text["procedures"]["x"] = {"opens": OPENS | {"then": "t0"}, "always": ["keep performing"], "terms": terms}
    assert all("9999-12-31" in words for _, words in found("CAL001", text))


def test_rounds_that_meet_no_listed_day_off_are_left_alone() -> None:
    walk = {"who": "both", "must": "hold walk", "every": "1 week after contract start", "else": "tell manager"}
    opens = {"when": "contract start", "then": "walk"}
    text = charter(dates={"contract start": "2026-03-03"})
    text["procedures"]["x"] = {"opens": opens, "terms": {"walk": walk}}
    assert says("CAL004", text) == "'walk' comes round every 1 week and meets a day off: 2026-03-17 (Saint Patrick)."
    text["dates"]["contract start"] = "2026-03-05"
    text["calendars"]["alder"]["holidays"] = text["calendars"]["quill"]["holidays"] = {"2026-04-06": "Easter Monday"}
    assert found("CAL004", text) == []


def test_a_suspension_that_only_an_act_ends_is_a_note_in_a_part() -> None:
    opens = OPENS | {"states": ["scope"], "then": ["suspend scope", "a"]}
    a = {"who": "either", "may": "resume work", "then": ["release scope", "end done"]}
    text = part({"a": a}, values={"scope": "workstreams"}, opens=opens)
    (finding,) = [each for each in check(json.dumps(text, indent=1).encode()).findings if each.code == "SUS003"]
    assert finding.severity == "note"


def meetings_of(weekly: str, period_ends: str) -> dict:
    meeting = {"who": "both", "must": "hold meeting", "every": "1 week after contract start", "else": "nothing"}
    opens = {"when": "contract start", "then": "meeting"}
    text = charter(dates={"contract start": "2026-03-02"})
    text["meetings"]["steady"] = {"weekly": weekly, "minutes": 45, "agenda": ["new"]}
    text["calendars"]["meeting days"] = {"of": ["alder", "quill"], "period ends": period_ends}
    text["procedures"] = {"x": {"calendar": "meeting days", "opens": opens, "terms": {"meeting": meeting}}}
    return text


def test_a_meeting_that_ends_with_its_round_can_never_be_said_to_have_been_held() -> None:
    assert says("MTG003", meetings_of("Monday 09:30", "10:15")) == (
        "A meeting of 'meeting' ends 10:15; its round in the calendar 'meeting days' is over 10:15. "
        "Nobody could then say that it was held."
    )
    assert found("MTG003", meetings_of("Monday 09:30", "10:16")) == []
    assert found("MTG003", meetings_of("formal", "08:00")) == []  # no hour is agreed


def test_a_meeting_on_another_weekday_than_its_rounds_is_told() -> None:
    assert says("MTG003", meetings_of("Tuesday 09:30", "17:00")) == (
        "Meetings are agreed for Tuesday; the rounds of 'meeting' fall on Monday, as they are counted from 2026-03-02."
    )
