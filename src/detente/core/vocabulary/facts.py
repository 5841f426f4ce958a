"""Facts: what happened, in the past tense; every kind a journal may hold, in version 1.

A field that is `None`, or a flag that is false, is absent from the journal. Instants are in UTC. A fact keeps what
happened and what was agreed; due times and states are the engine's to conclude.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.forms import WRITINGS, Form, check_instant, check_money, check_set
from detente.core.vocabulary.money import Money
from detente.core.vocabulary.records import (
    AccessEnded,
    AgendaItemAdded,
    AgendaItemClosed,
    AgendaShared,
    AgreementGiven,
    CauseNoted,
    GoalReported,
    InvitationMade,
    InvitationTaken,
    KeyDestroyed,
    LeaveNoted,
    MessageSent,
    MinutesAccepted,
    MinutesWritten,
    NoteWritten,
    YesTakenBack,
)
from detente.core.vocabulary.stamps import (
    Acknowledged,
    Amount,
    Box,
    CharterVersion,
    Count,
    Days,
    FactId,
    File,
    Matter,
    Name,
    Names,
    PartyNamed,
    Person,
    RecordNumber,
    Sealed,
    Signature,
    Slug,
    Stamped,
    Statement,
    UnderCharter,
    Value,
    Version,
)

_MATTER, _PERSON, _SLUG, _HASH = (WRITINGS[each] for each in (Form.MATTER, Form.PERSON, Form.SLUG, Form.HASH))


class RelationshipOpened(Stamped, frozen=True, gc=False, kw_only=True, tag=True):
    """The first fact of a joint journal."""

    relationship: Name
    name: Name
    parties: tuple[PartyNamed, ...]


class CharterSigned(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A charter, or its amendment; `text` is the canonical text itself."""

    text: str
    effective: datetime
    signatures: tuple[Signature, ...]
    acknowledged: tuple[Acknowledged, ...] | None = None
    amends: Version | None = None


class PersonAppointed(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """Somebody holds a role from now on; `party` is absent for a neutral."""

    appointed: Person
    person: Sealed
    mail: Sealed | None = None
    party: Name | None = None
    role: Name
    standing: Literal["holder", "deputy"]
    acts_for: Names
    authority: Amount | None = None
    from_: datetime = msgspec.field(name="from")
    until: datetime | None = None


class PersonLeft(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """Somebody holds a role no longer; without `role`, none."""

    person: Person
    role: Name | None = None
    from_: datetime = msgspec.field(name="from")


class MatterOpened(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A disagreement or a process has begun."""

    matter: Matter
    procedure: Name
    opener: Name
    person: Person | None = None
    raised_by: Matter | None = None
    joined: Names | None = None
    track: Name | None = None


class ActDone(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """An act of the charter, by its frozen slug. `person` is absent where silence acted; `on` is never after `at`."""

    matter: Matter
    run: Name
    act: Slug
    seat: Name
    person: Person | None = None
    on: datetime | None = None
    values: dict[str, Value]
    term: Name | None = None
    deemed: bool = False

    def __post_init__(self) -> None:
        # Written out for speed: a journal holds more of these than of all other kinds.
        if self.at.tzinfo is not UTC:
            check_instant(self.at)
        if self.charter.sha256 not in _HASH.seen:
            _HASH.check(self.charter.sha256)
        if self.matter not in _MATTER.seen:
            _MATTER.check(self.matter)
        if self.act not in _SLUG.seen:
            _SLUG.check(self.act)
        if self.person is not None and self.person not in _PERSON.seen:
            _PERSON.check(self.person)
        if self.on is not None:
            self._check_on(self.on)
        for name, value in self.values.items():
            if isinstance(value, dict):
                self.values[name] = _thing(name, value)

    def _check_on(self, on: datetime) -> None:
        check_instant(on)
        if on > self.at:
            raise BadInput(f"'on' is {on.isoformat()}, after 'at', {self.at.isoformat()}.")


def _thing(name: str, value: dict[str, Any]) -> Money | File:
    if len(value) == 2 and "currency" in value and "minor" in value:
        amount = Money(value["minor"], value["currency"])
        check_money(amount)
        return amount
    if value.keys() == {"bytes", "media", "sha256"}:
        return msgspec.convert(value, File)
    raise BadInput(f"value '{name}' has the fields {', '.join(sorted(value))}: neither money nor a file.")


class NoticeSent(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A notice left for a person; `act` names the fact that called for it."""

    notice: Slug
    matter: Matter
    from_: Name = msgspec.field(name="from")
    to: Name
    addressee: Person
    address: Sealed
    copies: Annotated[tuple[Person, ...], Form.SET]
    method: Name
    content: File
    act: FactId


class NoticeReceived(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A notice counts as received, because it was confirmed or by the method's rule."""

    notice: FactId
    received: datetime
    rule: Literal["confirmed", "deemed"]
    method: Name
    calendar: Name


class NoticeBounced(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A notice did not arrive; `received_was` is the receipt this undoes."""

    notice: FactId
    reason: str
    received_was: datetime | None = None


class DeadlinePassed(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A term's time ran out, at `due`, by the rules of that version of the time zones."""

    matter: Matter
    run: Name
    term: Name
    round: Count
    due: datetime
    missed_by: Names | None = None
    tzdata: Name

    def __post_init__(self) -> None:
        # Written out for speed, as that of ActDone.
        if self.at.tzinfo is not UTC or self.due.tzinfo is not UTC:
            check_instant(self.at)
            check_instant(self.due)
        if self.charter.sha256 not in _HASH.seen:
            _HASH.check(self.charter.sha256)
        if self.matter not in _MATTER.seen:
            _MATTER.check(self.matter)
        if self.missed_by is not None:
            check_set(self.missed_by)


class DeadlineExtended(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A term's time was moved by agreement."""

    matter: Matter
    run: Name
    term: Name
    round: Count
    was: datetime
    until: datetime
    agreed_by: Names
    late: bool = False


class _OnStatement(UnderCharter, frozen=True, gc=False, kw_only=True):
    matter: Matter
    statement: Statement  # its number in the matter, `F1`
    party: Name
    person: Person


class _Said(_OnStatement, frozen=True, gc=False, kw_only=True):
    text: Sealed
    evidence: tuple[File, ...] | None = None


class StatementMade(_Said, frozen=True, gc=False, kw_only=True, tag=True):
    """A side says what is so."""


class StatementConfirmed(_OnStatement, frozen=True, gc=False, kw_only=True, tag=True):
    """The other side says it is so."""


class StatementContested(_Said, frozen=True, gc=False, kw_only=True, tag=True):
    """The other side says it is otherwise."""


class SettlementSigned(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A matter is settled: which runs that ends, which matters it raises, which claims it gives up."""

    matter: Matter
    settlement: File
    amount: Amount | None = None
    signatures: tuple[Signature, ...]
    ends: Names
    raises: Annotated[tuple[Matter, ...], Form.SET] | None = None
    waives: Names | None = None


class DutyBreached(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A standing duty was not kept, as one party filed it."""

    matter: Matter | None = None
    duty: Name
    by: Name
    filed_by: Name
    person: Person
    on: datetime
    text: Sealed


class CalendarChanged(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """Days of a calendar were closed or opened by agreement."""

    calendar: Name
    closed: Days | None = None
    opened: Days | None = None
    names: dict[str, str] | None = None
    effective: datetime
    running_clocks: Literal["follow", "keep"]
    agreed_by: Names


class MatterMoved(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A matter goes on under another version of the charter; `terms` maps its open terms."""

    matter: Matter
    from_: Version = msgspec.field(name="from")
    to: Version
    terms: dict[str, Name]
    agreed_by: Names


Correctable = (
    RelationshipOpened
    | CharterSigned
    | PersonAppointed
    | PersonLeft
    | MatterOpened
    | ActDone
    | NoticeSent
    | NoticeReceived
    | NoticeBounced
    | DeadlinePassed
    | DeadlineExtended
    | StatementMade
    | StatementConfirmed
    | StatementContested
    | SettlementSigned
    | DutyBreached
    | CalendarChanged
    | MatterMoved
)


class FactCorrected(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A fact was struck out, or replaced by one with the same id, as both sides agreed."""

    corrects: FactId
    reason: str
    fact: Correctable | None = None
    agreed_by: Names

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.fact is not None and self.fact.id != self.corrects:
            raise BadInput(f"the replacement has id '{self.fact.id}', not '{self.corrects}', which it stands for.")


class AgreementOffered(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """One side offers a fact that only both can make so; `fact` bears this fact's own id and instant until then."""

    offer: RecordNumber  # its number in the journal, `O1`
    matter: Matter | None = None
    party: Name
    person: Person
    role: Name | None = None
    fact: DeadlineExtended | CalendarChanged | FactCorrected | MatterMoved | CharterSigned | SettlementSigned


Record = (
    MessageSent
    | NoteWritten
    | CauseNoted
    | AgendaItemAdded
    | AgendaItemClosed
    | MinutesWritten
    | MinutesAccepted
    | LeaveNoted
    | GoalReported
    | AgreementOffered
    | AgreementGiven
    | InvitationMade
    | InvitationTaken
    | AccessEnded
    | KeyDestroyed
    | AgendaShared
    | YesTakenBack
)
Fact = Correctable | FactCorrected | Record
KINDS: tuple[type[Any], ...] = Fact.__args__

__all__ = [
    "KINDS", "AccessEnded", "Acknowledged", "ActDone", "AgendaItemAdded", "AgendaItemClosed", "AgendaShared",
    "AgreementGiven", "AgreementOffered", "Box", "CalendarChanged", "CauseNoted", "CharterSigned", "CharterVersion",
    "Correctable",
    "DeadlineExtended", "DeadlinePassed", "DutyBreached", "Fact", "FactCorrected", "File", "GoalReported",
    "InvitationMade", "InvitationTaken", "KeyDestroyed", "LeaveNoted", "MatterMoved", "MatterOpened", "MessageSent",
    "MinutesAccepted", "MinutesWritten", "NoteWritten", "NoticeBounced", "NoticeReceived", "NoticeSent", "PartyNamed",
    "PersonAppointed", "PersonLeft", "Record", "RelationshipOpened", "Sealed", "SettlementSigned", "Signature",
    "StatementConfirmed", "StatementContested", "StatementMade", "YesTakenBack",
]  # fmt: skip
