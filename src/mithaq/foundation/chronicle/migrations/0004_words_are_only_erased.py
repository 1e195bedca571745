"""Words that belong to an act may be erased with their salt and in no other way changed; that they were said stays."""

from django.db import migrations

IS_ERASURE = "NEW.id = OLD.id AND NEW.act_id = OLD.act_id AND NEW.words IS NULL AND NEW.salt IS NULL"

SQLITE = """
CREATE TRIGGER {name} BEFORE {verb} ON chronicle_actwords {condition}
BEGIN SELECT RAISE(ABORT, 'the chronicle is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {verb} ON chronicle_actwords
FOR EACH ROW {condition} EXECUTE FUNCTION chronicle_is_append_only()
"""
GUARDS = {
    "chronicle_actwords_are_only_erased": ("UPDATE", f"WHEN (NOT ({IS_ERASURE}))"),
    "chronicle_actwords_are_never_deleted": ("DELETE", ""),
}


def guard(apps, schema_editor):
    trigger = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for name, (verb, condition) in GUARDS.items():
        schema_editor.execute(trigger.format(name=name, verb=verb, condition=condition))


def open_the_door(apps, schema_editor):
    on_table = " ON chronicle_actwords" if schema_editor.connection.vendor == "postgresql" else ""
    for name in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}")


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0003_acts_are_not_replaced")]
    operations = [migrations.RunPython(guard, open_the_door)]
