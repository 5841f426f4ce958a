"""The sections about people and their dealings: parties, calendars, notices, meetings, last resort, record."""

from typing import Annotated, Any

import msgspec
from pydantic import ConfigDict, Field

from detente.core.charter.model.record import (
    Amount,
    CalendarName,
    Clock,
    Day,
    Hour,
    Length,
    Name,
    PartyName,
    Record,
    Whole,
    Words,
    YesNo,
    Zone,
    one_of,
    phrase,
)
from detente.core.charter.phrases.names import BadPhrase, Names, unreadable
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.money import Money, parse_money


class Deputy(msgspec.Struct, frozen=True):
    """Who stands in; an authority of one's own only where it is stated."""

    person: str
    authority: Money | None = None

    @property
    def data(self) -> Any:
        """The one writing."""
        return {"person": self.person, "authority": self.authority.text} if self.authority else self.person


def _deputy(value: Any, names: Names) -> Deputy:
    if isinstance(value, str) and value.strip():
        return Deputy(value)
    if isinstance(value, dict) and isinstance(value.get("person"), str) and not set(value) - {"person", "authority"}:
        try:
            return Deputy(
                value["person"],
                parse_money(value["authority"], names.currency or None) if "authority" in value else None,
            )
        except BadInput as error:
            raise unreadable(error) from error
    raise BadPhrase(
        "A deputy is a person's name.", "Write the name, or '{person: NAME, authority: 5000.00 EUR}'.", "SCH003"
    )


_DEPUTY_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["person"]}]}
DeputyEntry = Annotated[Deputy, *phrase(_deputy, _DEPUTY_SCHEMA)]


class Party(Record):
    """One of the organisations: its name, its zone, its own calendar, its side in pictures."""

    name: Words
    short: Words | None = None
    zone: Zone
    calendar: CalendarName
    side: Annotated[str, *one_of("a", "b")] | None = None


class Neutral(Record):
    """A seat without a side: mediator, expert, nominating or public body."""

    name: Words
    zone: Zone | None = None
    mandate_until: Day | None = None
    caucus: Annotated[str, *one_of("confidential unless released", "may be passed on unless confidential")] | None = (
        None
    )


class Person(Record):
    """A named person of one party."""

    of: PartyName
    title: Words


class RoleHolder(Record):
    """Who holds a role on one side, who stands in, and up to what amount they may settle."""

    holder: Words
    deputies: list[DeputyEntry] = []
    authority: Amount | None = None
    acts_for: PartyName | None = None


class HalfDay(Record):
    """A day that is worked in part."""

    name: Words
    hours: list[Words]


class CalendarEntry(Record):
    """A calendar as a dated list, or (with `of`) a combination of calendars."""

    of: list[CalendarName] | None = None
    zone: Zone | None = None
    weekend: list[Words] | None = None
    hours: dict[Words, list[Words]] | None = None
    holidays: dict[Day, Words] = {}
    half_days: dict[Day, HalfDay] = {}
    open_days: dict[Day, Words] = {}
    holidays_as: CalendarName | None = None
    period_ends: Hour | None = None
    source: Words | None = None
    version: Words | None = None
    agreed_on: Day | None = None
    known_from: Day | None = None
    known_until: Day | None = None


class CalendarChanges(Record):
    """How a list of days off is changed, and whether running clocks follow."""

    agreed_by: Annotated[str, *one_of("both", "its own party")]
    running_clocks: Annotated[str, *one_of("follow", "keep")]


class Method(Record):
    """When a notice sent this way is taken to be received."""

    received: Words
    cut_off: Hour | None = Field(None, alias="cut-off")
    otherwise: Words | None = None
    unless: list[Words] = []


class Address(Record):
    """Where notices to one seat go."""

    to: Words
    copies: list[Words] = []
    e_mail: Words | None = Field(None, alias="e-mail")
    post: Words | None = None
    courier: Words | None = None


class Notices(Record):
    """How notices are served and when they count as received."""

    calendar: Words
    zone: Words
    methods: dict[Name, Method]
    addresses: dict[Name, Address]


class MeetingPhase(Record):
    """The rhythm of one phase."""

    weekly: Words | None = None
    monthly: Words | None = None
    quarterly: Words | None = None
    minutes: Whole
    agenda: list[Words]


class Minutes(Record):
    """Who writes minutes, and what silence about them means."""

    written_by: Words
    silence: Words


class Meetings(Record):
    """Rhythm, quorum and agenda of the regular meetings."""

    discovery: MeetingPhase | None = None
    steady: MeetingPhase
    quorum: dict[PartyName, Words]
    held_per_year: Words | None = None
    in_person: Words | None = None
    items_unseen_until: Words | None = None
    minutes: Minutes | None = None


class Expectations(Record):
    """What both sides write down before they compare."""

    compared: Annotated[str, *one_of("blind", "openly")]
    questions: list[Words]


class Discovery(Record):
    """The first months: what both must have accepted at their end."""

    ends: Clock
    playbook: list[Words]
    expectations: Expectations | None = None
    each_section: Words | None = None


class RingFence(Record):
    """Future commitments that no open matter may touch."""

    commitments: list[Words]
    text: Words


class ExitComparison(Record):
    """What must be looked at before court."""

    draws: Whole
    shows: list[Words]


class Litigation(Record):
    """The gate before court, and the court."""

    gate: list[Words]
    exit_comparison: ExitComparison | None = None
    forum: Words
    law: Words


class Feedback(Record):
    """What the provider may say about the customer's part."""

    by: PartyName
    about: list[Words]
    answered_in: Length
    shown_to: Words


class Pulse(Record):
    """A short anonymous questionnaire."""

    every: Length
    questions: Whole
    scale: Words
    smallest_group: Whole
    published: Words
    non_answerers: Words | None = Field(None, alias="non-answerers")


class MailBudget(Record):
    """How many messages a person is sent."""

    per_person_and_working_day: Words
    at_most: Whole


class Digest(Record):
    """The daily summary."""

    at: Hour
    zone: Words
    empty: Words


class Notifications(Record):
    """What is sent at once, in working hours, or in the digest."""

    budget: MailBudget
    at_once: list[Words]
    in_own_working_hours: list[Words] = []
    digest: Digest | None = None
    same_words_to_both_sides: YesNo = True


class Host(Record):
    """Who runs the server."""

    name: Words
    side: Words
    zone: Zone | None = None


class Compartment(Record):
    """Who reads a room of the record, and whether the host can."""

    read_by: list[Words]
    published: Words | None = None
    host_can_read: YesNo


class Compartments(Record):
    """The rooms of the record; besides the named ones, `own PARTY` and `caucus PARTY`."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Compartment]

    host: Host
    countersigned_by: list[Words]
    joint: Compartment


class Acknowledged(Record):
    """A warning both sides knew when they signed."""

    code: Words
    at: Words
    why: Words
    by: list[Words]
    on: Day


class Verified(Record):
    """A number of a library file that was not checked against its form, or was chosen here."""

    what: Words
    place: Words | None = None
    why: Words


class Cited(Record):
    """Where the facts of a library file come from."""

    title: Words
    where: Words
