"""Who sits where when a relationship begins: names and addresses as they were given or answered, links for them."""

import argparse
import re
from functools import partial

import msgspec

from detente.adapters.cli.init_command import ASKED, ask, asked, own_name, talks
from detente.core.charter.model import Charter
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest

_GIVEN = re.compile(r"(?P<old>[^=<>]+?)\s*(?:=\s*(?P<new>[^=<>]*?)\s*)?(?:<(?P<mail>[^<>]*)>)?\s*")
MANAGER = "relationship manager"


class Person(msgspec.Struct, frozen=True):
    """Somebody whom a charter names: under which name there, under which from now on, at which address."""

    written: str
    name: str
    mail: str = ""


def mail_address(text: str, option: str) -> str:
    """Return a mail address as it is written.

    Raises:
        BadInput: it is none.
    """
    name, _, host = text.partition("@")
    if not name or "." not in host.strip(".") or re.search(r"[\s<>,]", text) or "@" in host:
        raise BadInput(f"{option}: '{text}' is no mail address; nothing was written.")
    return text


def given(arguments: argparse.Namespace, charter: Charter) -> dict[str, Person]:
    """Return the people of `--person`, by the charter's name for them.

    Raises:
        BadInput: one is written otherwise, or the charter names nobody so.
    """
    return {one.written: one for one in (_person(text, charter) for text in arguments.person)}


def _person(text: str, charter: Charter) -> Person:
    found = _GIVEN.fullmatch(text.strip())
    if found is None:
        raise BadInput(f"--person: '{text}' is not written like 'Fay Customer=Faye Marsh <faye@aldgate.example>'.")
    old, known = found["old"].strip(), list(seats(charter))
    if old not in known:
        near = nearest(old, known)
        raise BadInput(f"--person: the charter names nobody '{old}'." + (f" Nearest: '{near}'." if near else ""))
    name = own_name(found["new"], old) if found["new"] else old
    return Person(old, name, mail_address(found["mail"], f"--person, {old}") if found["mail"] else "")


def seats(charter: Charter) -> dict[str, str]:
    """Return everybody who holds a role, stands in for one or is a neutral, each with what they do and for whom."""
    found: dict[str, list[str]] = {}
    for role, sides in charter.roles.items():
        for party, holder in sides.items():
            found.setdefault(holder.holder, []).append(f"{role} of the {party}")
            for deputy in holder.deputies:
                found.setdefault(deputy.person, []).append(f"stands in as {role} of the {party}")
    for key, neutral in charter.neutrals.items():
        found.setdefault(neutral.name, []).append(key)
    return {name: ", ".join(roles) for name, roles in found.items()}


def others(arguments: argparse.Namespace, charter: Charter, known: dict[str, Person]) -> dict[str, Person]:
    """Return the people known, and those besides the managers who are named in answers."""
    managers = {name for name, one in charter.people.items() if one.title == MANAGER}
    open_seats = {name: does for name, does in seats(charter).items() if name not in managers | set(known)}
    if not talks(arguments) or not open_seats:
        return known
    question = f"{len(open_seats)} other people hold seats in this charter. Name them now (yes, no)?"
    if ask(question, "no").lower() not in ("yes", "y"):
        return known
    told = dict(known)
    for name, does in open_seats.items():
        question = f"{does}: own name, and <address> for a link?"
        told[name] = asked(question, name, partial(_answered, name=name, charter=charter))
    return told


def _answered(text: str, name: str, charter: Charter) -> Person:
    return _person(text if text.partition("<")[0].strip() == name else f"{name}={text}", charter)


def manager_mails(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the address of each side's relationship manager."""
    return {party: _mail(arguments, party) for party in ASKED}


def _mail(arguments: argparse.Namespace, party: str) -> str:
    option = f"--{party}-mail"
    if (told := getattr(arguments, f"{party}_mail")) or not talks(arguments):
        return mail_address(told or "", option)
    return asked(f"Mail address of the {party}'s relationship manager?", "", lambda text: mail_address(text, option))
