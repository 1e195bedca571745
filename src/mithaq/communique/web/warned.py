"""What is not the same in two language versions of a clause, and where they leave the group's glossary, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from mithaq.communique.queries.translations import Sheet
from mithaq.core.glossary import Departure, Entry, Fault, departures
from mithaq.core.parity import Aspect, Difference, Version, parity
from mithaq.foundation.languages.formats import number
from mithaq.foundation.ui.templatetags.values import own_name


def warnings_of(sheet: Sheet, names: Sequence[Mapping[str, str]], glossary: Sequence[Entry]) -> list[str]:
    """What the words and their source say differently, and where they depart from the glossary, each in a sentence;
    `names` as `core.parity` has them."""
    if not sheet.source or not sheet.shown:
        return []
    source, words = Version(sheet.source_language, sheet.source), Version(sheet.language, sheet.shown)
    unequal = [_sentence(one) for one in parity(source, words, names)]
    return unequal + [_departure(one) for one in departures(source, words, glossary)]


def _departure(one: Departure) -> str:
    said = {
        "words": f"\u2068{one.words}\u2069",
        "rather": f"\u2068{one.rather}\u2069",
        "language": f"\u2068{own_name(one.rather_in)}\u2069",
    }
    if one.fault == Fault.MISSING:
        return _("For “%(words)s” the glossary has “%(rather)s”, which is not in the words in %(language)s.") % said
    if one.rather:
        return _("The glossary avoids “%(words)s”. It has “%(rather)s” instead.") % said
    return _("The glossary avoids “%(words)s”.") % said


def _sentence(one: Difference) -> str:
    said = {"words": f"\u2068{one.words.strip()}\u2069", "language": f"\u2068{own_name(one.language)}\u2069"}
    counted = said | {"here": number(one.here), "there": number(one.there)}
    if one.aspect == Aspect.MONTH:
        return _("The month “%(words)s” is named in one language only: %(language)s.") % said
    if one.aspect == Aspect.NAME:
        return _("The name “%(words)s” stands in one language only: %(language)s.") % said
    if one.aspect == Aspect.BRACKETS:
        return _("Brackets that are opened: %(here)s in %(language)s, %(there)s in the other language.") % counted
    if one.aspect == Aspect.PARTS:
        return _("Paragraphs or listed parts: %(here)s in %(language)s, %(there)s in the other language.") % counted
    if one.aspect == Aspect.LENGTH:
        return _("One language is much longer than the other: %(language)s. Is a sentence missing?") % said
    return _("The number “%(words)s” stands in one language only: %(language)s.") % said
