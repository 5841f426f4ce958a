"""Goals and milestones: what stands, and a report."""

import re
from typing import Any

GOALS = "/r/aldgate-meridian/goals/"


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_each_goal_has_measure_target_day_owner_and_its_latest_reports(signed_in: Any) -> None:
    page = text(signed_in("Arun Shetty").get(GOALS))
    for words in ("claims keyed the same day", "at least 95 %", "Tue 15 Dec 2026", "Priya Nair", "93.8 %", "93.4 %",
                  "pays 48000.00 EUR", "P-003", "not reported yet"):  # fmt: skip
        assert words in page, words


def test_a_report_is_on_record_for_both_sides(signed_in: Any) -> None:
    said = {"goal": "claims complete", "value": "95.2 %", "on": "2026-11-24"}
    assert signed_in("Arun Shetty").post(f"{GOALS}report/", said).status_code == 302
    page = text(signed_in("Elin Marsh").get(GOALS))
    assert "95.2 %" in page
    assert "reached" in page


def test_a_report_of_a_day_to_come_is_asked_for_again(signed_in: Any) -> None:
    answer = signed_in("Arun Shetty").post(
        f"{GOALS}report/", {"goal": "claims complete", "value": "96 %", "on": "2026-12-24"}
    )
    assert answer.status_code == 422
    assert "A report is of a day that has come." in answer.content.decode()
    assert "96 %" in answer.content.decode()


def test_a_neutral_reports_nothing(signed_in: Any) -> None:
    said = {"goal": "claims complete", "value": "1 %", "on": "2026-11-24"}
    assert signed_in("Ines Falk").post(f"{GOALS}report/", said).status_code == 404


def test_goals_ask_at_most_twelve_questions(signed_in: Any, django_queries: Any) -> None:
    elin = signed_in("Elin Marsh")
    elin.get(GOALS)
    assert django_queries(lambda: elin.get(GOALS)) <= 12
