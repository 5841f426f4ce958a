"""Database roles on PostgreSQL: every class of private rooms belongs to a role of its own that nobody logs in with.

The application's login role is a member that inherits nothing: it reads a private room only after SET LOCAL ROLE
(store/reach.py). A superuser reads everything, so an installation does not log in as one.
"""

from collections.abc import Iterator

import msgspec
from django.db import connection

from detente.core.vocabulary.errors import BadInput
from detente.store.reach import role_of
from detente.store.rooms import PRIVATE

WORDS = ("entry", "log", "checkpoint", "key")
ROLES = tuple(role_of(room) for room in PRIVATE)


class Lack(msgspec.Struct, frozen=True):
    """What is missing or too open, and the SQL that mends it, to be run by the database's administrator."""

    says: str
    sql: tuple[str, ...]


def tables_of(room_class: str) -> tuple[str, ...]:
    """Return the tables of a class of rooms."""
    return tuple(f"store_{room_class}_{word}" for word in WORDS)


def grants(application: str, *, schema: bool = True) -> list[str]:
    """Return the SQL that an administrator runs once for an application that owns its database."""
    made = [
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$" for role in ROLES
    ]
    made += [f'ALTER ROLE "{application}" NOSUPERUSER NOINHERIT', f'GRANT {", ".join(ROLES)} TO "{application}"']
    return made + (on_schema(application) if schema else [])


def on_schema(application: str) -> list[str]:
    """Return the SQL that lets the application hand tables of this database over."""
    return [f'GRANT USAGE, CREATE ON SCHEMA public TO "{application}" WITH GRANT OPTION']


def missing() -> list[Lack]:
    """Return what the roles of this database lack before its private tables can be handed over."""
    user, superuser, may_make = _me()
    absent = [role for role in ROLES if not _one("SELECT 1 FROM pg_roles WHERE rolname = %s", role)]
    strange = [role for role in ROLES if role not in absent and not _one("SELECT pg_has_role(%s, 'MEMBER')", role)]
    if superuser or may_make or not (absent or strange):
        return []
    told = ", ".join([*absent, *strange])
    return [Lack(f"'{user}' cannot take the roles of the private rooms: {told}.", tuple(grants(user)))]


def too_open() -> Iterator[Lack]:
    """Yield every way in which a private room of this database can be reached without its role."""
    user, superuser, _ = _me()
    if superuser:
        yield Lack(f"'{user}' is a superuser, who reads every room.", (f'ALTER ROLE "{user}" NOSUPERUSER NOINHERIT',))
        return
    for room, role in zip(PRIVATE, ROLES, strict=True):
        if _one("SELECT pg_has_role(%s, 'USAGE')", role):
            sql = (f'ALTER ROLE "{user}" NOINHERIT', f'REVOKE {role} FROM "{user}"', f'GRANT {role} TO "{user}"')
            yield Lack(f"'{user}' inherits the rights of {role}.", sql)
        yield from _strangers(room, role, user)
        yield from _extras(room, role)


def _strangers(room: str, role: str, user: str) -> Iterator[Lack]:
    """Everybody who may touch a table of the room without being its role."""
    others = [user, "public", *(other for other in ROLES if other != role)]
    for table in tables_of(room):
        owner = _one("SELECT tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = %s", table)
        if owner != role:
            yield Lack(
                f"{table} belongs to {owner or 'nobody'}, not to {role}.", (f"ALTER TABLE {table} OWNER TO {role}",)
            )
        for other in others:
            if _may(other, table):
                name = "PUBLIC" if other == "public" else f'"{other}"'
                sql = (f"REVOKE ALL ON {table} FROM {name}",)
                yield Lack(f"{other} can reach {table}, which is for {role} alone.", sql)


def _may(role: str, table: str) -> bool:
    return bool(
        _one("SELECT has_table_privilege(%s, %s, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')", role, table)
        or _one("SELECT has_any_column_privilege(%s, %s, 'SELECT, INSERT, UPDATE')", role, table)
    )


def _extras(room: str, role: str) -> Iterator[Lack]:
    """Views, copies and functions that speak with the role's rights."""
    found = _all(
        "SELECT relname FROM pg_class WHERE relowner = %s::regrole AND relkind IN ('r', 'v', 'm', 'p', 'f')", role
    )
    for name in sorted(set(found) - set(tables_of(room))):
        yield Lack(f"{name} belongs to {role} and is none of its tables.", (f"DROP VIEW {name}",))
    for name in _all("SELECT oid::regprocedure::text FROM pg_proc WHERE proowner = %s::regrole", role):
        yield Lack(f"the function {name} speaks as {role}.", (f"DROP FUNCTION {name}",))


def hand_over() -> None:
    """Give every private table to its room's role, making the roles where this login may.

    Raises:
        RuntimeError: roles are missing and this login cannot make them; the message holds the SQL to run.
    """
    user, superuser, may_make = _me()
    if lacks := missing():
        told = [line for lack in lacks for line in (lack.says, "Run as superuser:", *_ends(lack.sql))]
        raise BadInput("\n".join(told))
    if superuser or may_make:
        _run(*grants(user, schema=False)[: len(ROLES)])
        if not superuser:
            _run(f'GRANT {", ".join(ROLES)} TO "{user}"')
    for room, role in zip(PRIVATE, ROLES, strict=True):
        _run(f"GRANT USAGE, CREATE ON SCHEMA public TO {role}")
        for table in tables_of(room):
            _run(f"ALTER TABLE {table} OWNER TO {role}")
        _run(f"REVOKE CREATE ON SCHEMA public FROM {role}")


def _ends(statements: tuple[str, ...]) -> list[str]:
    return [f"{statement};" for statement in statements]


def _me() -> tuple[str, bool, bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        name, superuser, may_make = cursor.fetchone()
    return str(name), bool(superuser), bool(may_make)


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _all(sql: str, *values: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _one(sql: str, *values: str) -> object:
    return next(iter(_all(sql, *values)), None)
