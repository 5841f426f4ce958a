"""What the interpreter of tests/oracle saw differently, where the language decides against the engine: mended since."""

import importlib.util
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("language_cases", Path(__file__).with_name("language_cases.py"))
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
SHARED, _ = cases.load()
OPENS = {"who": "either", "may": "note claim", "then": ["a"]}
CLAIM = {"at": "2026-03-20T10:00+00:00", "as": "customer", "do": "note claim"}


def told(
    terms: dict[str, Any], *facts: dict[str, Any], until: str, setting: dict[str, Any] | None = None, **procedure: Any
) -> Any:
    """Return a matter told up to an instant, and the reason of the last fact's refusal."""
    case = {"procedures": {"x": {"opens": OPENS, "terms": terms} | procedure}, "setting": setting or {}}
    if "version_2" in procedure:
        case["version 2"] = {"x": {"opens": OPENS, "terms": case["procedures"]["x"].pop("version_2")}}
    story, refused = cases.Told(SHARED, case), ""
    for fact in (CLAIM, *facts):
        refused = story.tell(fact)
    story.relationship.advance(cases.instant(until))
    return story.relationship.families["M-1"], refused


def due(state: Any, term: str) -> str:
    return str(state.runs["x"].open[term].due.isoformat(timespec="minutes"))


def test_a_period_already_over_counts_on_from_day_0_of_its_own_opening() -> None:
    terms = {
        "a": {"by": "10 calendar days after claim", "else": "b"},
        "b": {"by": "5 calendar days after claim", "else": "c"},
        "c": {"by": "2 calendar days", "else": "nothing"},
    }
    state, _ = told(terms, until="2026-03-31T00:00+01:00")
    assert due(state, "c") == "2026-04-01T23:00+00:00"  # day 0 is 30 March, the last day of the lapse


def test_one_side_alone_does_not_move_a_matter_to_another_version() -> None:
    terms = {"a": {"who": "both", "may": "settle", "by": "1 month", "else": "nothing"}}
    move = {"at": "2026-03-21T10:00+00:00", "as": "customer", "fact": "MatterMoved", "with": {"version": "2"}}
    assert told(terms, move, until="2026-03-22T00:00+00:00", version_2=terms)[1] == "seat"
    assert told(terms, move | {"as": "both"}, until="2026-03-22T00:00+00:00", version_2=terms)[1] == ""


def test_where_all_must_serve_the_notice_of_one_does_not_stop_that_of_another() -> None:
    terms = {
        "a": {
            "who": "both",
            "may": "serve joint note",
            "by": "1 month",
            "in time": "when sent",
            "then": "end done",
            "else": "nothing",
        }
    }
    first = {"at": "2026-03-23T20:00+00:00", "as": "customer", "do": "serve joint note"}  # after the cut-off
    state, refused = told(terms, first, first | {"as": "provider"}, until="2026-03-24T12:00+00:00")
    assert (refused, state.result) == ("", "done")


def test_a_date_moved_late_shifts_later_dates_too() -> None:
    terms = {
        "a": {"by": "3 working days after claim", "else": "nothing"},
        "b": {"by": "5 working days after claim", "else": "nothing"},
    }
    opens = OPENS | {"then": ["a", "b"]}
    late = {
        "at": "2026-03-26T10:00+00:00",
        "as": "both",
        "fact": "DeadlineExtended",
        "with": {"term": "a", "until": "2026-03-27"},
    }
    extension = {"who": "both", "late": "2 working days", "shifts": "later"}
    state, refused = told(terms, late, until="2026-03-26T11:00+00:00", opens=opens, extension=extension)
    assert refused == ""
    assert due(state, "b") == "2026-03-31T23:00+00:00"  # two working days later than 27 March


def test_a_right_that_is_lost_is_not_lost_again() -> None:
    terms = {"a": {"by": "1 week", "else": ["waive adjudication by customer", "waive adjudication by both"]}}
    state, _ = told(terms, until="2026-04-30T00:00+01:00")
    assert state.lost == (("adjudication", "customer"), ("adjudication", "provider"))


def test_a_limitation_period_that_a_lapse_restarts_counts_from_the_last_day_of_the_lapse() -> None:
    from detente.core.engine.dates import limitation_of

    terms = {
        "a": {"by": "1 week", "else": ["restart limitation", "b"]},
        "b": {"who": "either", "may": "note end", "then": "end done"},
    }
    limitation = {"by": "1 month after claim", "while open": "keeps running"}
    case = {"procedures": {"x": {"opens": OPENS, "terms": terms, "limitation": limitation}}, "setting": {}}
    story = cases.Told(SHARED, case)
    story.tell(CLAIM)
    story.relationship.advance(cases.instant("2026-03-30T00:00+00:00"))
    state = story.relationship.families["M-1"]
    found = limitation_of(story.programs[1], state, state.runs["x"])
    assert found is not None
    assert found.last_day.isoformat() == "2026-04-27"  # a month after 27 March, the last day of the week


def test_what_a_rule_closes_opens_no_more_terms() -> None:
    terms = {
        "a": {"by": "1 month", "else": "nothing", "meanwhile": {
            "lead out": {"then": "b"}, "left behind": {"who": "customer", "may": "note reply"}}},
        "b": {"who": "either", "may": "note end", "then": "end done"},
    }  # fmt: skip
    state, _ = told(terms, until="2026-03-21T00:00+00:00")
    assert list(state.runs["x"].open) == ["b"]


def test_where_each_acts_every_one_of_the_acts_happens() -> None:
    terms = {
        "a": {"who": "each", "may": "note reply", "by": "1 month", "else": "nothing"},
        "b": {"by": "3 calendar days after first reply", "else": "nothing"},
    }
    reply = {"at": "2026-03-23T10:00+00:00", "as": "provider", "do": "note reply"}
    state, _ = told(terms, reply, until="2026-03-23T10:00+00:00", opens=OPENS | {"then": ["a", "b"]})
    assert due(state, "b") == "2026-03-27T00:00+00:00"
    assert told(terms, reply, reply | {"at": "2026-03-24T10:00+00:00"}, until="2026-03-24T10:00+00:00")[1] == "not open"
