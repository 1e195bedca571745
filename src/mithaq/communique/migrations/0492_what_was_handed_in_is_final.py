"""What a city handed in is final: the database itself refuses to change or delete a silence, what broke it, and the
statements beside a text. Whose they are may change, since two records of one city are merged.
"""

from django.db import migrations

from mithaq.foundation.guards import Guarded, Guards, differ

_SILENCE = ("id", "public_id", "text_id", "draft_id", "hash", "opens", "expires", "seat_id")
_GIVEN = ("is_entered", "source", "given_at", "seat_id", "mandate_id", "at")
_BREAK = ("id", "public_id", "silence_id", "reason", *_GIVEN)
_STATEMENT = ("id", "public_id", "text_id", "draft_id", "clause_id", "kind", "words", "hash", "evidence_id", *_GIVEN)


class Migration(migrations.Migration):
    dependencies = [("communique", "0491_silences_called_off_and_statements_entered")]
    operations = [
        Guards(
            "what was handed in is final",
            Guarded("communique_silence", keys=("public_id",), update=differ(*_SILENCE)),
            Guarded("communique_callingoff", keys=("silence_id",)),
            Guarded("communique_break", keys=("public_id",), update=differ(*_BREAK)),
            Guarded("communique_namedclause", keys=(("broken_id", "clause_id"),)),
            Guarded("communique_breakwithdrawal", keys=("broken_id",)),
            Guarded("communique_statement", keys=("public_id",), update=differ(*_STATEMENT)),
            Guarded("communique_statementwithdrawal", keys=("statement_id",)),
        )
    ]
