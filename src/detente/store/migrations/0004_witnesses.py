"""The table of public keys by which a seat at the table countersigns checkpoints."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_guards")]
    operations = [
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relationship", models.SlugField(db_index=False, max_length=80)),
                ("party", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=300)),
                ("person", models.CharField(max_length=20)),
                ("added_us", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("relationship", "key"), name="witness_once")],
            },
        ),
    ]
