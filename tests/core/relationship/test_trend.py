"""Five lines and six counts: cases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from detente.core.relationship import Line, trend
from detente.core.relationship.goals import reached
from detente.core.relationship.standing import from_line, goals, high, worth
from detente.core.vocabulary.facts import ActDone, DeadlinePassed, MatterOpened, StatementConfirmed
from tests.core.meetings.facts import CHARTER

TODAY = date(2026, 3, 4)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def head(at: datetime, matter: str = "M-001") -> dict[str, Any]:
    return {"id": "joint/1", "at": at, "charter": CHARTER, "matter": matter}


def opened(at: datetime, by: str = "customer") -> MatterOpened:
    return MatterOpened(**head(at), procedure="escalation", opener=by, person="p-1")


def act(at: datetime, seat: str, slug: str = "reply", person: str = "p-2") -> ActDone:
    return ActDone(**head(at), run="escalation", act=slug, seat=seat, person=person, values={})


def passed(at: datetime) -> DeadlinePassed:
    return DeadlinePassed(
        **head(at), run="escalation", term="reply", round=1, due=at, missed_by=("provider",), tzdata="2026a"
    )


def line(name: str, facts: list[Any], **kwargs: Any) -> Line:
    found = trend(facts, TODAY, weeks=4, duty=lambda one: one.act == "reply", **kwargs)
    return next(one for one in found if one.name == name)


def test_the_first_word_of_the_other_side_is_the_answer() -> None:
    facts = [
        opened(MONDAY), act(MONDAY + timedelta(hours=1), "customer", "note", "p-1"),
        act(MONDAY + timedelta(days=2), "provider"), act(MONDAY + timedelta(days=3), "provider"),
    ]  # fmt: skip
    assert line("answer", facts).values == (None, None, None, 2.0)


def test_kept_duties_are_a_share_and_weeks_without_duties_tell_nothing() -> None:
    facts = [act(MONDAY, "provider"), act(MONDAY, "provider"), act(MONDAY, "provider"), passed(MONDAY)]
    assert line("kept", facts).values == (None, None, None, 75.0)


def test_what_silence_did_is_nobodys_kept_duty() -> None:
    deemed = ActDone(**head(MONDAY), run="escalation", act="reply", seat="provider", values={}, deemed=True)
    assert line("kept", [deemed]).values[-1] is None


def test_counts_are_zero_where_nothing_happened() -> None:
    confirmed = StatementConfirmed(**head(MONDAY), statement="F1", party="provider", person="p-2")
    assert line("confirmed", [confirmed]).values == (0.0, 0.0, 0.0, 1.0)
    assert line("meetings", [], meetings=[MONDAY, MONDAY]).values == (0.0, 0.0, 0.0, 2.0)
    assert line("opened", [opened(MONDAY)], counted=lambda _: False).values[-1] == 0.0


@pytest.mark.parametrize(
    ("target", "value", "says"),
    [
        ("at most 5 %", "4.6 %", True), ("at most 5 %", "11.9 %", False), ("at least 95 %", "95.0 %", True),
        ("9 of 9", "9 of 9", True), ("9 of 9", "7 of 9", False), ("at most 1 %", "about a hundred", None),
        ("as both say", "5 %", None),
    ],
)  # fmt: skip
def test_a_target_is_reached_as_it_is_written(target: str, value: str, says: bool | None) -> None:
    assert reached(target, value) is says


def test_a_change_is_worth_a_question_or_a_meeting_only_for_the_worse() -> None:
    assert [worth("kept", change) for change in (-2.9, -3, -10, 20)] == ["", "question", "meeting", ""]
    assert [worth("answer", change) for change in (0.9, 1, 3, -5)] == ["", "question", "meeting", ""]
    assert worth("meetings", None) == ""


def test_a_matter_at_the_readers_level_is_theirs_to_decide() -> None:
    at = datetime(2026, 3, 4, tzinfo=UTC)
    assert high([(3, at - timedelta(days=1), True), (1, at, True)], at).worth == "decision"
    assert high([(3, at - timedelta(days=200), False)], at).worth == "question"
    assert high([(2, at, True)], at).worth == ""
    assert high([(3, at, False), (4, at, False)], at).change == 2.0


def test_thirteen_weeks_are_held_against_the_thirteen_before() -> None:
    weeks = tuple(TODAY for _ in range(26))
    found = from_line("kept", Line("kept", weeks, (*([100.0] * 13), *([90.0] * 13))))
    assert (found.value, found.change, found.worth) == (90.0, -10.0, "meeting")


def test_goals_count_by_their_latest_report() -> None:
    reports = [("a", date(2025, 10, 1), True), ("a", date(2026, 3, 1), False), ("b", date(2026, 3, 1), True)]
    found = goals(reports, 3, TODAY)
    assert (found.value, found.all, found.change) == (1.0, 3.0, 0.0)
