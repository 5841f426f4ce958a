"""The semantic difference of two charters: what was added, taken out, moved or changed, and who gains room by it."""

from enum import StrEnum
from typing import Any

import msgspec

from detente.core.charter.change.room import Gain, gains
from detente.core.charter.model import Record, Rules, data_of

Path = tuple[str, ...]


class ChangeKind(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # same content, another place in an order that counts


class Change(msgspec.Struct, frozen=True):
    """One difference. `before` and `after` are the entry in its one writing, empty where there is none."""

    kind: ChangeKind
    path: Path
    before: str
    after: str
    gains: tuple[Gain, ...] = ()

    @property
    def says(self) -> str:
        """The change as one line."""
        where = ", ".join(self.path)
        if self.kind is ChangeKind.ADDED:
            return f"{where}: {self.after} is new."
        if self.kind is ChangeKind.REMOVED:
            return f"{where}: {self.before} is gone."
        if self.kind is ChangeKind.MOVED:
            return f"{where}: the written order changes from {self.before} to {self.after}."
        return f"{where}: {self.before} becomes {self.after}."


def differences(before: Rules, after: Rules) -> list[Change]:
    """Return every difference in what two charters say, in the order of the later text.

    Wording and layout do not count.
    """
    found: list[Change] = []
    _compare((), before, after, found)
    return [msgspec.structs.replace(change, gains=gains(change.path, before, after)) for change in found]


def _compare(path: Path, before: Any, after: Any, found: list[Change]) -> None:
    if isinstance(before, Record) and type(before) is type(after):
        _records(path, before, after, found)
    elif isinstance(before, dict) and isinstance(after, dict):
        _maps(path, before, after, found)
    elif isinstance(before, list) and isinstance(after, list) and _texts(before) and _texts(after):
        _lists(path, before, after, found)
    elif data_of(before) != data_of(after):
        found.append(_changed(path, before, after))


def _records(path: Path, before: Record, after: Record, found: list[Change]) -> None:
    for name, field in type(after).model_fields.items():
        _compare((*path, field.alias or name), getattr(before, name), getattr(after, name), found)
    extras = before.model_extra, after.model_extra
    if any(extras):
        _maps(path, extras[0] or {}, extras[1] or {}, found)


def _maps(path: Path, before: dict[Any, Any], after: dict[Any, Any], found: list[Change]) -> None:
    for key, value in after.items():
        if key in before:
            _compare((*path, str(data_of(key))), before[key], value, found)
        else:
            found.append(Change(ChangeKind.ADDED, (*path, str(data_of(key))), "", written(value)))
    for key, value in before.items():
        if key not in after:
            found.append(Change(ChangeKind.REMOVED, (*path, str(data_of(key))), written(value), ""))
    kept_before, kept_after = [k for k in before if k in after], [k for k in after if k in before]
    if kept_before != kept_after:
        found.append(Change(ChangeKind.MOVED, path, ", ".join(map(str, kept_before)), ", ".join(map(str, kept_after))))


def _lists(path: Path, before: list[Any], after: list[Any], found: list[Change]) -> None:
    old, new = [data_of(item) for item in before], [data_of(item) for item in after]
    found += [Change(ChangeKind.ADDED, path, "", written(item)) for item in new if item not in old]
    found += [Change(ChangeKind.REMOVED, path, written(item), "") for item in old if item not in new]
    if sorted(old) == sorted(new) and old != new:
        found.append(Change(ChangeKind.MOVED, path, ", ".join(old), ", ".join(new)))


def _changed(path: Path, before: Any, after: Any) -> Change:
    if before is None or before == []:
        return Change(ChangeKind.ADDED, path, "", written(after))
    if after is None or after == []:
        return Change(ChangeKind.REMOVED, path, written(before), "")
    return Change(ChangeKind.CHANGED, path, written(before), written(after))


def _texts(items: list[Any]) -> bool:
    return all(isinstance(data_of(item), str) for item in items)


def written(value: Any) -> str:
    """Return a value on one line, as a reader would quote it."""
    data = data_of(value)
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(written(item) for item in data) + "]"
    return str(data)
