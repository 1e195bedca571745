"""Invitations get a name and a link of their own, guests may be invited, and answers are kept."""

from django.db import migrations, models

from mithaq.foundation.identifiers import fresh_id
from mithaq.taskforces.models import fresh_token


def name_each(apps, schema_editor):
    """Every invitation that was made before gets a name and a link of its own."""
    participations = apps.get_model("taskforces", "Participation").objects.using(schema_editor.connection.alias)
    for one in participations.all().iterator():
        participations.filter(pk=one.pk).update(public_id=fresh_id(), token=fresh_token())


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0002_kinds_and_roles"),
        ("taskforces", "0011_addresses_of_own_calendars"),
    ]

    operations = [
        migrations.AddField("meeting", "hours_since", models.PositiveIntegerField(default=0)),
        migrations.AddField("participation", "public_id", models.CharField(max_length=24, null=True)),
        migrations.AddField("participation", "token", models.CharField(max_length=64, null=True)),
        migrations.AddField("participation", "guest_name", models.CharField(blank=True, max_length=200, default="")),
        migrations.AddField(
            "participation", "guest_address", models.EmailField(blank=True, max_length=254, default="")
        ),
        migrations.AddField("participation", "invited_with", models.PositiveIntegerField(default=0)),
        migrations.RunPython(name_each, migrations.RunPython.noop, elidable=False),
    ]
