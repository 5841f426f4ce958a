"""Today: what waits for whom."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.adapters.web.seeding import Seeded, at

Client = Callable[[str], Any]


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_what_is_mine_stands_first_the_soonest_on_top(signed_in: Client) -> None:
    text = words(signed_in("Elin Marsh").get("/"))
    assert "2 things wait for you, Elin" in text
    mine, others = text.split("With others")
    assert mine.index("Accept package") < mine.index("Settle")
    assert "Hold meeting<" not in text  # it is to come: the strip draws it
    assert "Serve plan" in others
    assert "Why this time?" in mine


def test_what_is_open_beside_a_level_is_folded_and_not_counted(signed_in: Client) -> None:
    text = words(signed_in("Elin Marsh").get("/"))
    turn, folded = text.split("<details><summary>1 more thing is open to you; nothing is asked</summary>")
    assert "Move on to executives" not in turn
    assert "Move on to executives" in folded.split("</details>")[0]


def test_who_holds_nothing_reads_what_comes_next(signed_in: Client) -> None:
    text = words(signed_in("Ines Falk").get("/"))
    assert "Nothing waits for you today, Ines" in text
    assert "M-014" not in text


def test_every_row_names_both_zones(signed_in: Client) -> None:
    text = words(signed_in("Arun Shetty").get("/"))
    assert "<span>14:00</span>" in text
    assert "<span>18:30</span>" in text


def test_what_one_side_keeps_to_itself_does_not_change_the_others_today(signed_in: Client, seeded: Seeded) -> None:
    from detente import clerk

    client = signed_in("Arun Shetty")
    plain = re.compile(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"')
    before = plain.sub("", words(client.get("/")))
    clerk.write_note(seeded.viewer("Elin Marsh"), "ours alone", matter="M-014")
    assert plain.sub("", words(client.get("/"))) == before


def test_who_is_not_signed_in_is_asked_to(client: Any) -> None:
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


def test_a_page_takes_few_queries_however_many_matters_are_open(signed_in: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("Elin Marsh")
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert len(asked) <= 12


def test_a_strip_draws_the_clocks_that_the_lists_name(signed_in: Client) -> None:
    text = words(signed_in("Elin Marsh").get("/"))
    strip = text[text.index("<figure") : text.index("</figure>")]
    assert "14:00 (UTC+1) Settle, M-014" in strip
    assert "14:00 (UTC+1) Serve plan, M-015" in strip


def test_the_next_meeting_stands_beside_with_what_is_on_it(signed_in: Client) -> None:
    text = words(signed_in("Elin Marsh").get("/"))
    note = text[text.index("<h3>Meeting ") : text.index("<h3>Since yesterday")]
    assert "Mon 30 Nov 2026, 10:00 (UTC+1) Aldgate" in note
    assert re.search(r"\d+ outstanding, \d+ new, \d+ upcoming\.", note)
    assert "Items can be added unseen until" in note
    assert re.search(r'href="/r/aldgate-meridian/meetings/[^/]+/\d+/">Prepare the agenda', note)
    assert "Prepare the agenda" not in words(signed_in("Ines Falk").get("/"))


def test_what_happened_since_yesterday_stands_beside_in_the_same_words_for_both(
    signed_in: Client, seeded: Seeded
) -> None:
    from detente import clerk

    clerk.make_statement(seeded.viewer("Arun Shetty"), "M-014", "Two people were lent.")
    clerk.write_note(seeded.viewer("Arun Shetty"), "ours alone", matter="M-014")
    elin, arun = (words(signed_in(name).get("/")) for name in ("Elin Marsh", "Arun Shetty"))
    told = [text[text.index("<h3>Since yesterday") :].split("</section>")[0] for text in (elin, arun)]
    assert told[0] == told[1]
    assert re.search(r"Meridian stated F\d of M-014", told[0])
    assert "M-014" not in words(signed_in("Ines Falk").get("/"))


def test_a_first_yes_is_not_told_beside(signed_in: Client, seeded: Seeded) -> None:
    from detente import clerk

    client = signed_in("Arun Shetty")
    before = words(client.get("/")).split("<h3>Since yesterday")[1].split("</section>")[0]
    clerk.do_act(seeded.viewer("Elin Marsh"), "M-014", "accept-package", {}, run="package", term="answers")
    after = words(client.get("/")).split("<h3>Since yesterday")[1].split("</section>")[0]
    assert after == before


def test_a_duty_that_my_side_has_signed_is_not_asked_again(signed_in: Client, seeded: Seeded) -> None:
    from detente import clerk

    with at(datetime(2026, 11, 30, 10, 0, tzinfo=UTC)):
        elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
        series = next(one for one in re.findall(r"/meetings/([^/]+)/\d+/", words(elin.get("/"))))
        assert "Hold meeting</a>" in words(elin.get("/")).split("With others")[0]
        clerk.do_act(seeded.viewer("Elin Marsh"), series, "meeting", {})
        mine, others = words(elin.get("/")).split("With others")
        assert "Hold meeting</a>" not in mine
        assert "Your side has signed." in others
        assert "Hold meeting</a>" in words(arun.get("/")).split("With others")[0]
