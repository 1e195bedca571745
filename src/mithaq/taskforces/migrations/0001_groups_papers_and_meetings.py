"""Groups and their charters, papers with versions and steps, meetings with invitations and answers."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers
import mithaq.foundation.languages.words
import mithaq.taskforces.models


class Migration(migrations.Migration):
    replaces = [
        ("taskforces", "0001_groups_and_papers"),
        ("taskforces", "0010_meetings"),
        ("taskforces", "0011_addresses_of_own_calendars"),
        ("taskforces", "0120_answers_to_invitations"),
        ("taskforces", "0121_replies_and_guests"),
        ("taskforces", "0200_groups_papers_and_reviews"),
        ("taskforces", "0201_first_steps_of_papers_on_record"),
        ("taskforces", "0202_papers_in_work_come_last"),
    ]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
        ("cycle", "0001_the_year_and_its_calendar"),
        ("uploads", "0001_files_received_and_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("task_force", "Task force"),
                            ("special_working_group", "Special working group"),
                            ("drafting_group", "Drafting group"),
                        ],
                        max_length=32,
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("charter", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("seated", "Whoever holds a seat, but not the press"),
                            ("group", "Those who work in the group, and those who look after the year"),
                        ],
                        default="public",
                        max_length=16,
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="cycle.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("cycle", "key"), name="a_group_has_one_key")],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("co_chair", "Co-chair"),
                            ("member", "Member"),
                            ("partner", "Partner"),
                        ],
                        max_length=16,
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="actors.organisation"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="enrolments", to="taskforces.group"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends__isnull", True)),
                        fields=("group", "organisation"),
                        name="an_organisation_is_in_a_group_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="an_enrolment_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("changed", "changed"), ("opened", "other readers"), ("ended", "ended")], max_length=16
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="taskforces.group"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="GroupDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("public", "Everybody"),
                            ("seated", "Whoever holds a seat, but not the press"),
                            ("group", "Those who work in the group, and those who look after the year"),
                        ],
                        default="group",
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("taken_away_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="taskforces.group"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_away_at__isnull", True)),
                        fields=("group", "file"),
                        name="a_file_lies_in_a_group_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("co_chair", "Co-chair"),
                            ("member", "Member"),
                            ("partner", "Partner"),
                        ],
                        max_length=16,
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="taskforces.group"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="actors.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("starts", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends__isnull", True)),
                        fields=("group", "seat"),
                        name="a_seat_is_in_a_group_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="a_seat_leaves_a_group_after_it_came",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                            ("sherpas", "Meeting of the sherpas"),
                            ("mayors", "Meeting of the mayors"),
                            ("group", "Meeting of a group"),
                            ("other", "Meeting"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("place", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                ("link", models.URLField(blank=True, max_length=500)),
                ("agenda", models.JSONField(blank=True, default=list)),
                ("is_announced", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=0)),
                ("hours_since", models.PositiveIntegerField(default=0)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "called_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="cycle.cycle"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="taskforces.group",
                    ),
                ),
            ],
            options={
                "ordering": ("starts", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="a_meeting_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="taskforces.meeting"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "file"), name="a_file_lies_before_a_meeting_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("due", models.DateField()),
                ("reached", models.DateField(blank=True, null=True)),
                ("is_standing", models.BooleanField(default=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="taskforces.group"
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
            },
        ),
        migrations.CreateModel(
            name="MilestoneChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("set", "set"),
                            ("moved", "moved"),
                            ("reached", "reached"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("before", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="taskforces.milestone"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="minutes", to="taskforces.meeting"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Outcome",
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
                    models.CharField(choices=[("decision", "Decision"), ("action", "Action item")], max_length=16),
                ),
                ("text", mithaq.foundation.languages.words.PerLanguageField()),
                ("due", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outcomes", to="taskforces.meeting"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="actors.seat",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "decision"),
                            models.Q(("due__isnull", False), ("owner__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_action_has_an_owner_and_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "outcome",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="completion", to="taskforces.outcome"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Paper",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("working_paper", "Working paper"),
                            ("recommendations", "Recommendations of the group"),
                        ],
                        default="working_paper",
                        max_length=16,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("outline", "Outline"),
                            ("draft", "Draft"),
                            ("review", "For review"),
                            ("submitted", "Submitted"),
                            ("published", "Published"),
                        ],
                        default="submitted",
                        max_length=16,
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("language", models.CharField(blank=True, max_length=12)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("note", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="cycle.cycle"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="uploads.upload",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="taskforces.group",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actors.seat",
                    ),
                ),
            ],
            options={
                "ordering": (models.OrderBy(models.F("submitted_at"), nulls_last=True), "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "key"), name="a_paper_has_one_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("stage__in", ("submitted", "published")),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            models.Q(
                                ("stage__in", ("outline", "draft", "review")),
                                ("submitted_at__isnull", True),
                                ("submitted_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_submitted_paper_has_its_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "after",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.group"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.group"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="taskforces.paper"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="PaperPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("refuses_late", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="paper_policy", to="cycle.cycle"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("link", models.URLField(blank=True, max_length=500)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("pages_source", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="uploads.upload",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="taskforces.paper"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("paper", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "number"), name="a_version_has_its_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("link", "")),
                            models.Q(("file__isnull", True), models.Q(("link", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_version_is_a_file_or_a_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("outline", "Outline"),
                            ("draft", "Draft"),
                            ("review", "For review"),
                            ("submitted", "Submitted"),
                            ("published", "Published"),
                        ],
                        max_length=16,
                    ),
                ),
                ("is_return", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("due", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="taskforces.paper"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="taskforces.paperversion",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                ("page", models.PositiveIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="taskforces.paper"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="taskforces.paperversion",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=mithaq.taskforces.models.fresh_token, editable=False, max_length=64, unique=True
                    ),
                ),
                ("guest_name", models.CharField(blank=True, max_length=200)),
                ("guest_address", models.EmailField(blank=True, max_length=254)),
                ("invited_with", models.PositiveIntegerField(default=0)),
                ("is_invited", models.BooleanField(default=True)),
                ("was_there", models.BooleanField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="taskforces.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="actors.seat",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "seat"), name="a_seat_takes_part_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", True)),
                        fields=("meeting", "guest_address"),
                        name="a_guest_takes_part_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guest_address", ""), ("seat__isnull", False)),
                            models.Q(("seat__isnull", True), models.Q(("guest_address", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_seat_or_a_guest_takes_part",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attendance",
                    models.CharField(
                        choices=[
                            ("yes", "comes"),
                            ("represented", "somebody else comes instead"),
                            ("perhaps", "perhaps"),
                            ("no", "does not come"),
                        ],
                        max_length=12,
                    ),
                ),
                ("substitute", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("site", "on this site"),
                            ("link", "by the link of the invitation"),
                            ("mail", "by mail"),
                        ],
                        max_length=8,
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="taskforces.participation",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attendance", "represented"), ("substitute__gt", "")),
                            models.Q(models.Q(("attendance", "represented"), _negated=True), ("substitute", "")),
                            _connector="OR",
                        ),
                        name="whoever_is_represented_says_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("due", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="taskforces.paper"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="actors.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True), ("released_at__isnull", True)),
                        fields=("paper", "reviewer"),
                        name="a_reviewer_is_asked_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.CharField(
                        choices=[("taken", "Taken up"), ("in_part", "Taken up in part"), ("not_taken", "Not taken up")],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reply", to="taskforces.comment"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finding", "taken"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="what_is_not_taken_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feed_keys", to="actors.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("seat",),
                        name="a_seat_has_one_calendar_address",
                    )
                ],
            },
        ),
    ]
