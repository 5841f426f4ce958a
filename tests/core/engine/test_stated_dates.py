"""Dates that hang on a stated value: counted as soon as it is stated, whoever states it."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("language_cases", Path(__file__).with_name("language_cases.py"))
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
SHARED, _ = cases.load()

WARNED = {
    "x": {
        "opens": {"who": "provider", "may": "note warning", "then": "warned"},
        "terms": {
            "warned": {
                "by": {"later of": ["5 working days after warning", "30 calendar days after payment due"]},
                "else": "end failed",
                "meanwhile": {
                    "statement": {
                        "who": "provider", "may": "note statement", "states": ["payment due"], "then": "nothing",
                    },
                    "restated": {
                        "who": "customer", "may": "note correction", "states": ["payment due"], "then": "nothing",
                    },
                },
            }
        },
    }
}  # fmt: skip

STATED = {
    "at": "2026-03-31T10:00+01:00",
    "as": "provider",
    "do": "note statement",
    "with": {"payment due": "2026-03-20"},
}


@pytest.fixture
def told():
    case = {"procedures": WARNED, "setting": {"values": {"payment due": "date"}}}
    told = cases.Told(SHARED, case)
    told.tell({"at": "2026-03-30T10:00+01:00", "as": "provider", "do": "note warning"})
    return told


def due(told):
    return told.relationship.families["M-1"].runs["x"].open["warned"].due


def test_a_clock_that_waits_for_a_stated_date_starts_when_it_is_stated(told):
    assert due(told) is None
    told.tell(STATED)
    # 30 calendar days after 20 Mar end on 19 Apr; 5 working days after 30 Mar end on 8 Apr.
    assert due(told) == cases.instant("2026-04-20T00:00+01:00")


def test_a_date_that_is_stated_anew_moves_the_clock(told):
    for act, who, day in [("note statement", "provider", "2026-03-20"), ("note correction", "customer", "2026-02-20")]:
        told.tell({"at": "2026-03-31T10:00+01:00", "as": who, "do": act, "with": {"payment due": day}})
    # 30 calendar days after 20 Feb were over on 22 Mar; 5 working days after 30 Mar end on 8 Apr.
    assert due(told) == cases.instant("2026-04-09T00:00+01:00")


def test_the_clock_that_was_stated_late_rings(told):
    told.tell(STATED)
    told.relationship.advance(cases.instant("2026-04-20T00:00+01:00"))
    assert told.relationship.families["M-1"].result == "failed"


def limited(restart):
    """A procedure with a level that ends before the limitation date, and something that moves that date."""
    moves = {"then": "restart limitation"} if restart else {"states": ["cause"], "then": "nothing"}
    told = cases.Told(SHARED, {
        "setting": {"values": {"cause": "date"}},
        "procedures": {"x": {
            "opens": {"who": "either", "may": "note claim", "states": ["cause"], "then": "talks"},
            "limitation": {"by": "1 year after cause", "while open": "keeps running"},
            "terms": {"talks": {
                "who": "both", "may": "settle", "by": "20 calendar days before limitation date", "else": "end failed",
                "meanwhile": {"moving": {"who": "either", "may": "note acknowledgement", **moves}},
            }},
        }},
    })  # fmt: skip
    told.tell({"at": "2026-03-30T10:00+01:00", "as": "customer", "do": "note claim", "with": {"cause": "2025-06-01"}})
    return told


@pytest.mark.parametrize(
    ("restart", "stated", "day"),
    # A year after 1 Jul 2025 ends on 1 Jul 2026, after 1 Apr 2026 on 1 Apr 2027; 20 calendar days back: 11 Jun, 12 Mar.
    [(False, {"with": {"cause": "2025-07-01"}}, "2026-06-12T00:00+01:00"), (True, {}, "2027-03-13T00:00+00:00")],
)
def test_a_clock_before_the_limitation_date_moves_with_it(restart, stated, day):
    told = limited(restart)
    talks = told.relationship.families["M-1"].runs["x"].open["talks"]
    assert talks.due == cases.instant("2026-05-13T00:00+01:00")
    told.tell({"at": "2026-04-01T10:00+01:00", "as": "provider", "do": "note acknowledgement", **stated})
    assert told.relationship.families["M-1"].runs["x"].open["talks"].due == cases.instant(day)
