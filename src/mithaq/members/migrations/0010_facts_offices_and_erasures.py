"""Facts about organisations, offices, ways to reach persons; what was taken back; whose name was erased."""

import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers
import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0010_what_is_on_record_of_persons"),
        ("cycle", "0001_the_year"),
        ("members", "0001_memberships"),
    ]

    operations = [
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
            ],
            options={
                "ordering": ("-is_preferred", "id"),
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
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
            ],
            options={
                "ordering": ("starts", "id"),
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
            ],
            options={
                "ordering": ("starts", "id"),
            },
        ),
        migrations.CreateModel(
            name="TakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=64)),
                ("thing", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="an_organisation_is_in_one_class_at_a_time",
        ),
        migrations.AddField(
            model_name="membership",
            name="is_living",
            field=models.BooleanField(default=True),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends__isnull", True), ("is_living", True)),
                fields=("cycle", "organisation"),
                name="an_organisation_is_in_one_class_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="channel",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
        ),
        migrations.AddField(
            model_name="channel",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="channels", to="actors.person"
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
        ),
        migrations.AddField(
            model_name="erasure",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="actors.person"
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
        ),
        migrations.AddField(
            model_name="fact",
            name="cycle",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="cycle.cycle"
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="actors.organisation"
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facts",
                to="actors.person",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
        ),
        migrations.AddField(
            model_name="office",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="offices", to="actors.organisation"
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="offices", to="actors.person"
            ),
        ),
        migrations.AddField(
            model_name="takenback",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_living", True), ("is_preferred", True)),
                fields=("person",),
                name="one_channel_is_the_preferred_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts__isnull", True), ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="a_fact_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "bloc"), models.Q(("bloc", ""), _negated=True)),
                    models.Q(models.Q(("kind", "bloc"), _negated=True), ("bloc", "")),
                    _connector="OR",
                ),
                name="a_bloc_is_named_where_there_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts__isnull", True), ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="an_office_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="takenback",
            constraint=models.UniqueConstraint(fields=("kind", "thing"), name="a_fact_is_taken_back_once"),
        ),
    ]
