"""The outbox with its enclosures, and the replies and bounces that came in."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers


class Migration(migrations.Migration):
    replaces = [
        ("mail", "0001_outbox"),
        ("mail", "0002_one_sender_at_a_time"),
        ("mail", "0010_replies_enclosures_bounces"),
        ("mail", "0020_letters_to_an_address"),
        ("mail", "0140_marked_copies"),
    ]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
        ("uploads", "0001_files_received_and_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("occasion", models.CharField(max_length=120)),
                ("language", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField()),
                ("reply_to", models.CharField(blank=True, max_length=254)),
                ("written_at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="actors.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [models.UniqueConstraint(fields=("seat", "occasion"), name="a_letter_is_written_once")],
            },
        ),
        migrations.CreateModel(
            name="InHand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="in_hand", to="mail.letter"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("is_marked", models.BooleanField(default=False)),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="enclosures", to="mail.letter"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "name"), name="an_enclosure_has_a_name_of_its_own")
                ],
            },
        ),
        migrations.CreateModel(
            name="Bounce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("status", models.CharField(blank=True, max_length=12)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bounces", to="mail.letter"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("letter", "status"), name="a_letter_comes_back_once")],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sendings", to="mail.letter"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
    ]
