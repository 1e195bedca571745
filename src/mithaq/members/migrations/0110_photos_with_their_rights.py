import django.db.models.deletion
from django.db import migrations, models

import mithaq.foundation.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0020_contests_and_delegations"),
        ("members", "0030_contacts_brought_from_lists"),
        ("uploads", "0110_files_whose_content_was_erased"),
    ]

    operations = [
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
    ]
