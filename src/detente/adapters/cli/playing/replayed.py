"""A journal read back: the charters signed in it, its people, the families that its facts make."""

import datetime as dt
from typing import Any

import msgspec

from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.engine.replay import Folded, fold
from detente.core.journal import lines_of, read_journal
from detente.core.procedures import compile_charter
from detente.core.simulation.appointments import appointed_names
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import CharterSigned


class Replayed(msgspec.Struct):
    """A journal folded, with the facts it holds."""

    facts: list[Any]
    folded: Folded
    at: dt.datetime


def replay(path: str, until: dt.datetime | None = None) -> Replayed:
    """Fold the journal of a path; every line is checked on the way.

    Raises:
        BrokenEntry: a line does not verify.
        BadInput: no charter is signed in it, or one that cannot be run.
    """
    until = until.astimezone(dt.UTC) if until else None
    with open(path, "rb") as file:
        facts = [entry.fact for entry in read_journal(lines_of(file))]
    programs = programs_of(facts, path)
    kept = [fact for fact in facts if until is None or fact.at <= until]
    return Replayed(kept, fold(programs, facts, until=until), until or facts[-1].at)


def programs_of(facts: list[Any], path: str) -> dict[int, Program]:
    """Return every version of the charter that is signed in a journal."""
    programs: dict[int, Program] = {}
    for fact in facts:
        if isinstance(fact, CharterSigned):
            document = parse(fact.text.encode())
            if document.charter is None:
                says = document.findings[0].says if document.findings else "it cannot be read"
                raise BadInput(f"{path}, {fact.id}: the charter signed there has errors. {says}")
            program = program_of(compile_charter(document))
            program.version = fact.charter.version
            program.persons = appointed_names(program, facts)
            programs[fact.charter.version] = program
    if not programs:
        raise BadInput(f"{path} holds no signed charter, so there is nothing to fold its facts by.")
    return programs
