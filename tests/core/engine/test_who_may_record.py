"""What somebody may put on record: whoever acts for a side speaks for it; who acts for nobody reads, and notes."""

from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.engine.records import admit, may_record
from detente.core.engine.refusal import Refusal
from detente.core.procedures.compile import compile_charter
from detente.core.simulation.appointments import people_of
from detente.core.vocabulary.facts import (
    AgendaItemAdded,
    AgendaItemClosed,
    AgreementGiven,
    AgreementOffered,
    Box,
    CauseNoted,
    CharterVersion,
    GoalReported,
    LeaveNoted,
    MessageSent,
    MinutesAccepted,
    MinutesWritten,
    NoteWritten,
    Sealed,
    StatementConfirmed,
    StatementContested,
    StatementMade,
    YesTakenBack,
)

AT = datetime(2026, 11, 1, tzinfo=UTC)
HEAD: dict[str, Any] = {"id": "joint/9", "at": AT, "charter": CharterVersion("0" * 64, 3)}
BOX = Sealed(Box("AA==", "p-1", "A" * 16))
NOOR, ELIN, INES = "Noor de Graaf", "Elin Marsh", "Ines Falk"
SPEAKS = (
    StatementMade, StatementConfirmed, StatementContested, CauseNoted, MessageSent, AgendaItemAdded, AgendaItemClosed,
    MinutesWritten, MinutesAccepted, GoalReported, AgreementOffered, AgreementGiven, YesTakenBack,
)  # fmt: skip


@pytest.fixture(scope="module")
def program() -> Program:
    """A charter with a counsel who acts for nobody, and owns a goal."""
    text = files("detente.charters").joinpath("golden").joinpath("charter.yaml").read_text(encoding="utf-8")
    text = text.replace("\nroles:", "\nroles:\n  counsel:\n    customer: {holder: Noor de Graaf}", 1)
    text = text.replace("\npeople:", "\npeople:\n  Noor de Graaf: {of: customer, title: counsel}", 1)
    text = text.replace("date: 2027-06-30, owner: Elin Marsh", "date: 2027-06-30, owner: Noor de Graaf", 1)
    found = program_of(compile_charter(parse(text.encode())))
    found.persons = people_of(found)
    return found


def number(program: Program, name: str) -> str:
    return next(number for number, one in program.persons.items() if one == name)


@pytest.mark.parametrize("kind", SPEAKS)
def test_who_acts_for_a_side_speaks_for_it_and_who_acts_for_nobody_does_not(program: Program, kind: type[Any]) -> None:
    assert may_record(program, kind, number(program, ELIN), "customer")
    assert may_record(program, kind, ELIN, "customer")
    assert not may_record(program, kind, number(program, NOOR), "customer")
    assert not may_record(program, kind, number(program, ELIN), "provider")
    assert not may_record(program, kind, "p-99", "customer")


@pytest.mark.parametrize("kind", [NoteWritten, LeaveNoted])
def test_who_acts_for_nobody_writes_notes_and_says_when_they_are_away(program: Program, kind: type[Any]) -> None:
    assert may_record(program, kind, number(program, NOOR), "customer")
    assert not may_record(program, kind, number(program, NOOR), "provider")


def test_a_neutral_writes_messages_and_notes_and_states_nothing(program: Program) -> None:
    able = {kind for kind in (*SPEAKS, NoteWritten, LeaveNoted) if may_record(program, kind, INES, "mediator")}
    assert able == {MessageSent, NoteWritten, LeaveNoted}


def test_the_owner_of_a_goal_reports_on_it_without_a_role(program: Program) -> None:
    assert may_record(program, GoalReported, NOOR, "customer", goal="one queue")
    assert not may_record(program, GoalReported, NOOR, "customer", goal="letters right")
    admit(program, _goal(program, "one queue"))
    with pytest.raises(Refusal, match="has no role that acts for customer"):
        admit(program, _goal(program, "letters right"))


def test_a_refusal_says_what_is_open_to_who_acts_for_nobody(program: Program) -> None:
    said = MessageSent(**HEAD, party="customer", person=number(program, NOOR), matter="M-001", message="S1", text=BOX)
    with pytest.raises(Refusal) as refused:
        admit(program, said)
    assert str(refused.value) == (
        "Noor de Graaf has no role that acts for customer. Open to them: reading, notes of their own side, their leave."
    )


def _goal(program: Program, name: str) -> GoalReported:
    who: dict[str, Any] = {"party": "customer", "person": number(program, NOOR)}
    return GoalReported(**HEAD, **who, goal=name, value="1 of 2", on=date(2026, 11, 1))
