"""Public keys by which the parties and the neutrals countersign checkpoints; the private ones never come here."""

from typing import ClassVar

from django.db import models


class Witness(models.Model):
    """A public key of one seat at the table, as C2SP notes write it: name, key id, base64."""

    relationship = models.SlugField(max_length=80, db_index=False)
    party = models.CharField(max_length=80)  # or a neutral's key
    key = models.CharField(max_length=300)
    person = models.CharField(max_length=20)  # who handed it in
    added_us = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["relationship", "key"], name="witness_once")]
