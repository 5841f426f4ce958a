"""Facts: what happened, in the past tense; every kind a journal may hold, in version 1.

A field that is `None`, or a flag that is false, is absent from the journal. Instants are in UTC. A fact keeps what
happened and what was agreed; due times and states are the engine's to conclude.
"""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.forms import WHOLE_MAX, WRITINGS, Checked, Form, check_instant, check_money, check_set
from detente.core.vocabulary.money import Money

_MATTER, _PERSON, _SLUG, _HASH = (WRITINGS[each] for each in (Form.MATTER, Form.PERSON, Form.SLUG, Form.HASH))

Name = Annotated[str, msgspec.Meta(min_length=1)]
Names = Annotated[tuple[Name, ...], Form.SET]
Days = Annotated[tuple[date, ...], Form.SET]
FactId = Annotated[str, Form.FACT]
Matter = Annotated[str, Form.MATTER]
Person = Annotated[str, Form.PERSON]
Slug = Annotated[str, Form.SLUG]
Statement = Annotated[str, Form.STATEMENT]
Hash = Annotated[str, Form.HASH]
Whole = Annotated[int, msgspec.Meta(ge=-WHOLE_MAX, le=WHOLE_MAX)]
Count = Annotated[int, msgspec.Meta(ge=0, le=WHOLE_MAX)]
Amount = Annotated[Money, Form.MONEY]
Version = Annotated[int, msgspec.Meta(ge=1, le=WHOLE_MAX)]


class File(Checked, frozen=True, gc=False, forbid_unknown_fields=True):
    """A thing kept beside the journal, named by its hash."""

    sha256: Hash
    bytes: Count
    media: Name


if TYPE_CHECKING:
    Value = str | int | Money | File | tuple[str, ...]
else:  # what a value looks like in a journal; ActDone makes Money and File of the objects
    Value = str | Whole | tuple[str, ...] | dict[str, str | Whole]


class CharterVersion(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The charter a fact stands under: the hash of its signed canonical text, and its number."""

    sha256: str
    version: Version


class Box(Checked, frozen=True, gc=False, forbid_unknown_fields=True):
    """What is sealed: box and nonce in base64, and the name of the key: a person or a matter."""

    box: Name
    key: Annotated[str, Form.KEY]
    nonce: Annotated[str, msgspec.Meta(min_length=16, max_length=16)]


class Sealed(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A text only the holder of a key can read (core/journal: seal, unseal)."""

    sealed: Box


class PartyNamed(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A party, by the charter's word for it (`key`) and by its own name."""

    key: Name
    name: Name


class Signature(Checked, frozen=True, gc=False, forbid_unknown_fields=True):
    """Who signed, for which party, in which role, when."""

    party: Name
    person: Person
    role: Name
    at: datetime


class Acknowledged(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A warning both sides signed with."""

    code: Name
    place: str


def _one() -> Literal[1]:
    # A factory, not a default: a default would be left out of the journal.
    return 1


class _Stamped(
    Checked, frozen=True, gc=False, kw_only=True, tag_field="kind", forbid_unknown_fields=True, omit_defaults=True
):
    id: Name  # compartment and number; who reads or writes a journal knows which one it must be
    at: datetime  # the clerk's stamp; it never runs back
    version: Literal[1] = msgspec.field(default_factory=_one)


class RelationshipOpened(_Stamped, frozen=True, gc=False, kw_only=True, tag=True):
    """The first fact of a joint journal."""

    relationship: Name
    name: Name
    parties: tuple[PartyNamed, ...]


class _UnderCharter(_Stamped, frozen=True, gc=False, kw_only=True):
    charter: Annotated[CharterVersion, Form.CHARTER]


class CharterSigned(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A charter, or its amendment; `text` is the canonical text itself."""

    text: str
    effective: datetime
    signatures: tuple[Signature, ...]
    acknowledged: tuple[Acknowledged, ...] | None = None
    amends: Version | None = None


class PersonAppointed(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
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


class PersonLeft(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """Somebody holds a role no longer; without `role`, none."""

    person: Person
    role: Name | None = None
    from_: datetime = msgspec.field(name="from")


class MatterOpened(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A disagreement or a process has begun."""

    matter: Matter
    procedure: Name
    opener: Name
    person: Person | None = None
    raised_by: Matter | None = None
    joined: Names | None = None
    track: Name | None = None


class ActDone(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
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


class NoticeSent(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
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


class NoticeReceived(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A notice counts as received, because it was confirmed or by the method's rule."""

    notice: FactId
    received: datetime
    rule: Literal["confirmed", "deemed"]
    method: Name
    calendar: Name


class NoticeBounced(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A notice did not arrive; `received_was` is the receipt this undoes."""

    notice: FactId
    reason: str
    received_was: datetime | None = None


class DeadlinePassed(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
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


class DeadlineExtended(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A term's time was moved by agreement."""

    matter: Matter
    run: Name
    term: Name
    round: Count
    was: datetime
    until: datetime
    agreed_by: Names
    late: bool = False


class _OnStatement(_UnderCharter, frozen=True, gc=False, kw_only=True):
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


class SettlementSigned(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A matter is settled: which runs that ends, which matters it raises, which claims it gives up."""

    matter: Matter
    settlement: File
    amount: Amount | None = None
    signatures: tuple[Signature, ...]
    ends: Names
    raises: Annotated[tuple[Matter, ...], Form.SET] | None = None
    waives: Names | None = None


class DutyBreached(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A standing duty was not kept, as one party filed it."""

    matter: Matter | None = None
    duty: Name
    by: Name
    filed_by: Name
    person: Person
    on: datetime
    text: Sealed


class CalendarChanged(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """Days of a calendar were closed or opened by agreement."""

    calendar: Name
    closed: Days | None = None
    opened: Days | None = None
    names: dict[str, str] | None = None
    effective: datetime
    running_clocks: Literal["follow", "keep"]
    agreed_by: Names


class MatterMoved(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
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


class FactCorrected(_UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A fact was struck out, or replaced by one with the same id, as both sides agreed."""

    corrects: FactId
    reason: str
    fact: Correctable | None = None
    agreed_by: Names

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.fact is not None and self.fact.id != self.corrects:
            raise BadInput(f"the replacement has id '{self.fact.id}', not '{self.corrects}', which it stands for.")


Fact = Correctable | FactCorrected
KINDS: tuple[type[Any], ...] = Fact.__args__
