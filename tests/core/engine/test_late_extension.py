"""A date moved after it passed: the term is open again, and later stages move with it as they do in time."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("language_cases", Path(__file__).with_name("language_cases.py"))
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
SHARED, _ = cases.load()

LADDER = {
    "x": {
        "opens": {"who": "either", "may": "note claim", "then": "a"},
        "extension": {
            "who": "both", "late": "2 working days", "failing that": {"who": "customer", "at least": "5 working days"},
            "shifts": "later",
        },
        "terms": {
            "a": {"who": "both", "may": "settle", "by": "10 working days after claim", "else": "b"},
            "b": {"who": "both", "may": "settle", "by": "20 working days after claim", "else": "end exhausted"},
        },
    }
}  # fmt: skip


# From Mon 30 Mar 10 working days end on 15 Apr and 20 on 29 Apr; moved by 5 (22 Apr) the later one ends on 7 May,
# by 8 (27 Apr) on 12 May. In time, late by both, later still by the customer alone.
@pytest.mark.parametrize(
    ("at", "who", "until", "later"),
    [
        ("2026-04-14T10:00+01:00", "both", "2026-04-22", "2026-05-08T00:00+01:00"),
        ("2026-04-17T10:00+01:00", "both", "2026-04-22", "2026-05-08T00:00+01:00"),
        ("2026-04-20T10:00+01:00", "customer", "2026-04-27", "2026-05-13T00:00+01:00"),
    ],
)
def test_a_later_stage_on_an_older_anchor_moves_by_as_many_days(at, who, until, later):
    told = cases.Told(SHARED, {"procedures": LADDER})
    told.tell({"at": "2026-03-30T10:00+01:00", "as": "customer", "do": "note claim"})
    assert not told.tell({"at": at, "as": who, "fact": "DeadlineExtended", "with": {"term": "a", "until": until}})
    run = told.relationship.families["M-1"].runs["x"]
    assert list(run.open) == ["a"]
    told.relationship.advance(run.open["a"].due)
    run = told.relationship.families["M-1"].runs["x"]
    assert {term: open_.due for term, open_ in run.open.items()} == {"b": cases.instant(later)}
