"""C4: whoever has no business at a table changes nothing there, by whatever method, with whatever they send."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.databases import Database
from tests.promises.keeping import rows_of
from tests.promises.routes import addresses, routes
from tests.promises.sending import forms_of, send
from tests.promises.world import ARUN, ELIN, EXPERT, INES, NOOR, World

FIELDS = {
    "text": "x", "act": "settle", "matter": "M-009", "series": "S-001", "round": "57", "item": "I1", "outcome": "done",
    "statement": "F1", "terms": "all", "amount": "1.00 EUR", "cause": "delivery", "code": "000000", "offer": "O1",
    "person": "p-1", "relationship": "aldgate-meridian", "email": "new@aldgate.example", "first": "2026-12-01",
    "last": "2026-12-02", "choice": "daily", "goal": "letters right", "value": "1 %", "room": "own customer",
}  # fmt: skip
OTHERS = (
    "store_session",
    "django_session",
    "account_",
    "mfa_",
    "sqlite_sequence",
    "store_cache",
)  # their own sessions and accounts


def checksums(database: Database) -> dict[str, str]:
    """Return a checksum of every table that holds something of a relationship."""
    return {
        table: hashlib.sha256("\n".join(sorted(map(_written, rows))).encode()).hexdigest()
        for table, rows in rows_of(database)
        if not table.startswith(OTHERS)
    }


def _written(row: tuple[Any, ...]) -> str:
    return repr(tuple(bytes(value) if isinstance(value, memoryview) else value for value in row))


def test_nobody_from_outside_changes_anything_at_a_table(
    world: World, database: Database, ask: Callable[[str], Any]
) -> None:
    sent = 0
    for name in ("nobody", "another table", "host", EXPERT, "ended"):
        client = ask(name)
        before = checksums(database)
        for route in routes():
            for address in addresses(world, route) if "rel" in route.parameters else []:
                for method in ("post", "put", "patch", "delete"):
                    answer = getattr(client, method)(address, FIELDS if method == "post" else "text=x")
                    sent += 1
                    assert answer.status_code in (302, 404, 405), f"{name}: {method} {address}"
        assert checksums(database) == before, name
    assert sent > 100


def test_reading_changes_nothing(world: World, database: Database, ask: Callable[[str], Any]) -> None:
    """No GET, HEAD or OPTIONS changes anything, whoever asks."""
    for name in world.principals:
        client = ask(name)
        before = checksums(database)
        for route in routes():
            for address in addresses(world, route):
                for method in ("get", "head", "options"):
                    getattr(client, method)(address)
        assert checksums(database) == before, name


@pytest.mark.parametrize("name", [ELIN, ARUN, NOOR, INES])
def test_nobody_at_the_table_acts_as_somebody_else(world: World, ask: Callable[[str], Any], name: str) -> None:
    """Whatever they send wherever: what is filed bears their own name and their own seat."""
    from detente.store import read

    client, viewer = ask(name), read.viewer(world.principals[name].user.pk, world.key)
    elin = read.viewer(world.principals[ELIN].user.pk, world.key)
    assert viewer is not None
    assert elin is not None
    before = read.head(elin).size
    others = {"seat": "provider" if viewer.party == "customer" else "customer", "person": "p-2", "party": "provider"}
    for form in list(forms_of(client, world)):
        if "/accounts/" not in form.action:
            send(client, form.action, {**form.fields, **dict.fromkeys(form.typed, "2026-12-01"), **others})
            send(client, form.action, {**form.fields, **FIELDS, **others, "confirmed": "1"})
    for route in routes():
        for address in addresses(world, route) if "rel" in route.parameters else []:
            send(client, address, {**FIELDS, **others, "confirmed": "1"})
            send(client, address, {**FIELDS, **others, "confirmed": "1"}, **{"HX-Request": "true"})
    filed = [one for one in read.entries(elin) if one.seq >= before and getattr(one.fact, "person", None)]
    said = [one.fact for one in filed if isinstance(one.fact.person, str)]
    assert {one.person for one in said} <= {viewer.person}
    spoken = {getattr(one, "seat", None) or getattr(one, "party", None) for one in said}
    assert spoken <= {viewer.party, None if not viewer.is_party else viewer.party}
    if name == NOOR:
        assert {type(one).__name__ for one in said} <= {"LeaveNoted"}
    if name in (ELIN, ARUN):
        assert said
