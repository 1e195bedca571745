"""A migration is named for what it is meant to do."""

from __future__ import annotations

import re

from tests.house.tree import PACKAGE, files_under, shown

INTENT = re.compile(r"\d{4}_[a-z][a-z0-9]*(_[a-z0-9]+)*")
WRITTEN_BY_DJANGO = re.compile(r"\d{4}_(?:initial|auto_.*|.*_and_more|alter_.*_(?:options|field))")


def test_migrations_are_named_for_intent():
    migrations = [path for path in files_under(PACKAGE, ".py") if path.parent.name == "migrations"]
    named = [path for path in migrations if path.name != "__init__.py"]
    poorly = [path for path in named if not INTENT.fullmatch(path.stem) or WRITTEN_BY_DJANGO.fullmatch(path.stem)]
    assert [shown(path) for path in poorly] == []
