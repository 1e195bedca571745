from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0020_contests_and_delegations"),
    ]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
