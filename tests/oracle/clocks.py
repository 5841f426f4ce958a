"""Time passing: clocks that run out, rounds that open, notices that arrive, dates that come.

Source: language.md section 3, "Counting"; section 8, `record`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from oracle.acts import take_effect
from oracle.counting import Anchor
from oracle.dates import date_anchor, due, effective_due, extended_units
from oracle.doing import begin, carry_out, close_term, open_next_round, void
from oracle.seats import missing
from oracle.state import Context, Instance, Lapse, Notice, Occurrence, Shift, World
from oracle.terms import Procedure

Timer = tuple[datetime, int, tuple[int, ...], Callable[[], None]]


def advance(world: World, until: datetime) -> None:
    """File everything that comes due up to and including `until`, in due order, then in written order."""
    settle_pending(world)
    while True:
        timer = min((one for one in timers(world) if one[0] <= until), key=lambda one: one[:3], default=None)
        if timer is None:
            break
        world.now = max(world.now, timer[0])
        timer[3]()
        settle_pending(world)
    world.now = max(world.now, until)


def timers(world: World) -> Iterator[Timer]:
    """All that can happen without a fact: clocks and rounds before notices of the same instant."""
    for run in world.running():
        for instance in run.open:
            found = effective_due(world, instance)
            if found:
                yield found.at, 1, place_of(instance), lambda one=instance, at=found: lapse(world, one, at)
        for instance in run.waiting:
            found = due(world, instance)
            if found:
                at = max(found.at, world.now)
                anchor = found if at == found.at else Anchor(at)
                yield at, 1, place_of(instance), lambda one=instance, at=anchor: next_round(world, one, at)
    for notice in world.notices:
        yield notice.received, 2, (notice.index,), lambda one=notice: receive(world, one)
    yield from dates_to_come(world)


def dates_to_come(world: World) -> Iterator[Timer]:
    """The dates that set off an open term, or open a procedure."""
    for instance in world.open():
        at = date_anchor(world, instance.run, instance.term.when) if instance.term.when else None
        if at and at.at > instance.opened.at:
            yield (
                max(at.at, world.now),
                0,
                place_of(instance),
                lambda one=instance, at=at: fire(world, one, Context(at)),
            )
    for procedure in world.procedures.values():
        at = date_anchor(world, None, procedure.opens.when) if procedure.opens.when else None
        if at and procedure.name not in [run.procedure for run in world.runs]:
            later = max(at.at, world.now), 0, (procedure.order,)
            yield *later, lambda name=procedure.name, at=at: void(begin(world, name, Context(at), None, at))


def place_of(instance: Instance) -> tuple[int, ...]:
    return (*instance.term.order, instance.serial)


def next_round(world: World, instance: Instance, at: Anchor) -> None:
    open_next_round(world, instance, Context(at, None, instance.cause))


def receive(world: World, notice: Notice) -> None:
    world.notices.remove(notice)
    take_effect(world, notice.candidate, notice.fact, notice.received)


# ---- Lapse


def lapse(world: World, instance: Instance, at: Anchor) -> None:
    """A clock has run out: the duty is missed or the option lapses, and what follows from silence is done."""
    term, run = instance.term, instance.run
    key = (run.serial, instance.serial, instance.lapses)
    instance.lapses += 1
    if key in world.plan.extended:
        move(world, instance, world.plan.extended[key], at)
        return
    world.lapses.append(Lapse(key, instance, at))
    context = Context(at, None, (*instance.cause, key))
    note_lapse(world, instance)
    world.tally["already over" if at is instance.opened else "ran out"] += 1
    if "stays overdue" in term.silence and not term.every:
        instance.is_overdue = True
    else:
        close_term(world, run, term, context)
    if term.every:
        open_next_round(world, instance, context)
    if term.act is None:
        world.record(term.name, Occurrence(at), context)
    carry_out(world, run, term, term.silence, context)


def note_lapse(world: World, instance: Instance) -> None:
    term = instance.term
    if term.act is None:
        world.effects.append("over: " + term.name)
    elif term.is_duty:
        for seat in missing(world, instance.run, term.who, instance.signed):
            world.missed.append(f"{term.act} by {seat}")
            world.effects.append(f"missed: {term.act} by {seat}")
    else:
        world.effects.append("lapsed: " + term.name)


def move(world: World, instance: Instance, until: Anchor, at: Anchor) -> None:
    """Move a due date, and note how far where later terms move with it."""
    rule = world.procedure(instance.run).text.get("extension") or {}
    old = due(world, instance)
    if rule.get("shifts") == "later" and old:
        number, unit, calendar = extended_units(world, instance, old, until)
        instance.run.shifts.append(Shift(instance.term.order, number, unit, calendar, at.at))
    instance.moved = until


# ---- What was set off


def settle_pending(world: World) -> None:
    """Let the terms act that an event, or the end of a run, has set off."""
    while world.pending:
        what, context = world.pending.pop(0)
        if isinstance(what, Instance):
            fire(world, what, context)
        elif isinstance(what, Procedure):
            if not world.running(what.name):
                begin(world, what.name, context, None, context.at)
        elif what[0].ended is None:
            carry_out(world, what[0], what[1], what[1].then, context)


def fire(world: World, instance: Instance, context: Context) -> None:
    """A term is set off; one that is held waits for `resume`."""
    instance.is_set_off = instance.is_held
    if instance not in instance.run.open or instance.is_held:
        return
    close_term(world, instance.run, instance.term, context)
    world.record(instance.term.name, Occurrence(context.at), context)
    carry_out(world, instance.run, instance.term, instance.term.then, context)
