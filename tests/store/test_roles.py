"""Private rooms on PostgreSQL: the application reaches them under their own roles alone, and any wider grant shows."""

import pytest
from django.db import DatabaseError, connection, transaction

from detente.core.vocabulary.errors import BadInput
from detente.store import roles
from detente.store.reach import reaching, role_of
from detente.store.rooms import PRIVATE
from tests.databases import APPLICATION, Database, execute

SAMPLES = {
    "entry": "(relationship, seq, kind, matter, at_us, line) VALUES ('r', 0, 'k', '', 1, '{}')",
    "log": "(relationship, size, peaks, last_us) VALUES ('r', 0, '', 0)",
    "checkpoint": "(relationship, size, made_us, note) VALUES ('r', 0, 0, '')",
    "key": "(relationship, name, key) VALUES ('r', 'p-1', '00')",
}


def tried(sql, role):
    """Return whether a statement goes through, under a role or under none; nothing stays of it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if role:
                cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(sql)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if "permission denied" not in str(error):
            raise
        return False
    return True


def reached():
    """Return every way into a private table: under which role (or none), to do what."""
    ways = set()
    for room in PRIVATE:
        for word, values in SAMPLES.items():
            table = f"store_{room}_{word}"
            for verb, sql in (("read", f"SELECT * FROM {table}"), ("write", f"INSERT INTO {table} {values}")):
                ways |= {(role, table, verb) for role in ("", *map(role_of, PRIVATE)) if tried(sql, role)}
    return ways


OWN = {
    (role_of(room), f"store_{room}_{word}", verb) for room in PRIVATE for word in SAMPLES for verb in ("read", "write")
}


def test_the_application_reaches_a_private_room_under_its_own_role_alone(postgresql: Database):
    assert reached() == OWN
    assert list(roles.too_open()) == []
    assert roles.missing() == []


def test_a_private_room_is_open_while_it_is_reached_and_closed_after(postgresql: Database):
    with transaction.atomic():
        with reaching("side_a"):
            assert not tried("SELECT * FROM store_side_b_entry", "")
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM store_side_a_entry")
        assert not tried("SELECT * FROM store_side_a_entry", "")
    with pytest.raises(KeyError), reaching("side_a"):
        raise KeyError("something went wrong inside")
    assert not tried("SELECT * FROM store_side_a_entry", "")


MUTATIONS = {
    "a grant on one table": ["GRANT SELECT ON store_side_a_entry TO {app}"],
    "a grant on one column": ["GRANT SELECT (line) ON store_caucus_a_entry TO {app}"],
    "a grant to everybody": ["GRANT SELECT ON store_caucus_b_key TO PUBLIC"],
    "a table given away": ["ALTER TABLE store_neutral_entry OWNER TO {app}"],
    "a right to write": ["GRANT INSERT, SELECT ON store_side_b_checkpoint TO {app}"],
    "one room's role reads another": ["GRANT SELECT ON store_side_b_entry TO detente_side_a"],
    "a view that speaks with the room's rights": [
        "CREATE VIEW leak AS SELECT line FROM store_side_a_entry",
        "ALTER VIEW leak OWNER TO detente_side_a",
        "GRANT SELECT ON leak TO {app}",
    ],
    "a function that speaks with the room's rights": [
        "CREATE FUNCTION leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT count(*) FROM store_side_a_entry'",
        "ALTER FUNCTION leak() OWNER TO detente_side_a",
    ],
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_wider_grant_is_noticed_and_its_cure_mends_it(postgresql: Database, mutation):
    for statement in MUTATIONS[mutation]:
        execute(postgresql.server, statement.format(app=APPLICATION), database=postgresql.name)
    found = list(roles.too_open())
    assert found, mutation
    if "speaks" not in mutation:
        assert reached() != OWN or "column" in mutation
    for statement in (statement for lack in found for statement in lack.sql):
        execute(postgresql.server, statement, database=postgresql.name)
    assert list(roles.too_open()) == []
    assert reached() == OWN


LOGINS = {
    "a superuser": ["ALTER ROLE {app} SUPERUSER"],
    "a login that inherits": ["ALTER ROLE {app} INHERIT", "GRANT detente_side_a TO {app}"],
    "a member of one who reads all": ["GRANT pg_read_all_data TO {app}", "ALTER ROLE {app} INHERIT"],
}


@pytest.fixture
def own_login(postgresql: Database):
    """A login of this test's own, so that others keep theirs."""
    name = f"login_{postgresql.name}"
    execute(postgresql.server, f"CREATE ROLE {name} LOGIN")
    for statement in roles.grants(name, schema=False):
        execute(postgresql.server, statement)
    yield name
    execute(postgresql.server, f"DROP OWNED BY {name}", database=postgresql.name)
    execute(postgresql.server, f"DROP ROLE {name}")


@pytest.mark.parametrize("mutation", LOGINS)
def test_a_login_that_reads_too_much_is_noticed(postgresql: Database, own_login, mutation):
    from tests.databases import using

    for statement in LOGINS[mutation]:
        execute(postgresql.server, statement.format(app=own_login))
    with using(postgresql.server.url(postgresql.name, own_login)):
        assert list(roles.too_open()), mutation
        assert any(role == "" for role, _, _ in reached())


def test_a_plain_owner_without_the_roles_is_told_what_to_run(postgresql: Database, own_login):
    from tests.databases import using

    execute(postgresql.server, f"REVOKE detente_neutral FROM {own_login}")
    with using(postgresql.server.url(postgresql.name, own_login)):
        (lack,) = roles.missing()
        assert lack.says == f"'{own_login}' cannot take the roles of the private rooms: detente_neutral."
        with pytest.raises(BadInput, match="Run as superuser"):
            roles.hand_over()
    for statement in lack.sql:
        execute(postgresql.server, statement, database=postgresql.name)
    with using(postgresql.server.url(postgresql.name, own_login)):
        assert roles.missing() == []
