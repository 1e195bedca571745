"""A proxy, which is a delegation to another organisation, says which letter it rests on."""

from django.db import migrations

import mithaq.foundation.languages.words


class Migration(migrations.Migration):
    dependencies = [("actors", "0320_family_names")]

    operations = [
        migrations.AddField(
            "delegation", "evidence", mithaq.foundation.languages.words.PerLanguageField(blank=True, default=dict)
        ),
    ]
