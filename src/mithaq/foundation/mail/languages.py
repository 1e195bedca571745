"""One letter in several languages: the same words in each, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import override

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.mail.models import BETWEEN_LANGUAGES, Letter
from mithaq.foundation.mail.outbox import write

#: Around a subject's part in one language, which would turn the words of the other about (Unicode's FSI and PDI).
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"


def write_in(
    seat: Seat,
    languages: Sequence[str],
    letter: Callable[[str], tuple[str, str]],
    *,
    occasion: str,
    at: datetime,
    address: str = "",
) -> Letter:
    """Put a letter into the outbox as `outbox.write` does; `letter` gives subject and body in a language, which is the
    active one meanwhile."""
    subjects, bodies = [], []
    for language in languages:
        with override(language):
            subject, body = letter(language)
        subjects.append(subject)
        bodies.append(body)
    return write(
        seat,
        occasion=occasion,
        language=", ".join(languages),
        subject=in_one_subject(subjects),
        body=BETWEEN_LANGUAGES.join(bodies),
        at=at,
        address=address,
    )


def in_one_subject(subjects: Sequence[str]) -> str:
    """The subjects in each language on one line; a lone one as it is."""
    if len(subjects) == 1:
        return subjects[0]
    return " · ".join(f"{ISOLATE}{subject}{END_OF_ISOLATE}" for subject in subjects)
