"""What people do in tests of mail, and how it leaves."""

import datetime as dt

import time_machine

from tests.adapters.mail.conftest import BEGAN

CONCERN = {
    "what happened": "From 12 Oct to 6 Nov, 4,180 of 31,200 invoices took longer than 2 working days.",
    "what it affects": "Suppliers charge interest.",
    "what is needed": "The share of late invoices back under 5 %.",
    "what is asked for": "A plan by the end of November.",
    "cause": "2026-10-12",
}


def seat(rel: str, name: str):
    """Return somebody of the charter as they sit at the table."""
    from detente.clerk.readers import readers_at
    from detente.store import read

    ruled = read.ruled(rel)
    party = readers_at(ruled, ruled.programs, BEGAN, ()).party(ruled.number(name))
    return read.seated(ruled, "Aldgate and Meridian", person=ruled.number(name), name=name, party=party)


def concern(rel: str) -> str:
    """Open a matter; return its name."""
    from detente import clerk

    return clerk.open_matter(seat(rel, "Tom Okafor"), "serve concern", CONCERN).fact.matter


def send(at: dt.datetime) -> int:
    """Let everything leave that is due; return how many messages the server took."""
    from detente.adapters.mail.send import Sender

    with time_machine.travel(at, tick=False):
        sender, sent = Sender(), 0
        while more := sender.send_due():
            sent += more
    return sent


def quiet(rel: str, at: dt.datetime) -> None:
    """Let everything ring and leave that is due by an instant: what comes after stands alone."""
    from detente.clerk import watching

    with time_machine.travel(at, tick=False):
        watching.file_due(rel)
    send(at)


def everybody(rel: str) -> None:
    """Give everybody of the charter an account: whoever has none yet gets no mail."""
    from detente.store.read import ruled

    for number, name in ruled(rel).names.items():
        account(rel, name, f"{number}@table.example")


def account(rel: str, name: str, address: str, language: str = "") -> None:
    """Give somebody an account with an address, instead of one they had."""
    from detente.clerk.accounts import people, seats
    from detente.store import read
    from detente.store.models.accounts import Membership

    ruled = read.ruled(rel)
    place = people.place_in(ruled, ruled.number(name))
    of = seats.organisation(people.company_of(ruled, place.party))
    seats.fill(rel, place.party, of)
    Membership.objects.filter(relationship=rel, person=place.person).delete()
    user = seats.account(address, name, of, at=BEGAN)
    if language:
        type(user).objects.filter(pk=user.pk).update(language=language)
    seats.sit(user, (rel, place.party), place.person, name=name, at=BEGAN)
