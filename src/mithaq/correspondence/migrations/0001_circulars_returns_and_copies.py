"""Circulars, what came back, the board, and copies marked for their recipient."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.correspondence.models
import mithaq.foundation.identifiers
import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    replaces = [
        ("correspondence", "0001_circulars_returns_and_the_board"),
        ("correspondence", "0120_answers_to_invitations"),
        ("correspondence", "0121_languages_of_letters_to_come"),
        ("correspondence", "0140_marked_copies"),
    ]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
        ("cycle", "0001_the_year_and_its_calendar"),
        ("mail", "0001_outbox_and_replies"),
        ("uploads", "0001_files_received_and_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=254, unique=True)),
                ("validity", models.PositiveBigIntegerField(default=0)),
                ("last", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="AttachmentsAllowed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments_allowed",
                        to="cycle.cycle",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Circular",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("subject", mithaq.foundation.languages.words.PerLanguageField()),
                ("body", mithaq.foundation.languages.words.PerLanguageField()),
                ("choice", models.JSONField(default=dict)),
                ("sends_unmarked", models.BooleanField(default=False)),
                (
                    "secret",
                    models.CharField(default=mithaq.correspondence.models.fresh_secret, editable=False, max_length=64),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="circulars", to="cycle.cycle"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("-written_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("languages", models.CharField(blank=True, max_length=60)),
                (
                    "letter",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressee",
                        to="mail.letter",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.organisation"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"
                    ),
                ),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="correspondence.circular",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("circular", "seat"), name="a_seat_is_addressed_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", True)),
                        fields=("circular", "organisation"),
                        name="an_organisation_without_seats_is_addressed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter__isnull", True), ("seat__isnull", True)),
                            ("seat__isnull", False),
                            _connector="OR",
                        ),
                        name="a_letter_goes_to_a_seat",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "circular",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatch",
                        to="correspondence.circular",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("title", mithaq.foundation.languages.words.PerLanguageField()),
                ("due", models.DateTimeField()),
                (
                    "circular",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="matter", to="correspondence.circular"
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
            },
        ),
        migrations.CreateModel(
            name="PreferredLanguage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferred_languages",
                        to="actors.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferred_languages",
                        to="actors.person",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "person"), name="a_person_prefers_one_language"),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", True)),
                        fields=("organisation",),
                        name="an_organisation_prefers_one_language",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="correspondence.addressee",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminder", to="mail.letter"
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
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("site", "on this site"), ("link", "by upload link"), ("mail", "by mail")],
                        max_length=8,
                    ),
                ),
                (
                    "doubt",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "no_invitation",
                                "It answers an invitation, but not one that this person could answer now.",
                            ),
                            ("no_letter", "It answers none of our letters."),
                            ("no_matter", "It answers a letter that asked for nothing."),
                            ("unknown_sender", "It answers a letter, but comes from an address that is not on record."),
                            (
                                "another_city",
                                "It answers one organisation's letter, but comes from a person of another.",
                            ),
                            ("unreadable", "This mail could not be read. It is kept as it came in."),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                (
                    "addressee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="correspondence.addressee",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="correspondence.matter",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="actors.organisation",
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
                "ordering": ("-received_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("matter", "organisation", "digest"), name="the_same_answer_is_one_return"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matter__isnull", True), ("organisation__isnull", True)),
                            models.Q(("matter__isnull", False), ("organisation__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_return_is_filed_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("answer", "answer"),
                            ("automatic", "automatic reply"),
                            ("bounce", "report of failed delivery"),
                            ("invitation", "answer to an invitation"),
                            ("unreadable", "unreadable"),
                        ],
                        max_length=16,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=32)),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("sender_name", models.CharField(blank=True, max_length=200)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("left_in_it", models.JSONField(default=list)),
                ("calendar", models.JSONField(default=dict)),
                ("received_at", models.DateTimeField()),
                (
                    "addressee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming",
                        to="correspondence.addressee",
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
                (
                    "returned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="correspondence.return",
                    ),
                ),
            ],
            options={
                "ordering": ("-received_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("filed", "filed and accepted"), ("set_aside", "set aside")],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
                (
                    "returned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="correspondence.return"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="ReturnedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "returned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="correspondence.return"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("returned", "upload"), name="a_file_is_in_a_return_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120, unique=True)),
                ("subject", mithaq.foundation.languages.words.PerLanguageField()),
                ("body", mithaq.foundation.languages.words.PerLanguageField()),
                ("kept_at", models.DateTimeField()),
                (
                    "kept_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={
                "ordering": ("title",),
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unmarkable",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kind", "A file of this kind cannot be written into."),
                            ("locked", "It is locked with a password."),
                            ("signed", "It is signed, and a change would break the signature."),
                            ("unsound", "It could not be written into."),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
                    ),
                ),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="correspondence.circular",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("circular", "upload"), name="a_file_is_attached_once")],
            },
        ),
    ]
