"""What is open, due, refused and ended at given instants, by a naive reading of the procedure language.

`run(case)` reads a micro-case, `simulate(...)` anything of the same form. Every scalar is text, as a YAML reader that
types nothing gives it. The history is folded from its beginning for every instant that is looked at.

Source: language.md; the head comment of language-cases.yaml for the form of facts and expectations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oracle.clocks import advance
from oracle.counting import read_instant
from oracle.dates import limitation, shown_due, window
from oracle.facts import file
from oracle.state import Plan, RefoldError, World
from oracle.terms import Charter

CASE_EFFECTS = {
    "missed", "deemed", "told", "kept late", "lapsed", "used", "binding for now", "final and binding", "suspended",
    "released",
}  # fmt: skip
"""The kinds of effects whose wording language-cases.yaml gives; all others are worded by analogy."""


@dataclass(frozen=True)
class Observation:
    """What is the case at one instant; `due` and `start` are None where time stands still or nothing is known yet."""

    at: datetime
    open: list[str]
    due: dict[str, datetime | None]
    start: dict[str, datetime | None]
    ended: dict[str, str]
    refused: str | None
    effects: list[str]
    counters: dict[str, int]
    missed: list[str]
    lost: list[str]
    told: list[str]

    def written(self) -> dict[str, Any]:
        """The observation in the form of an entry of `expect`, complete, lists in alphabetical order, times in UTC."""

        def clock(found: dict[str, datetime | None]) -> dict[str, str]:
            return {name: at.isoformat(timespec="minutes") if at else "none" for name, at in sorted(found.items())}

        lists = {key: sorted(getattr(self, key)) for key in ("open", "effects", "missed", "lost", "told")}
        other = {"ended": self.ended, "counters": self.counters, **({"refused": self.refused} if self.refused else {})}
        at = self.at.isoformat(timespec="minutes")
        return {"at": at, **lists, "due": clock(self.due), "from": clock(self.start), **other}


def run(case: Mapping[str, Any], base: Mapping[str, Any] | None = None) -> list[Observation]:
    """One observation for each entry of `expect`; `base` is the setting to which the case's own adds."""
    setting = {**(base or {}), **(case.get("setting") or {})}
    versions = read_versions(case)
    instants = [read_instant(entry["at"]) for entry in case["expect"]]
    return observe(setting, versions, case.get("facts") or [], instants)


def read_versions(case: Mapping[str, Any]) -> dict[int, Any]:
    """The procedures of each version of a case."""
    later = {int(key.split()[1]): case[key] for key in case if key.startswith("version ")}
    return {1: case["procedures"], **later}


def simulate(
    setting: Mapping[str, Any],
    procedures: Mapping[str, Any],
    facts: Sequence[Mapping[str, Any]],
    instants: Sequence[str],
) -> list[Observation]:
    """One observation for each instant."""
    return observe(setting, {1: procedures}, facts, [read_instant(one) for one in instants])


def observe(
    setting: Mapping[str, Any],
    versions: Mapping[int, Any],
    facts: Sequence[Mapping[str, Any]],
    instants: Sequence[datetime],
) -> list[Observation]:
    found = []
    setting = {**setting, "counted": {}}
    charters = {number: Charter(texts) for number, texts in versions.items()}
    for at in instants:
        world = fold(setting, charters, facts, at)
        found.append(look(world, facts, at))
    return found


def fold(
    setting: Mapping[str, Any], versions: Mapping[int, Charter], facts: Sequence[Mapping[str, Any]], until: datetime
) -> World:
    """The state once every fact and clock up to `until` is in; folded again where a fact changes what was."""
    plan = Plan()
    while True:
        world = World(setting, versions, plan)
        try:
            for index, fact in enumerate(facts):
                at = read_instant(fact["at"])
                if at <= until:
                    advance(world, at)
                    file(world, index, fact, facts)
            advance(world, until)
        except RefoldError as again:
            plan = again.plan
        else:
            return world


def look(world: World, facts: Sequence[Mapping[str, Any]], at: datetime) -> Observation:
    """What is the case now."""
    opened = world.open()
    dues = {one.term.name: shown_due(world, one) for one in opened if one.term.end or one.term.every}
    for each in world.runs:
        if "limitation" in world.procedure(each).text:
            dues["limitation"] = limitation(world, each)
    starts = {one.term.name: window(world, one) for one in opened if one.term.start}
    filed = [index for index, fact in enumerate(facts) if read_instant(fact["at"]) == at]
    return Observation(
        at=at,
        open=sorted(one.term.name for one in opened),
        due={name: anchor.at if anchor else None for name, anchor in dues.items()},
        start={name: anchor.at if anchor else None for name, anchor in starts.items()},
        ended=dict(world.ended),
        refused=next((world.refusals[index] for index in reversed(filed) if index in world.refusals), None),
        effects=list(world.effects),
        counters={name: len(world.counters.get(name, [])) for name in world.charter.counters},
        missed=list(world.missed),
        lost=[f"{right} by {party}" for right, party in world.lost],
        told=list(world.told),
    )
