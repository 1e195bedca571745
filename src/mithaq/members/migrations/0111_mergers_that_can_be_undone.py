import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0020_contests_and_delegations"),
        ("members", "0110_photos_with_their_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("kind", models.CharField(max_length=64)),
                ("kept", models.CharField(db_index=True, max_length=24)),
                ("gone", models.CharField(max_length=24)),
                ("moved", models.JSONField(default=dict)),
                ("tops", models.JSONField(default=dict)),
                ("fields", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Unmerging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("stayed", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="unmerging", to="members.merger"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
    ]
