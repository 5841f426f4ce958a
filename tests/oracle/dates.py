"""When clocks run out and windows open: pure functions of a matter's state.

Source: language.md section 3, "Counting" and "Timetables".
"""

from __future__ import annotations

from dataclasses import replace

from oracle.counting import DAY, Anchor, Count, Span, midnight, walk
from oracle.state import Instance, Run, World
from oracle.terms import Amount, Instant, Procedure, read_amount, read_instant_phrase

Place = Instance | Run


def run_of(place: Place) -> Run:
    return place.run if isinstance(place, Instance) else place


def event_anchor(world: World, place: Place, event: str) -> Anchor | None:
    """The anchor of an event as it stands now; None if it has not happened."""
    key = world.key(event)
    if key not in world.events and event.startswith("first ") and event not in world.charter.event_names:
        first = world.first(world.key(event.removeprefix("first ")))
        return first.at if first else None
    if is_date_like(world, event):
        return date_anchor(world, run_of(place), event)
    if event.startswith("sending of "):
        key = "sending of " + world.key(event.removeprefix("sending of "))
    last = world.last(key)
    return last.at if last else None


def is_date_like(world: World, event: str) -> bool:
    return event == "limitation date" or event.startswith("due date of ") or world.is_date(event)


def date_anchor(world: World, run: Run | None, event: str) -> Anchor | None:
    """The anchor of an event that is a date; it may lie ahead."""
    if event == "limitation date":
        return limitation_date(world)
    if event.startswith("due date of "):
        return due_date_of(world, event.removeprefix("due date of "))
    day = world.stated_day(event)
    calendar = world.calendar(world.procedure(run)) if run else world.book.default
    return world.day_anchor(day, calendar) if day else None


def due_date_of(world: World, name: str) -> Anchor | None:
    """The due date of a term's present, or else last, opening."""
    for instance in world.open():
        if instance.term.name == name:
            return due(world, instance)
    last = world.last("due date of " + name)
    return last.at if last else None


def amount_span(world: World, procedure: Procedure, amount: Amount) -> Span:
    """The span of an amount, a row of times read in the column of the matter's track."""
    if amount.span:
        return amount.span
    row = procedure.rows[str(amount.row)]
    text = row.get(str(world.track)) or next(iter(row.values()))
    return amount_span(world, procedure, read_amount(text, {}))


def count_of(world: World, place: Place, instant: Instant) -> Count:
    procedure = world.procedure(run_of(place))
    assert instant.amount
    calendar = instant.amount.calendar or world.calendar(procedure)
    if isinstance(place, Instance):
        return Count(world.book, calendar, place.version, instant.relation, instant.roll, place.past_pauses())
    return Count(world.book, calendar, -1, instant.relation, instant.roll)


def resolve(world: World, place: Place, instant: Instant, *, ends: bool, rounds: int = 1) -> Anchor | None:
    """The instant a phrase means now: as the end of a period, or as the beginning of a window."""
    if instant.kind in ("earlier", "later"):
        return resolve_many(world, place, instant, ends=ends)
    if instant.kind == "date" or (instant.kind == "event" and world.is_date(str(instant.event))):
        return resolve_day(world, place, instant, ends=ends)
    if instant.kind == "event":
        return event_anchor(world, place, str(instant.event))
    anchor = event_anchor(world, place, instant.event) if instant.event else place.opened
    if anchor is None:
        return None
    count = count_of(world, place, instant)
    assert instant.amount
    span = amount_span(world, world.procedure(run_of(place)), instant.amount).times(rounds)
    found = count.end(span, anchor) if ends else count.start(span, anchor)
    return shifted(world, place, found, anchor, count) if ends and instant.event else found


def resolve_many(world: World, place: Place, instant: Instant, *, ends: bool) -> Anchor | None:
    found = [resolve(world, place, part, ends=ends) for part in instant.parts]
    there = [anchor for anchor in found if anchor]
    if instant.kind == "later":
        return max(there, key=lambda one: one.at) if len(there) == len(found) else None
    return min(there, key=lambda one: one.at, default=None)


def resolve_day(world: World, place: Place, instant: Instant, *, ends: bool) -> Anchor | None:
    """A whole day: its first instant as a window, the beginning of the next day as an end."""
    day = instant.day or world.stated_day(str(instant.event))
    if day is None:
        return None
    count = Count(world.book, world.calendar(world.procedure(run_of(place))), roll=instant.roll)
    day = count.rolled(day)
    return Anchor(midnight(day + DAY * ends, count.zone), day)


def shifted(world: World, place: Place, found: Anchor, anchor: Anchor, count: Count) -> Anchor:
    """A due date moved on by the extensions of earlier terms, if its anchor is older."""
    if not isinstance(place, Instance) or found.day is None:
        return found
    for shift in place.run.shifts:
        if place.term.order > shift.order and anchor.at < shift.at:
            one = Count(world.book, shift.calendar)
            works = one.works if shift.unit == "working day" else lambda _day: True
            assert found.day
            found = count.last(walk(found.day, shift.number, DAY, works))
    return found


def due(world: World, instance: Instance) -> Anchor | None:
    """The instant at which a term's clock runs out by what is known now, whether it stands still or not."""
    if instance.moved:
        return instance.moved
    if instance.term.every:
        return resolve(world, instance, instance.term.every, ends=True, rounds=instance.round)
    return resolve(world, instance, instance.term.end, ends=True) if instance.term.end else None


def shown_due(world: World, instance: Instance) -> Anchor | None:
    return None if instance.is_paused else due(world, instance)


def effective_due(world: World, instance: Instance) -> Anchor | None:
    """The instant at which a clock will be filed as run out; None while it cannot."""
    if instance.is_held or instance.is_paused or instance.is_overdue or is_notice_under_way(world, instance):
        return None
    found = due(world, instance)
    if found is None:
        return None
    if found.at <= instance.opened.at:
        return instance.opened
    return Anchor(world.now) if found.at < world.now else found


def is_notice_under_way(world: World, instance: Instance) -> bool:
    return instance.term.when_sent and any(notice.candidate.instance is instance for notice in world.notices)


def window(world: World, instance: Instance) -> Anchor | None:
    """The first instant of a term's window; None if that is not known yet."""
    assert instance.term.start
    return resolve(world, instance, instance.term.start, ends=False)


# ---- Limitation


def limitation_date(world: World) -> Anchor | None:
    """The date of the first procedure that states a limitation; None while it stands still."""
    for run in world.runs:
        if "limitation" in world.procedure(run).text:
            return limitation(world, run)
    return None


def limitation(world: World, run: Run) -> Anchor | None:
    """When the limitation period of a run's procedure ends."""
    rule = world.procedure(run).text["limitation"]
    same = [other for other in world.runs if other.procedure == run.procedure]
    mode = rule.get("while open", "keeps running")
    if mode != "keeps running" and any(other.ended is None for other in same):
        return None
    instant = read_instant_phrase(rule["by"], world.procedure(run).rows)
    pauses = tuple((one.opened.at, one.ended.at) for one in same if one.ended) if mode == "stands still" else ()
    restarts = [world.restarted] + [one.ended for one in same if mode == "starts again"]
    anchor = max((one for one in restarts if one), key=lambda one: one.at, default=None)
    anchor = anchor or (event_anchor(world, run, instant.event) if instant.event else run.opened)
    if anchor is None or instant.amount is None:
        return anchor
    count = replace(count_of(world, run, instant), pauses=pauses)
    return count.end(amount_span(world, world.procedure(run), instant.amount), anchor)


# ---- Extension


def extended_units(world: World, instance: Instance, old: Anchor, until: Anchor) -> tuple[int, str, str]:
    """How many units of its own period a due date moves by: number, unit, calendar."""
    instant = instance.term.end
    procedure = world.procedure(instance.run)
    amount = instant.amount if instant and instant.amount else Amount(Span(0, "calendar day"))
    span = amount_span(world, procedure, amount)
    count = Count(world.book, amount.calendar or world.calendar(procedure))
    day, last, number = old.day_in(count.zone), until.day_in(count.zone), 0
    while day < last:
        day += DAY
        number += count.works(day) if span.unit == "working day" else 1
    return number, span.unit, count.calendar
