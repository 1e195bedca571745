"""A way around the database's guards, for tests that ask what happens after somebody got past them."""

from __future__ import annotations

from importlib import import_module

from django.db import connection

_GUARDS = "mithaq.communique.migrations.0420_frozen_words_are_final"


def past_the_guards() -> None:
    """Take the guards on frozen texts away, until the test's transaction is rolled back."""

    class Editor:
        connection = connection

        @staticmethod
        def execute(statement: str) -> None:
            connection.cursor().execute(statement)

    import_module(_GUARDS).open_the_door(None, Editor)
