"""Files that were received, and the marks of those whose content was erased."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers


class Migration(migrations.Migration):
    replaces = [("uploads", "0001_received_files"), ("uploads", "0110_files_whose_content_was_erased")]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=200)),
                ("received_at", models.DateTimeField()),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seat",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="actors.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "seat"), name="the_same_file_is_received_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", True)),
                        fields=("sha256",),
                        name="a_file_without_seat_is_received_once",
                    ),
                ],
            },
        ),
    ]
