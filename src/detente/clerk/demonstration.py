"""A demonstration: a told relationship in empty tables, an account for everybody in it, a clock that can be moved."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec
from django.db import connection, transaction

from detente.clerk import importing, kept, posting, time, watching
from detente.clerk.accounts import links, seats
from detente.clerk.importing import Journals, SealingKeys
from detente.core.charter.model import Charter
from detente.core.journal import countersign, host, sign, witness
from detente.core.vocabulary.names import slug
from detente.store import lines, write
from detente.store.due import next_from
from detente.store.instants import from_us, to_us
from detente.store.models import Installation, Membership, Relationship, User
from detente.store.read.checkpoints import origin_of
from detente.store.read.ruled import Ruled, forget, ruled
from detente.store.rooms import JOINT

HOST = "demo.detente.example"
NOWHERE = "a demonstration sends no mail"
MAILS = 50  # looked at in one go
STORY = timedelta(days=460)  # from its first day to the end of January 2027


class Role(msgspec.Struct, frozen=True):
    """Somebody whose desk the demonstration shows."""

    key: str
    name: str


ROLES = (
    Role("client-manager", "Elin Marsh"),
    Role("provider-manager", "Arun Shetty"),
    Role("executive", "Dana Whitlock"),
    Role("mediator", "Ines Falk"),
    Role("lawyer", "Noor de Graaf"),
)


def lay_out(journals: Journals, keys: SealingKeys, *, at: datetime) -> str:
    """Load a told relationship up to an instant into empty tables, which is the demonstration's now from here on.

    Return the relationship's key. Everybody in it has an account, and no way to sign in but a link.
    """
    with transaction.atomic():
        Installation.objects.create(host=HOST, seed=secrets.token_hex(32), demo=True, ahead_us=_ahead(at))
        relationship = importing.load(journals, keys, host=HOST, until=at)
        found = ruled(relationship)
        for person, name in found.names.items():
            _seat(found, person, name)
        _witnessed(found, at)
    return relationship


def _witnessed(found: Ruled, at: datetime) -> None:
    """Sign where the joint record stands, by the host and by both sides with keys of their own.

    The checkpoint stands in these tables alone: laid out again up to an earlier day, the story is a shorter record.
    """
    tree, _ = lines.head(found.relationship, JOINT)
    if not tree.size:
        return
    by = host(origin_of(found.relationship), bytes.fromhex(Installation.objects.values_list("seed", flat=True)[0]))
    note = sign(tree, by)
    charter = found.programs[max(found.versions)].charter
    assert isinstance(charter, Charter), "a relationship has a whole charter"
    for party in found.letters:
        seed = hashlib.sha256(f"{HOST} {party}".encode()).digest()  # nobody's secret: it is a demonstration
        signer = witness(f"{slug(charter.parties[party].name)}.example/witness", seed)
        people = (
            one for one, name in found.names.items() if name in charter.people and charter.people[name].of == party
        )
        write.save_witness(found.relationship, party, signer.key.text, person=next(people), added_us=to_us(at))
        note = countersign(note, signer, at=at, keys=[by.key])
    write.save_checkpoint(found.relationship, JOINT, note, made_us=to_us(at))


def _seat(found: Ruled, person: str, name: str) -> None:
    charter = found.programs[max(found.versions)].charter
    assert isinstance(charter, Charter), "a relationship has a whole charter"
    if name in charter.people:
        party = charter.people[name].of
        company = charter.parties[party].name
    else:
        party = next(key for key, neutral in charter.neutrals.items() if neutral.name == name)
        company = name
    at = datetime.now(UTC)
    of = seats.organisation(company)
    seats.fill(found.relationship, party, of)
    user = seats.account(f"{slug(name)}@{slug(company)}.example", name, of, at=at)
    seats.sit(user, (found.relationship, party), person, name=name, at=at)


def account(role: str) -> User:
    """Return the account of a role; of the first one where there is none of that name."""
    name = next((one.name for one in ROLES if one.key == role), ROLES[0].name)
    found = Membership.objects.select_related("user").get(name=name, until=None)
    return found.user


def link(role: str) -> str:
    """Return the token of a link that signs in as a role, good for half an hour and one use."""
    return links.make(account(role), at=datetime.now(UTC))


def move_on(to: datetime) -> None:
    """Move the demonstration's clock forward, and let everything ring that is due by then."""
    Installation.objects.filter(demo=True).update(ahead_us=_ahead(to))
    ring_due()


def ring_due() -> None:
    """File everything that is due by the demonstration's now; messages that would leave are marked, and go nowhere."""
    while found := watching.due(time.now()):
        _file(one.relationship for one in found)
    for post in posting.take(most=MAILS):
        posting.mark_sent(post, says=NOWHERE)


def _file(relationships: Iterable[str]) -> None:
    for relationship in relationships:
        watching.file_due(relationship)


def next_clock() -> datetime | None:
    """Return when something is due next; nothing where no clock is set."""
    first = next_from(0)
    return from_us(first) if first is not None else None


def first() -> datetime:
    """Return when the story begins."""
    return from_us(Relationship.objects.values_list("opened_us", flat=True)[0])


def last() -> datetime:
    """Return how far the demonstration's clock can be moved."""
    return first() + STORY


def take_over(before: str) -> None:
    """Keep who is signed in, from the database that this one takes the place of; forget what was known of it.

    Both were laid out from one story, so an account has the same number in both.
    """
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS earlier", [before])
        cursor.execute(
            "UPDATE store_user SET password = (SELECT b.password FROM earlier.store_user b WHERE b.id = store_user.id)"
        )
        cursor.execute("INSERT INTO store_session SELECT * FROM earlier.store_session")
        cursor.execute("DETACH DATABASE earlier")
    forget()
    kept.forget()


def _ahead(to: datetime) -> int:
    return (to - datetime.now(UTC)) // timedelta(microseconds=1)
