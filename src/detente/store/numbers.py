"""The number of a row in tables whose rows stay."""

from typing import Any

from django.db import models


class RowNumber(models.BigAutoField):
    """A number drawn upwards. Rows that are never deleted leave none free: SQLite need not keep the highest ever."""

    def db_type_suffix(self, connection: Any) -> str | None:
        """Return how the database draws it; on SQLite a primary key does by itself."""
        return None if connection.vendor == "sqlite" else super().db_type_suffix(connection)
