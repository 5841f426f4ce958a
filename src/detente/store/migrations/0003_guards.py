"""Guards on the tables, and on PostgreSQL the roles under which private rooms lie. There is no way back."""

from typing import Any

from django.db import migrations

from detente.store import roles
from detente.store.migrations._guards import statements


def put_up(_apps: Any, editor: Any) -> None:
    """Put every guard up, then hand the private tables over."""
    with editor.connection.cursor() as cursor:
        for statement in statements(editor.connection.vendor):
            cursor.execute(statement)
    if editor.connection.vendor == "postgresql":
        roles.hand_over()


class Migration(migrations.Migration):
    dependencies = [("store", "0002_accounts_keep_sides")]
    operations = [migrations.RunPython(put_up)]
