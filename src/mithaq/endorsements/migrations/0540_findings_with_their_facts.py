"""What a check or a witness found is kept as a code with its facts, and said in the language of whoever reads.

Columns are added and none is built anew, so the guards of the log stay where they are.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("endorsements", "0521_what_was_handed_over_is_final")]
    operations = [
        operation
        for model in ("logcheck", "witness")
        for operation in (
            migrations.AlterField(model, "problem", models.CharField(blank=True, db_column="problem", max_length=300)),
            migrations.RenameField(model, "problem", "finding"),
            migrations.AddField(model, "facts", models.JSONField(null=True)),
        )
    ]
