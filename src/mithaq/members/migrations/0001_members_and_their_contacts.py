"""Memberships and their facts, offices, focal points, invitations, lists of contacts, photos and mergers."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import mithaq.foundation.identifiers
import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    replaces = [
        ("members", "0001_memberships"),
        ("members", "0010_facts_offices_and_erasures"),
        ("members", "0020_mandate_files_focal_points_invitations"),
        ("members", "0030_contacts_brought_from_lists"),
        ("members", "0110_photos_with_their_rights"),
        ("members", "0111_mergers_that_can_be_undone"),
        ("members", "0112_tasks_of_focal_points_end_at_once"),
    ]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
        ("cycle", "0001_the_year_and_its_calendar"),
        ("uploads", "0001_files_received_and_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownHeadings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("likeness", models.CharField(max_length=64, unique=True)),
                ("columns", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="actors.person"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("brought_at", models.DateTimeField()),
                ("sheet", models.PositiveSmallIntegerField(default=0)),
                ("heading", models.PositiveIntegerField(default=1)),
                ("columns", models.JSONField(default=dict)),
                ("otherwise", models.JSONField(default=dict)),
                ("answers", models.JSONField(default=dict)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="cycle.cycle"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("name", mithaq.foundation.languages.words.PerLanguageField()),
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
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("is_open", models.BooleanField(default=True)),
                (
                    "inviter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="actors.seat"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="actors.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        models.F("organisation"),
                        models.F("role"),
                        condition=models.Q(("is_open", True)),
                        name="a_seat_is_offered_once_to_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="an_offered_seat_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Admission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="admission", to="actors.seat"
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="admission", to="members.invitation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InvitationWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="members.invitation"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MandateFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mandate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="file", to="actors.mandate"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("participating", "Participating"),
                            ("observer", "Observer"),
                            ("guest", "Guest"),
                            ("knowledge_partner", "Knowledge partner"),
                            ("sister_group", "Sister engagement group"),
                        ],
                        max_length=24,
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("is_living", models.BooleanField(default=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="cycle.cycle"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="actors.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends__isnull", True), ("is_living", True)),
                        fields=("cycle", "organisation"),
                        name="an_organisation_is_in_one_class_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="a_membership_ends_after_it_starts",
                    ),
                ],
            },
        ),
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
            name="Office",
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
                            ("head", "Head of the city or organisation"),
                            ("deputy", "Deputy"),
                            ("other", "Another office"),
                        ],
                        max_length=16,
                    ),
                ),
                ("word", mithaq.foundation.languages.words.PerLanguageField()),
                ("is_acting", models.BooleanField(default=False)),
                ("starts", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("is_living", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offices", to="actors.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offices", to="actors.person"
                    ),
                ),
            ],
            options={
                "ordering": ("starts", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts__isnull", True),
                            ("ends__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="an_office_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("photographer", models.CharField(max_length=200)),
                ("licence", models.CharField(max_length=200)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("shown_from", models.DateField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("seated", "Whoever holds a seat, but the press"),
                            ("everybody", "Everybody, the public too"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_living", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "large",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="actors.person"
                    ),
                ),
                (
                    "small",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Playing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("rows", models.JSONField(default=dict)),
                ("sequence", models.PositiveBigIntegerField()),
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="playing", to="members.import"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Imported",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("thing", models.CharField(max_length=16)),
                ("ref", models.CharField(max_length=24)),
                ("is_new", models.BooleanField()),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "playing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imported", to="members.playing"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("playing", "thing", "ref"), name="an_import_takes_hold_of_a_thing_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=64)),
                ("thing", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("kind", "thing"), name="a_fact_is_taken_back_once")],
            },
        ),
        migrations.CreateModel(
            name="Undoing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("taken_back", models.PositiveIntegerField()),
                ("left", models.JSONField(default=dict)),
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="undoing", to="members.playing"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
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
        migrations.CreateModel(
            name="Channel",
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
                            ("email", "E-mail"),
                            ("telephone", "Telephone"),
                            ("mobile", "Mobile telephone"),
                            ("messenger", "Messenger"),
                            ("post", "Post"),
                            ("office", "Through their office"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.CharField(max_length=300)),
                ("is_preferred", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("is_living", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="channels", to="actors.person"
                    ),
                ),
            ],
            options={
                "ordering": ("-is_preferred", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_living", True), ("is_preferred", True)),
                        fields=("person",),
                        name="one_channel_is_the_preferred_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
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
                            ("former_name", "Former name"),
                            ("bloc", "Belongs to a bloc"),
                            ("invited", "Invited"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrew", "Withdrew"),
                            ("represented", "Represented by"),
                            ("liaison", "Liaison"),
                            ("may_be_named", "May be named"),
                            ("may_not_be_named", "May not be named"),
                        ],
                        max_length=24,
                    ),
                ),
                ("starts", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                ("words", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                (
                    "bloc",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("g20_state", "State of the G20"),
                            ("european_union", "European Union"),
                            ("african_union", "African Union"),
                            ("other", "Another bloc"),
                        ],
                        max_length=24,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("is_living", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="cycle.cycle"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="actors.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="actors.person",
                    ),
                ),
            ],
            options={
                "ordering": ("starts", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts__isnull", True),
                            ("ends__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="a_fact_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "bloc"), models.Q(("bloc", ""), _negated=True)),
                            models.Q(models.Q(("kind", "bloc"), _negated=True), ("bloc", "")),
                            _connector="OR",
                        ),
                        name="a_bloc_is_named_where_there_is_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="focal_points", to="actors.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="a_focal_point_ends_after_it_starts",
                    )
                ],
            },
        ),
    ]
