"""A limitation date lies years ahead, past every list of days off: what is counted back from it is not yet due."""

import importlib.util
from pathlib import Path

import pytest

from detente.core.engine.questions.open_now import open_now
from detente.core.vocabulary.errors import BadInput

_SPEC = importlib.util.spec_from_file_location("language_cases", Path(__file__).with_name("language_cases.py"))
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
SHARED, _ = cases.load()

LADDER = {
    "x": {
        "opens": {"who": "either", "may": "note claim", "states": ["cause"], "then": "chiefs"},
        "limitation": {"by": "6 years after cause", "while open": "keeps running"},
        "anytime": {
            "save the claim": {
                "who": "either",
                "may": "sue to save the claim",
                "from": "20 working days before limitation date",
            }
        },
        "terms": {
            "chiefs": {
                "who": "both",
                "may": "settle",
                "by": {"earlier of": ["15 calendar days", "20 working days before limitation date"]},
                "else": "end failed",
            }
        },
    }
}


def told_from(at, cause):
    told = cases.Told(SHARED, {"procedures": LADDER, "setting": {"values": {"cause": "date"}}})
    told.tell({"at": at, "as": "customer", "do": "note claim", "with": {"cause": cause}})
    return told


def test_of_two_dates_the_one_that_is_known_is_earlier_where_the_other_lies_past_the_list():
    told = told_from("2026-03-30T10:00+01:00", "2026-03-02")
    # 15 calendar days after 30 Mar end on 14 Apr; the other one cannot be before December 2027.
    assert told.relationship.families["M-1"].runs["x"].open["chiefs"].due == cases.instant("2026-04-15T00:00+01:00")


def test_an_option_before_a_limitation_date_past_the_list_is_not_open_yet():
    told = told_from("2026-03-30T10:00+01:00", "2026-03-02")
    assert told.tell({"at": "2026-03-31T10:00+01:00", "as": "customer", "do": "sue to save the claim"}) == "window"


def test_what_is_open_now_says_what_such_an_option_waits_for():
    told = told_from("2026-03-30T10:00+01:00", "2026-03-02")
    state = told.relationship.families["M-1"]
    [option] = [
        one for one in open_now(told.programs[1], state, told.relationship.now).options if one.term == "save the claim"
    ]
    assert (option.usable, option.earliest) == (False, None)


# 20 working days back from the end of the list, 31 Dec 2027, without 27 and 28 Dec, is 1 Dec: from then on the answer
# hangs on days that nobody knows.


def test_near_the_end_of_the_list_an_option_is_not_refused_by_guess():
    told = told_from("2027-11-12T10:00+00:00", "2026-03-02")
    told.relationship.families["M-1"].runs["x"].open.clear()  # the matter stays open, its level does not run out
    assert told.tell({"at": "2027-11-30T10:00+00:00", "as": "customer", "do": "sue to save the claim"}) == "window"
    with pytest.raises(BadInput, match="known until 2027-12-31"):
        told.tell({"at": "2027-12-01T10:00+00:00", "as": "customer", "do": "sue to save the claim"})


def test_near_the_end_of_the_list_the_earlier_of_two_dates_is_not_guessed():
    with pytest.raises(BadInput, match="known until 2027-12-31"):
        told_from("2027-12-01T10:00+00:00", "2026-03-02")
