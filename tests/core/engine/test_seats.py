"""Who fills a party's seat: people whose role says that they act for it, and nobody beside them."""

from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.charter.phrases import EventKind, Seat, SeatKind, Who, WhoKind
from detente.core.engine import Program, program_of
from detente.core.engine.offices import with_office
from detente.core.engine.records import admit, admit_act
from detente.core.engine.refusal import Refusal
from detente.core.engine.seats import actor_of, may_act
from detente.core.engine.state import Happened, Here, Run, State
from detente.core.procedures.compile import compile_charter
from detente.core.vocabulary.facts import (
    ActDone,
    AgreementGiven,
    AgreementOffered,
    CauseNoted,
    CharterVersion,
    MatterMoved,
    PersonLeft,
)
from detente.core.worktime.changes import CalendarChange

AT = datetime(2026, 11, 1, tzinfo=UTC)
HEAD: dict[str, Any] = {"id": "joint/9", "at": AT, "charter": CharterVersion("0" * 64, 3)}
MOVED: dict[str, Any] = {"matter": "M-001", "from_": 2, "to": 3, "terms": {}, "agreed_by": ()}
SEATS = {
    "customer": Seat(SeatKind.PARTY, "customer"),
    "either": Seat(SeatKind.WORD, "either"),
    "opener": Seat(SeatKind.WORD, "opener"),
    "sender of concern": Seat(SeatKind.SENDER, "concern"),
    "stated owner": Seat(SeatKind.STATED, "owner"),
}


@pytest.fixture(scope="module")
def program() -> Program:
    """A charter with a counsel who acts for nobody."""
    text = files("detente.charters").joinpath("golden").joinpath("charter.yaml").read_text(encoding="utf-8")
    text = text.replace("\nroles:", "\nroles:\n  counsel:\n    customer: {holder: Noor de Graaf}", 1)
    text = text.replace("\npeople:", "\npeople:\n  Noor de Graaf: {of: customer, title: counsel}", 1)
    found = program_of(compile_charter(parse(text.encode())))
    found.persons = {f"p-{number}": name for number, name in enumerate(found.people, 1)}
    return found


def here(program: Program) -> Here:
    run = Run("escalation", "customer", AT)
    state = State("M-001", "escalation", ("customer", "provider"), 3)
    state.runs["escalation"] = run
    state.events[EventKind.ACT, "", "concern"] = Happened(AT, AT, "customer")
    state.values["owner"] = "customer"
    return Here(program, state, run)


@pytest.mark.parametrize("seat", SEATS)
def test_a_partys_seat_is_filled_by_who_acts_for_it_alone(program: Program, seat: str) -> None:
    who: Any = Who(WhoKind.SEAT, (SEATS[seat],))
    able = {
        name: may_act(here(program), who, actor_of(program, "customer", name))
        for name in ("Elin Marsh", "Joost de Wit", "Noor de Graaf", "Arun Shetty", "Somebody Else")
    }
    assert able == {
        "Elin Marsh": True,
        "Joost de Wit": True,
        "Noor de Graaf": False,
        "Arun Shetty": False,
        "Somebody Else": False,
    }


@pytest.mark.parametrize("name", ["Noor de Graaf", "Elin Marsh", "Ines Falk"])
def test_nobody_of_a_side_acts_as_the_mediator_by_naming_that_seat(program: Program, name: str) -> None:
    number = next((number for number, one in program.persons.items() if one == name), "p-99")
    act = ActDone(**HEAD, matter="M-001", run="x", act="settle", seat="mediator", person=number, values={})
    if name == "Ines Falk":
        admit_act(program, act)
    else:
        with pytest.raises(Refusal, match="mediator is no seat of customer"):
            admit_act(program, act)


def test_a_changed_calendar_gives_nobody_who_left_their_role_back(program: Program) -> None:
    number = next(number for number, name in program.persons.items() if name == "Elin Marsh")
    fact = PersonLeft(id="joint/9", at=AT, charter=CharterVersion("0" * 64, 3), from_=AT, person=number)
    left = with_office(program, fact)
    after = left.with_change("aldgate", CalendarChange(AT, {AT.date(): "storm"}, {}, "follow"))
    assert after.roles["manager"]["customer"].holder == "Joost de Wit"


@pytest.mark.parametrize("binds", [True, False])
def test_who_acts_for_nobody_agrees_to_nothing_and_states_nothing(program: Program, binds: bool) -> None:
    number = next(number for number, name in program.persons.items() if name == "Noor de Graaf")
    said = {**HEAD, "party": "customer", "person": number}
    offered = AgreementOffered(**HEAD, party="provider", person="p-9", offer="O1", fact=MatterMoved(**HEAD, **MOVED))
    given = AgreementGiven(**said, offer="O1")
    with pytest.raises(Refusal, match="has no role that acts for customer"):
        admit(program, given if binds else CauseNoted(**said, matter="M-001", cause="delivery"), [offered])
