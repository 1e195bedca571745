"""The ways to read a text, and its place on the thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext

from mithaq.communique.models import Text
from mithaq.communique.queries.rows import Row
from mithaq.communique.vocabulary import TranslationState
from mithaq.foundation.languages.formats import number
from mithaq.foundation.thread.steps import Step, steps_to
from mithaq.foundation.ui.templatetags.values import own_name

BOTH = "both"

#: The sign that goes with each state of a translation.
SIGN_OF_STATE = {
    TranslationState.UNTRANSLATED: "gap",
    TranslationState.STALE: "waiting",
    TranslationState.PROPOSED: "open",
    TranslationState.APPROVED: "done",
}


@dataclass(frozen=True)
class Way:
    """One of the ways to read the text: a language, or both side by side."""

    title: str
    url: str
    current: bool
    count: None = None


#: What the address of a text's page says of the way in which it is read.
ASKED = ("language", "lines", "show", "only", "since", "way")


def address(asked: Mapping[str, str], **changed: str) -> str:
    """The same page, read in another way; an empty value leaves it out."""
    kept = {name: asked.get(name, "") for name in ASKED} | changed
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def ways_to_read(text: Text, asked: Mapping[str, str], *, is_narrow: bool = False) -> list[Way]:
    """The switch between both languages and one. Where nothing is asked for, a narrow page shows the reader's own."""
    current = asked.get("language", "")
    if current not in text.authentic:
        current = str(get_language()) if is_narrow else BOTH
    offered = {BOTH: gettext("Side by side")} | {code: own_name(code) for code in text.authentic}
    return [Way(title, address(asked, language=code), code == current) for code, title in offered.items()]


def thread_of_text(text: Text, rows: Sequence[Row], *, is_public: bool) -> dict[str, list[Step]]:
    """What the text came out of, the nearest first, and what became of it."""
    points = {point.public_id: point for row in rows for point in row.points}
    gathered = sum(point.gathered for point in points.values())  # type: ignore[attr-defined]
    return {
        "before": [*steps_to(points.values()), *_recommendations(gathered)],
        "after": _roll(text) if is_public else [],
    }


def _recommendations(count: int) -> list[Step]:
    if not count:
        return []
    title = ngettext("%(count)s recommendation", "%(count)s recommendations", count) % {"count": number(count)}
    return [Step(gettext("Recommendations"), title, reverse("recommendations:all"))]


def _roll(text: Text) -> list[Step]:
    address = reverse("endorsements:declaration", args=[text.public_id])
    return [Step(gettext("Endorsements"), gettext("Who endorsed it"), address)]
