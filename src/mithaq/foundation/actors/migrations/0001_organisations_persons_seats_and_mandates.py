"""Organisations, persons, seats and mandates, with contests, delegations and mergers."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.actors.models
import mithaq.foundation.identifiers
import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    replaces = [
        ("actors", "0001_organisations_persons_seats_mandates"),
        ("actors", "0002_kinds_and_roles"),
        ("actors", "0010_what_is_on_record_of_persons"),
        ("actors", "0020_contests_and_delegations"),
        ("actors", "0110_seats_that_end_at_once"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("speak", "speak"),
                            ("propose", "propose"),
                            ("negotiate", "negotiate"),
                            ("endorse", "endorse"),
                            ("sign", "sign"),
                        ],
                        max_length=16,
                    ),
                ),
                ("matter_kind", models.CharField(blank=True, max_length=64)),
                ("matter", models.CharField(blank=True, max_length=24)),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.CharField(blank=True, db_index=True, max_length=80)),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("evidence", mithaq.foundation.languages.words.PerLanguageField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", mithaq.foundation.languages.words.PerLanguageField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contests", to="actors.mandate"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.CharField(blank=True, db_index=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("city", "City"),
                            ("network", "Network of cities"),
                            ("international_organisation", "International organisation"),
                            ("university", "University or research institute"),
                            ("company", "Company"),
                            ("state", "State"),
                            ("public_body", "Public body"),
                            ("engagement_group", "Engagement group"),
                            ("secretariat", "Secretariat"),
                            ("unstated", "Kind not stated"),
                        ],
                        max_length=32,
                    ),
                ),
                ("name", mithaq.foundation.languages.words.PerLanguageField()),
                ("country", models.CharField(blank=True, max_length=2)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("note", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                ("is_gap", models.BooleanField(default=False)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="actors.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.CharField(blank=True, db_index=True, max_length=80)),
                ("name", mithaq.foundation.languages.words.PerLanguageField()),
                ("pronunciation", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                ("honorific", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                ("forms", models.CharField(blank=True, choices=[("m", "Masculine"), ("f", "Feminine")], max_length=1)),
                ("languages", models.JSONField(blank=True, default=list)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "address_key",
                    mithaq.foundation.actors.models.AddressKeyField(blank=True, editable=False, max_length=320),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="actors.person",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("address_key", ""), _negated=True),
                        fields=("address_key",),
                        name="an_address_belongs_to_one_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("people", models.PositiveBigIntegerField()),
                ("concept", models.CharField(max_length=64)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
                ("is_living", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="populations",
                        to="actors.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_living", True)),
                        fields=("organisation", "concept", "year", "source"),
                        name="a_population_is_stated_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.CharField(blank=True, db_index=True, max_length=80)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("secretariat", "Secretariat"),
                            ("chair", "Chair"),
                            ("convener", "Convener"),
                            ("sherpa", "Sherpa"),
                            ("mayor", "Mayor"),
                            ("partner", "Knowledge partner"),
                            ("presidency", "Presidency"),
                            ("press", "Press"),
                            ("auditor", "Auditor"),
                        ],
                        max_length=32,
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="actors.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="actors.person"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="a_seat_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "delegation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recall", to="actors.delegation"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="mandate",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="actors.seat"
            ),
        ),
        migrations.CreateModel(
            name="Examination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("in_order", models.BooleanField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="examinations", to="actors.mandate"
                    ),
                ),
                (
                    "examiner",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("mandate", "examiner"), name="an_examiner_examines_a_mandate_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="delegation",
            name="giver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations_given", to="actors.seat"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="receiver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations_received", to="actors.seat"
            ),
        ),
        migrations.CreateModel(
            name="ContestDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("is_upheld", models.BooleanField()),
                (
                    "contest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="actors.contest"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="contest",
            name="seat",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
        ),
        migrations.CreateModel(
            name="MandateScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("speak", "speak"),
                            ("propose", "propose"),
                            ("negotiate", "negotiate"),
                            ("endorse", "endorse"),
                            ("sign", "sign"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scopes", to="actors.mandate"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("mandate", "scope"), name="a_scope_is_given_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                name="a_mandate_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("receiver")), _negated=True),
                name="nobody_delegates_to_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                name="a_delegation_ends_after_it_starts",
            ),
        ),
    ]
