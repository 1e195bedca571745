"""Who counted the pages of a paper whose file is not on record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taskforces", "0340_how_the_pages_of_a_version_are_known"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="pages_source",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
