"""Who may put what on record: messages, statements, notes, agendas, leave, offers. The charter decides, as of acts.

A person speaks for the side they belong to; a statement is confirmed or contested by the other side; a neutral speaks
for itself. What hangs on earlier records is handed in as the facts of the same matter.
"""

from collections.abc import Iterable
from typing import Any

from detente.core.charter.model import Charter
from detente.core.engine.program import Program
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.seats import acts_for
from detente.core.vocabulary.facts import (
    AgendaItemAdded,
    AgendaItemClosed,
    AgreementGiven,
    AgreementOffered,
    CauseNoted,
    GoalReported,
    LeaveNoted,
    MessageSent,
    MinutesAccepted,
    MinutesWritten,
    NoteWritten,
    StatementConfirmed,
    StatementContested,
    StatementMade,
)

_BY_A_SIDE = (
    StatementMade, StatementConfirmed, StatementContested, CauseNoted, AgendaItemAdded, AgendaItemClosed,
    MinutesWritten, MinutesAccepted, GoalReported, AgreementOffered, AgreementGiven,
)  # fmt: skip
_BY_ANYBODY = (MessageSent, NoteWritten, LeaveNoted)
_BINDS = (StatementConfirmed, AgreementOffered, AgreementGiven)  # the side, not the person alone
_ON_A_STATEMENT = (StatementConfirmed, StatementContested)
MEASURED_BY: dict[type[Any], tuple[str, ...]] = {
    StatementConfirmed: ("StatementMade", "StatementConfirmed"),
    StatementContested: ("StatementMade", "StatementConfirmed"),
    AgendaItemClosed: ("AgendaItemAdded", "AgendaItemClosed"),
    AgreementGiven: ("AgreementOffered", "AgreementGiven"),
    MinutesAccepted: ("MinutesWritten",),
}  # which earlier kinds a record is measured by


def admit(program: Program, fact: Any, before: Iterable[Any] = ()) -> None:
    """Return if a record may be filed; other kinds are for `step`.

    Args:
        before: earlier facts of the same matter (or of its room, for offers).

    Raises:
        Refusal: it is not this person's to say, or what it refers to is not on record.
    """
    if not isinstance(fact, (*_BY_A_SIDE, *_BY_ANYBODY)):
        return
    _speaks(program, fact)
    if isinstance(fact, _ON_A_STATEMENT):
        _on_statement(fact, before)
    if isinstance(fact, AgendaItemClosed):
        _open_item(fact, before)
    if isinstance(fact, AgreementGiven):
        _offered(fact, before)
    if isinstance(fact, MinutesAccepted):
        _minutes(fact, before)


def _speaks(program: Program, fact: Any) -> None:
    """The person belongs to the side they speak for; only a neutral speaks without one."""
    name = program.persons.get(fact.person, fact.person)
    side = program.people.get(name)
    if fact.party is not None and side != fact.party:
        raise Refusal(Because.SEAT, f"{name} does not speak for {fact.party}.")
    if fact.party is not None and isinstance(fact, _BINDS) and not acts_for(program, name, fact.party):
        raise Refusal(Because.SEAT, f"{name} has no role that acts for {fact.party}.")
    if fact.party is None and (isinstance(fact, _BY_A_SIDE) or not _is_neutral(program, name)):
        raise Refusal(Because.SEAT, f"{name} speaks for no side; this is for a side to record.")


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


def _offered(fact: AgreementGiven, before: Iterable[Any]) -> None:
    known = list(before)
    offer = next((one for one in known if isinstance(one, AgreementOffered) and one.offer == fact.offer), None)
    if offer is None:
        raise Refusal(Because.NOT_OPEN, f"{fact.offer} is no offer that stands.")
    given = [one.party for one in known if isinstance(one, AgreementGiven) and one.offer == fact.offer]
    if fact.party in (offer.party, *given):
        raise Refusal(Because.USED, f"{fact.party} has agreed to {fact.offer} already.")


def _minutes(fact: MinutesAccepted, before: Iterable[Any]) -> None:
    latest = [one for one in before if isinstance(one, MinutesWritten) and one.round == fact.round]
    if not latest or latest[-1].id != fact.minutes:
        raise Refusal(Because.NOT_OPEN, "these minutes are not the latest text; the latest is shown.")


__all__ = ["MEASURED_BY", "admit"]
