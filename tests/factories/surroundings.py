"""What the processes that a test starts find around them."""

from __future__ import annotations

import os

OURS = ("MITHAQ_", "DATABASE_URL", "DJANGO_")
#: Names the folder of empty databases, each of which takes seventeen seconds to make. What a house is begins with it, not
#: how it is, so every process of a test is told.
EMPTY_DATABASES = "MITHAQ_EMPTY_DATABASES"


def without_ours() -> dict[str, str]:
    """The environment with nothing of this process's own Mithaq in it but where empty databases lie."""
    return {name: value for name, value in os.environ.items() if name == EMPTY_DATABASES or not name.startswith(OURS)}
