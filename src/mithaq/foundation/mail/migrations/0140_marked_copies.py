from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0020_letters_to_an_address")]

    operations = [migrations.AddField("enclosure", "is_marked", models.BooleanField(default=False))]
