"""Words about the texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from mithaq.communique.models import Draft, Round, Silence
from mithaq.communique.queries.comparison import Comparison
from mithaq.communique.web.redlined import redlined as marked
from mithaq.communique.web.redlined import unmarked
from mithaq.core.redline import Run
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.formats import number

register = template.Library()


@register.filter
def named_for(seat: Seat, reader: Any) -> str:
    """Who acted: the person, for those who hold a seat; the public reads for which organisation."""
    return seat.sentence if reader else str(seat.organisation)


@register.simple_tag
def redlined(*, runs: Iterable[Run], clean: bool = False) -> SafeString:
    """Words with what was taken out of them and put into them; `clean`, without the marks."""
    return unmarked(runs) if clean else marked(runs)


@register.simple_tag
def draft_name(*, of: Draft) -> str:
    """What people call a draft: the zero draft, then by its number."""
    if of.number == 0:
        return gettext("Zero draft")
    return gettext("Draft %(number)s") % {"number": number(of.number)}


@register.simple_tag
def round_name(*, of: Round) -> str:
    """What people call a round: by the draft that lies on its table."""
    if of.draft.number == 0:
        return gettext("Round on the zero draft")
    return gettext("Round on draft %(number)s") % {"number": number(of.draft.number)}


@register.simple_tag
def silence_name(*, of: Silence) -> str:
    """What people call a silence procedure: by the draft that it would adopt."""
    if of.draft.number == 0:
        return gettext("Silence on the zero draft")
    return gettext("Silence on draft %(number)s") % {"number": number(of.draft.number)}


@register.simple_tag
def sum_of_changes(*, of: Comparison) -> str:
    """How many clauses changed, and how many words, as one line."""
    counts = of.counts
    sentences = (
        (counts["changed"], ngettext("%(count)s clause changed", "%(count)s clauses changed", counts["changed"])),
        (counts["inserted"], ngettext("%(count)s new clause", "%(count)s new clauses", counts["inserted"])),
        (counts["deleted"], ngettext("%(count)s clause deleted", "%(count)s clauses deleted", counts["deleted"])),
        (counts["moved"], ngettext("%(count)s clause moved", "%(count)s clauses moved", counts["moved"])),
        (counts["words_in"], ngettext("%(count)s word put in", "%(count)s words put in", counts["words_in"])),
        (counts["words_out"], ngettext("%(count)s word taken out", "%(count)s words taken out", counts["words_out"])),
    )
    return " · ".join(sentence % {"count": number(count)} for count, sentence in sentences if count)
