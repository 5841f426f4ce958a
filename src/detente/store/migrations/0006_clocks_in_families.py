"""A family's own row says when its first clock rings, and which entry opened it; wakes keep notices and agendas."""

from typing import Any, ClassVar

from django.db import migrations, models


def move(_apps: Any, editor: Any) -> None:
    """Take the clocks out of the wakes, and write down what opened each family, by the door that rebuild has."""
    with editor.connection.cursor() as cursor:
        cursor.execute("INSERT INTO store_door (relationship) SELECT key FROM store_relationship")
        cursor.execute("DELETE FROM store_wake WHERE kind = 'clock'")
        cursor.execute(
            "UPDATE store_family SET opened_seq = (SELECT MIN(e.seq) FROM store_joint_entry e WHERE e.relationship = "
            "store_family.relationship AND e.matter = store_family.matter AND e.kind = 'MatterOpened')"
        )
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
        migrations.RunSQL(  # in place: what Django makes anew on SQLite loses its guards
            "ALTER TABLE store_family ADD COLUMN opened_seq bigint NOT NULL DEFAULT 0",
            state_operations=[
                migrations.AddField("family", "opened_seq", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE store_relationship ADD COLUMN rebuilt bigint NOT NULL DEFAULT 0",
            state_operations=[
                migrations.AddField("relationship", "rebuilt", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(move),
    ]
