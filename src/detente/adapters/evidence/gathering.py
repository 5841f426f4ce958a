"""From the joint record to what a bundle holds: which lines, which proofs, what they say."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from detente.adapters.evidence.clocks import clocks_of
from detente.adapters.evidence.contents import (
    Clause,
    Contents,
    Item,
    Making,
    Picture,
    Selection,
    Side,
    Source,
    Stated,
    Text,
    Version,
)
from detente.adapters.evidence.pictures import ladder
from detente.adapters.evidence.proofs import checkpoints_of, proofs_of
from detente.adapters.evidence.telling import Names, origin, party, says, who
from detente.core.charter.model import Charter
from detente.core.charter.parse import parse
from detente.core.charter.reading import clauses, render_text
from detente.core.engine import Program, program_of
from detente.core.journal import Entry, read_journal
from detente.core.journal.breaks import telling
from detente.core.journal.reading import typed_line
from detente.core.procedures import compile_charter
from detente.core.simulation.appointments import appointed_names
from detente.core.vocabulary import facts as kinds
from detente.core.vocabulary.errors import BadInput

_GROUNDS = (kinds.RelationshipOpened, kinds.CharterSigned, kinds.PersonAppointed, kinds.PersonLeft)


def contents_of(source: Source, selection: Selection, making: Making) -> Contents:
    """Return what a bundle of the selection holds; every line is checked on the way.

    Raises:
        BrokenEntry: a line does not verify.
        BadInput: there is no such matter, no checkpoint, or no charter in force.
    """
    notes = checkpoints_of(source)
    entries = entries_of(source)
    facts = [entry.fact for entry in entries]
    programs = _programs(facts)
    newest = programs[max(programs)]
    names = Names(_sides(newest), _people(facts, source.texts), source.texts, programs)
    matters = _matters(facts)
    if selection.matter and selection.matter not in matters.values():
        raise BadInput(f"'{selection.matter}' is no matter of this record.")
    covered = notes[-1].checkpoint.size
    chosen = [entry for entry in entries if _in_slice(entry, selection, matters, covered)]
    shown = [entry for entry in chosen if _in_days(entry, selection)]
    leaves = source.leaves or [entry.leaf for entry in entries]
    wanted = [selection.matter] if selection.matter else list(dict.fromkeys(filter(None, matters.values())))
    touching = {name: _touching(facts, name, matters) for name in wanted}
    return Contents(
        name=next((fact.name for fact in facts if isinstance(fact, kinds.RelationshipOpened)), "Relationship"),
        sides=names.sides,
        selection=selection,
        lines=_lines(source, chosen) if selection.matter else source.lines,
        proofs=proofs_of(leaves, chosen, notes) if selection.matter else b"",
        checkpoint=notes[-1].checkpoint,
        notes=tuple(notes),
        keys=source.keys,
        charters=tuple(_text(program, fact) for program, fact in _signed(programs, facts)),
        items=tuple(_item(entry, matters, names) for entry in shown),
        statements=tuple(_statements(shown, names)),
        clocks=tuple(clock for name in wanted for clock in clocks_of(programs, name, touching[name], names.sides)),
        pictures=_pictures(newest, touching),
        making=making,
        custody=source.custody,
    )


def _programs(facts: list[Any]) -> dict[int, Program]:
    programs: dict[int, Program] = {}
    for fact in facts:
        if isinstance(fact, kinds.CharterSigned):
            document = parse(fact.text.encode())
            if document.charter is None:
                raise BadInput(f"{fact.id}: the charter signed there cannot be read.")
            programs[fact.charter.version] = program_of(compile_charter(document))
            programs[fact.charter.version].version = fact.charter.version
    for program in programs.values():
        program.persons = appointed_names(program, facts)  # who acted, so that folding admits them again
    if not programs:
        raise BadInput("no charter is signed in this record, so there is nothing to tell its facts by.")
    return programs


def _sides(program: Program) -> tuple[Side, ...]:
    charter = program.charter
    if not isinstance(charter, Charter):
        return ()
    return tuple(
        Side(key, side.name, side.short or side.name, side.zone or "UTC") for key, side in charter.parties.items()
    )


def _people(facts: list[Any], texts: Mapping[tuple[str, str], str]) -> dict[str, str]:
    appointed = (fact for fact in facts if isinstance(fact, kinds.PersonAppointed))
    return {fact.appointed: texts[fact.id, "person"] for fact in appointed if (fact.id, "person") in texts}


def _matters(facts: list[Any]) -> dict[str, str]:
    """The matter of every fact, by id: a receipt belongs where its notice does, a correction where its fact does."""
    found: dict[str, str] = {}
    for fact in facts:
        about = getattr(fact, "notice", "") if isinstance(fact, kinds.NoticeReceived | kinds.NoticeBounced) else ""
        about = fact.corrects if isinstance(fact, kinds.FactCorrected) else about
        found[fact.id] = found.get(about, "") or getattr(fact, "matter", None) or ""
    return found


def _in_slice(entry: Entry, selection: Selection, matters: Mapping[str, str], covered: int) -> bool:
    if not selection.matter:
        return True
    if entry.seq >= covered:
        return False  # filed since the last checkpoint: the next bundle has it
    if isinstance(entry.fact, (*_GROUNDS, kinds.CalendarChanged)):
        return True
    return matters[entry.fact.id] == selection.matter


def _in_days(entry: Entry, selection: Selection) -> bool:
    since, until = selection.since, selection.until
    return (since is None or entry.fact.at >= since) and (until is None or entry.fact.at < until)


def _touching(facts: list[Any], matter: str, matters: Mapping[str, str]) -> list[Any]:
    return [fact for fact in facts if matters[fact.id] == matter or isinstance(fact, kinds.CalendarChanged)]


def entries_of(source: Source) -> list[Entry]:
    """Return the entries of a record, each checked: in the order of the whole, or one by one where only some are seen.

    Raises:
        BrokenEntry: a line does not verify.
    """
    if not source.leaves:
        return list(read_journal(source.lines, keys=source.keys))
    return [telling(typed_line)(line, json.loads(line)["seq"])[4] for line in source.lines]


def _lines(source: Source, chosen: list[Entry]) -> tuple[bytes, ...]:
    facts = {json.loads(line).get("seq"): line for line in source.lines if line.startswith(b'{"fact":')}
    return tuple(facts[entry.seq] for entry in chosen)


def _signed(programs: Mapping[int, Program], facts: list[Any]) -> Iterator[tuple[Program, kinds.CharterSigned]]:
    """Every version once, also where one that was in force was signed later."""
    signed = {fact.charter.version: fact for fact in facts if isinstance(fact, kinds.CharterSigned)}
    yield from ((programs[version], fact) for version, fact in signed.items())


def _text(program: Program, fact: kinds.CharterSigned) -> Text:
    read = [Clause(one.number, one.depth, one.heading, one.text) for one in clauses(program.charter)]
    return Text(fact.charter.version, fact.charter.sha256, fact.text, render_text(program.charter), tuple(read))


def _item(entry: Entry, matters: Mapping[str, str], names: Names) -> Item:
    fact = entry.fact
    return Item(
        seq=entry.seq,
        id=fact.id,
        kind=type(fact).__name__,
        at=fact.at,
        leaf=entry.leaf.hex(),
        matter=matters[fact.id],
        clause=_clause(fact, names),
        who=who(fact, names),
        party=party(fact),
        origin=origin(fact, names),
        says=says(fact, names),
    )


def _clause(fact: Any, names: Names) -> str:
    run, term = getattr(fact, "run", ""), getattr(fact, "term", None) or ""
    if isinstance(fact, kinds.ActDone) and not term:
        index = names.programs[fact.charter.version].index.get(run)
        rows = index.table.rows if index else ()
        term = next((row.term for row in rows if row.slug == fact.act), "")
    return f"{run}.{term}" if run and term else run


def _statements(shown: list[Entry], names: Names) -> list[Stated]:
    found: dict[tuple[str, str], Stated] = {}
    for fact in (entry.fact for entry in shown):
        if isinstance(fact, kinds.StatementMade | kinds.StatementContested):
            key = (fact.matter, fact.statement)
            version = Version(fact.id, fact.party, names.person(fact.person), fact.at, names.text(fact))
            before = found.get(key)
            state = "contested" if isinstance(fact, kinds.StatementContested) else "stated"
            found[key] = Stated(*key, state, (*(before.versions if before else ()), version))
        elif isinstance(fact, kinds.StatementConfirmed) and (fact.matter, fact.statement) in found:
            key = (fact.matter, fact.statement)
            found[key] = msgspec.structs.replace(found[key], state="confirmed")
    return list(found.values())


def _pictures(program: Program, touching: Mapping[str, list[Any]]) -> tuple[Picture, ...]:
    opened = [fact for facts in touching.values() for fact in facts if isinstance(fact, kinds.MatterOpened)]
    procedures = dict.fromkeys(fact.procedure for fact in opened if fact.procedure in program.compiled.tables)
    return tuple(Picture(name, ladder(program.compiled, name)) for name in procedures)
