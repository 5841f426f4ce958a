"""The page of a matter: both sides read the same, nobody reads what is another's, acts are done with care."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded, at

Client = Callable[[str], Any]
SETTLE = {"run": "escalation", "term": "managers", "v-0": "Package 2", "v-1": "31200.00 EUR"}
ACCEPT = {"run": "package", "term": "answers"}


@pytest.fixture
def matter(seeded: Seeded) -> str:
    return f"/r/{seeded.key}/matters/M-014/"


def words(answer: Any) -> str:
    """Return what a page says, without what differs with every answer."""
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def between(answer: Any, first: str, last: str) -> str:
    text = words(answer)
    text = text[text.index(first) :]
    return text[: text.index(last)]


def code(answer: Any) -> str:
    found = re.search(r'dir="ltr">([\d ]+)<', answer.content.decode())
    assert found, "a binding act shows its code"
    return found[1]


def test_both_sides_read_the_same_pictures_and_the_same_sentence(signed_in: Client, matter: str) -> None:
    shown = [signed_in(name).get(matter) for name in ("Elin Marsh", "Arun Shetty")]
    assert between(shown[0], '<p class="lede">', "</p>") == between(shown[1], '<p class="lede">', "</p>")
    same = [between(one, 'class="sheet at-ladder"', 'class="split left"') for one in shown]
    assert same[0] == same[1]
    assert "Level 2 of 6." in words(shown[0])


def test_what_was_raised_stands_on_the_page_in_the_same_words_for_both(signed_in: Client, matter: str) -> None:
    elin, arun = (
        between(signed_in(name).get(matter), 'id="raised"', "</dl>") for name in ("Elin Marsh", "Arun Shetty")
    )
    assert elin == arun
    assert "What do you ask for, and by when?" in elin
    assert "Mon 12 Oct 2026" in elin
    assert "2026-10-12" not in elin


def test_a_day_is_no_title_of_a_matter(signed_in: Client, seeded: Seeded) -> None:
    from detente import clerk

    opened = clerk.open_matter(seeded.viewer("Arun Shetty"), "milestone-report", {"milestone date": "2026-10-29"})
    text = words(signed_in("Elin Marsh").get("/"))
    row = text[text.index(opened.fact.matter) :].split("</p>")[0]
    assert "Milestone payment" in row
    assert "2026-10-29" not in row


def test_the_page_says_who_holds_it_until_when_in_both_zones(signed_in: Client, matter: str) -> None:
    text = words(signed_in("Tom Okafor").get(matter))
    assert "Thu 26 Nov 2026, 14:00 (UTC+1) Aldgate" in text
    assert "18:30 (UTC+5:30) Meridian" in text
    assert "1 working day 3 h of joint working time left" in text
    assert "Nobody is taken to have agreed to anything." in text


def test_a_page_takes_at_most_twelve_queries_whatever_was_written(
    signed_in: Client, matter: str, seeded: Seeded
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from detente import clerk

    client = signed_in("Elin Marsh")
    counts = []
    for number in (1, 12):
        for _ in range(number):
            clerk.make_statement(seeded.viewer("Elin Marsh"), "M-014", "one more")
            clerk.send_message(seeded.viewer("Arun Shetty"), "M-014", "one more")
            clerk.write_note(seeded.viewer("Elin Marsh"), "one more", matter="M-014")
        for _ in ("with nothing kept", "kept"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(matter).status_code == 200
            counts.append(len(asked))
    assert max(counts) <= 12
    assert counts[1] == counts[3]


def test_a_mediator_who_has_no_seat_in_a_matter_finds_nothing_there(
    signed_in: Client, matter: str, seeded: Seeded
) -> None:
    client = signed_in("Ines Falk")
    client.raise_request_exception = False
    hidden, missing = client.get(matter), client.get(f"/r/{seeded.key}/matters/M-999/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_a_first_yes_changes_no_byte_of_what_the_other_side_reads(
    signed_in: Client, matter: str, seeded: Seeded
) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    places = (matter, "/", f"/r/{seeded.key}/matters/", f"{matter}acts/accept-package/?run=package")
    before = [words(arun.get(place)) for place in places]
    check = elin.post(f"{matter}acts/accept-package/", ACCEPT)
    assert "If the other side says yes to the same" in words(check)
    done = elin.post(f"{matter}acts/accept-package/", {**ACCEPT, "confirmed": "1", "code": code(check)})
    assert done.status_code == 302
    shown = [re.sub(r'dir="ltr">[\d ]+<', "", words(arun.get(place))) for place in places]
    assert shown == [re.sub(r'dir="ltr">[\d ]+<', "", one) for one in before]
    assert "Your side has said yes" in words(elin.get(matter))


def test_when_both_have_said_yes_both_see_it(signed_in: Client, matter: str) -> None:
    for name in ("Elin Marsh", "Arun Shetty"):
        client = signed_in(name)
        check = client.post(f"{matter}acts/accept-package/", ACCEPT)
        client.post(f"{matter}acts/accept-package/", {**ACCEPT, "confirmed": "1", "code": code(check)})
    for name in ("Elin Marsh", "Arun Shetty"):
        assert "Accept package" not in between(signed_in(name).get(matter), 'id="open"', 'id="facts"')


def test_a_get_changes_nothing(signed_in: Client, matter: str, seeded: Seeded) -> None:
    from detente.store import read

    viewer = seeded.viewer("Elin Marsh")
    before = read.head(viewer)
    client = signed_in("Elin Marsh")
    for place in ("", "acts/settle/", "acts/accept-package/", "state/", "clocks/escalation/managers/"):
        assert client.get(matter + place).status_code == 200
    assert read.head(viewer) == before


def test_settling_needs_the_code_that_the_page_shows(signed_in: Client, matter: str) -> None:
    client = signed_in("Elin Marsh")
    check = client.post(f"{matter}acts/settle/", SETTLE)
    assert "It counts when the other side has signed the same." in words(check)
    wrong = "111111" if code(check).replace(" ", "") != "111111" else "222222"
    refused = client.post(f"{matter}acts/settle/", {**SETTLE, "confirmed": "1", "code": wrong})
    assert refused.status_code == 422
    assert "has signed" not in words(client.get(matter))
    done = client.post(f"{matter}acts/settle/", {**SETTLE, "confirmed": "1", "code": code(check)})
    assert done.status_code == 302
    text = between(signed_in("Arun Shetty").get(matter), "Signatures", "Where each side")
    assert "Aldgate</span> has signed" in text
    assert "Meridian</span> has not signed yet" in text


def test_the_second_to_sign_finds_the_terms_of_the_first(signed_in: Client, matter: str) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    for client in (elin, arun):
        form = client.get(f"{matter}acts/settle/?run=escalation")
        assert ("Package 2</textarea>" in words(form)) == (client is arun)
        check = client.post(f"{matter}acts/settle/", SETTLE)
        client.post(f"{matter}acts/settle/", {**SETTLE, "confirmed": "1", "code": code(check)})
    text = words(elin.get(matter))
    assert "<b>Settled.</b>" in text, text[text.index("lede") :][:300]
    assert "This matter has ended: settled." in text
    agreed = between(elin.get(matter), 'id="agreed"', "</dl>")
    assert "Package 2" in agreed
    assert "31200.00 EUR" in agreed


def test_who_does_not_hold_an_act_reads_who_does_and_what_is_open(signed_in: Client, matter: str) -> None:
    answer = signed_in("Tom Okafor").post(f"{matter}acts/settle/", SETTLE)
    assert answer.status_code == 422
    assert "This is held by" in words(answer)
    assert "Note quick win" in words(answer)


def test_an_amount_that_cannot_be_read_is_asked_for_again(signed_in: Client, matter: str) -> None:
    answer = signed_in("Elin Marsh").post(f"{matter}acts/settle/", {**SETTLE, "v-1": "a lot"})
    assert answer.status_code == 422
    assert "Enter a sum, such as 5000.00 EUR." in words(answer)
    assert "Package 2</textarea>" in words(answer)


def test_facts_are_stated_confirmed_and_put_beside_each_other(signed_in: Client, matter: str) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    assert elin.post(f"{matter}state/", {"text": ""}).status_code == 422
    elin.post(f"{matter}state/", {"text": "The desk opened on 2 Nov."})
    arun.post(f"{matter}facts/F6/version/", {"text": "It opened on 4 Nov."})
    elin.post(f"{matter}facts/F5/confirm/")
    text = words(arun.get(matter))
    assert "3 confirmed, 2 with two versions, 1 stated" in text
    assert text.index("The desk opened on 2 Nov.") < text.index("It opened on 4 Nov.")


def test_nobody_confirms_their_own_fact(signed_in: Client, matter: str) -> None:
    client = signed_in("Elin Marsh")
    assert client.post(f"{matter}facts/F4/confirm/").status_code == 422
    assert "2 confirmed" in words(client.get(matter))


def test_a_message_becomes_the_draft_of_a_fact(signed_in: Client, matter: str) -> None:
    client = signed_in("Arun Shetty")
    client.post(f"{matter}messages/", {"room": "joint", "text": "The shift ends on 11 Dec."})
    assert "The shift ends on 11 Dec.</textarea>" in words(client.get(f"{matter}state/?from=S1"))


def test_a_note_and_a_caucus_show_to_nobody_else(signed_in: Client, matter: str) -> None:
    elin, arun = signed_in("Elin Marsh"), signed_in("Arun Shetty")
    before = words(arun.get(matter))
    elin.post(f"{matter}notes/", {"text": "We could go to 40,000."})
    assert "We could go to 40,000." in words(elin.get(matter))
    assert words(arun.get(matter)) == before
    assert elin.post(f"{matter}messages/", {"room": "caucus provider", "text": "hello"}).status_code == 422


def test_each_side_says_where_it_sees_the_cause(signed_in: Client, matter: str) -> None:
    signed_in("Elin Marsh").post(f"{matter}cause/", {"cause": "change"})
    text = between(signed_in("Arun Shetty").get(matter), 'id="cause"', "</section>")
    assert "Aldgate</span> Something changed" in text
    assert "has not said yet" in text


def test_every_clock_says_why_it_runs_out_then(signed_in: Client, matter: str) -> None:
    text = words(signed_in("Elin Marsh").get(f"{matter}clocks/escalation/managers/"))
    assert "8 working days after opening of managers." in text
    assert "Guru Nanak Jayanti, Meridian" in text
    assert "Time-zone data" in text
    assert 'detente explain M-014 "managers"' in text


def test_the_board_lists_matters_by_level_and_filters(signed_in: Client, seeded: Seeded) -> None:
    client = signed_in("Elin Marsh")
    board = f"/r/{seeded.key}/matters/"
    text = words(client.get(board))
    assert "2 matters are open." in text
    assert text.index("Level 1") < text.index("M-015") < text.index("Level 2") < text.index("M-014")
    assert "M-014" not in words(client.get(f"{board}?procedure=rectification"))
    assert "M-014" not in words(client.get(f"{board}?state=ended"))


def test_the_board_shows_every_open_matter_and_fifty_ended_ones_a_page(signed_in: Client, seeded: Seeded) -> None:
    from detente import clerk

    board, elin, arun = f"/r/{seeded.key}/matters/", signed_in("Elin Marsh"), seeded.viewer("Arun Shetty")
    asked = {"task": "Count them.", "owner": "provider", "due day": "2026-12-01"}
    for number in range(500, 555):
        clerk.open_matter(arun, "action", asked, name=f"A-{number}")
        clerk.do_act(arun, f"A-{number}", "complete-action", {})
    shown: list[str] = []
    page = words(elin.get(board))
    assert "M-014" in page.split('id="ended"')[0]
    while True:
        ended = page.split('id="ended"')[1]
        shown += re.findall(r'<span class="tag">([AM]-\d+)', ended)
        link = re.search(r'href="(\?[^"]*older=[^"]+)#ended">Show older', ended)
        if link is None:
            break
        page = words(elin.get(board + link[1].replace("&amp;", "&")))
        assert 'class="card' not in page
    assert [one for one in shown if one[0] == "A"] == [f"A-{number}" for number in range(554, 499, -1)]
    assert len(shown) == len(set(shown))


def test_html_that_somebody_writes_stays_text(signed_in: Client, matter: str) -> None:
    client = signed_in("Elin Marsh")
    client.post(f"{matter}state/", {"text": "<script>alert(1)</script>"})
    text = client.get(matter).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.fixture
def mediation(seeded: Seeded) -> Any:
    """The matter as silence brings it into mediation."""
    from detente import clerk

    with at(dt.datetime(2026, 12, 11, 9, tzinfo=dt.UTC)):
        with clerk.filing(seeded.key):
            pass
        yield


def test_in_mediation_the_mediator_sees_the_matter_and_each_caucus_stays_apart(
    mediation: None, signed_in: Client, matter: str
) -> None:
    ines, elin, arun = (signed_in(name) for name in ("Ines Falk", "Elin Marsh", "Arun Shetty"))
    assert "Accept mandate" in words(ines.get(matter))
    ines.post(f"{matter}messages/", {"room": "caucus customer", "text": "What would you need most?"})
    elin.post(f"{matter}messages/", {"room": "caucus customer", "text": "The notice period."})
    ines.post(f"{matter}notes/", {"text": "Both want the notice period."})
    assert "The notice period." in words(ines.get(matter))
    assert "What would you need most?" in words(elin.get(matter))
    other = words(arun.get(matter))
    for hidden in ("What would you need most?", "The notice period.", "Caucus of Aldgate", "Both want"):
        assert hidden not in other
    assert "Both want" not in words(elin.get(matter))
    ines.raise_request_exception = False
    assert ines.get(f"{matter}state/").status_code == 404


def test_a_level_without_an_end_of_its_own_tells_the_clock_that_runs_in_it(
    mediation: None, signed_in: Client, matter: str
) -> None:
    page = signed_in("Elin Marsh").get(matter)
    lede = between(page, '<p class="lede">', "</p>")
    assert "Level 4 of 6." in lede
    assert "<b>Mandate</b> is open until <b><bdi>Tue 15 Dec 2026, 14:00 (UTC+1) Aldgate</bdi></b>" in lede
    ladder = between(page, 'class="sheet at-ladder"', "</svg>")
    assert "without a time limit" not in ladder
    assert "ends Tue 15 Dec" in ladder


def test_the_mediators_page_takes_at_most_twelve_queries_too(mediation: None, signed_in: Client, matter: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ines = signed_in("Ines Falk")
    for room in ("caucus customer", "caucus provider"):
        ines.post(f"{matter}messages/", {"room": room, "text": "A question."})
    ines.post(f"{matter}notes/", {"text": "A note."})
    ines.get(matter)
    with CaptureQueriesContext(connection) as asked:
        ines.get(matter)
    assert len(asked) <= 12


def test_a_matter_whose_notice_is_under_way_says_when_it_begins(signed_in: Client, seeded: Seeded) -> None:
    elin = signed_in("Elin Marsh")
    request = {"open": "change-request", "v-0": "A joint desk.", "v-1": "charter", "v-2": "normal", "confirmed": "1"}
    with at(dt.datetime(2026, 11, 25, 14, 0, tzinfo=dt.UTC)):  # 19:30 in Pune is past the cut-off
        done = elin.post(f"/r/{seeded.key}/raise/", request)
        text = words(elin.get(done.headers["Location"]))
        assert "Thu 26 Nov 2026, 04:30 (UTC+1) Aldgate" in text
        assert "A joint desk." in text
        assert "The notice is under way; it counts as received" in words(elin.get(f"/r/{seeded.key}/matters/"))
