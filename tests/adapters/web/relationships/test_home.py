"""A relationship's home, the portfolio, goals, notifications: what each reader sees."""

import re
from typing import Any

R = "/r/aldgate-meridian/"


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_home_shows_five_lines_clocks_meetings_what_is_asked_and_what_stays_safe(signed_in: Any) -> None:
    page = text(signed_in("Elin Marsh").get(R))
    for words in ("Matters opened", "Days to the first answer", "Duties kept in time", "Facts confirmed by both",
                  "Meetings held", "M-014", "Weekly meeting 58", "What stays safe", "Renewal talks", "Asked of you",
                  "Pay milestone"):  # fmt: skip
        assert words in page, words
    assert "score" not in page


def test_both_sides_see_the_same_numbers(signed_in: Any) -> None:
    pictures = [
        re.findall(r'<svg[^>]*aria-labelledby="tr-.*?</svg>', signed_in(name).get(R).content.decode(), re.DOTALL)
        for name in ("Elin Marsh", "Arun Shetty")
    ]
    assert len(pictures[0]) == 5
    assert pictures[0] == pictures[1]


def test_a_mediator_sees_only_what_the_mediation_is_about(signed_in: Any) -> None:
    ines = signed_in("Ines Falk")
    assert ines.get(R).status_code == 404
    page = text(ines.get(f"{R}matters/"))
    assert "M-014" not in page
    assert "M-009" in page


def test_a_relationship_without_a_place_is_not_there(signed_in: Any) -> None:
    assert signed_in("Elin Marsh").get("/r/elsewhere/").status_code == 404


def test_home_asks_at_most_twelve_questions(signed_in: Any, django_queries: Any) -> None:
    elin = signed_in("Elin Marsh")
    elin.get(R)
    assert django_queries(lambda: elin.get(R)) <= 12
