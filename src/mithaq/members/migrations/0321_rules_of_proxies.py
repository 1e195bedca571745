"""How many proxies one seat may hold, from an instant on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0320_focal_points_are_named"),
        ("actors", "0321_letters_of_proxies"),
        ("cycle", "0001_the_year_and_its_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProxyRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("most", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proxy_rules", to="cycle.cycle"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="actors.seat"),
                ),
            ],
            options={"ordering": ("at", "id")},
        ),
    ]
