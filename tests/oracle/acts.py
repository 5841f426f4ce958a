"""Acts: which row they may use, why they are refused, what they do.

Source: language.md sections 6 and 8; section 10 for the order of the checks.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from oracle.counting import Anchor, read_instant
from oracle.dates import due, resolve
from oracle.doing import begin, carry_out, close_term
from oracle.guards import all_hold
from oracle.seats import Fact, has_authority, has_waived, other_side, party_of, signs, slots
from oracle.state import Candidate, Context, Notice, Occurrence, Run, StartAgainError, World
from oracle.terms import Term, event_name

WORLDLY = {"hold", "note", "file"}
"""The acts in the world: judged by when they happened."""
CHECKS = ("seat", "held", "authority", "waived", "window", "guard", "content", "running")
BUILT_IN = {
    "settle": {"who": "all", "may": "settle"},
    "withdraw": {"who": "opener", "may": "withdraw", "then": "end withdrawn"},
}


def judged_at(fact: Fact) -> datetime:
    """When an act counts as done: an act in the world when it happened, any other when it is filed."""
    is_worldly = fact["do"].split()[0] in WORLDLY
    return read_instant(fact["on"] if is_worldly and "on" in fact else fact["at"])


# ---- Rows


def candidates(world: World, fact: Fact) -> list[Candidate]:
    """The rows that carry an act: open terms, anytime options, built-ins; else a procedure it opens."""
    found = [one for run in world.running() for one in rows_of(world, run, fact["do"])]
    found += built_in(world, fact["do"])
    if "term" in fact:
        return [one for one in found if one.term.name == fact["term"]]
    return found or list(openings(world, fact["do"]))


def rows_of(world: World, run: Run, act: str) -> Iterator[Candidate]:
    for instance in sorted(run.open, key=lambda one: one.term.order):
        if instance.term.act == act:
            yield Candidate("open", instance.term, run, instance)
    for term in world.procedure(run).anytime.values():
        if term.act == act:
            yield Candidate("anytime", term, run)


def built_in(world: World, act: str) -> list[Candidate]:
    """The outermost run's built-in `settle` or `withdraw`."""
    if act not in BUILT_IN or (act == "settle" and any(one.term.act == "settle" for one in world.open())):
        return []
    for run in world.running():
        procedure = world.procedure(run)
        if procedure.has_settle and act not in procedure.anytime:
            return [Candidate("built-in", Term(act, procedure, "anytime", (procedure.order, -1), BUILT_IN[act]), run)]
    return []


def openings(world: World, act: str) -> Iterator[Candidate]:
    """The procedures that an act opens on its own; those only started need `alone: yes`."""
    reached = world.charter.reached
    for procedure in world.procedures.values():
        if procedure.opens.act == act and (procedure.name not in reached or procedure.alone):
            yield Candidate("opening", procedure.opens, None)


# ---- Checks


def choose(world: World, fact: Fact) -> Candidate | str:
    """The row an act uses, or the reason why it is refused."""
    rows = candidates(world, fact)
    if not rows:
        return "not open"
    reasons = [refusal(world, row, fact) for row in rows]
    fits = [row for row, reason in zip(rows, reasons, strict=True) if reason is None]
    if len(fits) > 1:
        return "which term"
    if fits:
        return fits[0]
    return max((reason for reason in reasons if reason), key=lambda one: CHECKS.index(one) if one in CHECKS else -1)


def refusal(world: World, row: Candidate, fact: Fact) -> str | None:
    """The first check that an act fails for a row; None if it fits."""
    signed = signs(world, row.run, row.term.who, fact)
    if not signed:
        return "seat"
    if row.term.who == "each" and row.instance and set(signed) <= set(row.instance.signed):
        return "not open"
    checks: dict[str, bool] = {
        "held": bool(row.instance and row.instance.is_held),
        "authority": not has_authority(world, fact),
        "waived": has_waived(world, fact, row.term),
        "window": not in_window(world, row, judged_at(fact)),
        "guard": not passes_guard(world, row, fact),
        "content": any(name not in fact.get("with", {}) for name in row.term.states),
    }
    failed = next((name for name, is_so in checks.items() if is_so), None)
    return failed or ("running" if starts_again(world, row, fact) else None)


def in_window(world: World, row: Candidate, at: datetime) -> bool:
    """Whether the window of a row is open; the end of an open term is its clock's affair."""
    place = row.instance or row.run
    if place is None:
        return True
    start = resolve(world, place, row.term.start, ends=False) if row.term.start else Anchor(at)
    if start is None or at < start.at:
        return False
    end = resolve(world, place, row.term.end, ends=True) if row.kind == "anytime" and row.term.end else None
    return end is None or at < end.at


def passes_guard(world: World, row: Candidate, fact: Fact) -> bool:
    if row.kind == "anytime" and row.run:
        return all_hold(world, row.run, row.term.guards, read_instant(fact["at"]))
    return True


def starts_again(world: World, row: Candidate, fact: Fact) -> bool:
    """Whether an act would start what runs: found out by trying it on a copy."""
    if row.kind == "opening":
        return bool(world.running(row.term.procedure.name))
    if not any(world.running(name) for name in world.charter.reached):
        return False
    shared = (world.setting, world.book, world.plan, world.versions, fact)
    trial, same = copy.deepcopy((world, row), {id(one): one for one in shared})
    trial.is_trial = True
    try:
        done(trial, same, fact, read_instant(fact["at"]))
    except StartAgainError:
        return True
    return False


# ---- Effect


def act(world: World, index: int, fact: Fact) -> None:
    """File an act: refuse it, send it as a notice, or let it take effect."""
    row = choose(world, fact)
    if isinstance(row, str):
        world.refusals[index] = row
        return
    at = read_instant(fact["at"])
    if not fact["do"].startswith("serve "):
        take_effect(world, row, fact, at)
        return
    name = event_name(fact["do"])
    world.sent[index] = name
    world.record("sending of " + name, Occurrence(Anchor(at), party_of(world, fact)), Context(Anchor(at)))
    received = world.book.received(at, other_side(world, party_of(world, fact)))
    if received == at:
        take_effect(world, row, fact, at)
    else:
        world.notices.append(Notice(index, fact, row, received))


def take_effect(world: World, row: Candidate, fact: Fact, at: datetime) -> None:
    """Let an act count, with the signatures it still needs; a notice whose row has closed does nothing."""
    if row.instance and row.instance not in row.instance.run.open:
        return
    if (row.run and row.run.ended) or (row.kind == "opening" and world.running(row.term.procedure.name)):
        return
    needed = slots(world, row.run, row.term.who)
    signed = signatures(world, row)
    content = fact.get("with", {})
    if row.term.who != "each" and any(other != content for other in signed.values()):
        signed.clear()
    signed.update(dict.fromkeys(signs(world, row.run, row.term.who, fact), content))
    if all(slot in signed for slot in needed):
        done(world, row, fact, at)
        signed.clear()
    elif row.term.who == "each":
        happen(world, row, fact, at)


def signatures(world: World, row: Candidate) -> dict[str, Any]:
    """Who has signed a row so far."""
    if row.instance:
        return row.instance.signed
    if row.run:
        return row.run.signed.setdefault(row.term.name, {})
    return world.opening_signatures.setdefault(row.term.procedure.name, {})


def actor_of(world: World, row: Candidate, fact: Fact) -> str:
    if fact["as"] == "both" or slots(world, row.run, row.term.who) != ["one"]:
        return "both"
    return party_of(world, fact) or str(fact["as"])


def happen(world: World, row: Candidate, fact: Fact, at: datetime) -> Context:
    """Note the event of an act and what it states."""
    by = party_of(world, fact) or str(fact["as"])
    is_worldly = "on" in fact and fact["do"].split()[0] in WORLDLY
    happened = Anchor(read_instant(fact["on"]) if is_worldly else at)
    cause = row.instance.cause if row.instance else ()
    context = Context(Anchor(at), actor_of(world, row, fact), ())
    world.used |= set(cause)
    world.values.update(typed(fact.get("with", {})))
    world.record(event_name(fact["do"]), Occurrence(happened, by), context)
    if row.kind in ("open", "anytime") and row.term.name != event_name(fact["do"]):
        world.record(row.term.name, Occurrence(happened, by), context)
    return context


def typed(stated: Mapping[str, Any]) -> dict[str, Any]:
    return dict(stated)


def done(world: World, row: Candidate, fact: Fact, at: datetime) -> None:
    """An act is done: its term closes and its `then` follows."""
    context = happen(world, row, fact, at)
    term = row.term
    if row.kind == "opening":
        if all_hold(world, Run(term.procedure.name, context.actor, context.at, 0), term.guards, at):
            is_received = fact["do"].startswith("serve ") and not term.when_sent
            begin(world, term.procedure.name, context, None, Anchor(at if is_received else judged_at(fact)))
        return
    assert row.run
    if row.instance is None:
        world.effects.append("used: " + term.name)
    else:
        close_acted(world, row, context)
    carry_out(world, row.run, term, term.then, context)


def close_acted(world: World, row: Candidate, context: Context) -> None:
    """Close the term that has acted; the next round of a series opens when this one is due."""
    instance, term = row.instance, row.term
    assert instance
    kept = "kept late: " if instance.is_overdue else "kept: "
    world.effects.append((kept if term.is_duty else "used: ") + term.name)
    close_term(world, instance.run, term, context)
    if term.every and due(world, instance):
        instance.run.waiting.append(instance)
