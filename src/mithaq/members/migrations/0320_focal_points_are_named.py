"""Each task of a focal point has an identifier, so that a list can name it and take it back."""

from django.db import migrations, models

import mithaq.foundation.identifiers


def name_each(apps, schema_editor):
    """Give every task on record an identifier of its own."""
    for task in apps.get_model("members", "FocalPoint").objects.iterator():
        task.public_id = mithaq.foundation.identifiers.fresh_id()
        task.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [("members", "0001_members_and_their_contacts")]

    operations = [
        migrations.AddField("focalpoint", "public_id", models.CharField(default="", editable=False, max_length=24)),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            "focalpoint",
            "public_id",
            models.CharField(
                default=mithaq.foundation.identifiers.fresh_id, editable=False, max_length=24, unique=True
            ),
        ),
    ]
