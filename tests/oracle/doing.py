"""Consequences: what opens, closes, ends, starts, stands still. The leading-out rule.

Source: language.md sections 4 and 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from oracle.counting import Anchor
from oracle.dates import due, resolve
from oracle.guards import all_hold
from oracle.seats import resolve_seat
from oracle.state import Context, Instance, Occurrence, Run, StartAgainError, World
from oracle.terms import Do, Term, event_name

FAMILY_ENDS = {"settled", "withdrawn"}


# ---- The leading-out rule


def acting_term(term: Term, act: str, run: Run) -> Term | None:
    """The term that `as if ACT` means: the one that says it, else an open one, else the first written."""
    if term.act == act:
        return term
    terms = [one for one in term.procedure.terms.values() if one.act == act]
    opened = [instance.term for instance in run.open]
    return next((term for term in terms if term in opened), terms[0] if terms else None)


def left_by(world: World, run: Run, term: Term, do: Do, seen: tuple[str, ...] = ()) -> list[Term]:
    """The terms enclosing `term` that one consequence leaves."""
    around = term.enclosing()
    if do.term:
        return [one for one in around if one is not do.term and one not in do.term.enclosing()]
    if do.verb == "end":
        return around
    if do.verb != "as if" or do.name in seen:
        return []
    acting = acting_term(term, do.name, run)
    dos = [term.procedure.do(text) for text in acting.then] if acting else []
    return [one for each in dos for one in left_by(world, run, term, each, (*seen, do.name))]


def carry_out(world: World, run: Run, term: Term, texts: Sequence[str], context: Context) -> None:
    """Do what follows from `term`: first close what its consequences lead out of, then each in order."""
    dos = [term.procedure.do(text) for text in texts]
    if term.link != "anytime":
        left = [one for do in dos for one in left_by(world, run, term, do)]
        for enclosing in term.enclosing():
            if enclosing in left:
                world.tally["led out"] += 1
                close_term(world, run, enclosing, context)
    open_list = OpenList(world, run, [do.term for do in dos if do.term])
    for do in dos:
        if do.term:
            open_list.open(do.term, context)
        else:
            perform(world, run, term, do, context)


class OpenList:
    """Terms that one list opens: `otherwise` looks at the other guarded ones."""

    def __init__(self, world: World, run: Run, terms: Sequence[Term]) -> None:
        self.world, self.run = world, run
        self.guarded = [term for term in terms if term.guards and not term.is_otherwise]
        self.did: dict[Term, bool] = {}

    def open(self, term: Term, context: Context) -> None:
        fits = all_hold(self.world, self.run, term.guards, context.at.at)
        if fits and term.is_otherwise:
            fits = not any(self._opens(other, context) for other in self.guarded)
        self.did[term] = fits
        if fits:
            open_term(self.world, self.run, term, context)

    def _opens(self, term: Term, context: Context) -> bool:
        """What a guarded term of the list did, or would do now if its turn has not come."""
        if term not in self.did:
            return all_hold(self.world, self.run, term.guards, context.at.at)
        return self.did[term]


def open_term(world: World, run: Run, term: Term, context: Context) -> None:
    """Open a term whose guards hold, with what lives under it; a rule happens at once."""
    if run.ended:
        return
    if term.is_rule:
        world.tally["rule"] += 1
        world.record(term.name, Occurrence(context.at, context.actor), context)
        carry_out(world, run, term, term.then, context)
        return
    close_term(world, run, term, context)
    instance = Instance(term, run, context.at, world.number(), context.cause)
    run.open.append(instance)
    world.tally["opened"] += 1
    world.record("opening of " + term.name, Occurrence(context.at, context.actor), context)
    if term.runs:
        start_for(world, instance, context)
    children = [child for child in term.children if child not in term.procedure.named]
    inside = OpenList(world, run, children)
    for child in children:
        if instance in run.open:
            inside.open(child, context)


def open_next_round(world: World, instance: Instance, context: Context) -> None:
    """Open round n + 1 of a term when round n is due."""
    run, term = instance.run, instance.term
    if instance in run.waiting:
        run.waiting.remove(instance)
    if run.ended:
        return
    open_term(world, run, term, context)
    for opened in run.open:
        if opened.term is term:
            opened.round = instance.round + 1


# ---- Closing and ending


def close_term(world: World, run: Run, term: Term, context: Context) -> None:
    """Close a term and all under it, from the inside out; rounds still to come are off."""
    run.waiting = [one for one in run.waiting if one.term is not term and term not in one.term.enclosing()]
    under = [one for one in run.open if one.term is term or term in one.term.enclosing()]
    for instance in sorted(under, key=lambda one: -len(one.term.enclosing())):
        close(world, instance, context)


def close(world: World, instance: Instance, context: Context) -> None:
    """Close one open term; a run it stands for is stopped."""
    if instance not in instance.run.open:
        return
    name, last = instance.term.name, due(world, instance)
    instance.run.open.remove(instance)
    if last:
        world.events.setdefault("due date of " + name, []).append(Occurrence(last))
    world.record("end of " + name, Occurrence(context.at, context.actor), context)
    if instance.child and instance.child.ended is None:
        end_run(world, instance.child, "stopped", context)


def end_run(world: World, run: Run, result: str, context: Context) -> None:
    """End a run: its terms close, its result is heard, a settlement ends its family."""
    if run.ended:
        return
    for instance in sorted(run.open, key=lambda one: -len(one.term.enclosing())):
        close(world, instance, context)
    run.waiting = []
    run.ended, run.result = context.at, result
    world.ended[run.procedure] = result
    canonical = world.canonical(result)
    names = {f"{run.procedure} {result}", f"{run.procedure} {canonical}"}
    handled = listening(world, names)
    for name in sorted(names):
        world.record(name, Occurrence(context.at, context.actor), context)
    for instance in world.open():
        if instance.child is run:
            world.pending.append((instance, context))
    if canonical in FAMILY_ENDS:
        for other in family(world, run) if canonical == "settled" else descendants(world, run):
            if other not in handled:
                end_run(world, other, "stopped", context)


def listening(world: World, names: set[str]) -> list[Run]:
    """The runs with an open term that is set off by one of these events."""
    return [one.run for one in world.open() if one.term.when in names]


def descendants(world: World, run: Run) -> list[Run]:
    own = [other for other in world.runs if other.started_by is run]
    return [*own, *(one for other in own for one in descendants(world, other))]


def family(world: World, run: Run) -> list[Run]:
    root = run
    while root.started_by:
        root = root.started_by
    return [other for other in [root, *descendants(world, root)] if other is not run]


# ---- Starting


def start_run(world: World, name: str, context: Context, started_by: Run | None) -> Run | None:
    """Start a procedure beside, as if the acting seat had done its opening act."""
    if world.running(name):
        if world.is_trial:
            raise StartAgainError
        return None
    opens = world.procedures[name].opens
    if opens.act:
        world.record(event_name(opens.act), Occurrence(context.at, context.actor), context)
    return begin(world, name, context, started_by, context.at)


def begin(world: World, name: str, context: Context, started_by: Run | None, judged: Anchor) -> Run:
    """Begin a run whose opening act has been done: what follows, or what follows from lateness."""
    run = Run(name, context.actor, context.at, world.number(), started_by, context.cause)
    world.runs.append(run)
    opens = world.procedures[name].opens
    latest = resolve(world, run, opens.end, ends=True) if opens.end else None
    is_late = latest is not None and latest.at <= judged.at
    carry_out(world, run, opens, opens.silence if is_late else opens.then, context)
    return run


def start_for(world: World, instance: Instance, context: Context) -> None:
    name = str(instance.term.runs)
    run = start_run(world, name, context, instance.run) or next(iter(world.running(name)), None)
    instance.child = run
    if run and run.ended:
        world.pending.append((instance, context))


# ---- Each consequence


def perform(world: World, run: Run, term: Term, do: Do, context: Context) -> None:
    """Carry out a consequence that opens no term."""
    by_verb: dict[str, Callable[[World, Run, Do, Context], None]] = {
        "close": do_close,
        "end": lambda world, run, do, context: end_run(world, run, do.name, context),
        "start": lambda world, run, do, context: void(start_run(world, do.name, context, run)),
        "stop": do_stop,
        "waive": do_waive,
        "pause": do_still,
        "hold": do_still,
        "resume": do_still,
        "restart limitation": do_restart,
    }
    world.tally[do.verb] += 1
    if do.verb == "as if":
        do_as_if(world, run, term, do, context)
    elif do.verb in by_verb:
        by_verb[do.verb](world, run, do, context)
    else:
        note(world, run, do, context)


def void(_value: object) -> None:
    """Nothing."""


def do_close(world: World, run: Run, do: Do, context: Context) -> None:
    close_term(world, run, world.procedure(run).terms[do.name], context)


def do_stop(world: World, _run: Run, do: Do, context: Context) -> None:
    for other in world.running(do.name):
        end_run(world, other, "stopped", context)


def do_as_if(world: World, run: Run, term: Term, do: Do, context: Context) -> None:
    """Let an act happen, deemed, at the due date; its term closes and its `then` follows."""
    world.effects.append("deemed: " + do.name)
    world.record(event_name(do.name), Occurrence(context.at, context.actor, deemed=True), context)
    acting = acting_term(term, do.name, run)
    if acting:
        close_term(world, run, acting, context)
        carry_out(world, run, acting, acting.then, context)


def do_waive(world: World, run: Run, do: Do, _context: Context) -> None:
    seat = resolve_seat(world, run, do.seat)
    losers = {"both": world.sides, "all": world.members, "each": world.members, "either": world.sides}
    for right in do.name.split(" and "):
        for party in losers.get(do.seat, [seat] if seat else []):
            if (right, party) not in world.lost:
                world.lost.append((right, party))


def do_still(world: World, run: Run, do: Do, context: Context) -> None:
    """Pause, hold or resume a term with what is open under it, or all that is open of a procedure."""
    for instance in concerned(world, run, do.name):
        if do.verb == "pause" and not instance.is_paused:
            instance.pauses.append([context.at.at, None])
        elif do.verb == "hold":
            instance.is_held = True
        elif do.verb == "resume":
            instance.is_held = False
            if instance.is_set_off:
                world.pending.append((instance, context))
            if instance.is_paused:
                instance.pauses[-1][1] = context.at.at


def concerned(world: World, run: Run, name: str) -> list[Instance]:
    term = world.procedure(run).terms.get(name)
    if term is None:
        return [one for other in world.running(name) for one in other.open]
    return [one for one in run.open if one.term is term or term in one.term.enclosing()]


def do_restart(world: World, _run: Run, _do: Do, context: Context) -> None:
    world.restarted = context.at


NOTES = {
    "bind": "binding for now: {}",
    "make final": "final and binding: {}",
    "override": "overridden: {}",
    "raise": "raised: {}",
    "record": "recorded: {}",
    "amend charter": "amendment proposed",
}


def note(world: World, run: Run, do: Do, context: Context) -> None:
    """Carry out a consequence that moves no clock by itself."""
    if do.verb in NOTES:
        world.effects.append(NOTES[do.verb].format(do.name))
    elif do.verb in ("suspend", "release"):
        named: Any = world.values.get(do.name) or []
        for workstream in [named] if isinstance(named, str) else named:
            world.effects.append(f"{'suspended' if do.verb == 'suspend' else 'released'}: {workstream}")
    elif do.verb == "tell":
        told = resolve_seat(world, run, do.name) or do.name
        world.told.append(told)
        world.effects.append("told: " + told)
    elif do.verb == "count":
        world.counters.setdefault(do.name, []).append(context.at.at)
    elif do.verb == "reset":
        world.counters[do.name] = []
    elif do.verb == "choose":
        world.track = do.name
    elif do.verb == "join" and context.actor and context.actor not in world.joined:
        world.joined.append(context.actor)
