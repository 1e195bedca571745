"""The ways to read a text, and its place on the thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from mithaq.communique.models import Text
from mithaq.communique.queries.rows import Row, languages_of
from mithaq.communique.vocabulary import TranslationState
from mithaq.foundation.languages.formats import number
from mithaq.foundation.thread.steps import Step, steps_to
from mithaq.foundation.ui.templatetags.values import own_name

BOTH = "both"
#: So many languages stand beside each other on a page that is not wide.
PAIR = 2

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


def ways_by_width(text: Text, asked: Mapping[str, str]) -> dict[str, list[Way]]:
    """The switch between the languages: all of them, of three and more the reader's own with each other one, and each
    alone. Where nothing is asked for, a wide page shows all, one that is less wide the pair, a narrow one the own."""
    own, *others = languages_of(text)
    pairs = [f"{own},{code}" for code in others] if len(others) > 1 else []
    offered = {BOTH: gettext("Side by side")}
    offered |= {pair: " · ".join(map(own_name, pair.split(","))) for pair in pairs}
    offered |= {code: own_name(code) for code in text.authentic}
    wanted = asked.get("language", "")
    shown = {"any": wanted if wanted in offered else BOTH}
    if not wanted:
        shown = {"wide": BOTH, "medium": (*pairs, BOTH)[0], "narrow": own}
    return {
        width: [Way(title, address(asked, language=code), code == current) for code, title in offered.items()]
        for width, current in shown.items()
    }


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
