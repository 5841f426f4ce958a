"""Random dated facts for a procedure: acts that fit, acts that do not, silence, and changes on the way."""

from __future__ import annotations

import copy
import random
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from oracle.acts import built_in
from oracle.counting import read_instant
from oracle.dates import effective_due
from oracle.interpreter import fold
from oracle.seats import resolve_seat
from oracle.state import Candidate, Instance, World
from oracle.terms import Charter

LONDON = ZoneInfo("Europe/London")
DAYS = 60
FRESH = timedelta(days=4)
MINUTE = timedelta(minutes=1)


def written(at: datetime) -> str:
    return at.astimezone(LONDON).isoformat(timespec="minutes")


def live(rng: random.Random, case: dict[str, Any]) -> None:
    """Add facts over some sixty days, the instants to look at, and sometimes a second version."""
    Life(rng, case).live()


class Life:
    """Draws one fact after the other, looking at what is open."""

    def __init__(self, rng: random.Random, case: dict[str, Any]) -> None:
        self.rng, self.case = rng, case
        self.facts: list[dict[str, Any]] = case.setdefault("facts", [])
        self.start = datetime(2026, 1, 12, tzinfo=UTC) + timedelta(
            days=rng.randrange(110), minutes=rng.randrange(480, 1200)
        )
        self.now = self.start
        self.looks: set[datetime] = set()
        if rng.random() < 0.08:
            case["version 2"] = second_version(rng, case["procedures"])
        versions = {1: case["procedures"]} | ({2: case["version 2"]} if "version 2" in case else {})
        self.setting = {**case["setting"], "counted": {}}
        self.charters = {number: Charter(texts) for number, texts in versions.items()}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def world(self) -> World:
        return fold(self.setting, self.charters, self.facts, self.now)

    def live(self) -> None:
        party = self.rng.choice(["customer", "provider"])
        opens = self.charters[1].procedures["x"].opens
        self.add({"as": party, "do": opens.act, **self.stated(opens.states)})
        for _ in range(self.rng.randint(3, 12)):
            world = self.world()
            self.look_at_clocks(world)
            is_alive = world.open() or world.notices or (world.running() and self.chance(0.4))
            if not is_alive or not self.step_on(world):
                break
            fact = self.draw(self.world())
            if fact:
                self.add(fact)
        self.look_at_clocks(self.world())
        last = max(self.now, self.start + timedelta(days=DAYS))
        self.looks |= {self.now, last, last + timedelta(days=self.rng.randint(1, 40))}
        self.case["expect"] = [{"at": written(at)} for at in sorted(self.looks)]

    def add(self, fact: dict[str, Any]) -> None:
        self.facts.append({"at": written(self.now), **fact})
        self.looks.add(self.now)

    def look_at_clocks(self, world: World) -> None:
        """Look at the next due instant, and a minute before it."""
        dues = sorted(one.at for one in (effective_due(world, each) for each in world.open()) if one)
        if dues and dues[0] - self.start < timedelta(days=DAYS + 30):
            self.looks |= {dues[0], max(self.now, dues[0] - MINUTE)}

    def step_on(self, world: World) -> bool:
        """Let time pass: some hours, some days, or to the very edge of a clock; False after sixty days."""
        dues = [one.at for one in (effective_due(world, each) for each in world.open()) if one]
        draw = self.rng.random()
        undone = [effective_due(world, one) for one in world.open() if may_be_undone(one) and is_plain(one, True)]
        if any(undone) and draw < 0.15:
            later = next(one.at for one in undone if one) + timedelta(minutes=self.rng.randint(5, 2500))
        elif dues and draw < 0.3:
            later = self.rng.choice(dues) + self.rng.choice([-MINUTE, timedelta(), timedelta(hours=10)])
        elif draw < 0.6:
            later = self.now + timedelta(minutes=self.rng.randint(0, 2000))
        else:
            later = self.now + timedelta(minutes=self.rng.randint(1000, 12000))
        if later - self.start > timedelta(days=DAYS):
            return False
        self.now = max(self.now, later)
        return True

    # ---- One fact

    def draw(self, world: World) -> dict[str, Any] | None:
        """The next fact: mostly an act that fits."""
        draw = self.rng.random()
        kinds = {fact.get("fact") for fact in self.facts}
        if "version 2" in self.case and self.chance(0.25) and not kinds & {"DeadlineExtended", "CalendarChanged"}:
            return {
                "as": self.rng.choice(["both", "both", "customer"]),
                "fact": "MatterMoved",
                "with": {"version": "2"},
            }
        if world.notices and self.chance(0.25):
            return self.bounce(world)
        if any(may_be_undone(one.instance) and self.now - one.due.at < FRESH for one in world.lapses):
            extension = self.extension(world, undo=True) if self.chance(0.5) else None
            if extension:
                return extension
        if draw < 0.68:
            return self.fitting(world)
        if draw < 0.83:
            return self.unfit(world)
        if draw < 0.94:
            return self.extension(world)
        return self.calendar() if draw < 0.97 else None

    def rows(self, world: World) -> list[Candidate]:
        rows = []
        for run in world.running():
            rows += [Candidate("open", one.term, run, one) for one in run.open if one.term.act] * 3
            options = [one for one in world.procedure(run).anytime.values() if one.act]
            rows += [Candidate("anytime", one, run) for one in options]
            rows += [Candidate("anytime", one, run) for one in options if one.name == "ask"] * 3
        final = built_in(world, "withdraw") + ([] if world.joined else built_in(world, "settle"))
        return rows + (final if not rows or self.chance(0.12) else [])

    def fitting(self, world: World) -> dict[str, Any] | None:
        rows = [row for row in self.rows(world) if not self.is_served_already(world, row.instance)]
        row = self.rng.choice(rows) if rows else None
        if row is None or (world.notices and row.term.name == "rest"):
            return None
        seat = self.seat(world, row)
        if seat is None:
            return None
        fact = {**seat, "do": row.term.act, **self.stated(row.term.states)}
        if row.term.act == "settle" and self.chance(0.6):
            amount = self.rng.choice([3000000, 5000000, 7000000])
            fact["with"] = {"amount": {"minor": str(amount), "currency": "EUR"}}
        if row.kind == "open" and self.chance(0.1):
            fact["term"] = row.term.name
        earlier = self.now - timedelta(minutes=self.rng.randint(1, 300))
        last = world.last("claim")
        if row.term.name == "log" and last and last.at.at < earlier:
            fact["on"] = written(earlier)
        return fact

    def is_served_already(self, world: World, instance: Instance | None) -> bool:
        return instance is not None and any(one.candidate.instance is instance for one in world.notices)

    def seat(self, world: World, row: Candidate) -> dict[str, str] | None:
        """A seat that may use a row; for two signatures mostly both, sometimes one."""
        who = row.term.who
        if isinstance(who, dict):
            if "any of" in who:
                return {"as": self.rng.choice(who["any of"])}
            people = ["Dana Drew", "Pia Park", "Del Dunn", "Eve East"]
            return {"as": "both"} if self.chance(0.25) else {"as": "director", "by": self.rng.choice(people)}
        if who == "each":
            left = [side for side in world.sides if not row.instance or side not in row.instance.signed]
            return {"as": self.rng.choice(left)} if left else None
        if who == "all" and world.joined:
            return {"as": self.rng.choice(["both", "both", *world.members])}
        if who in ("both", "all"):
            sides = ["both", "both", "customer", "provider"]
            return {"as": self.rng.choice(sides if row.kind != "built-in" else ["both"])}
        if who == "either":
            return {"as": self.rng.choice(world.sides)}
        seat = resolve_seat(world, row.run, who)
        return {"as": seat} if seat and seat != "both" else None

    def unfit(self, world: World) -> dict[str, Any]:
        """An act of a seat that may not, of a term that is not open, or without what it must state."""
        rows = [row for row in self.rows(world) if row.term.who != "each"]
        rows = [row for row in rows if not self.is_served_already(world, row.instance)]
        if rows and self.chance(0.5):
            row = self.rng.choice(rows)
            stated = {} if row.term.states and self.chance(0.5) else self.stated(row.term.states)
            return {"as": self.rng.choice(["mediator", "customer", "provider"]), "do": row.term.act, **stated}
        acts = sorted(
            one
            for one in self.charters[1].acts
            if one not in ("settle", "withdraw", "note claim", "serve claim", "note concern")
        )
        open_acts = {row.term.act for row in rows}
        act = self.rng.choice([one for one in acts if one not in open_acts] or acts)
        return {"as": self.rng.choice(world.sides), "do": act}

    def stated(self, states: list[str]) -> dict[str, Any]:
        if not states:
            return {}
        minor = str(5000000 + self.rng.choice([-1, 0, 1, -2500000, 2500000]))
        hearing = self.now + timedelta(days=self.rng.randint(10, 50))
        values = {
            "amount": {"minor": minor, "currency": "EUR"},
            "kind": self.rng.choice(["technical", "commercial", "other"]),
            "scope": self.rng.choice([["payroll"], ["payroll", "letters"]]),
            "hearing": hearing.date().isoformat(),
            "cause": f"2025-{self.rng.randint(10, 12)}-{self.rng.randint(10, 30)}",
            "aware": (self.now - timedelta(days=self.rng.randint(1, 35))).date().isoformat(),
            "ground": "late invoices",
        }
        return {"with": {name: values[name] for name in states}}

    # ---- Other facts

    def extension(self, world: World, *, undo: bool = False) -> dict[str, Any] | None:
        """In time on an open clock; late on an option whose silence only opened terms."""
        until = (self.now + timedelta(days=self.rng.randint(1, 20))).date().isoformat()
        seat = self.rng.choice(["both", "both", "both", "customer", "provider"])
        anytime = self.case["procedures"]["x"].get("anytime", {})
        if anytime.get("rest", {}).get("then", "").startswith("pause"):
            return None
        again = "log" in anytime
        late = [one.instance for one in world.lapses if may_be_undone(one.instance) and is_plain(one.instance, again)]
        clocks = [one for one in world.open() if may_be_moved(world, one, until) and is_plain(one, again)]
        chosen = self.rng.choice(late[-1:] if late and (undo or self.chance(0.5)) else clocks or [None])
        if chosen is None or chosen.run.ended:
            return None
        return {"as": seat, "fact": "DeadlineExtended", "with": {"term": chosen.term.name, "until": until}}

    def bounce(self, world: World) -> dict[str, Any]:
        name = world.sent[world.notices[-1].index]
        return {"fact": "NoticeBounced", "with": {"notice": name}}

    def calendar(self) -> dict[str, Any]:
        day = self.now.date() + timedelta(days=self.rng.randint(1, 10))
        procedure = self.case["procedures"]["x"]
        is_simple = "times" not in procedure and not {"rest", "log"} & set(procedure.get("anytime", {}))
        mode = self.rng.choice(["follow", "keep"]) if is_simple else "follow"
        return {"fact": "CalendarChanged",
                "with": {"calendar": self.rng.choice(["england", "england", "karnataka"]), "closed": [day.isoformat()],
                         "running clocks": mode}}  # fmt: skip


def may_be_moved(world: World, instance: Instance, until: str) -> bool:
    """Whether an open clock runs to a day before `until`, and nothing stands in the way."""
    due = effective_due(world, instance)
    later = due and read_instant(f"{until}T00:00+00:00") > due.at
    return bool(later and not instance.pauses and instance.moved is None)


def is_plain(instance: Instance, again: bool) -> bool:
    """Whether nothing but the agreed date decides a clock from then on."""
    instant = instance.term.end
    is_span = instant and instant.amount and instant.amount.span and not instant.roll
    return bool(is_span and not (again and instant and instant.event == "claim"))


def may_be_undone(instance: Instance) -> bool:
    term = instance.term
    dos = [term.procedure.do(text) for text in term.silence]
    return (
        bool(dos)
        and all(do.verb == "nothing" or (do.term and not do.term.is_rule) for do in dos)
        and not term.is_duty
        and instance.run.ended is None
    )


def second_version(rng: random.Random, procedures: dict[str, Any]) -> dict[str, Any]:
    """The same procedures, with some periods of working days longer."""

    def longer(text: str) -> str:
        return re.sub(r"(\d+) working days", lambda found: f"{int(found[1]) + rng.randint(0, 5)} working days", text)

    def is_longer(key: str, one: Any) -> bool:
        return key == "by" and isinstance(one, str) and "before" not in one

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: longer(one) if is_longer(key, one) else changed(one) for key, one in value.items()}
        return value

    return dict(changed(copy.deepcopy(procedures)))
