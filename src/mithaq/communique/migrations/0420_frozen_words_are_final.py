"""What was frozen is final: the database itself refuses to change the words, the order or the title of a frozen text.

A wording is never changed at all.
"""

from django.db import migrations

from mithaq.foundation.guards import Guarded, Guards

_PLACED = (
    "EXISTS (SELECT 1 FROM communique_placement_wordings w"
    " JOIN communique_placement p ON p.id = w.placement_id"
    " JOIN communique_freezing f ON f.draft_id = p.draft_id WHERE w.wording_id = OLD.id)"
)
_STANDS = (
    "EXISTS (SELECT 1 FROM communique_placement p JOIN communique_freezing f ON f.draft_id = p.draft_id"
    " WHERE p.{column} = {row}.{of})"
)
_DRAFT = "EXISTS (SELECT 1 FROM communique_freezing f WHERE f.draft_id = {row}.{of})"


def _place(row):
    return _DRAFT.format(row=row, of="draft_id")


def _words_of(row):
    return _STANDS.format(column="id", row=row, of="placement_id")


_CLAUSE = _STANDS.format(column="clause_id", row="OLD", of="id")
_ITSELF = _DRAFT.format(row="OLD", of="id")


class Migration(migrations.Migration):
    dependencies = [("communique", "0400_rounds_returns_and_amendments")]
    operations = [
        Guards(
            "what was frozen is final",
            Guarded(
                "communique_placement",
                insert=_place("NEW"),
                update=f"{_place('OLD')} OR {_place('NEW')}",
                delete=_place("OLD"),
            ),
            Guarded(
                "communique_placement_wordings",
                insert=_words_of("NEW"),
                update=f"{_words_of('OLD')} OR {_words_of('NEW')}",
                delete=_words_of("OLD"),
            ),
            Guarded("communique_wording", keys=(("clause_id", "language", "hash"),), delete=_PLACED),
            Guarded("communique_clause", keys=("public_id",), update=_CLAUSE, delete=_CLAUSE),
            Guarded("communique_draft", keys=("public_id", ("text_id", "number")), update=_ITSELF, delete=_ITSELF),
            Guarded("communique_freezing", keys=("draft_id", "text_id")),
            Guarded(
                "communique_text",
                update="NEW.title <> OLD.title AND EXISTS (SELECT 1 FROM communique_freezing f WHERE f.text_id = OLD.id)",
                delete="",
            ),
        )
    ]
