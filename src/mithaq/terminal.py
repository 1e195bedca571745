"""What commands say in a terminal, and in which language."""

from __future__ import annotations

import os
import sys

#: Exit code where something is wrong that the person can put right.
WRONG = 1


def set_up() -> None:
    """Make Django ready for a command."""
    import django

    django.setup()


def say(words: object) -> None:
    """Print words at once, so that they are seen in time where the output is a file or a pipe."""
    print(words, flush=True)


def complain(words: object) -> None:
    """Say what is wrong, in the terminal's language where it is one of ours."""
    if isinstance(words, str):
        print(words, file=sys.stderr, flush=True)
        return
    from django.utils.translation import override

    with override(language_of_the_terminal()):
        print(words, file=sys.stderr, flush=True)


def language_of_the_terminal() -> str:
    """The one of our two languages in which the terminal speaks."""
    wished = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ar" if wished.startswith("ar") else "en"
