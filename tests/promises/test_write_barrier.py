"""C4: whoever has no business at a table changes nothing there, by whatever method, with whatever they send."""

import hashlib
from collections.abc import Callable
from typing import Any

from tests.promises.routes import addresses, routes
from tests.promises.world import EXPERT, World

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


def checksums() -> dict[str, str]:
    """Return a checksum of every table that holds something of a relationship."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(OTHERS):
                cursor.execute(f"SELECT * FROM {table}")
                rows = sorted(repr(tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)) for row in cursor)
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_nobody_from_outside_changes_anything_at_a_table(world: World, ask: Callable[[str], Any]) -> None:
    sent = 0
    for name in ("nobody", "another table", "host", EXPERT, "ended"):
        client = ask(name)
        before = checksums()
        for route in routes():
            for address in addresses(world, route) if "rel" in route.parameters else []:
                for method in ("post", "put", "patch", "delete"):
                    answer = getattr(client, method)(address, FIELDS if method == "post" else "text=x")
                    sent += 1
                    assert answer.status_code in (302, 404, 405), f"{name}: {method} {address}"
        assert checksums() == before, name
    assert sent > 100


def test_reading_changes_nothing(world: World, ask: Callable[[str], Any]) -> None:
    """No GET, HEAD or OPTIONS changes anything, whoever asks."""
    for name in world.principals:
        client = ask(name)
        before = checksums()
        for route in routes():
            for address in addresses(world, route):
                for method in ("get", "head", "options"):
                    getattr(client, method)(address)
        assert checksums() == before, name
