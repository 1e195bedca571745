"""A statement that the secretariat enters for a city may have the city's letter beside it, which is final as the
statement is."""

import importlib

import django.db.models.deletion
from django.db import migrations, models

final = importlib.import_module("mithaq.communique.migrations.0492_what_was_handed_in_is_final")

NAME, TABLE = "communique_statement_final_letter", "communique_statement"
SAID = {
    "name": NAME,
    "verb": "UPDATE OF evidence_id",
    "table": TABLE,
    "each": "ROW",
    "refusal": final.REFUSAL,
    "condition": "",
}


def guard(apps, schema_editor):
    final.guard(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(final.POSTGRESQL_FUNCTION.format(**SAID))
        schema_editor.execute(final.POSTGRESQL.format(**SAID))
    else:
        schema_editor.execute(final.SQLITE.format(**SAID))


def open_the_door(apps, schema_editor):
    final.open_the_door(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {NAME} ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {NAME}()")
    else:
        schema_editor.execute(f"DROP TRIGGER {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("communique", "0492_what_was_handed_in_is_final"),
        ("uploads", "0001_files_received_and_erased"),
    ]
    operations = [
        migrations.RunPython(final.open_the_door, final.guard),
        migrations.AddField(
            model_name="statement",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="uploads.upload",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_entered", True), ("evidence__isnull", True), _connector="OR"),
                name="evidence_belongs_to_what_was_entered",
            ),
        ),
        migrations.RunPython(guard, open_the_door),
    ]
