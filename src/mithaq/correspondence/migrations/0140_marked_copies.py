from django.db import migrations, models

CHOICES = [
    ("kind", "A file of this kind cannot be written into."),
    ("locked", "It is locked with a password."),
    ("signed", "It is signed, and a change would break the signature."),
    ("unsound", "It could not be written into."),
]


class Migration(migrations.Migration):
    """What was sent before this went out with the recipient in its name alone, and is told so."""

    dependencies = [("correspondence", "0121_languages_of_letters_to_come"), ("mail", "0140_marked_copies")]

    operations = [
        migrations.AddField("circular", "sends_unmarked", models.BooleanField(default=True)),
        migrations.AlterField("circular", "sends_unmarked", models.BooleanField(default=False)),
        migrations.AddField(
            "attachment", "unmarkable", models.CharField(max_length=8, blank=True, choices=CHOICES, default="unsound")
        ),
        migrations.AlterField(
            "attachment", "unmarkable", models.CharField(max_length=8, blank=True, choices=CHOICES, default="")
        ),
    ]
