"""Candidates out of papers, recommendations, points, and every step between them."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers
import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    replaces = [
        ("recommendations", "0001_recommendations_and_points"),
        ("recommendations", "0002_points_become_public"),
        ("recommendations", "0210_candidates_out_of_papers"),
        ("recommendations", "0220_the_working_table"),
        ("recommendations", "0240_what_becomes_of_each"),
    ]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
        ("cycle", "0001_the_year_and_its_calendar"),
        ("taskforces", "0001_groups_papers_and_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="askings", to="cycle.cycle"
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
                        condition=models.Q(("until__gt", models.F("at"))), name="a_group_has_time_to_answer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("position", models.PositiveBigIntegerField()),
                ("number", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=12)),
                ("theme", models.CharField(blank=True, max_length=300)),
                ("proposers", models.JSONField(default=list)),
                ("anchor", models.JSONField(default=dict)),
                ("doubts", models.JSONField(default=list)),
                ("as_read", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="candidates", to="taskforces.paper"
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="closings", to="cycle.cycle"
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
            name="PaperReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("read_at", models.DateTimeField()),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("found", models.PositiveIntegerField()),
                ("paragraphs", models.JSONField()),
                ("unread", models.JSONField(default=list)),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reading", to="taskforces.paper"
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
            name="Point",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("position", models.PositiveIntegerField()),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("public_from", models.DateTimeField(blank=True, null=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="cycle.cycle"
                    ),
                ),
                (
                    "pillar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="cycle.pillar",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "key"), name="a_point_has_one_key"),
                    models.UniqueConstraint(fields=("cycle", "position"), name="a_point_has_its_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("text", models.TextField()),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="recommendations.point"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("point", "language"), name="a_point_has_one_text_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("number", models.CharField(blank=True, max_length=40)),
                ("theme", models.CharField(blank=True, max_length=300)),
                ("anchor", models.JSONField(default=dict)),
                ("doubts", models.JSONField(default=list)),
                (
                    "addressee",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leaders", "Heads of state and government"),
                            ("governments", "National governments"),
                            ("cities", "Cities"),
                            ("institutions", "Institutions"),
                            ("others", "Others"),
                        ],
                        max_length=16,
                    ),
                ),
                ("addressed_as", models.CharField(blank=True, max_length=200)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="taskforces.paper",
                    ),
                ),
                (
                    "pillar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="cycle.pillar",
                    ),
                ),
            ],
            options={
                "ordering": ("paper", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "position"), name="a_recommendation_has_its_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named", models.CharField(max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="actors.organisation",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposers",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("recommendation", "named"), name="a_proposer_is_named_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leavings", to="recommendations.point"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leavings",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("point", "recommendation"), name="a_point_is_left_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dropped",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", mithaq.foundation.languages.words.PerLanguageField()),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "recommendation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dropped",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("are_together", models.BooleanField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="cycle.cycle"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="two_recommendations_are_decided_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reply",
                    models.CharField(
                        choices=[("agrees", "Agrees"), ("objects", "Objects"), ("comments", "Comments")], max_length=16
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("proposal", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "asking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="recommendations.asking"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reply", "agrees"), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="an_objection_has_its_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecommendationText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("text", models.TextField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recommendation", "language"), name="a_recommendation_has_one_text_a_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "closing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reopening",
                        to="recommendations.closing",
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
            name="Settled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "as_what",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("discarded", "Set aside"),
                            ("joined", "Joined with another"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settled",
                        to="recommendations.candidate",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="recommendations.candidate",
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
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="recommendations.point"
                    ),
                ),
                (
                    "recommendation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("recommendation__paper", "recommendation__position"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("verb", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("changes", models.JSONField(default=list)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cycle.cycle"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="recommendations.step",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Vector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64)),
                ("model", models.CharField(max_length=100)),
                ("numbers", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("hash", "model"), name="a_text_has_one_vector_a_model")
                ],
            },
        ),
    ]
