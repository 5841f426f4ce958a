"""Sides: an account has one for ever; who changes sides begins anew; nobody holds two in one session."""

from typing import Any

import pytest

from detente.core.vocabulary.errors import Refused


def test_the_database_refuses_to_move_an_account_to_another_organisation(both: Any) -> None:
    from django.db import IntegrityError, transaction

    elin = both.account("Elin Marsh", "elin@aldgate.example")
    elin.organisation = both.meridian
    with pytest.raises(IntegrityError, match="an account belongs to one organisation"), transaction.atomic():
        elin.save()


def test_the_database_refuses_a_seat_of_the_other_side(both: Any) -> None:
    from django.db import IntegrityError, transaction

    from detente.store.models import Membership

    elin = both.account("Elin Marsh", "elin@aldgate.example")
    with pytest.raises(IntegrityError, match="filled by another organisation"), transaction.atomic():
        Membership.objects.create(
            user=elin,
            relationship=both.relationship,
            party="provider",
            person="p-9",
            name="Elin Marsh",
            since=both.now(),
        )
    place = Membership.objects.get(user=elin)
    place.party = "provider"
    with pytest.raises(IntegrityError, match="filled by another organisation"), transaction.atomic():
        place.save()


def test_no_organisation_sits_on_both_sides_of_one_table(both: Any) -> None:
    from detente.clerk.accounts import seats

    with pytest.raises(Refused, match="One organisation has one side"):
        seats.fill(both.relationship, "mediator", both.aldgate)


def test_one_account_sees_both_relationships_of_its_organisation(table: Any) -> None:
    from detente.clerk.accounts import seats

    elin = table.account("Elin Marsh", "elin@aldgate.example")
    seats.fill("other", "customer", table.aldgate)
    seats.sit(elin, ("other", "customer"), "p-1", name="Elin Marsh", at=table.now())
    page = table.signed_in(elin).get("/accounts/").content.decode()
    assert "/r/aldgate-meridian/" in page
    assert "/r/other/" in page


def test_signing_in_for_one_side_signs_out_for_the_other(table: Any) -> None:
    elin = table.account("Elin Marsh", "elin@aldgate.example")
    arun = table.account("Arun Shetty", "arun@meridian.example", party="provider")
    browser = table.signed_in(elin)
    first = browser.cookies["session"].value
    browser.session["draft"] = "for one side alone"
    browser.post(table.link(arun))
    page = browser.get("/accounts/").content.decode()
    assert "Arun Shetty" in page
    assert "Elin Marsh" not in page
    assert "draft" not in browser.session
    old = table.browser()
    old.cookies["session"] = first
    assert old.get("/accounts/").status_code == 302


def test_who_changes_sides_carries_nothing_across(table: Any) -> None:
    from detente.clerk.accounts import leaving

    tom = table.account("Tom Okafor", "tom@home.example")
    leaving.end_place(table.relationship, table.number("Tom Okafor"), by=None, at=table.now())
    again = table.account("Rahul Deshpande", "tom@home.example", party="provider")
    tom.refresh_from_db()
    assert again.pk != tom.pk
    assert again.organisation == table.meridian
    assert tom.email.endswith("@ended.invalid")
    assert table.viewer(tom) is None
    assert "own customer" not in table.viewer(again).rooms
