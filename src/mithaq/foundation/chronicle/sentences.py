"""What an act says, in the reader's language: prose is made when it is read and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import searchable
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.chronicle.models import Act

_sentences: dict[str, Promise] = {}


def tell(sentences: Mapping[str, Promise]) -> None:
    """Declare the sentence of each verb. It may use %(who)s, "Amina, for Tunis"."""
    _sentences.update(sentences)
    _saying.cache_clear()


def verbs_told() -> set[str]:
    """Every verb that has a sentence."""
    return set(_sentences)


def verbs_saying(words: str) -> set[str]:
    """The verbs whose sentence in the active language, without who did it, holds these folded words."""
    return {verb for verb, said in _saying(get_language()) if words in said}


@lru_cache(16)
def _saying(language: str | None) -> list[tuple[str, str]]:
    """Each verb with its folded sentence in the active language."""
    return [(verb, searchable(str(sentence) % {"who": ""})) for verb, sentence in _sentences.items()]


def sentence_of(act: Act) -> str:
    """The act as a whole sentence in the active language."""
    return told(act.verb, act.seat, act.mandate)


def _acting(seat: Seat, mandate: Mandate | None) -> str:
    if mandate is None or mandate.seat.organisation_id == seat.organisation_id:
        return seat.sentence
    return str(_("%(person)s of %(own)s, by proxy for %(organisation)s")) % {
        "person": seat.person,
        "own": seat.organisation,
        "organisation": mandate.seat.organisation,
    }


def told(verb: str, seat: Seat | None, mandate: Mandate | None = None) -> str:
    """That a seat did this, as a whole sentence in the active language; under a mandate of another organisation, that
    it did so by proxy for that one."""
    who = _acting(seat, mandate) if seat else str(_("The system"))
    sentence = _sentences.get(verb)
    if sentence is None:
        return f"{who}: {verb}"
    said = str(sentence) % {"who": who}
    # The comma that closes "Amina, for Tunis" closes nothing after a name alone.
    return said if "," in who else said.replace(f"{who}, ", f"{who} ", 1)
