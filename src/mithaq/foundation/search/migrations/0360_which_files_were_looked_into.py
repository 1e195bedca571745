from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_passages")]
    operations = [
        migrations.CreateModel(
            name="LookedInto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "subject"), name="a_file_is_looked_into_once")],
            },
        ),
    ]
