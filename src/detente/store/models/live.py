"""What is computed from the joint journal and kept for speed. All of it can be made again from there, to the byte.

Each row cites the entry (`seq`) it was computed at; a trigger refuses a write that cites none, or no newer one.
"""

from typing import ClassVar

from django.db import models

_RINGS = models.Q(due_us__isnull=False)


class Relationship(models.Model):
    """One relationship: its name, the charter in force, the last entry that changed who may do what."""

    key = models.SlugField(max_length=80, primary_key=True)
    name = models.CharField(max_length=200)
    host = models.CharField(max_length=200)  # who signs its checkpoints
    version = models.IntegerField(default=0)  # of the charter in force
    ruled_seq = models.BigIntegerField(default=0)  # entry that last changed charter, people or calendars
    rebuilt = models.BigIntegerField(default=0)  # how often what is computed was made anew
    opened_us = models.BigIntegerField()
    seq = models.BigIntegerField()


class CharterText(models.Model):
    """A signed version of the charter."""

    relationship = models.SlugField(max_length=80, db_index=False)
    version = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    effective_us = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["relationship", "version"], name="chartertext_once")]


class Family(models.Model):
    """A matter with everything it started: the engine's state of it, and what lists sort by."""

    relationship = models.SlugField(max_length=80, db_index=False)
    matter = models.CharField(max_length=40)
    procedure = models.CharField(max_length=120)
    opener = models.CharField(max_length=80)
    raised_by = models.CharField(max_length=40, blank=True, default="")
    opened_us = models.BigIntegerField()
    opened_seq = models.BigIntegerField(default=0)  # of the entry that opened it: the order of opening
    version = models.IntegerField()
    result = models.CharField(max_length=80, blank=True, default="")
    due_us = models.BigIntegerField(null=True)  # of the clock that rings first
    state = models.BinaryField()
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["relationship", "matter"], name="family_once")]
        indexes: ClassVar = [
            models.Index(fields=["relationship", "result"], name="family_open"),
            models.Index(fields=["due_us"], name="family_due", condition=_RINGS),
            models.Index(fields=["relationship", "due_us"], name="family_rings", condition=_RINGS),
        ]


class Wake(models.Model):
    """An instant at which the clerk has to look beyond families: a notice arrives, an agenda is shared."""

    relationship = models.SlugField(max_length=80, db_index=False)
    kind = models.CharField(max_length=12)  # receipt, agenda
    key = models.CharField(max_length=80)  # notice, series
    due_us = models.BigIntegerField()
    says = models.TextField(default="")  # JSON: what is needed to act
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["relationship", "kind", "key"], name="wake_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_us"], name="wake_due"),
            models.Index(fields=["relationship", "due_us"], name="wake_relationship"),
        ]


class Outbox(models.Model):
    """A message to a person that a fact called for. `key` makes it one for each fact, person, channel and template."""

    relationship = models.SlugField(max_length=80)
    room = models.CharField(max_length=120, default="joint")
    fact = models.CharField(max_length=120)
    person = models.CharField(max_length=20)
    channel = models.CharField(max_length=20, default="mail")
    policy = models.CharField(max_length=4)  # N1 to N7
    template = models.CharField(max_length=60)
    values = models.TextField(default="{}")  # JSON
    message_id = models.CharField(max_length=200, unique=True)
    hold_until_us = models.BigIntegerField()
    state = models.CharField(max_length=12, default="waiting")  # waiting, sent, dropped, folded, failed
    tries = models.IntegerField(default=0)
    sent_us = models.BigIntegerField(null=True)
    says = models.TextField(default="")  # why it was dropped, or what the mail server said

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["relationship", "fact", "person", "channel", "template"], name="outbox_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "hold_until_us"], name="outbox_waiting")]


class Installation(models.Model):
    """One row: the name by which this host signs, and the demo's clock."""

    host = models.CharField(max_length=200)
    seed = models.CharField(max_length=64)  # of the host's signing key, hexadecimal
    demo = models.BooleanField(default=False)
    ahead_us = models.BigIntegerField(default=0)  # by how much the demo's clock is ahead of the real one
