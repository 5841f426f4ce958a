"""A story as files that a live relationship loads: a journal for each room, and the keys its texts are sealed under.

Everything that is chance in a live journal comes from a seed here, so the files are the same on every machine. The keys
lie beside them: there is no secret in a story that the package carries.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from detente.adapters.cli.files import library_file
from detente.adapters.cli.playing.journal import drawn
from detente.adapters.cli.playing.told import tell
from detente.core.journal import JournalWriter, append, seal
from detente.core.simulation.telling import Story
from detente.core.vocabulary.facts import Sealed

SEED = "demo"
JOINT = "joint"


class Keeper:
    """Seals texts, and keeps every key by its room and name."""

    def __init__(self, seed: str = SEED) -> None:
        self.seed = seed
        self.keys: dict[str, dict[str, bytes]] = {}

    def seal(self, text: str, fact: str, field: str, key: str) -> Sealed:
        """Return a text in its box, under the key of its person or matter in the room of the fact."""
        room = fact.rpartition("/")[0]
        kept = self.keys.setdefault(room, {})
        if key not in kept:
            kept[key] = drawn("key", room, key, seed=self.seed)
        nonce = drawn("nonce", fact, field, seed=self.seed, length=12)
        return seal(text, fact_id=fact, field=field, key_name=key, key=kept[key], nonce=nonce)


def prepared(story: Story, keeper: Keeper) -> dict[str, bytes]:
    """Return the files by name: `joint.jsonl`, `own-customer.jsonl`, ..., and `keys.json`."""
    rooms = {JOINT: story.relationship.facts, **story.rooms}
    files = {f"{room.replace(' ', '-')}.jsonl": _journal(room, facts, keeper) for room, facts in sorted(rooms.items())}
    return {**files, "keys.json": _keys(keeper.keys)}


def _journal(room: str, facts: list[Any], keeper: Keeper) -> bytes:
    writer, lines = JournalWriter(room), []
    for number, fact in enumerate(facts):
        appended = append(writer, fact, salt=drawn("salt", room, number, seed=keeper.seed, length=16))
        writer = appended.writer
        lines.append(appended.line)
    return b"".join(lines)


def _keys(keys: Mapping[str, Mapping[str, bytes]]) -> bytes:
    plain = {room: {name: key.hex() for name, key in sorted(kept.items())} for room, kept in sorted(keys.items())}
    return (json.dumps(plain, indent=1) + "\n").encode()


def write_prepared(folder: str, now: str) -> int:
    """Tell the demo's story up to its now, write its files, and return the command's exit code."""
    keeper = Keeper()
    place = Path(folder)
    with as_file(library_file("charters", "demo")) as demo:
        until = datetime.fromisoformat(now).astimezone(UTC)
        told = tell(
            str(demo / "charter-1.yaml"), str(demo / "story"), until=until, standing=True, seal=keeper.seal
        )  # fmt: skip
    place.mkdir(parents=True, exist_ok=True)
    for name, data in prepared(told.story, keeper).items():
        (place / name).write_bytes(data)
    return 1 if told.story.failures else 0


def read_prepared() -> tuple[dict[str, list[bytes]], dict[str, dict[str, bytes]]]:
    """Return the journals of the package's demo by room, and its keys by room and name."""
    folder = library_file("charters", "demo", "prepared")
    plain = json.loads(folder.joinpath("keys.json").read_bytes())
    keys = {room: {name: bytes.fromhex(key) for name, key in kept.items()} for room, kept in plain.items()}
    journals = {
        item.name.removesuffix(".jsonl").replace("-", " "): item.read_bytes().splitlines(keepends=True)
        for item in folder.iterdir()
        if item.name.endswith(".jsonl")
    }
    return journals, keys


__all__ = ["Keeper", "prepared", "read_prepared", "write_prepared"]
