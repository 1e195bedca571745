"""What is not the same in two language versions of a clause, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from mithaq.communique.queries.translations import Sheet
from mithaq.core.parity import Aspect, Difference, Version, parity
from mithaq.foundation.languages.formats import number
from mithaq.foundation.ui.templatetags.values import own_name


def warnings_of(sheet: Sheet, names: Sequence[Mapping[str, str]]) -> list[str]:
    """What the words and their source say differently, each difference in a sentence; `names` as `core.parity` has
    them."""
    if not sheet.source or not sheet.shown:
        return []
    found = parity(Version(sheet.source_language, sheet.source), Version(sheet.language, sheet.shown), names)
    return [_sentence(one) for one in found]


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
