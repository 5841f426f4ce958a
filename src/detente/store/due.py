"""What the clerk has to look at, and when: clocks of matters, notices that arrive, agendas that are shared.

A matter's own row says when its first clock rings; a notice or an agenda has a row among the wakes.
"""

from detente.store import statements

CLOCK, RECEIPT, AGENDA = "clock", "receipt", "agenda"

_IN = (
    "SELECT kind, key, due_us, seq FROM store_wake WHERE relationship = %s AND due_us <= %s UNION ALL "
    "SELECT 'clock', matter, due_us, seq FROM store_family WHERE relationship = %s AND due_us <= %s ORDER BY 3, 4"
)
_ALL = (
    "SELECT relationship, due_us FROM store_wake WHERE due_us {0} %s "
    "UNION ALL SELECT relationship, due_us FROM store_family WHERE due_us {0} %s"
)


def within(relationship: str, until_us: int, *, most: int | None = None) -> list[tuple[str, str, int]]:
    """Return kind, key and instant of what is due in a relationship, the earliest first.

    With `most` it is that many, and everything that is due at the same instant as the last of them.
    """
    if most is not None:
        rows = statements.found(f"{_IN} LIMIT %s", [relationship, until_us, relationship, until_us, most])
        if len(rows) < most:
            return _named(rows)
        until_us = rows[-1][2]
    return _named(statements.found(_IN, [relationship, until_us, relationship, until_us]))


def _named(rows: list[statements.Row]) -> list[tuple[str, str, int]]:
    return [(kind, key, due_us) for kind, key, due_us, _ in rows]


def next_within(relationship: str, after_us: int) -> int | None:
    """Return when something is due next in a relationship, after an instant; nothing where nothing is."""
    rows = statements.found(
        "SELECT MIN(due_us) FROM store_wake WHERE relationship = %s AND due_us > %s UNION ALL "
        "SELECT MIN(due_us) FROM store_family WHERE relationship = %s AND due_us > %s",
        [relationship, after_us, relationship, after_us],
    )
    return min((due_us for (due_us,) in rows if due_us is not None), default=None)


def anywhere(until_us: int, *, most: int) -> list[tuple[str, int]]:
    """Return relationship and instant of the `most` earliest of what is due."""
    rows = statements.found(f"{_ALL.format('<=')} ORDER BY 2 LIMIT %s", [until_us, until_us, most])
    return [(relationship, due_us) for relationship, due_us in rows]


def late(now_us: int) -> tuple[int, int | None]:
    """Return how much is due before an instant, and since when."""
    ((many, first),) = statements.found(f"SELECT COUNT(*), MIN(due_us) FROM ({_ALL.format('<')}) late", [now_us] * 2)  # noqa: S608
    return many, first


def next_from(now_us: int) -> int | None:
    """Return when something is due next, from an instant on; nothing where nothing is."""
    rows = statements.found(f"{_ALL.format('>=')} ORDER BY 2 LIMIT 1", [now_us, now_us])
    return rows[0][1] if rows else None
