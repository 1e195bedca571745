"""A letter that is being sent is in one worker's hand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_outbox")]

    operations = [
        migrations.CreateModel(
            name="InHand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="in_hand", to="mail.letter"
                    ),
                ),
            ],
        ),
    ]
