"""A family's own row says when its first clock rings; the list of wakes keeps notices and agendas alone."""

from typing import Any, ClassVar

from django.db import migrations, models


def drop_clocks(_apps: Any, editor: Any) -> None:
    """Take the clocks out of the list of wakes, by the door that rebuild has."""
    with editor.connection.cursor() as cursor:
        cursor.execute("INSERT INTO store_door (relationship) SELECT DISTINCT relationship FROM store_wake")
        cursor.execute("DELETE FROM store_wake WHERE kind = 'clock'")
        cursor.execute("DELETE FROM store_door")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0005_choices")]
    operations: ClassVar = [
        migrations.RemoveIndex(model_name="family", name="family_open"),
        migrations.AddIndex(
            model_name="family", index=models.Index(fields=["relationship", "result"], name="family_open")
        ),
        migrations.AddIndex(
            model_name="family",
            index=models.Index(fields=["due_us"], name="family_due", condition=models.Q(due_us__isnull=False)),
        ),
        migrations.AddIndex(
            model_name="family",
            index=models.Index(
                fields=["relationship", "due_us"], name="family_rings", condition=models.Q(due_us__isnull=False)
            ),
        ),
        migrations.RunPython(drop_clocks),
    ]
