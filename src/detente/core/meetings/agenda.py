"""The agenda of a meeting: outstanding, new, upcoming. What is not closed goes on to the next meeting and ages."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from detente.core.meetings.rounds import Outcome, Round
from detente.core.vocabulary.facts import AgendaItemAdded, AgendaItemClosed

Kind = Literal["item", "action", "matter", "duty", "goal", "meeting", "closed day"]
_NEAR, _FAR = timedelta(days=14), timedelta(days=35)  # how far ahead duties, and how far agreed dates are shown
_AGREED: tuple[Kind, ...] = ("goal", "meeting", "closed day")


class Thing(msgspec.Struct, frozen=True):
    """Something the engine or the charter brings: an action, a matter, a duty, a goal, a day that is closed."""

    kind: Kind
    words: str
    matter: str = ""
    party: str = ""
    people: tuple[str, ...] = ()
    opened: datetime | None = None
    due: datetime | None = None
    says: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A line of the agenda: an item somebody added, or a thing. `age`: how many meetings have had it, with this."""

    kind: Kind
    age: int = 1
    item: AgendaItemAdded | None = None
    closed: AgendaItemClosed | None = None
    thing: Thing | None = None


class Agenda(msgspec.Struct, frozen=True):
    """The three columns of one meeting."""

    outstanding: tuple[Entry, ...]
    new: tuple[Entry, ...]
    upcoming: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything on it, column by column."""
        return (*self.outstanding, *self.new, *self.upcoming)


def agenda(
    meeting: Round, series: Sequence[Round], facts: Iterable[Any], *, things: Iterable[Thing] = (), begins: datetime
) -> Agenda:
    """Return the agenda of a meeting.

    Args:
        series: every meeting so far; those held before this one make items older.
        facts: of the series: items added and closed. Items of a side's own room may be among them.
        things: what the engine brings; for a meeting that is over, none.
        begins: when it begins, or its day ends where no hour is agreed.
    """
    held = [one for one in series if one.outcome is Outcome.HELD and one.number < meeting.number]
    items = _items(meeting.number, facts, held)
    before = max((one.at for one in held if one.at is not None), default=None)
    known = list(things)
    actions = [_aged(thing, held) for thing in known if thing.kind == "action"]
    opened = [thing for thing in known if thing.kind == "matter" and (before is None or _opened(thing) > before)]
    return Agenda(
        outstanding=(*(one for one in items if one.item and one.item.round < meeting.number), *actions),
        new=(
            *(one for one in items if one.item and one.item.round == meeting.number),
            *(Entry("matter", thing=thing) for thing in opened),
        ),
        upcoming=tuple(_upcoming(known, begins)),
    )


def _items(number: int, facts: Iterable[Any], held: Sequence[Round]) -> list[Entry]:
    added: dict[tuple[str, str], AgendaItemAdded] = {}
    closed: dict[tuple[str, str], AgendaItemClosed] = {}
    for fact in facts:
        key = (fact.id.rpartition("/")[0], getattr(fact, "item", ""))
        if isinstance(fact, AgendaItemAdded) and fact.round <= number:
            added[key] = fact
        elif isinstance(fact, AgendaItemClosed):
            closed[key] = fact
    return [
        Entry("item", 1 + sum(fact.round <= one.number for one in held), fact, closed.get(key))
        for key, fact in added.items()
        if key not in closed or closed[key].round >= number
    ]


def _aged(thing: Thing, held: Sequence[Round]) -> Entry:
    return Entry("action", 1 + sum(one.at is not None and one.at > _opened(thing) for one in held), thing=thing)


def _opened(thing: Thing) -> datetime:
    assert thing.opened is not None, "a matter was opened"
    return thing.opened


def _upcoming(things: Sequence[Thing], begins: datetime) -> list[Entry]:
    """What falls due after this meeting: duties of two weeks, agreed dates of five, in the order of time."""
    ahead = [
        thing
        for thing in things
        if thing.due is not None
        and thing.kind in ("duty", *_AGREED)
        and begins <= thing.due < begins + (_FAR if thing.kind in _AGREED else _NEAR)
    ]
    return [Entry(thing.kind, thing=thing) for thing in sorted(ahead, key=lambda one: one.due or begins)]


__all__ = ["Agenda", "Entry", "Kind", "Thing", "agenda"]
