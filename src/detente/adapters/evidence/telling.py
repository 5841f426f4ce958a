"""A fact in words: what it says, who did it, through what it came about. Roles and parties by their short names."""

from collections.abc import Mapping
from typing import Any

import msgspec

from detente.adapters.evidence.contents import Side
from detente.adapters.evidence.zones import both, day
from detente.core.engine import Program
from detente.core.vocabulary import facts as kinds
from detente.core.vocabulary.money import Money

UNREADABLE = "[sealed: its key is not this reader's, or was destroyed]"


class Names(msgspec.Struct, frozen=True):
    """Whom and what the words of facts refer to."""

    sides: tuple[Side, ...]
    people: Mapping[str, str]  # by number, `p-1`
    texts: Mapping[tuple[str, str], str]  # sealed values, by fact and field
    programs: Mapping[int, Program]

    def party(self, key: str | None) -> str:
        """Return a party's short name; another seat as it is; `neutral` where there is none."""
        return next((side.short for side in self.sides if side.key == key), key or "neutral")

    def parties(self, keys: Any) -> str:
        """Return several, joined."""
        return " and ".join(map(self.party, keys or ()))

    def person(self, number: str | None) -> str:
        """Return a person's name, or the number where nobody may read it."""
        return self.people.get(number or "", number or "")

    def text(self, fact: Any, field: str = "text") -> str:
        """Return a sealed value, or words that say it cannot be read."""
        return self.texts.get((fact.id, field), UNREADABLE)

    def act(self, fact: kinds.ActDone) -> str:
        """Return the words of an act in the charter under which it was done."""
        program = self.programs[fact.charter.version]
        event = program.slugs.get(fact.act, fact.act)
        return program.names.acts.get(event, fact.act)


def who(fact: Any, names: Names) -> str:
    """Return the person who acted, if one did."""
    return names.person(getattr(fact, "person", None)) if not isinstance(fact, kinds.PersonAppointed) else ""


def party(fact: Any) -> str:
    """Return the key of the party or seat a fact belongs to; empty where it belongs to both, or to nobody."""
    found = next((getattr(fact, name) for name in ("party", "seat", "filed_by", "from_") if hasattr(fact, name)), "")
    return found if isinstance(found, str) else ""


def origin(fact: Any, names: Names) -> str:
    """Return through what a fact came about."""
    if isinstance(fact, kinds.DeadlinePassed):
        return f"a clock ran out; time-zone data {fact.tzdata}"
    if isinstance(fact, kinds.NoticeReceived):
        return f"receipt {fact.rule}, {fact.method}, calendar {fact.calendar}"
    if getattr(fact, "signatures", None):
        return "signed by " + " and ".join(names.person(one.person) for one in fact.signatures)
    if getattr(fact, "agreed_by", None):
        return f"agreed by {names.parties(fact.agreed_by)}"
    if not getattr(fact, "person", None) or isinstance(fact, kinds.PersonAppointed):
        return "filed by the system"
    return f"filed by {who(fact, names)}"


def says(fact: Any, names: Names) -> str:
    """Return what a fact says."""
    told = _SAYS.get(type(fact))
    return told(fact, names) if told else type(fact).__name__


def _act(fact: kinds.ActDone, names: Names) -> str:
    done = f"{names.party(fact.seat)}: {names.act(fact)}" + (" (taken as done)" if fact.deemed else "")
    on = f", done on {both(fact.on, names.sides)}" if fact.on and fact.on != fact.at else ""
    values = "; ".join(f"{name}: {_value(value)}" for name, value in fact.values.items())
    return f"{done}{on}." + (f" {_ended(values)}" if values else "")


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _value(value: Any) -> str:
    if isinstance(value, Money):
        return value.text
    if isinstance(value, kinds.File):
        return f"a file, SHA-256 {value.sha256}, {value.bytes} bytes, {value.media}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _signed(fact: kinds.CharterSigned, names: Names) -> str:
    known = f", {len(fact.acknowledged)} findings acknowledged" if fact.acknowledged else ""
    done, none = ("signed,", "") if fact.signatures else ("put", "; it bears no signature here")
    since = both(fact.effective, names.sides)
    return f"Charter version {fact.charter.version} is {done} in force from {since}{known}{none}."


def _appointed(fact: kinds.PersonAppointed, names: Names) -> str:
    limit = f", may settle up to {fact.authority.text}" if fact.authority else ""
    name = names.people.get(fact.appointed) or names.text(fact, "person")
    return f"{name}: {fact.role} ({fact.standing}) of {names.party(fact.party)}{limit}, number {fact.appointed}."


def _opened(fact: kinds.MatterOpened, names: Names) -> str:
    raised = f", raised by {fact.raised_by}" if fact.raised_by else ""
    return f"{fact.matter} is opened by {names.party(fact.opener)} under '{fact.procedure}'{raised}."


def _passed(fact: kinds.DeadlinePassed, names: Names) -> str:
    missed = f" Not recorded from {names.parties(fact.missed_by)} by then." if fact.missed_by else ""
    return f"The time of '{fact.term}' ended on {both(fact.due, names.sides)}.{missed}"


def _extended(fact: kinds.DeadlineExtended, names: Names) -> str:
    return (
        f"The time of '{fact.term}' is moved to {both(fact.until, names.sides)}; it was {both(fact.was, names.sides)}."
    )


def _calendar(fact: kinds.CalendarChanged, _: Names) -> str:
    days = [f"closed {day(one)}" for one in fact.closed or ()] + [f"opened {day(one)}" for one in fact.opened or ()]
    return f"Calendar {fact.calendar}: {', '.join(days)}. Running clocks {fact.running_clocks}."


def _settled(fact: kinds.SettlementSigned, _: Names) -> str:
    amount = f", {fact.amount.text}" if fact.amount else ""
    return f"Settlement signed{amount}: SHA-256 {fact.settlement.sha256}, {fact.settlement.bytes} bytes."


def _corrected(fact: kinds.FactCorrected, names: Names) -> str:
    now = f" Now: {says(fact.fact, names)}" if fact.fact else " Struck out."
    return f"{fact.corrects} is corrected: {fact.reason}{now}"


def _breached(fact: kinds.DutyBreached, names: Names) -> str:
    who_, by = names.party(fact.filed_by), names.party(fact.by)
    return f"{who_} files that '{fact.duty}' was not kept by {by}: {names.text(fact)}"


_SAYS: dict[type, Any] = {
    kinds.RelationshipOpened: lambda fact, _: f"The relationship '{fact.name}' is opened.",
    kinds.CharterSigned: _signed,
    kinds.PersonAppointed: _appointed,
    kinds.PersonLeft: lambda fact, names: f"{names.person(fact.person)} leaves {fact.role or 'every role'}.",
    kinds.MatterOpened: _opened,
    kinds.ActDone: _act,
    kinds.NoticeSent: lambda fact, names: (
        f"Notice '{fact.notice}' to {names.person(fact.addressee)} ({names.party(fact.to)}) by {fact.method}; "
        f"content SHA-256 {fact.content.sha256}."
    ),
    kinds.NoticeReceived: lambda fact, names: (
        f"Notice {fact.notice} counts as received on {both(fact.received, names.sides)}."
    ),
    kinds.NoticeBounced: lambda fact, _: f"Notice {fact.notice} came back: {fact.reason}",
    kinds.DeadlinePassed: _passed,
    kinds.DeadlineExtended: _extended,
    kinds.StatementMade: lambda fact, names: (
        f"{fact.statement}, stated by {names.party(fact.party)}: {names.text(fact)}"
    ),
    kinds.StatementConfirmed: lambda fact, names: f"{fact.statement} is confirmed by {names.party(fact.party)}.",
    kinds.StatementContested: lambda fact, names: (
        f"{fact.statement}, the version of {names.party(fact.party)}: {names.text(fact)}"
    ),
    kinds.SettlementSigned: _settled,
    kinds.DutyBreached: _breached,
    kinds.CalendarChanged: _calendar,
    kinds.MatterMoved: lambda fact, _: f"{fact.matter} goes on under version {fact.to} of the charter.",
    kinds.FactCorrected: _corrected,
    kinds.MessageSent: lambda fact, names: f"Message {fact.message}: {names.text(fact)}",
    kinds.CauseNoted: lambda fact, _: f"Cause as this side sees it: {fact.cause}.",
    kinds.AgendaItemAdded: lambda fact, names: f"Agenda item {fact.item}: {names.text(fact)}",
    kinds.AgendaItemClosed: lambda fact, _: f"Agenda item {fact.item}: {fact.outcome}.",
    kinds.AgendaShared: lambda fact, _: f"The agenda of meeting {fact.round} is shared.",
    kinds.MinutesWritten: lambda fact, names: f"Minutes of meeting {fact.round}: {names.text(fact)}",
    kinds.MinutesAccepted: lambda fact, _: f"Minutes of meeting {fact.round} accepted ({fact.minutes}).",
    kinds.LeaveNoted: lambda fact, names: (
        f"{names.person(fact.person)} is away from {day(fact.from_day)} to {day(fact.until_day)}."
    ),
    kinds.GoalReported: lambda fact, _: f"Goal '{fact.goal}': {fact.value} on {day(fact.on)}.",
    kinds.AgreementOffered: lambda fact, names: f"Offer {fact.offer}: {says(fact.fact, names)}",
    kinds.AgreementGiven: lambda fact, _: f"Agreement to offer {fact.offer}.",
}
