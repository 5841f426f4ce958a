"""Invitations: shown to whoever opens the link, taken once by who names the address."""

from datetime import timedelta
from typing import Any

import pytest

from detente.core.vocabulary.errors import Refused
from tests.adapters.web.accounts.conftest import stored


def test_a_scanner_that_opens_an_invitation_takes_nothing(table: Any) -> None:
    token = table.invited("Elin Marsh", "elin@aldgate.example")
    before = stored()
    for _ in range(3):
        assert table.browser().get(f"/accounts/invitation/{token}/").status_code == 200
        assert table.browser().head(f"/accounts/invitation/{token}/").status_code == 200
    assert stored() == before


def test_a_scanner_that_presses_every_button_takes_nothing(table: Any) -> None:
    token = table.invited("Elin Marsh", "elin@aldgate.example")
    before = stored()
    for typed in ({}, {"email": ""}, {"email": "scanner@example.org"}):
        answer = table.browser().post(f"/accounts/invitation/{token}/", typed)
        assert answer.status_code == 422
    assert stored() == before


def test_the_page_says_who_invites_and_what_for_but_not_the_whole_address(table: Any) -> None:
    arun = table.account("Arun Shetty", "arun@meridian.example", party="provider")
    token = table.invited("Priya Nair", "priya@meridian.example", by=arun, party="provider")
    page = table.browser().get(f"/accounts/invitation/{token}/").content.decode()
    assert "Arun Shetty, Meridian Operations invites you" in page
    assert "Priya Nair" in page
    assert "p…@meridian.example" in page
    assert "priya@" not in page


def test_an_invitation_is_taken_once_and_signs_in(table: Any) -> None:
    token = table.invited("Elin Marsh", "elin@aldgate.example")
    browser = table.browser()
    answer = browser.post(f"/accounts/invitation/{token}/", {"email": "Elin@Aldgate.Example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/")
    page = browser.get("/accounts/").content.decode()
    assert "Choose how you sign in from now on" in page
    assert table.browser().post(f"/accounts/invitation/{token}/", {"email": "elin@aldgate.example"}).status_code == 404


def test_links_that_are_used_old_withdrawn_or_made_up_look_the_same(table: Any) -> None:
    from detente.store.models import Invitation

    used = table.invited("Elin Marsh", "elin@aldgate.example")
    table.browser().post(f"/accounts/invitation/{used}/", {"email": "elin@aldgate.example"})
    withdrawn = table.invited("Tom Okafor", "tom@aldgate.example")
    table.invited("Tom Okafor", "tom@aldgate.example")
    old = table.invited("Sanne Bakker", "sanne@aldgate.example")
    Invitation.objects.filter(email="sanne@aldgate.example").update(expires_at=table.now() - timedelta(seconds=1))
    pages = set()
    for token in (used, withdrawn, old, "A" * 43):
        answer = table.browser().get(f"/accounts/invitation/{token}/")
        pages.add((answer.status_code, answer.content.replace(token.encode(), b"")[:400], len(answer.content)))
    assert len(pages) == 1
    assert next(iter(pages))[0] == 404


def test_an_address_of_another_organisation_is_refused_to_its_owner_and_not_told_to_who_invites(table: Any) -> None:
    table.account("Arun Shetty", "arun@meridian.example", party="provider")
    token = table.invited("Elin Marsh", "arun@meridian.example")
    answer = table.browser().post(f"/accounts/invitation/{token}/", {"email": "arun@meridian.example"})
    assert answer.status_code == 422
    assert "nothing is carried from one side to the other" in answer.content.decode()
    assert table.browser().get(f"/accounts/invitation/{token}/").status_code == 200  # still open


def test_nothing_about_accounts_goes_unlogged(both: Any) -> None:
    arun = both.account("Arun Shetty", "arun@meridian.example", party="provider")
    priya = both.account("Priya Nair", "priya@meridian.example", party="provider")
    from detente.clerk.accounts import people

    people.off_board(both.viewer(arun), both.number("Priya Nair"), by=arun, at=both.now())
    told = [(type(fact).__name__, fact.person, getattr(fact, "by", None)) for fact in both.operations()]
    arun_is, priya_is = both.number("Arun Shetty"), both.number("Priya Nair")
    assert told == [
        ("InvitationMade", arun_is, None),
        ("InvitationTaken", arun_is, None),
        ("InvitationMade", priya_is, None),
        ("InvitationTaken", priya_is, None),
        ("AccessEnded", priya_is, arun_is),
    ]
    priya.refresh_from_db()
    assert not priya.is_active


def test_each_side_invites_its_own_people_alone(table: Any) -> None:
    from detente.clerk.accounts import people

    arun = table.account("Arun Shetty", "arun@meridian.example", party="provider")
    rahul = table.account("Rahul Deshpande", "rahul@meridian.example", party="provider")
    at = table.now()
    assert people.invite(table.viewer(arun), table.number("Priya Nair"), "priya@meridian.example", by=arun, at=at)
    for who, whom in ((arun, "Elin Marsh"), (rahul, "Priya Nair"), (arun, "Ines Falk")):
        with pytest.raises(Refused, match="each side's own relationship manager"):
            people.invite(table.viewer(who), table.number(whom), "new@meridian.example", by=who, at=at)
