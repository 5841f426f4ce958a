"""Who may see a page of a relationship."""

from datetime import UTC, datetime
from typing import Any

import pytest

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def table(request: Any) -> Any:
    from django.shortcuts import render

    return render(request, "frame/gallery_piece.html", {"ends": AT})


@pytest.fixture
def relationship(sqlite: Any, golden: bytes) -> str:
    from detente.clerk.beginning import begin

    return begin(golden.decode(), host="host.example", at=AT)


@pytest.fixture
def account(relationship: str) -> Any:
    """An account that sits for the first party, and one of a company that sits nowhere."""
    from detente.clerk.accounts import seats
    from detente.store.read import ruled

    rules = ruled(relationship)
    party = next(iter(rules.letters))
    charter: Any = rules.programs[max(rules.versions)].charter
    person = next(number for number, name in rules.names.items() if charter.people[name].of == party)
    ours = seats.organisation("Aldgate")
    seats.fill(relationship, party, ours)
    insider = seats.account("in@aldgate.example", "Elin Marsh", ours, at=AT)
    seats.sit(insider, (relationship, party), person, name=rules.names[person], at=AT)
    outsider = seats.account("out@corvane.example", "Nobody Here", seats.organisation("Corvane"), at=AT)
    return {"inside": insider, "outside": outsider}


@pytest.fixture
def rooms(settings_urls: Any, account: Any) -> Any:
    from detente.adapters.web.frame.seat import seated

    with settings_urls(seated(table), "r/<slug:rel>/table/"):
        yield


def test_who_sits_at_the_table_sees_it_in_both_zones(client: Any, relationship: str, account: Any, rooms: None) -> None:
    client.force_login(account["inside"])
    answer = client.get(f"/r/{relationship}/table/")
    assert answer.status_code == 200
    assert " / " in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_a_table_one_has_no_seat_at_looks_like_one_that_is_not_there(
    client: Any, relationship: str, account: Any, rooms: None
) -> None:
    client.force_login(account["outside"])
    closed, missing, nowhere = (
        client.get(address) for address in (f"/r/{relationship}/table/", "/r/no-such/table/", "/no/such/address/")
    )
    assert closed.status_code == 404
    assert closed.content == missing.content == nowhere.content
    assert dict(closed.headers) == dict(missing.headers) == dict(nowhere.headers)


def test_who_is_not_signed_in_is_asked_to_whatever_stands_there(client: Any, relationship: str, rooms: None) -> None:
    for key in (relationship, "no-such"):
        answer = client.get(f"/r/{key}/table/")
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next=/r/{key}/table/")


def test_a_page_speaks_the_language_the_reader_keeps(client: Any, relationship: str, account: Any, rooms: None) -> None:
    account["inside"].language = "de"
    account["inside"].save()
    client.force_login(account["inside"])
    answer = client.get(f"/r/{relationship}/table/")
    assert "Stufe 2 von 5." in answer.content.decode()
    assert answer["Content-Language"] == "de"
