"""What people record beside acts: messages, notes, meetings, goals, leave; who was let in. No clock hangs on it."""

from datetime import date, datetime
from typing import Annotated, Literal

from detente.core.vocabulary.forms import Form
from detente.core.vocabulary.stamps import Count, FactId, Matter, Name, Person, RecordNumber, Sealed, UnderCharter

KeyName = Annotated[str, Form.KEY]
Cause = Literal["delivery", "priorities", "culture", "change"]
CAUSES: tuple[Cause, ...] = ("delivery", "priorities", "culture", "change")


class _By(UnderCharter, frozen=True, gc=False, kw_only=True):
    party: Name | None = None  # absent: a neutral
    person: Person


class MessageSent(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """Somebody wrote to everybody who reads this journal; it states nothing."""

    matter: Matter
    message: RecordNumber  # its number in the matter, `S1`
    text: Sealed


class NoteWritten(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """A note in a room of one side, or of a neutral; `about` may name a fact of the joint journal."""

    matter: Matter | None = None
    note: RecordNumber  # `N1`
    text: Sealed
    about: FactId | None = None


class CauseNoted(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """Where one side sees the cause of a matter; the latest of each side stands."""

    matter: Matter
    cause: Cause


class AgendaItemAdded(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """An item for a meeting, `matter` being its series: in a side's own room until the agenda is shared, then joint."""

    matter: Matter
    round: Count
    item: RecordNumber  # `I1`, within series and room
    text: Sealed
    about: Matter | None = None


class AgendaItemClosed(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """What became of an item in a meeting; an item nobody closes is carried to the next one."""

    matter: Matter
    round: Count
    item: RecordNumber
    outcome: Literal["done", "decided", "dropped"]
    text: Sealed | None = None


class AgendaShared(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """The agenda of a meeting is shared from now on: the clerk files it at its due time, with what both sides added."""

    matter: Matter
    round: Count


class MinutesWritten(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """The minutes of a meeting as one side proposes them; the latest text stands until both accept it."""

    matter: Matter
    round: Count
    text: Sealed


class MinutesAccepted(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """One side accepts the minutes that `minutes` names."""

    matter: Matter
    round: Count
    minutes: FactId


class LeaveNoted(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """Somebody is away from one day to another, both included: their deputies act."""

    from_day: date
    until_day: date


class GoalReported(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """Where a goal or a milestone stands, as its owner's side reports it."""

    goal: Name
    value: Name
    on: date


class AgreementGiven(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """A party agrees to an offer; with the last one the offered fact is filed."""

    offer: RecordNumber
    matter: Matter | None = None
    role: Name | None = None


class YesTakenBack(_By, frozen=True, gc=False, kw_only=True, tag=True):
    """A side takes back a yes that waits in its room for the other side's; `act` is that yes, of the same journal."""

    matter: Matter
    act: FactId


class InvitationMade(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """Somebody was invited; of the operations journal."""

    person: Person
    by: Person | None = None
    expires: datetime


class InvitationTaken(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """An invitation was taken up."""

    person: Person


class AccessEnded(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """Every way in that somebody had was closed."""

    person: Person
    by: Person | None = None


class KeyDestroyed(UnderCharter, frozen=True, gc=False, kw_only=True, tag=True):
    """A sealing key is gone: what it sealed cannot be read any more, and every proof still holds."""

    key: KeyName
    reason: Name
