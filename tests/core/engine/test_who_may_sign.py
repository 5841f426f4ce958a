"""Who may sign a charter for a side: who holds its highest role, or deputises there; anybody else is refused."""

from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.engine.offices import may_sign, who_may_sign, with_office
from detente.core.engine.records import admit, admit_act, may_record
from detente.core.engine.refusal import Refusal
from detente.core.procedures.compile import compile_charter
from detente.core.simulation.appointments import people_of
from detente.core.vocabulary.facts import (
    ActDone,
    AgreementGiven,
    AgreementOffered,
    CharterSigned,
    CharterVersion,
    PersonLeft,
    Signature,
    StatementMade,
)

AT = datetime(2026, 11, 1, tzinfo=UTC)
HEAD: dict[str, Any] = {"id": "joint/9", "at": AT, "charter": CharterVersion("0" * 64, 3)}
ABLE = ["Dana Whitlock", "Henrik Vos"]
SIGNED = CharterSigned(**{**HEAD, "charter": CharterVersion("1" * 64, 4)}, text="", effective=AT, signatures=())


def read(*changes: tuple[str, str]) -> Program:
    text = files("detente.charters").joinpath("golden").joinpath("charter.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    program = program_of(compile_charter(parse(text.encode())))
    program.persons = people_of(program)
    return program


@pytest.fixture(scope="module")
def program() -> Program:
    return read()


def number(program: Program, name: str) -> str:
    return next(number for number, one in program.persons.items() if one == name)


def test_a_side_signs_through_its_role_of_the_highest_authority(program: Program) -> None:
    signers = who_may_sign(program, "customer")
    assert (signers.role, list(signers.people)) == ("executive", ABLE)
    assert [name for name in program.people if may_sign(program, number(program, name), "customer")] == ABLE
    assert [name for name in program.people if may_sign(program, name, "provider")] == ["Arun Shetty", "Ravi Menon"]
    assert not may_sign(program, "Ines Falk", "mediator")


def test_a_role_that_acts_for_nobody_signs_for_nobody_whatever_its_authority() -> None:
    board = "\nroles:\n  board:\n    customer: {holder: Tom Okafor, authority: 9000000.00 EUR}"
    assert who_may_sign(read(("\nroles:", board)), "customer").role == "executive"


def test_where_the_charter_names_no_role_whoever_belongs_to_the_side_signs(program: Program) -> None:
    bare = read()
    bare.roles, bare.charter = {}, bare.charter.model_copy(update={"roles": {}})
    assert may_sign(bare, "Sanne Bakker", "customer")
    assert not may_sign(bare, "Sanne Bakker", "provider")


def test_a_role_that_everybody_has_left_gives_its_right_to_nobody(program: Program) -> None:
    left = program
    for person, name in program.persons.items():
        if program.people.get(name) == "customer":
            left = with_office(left, PersonLeft(**HEAD, from_=AT, person=person))
    left.persons, left.people = {**left.persons, "p-99": "Otto Counsel"}, {**left.people, "Otto Counsel": "customer"}
    assert who_may_sign(left, "customer").people == ()
    assert not may_sign(left, "Otto Counsel", "customer")
    assert not may_record(left, StatementMade, "Otto Counsel", "customer")
    act = ActDone(**HEAD, matter="M-001", run="x", act="settle", seat="customer", person="p-99", values={})
    with pytest.raises(Refusal, match=r"nobody holds the role .* for customer any more"):
        admit_act(left, act)


def test_a_deputy_follows_who_left_and_who_left_signs_nothing(program: Program) -> None:
    left = with_office(program, PersonLeft(**HEAD, from_=AT, person=number(program, "Dana Whitlock")))
    assert list(who_may_sign(left, "customer").people) == ["Henrik Vos"]


@pytest.mark.parametrize("name", ["Dana Whitlock", "Henrik Vos", "Elin Marsh"])
@pytest.mark.parametrize("gives", [False, True])
def test_a_charter_is_offered_and_agreed_to_by_who_may_sign_alone(program: Program, name: str, gives: bool) -> None:
    said: dict[str, Any] = {**HEAD, "party": "customer", "person": number(program, name), "offer": "O1"}
    theirs = AgreementOffered(**{**said, "party": "provider", "person": number(program, "Ravi Menon")}, fact=SIGNED)
    fact = AgreementGiven(**said) if gives else AgreementOffered(**said, fact=SIGNED)
    if name in ABLE:
        admit(program, fact, [theirs])
        return
    with pytest.raises(Refusal) as refused:
        admit(program, fact, [theirs])
    assert str(refused.value) == (
        "Elin Marsh does not sign a charter for customer. Who does, as executive: Dana Whitlock, Henrik Vos."
    )


def test_a_signature_of_somebody_else_is_refused(program: Program) -> None:
    def by(name: str) -> Signature:
        return Signature("customer", number(program, name), "executive", AT)

    fields = {field: getattr(SIGNED, field) for field in ("id", "at", "charter", "text", "effective")}
    admit(program, CharterSigned(**fields, signatures=(by("Henrik Vos"),)))
    with pytest.raises(Refusal, match="Tom Okafor does not sign a charter for customer"):
        admit(program, CharterSigned(**fields, signatures=(by("Henrik Vos"), by("Tom Okafor"))))
