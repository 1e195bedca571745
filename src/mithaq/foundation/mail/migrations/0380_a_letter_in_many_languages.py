"""A letter may be written in many languages, with a subject in each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_outbox_and_replies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="language",
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name="letter",
            name="subject",
            field=models.CharField(max_length=1000),
        ),
    ]
