"""A call says how many days before its end the cities are reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("endorsements", "0540_findings_with_their_facts")]
    operations = [migrations.AddField("call", "reminders", models.JSONField(default=list))]
