"""The year, the group's own words and mark, and a calendar that changes."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers
import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    replaces = [
        ("cycle", "0001_the_year"),
        ("cycle", "0010_the_groups_own_words_and_mark"),
        ("cycle", "0011_a_calendar_that_changes"),
    ]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("group", mithaq.foundation.languages.words.PerLanguageField()),
                ("mark", mithaq.foundation.languages.words.PerLanguageField()),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("authentic", models.JSONField(default=list)),
                ("working", models.JSONField(blank=True, default=list)),
                ("classes", models.JSONField(blank=True, default=list)),
                ("emblem_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ("-year", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))), name="a_cycle_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation"),
                            ("papers", "Working papers"),
                            ("consolidation", "Consolidation"),
                            ("negotiation", "Negotiation"),
                            ("endorsement", "Endorsement"),
                            ("summit", "Summit"),
                            ("follow_up", "Follow-up"),
                        ],
                        max_length=24,
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("at", models.DateTimeField()),
                ("is_standing", models.BooleanField(default=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deadlines", to="cycle.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
                "constraints": [models.UniqueConstraint(fields=("cycle", "key"), name="a_deadline_has_one_key")],
            },
        ),
        migrations.CreateModel(
            name="Emblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("png", models.BinaryField()),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="emblem", to="cycle.cycle"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", mithaq.foundation.languages.words.PerLanguageField()),
                ("where", models.CharField(blank=True, max_length=120)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="cycle.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Leadership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("chair", "Chair city"), ("convener", "Convener")], max_length=16)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leaders", to="cycle.cycle"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="led", to="actors.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "organisation", "role"), name="an_organisation_leads_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preparation", "Preparation"),
                            ("papers", "Working papers"),
                            ("consolidation", "Consolidation"),
                            ("negotiation", "Negotiation"),
                            ("endorsement", "Endorsement"),
                            ("summit", "Summit"),
                            ("follow_up", "Follow-up"),
                        ],
                        max_length=24,
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("opens", models.DateTimeField()),
                ("closes", models.DateTimeField()),
                ("is_standing", models.BooleanField(default=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="cycle.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ("opens", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_standing", True)),
                        fields=("cycle", "kind"),
                        name="a_phase_comes_once_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))), name="a_phase_closes_after_it_opens"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarChange",
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
                        choices=[("moved", "moved"), ("cancelled", "cancelled"), ("restored", "undone")], max_length=16
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calendar_changes", to="cycle.cycle"
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="cycle.deadline",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="cycle.phase"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deadline__isnull", False), ("phase__isnull", True)),
                            models.Q(("deadline__isnull", True), ("phase__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_change_is_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pillar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField()),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pillars", to="cycle.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "key"), name="a_pillar_has_one_key"),
                    models.UniqueConstraint(fields=("cycle", "position"), name="a_pillar_has_its_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordBookEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("chair", mithaq.foundation.languages.words.PerLanguageField()),
                ("measure", models.CharField(max_length=80)),
                ("city_class", models.CharField(blank=True, max_length=40)),
                ("value", models.PositiveBigIntegerField()),
                ("unit", models.CharField(max_length=60)),
                ("as_of", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ("year", "measure", "as_of", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "measure", "city_class", "as_of", "source"), name="a_count_is_entered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leaders_summit", models.DateField()),
                ("off", models.JSONField(default=list)),
                ("holidays", models.JSONField(blank=True, default=list)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="working_calendar", to="cycle.cycle"
                    ),
                ),
            ],
        ),
    ]
