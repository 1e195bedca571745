"""Accounts of persons, and the proof that a year requires of them."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import mithaq.foundation.identifiers


class Migration(migrations.Migration):
    replaces = [("accounts", "0001_accounts_of_persons"), ("accounts", "0010_required_proof")]

    initial = True

    dependencies = [
        ("actors", "0001_organisations_persons_seats_and_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequiredProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("none", "Nothing more than being signed in"),
                            ("code", "A code or a passkey"),
                            ("passkey", "A passkey"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
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
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="account",
                        to="actors.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="an_address_opens_one_account"
                    )
                ],
            },
        ),
    ]
