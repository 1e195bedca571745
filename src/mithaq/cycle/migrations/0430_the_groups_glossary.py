"""The glossary of the group: its terms, and what was done to each."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers
import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0321_letters_of_proxies"),
        ("cycle", "0001_the_year_and_its_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("words", mithaq.foundation.languages.words.PerLanguageField()),
                ("avoided", models.JSONField(blank=True, default=dict)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("is_standing", models.BooleanField(default=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="cycle.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="TermChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("entered", "entered"),
                            ("corrected", "corrected"),
                            ("taken_away", "taken away"),
                            ("restored", "undone"),
                        ],
                        max_length=16,
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="cycle.term"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
    ]
