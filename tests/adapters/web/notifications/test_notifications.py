"""One choice per relationship, and the list of what was sent to whom."""

import re
from typing import Any

HERE = "/r/aldgate-meridian/notifications/"


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_choice_is_kept_for_this_relationship_and_person_alone(demo: Any, signed_in: Any) -> None:
    from detente.clerk.choices import position

    elin = signed_in("Elin Marsh")
    assert 'value="happens" required id="id_position_0" checked' in elin.get(HERE).content.decode()
    assert elin.post(HERE, {"position": "daily"}).status_code == 302
    assert position(demo.key, demo.viewer("Elin Marsh").person) == "daily"
    assert position(demo.key, demo.viewer("Arun Shetty").person) == "happens"
    assert elin.post(HERE, {"position": "never"}).status_code == 422


def test_both_sides_see_the_same_list_of_what_was_sent(signed_in: Any) -> None:
    rows = []
    for name in ("Elin Marsh", "Arun Shetty"):
        page = signed_in(name).get(f"{HERE}?all=1").content.decode()
        found = re.findall(r"<tr><td>.*?</tr>", page, re.DOTALL)
        rows.append([row for row in found if "waits for its hour" not in row])
    assert len(rows[0]) > 20
    assert rows[0] == rows[1]


def test_nothing_of_a_private_room_is_in_the_list(demo: Any, signed_in: Any) -> None:
    from detente.store.models import Outbox

    pages = [signed_in(name).get(f"{HERE}?all=1").content.decode() for name in ("Elin Marsh", "Arun Shetty")]
    first = Outbox.objects.filter(relationship=demo.key, state="sent").first()
    assert first is not None
    Outbox.objects.create(
        relationship=demo.key, room="caucus customer", fact="caucus customer/0", person=first.person, policy="N5",
        template="room", values='{"matter": "M-009"}', message_id="<canary@x>", hold_until_us=first.hold_until_us,
        state="sent", sent_us=first.hold_until_us,
    )  # fmt: skip
    for name, before in zip(("Elin Marsh", "Arun Shetty"), pages, strict=True):
        after = signed_in(name).get(f"{HERE}?all=1").content.decode()
        assert after.count("<tr><td>") == before.count("<tr><td>")


def test_a_link_in_a_summary_changes_nothing_until_it_is_posted(demo: Any, client: Any) -> None:
    from detente.clerk.choices import off_token, position

    person = demo.viewer("Elin Marsh").person
    place = f"/r/{demo.key}/digest-off/{off_token(demo.key, person)}/"
    assert client.get(place).status_code == 200
    assert position(demo.key, person) == "happens"
    assert client.post(place).status_code == 200
    assert position(demo.key, person) == "legal"
    assert client.get(f"/r/{demo.key}/digest-off/made-up/").status_code == 404
    assert client.get(place.replace("aldgate-meridian", "other")).status_code == 404


def test_the_list_asks_at_most_twelve_questions(signed_in: Any, django_queries: Any) -> None:
    elin = signed_in("Elin Marsh")
    elin.get(HERE)
    assert django_queries(lambda: elin.get(HERE)) <= 12
