"""The table behind Django's cache: what must outlive a process and be one for all of them, such as the limits of sign-in."""

from django.core.management import call_command
from django.db import migrations

TABLE = "shared_memory"


def create(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts_and_required_proof")]
    operations = [migrations.RunPython(create, drop)]
