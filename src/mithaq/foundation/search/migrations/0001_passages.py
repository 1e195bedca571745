"""Passages, and in each database the index that finds them: FTS5 in SQLite, a text search vector in PostgreSQL.

Neither cuts or stems words: what is stored are stems between spaces. `ascii` takes every letter beyond ASCII as one of
a word, and PostgreSQL gets its vector in writing, so that both find the same. Further keys stand in a column of their
own, or behind a gap, so that no phrase is found across them.
"""

from django.db import migrations, models

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index
    USING fts5(stems, asides, content='search_passage', content_rowid='id', tokenize='ascii')
    """,
    """
    CREATE TRIGGER search_passage_comes AFTER INSERT ON search_passage BEGIN
    INSERT INTO search_index(rowid, stems, asides) VALUES (NEW.id, NEW.stems, NEW.asides);
    END
    """,
    """
    CREATE TRIGGER search_passage_goes AFTER DELETE ON search_passage BEGIN
    INSERT INTO search_index(search_index, rowid, stems, asides) VALUES ('delete', OLD.id, OLD.stems, OLD.asides);
    END
    """,
    """
    CREATE TRIGGER search_passage_changes AFTER UPDATE ON search_passage BEGIN
    INSERT INTO search_index(search_index, rowid, stems, asides) VALUES ('delete', OLD.id, OLD.stems, OLD.asides);
    INSERT INTO search_index(rowid, stems, asides) VALUES (NEW.id, NEW.stems, NEW.asides);
    END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER search_passage_changes",
    "DROP TRIGGER search_passage_goes",
    "DROP TRIGGER search_passage_comes",
    "DROP TABLE search_index",
)
#: A vector knows no place beyond 16383; passages are shorter. Keys aside stand two places from each other.
POSTGRESQL = (
    """
    CREATE FUNCTION search_vector(stems text, asides text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(quote_literal(key) || ':' || least(place, 16383), ' '), '')::tsvector FROM (
        SELECT key, place FROM unnest(string_to_array(trim(stems), '  ')) WITH ORDINALITY AS told(key, place)
        UNION ALL
        SELECT key, 8192 + 2 * place
        FROM unnest(string_to_array(trim(asides), '  ')) WITH ORDINALITY AS also(key, place)
    ) AS keys WHERE key <> ''
    $$
    """,
    "ALTER TABLE search_passage ADD COLUMN vector tsvector GENERATED ALWAYS AS (search_vector(stems, asides)) STORED",
    "CREATE INDEX search_passage_vector ON search_passage USING gin (vector)",
)
POSTGRESQL_BACK = (
    "ALTER TABLE search_passage DROP COLUMN vector",
    "DROP FUNCTION search_vector(text, text)",
)


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def tear_down(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.BigIntegerField()),
                ("place", models.PositiveIntegerField()),
                ("is_title", models.BooleanField(default=False)),
                ("page", models.PositiveIntegerField(null=True)),
                ("language", models.CharField(db_index=True, max_length=12)),
                ("words", models.PositiveIntegerField()),
                ("often", models.TextField()),
                ("stems", models.TextField()),
                ("asides", models.TextField()),
                ("text", models.TextField()),
            ],
            options={
                "ordering": ("kind", "subject", "place"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "subject", "place"), name="a_passage_has_its_place")
                ],
            },
        ),
        migrations.RunPython(build, tear_down),
    ]
