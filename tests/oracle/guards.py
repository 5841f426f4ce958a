"""Guards: looked at once, when a term would open; on an anytime option when it is used.

Source: language.md section 3, grammar of `guard`; section 13 for the window of a counter.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from oracle.counting import Count, window_start
from oracle.dates import event_anchor
from oracle.seats import resolve_seat
from oracle.state import Run, World
from oracle.terms import NO_MINOR_UNIT, SPAN, Span, as_money

COMPARE = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
HAPPENED = re.compile(r"(.+) (has|has not) happened")
COMPARED = re.compile(r"(.+?) (>=|<=|>|<) (\d+(?:\.\d+)?)(?: ([A-Z]{3}))?(?: in (.+))?")
IS = re.compile(r"(.+?) is (not )?(.+)")


def holds(world: World, run: Run, guard: Any, at: datetime) -> bool:
    """Whether one guard is true now; `otherwise` is decided by the list that opens the term."""
    if isinstance(guard, Mapping):
        return any(holds(world, run, one, at) for one in guard["any of"])
    if guard == "otherwise":
        return True
    happened = HAPPENED.fullmatch(guard)
    if happened:
        return has_happened(world, run, happened[1], at) == (happened[2] == "has")
    compared = COMPARED.fullmatch(guard)
    if compared:
        return compares(world, run, compared.groups(), at)
    found = IS.fullmatch(guard)
    if not found:
        raise ValueError(f"'{guard}' is no guard.")
    return holds_is(world, run, found[1], found[3]) != bool(found[2])


def all_hold(world: World, run: Run, guards: list[Any], at: datetime) -> bool:
    return all(holds(world, run, guard, at) for guard in guards)


def has_happened(world: World, run: Run, event: str, at: datetime) -> bool:
    anchor = event_anchor(world, run, event)
    return anchor is not None and anchor.at <= at


def holds_is(world: World, run: Run, name: str, words: str) -> bool:
    """VALUE is WORD or WORD; SEAT is vacant, a party, or has an attribute."""
    if name == "track":
        rows = world.procedure(run).rows
        track = world.track or next((column for row in rows.values() for column in row), None)
        return track in words.split(" or ")
    if name in world.values or name in world.setting.get("values", {}):
        return world.values.get(name) in words.split(" or ")
    seat = resolve_seat(world, run, name) or name
    if words == "vacant":
        return seat in world.setting.get("vacant", [])
    return seat == words or words in world.setting.get("attributes", {}).get(seat, [])


def compares(world: World, run: Run, parts: tuple[Any, ...], at: datetime) -> bool:
    name, sign, number, currency, span = parts
    if name in world.charter.counters:
        return bool(COMPARE[sign](counted(world, run, name, span, at), Decimal(number)))
    value = world.values.get(name)
    if value is None:
        return False
    wanted = Decimal(number)
    money = as_money(value)
    if money:
        wanted *= 1 if money[1] in NO_MINOR_UNIT else 100
        if money[1] != (currency or world.setting.get("currency", money[1])):
            return False
        value = money[0]
    return bool(COMPARE[sign](Decimal(value), wanted))


def counted(world: World, run: Run, name: str, span: str | None, at: datetime) -> int:
    """How often something was counted, in the half-open window (at - span, at] if one is given."""
    instants = world.counters.get(name, [])
    if span is None:
        return len(instants)
    found = SPAN.fullmatch(span)
    assert found
    calendar = found["calendar"] or world.calendar(world.procedure(run))
    start = window_start(Count(world.book, calendar), Span(int(found["number"]), found["unit"]), at)
    return sum(start < instant <= at for instant in instants)
