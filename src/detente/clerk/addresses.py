"""Where a message goes: to the account; a notice with legal effect to the charter's address for notices, too."""

from typing import Any

import msgspec

from detente.clerk.letters import Letter
from detente.clerk.readers import Readers
from detente.store.models.accounts import Membership


class Addressed(msgspec.Struct, frozen=True):
    """Who reads a message, where and in which language (empty: the installation's)."""

    name: str
    addresses: tuple[str, ...]
    language: str = ""
    why: str = "account"  # account, notices (the charter's address), or none: how the address is known


def addressed(row: Any, readers: Readers, letter: Letter) -> Addressed:
    """Return where a message goes; no address where none is known.

    Whoever has not taken their place gets nothing but the invitation. A notice with legal effect goes to the charter's
    address, too, for whoever it names as the addressee, whether or not they sit there by now.
    """
    name, party = readers.names.get(row.person, ""), readers.party(row.person)
    formal = notice_address(readers, party)
    is_addressee = letter.template == "notice" and row.person == _addressee(readers, party)
    found = _of_account(row, name)
    if found is None:
        return Addressed(name, (formal,) if is_addressee and formal else (), why="notices" if is_addressee else "none")
    if is_addressee and formal:
        return msgspec.structs.replace(found, addresses=tuple(dict.fromkeys((*found.addresses, formal))))
    return found


def _of_account(row: Any, name: str) -> Addressed | None:
    seats = Membership.objects.filter(
        relationship=row.relationship, person=row.person, until=None, user__is_active=True
    ).select_related("user")
    seat = seats.first()
    return Addressed(name, (seat.user.email,), seat.user.language) if seat is not None else None


def notice_address(readers: Readers, party: str) -> str:
    """Return the e-mail address that the charter gives for notices to a seat; empty where it gives none."""
    notices = readers.charter.notices
    address = notices.addresses.get(party) if notices else None
    return (address.e_mail or "") if address is not None else ""


def _addressee(readers: Readers, party: str) -> str:
    """Who gets the notices to a side, without the copies."""
    line = readers.holders(readers.desk_role(party), party)
    return readers.number(line[0]) if line else ""
