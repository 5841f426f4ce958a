"""Who looks after a side's people."""

import pytest

from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.engine.offices import with_office
from detente.core.engine.stewards import stewards
from detente.core.procedures.compile import compile_charter
from detente.core.simulation.appointments import people_of
from detente.core.vocabulary.facts import CharterVersion, PersonLeft


@pytest.fixture
def program(golden: bytes) -> Program:
    """The golden charter, ready to run."""
    compiled = compile_charter(parse(golden))
    made = program_of(compiled)
    made.persons = people_of(made)
    return made


def test_the_relationship_manager_comes_first_then_the_highest_role(program: Program) -> None:
    assert stewards(program, "customer") == ["Elin Marsh", "Dana Whitlock"]
    assert stewards(program, "provider") == ["Arun Shetty", "Ravi Menon"]


def test_who_has_left_looks_after_nobody(program: Program) -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    elin = next(number for number, name in program.persons.items() if name == "Elin Marsh")
    left = PersonLeft(id="joint/9", at=at, charter=CharterVersion("0" * 64, 1), person=elin, from_=at)
    assert stewards(with_office(program, left), "customer") == ["Dana Whitlock"]


def test_a_party_the_charter_does_not_know_has_none(program: Program) -> None:
    assert stewards(program, "nobody") == []
