"""Which part of a person's name is the family's, where it is on record."""

from django.db import migrations

import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_organisations_persons_seats_and_mandates")]

    operations = [
        migrations.AddField(
            "person", "family", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)
        ),
    ]
