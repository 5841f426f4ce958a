"""`detente invite`: offers a person of a charter their place and prints the one-time link. Needs no mail server."""

import argparse
import sys
from typing import Any

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "address", metavar="ADDRESS", help="the person's mail address; whoever takes the place types it"
    )
    parser.add_argument("--relationship", metavar="R", help="its key; not needed where there is only one")
    parser.add_argument("--person", metavar="NAME", required=True, help="the person's name, as the charter writes it")
    parser.add_argument("--host", action="store_true", help="an account that looks after the installation instead")
    parser.add_argument("--json", action="store_true", help="the link as one JSON object")
    parser.epilog = (
        "examples:\n  detente invite elin@aldgate.example --person 'Elin Marsh'\n"
        "  detente invite ops@host.example --person 'Ada Berg' --host"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the link."""
    from detente.site.commands import set_up_there

    set_up_there()
    from detente.site.commands.seating import mail_address

    mail_address(arguments.address, "ADDRESS")
    link = _for_host(arguments) if arguments.host else _for_person(arguments)
    if arguments.json:
        from detente.adapters.cli.files import print_json

        print_json("invited", link=link, person=arguments.person)
    else:
        sys.stdout.write(f"{link}\n")
    return 0


def _for_person(arguments: argparse.Namespace) -> str:
    from django.utils import timezone

    from detente.clerk.accounts import inviting, people, seats
    from detente.site.commands import relationship_named
    from detente.store.read import accounts
    from detente.store.read.ruled import ruled

    key = relationship_named(arguments.relationship)
    rules = ruled(key)
    number = _number(rules.names, arguments.person)
    place = people.place_in(rules, number)
    seats.fill_named(key, place.party, people.company_of(rules, place.party))
    earlier = accounts.asked(key, timezone.now()).get(number)
    token = inviting.invite(place, arguments.address, by=None, at=timezone.now())
    if earlier is not None:
        sys.stderr.write(_instead(earlier, place.name))
    return address(f"/accounts/invitation/{token}/")


def _instead(earlier: Any, name: str) -> str:
    """Return what an earlier invitation or account comes to."""
    if earlier.open:
        return f"The earlier link for {name}, sent to {earlier.email}, opens nothing any more.\n"
    return f"{name} has an account here: this is a new way in. Taking it ends every earlier passkey and password.\n"


def _number(names: dict[str, str], wanted: str) -> str:
    number = next((number for number, name in names.items() if name == wanted), "")
    if not number:
        near = nearest(wanted, list(names.values()))
        raise BadInput(f"the charter names nobody '{wanted}'." + (f" Nearest: '{near}'." if near else ""))
    return number


def _for_host(arguments: argparse.Namespace) -> str:
    from django.utils import timezone

    from detente.clerk.accounts import links, seats

    user = seats.host(arguments.address, arguments.person, at=timezone.now())
    return address(f"/accounts/enter/{links.make(user, at=timezone.now(), leads_to='/host/')}/")


def address(path: str) -> str:
    """Return the whole address of a page."""
    from django.conf import settings

    return f"{settings.SITE_URL}{path}"
