"""A charter, a library procedure, a part of a charter: the three texts the language is written in."""

from typing import Annotated, Any

from pydantic import Field

from detente.core.charter.model.declared import KINDS
from detente.core.charter.model.procedure import Procedure
from detente.core.charter.model.record import (
    CalendarName,
    Day,
    Moment,
    Name,
    Record,
    Whole,
    Words,
    Zone,
    one_of,
    phrase,
)
from detente.core.charter.model.sections import (
    Acknowledged,
    CalendarChanges,
    CalendarEntry,
    Cited,
    Compartments,
    Discovery,
    Feedback,
    Litigation,
    Meetings,
    Neutral,
    Notices,
    Notifications,
    Party,
    Person,
    Pulse,
    RingFence,
    RoleHolder,
    Verified,
)
from detente.core.charter.model.service import Credits, Goal, Pricing, ServiceLevel, Workstream
from detente.core.charter.phrases.names import RESULTS, BadPhrase, Names, unknown

LANGUAGE = "1"


def _value_kind(value: Any, _names: Names) -> Any:
    if isinstance(value, list) and len(value) > 1 and all(isinstance(word, str) and word.strip() for word in value):
        return tuple(value)
    if value in KINDS:
        return value
    raise BadPhrase(
        f"'{value}' is no type of value.", f"Write one of {', '.join(KINDS)}, or a list of words.", "SCH004"
    )


def _result(value: Any, _names: Names) -> str:
    if value not in RESULTS:
        raise unknown("result of the language", str(value), RESULTS, code="SCH004")
    return str(value)


def _language(value: Any, _names: Names) -> str:
    if value != LANGUAGE:
        raise BadPhrase(f"Language {value} is not known here.", f"Write 'language: {LANGUAGE}'.", "SCH004")
    return LANGUAGE


_KIND_SCHEMA = {"anyOf": [{"type": "string", "enum": list(KINDS)}, {"type": "array", "items": {"type": "string"}}]}
ValueKind = Annotated[Any, *phrase(_value_kind, _KIND_SCHEMA)]
ResultName = Annotated[str, *phrase(_result, {"type": "string", "enum": list(RESULTS)})]
One = Annotated[str, *phrase(_language, {"enum": [LANGUAGE, int(LANGUAGE)]})]
Months = Annotated[str, *one_of("corresponding date", "30 days")]


class Rules(Record):
    """What every text has in common: the vocabulary of its procedures, and the procedures."""

    language: One = "1"
    zone: Zone | None = None
    currency: Words | None = None
    values: dict[Name, ValueKind] = {}
    results: dict[Name, ResultName] = {}
    procedures: dict[Name, Procedure]
    acts: dict[Words, Words] = {}


class Part(Rules):
    """Procedures on their own, to be tried or copied; seats and dates need not be declared."""

    parties: list[Name] = []
    dates: dict[Name, Day] = {}
    calendar: CalendarName | None = None
    months: Months = "corresponding date"
    calendars: dict[Name, CalendarEntry] = {}
    procedures: dict[Name, Procedure] = {}
    notices: Notices | None = None
    calendar_changes: CalendarChanges | None = None


class Library(Rules):
    """A procedure of the library: modelled on a real form, with its sources and what was not verified."""

    language: One
    library: Name
    version: Whole
    title: Words
    modelled_on: Words
    sources: list[Cited]
    unverified: list[Verified] = []
    chosen_here: list[Verified] = []
    parties: list[Name] = []
    roles: dict[Name, Words] = {}
    neutrals: dict[Name, Words] = {}
    dates: dict[Name, Words] = {}


class Charter(Rules):
    """The whole agreement about running the relationship and about disagreeing."""

    language: One
    name: Words
    version: Whole
    effective: Moment
    zone: Zone
    currency: Words
    calendar: CalendarName
    months: Months = "corresponding date"
    calendar_changes: CalendarChanges | None = None
    dates: dict[Name, Day] = {}
    parties: dict[Name, Party]
    neutrals: dict[Name, Neutral] = {}
    people: dict[Words, Person] = {}
    roles: dict[Name, dict[Name, RoleHolder]] = {}
    calendars: dict[Name, CalendarEntry]
    notices: Notices | None = None
    workstreams: dict[Name, Workstream] = {}
    goals: dict[Name, Goal] = {}
    milestones: dict[Name, Goal] = {}
    service_levels: dict[Name, ServiceLevel] = Field({}, alias="service_levels")
    credits: Credits | None = None
    pricing: Pricing | None = None
    meetings: Meetings | None = None
    discovery: Discovery | None = None
    ring_fence: RingFence | None = Field(None, alias="ring_fence")
    litigation: Litigation | None = None
    feedback: Feedback | None = None
    pulse: Pulse | None = None
    notifications: Notifications | None = None
    compartments: Compartments | None = None
    acknowledged: list[Acknowledged] = []
