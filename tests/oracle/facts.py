"""Facts other than acts: bounces, extensions, changes of calendar and of version.

Source: language.md sections 7, 8 and 13.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from oracle.acts import act, take_effect
from oracle.clocks import move
from oracle.counting import DAY, Anchor, Count, midnight, read_instant
from oracle.dates import due
from oracle.seats import Fact, signs, slots
from oracle.state import Instance, Lapse, RefoldError, World
from oracle.terms import Procedure, read_amount


def file(world: World, index: int, fact: Fact, facts: Sequence[Fact]) -> None:
    """File one fact whose instant has come."""
    if index in world.plan.bounced:
        return
    if index in world.plan.refused:
        world.refusals[index] = world.plan.refused[index]
    elif "do" in fact:
        act(world, index, fact)
    elif fact["fact"] == "NoticeBounced":
        bounce(world, index, fact)
    elif fact["fact"] == "NoticeReceived":
        receive_early(world, fact)
    elif fact["fact"] == "DeadlineExtended":
        refuse(world, index, extend(world, index, fact))
    elif fact["fact"] == "CalendarChanged":
        change_calendar(world, fact["with"])
    elif fact["fact"] == "MatterMoved":
        refuse(world, index, move_matter(world, fact))


def refuse(world: World, index: int, reason: str | None) -> None:
    if reason:
        world.refusals[index] = reason


def bounce(world: World, _index: int, fact: Fact) -> None:
    """Fold all again as if the last notice of that name had not been sent; what was refused stays refused."""
    name = world.key(fact["with"]["notice"])
    sent = [index for index, notice in world.sent.items() if notice == name]
    if sent and not any(index > max(sent) for index in world.plan.bounced):
        plan = replace(world.plan, bounced=world.plan.bounced | {max(sent)}, refused=dict(world.refusals))
        raise RefoldError(plan)


def receive_early(world: World, fact: Fact) -> None:
    name = world.key(fact["with"]["notice"])
    for notice in [one for one in world.notices if world.sent[one.index] == name]:
        world.notices.remove(notice)
        take_effect(world, notice.candidate, notice.fact, read_instant(fact["at"]))


# ---- Extension


def extend(world: World, index: int, fact: Fact) -> str | None:
    """Move a due date; the reason if that is refused."""
    if index in world.plan.granted:
        return None
    name, at = fact["with"]["term"], read_instant(fact["at"])
    instance = next((one for one in world.open() if one.term.name == name and not one.is_overdue), None)
    if instance:
        rule = rule_of(world, instance)
        if not fits(world, instance, rule.get("who", "both"), fact):
            return "seat"
        move(world, instance, until_of(world, instance, fact), Anchor(at))
        return None
    lapse = next((one for one in reversed(world.lapses) if one.instance.term.name == name), None)
    return extend_late(world, index, fact, lapse) if lapse else "not open"


def rule_of(world: World, instance: Instance) -> Mapping[str, Any]:
    return dict(world.procedure(instance.run).text.get("extension") or {"who": "both"})


def fits(world: World, instance: Instance, who: Any, fact: Fact) -> bool:
    """Whether one fact carries every signature that an extension needs."""
    return set(slots(world, instance.run, who)) <= set(signs(world, instance.run, who, fact))


def until_of(world: World, instance: Instance, fact: Fact) -> Anchor:
    """The new due date: a date is that whole day."""
    text = fact["with"]["until"]
    if "T" in text:
        return Anchor(read_instant(text))
    day = date.fromisoformat(text)
    zone = world.book.zone(world.calendar(world.procedure(instance.run)))
    return Anchor(midnight(day + DAY, zone), day)


def extend_late(world: World, index: int, fact: Fact, lapse: Lapse) -> str | None:
    """Undo a lapse, by all within `late`, after it by the one side that may; the reason if that is refused."""
    instance = lapse.instance
    rule, at = rule_of(world, instance), read_instant(fact["at"])
    until = until_of(world, instance, fact)
    reason = late_refusal(world, lapse, fact, rule, at)
    if reason:
        return reason
    if lapse.key in world.used:
        return "used"
    extended = {**world.plan.extended, lapse.key: until}
    granted = world.plan.granted | {index}
    raise RefoldError(replace(world.plan, extended=extended, granted=granted, refused=dict(world.refusals)))


def late_refusal(world: World, lapse: Lapse, fact: Fact, rule: Mapping[str, Any], at: datetime) -> str | None:
    who, alone = rule.get("who", "both"), rule.get("failing that")
    is_party = fits(world, lapse.instance, who, fact)
    procedure = world.procedure(lapse.instance.run)
    if "late" in rule and at < period_end(world, procedure, rule["late"], lapse.due).at:
        return None if is_party else "seat"
    if not alone or not fits(world, lapse.instance, alone["who"], fact):
        return "too late" if is_party else "seat"
    least = alone.get("at least")
    if least and until_of(world, lapse.instance, fact).at < period_end(world, procedure, least, Anchor(at)).at:
        return "too short"
    return None


def period_end(world: World, procedure: Procedure, text: str, anchor: Anchor) -> Anchor:
    amount = read_amount(text, procedure.rows)
    assert amount.span
    return Count(world.book, amount.calendar or world.calendar(procedure)).end(amount.span, anchor)


# ---- Changes


def change_calendar(world: World, stated: Mapping[str, Any]) -> None:
    """Close days from now on; open clocks follow, or keep the dates they have."""
    if stated.get("running clocks") == "keep":
        for instance in [*world.open(), *(one for run in world.running() for one in run.waiting)]:
            if instance.version < 0 and due(world, instance):
                instance.version = len(world.book.versions) - 1
    world.book.change(stated["calendar"], stated.get("closed", []), stated.get("open", []))


def move_matter(world: World, fact: Fact) -> str | None:
    """Move the matter to another version: open terms by name, the rest as mapped; the reason if that is refused."""
    if fact["as"] != "both":
        return "seat"
    charter = world.versions.get(int(fact["with"]["version"]))
    mapped = fact["with"].get("terms", {})
    if charter is None:
        return "map"
    places = {}
    for instance in [*world.open(), *(one for run in world.running() for one in run.waiting)]:
        procedure = charter.procedures.get(instance.run.procedure)
        name = mapped.get(instance.term.name, instance.term.name)
        if procedure is None or name not in procedure.terms:
            return "map"
        places[instance] = procedure.terms[name]
    for instance, term in places.items():
        instance.term = term
    world.charter = charter
    return None
