"""The number of a row in tables whose rows stay."""

from typing import Any

from django.db import models


class RowNumber(models.BigAutoField):
    """A number drawn upwards. Rows that are never deleted leave none free: SQLite need not keep the highest ever."""

    def db_type_suffix(self, connection: Any) -> None:
        """Return nothing where Django would have SQLite write the highest number down at each row."""
