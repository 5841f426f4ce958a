"""What people recorded beside acts, in words: messages, notes, meetings, goals, leave, agreements, versions."""

from collections.abc import Iterator
from typing import Any

from detente.adapters.cli.playing.instants import zones_of
from detente.adapters.cli.playing.told import Told
from detente.adapters.cli.terminal import styled, wrapped
from detente.core.vocabulary.facts import (
    AgendaItemAdded,
    AgendaItemClosed,
    AgendaShared,
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
    PersonLeft,
    SettlementSigned,
    YesTakenBack,
)

_FIRST = "joint/1"  # beside the relationship's opening: a story says nothing of it


def _message(teller: Any, fact: MessageSent) -> str:
    return f"{teller.person(fact)} writes: {_text(teller, fact)}"


def _note(teller: Any, fact: NoteWritten) -> str:
    return f"{teller.person(fact)} notes: {_text(teller, fact)}"


def _item(teller: Any, fact: AgendaItemAdded) -> str:
    return f"for meeting {fact.round}, {fact.item}: {_text(teller, fact)}"


def _closed(teller: Any, fact: AgendaItemClosed) -> str:
    text = _text(teller, fact)
    return f"meeting {fact.round}, {fact.item} {fact.outcome}" + (f": {text}" if text else "")


def _leave(teller: Any, fact: LeaveNoted) -> str:
    return f"{teller.person(fact)} is away from {fact.from_day} to {fact.until_day}; deputies act"


def _signed(teller: Any, fact: CharterSigned) -> str:
    since = f"version {fact.charter.version} of the charter, in force from {teller.zones.words(fact.effective)}"
    if not fact.signatures:
        return f"nobody has signed {since}, yet"
    return f"both sign {since}" if fact.amends is not None or fact.id != _FIRST else ""


def _settled(_: Any, fact: SettlementSigned) -> str:
    raised = f"; it raises {', '.join(fact.raises)}" if fact.raises else ""
    return "both sign the settlement" + raised


def _text(teller: Any, fact: Any) -> str:
    return str(teller.story.said.get(fact.id, ""))


SAYS: dict[type, Any] = {
    MessageSent: _message,
    NoteWritten: _note,
    CauseNoted: lambda teller, fact: f"{teller.person(fact)} sees the cause in: {fact.cause}",
    AgendaItemAdded: _item,
    AgendaItemClosed: _closed,
    AgendaShared: lambda _, fact: f"the agenda of meeting {fact.round} is shared",
    MinutesWritten: lambda teller, fact: f"minutes of meeting {fact.round}: {_text(teller, fact)}",
    MinutesAccepted: lambda teller, fact: f"{teller.person(fact)} accepts the minutes of meeting {fact.round}",
    LeaveNoted: _leave,
    GoalReported: lambda _, fact: f"goal '{fact.goal}', {fact.on}: {fact.value}",
    AgreementOffered: lambda teller, fact: f"{teller.person(fact)} offers {fact.offer}: {teller.says(fact.fact)}",
    AgreementGiven: lambda teller, fact: f"{teller.person(fact)} agrees to {fact.offer}",
    YesTakenBack: lambda teller, fact: f"{teller.person(fact)} takes back the yes of {fact.act}",
    CharterSigned: _signed,
    SettlementSigned: _settled,
    PersonLeft: lambda teller, fact: f"{teller.people.get(fact.person, fact.person)} leaves",
}


def room_lines(told: Told, room: str) -> Iterator[str]:
    """Yield what one room holds besides the joint journal, line by line."""
    from detente.adapters.cli.playing.words import Teller

    teller, zones = Teller(told), zones_of(told.story.program)
    yield styled(f"Only in the room '{room}'", "bold")
    for fact in told.story.rooms.get(room, []):
        matter = getattr(fact, "matter", None) or ""
        yield wrapped(f"{zones.words(fact.at)}  {matter}  {teller.says(fact)}", "  ")
