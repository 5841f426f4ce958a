"""Journals: for every class of rooms its entries, the head of its log, its checkpoints, the keys of what is sealed.

Private rooms name a relationship by its key and refer to no other table: a reference would tell that they exist.
"""

from typing import ClassVar

from django.db import models

from detente.store.numbers import RowNumber
from detente.store.rooms import CLASSES


class Entry(models.Model):
    """One line of a journal. It is written once."""

    id = RowNumber(primary_key=True)
    relationship = models.SlugField(max_length=80, db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    matter = models.CharField(max_length=40, blank=True, default="")
    at_us = models.BigIntegerField()
    line = models.TextField()

    class Meta:
        abstract = True


class Log(models.Model):
    """Where a journal stands: its size, the roots of its tree's complete subtrees, its last instant."""

    relationship = models.SlugField(max_length=80, primary_key=True)
    size = models.BigIntegerField(default=0)
    peaks = models.TextField(default="")  # hexadecimal, 64 digits each
    last_us = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class Checkpoint(models.Model):
    """A note over the first `size` entries, with every signature it has by now."""

    relationship = models.SlugField(max_length=80, db_index=False)
    size = models.BigIntegerField()
    made_us = models.BigIntegerField()
    note = models.TextField()

    class Meta:
        abstract = True


class SealingKey(models.Model):
    """The key under which a person's fields or a matter's texts are sealed; destroyed, they are unreadable."""

    relationship = models.SlugField(max_length=80, db_index=False)
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=64)  # hexadecimal

    class Meta:
        abstract = True


def _meta(room: str, word: str, *, unique: tuple[str, ...] = (), indexes: tuple[tuple[str, ...], ...] = ()) -> type:
    names = {
        "app_label": "store",
        "db_table": f"store_{room}_{word}",
        "constraints": [models.UniqueConstraint(fields=["relationship", *unique], name=f"{room}_{word}_once")]
        if unique
        else [],
        "indexes": [
            models.Index(fields=["relationship", *fields], name=f"{room}_{word}_{'_'.join(fields)}"[:30])
            for fields in indexes
        ],
    }
    return type("Meta", (), names)


def _tables(room: str) -> dict[str, type[models.Model]]:
    """Return the four models of a class of rooms, by word."""
    stem = "".join(part.title() for part in room.split("_"))
    made: dict[str, type[models.Model]] = {}
    for word, base, meta in (
        ("entry", Entry, _meta(room, "entry", unique=("seq",), indexes=(("matter", "seq"), ("kind", "seq")))),
        ("log", Log, _meta(room, "log")),
        ("checkpoint", Checkpoint, _meta(room, "checkpoint", unique=("size",))),
        ("key", SealingKey, _meta(room, "key", unique=("name",))),
    ):
        name = f"{stem}{base.__name__}"
        made[word] = type(name, (base,), {"__module__": __name__, "__doc__": base.__doc__, "Meta": meta})
    return made


TABLES: dict[str, dict[str, type[models.Model]]] = {room: _tables(room) for room in CLASSES}


class Once(models.Model):
    """What a clock or a receipt may file only once, whoever notices it."""

    relationship = models.SlugField(max_length=80, db_index=False)
    what = models.CharField(max_length=250)
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["relationship", "what"], name="once_once")]
