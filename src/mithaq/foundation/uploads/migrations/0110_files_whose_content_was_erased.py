from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("uploads", "0001_received_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="forgotten_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
