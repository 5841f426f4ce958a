"""Who may put what on record: messages, statements, notes, agendas, leave, offers. The charter decides, as of acts.

A side is spoken for by who acts for it; who holds no such role (counsel, observers) reads, and writes notes. A
statement is confirmed or contested by the other side; a neutral speaks for itself. What hangs on earlier records is
handed in as the facts of the same matter.
"""

from collections.abc import Iterable
from typing import Any

from detente.core.charter.model import Charter
from detente.core.engine.offices import may_sign, vacant, who_may_sign
from detente.core.engine.program import Program
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import acts_for
from detente.core.vocabulary.facts import (
    ActDone,
    AgendaItemAdded,
    AgendaItemClosed,
    AgreementGiven,
    AgreementOffered,
    CauseNoted,
    CharterSigned,
    GoalReported,
    LeaveNoted,
    MessageSent,
    MinutesAccepted,
    MinutesWritten,
    NoteWritten,
    StatementConfirmed,
    StatementContested,
    StatementMade,
    YesTakenBack,
)

_BY_A_SIDE = (
    StatementMade, StatementConfirmed, StatementContested, CauseNoted, AgendaItemAdded, AgendaItemClosed,
    MinutesWritten, MinutesAccepted, GoalReported, AgreementOffered, AgreementGiven, YesTakenBack,
)  # fmt: skip
_BY_ANYBODY = (MessageSent, NoteWritten, LeaveNoted)  # a neutral among them
_OF_ONESELF = (NoteWritten, LeaveNoted)  # and of nobody's side: it takes no role that acts for one
_EMPTY = "nobody holds the role {role} for {party} any more. Open now: its relationship manager appoints somebody."
_ON_A_STATEMENT = (StatementConfirmed, StatementContested)
MEASURED_BY: dict[type[Any], tuple[str, ...]] = {
    StatementConfirmed: ("StatementMade", "StatementConfirmed"),
    StatementContested: ("StatementMade", "StatementConfirmed"),
    AgendaItemClosed: ("AgendaItemAdded", "AgendaItemClosed"),
    AgreementGiven: ("AgreementOffered", "AgreementGiven"),
    MinutesAccepted: ("MinutesWritten",),
    YesTakenBack: ("ActDone", "YesTakenBack"),
}  # which earlier kinds a record is measured by


def admit(program: Program, fact: Any, before: Iterable[Any] = ()) -> None:
    """Return if a record may be filed; other kinds are for `step`.

    Args:
        before: earlier facts of the same matter (or of its room, for offers).

    Raises:
        Refusal: it is not this person's to say, or what it refers to is not on record.
    """
    if isinstance(fact, CharterSigned):
        for one in fact.signatures:
            _signs(program, one.person, one.party)
    if not isinstance(fact, (*_BY_A_SIDE, *_BY_ANYBODY)):
        return
    _speaks(program, fact)
    if isinstance(fact, AgreementOffered) and isinstance(fact.fact, CharterSigned):
        _signs(program, fact.person, fact.party)
    if isinstance(fact, _ON_A_STATEMENT):
        _on_statement(fact, before)
    if isinstance(fact, AgendaItemClosed):
        _open_item(fact, before)
    if isinstance(fact, AgreementGiven):
        _offered(program, fact, before)
    if isinstance(fact, MinutesAccepted):
        _minutes(fact, before)
    if isinstance(fact, YesTakenBack):
        _waits(fact, before)


def admit_act(program: Program, act: ActDone) -> None:
    """Return if somebody may act in the seat they name at all; which act is open to it is for `step`.

    Raises:
        Refusal: it is no seat of their side, or nobody holds a role that acts for the side any more.
    """
    name = program.persons.get(act.person or "", act.person or "")
    party = program.people.get(name)
    if party is None:
        return
    if act.seat not in program.roles and act.seat not in program.parties:
        raise Refusal(Because.SEAT, f"{act.seat} is no seat of {party}.")
    if empty := vacant(program, party):
        raise Refusal(Because.SEAT, _EMPTY.format(role=empty, party=party))


def may_record(program: Program, kind: type[Any], person: str, party: str | None, *, goal: str = "") -> bool:
    """Return whether somebody may put a kind of record on the table; what it refers to is another question.

    Args:
        person: their number, or the name the charter gives them.
        party: for whom they sit; a neutral's key, or none, for a neutral.
        goal: of a GoalReported: its owner reports on it also without a role that acts.
    """
    side = party if party in program.parties else None
    return not _refused(program, kind, person, side, goal=goal)


def _speaks(program: Program, fact: Any) -> None:
    refused = _refused(program, type(fact), fact.person, fact.party, goal=getattr(fact, "goal", ""))
    if refused:
        raise Refusal(Because.SEAT, refused)


def _refused(program: Program, kind: type[Any], person: str, party: str | None, *, goal: str) -> str:
    """Why somebody may not record that; empty where they may."""
    name = program.persons.get(person, person)
    if party is None:
        speaks = kind in _BY_ANYBODY and _is_neutral(program, name)
        return "" if speaks else f"{name} speaks for no side; this is for a side to record."
    if program.people.get(name) != party:
        return f"{name} does not speak for {party}."
    if kind in _OF_ONESELF or _owns(program, name, goal):
        return ""
    if empty := vacant(program, party):
        return _EMPTY.format(role=empty, party=party)
    if acts_for(program, name, party):
        return ""
    open_ = "reading, notes of their own side, their leave"
    return f"{name} has no role that acts for {party}. Open to them: {open_}."


def _owns(program: Program, name: str, goal: str) -> bool:
    charter = program.charter
    known = {**charter.goals, **charter.milestones} if isinstance(charter, Charter) else {}
    return goal in known and known[goal].owner == name


def _is_neutral(program: Program, name: str) -> bool:
    charter = program.charter
    return isinstance(charter, Charter) and any(neutral.name == name for neutral in charter.neutrals.values())


def _on_statement(fact: Any, before: Iterable[Any]) -> None:
    known = list(before)
    stated = next((one for one in known if isinstance(one, StatementMade) and one.statement == fact.statement), None)
    if stated is None:
        raise Refusal(Because.NOT_OPEN, f"{fact.statement} is no statement of {fact.matter}.")
    if stated.party == fact.party:
        raise Refusal(Because.SEAT, f"{fact.statement} was stated by {fact.party}; the other side answers it.")
    if any(isinstance(one, StatementConfirmed) and one.statement == fact.statement for one in known):
        raise Refusal(Because.USED, f"{fact.statement} is confirmed by both sides.")


def _open_item(fact: AgendaItemClosed, before: Iterable[Any]) -> None:
    known = list(before)
    if not any(isinstance(one, AgendaItemAdded) and one.item == fact.item for one in known):
        raise Refusal(Because.NOT_OPEN, f"{fact.item} is no item of {fact.matter}.")
    if any(isinstance(one, AgendaItemClosed) and one.item == fact.item for one in known):
        raise Refusal(Because.USED, f"{fact.item} is closed already.")


def _offered(program: Program, fact: AgreementGiven, before: Iterable[Any]) -> None:
    known = list(before)
    offer = next((one for one in known if isinstance(one, AgreementOffered) and one.offer == fact.offer), None)
    if offer is None:
        raise Refusal(Because.NOT_OPEN, f"{fact.offer} is no offer that stands.")
    given = [one.party for one in known if isinstance(one, AgreementGiven) and one.offer == fact.offer]
    if fact.party in (offer.party, *given):
        raise Refusal(Because.USED, f"{fact.party} has agreed to {fact.offer} already.")
    if isinstance(offer.fact, CharterSigned):
        _signs(program, fact.person, str(fact.party))


def _signs(program: Program, person: str, party: str) -> None:
    if may_sign(program, person, party):
        return
    name, signers = program.persons.get(person, person), who_may_sign(program, party)
    in_role, able = f", as {signers.role}" if signers.role else "", ", ".join(signers.people) or "nobody"
    raise Refusal(Because.SEAT, f"{name} does not sign a charter for {party}. Who does{in_role}: {able}.")


def _minutes(fact: MinutesAccepted, before: Iterable[Any]) -> None:
    latest = [one for one in before if isinstance(one, MinutesWritten) and one.round == fact.round]
    if not latest or latest[-1].id != fact.minutes:
        raise Refusal(Because.NOT_OPEN, "these minutes are not the latest text; the latest is shown.")


def _waits(fact: YesTakenBack, before: Iterable[Any]) -> None:
    if fact.act not in {one.id for one in not_taken_back(before)}:
        raise Refusal(Because.NOT_OPEN, f"{fact.act} is no yes that waits here.")


def not_taken_back(facts: Iterable[Any]) -> list[ActDone]:
    """Return the yeses that wait among the facts of a side's own room: its acts, less those it took back."""
    known = list(facts)
    taken = {one.act for one in known if isinstance(one, YesTakenBack)}
    return [one for one in known if isinstance(one, ActDone) and one.id not in taken]


__all__ = ["MEASURED_BY", "admit", "may_record", "may_sign", "not_taken_back"]
