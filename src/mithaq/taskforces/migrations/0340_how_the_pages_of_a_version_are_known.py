"""Whether a version's pages were counted in its file, or are stated by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taskforces", "0330_invitations_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="paperversion",
            name="counted_by",
            field=models.CharField(
                blank=True,
                choices=[("file", "counted in the file"), ("program", "as the file says of itself")],
                max_length=16,
            ),
        ),
    ]
