"""How much a person wants to be sent, one row for each relationship in which they chose."""

from typing import ClassVar

from django.db import models


class Choice(models.Model):
    """A person's one selector in a relationship; without a row everything comes as it happens."""

    relationship = models.SlugField(max_length=80, db_index=False)
    person = models.CharField(max_length=20)
    position = models.CharField(max_length=12)  # happens, daily, legal

    class Meta:
        app_label = "store"
        constraints: ClassVar = [models.UniqueConstraint(fields=["relationship", "person"], name="choice_once")]
