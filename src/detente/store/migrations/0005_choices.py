"""The table of what each person wants to be sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_witnesses")]
    operations = [
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relationship", models.SlugField(db_index=False, max_length=80)),
                ("person", models.CharField(max_length=20)),
                ("position", models.CharField(max_length=12)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("relationship", "person"), name="choice_once")],
            },
        ),
    ]
