"""Who may act: seats, signatures, authority, rights lost.

Source: language.md section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oracle.state import Run, World
from oracle.terms import Term, as_money

Fact = Mapping[str, Any]
ONE = "one"
"""The slot of a seat that acts alone."""


def role_entries(world: World, role: str) -> list[Mapping[str, Any]]:
    return [entry for entry in world.setting.get("roles", []) if entry["role"] == role]


def people(entry: Mapping[str, Any]) -> list[str]:
    return [entry["holder"], *(deputy["person"] for deputy in entry.get("deputies", []))]


def entries_of(world: World, person: str) -> list[Mapping[str, Any]]:
    return [entry for entry in world.setting.get("roles", []) if person in people(entry)]


def party_of(world: World, fact: Fact) -> str | None:
    """The party for which a fact is signed; None for a neutral and for both."""
    seat, person = fact["as"], fact.get("by")
    if seat in world.parties:
        return str(seat)
    entries = [entry for entry in role_entries(world, seat) if person is None or person in people(entry)]
    parties = {entry["acts for"] for entry in entries}
    return str(parties.pop()) if len(parties) == 1 else None


def other_side(world: World, party: str | None) -> str | None:
    if party not in world.sides:
        return None
    return next(side for side in world.sides if side != party)


def resolve_seat(world: World, run: Run | None, seat: str) -> str | None:
    """The seat that opener, other, sender, receiver or a stated value mean; any other seat as it is."""
    opener = run.opener if run else None
    if seat == "opener":
        return opener
    if seat == "other":
        return other_side(world, opener)
    if seat.startswith("stated "):
        return world.values.get(seat.removeprefix("stated "))
    for word in ("sender of ", "receiver of "):
        if seat.startswith(word):
            last = world.last(world.key(seat.removeprefix(word)))
            by = last.by if last else None
            return by if word == "sender of " else other_side(world, by)
    return seat


def slots(world: World, run: Run | None, who: Any) -> list[str]:
    """The signatures a term needs."""
    if isinstance(who, Mapping):
        return [ONE] if "any of" in who else list(who)
    if who == "both":
        return world.sides
    return world.members if who in ("all", "each") else [ONE]


def signs(world: World, run: Run | None, who: Any, fact: Fact) -> list[str]:
    """The signatures that a fact gives; none if its seat may not act."""
    seat, party = fact["as"], party_of(world, fact)
    if isinstance(who, Mapping):
        return signs_together(world, run, who, fact)
    if who in ("both", "all", "each"):
        named = world.sides if seat == "both" else [party]
        return [one for one in named if one in slots(world, run, who)] if fills(world, fact) else []
    if who == "either":
        return [ONE] if fills(world, fact) and (party in world.members or seat == "both") else []
    wanted = resolve_seat(world, run, who)
    return [ONE] if wanted and wanted in (seat, party) and fills(world, fact) else []


def signs_together(world: World, run: Run | None, who: Mapping[str, Any], fact: Fact) -> list[str]:
    if "any of" in who:
        return [ONE] if any(signs(world, run, one, fact) for one in who["any of"]) else []
    if fact["as"] == "both":
        return list(who)
    party = party_of(world, fact)
    return [one for one, role in who.items() if one == party and role == fact["as"]] if fills(world, fact) else []


def fills(world: World, fact: Fact) -> bool:
    """Whether the person sits where the fact says; a seat without an entry is filled by anybody."""
    person, seat = fact.get("by"), fact["as"]
    if person is None:
        return True
    if role_entries(world, seat):
        return any(person in people(entry) for entry in role_entries(world, seat))
    mine = entries_of(world, person)
    return not mine or seat not in world.parties or any(entry["acts for"] == seat for entry in mine)


def authority(world: World, fact: Fact) -> list[tuple[int, str] | None]:
    """What a person may sign for, one entry for each role that counts here; None: without limit."""
    found: list[tuple[int, str] | None] = []
    for entry in entries_of(world, str(fact.get("by"))):
        if fact["as"] not in (entry["role"], entry["acts for"]):
            continue
        own = [one.get("authority") for one in entry.get("deputies", []) if one["person"] == fact.get("by")]
        text = next((one for one in own if one), None) or entry.get("authority")
        found.append(as_money(text) if text else None)
    return found


def has_authority(world: World, fact: Fact) -> bool:
    """Whether every amount a fact states is within the signer's authority."""
    limits = authority(world, fact)
    amounts = [as_money(value) for value in fact.get("with", {}).values()]
    if not limits or None in limits:
        return True
    return all(
        any(limit and amount[0] <= limit[0] and amount[1] == limit[1] for limit in limits)
        for amount in amounts
        if amount
    )


def has_waived(world: World, fact: Fact, term: Term) -> bool:
    """Whether a side that signs has lost the right that names this act or term."""
    sides = world.sides if fact["as"] == "both" else [party_of(world, fact), fact["as"]]
    return any((right, side) in world.lost for right in (term.act, term.name) for side in sides)


def missing(world: World, run: Run | None, who: Any, signed: Mapping[str, Any]) -> list[str]:
    """The seats that have not acted."""
    if who == "either":
        return world.sides
    if isinstance(who, Mapping) and "any of" in who:
        return [str(one) for one in who["any of"]]
    needed = slots(world, run, who)
    if needed == [ONE]:
        seat = resolve_seat(world, run, who)
        return [seat] if seat else []
    return [slot for slot in needed if slot not in signed]
