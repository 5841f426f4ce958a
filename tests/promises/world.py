"""A small world for promises: the demo's relationship and another one, people on every side, a canary in every room.

A canary is a text that stands in one private room and nowhere else. Whoever may not read the room never meets it.
"""

import datetime as dt
import hashlib
import json
from importlib import resources
from typing import Any, NamedTuple

PREPARED = resources.files("detente").joinpath("charters", "demo", "prepared")
OTHER = resources.files("detente").joinpath("charters", "templates")

NOW = dt.datetime(2026, 11, 25, 9, 20, tzinfo=dt.UTC)  # where the demo's story stands
NEXT_MEETING = 58
ELIN, TOM, DANA = "Elin Marsh", "Tom Okafor", "Dana Whitlock"
ARUN, PRIYA, RAVI = "Arun Shetty", "Priya Nair", "Ravi Menon"
INES, EXPERT = "Ines Falk", "Okonjo and Brandt"
NOOR = "Noor de Graaf"  # counsel: reads, and acts in nothing
DRAFTING = (ELIN, ARUN)  # they have written a concern, and not filed it


class Principal(NamedTuple):
    """Somebody who asks: their account (none: nobody signed in), and the rooms of the demo's table they may read."""

    name: str
    user: Any
    rooms: tuple[str, ...]


class World(NamedTuple):
    """What stands: the key of the demo's relationship, the other one's, who asks, the canaries by room."""

    key: str
    other: str
    principals: dict[str, Principal]
    canaries: dict[str, list[str]]

    def foreign(self, who: Principal) -> dict[str, str]:
        """Return every canary this principal must never meet, with the room it stands in."""
        own = (*who.rooms, draft_of(who.name))
        return {text: room for room, texts in self.canaries.items() if room not in own for text in texts}

    def own(self, who: Principal) -> dict[str, str]:
        """Return every canary this principal may meet, with the room it stands in."""
        foreign = self.foreign(who)
        return {text: room for room, texts in self.canaries.items() for text in texts if text not in foreign}


def draft_of(name: str) -> str:
    """Return what a person's draft counts as: a room that nobody else may read, of their own side neither."""
    return f"draft of {name}"


def canary(room: str, number: int) -> str:
    """Return a text of 24 characters that stands nowhere else."""
    return "K" + hashlib.sha256(f"{room} {number}".encode()).hexdigest()[:23]


def journals() -> tuple[dict[str, list[bytes]], dict[str, dict[str, bytes]]]:
    """Return the demo's journals by room, and the keys of what is sealed in them."""
    files = {file.name: file.read_bytes() for file in PREPARED.iterdir()}
    keys = {
        room: {name: bytes.fromhex(key) for name, key in kept.items()}
        for room, kept in json.loads(files.pop("keys.json")).items()
    }
    rooms = {
        name.removesuffix(".jsonl").replace("own-", "own ").replace("caucus-", "caucus "): text.splitlines(
            keepends=True
        )
        for name, text in files.items()
        if name.endswith(".jsonl")
    }
    return rooms, keys


def build() -> World:
    """Fill an empty database."""
    from detente.clerk import importing

    rooms, keys = journals()
    key = importing.load(rooms, keys, host="detente.example")
    other = _another()
    principals = _people(key, other)
    canaries = _hide(key, principals)
    return World(key, other, principals, canaries)


def _another() -> str:
    """A second relationship, in which Meridian is the provider too."""
    from detente import clerk

    text = resources.files("detente").joinpath("charters", "golden", "charter.yaml").read_text(encoding="utf-8")
    for name, other in (
        ("Aldgate Insurance", "Broadwater Pensions"),
        ("Aldgate", "Broadwater"),
        ("aldgate", "broadwater"),
    ):
        text = text.replace(name, other)
    return clerk.begin(text, host="detente.example")


def _people(key: str, other: str) -> dict[str, Principal]:
    from detente.clerk.accounts import seats
    from detente.clerk.time import now
    from detente.store.models import User
    from detente.store.read import readable, ruled

    at = now()
    found: dict[str, Principal] = {"nobody": Principal("nobody", None, ())}
    firms = {name: seats.organisation(name) for name in ("Aldgate", "Meridian", "Broadwater", "Falk", "Okonjo", "Host")}
    tables = ruled(key)
    for party, firm in (("customer", "Aldgate"), ("provider", "Meridian"), ("mediator", "Falk"), ("expert", "Okonjo")):
        seats.fill(key, party, firms[firm])
    for party, firm in (("customer", "Broadwater"), ("provider", "Meridian")):
        seats.fill(other, party, firms[firm])

    def sit(name: str, party: str, firm: str, *, at_table: str = key) -> Any:
        user = seats.account(f"{name.split(maxsplit=1)[0].lower()}@{firm.lower()}.example", name, firms[firm], at=at)
        seats.sit(user, (at_table, party), ruled(at_table).number(name), name=name, at=at)
        return user

    for name in (ELIN, TOM, DANA, NOOR):
        found[name] = Principal(name, sit(name, "customer", "Aldgate"), readable(tables, "customer", at))
    for name in (ARUN, PRIYA, RAVI):
        found[name] = Principal(name, sit(name, "provider", "Meridian"), readable(tables, "provider", at))
    found[INES] = Principal(INES, sit(INES, "mediator", "Falk"), readable(tables, "mediator", at))
    found[EXPERT] = Principal(EXPERT, sit(EXPERT, "expert", "Okonjo"), readable(tables, "expert", at))
    found["two tables"] = Principal("two tables", sit("Kavita Joshi", "provider", "Meridian"), found[ARUN].rooms)
    seats.sit(
        found["two tables"].user, (other, "provider"), ruled(other).number("Kavita Joshi"), name="Kavita Joshi", at=at
    )
    outsider = sit("Joost de Wit", "customer", "Broadwater", at_table=other)
    found["another table"] = Principal("another table", outsider, ())
    found["ended"] = Principal("ended", sit("Sanne Bakker", "customer", "Aldgate"), ())
    host = User.objects.create_user(
        "host@host.example", name="Host", organisation=firms["Host"], joined_at=at, hosts=True
    )
    found["host"] = Principal("host", host, ())
    return found


def _hide(key: str, principals: dict[str, Principal]) -> dict[str, list[str]]:
    """Put a canary into every private field of every private room."""
    from detente import clerk
    from detente.store import read

    hidden: dict[str, list[str]] = {}
    seated = {name: read.viewer(one.user.pk, key) for name, one in principals.items() if one.user and one.rooms}
    for name in (ELIN, ARUN):
        viewer = seated[name]
        room = viewer.own_room
        hidden[room] = [canary(room, number) for number in range(3)]
        clerk.write_note(viewer, hidden[room][0], matter="M-009")
        clerk.write_note(viewer, hidden[room][1])
        clerk.add_agenda_item(viewer, "S-001", NEXT_MEETING, hidden[room][2])
    ines = seated[INES]
    matter = "M-009"  # its mediation is running
    for room in ("caucus customer", "caucus provider"):
        hidden[room] = [canary(room, 0)]
        clerk.send_message(ines, matter, hidden[room][0], room=room)
    hidden |= {draft_of(name): [canary(draft_of(name), number) for number in range(2)] for name in DRAFTING}
    hidden["neutral"] = [canary("neutral", 0)]
    clerk.write_note(ines, hidden["neutral"][0], matter=matter, room="neutral")
    return hidden


def end_access(world: World) -> None:
    """Close every way in of the one who has left."""
    from detente.clerk.accounts import leaving
    from detente.clerk.time import now

    person = world.principals["ended"].user.memberships.get(relationship=world.key).person
    leaving.end_place(world.key, person, by=world.principals[ELIN].user, at=now())
