"""A way as a timeline file: the acts with their dates, and at the end what is then the case.

Source: language.md, section 13, timeline.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from detente.core.engine import State
from detente.core.procedures import On
from detente.core.simulation.explore.play import Actor, Deed, Told
from detente.core.simulation.explore.world import World
from detente.core.vocabulary.money import Money

MATTER = "D-1"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 \-]*[A-Za-z0-9]|[A-Za-z]")
_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "none", "y", "n")


class Timeline(msgspec.Struct, frozen=True):
    """A story that shows something: `head` says what, `entries` are acts and at the end an expectation."""

    head: str
    entries: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """The timeline as a file."""
        lines = [f"# {line}" for line in self.head.splitlines()]
        return "\n".join([*lines, *(f"- {_flow(entry)}" for entry in self.entries)]) + "\n"


def timeline(world: World, way: tuple[Told, ...], head: str) -> Timeline | None:
    """Return a way as a timeline, or nothing where no story tells it: no act opens the matter, or a seat is vacant."""
    acts = [told for told in way if told.deed is not None]
    if not way or way[0].vacant:
        return None
    first = acts[0].deed if acts else None
    if first is None or first.row is None or first.row.term != "opens":
        return None
    state = next(told.after for told in reversed(way) if told.after is not None)
    entries = [entry for told in acts for entry in _acts(world, told)]
    at = max(told.at for told in way)  # where times are cut short, a clock rings as of an earlier instant
    return Timeline(head, (*entries, {"at": _instant(world, at), "matter": MATTER, "expect": _expected(world, state)}))


def _acts(world: World, told: Told) -> Iterator[dict[str, Any]]:
    assert told.deed is not None
    for actor in told.deed.actors:
        yield _act(world, told.deed, actor, told.at)


def _act(world: World, deed: Deed, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    entry: dict[str, Any] = {"at": _instant(world, at)}
    if actor.person:
        entry["by"] = actor.person
    entry |= {"as": actor.seat, "do": world.names.acts.get(deed.event, deed.event), "matter": MATTER}
    if deed.row is not None and deed.row.term != "opens" and _ambiguous(world, deed.event):
        entry["term"] = deed.row.term
    if deed.values:
        entry["with"] = {name: _text(value) for name, value in deed.values}
    return entry


def _ambiguous(world: World, event: str) -> bool:
    rows = [
        row
        for table in world.compiled.tables.values()
        for row in table.rows
        if row.on is On.ACT and row.act == event and row.term != "opens"
    ]
    return len(rows) > 1


def _expected(world: World, state: State) -> dict[str, Any]:
    """What is open, when it is due, how the matter and its runs have ended."""
    found: dict[str, Any] = {"state": state.result or "open", "open": []}
    due: dict[str, str] = {}
    for run in state.runs.values():
        for term, open_ in run.open.items() if run.ended is None else ():
            if "\0" in term or open_.waiting:
                continue
            found["open"].append(term)
            if open_.due is not None and not open_.overdue and not open_.held and not open_.notice:
                due[term] = _instant(world, open_.due)
    ended = {name: run.result for name, run in state.runs.items() if run.ended is not None}
    return found | ({"due": due} if due else {}) | ({"ended": ended} if ended else {})


def _instant(world: World, at: dt.datetime) -> str:
    local = at.astimezone(world.tz)
    return local.isoformat(timespec="seconds" if local.second or local.microsecond else "minutes")


def _text(value: Any) -> Any:
    if isinstance(value, Money):
        return value.text
    return list(value) if isinstance(value, tuple) else str(value)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    plain = (_PLAIN.fullmatch(text) and text.lower() not in _WORDS) or re.fullmatch(
        r"\d{4}-\d\d-\d\d(T[\d:]+([+-]\d\d:\d\d|Z)?)?", text
    )
    return text if plain else json.dumps(text, ensure_ascii=False)
