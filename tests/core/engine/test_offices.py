"""Who may act changes with appointments and leavings."""

from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.engine.offices import with_office
from detente.core.engine.seats import actor_of
from detente.core.procedures.compile import compile_charter
from detente.core.vocabulary.facts import Box, CharterVersion, PersonAppointed, PersonLeft, Sealed

HEAD: dict[str, Any] = {
    "id": "joint/9",
    "at": datetime(2026, 11, 1, tzinfo=UTC),
    "charter": CharterVersion("0" * 64, 3),
    "from_": datetime(2026, 11, 1, tzinfo=UTC),
}
BOX = Sealed(Box("AA==", "p-1", "A" * 16))


@pytest.fixture
def golden() -> Program:
    text = files("detente.charters").joinpath("golden").joinpath("charter.yaml").read_bytes()
    program = program_of(compile_charter(parse(text)))
    program.persons = {f"p-{number}": name for number, name in enumerate(program.people, 1)}
    return program


def number(program: Program, name: str) -> str:
    return next(number for number, one in program.persons.items() if one == name)


def test_a_holder_who_leaves_is_followed_by_the_first_deputy(golden: Program) -> None:
    after = with_office(golden, PersonLeft(**HEAD, person=number(golden, "Elin Marsh")))
    assert golden.roles["manager"]["customer"].holder == "Elin Marsh"
    assert after.roles["manager"]["customer"].holder == "Joost de Wit"
    assert after.roles["manager"]["customer"].deputies == []
    assert after.roles["manager"]["provider"] == golden.roles["manager"]["provider"]


def test_a_role_without_holder_and_deputy_is_vacant(golden: Program) -> None:
    after = golden
    for name in ("Elin Marsh", "Joost de Wit"):
        after = with_office(after, PersonLeft(**HEAD, person=number(golden, name)))
    assert "customer" not in after.roles["manager"]


def test_somebody_new_holds_the_role_and_acts_for_the_party(golden: Program) -> None:
    fact = PersonAppointed(
        **HEAD,
        appointed="p-40",
        person=BOX,
        party="provider",
        role="manager",
        standing="holder",
        acts_for=("provider",),
    )
    after = with_office(golden, fact)
    held = after.roles["manager"]["provider"]
    assert (held.holder, held.authority, held.acts_for) == (
        "p-40",
        golden.roles["manager"]["provider"].authority,
        "provider",
    )
    assert actor_of(after, "manager", "p-40").party == "provider"


def test_an_appointment_the_charter_made_already_changes_nothing(golden: Program) -> None:
    fact = PersonAppointed(
        **HEAD, appointed=number(golden, "Elin Marsh"), person=BOX, party="customer", role="manager", standing="holder",
        acts_for=("customer",),
    )  # fmt: skip
    assert with_office(golden, fact) is golden
    assert with_office(golden, PersonLeft(**HEAD, person="p-77")) is golden
