"""Triggers: what the tables themselves refuse, whoever writes, by whatever path. One text for each vendor.

While a transaction appends, entries reach beyond the head of their log; the clerk moves the head last. In between, and
only then, what is computed from the joint journal may change, and each row cites an entry that has just been appended.
`rebuild` has a door of its own: a row of store_door, which no transaction can leave behind (its reference never holds).
"""
# ruff: noqa: S608 (nothing here comes from outside)

from collections.abc import Iterator

import msgspec

ROOMS = ("joint", "side_a", "side_b", "caucus_a", "caucus_b", "neutral", "operations")
CITING = ("relationship", "chartertext", "family", "wake", "once")
_CITES = "a row cites the joint entry it was computed from, appended in the same transaction. Open now: clerk.record."
_SENT = ("relationship", "room", "fact", "person", "channel", "policy", "template", "message_id")


class Guard(msgspec.Struct, frozen=True):
    """A trigger: on which table, at which of INSERT, UPDATE, DELETE, unless what, it says why not."""

    table: str
    on: str
    unless: str
    says: str

    @property
    def name(self) -> str:
        """The trigger's name."""
        return f"{self.table}_{self.on.lower()}_guard"


_DOOR = (
    "CREATE TABLE store_never (id integer NOT NULL PRIMARY KEY CHECK (id = 0))",
    "CREATE TABLE store_door (relationship varchar(80) NOT NULL PRIMARY KEY, closed integer NOT NULL DEFAULT 1 "
    "REFERENCES store_never (id) DEFERRABLE INITIALLY DEFERRED)",
)


def statements(vendor: str) -> Iterator[str]:
    """Yield the SQL that puts every guard up."""
    yield from _DOOR
    write = _sqlite if vendor == "sqlite" else _postgresql
    for guard in guards(vendor):
        yield from write(guard)
    if vendor == "postgresql":
        yield from _truncate()


def guards(vendor: str) -> Iterator[Guard]:
    """Yield every guard."""
    for room in ROOMS:
        yield from _journal(room, vendor)
    for word in CITING:
        yield from _cited(f"store_{word}", "key" if word == "relationship" else "relationship", word)
    yield from _outbox(vendor)


def _journal(room: str, vendor: str) -> Iterator[Guard]:
    entry, log, note = f"store_{room}_entry", f"store_{room}_log", f"store_{room}_checkpoint"
    # Not MAX(seq) + 1: SQLite would read every number of the journal to learn the greatest.
    last = f"SELECT seq + 1 FROM {entry} WHERE relationship = NEW.relationship ORDER BY seq DESC LIMIT 1"
    end = f"COALESCE(({last}), 0)"
    # SQLite's INSERT OR REPLACE takes a row away without a word to its DELETE trigger.
    new = f" AND NOT EXISTS (SELECT 1 FROM {entry} WHERE id = NEW.id)" if vendor == "sqlite" else ""
    once = "a line of a journal is written once, and stays. Open now: append another, which corrects it."
    yield Guard(entry, "INSERT", f"NEW.seq = {end}{new}", "the number is not the next one of this journal.")
    yield Guard(entry, "UPDATE", "", once)
    yield Guard(entry, "DELETE", "", once)
    grown = f"(SELECT COALESCE(MAX(size), -1) FROM {log} WHERE relationship = NEW.relationship)"
    head = "the head of a log moves forward, to the end of its entries."
    yield Guard(log, "INSERT", f"NEW.size = {end} AND (NEW.size > {grown} OR (NEW.size = 0 AND NEW.peaks = ''))", head)
    kept = "NEW.relationship = OLD.relationship AND NEW.last_us >= OLD.last_us"
    yield Guard(log, "UPDATE", f"NEW.size = {end} AND NEW.size > OLD.size AND {kept}", head)
    yield Guard(log, "DELETE", "", head)
    begins = "substr(NEW.note, 1, length(OLD.note)) = OLD.note"
    same = "NEW.relationship = OLD.relationship AND NEW.size = OLD.size AND NEW.made_us = OLD.made_us"
    yield Guard(note, "UPDATE", f"{begins} AND {same}", "a checkpoint takes signatures, and changes in nothing else.")
    yield Guard(note, "DELETE", "", "a checkpoint stays.")
    key = f"store_{room}_key"
    yield Guard(key, "UPDATE", "", "a sealing key is made once, and can be destroyed.")


def _cited(table: str, column: str, word: str) -> Iterator[Guard]:
    for on, row in (("INSERT", "NEW"), ("UPDATE", "NEW")):
        cites = f"{_door(f'{row}.{column}')} OR {_appended(f'{row}.{column}', f'seq = {row}.seq')}"
        same = f"NEW.{column} = OLD.{column} AND " if on == "UPDATE" else ""
        yield Guard(table, on, f"{same}({cites})", _CITES)
    gone = _door(f"OLD.{column}")
    if word == "wake":
        gone += f" OR {_appended(f'OLD.{column}', 'seq >= OLD.seq')}"
    yield Guard(table, "DELETE", gone, _CITES)


def _outbox(vendor: str) -> Iterator[Guard]:
    table = "store_outbox"
    # The number is taken out of the fact's id and looked up; compared row by row, all of a journal would be read.
    number = (
        "CAST(substr(NEW.fact, 7) AS integer)"
        if vendor == "sqlite"
        else r"CAST(NULLIF(regexp_replace(NEW.fact, '^joint/([0-9]{1,18})$|.*', '\1'), '') AS bigint)"
    )
    entry = f"SELECT 1 FROM store_joint_entry WHERE relationship = NEW.relationship AND seq = {number}"
    known = f"EXISTS ({entry} AND NEW.fact = 'joint/' || seq)"
    yield Guard(table, "INSERT", f"NEW.room <> 'joint' OR {known}", "a message names the fact that called for it.")
    same = " AND ".join(f"NEW.{column} = OLD.{column}" for column in _SENT)
    yield Guard(table, "UPDATE", same, "a message changes in how it fared, and in nothing else.")
    yield Guard(table, "DELETE", _door("OLD.relationship"), "a message stays: it says what was sent to whom.")


def _door(relationship: str) -> str:
    return f"EXISTS (SELECT 1 FROM store_door WHERE relationship = {relationship})"


def _appended(relationship: str, which: str) -> str:
    head = f"(SELECT COALESCE(MAX(size), 0) FROM store_joint_log WHERE relationship = {relationship})"
    entry = f"SELECT 1 FROM store_joint_entry WHERE relationship = {relationship}"
    return f"EXISTS ({entry} AND {which} AND seq >= {head})"


# ---- the two vendors


def _sqlite(guard: Guard) -> Iterator[str]:
    unless = f" WHERE NOT ({guard.unless})" if guard.unless else ""
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.on} ON {guard.table} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.table}: {guard.says}'){unless}; END"
    )


def _postgresql(guard: Guard) -> Iterator[str]:
    raises = f"RAISE EXCEPTION '{guard.table}: {guard.says}' USING ERRCODE = '23514';"
    body = f"IF NOT ({guard.unless}) THEN {raises} END IF;" if guard.unless else raises
    row = "OLD" if guard.on == "DELETE" else "NEW"
    yield (f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {row}; END $$")
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.on} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )


def _truncate() -> Iterator[str]:
    yield (
        "CREATE FUNCTION store_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '%: nothing is emptied at once.', TG_TABLE_NAME USING ERRCODE = '23514'; END $$"
    )
    for table in _guarded():
        yield (
            f"CREATE TRIGGER {table}_truncate_guard BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION store_truncate_guard()"
        )


def _guarded() -> list[str]:
    return list(dict.fromkeys(guard.table for guard in guards("postgresql")))
