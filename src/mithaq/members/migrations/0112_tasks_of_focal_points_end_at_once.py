from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0111_mergers_that_can_be_undone"),
    ]

    operations = [
        migrations.AddField(
            model_name="focalpoint",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
