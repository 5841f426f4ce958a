"""`detente init --live`: a database, the first relationship, one link for each side and for whoever else was named."""

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from detente.adapters.cli.init_command import asked, drafted, talks
from detente.adapters.cli.terminal import wrapped
from detente.core.charter.addressing import addressed
from detente.core.charter.model import Charter
from detente.core.charter.parse import parse
from detente.core.charter.starting import lists_ending
from detente.core.vocabulary.errors import BadInput
from detente.site.commands import seating


class Draft(msgspec.Struct, frozen=True):
    """What is to begin: under which text, from which template or file, with whom, and what is still to be added."""

    text: str
    origin: str
    mails: dict[str, str]  # party -> its relationship manager's address
    people: dict[str, seating.Person]  # by the charter's first name for them
    lists: dict[str, str] = {}  # calendar -> until which day its list was made


def run(arguments: argparse.Namespace) -> int:
    """Make the installation and print the links. What is there already is never touched."""
    where = os.environ.get("DETENTE_DATA") or "detente-data"
    data = arguments.data or _answer(arguments, "Directory for everything that is kept?", where)
    url = _url(arguments)
    draft = _own(arguments) if arguments.charter else _template(arguments)
    _look_back(arguments, draft.text)
    os.environ.update(DETENTE_DATA=data, DETENTE_URL=url)
    links = _begin(draft.text, str(urlsplit(url).hostname), draft.mails, draft.people.values())
    _tell(arguments, draft, links, data=data, url=url)
    return 0


def _answer(arguments: argparse.Namespace, question: str, otherwise: str) -> str:
    return asked(question, otherwise, str) if talks(arguments) else otherwise


def _url(arguments: argparse.Namespace) -> str:
    known = os.environ.get("DETENTE_URL") or "http://localhost:8000"
    if arguments.url or not talks(arguments):
        return _address(arguments.url or known)
    return asked("Address people will open?", known, _address)


def _address(text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname:
        raise BadInput(f"--url: '{text}' is no address. Write https://detente.example.")
    return text.rstrip("/")


# ---- the charter


def _template(arguments: argparse.Namespace) -> Draft:
    """A template under names, dates and addresses of one's own; no address of the template's stays."""
    from detente.adapters.cli.files import library_file

    people: dict[str, seating.Person] = {}

    def named(charter: Charter) -> dict[str, str]:
        people.update(seating.others(arguments, charter, seating.given(arguments, charter)))
        return {old: one.name for old, one in people.items()}

    template, text = drafted(arguments, live=True, named=named)
    mails = seating.manager_mails(arguments)
    neutral = _charter(text).neutrals
    seats = {key: one.mail for key, entry in neutral.items() for one in people.values() if one.name == entry.name}
    text = addressed(text, {**{key: mail for key, mail in seats.items() if mail}, **mails})
    before = library_file("charters", f"{template}.yaml").read_text(encoding="utf-8")
    return Draft(text, template, mails, people, lists_ending(before, text))


def _own(arguments: argparse.Namespace) -> Draft:
    if arguments.template or arguments.start or arguments.customer or arguments.provider:
        raise BadInput("--charter brings its own names and dates: --template, --start, --customer, --provider are not.")
    try:
        text = Path(arguments.charter).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"--charter: {arguments.charter} cannot be read: {getattr(error, 'strerror', error)}."
        ) from error
    people = seating.given(arguments, _charter(text))
    if renamed := [one.written for one in people.values() if one.name != one.written]:
        raise BadInput(f"--person: a charter of one's own keeps its names; write {renamed[0]}'s address alone.")
    return Draft(text, arguments.charter, seating.manager_mails(arguments), people)


def _charter(text: str) -> Charter:
    from detente.core.procedures.compile import compile_charter

    document = parse(text.encode())
    if isinstance(document.charter, Charter):
        compile_charter(document)
    errors = [finding for finding in document.findings if finding.severity == "error"]
    if errors or not isinstance(document.charter, Charter):
        says = (
            f"{errors[0].place.line}:{errors[0].place.column} {errors[0].says}" if errors else "it is no whole charter."
        )
        raise BadInput(f"the charter cannot begin: {says} 'detente check' tells all of it.")
    return document.charter


def _look_back(arguments: argparse.Namespace, text: str) -> None:
    """Say what would be on record as not done before anybody sat down; that is begun only by who says so."""
    from detente.core.engine import program_of
    from detente.core.procedures.compile import compile_charter
    from detente.core.simulation.appointments import people_of
    from detente.core.simulation.pasts import behind

    charter = _charter(text)
    program = program_of(compile_charter(parse(text.encode())))
    program.persons = people_of(program)
    found = behind(program, datetime.now(UTC))
    if not found or arguments.yes_begin_in_the_past:
        return
    start = charter.dates.get("contract start", charter.effective.date())
    says = (
        f"the contract started on {start}: {_counted(found)} would be on record as not done in time before anybody sat "
        "down"
    )
    if talks(arguments) and _answer(arguments, f"{says[0].upper()}{says[1:]}. Begin so (yes, no)?", "no") in (
        "yes",
        "y",
    ):
        return
    raise BadInput(f"{says}. Write a later start, or --yes-begin-in-the-past; nothing was written.")


def _counted(found: dict[str, int]) -> str:
    return ", ".join(f"{number} times '{term}'" if number > 1 else f"once '{term}'" for term, number in found.items())


# ---- the tables and the links


def _begin(text: str, host: str, mails: dict[str, str], people: Iterable[seating.Person] = ()) -> dict[str, str]:
    """Make the tables and the relationship; return a link per party, and per name of whoever else has an address."""
    from detente.site.commands import migrated, set_up

    set_up()
    migrated()
    from django.db import transaction

    from detente import clerk
    from detente.clerk.accounts import people as sides
    from detente.store.read.accounts import relationships
    from detente.store.read.ruled import ruled

    if known := relationships():
        raise BadInput(f"there is a relationship here already: {', '.join(known)}. 'detente invite' asks people in.")
    with transaction.atomic():
        rules = ruled(clerk.begin(text, host=host))
        places = {sides.manager_of(rules, party): (party, mail) for party, mail in mails.items()}
        for one in people:
            if one.mail:
                places.setdefault(sides.place_in(rules, rules.number(one.name)), (one.name, one.mail))
        return {whose: _invited(rules, place, mail) for place, (whose, mail) in places.items()}


def _invited(rules: Any, place: Any, mail: str) -> str:
    from django.utils import timezone

    from detente.clerk.accounts import inviting, people, seats
    from detente.site.commands.invite import address

    seats.fill_named(place.relationship, place.party, people.company_of(rules, place.party))
    return address(f"/accounts/invitation/{inviting.invite(place, mail, by=None, at=timezone.now())}/")


# ---- what is said


def _tell(arguments: argparse.Namespace, draft: Draft, links: dict[str, str], *, data: str, url: str) -> None:
    charter = _charter(draft.text)
    managers = {one.of: name for name, one in reversed(charter.people.items()) if one.title == seating.MANAGER}
    names = {managers.get(whose, whose) for whose in links}
    silent = [name for name in seating.seats(charter) if name not in names]
    if arguments.json:
        from detente.adapters.cli.files import print_json

        lists = draft.lists
        print_json("started", data=data, url=url, template=draft.origin, links=links, without=silent, calendars=lists)
        return
    for whose, link in links.items():
        sys.stdout.write(f"For {managers.get(whose, whose)}:\n  {link}\n")
    effective = charter.effective
    since = "has been in force since" if effective <= datetime.now(UTC) else "takes effect on"
    says = [f"The charter {since} {effective:%a %d %b %Y}. Nobody has signed it yet: each side does so on its page."]
    if silent:
        says.append(
            f"Without an address, and without mail until they take their place: {'; '.join(silent)}. "
            "'detente invite' asks them in; who signs for a side is asked in here or by another who signs."
        )
    says += [
        f"Calendar '{name}': after {until} only days of a fixed date are listed. Add the others as a calendar change."
        for name, until in draft.lists.items()
    ]
    sys.stdout.writelines(f"{wrapped(one)}\n" for one in says)
    sys.stdout.write(
        f"Each link works once, for 14 days. Start with:\n  DETENTE_DATA={data} DETENTE_URL={url} detente serve\n"
    )
