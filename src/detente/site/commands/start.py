"""`detente init --live`: a database, the first relationship from a template charter, one link for each side."""

import argparse
import os
import sys
from urllib.parse import urlsplit

from detente.adapters.cli.init_command import ASKED, ask, drafted, talks
from detente.core.vocabulary.errors import BadInput


def run(arguments: argparse.Namespace) -> int:
    """Make the installation and print the links. What is there already is never touched."""
    data = arguments.data or _answer(
        arguments, "Directory for everything that is kept?", os.environ.get("DETENTE_DATA") or "detente-data"
    )
    url = arguments.url or _answer(arguments, "Address people will open?", "http://localhost:8000")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise BadInput(f"--url: '{url}' is no address. Write https://detente.example.")
    template, text = drafted(arguments)
    mails = {party: _mail(arguments, party) for party in ASKED}
    os.environ.update(DETENTE_DATA=data, DETENTE_URL=url)
    links = _begin(text, str(urlsplit(url).hostname), mails)
    if arguments.json:
        from detente.adapters.cli.files import print_json

        print_json("started", data=data, url=url, template=template, links=links)
        return 0
    for party, link in links.items():
        sys.stdout.write(f"For the {party}'s relationship manager:\n  {link}\n")
    sys.stdout.write("The charter is in force and signed by nobody yet: each side signs it on its page.\n")
    sys.stdout.write(
        f"Each link works once, for 14 days. Start with:\n  DETENTE_DATA={data} DETENTE_URL={url} detente serve\n"
    )
    return 0


def _begin(text: str, host: str, mails: dict[str, str]) -> dict[str, str]:
    """Make the tables and the relationship; return a link per party."""
    from detente.site.commands import migrated, set_up

    set_up()
    migrated()
    from django.db import transaction

    from detente import clerk
    from detente.store.read.accounts import relationships
    from detente.store.read.ruled import ruled

    if known := relationships():
        raise BadInput(f"there is a relationship here already: {', '.join(known)}. 'detente invite' asks people in.")
    with transaction.atomic():
        key = clerk.begin(text, host=host)
        rules = ruled(key)
        return {party: _invited(rules, party, mail) for party, mail in mails.items()}


def _invited(rules: object, party: str, mail: str) -> str:
    from django.utils import timezone

    from detente.clerk.accounts import inviting, people, seats
    from detente.site.commands.invite import address

    place = people.manager_of(rules, party)  # type: ignore[arg-type]
    seats.fill_named(place.relationship, party, people.company_of(rules, party))  # type: ignore[arg-type]
    return address(f"/accounts/invitation/{inviting.invite(place, mail, by=None, at=timezone.now())}/")


def _answer(arguments: argparse.Namespace, question: str, otherwise: str) -> str:
    return ask(question, otherwise) if talks(arguments) else otherwise


def _mail(arguments: argparse.Namespace, party: str) -> str:
    given = getattr(arguments, f"{party}_mail") or _answer(
        arguments, f"Mail address of the {party}'s relationship manager?", ""
    )
    name, _, host = given.partition("@")
    if not name or "." not in host or " " in given:
        raise BadInput(f"--{party}-mail: '{given}' is no mail address; nothing was written.")
    return str(given)
