"""What people record beside acts, as a timeline tells it: messages, notes, meetings, goals, leave, agreements."""

from datetime import UTC, date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from detente.core.engine import Because, Refusal
from detente.core.engine.offices import who_may_sign
from detente.core.engine.questions.rounds import sharing
from detente.core.journal.verify import canonical
from detente.core.simulation.appointments import signed_text
from detente.core.vocabulary.facts import (
    ActDone,
    AgendaItemAdded,
    AgendaItemClosed,
    AgendaShared,
    AgreementGiven,
    AgreementOffered,
    CauseNoted,
    CharterSigned,
    File,
    GoalReported,
    LeaveNoted,
    MessageSent,
    MinutesAccepted,
    MinutesWritten,
    NoteWritten,
    PersonLeft,
    SettlementSigned,
    Signature,
)
from detente.core.vocabulary.money import Money

if TYPE_CHECKING:
    from detente.core.simulation.telling import Story
    from detente.core.simulation.timeline import Entry

Fields = dict[str, Any]


def by_whom(entry: "Entry", story: "Story", common: Fields) -> Fields:
    """Return the fields of who records: the party is absent for a neutral."""
    of = entry.seat if entry.seat in story.program.parties else story.program.people.get(entry.by)
    return {**common, "party": of, "person": story.number(entry.by) or "p-0"}


def _sealed(entry: "Entry", story: "Story", common: Fields) -> Any:
    """What somebody wrote, in its box; the story keeps the plain text, to tell it."""
    person, text = story.number(entry.by) or "p-0", str(entry.values["text"])
    story.said[common["id"]] = text
    return story.seal(text, common["id"], "text", entry.matter or person)


def _message(entry: "Entry", story: "Story", common: Fields) -> MessageSent:
    who, text = by_whom(entry, story, common), _sealed(entry, story, common)
    return MessageSent(**who, matter=entry.matter, message=str(entry.values["message"]), text=text)


def _note(entry: "Entry", story: "Story", common: Fields) -> NoteWritten:
    about, note = entry.values.get("about"), str(entry.values["note"])
    who, text = by_whom(entry, story, common), _sealed(entry, story, common)
    return NoteWritten(**who, matter=entry.matter or None, note=note, text=text, about=about)


def _cause(entry: "Entry", story: "Story", common: Fields) -> CauseNoted:
    return CauseNoted(**by_whom(entry, story, common), matter=entry.matter, cause=entry.values["cause"])


def _round(entry: "Entry") -> Fields:
    return {"matter": entry.matter, "round": int(entry.values["round"])}


def _item(entry: "Entry", story: "Story", common: Fields) -> AgendaItemAdded:
    about, item = entry.values.get("about"), str(entry.values["item"])
    who, text = by_whom(entry, story, common), _sealed(entry, story, common)
    return AgendaItemAdded(**who, **_round(entry), item=item, text=text, about=about)


def _shared(entry: "Entry", story: "Story", common: Fields) -> AgendaShared:
    """An agenda is shared when the charter says, and then only."""
    meeting, state = _round(entry), story.relationship.families.get(entry.matter)
    program = story.relationship.programs[state.version] if state else story.program
    found = sharing(program, state, meeting["round"]) if state else None
    if found is None or found.at != entry.at:
        when = found.at.astimezone(UTC).isoformat(timespec="minutes") if found else "at no time"
        raise Refusal(Because.NOT_OPEN, f"The agenda of meeting {meeting['round']} is shared {when}.")
    return AgendaShared(**common, **meeting)


def _closed(entry: "Entry", story: "Story", common: Fields) -> AgendaItemClosed:
    text = _sealed(entry, story, common) if "text" in entry.values else None
    outcome, item = entry.values["outcome"], str(entry.values["item"])
    return AgendaItemClosed(**by_whom(entry, story, common), **_round(entry), item=item, outcome=outcome, text=text)


def _minutes(entry: "Entry", story: "Story", common: Fields) -> MinutesWritten:
    return MinutesWritten(**by_whom(entry, story, common), **_round(entry), text=_sealed(entry, story, common))


def _accepted(entry: "Entry", story: "Story", common: Fields) -> MinutesAccepted:
    """The minutes accepted are the latest that were written of that meeting."""
    meeting = _round(entry)
    written = [fact for fact in story.relationship.facts if isinstance(fact, MinutesWritten)]
    found = [fact.id for fact in written if {"matter": fact.matter, "round": fact.round} == meeting]
    if not found:
        raise Refusal(Because.NOT_OPEN, f"Nobody has written minutes of meeting {meeting['round']}.")
    return MinutesAccepted(**by_whom(entry, story, common), **meeting, minutes=found[-1])


def _leave(entry: "Entry", story: "Story", common: Fields) -> LeaveNoted:
    first, last = (date.fromisoformat(str(entry.values[key])) for key in ("from", "until"))
    return LeaveNoted(**by_whom(entry, story, common), from_day=first, until_day=last)


def _goal(entry: "Entry", story: "Story", common: Fields) -> GoalReported:
    stated, on = entry.values, date.fromisoformat(str(entry.values["on"]))
    return GoalReported(**by_whom(entry, story, common), goal=stated["goal"], value=str(stated["value"]), on=on)


def _offered(entry: "Entry", story: "Story", common: Fields) -> AgreementOffered:
    """`with` names the offer and the kind of fact, `what`; all else in it belongs to that fact."""
    from detente.core.simulation.facts import fact_of

    inner = {key: value for key, value in entry.values.items() if key not in ("offer", "what")}
    wanted = msgspec.structs.replace(entry, fact=str(entry.values["what"]), seat="both", values=inner)
    offered = fact_of(wanted, story, common["id"])
    who = {**by_whom(entry, story, common), "matter": entry.matter or None}
    return AgreementOffered(**who, offer=str(entry.values["offer"]), fact=offered)


def _given(entry: "Entry", story: "Story", common: Fields) -> AgreementGiven:
    number = str(entry.values["offer"])
    if number not in story.offers:
        raise Refusal(Because.NOT_OPEN, f"{number} was not offered, or is already agreed.")
    return AgreementGiven(**by_whom(entry, story, common), offer=number, matter=story.offers[number].matter)


def _left(entry: "Entry", story: "Story", common: Fields) -> PersonLeft:
    person = story.number(str(entry.values["person"])) or "p-0"
    return PersonLeft(**common, person=person, role=entry.values.get("role"), from_=entry.at)


def _charter(entry: "Entry", story: "Story", common: Fields) -> CharterSigned:
    """The next version, by the name of its file; it stands under itself, as the first one does."""
    name = str(entry.values["charter"])
    if name not in story.versions:
        raise Refusal(Because.NOT_OPEN, f"'{name}' is no charter that lies beside this story.")
    text, version = signed_text(story.versions[name])
    effective = story.effective(story.versions[name], entry.at)
    signed = tuple(signatures(entry, story))
    fields = {**common, "charter": version}
    return CharterSigned(**fields, text=text, effective=effective, signatures=signed, amends=story.version)


def _settlement(entry: "Entry", story: "Story", common: Fields) -> SettlementSigned:
    """What both settled: the terms stand beside the journal, named by their hash, as the clerk files it."""
    acts = [fact for fact in story.relationship.facts if isinstance(fact, ActDone) and fact.matter == entry.matter]
    settled = [fact for fact in acts if fact.act == "settle"]
    state = story.relationship.families.get(entry.matter)
    if state is None or state.result != "settled" or not settled:
        raise Refusal(Because.NOT_OPEN, f"{entry.matter} is not settled.")
    values = settled[-1].values
    content = canonical({"matter": entry.matter, "values": msgspec.to_builtins(values)})
    signed = {_side(story, one): one for one in settled if one.values == values}
    return SettlementSigned(
        **common,
        matter=entry.matter,
        settlement=File(sha256(content).hexdigest(), len(content), "application/json"),
        amount=next((value for value in values.values() if isinstance(value, Money)), None),
        signatures=tuple(Signature(party, one.person or "p-0", one.seat, one.at) for party, one in signed.items()),
        ends=tuple(sorted(run.procedure for run in state.runs.values() if run.ended == settled[-1].at)),
        raises=tuple(sorted(entry.values["raises"])) if entry.values.get("raises") else None,
    )


def _side(story: "Story", act: ActDone) -> str:
    return story.program.people.get(story.program.persons.get(act.person or "", ""), act.seat)


def signatures(entry: "Entry", story: "Story") -> list[Signature]:
    """Return the signatures of both parties, each by the holder of the role in which it signs."""
    able = [(party, who_may_sign(story.program, party)) for party in story.program.parties[:2]]
    return [
        Signature(party=party, person=story.number(who.people[0]) or "p-0", role=who.role, at=entry.at)
        for party, who in able
        if who.role
    ]


MAKERS: dict[str, Any] = {
    "MessageSent": _message, "NoteWritten": _note, "CauseNoted": _cause, "AgendaItemAdded": _item,
    "AgendaShared": _shared, "AgendaItemClosed": _closed, "MinutesWritten": _minutes, "MinutesAccepted": _accepted,
    "LeaveNoted": _leave, "GoalReported": _goal, "AgreementOffered": _offered, "AgreementGiven": _given,
    "PersonLeft": _left, "CharterSigned": _charter, "SettlementSigned": _settlement,
}  # fmt: skip

__all__ = ["MAKERS", "by_whom", "signatures"]
