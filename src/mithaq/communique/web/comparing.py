"""The page that compares two drafts of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mithaq.communique.models import Draft, Text
from mithaq.communique.queries import reads_drafts, texts_shown
from mithaq.communique.queries.comparison import comparison_of, drafts_of
from mithaq.communique.queries.rows import languages_of
from mithaq.communique.web.shown import BOTH, Way
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.templatetags.values import own_name

#: How the words are shown: changes within the line, both versions side by side, or the new one clean.
WAYS = ("inline", "beside", "clean")


@page(everyone)
def comparison(request: Request, public_id: str) -> HttpResponse:
    """Two drafts, clause by clause, with what changed from one to the other."""
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    if not reads_drafts(request.seat):
        raise Http404
    drafts = drafts_of(text)
    context: dict[str, Any] = {
        "text": text,
        "drafts": drafts,
        "trail": [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())],
    }
    if len(drafts) > 1:
        old, new = _chosen(drafts, request.GET)
        way = _known(request.GET.get("way", ""), WAYS)
        language = _known(request.GET.get("language", ""), [BOTH, *text.authentic])
        context |= {
            "old": old,
            "new": new,
            "way": way,
            "language": language,
            "asked": request.GET,
            "is_whole": bool(request.GET.get("whole")),
            "ways": _ways(request.GET, way),
            "language_ways": _languages(text, request.GET),
            "comparison": comparison_of(old, new, languages_of(text, language)),
        }
    return answer(request, "communique/comparison.html", context)


def _chosen(drafts: Sequence[Draft], asked: Mapping[str, str]) -> tuple[Draft, Draft]:
    """The two drafts that are asked for, by number; without a wish the latest and the one before it."""
    by_number = {str(draft.number): draft for draft in drafts}
    new = by_number.get(asked.get("to", ""), drafts[0])
    before = next((draft for draft in drafts if draft.number < new.number), drafts[-1])
    return by_number.get(asked.get("from", ""), before), new


def _known(wanted: str, offered: Sequence[str]) -> str:
    return wanted if wanted in offered else offered[0]


def _ways(asked: Mapping[str, str], current: str) -> list[Way]:
    titles = {"inline": _("Changes in the line"), "beside": _("Before and after"), "clean": _("Without marks")}
    return [Way(titles[way], _address(asked, way=way), way == current) for way in WAYS]


def _languages(text: Text, asked: Mapping[str, str]) -> list[Way]:
    authentic = list(text.authentic)
    if len(authentic) < 2:
        return []
    current = _known(asked.get("language", ""), [BOTH, *authentic])
    offered = {BOTH: _("All languages")} | {code: own_name(code) for code in authentic}
    return [Way(title, _address(asked, language=code), code == current) for code, title in offered.items()]


def _address(asked: Mapping[str, str], **changed: str) -> str:
    kept = {name: asked[name] for name in ("from", "to", "way", "language", "whole") if asked.get(name)}
    return f"?{urlencode({**kept, **changed})}"
