"""What a reader can take along of a text, and of what lies on the table of a round: the files, and where they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from mithaq.communique.models import Draft, Text
from mithaq.communique.queries import reads_drafts
from mithaq.communique.web.shown import BOTH
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.formats import number
from mithaq.foundation.ui.templatetags.values import own_name


@dataclass(frozen=True)
class Taken:
    """One file that can be taken along: what it is, and where."""

    title: str
    url: str


def files_of_text(text: Text, draft: Draft | None, seat: Seat | None) -> list[Taken]:
    """What can be taken along of a text as it is shown."""
    if draft is None:
        return []
    languages = list(text.authentic)
    address, printed, changes = (
        reverse(f"communique:{name}", args=[text.public_id]) for name in ("word", "pdf", "compare_word")
    )
    found = [Taken(gettext("Word, %(language)s") % {"language": own_name(one)}, _to(address, one)) for one in languages]
    if len(languages) > 1:
        found.append(Taken(gettext("Word, side by side"), _to(address, BOTH)))
    for one in languages:
        title = gettext("PDF with line numbers, %(language)s") % {"language": own_name(one)}
        found.append(Taken(title, _to(printed, one, lines="1")))
    if len(languages) > 1:
        found.append(Taken(gettext("PDF, side by side"), _to(printed, BOTH)))
    if reads_drafts(seat) and draft.number:
        earlier = str(draft.number - 1)
        title = gettext("What changed since draft %(number)s, as tracked changes") % {"number": number(int(earlier))}
        found.append(Taken(title, _to(changes, BOTH, **{"from": earlier})))
    return found


def words_to_write_in(draft: Draft, text: Text) -> list[Taken]:
    """The draft of a round as Word files in which a city writes its changes, one for each authentic language."""
    address = reverse("communique:word", args=[text.public_id])
    title = gettext("Take the draft to write in (Word, %(language)s)")
    return [
        Taken(title % {"language": own_name(one)}, _to(address, one, draft=str(draft.number))) for one in text.authentic
    ]


def copy_of_a_city(draft: Draft, text: Text, language: str) -> str:
    """The address of the draft as the copy of one city, in one language, before the city's public identifier; a copy
    that comes back says whose it is."""
    return _to(reverse("communique:word", args=[text.public_id]), language, draft=str(draft.number), city="")


def files_of_round(public_id: str) -> list[Taken]:
    """What can be taken along of the table of a round."""

    def as_word(shape: str) -> str:
        return reverse("communique:round_word", args=[public_id, shape])

    def as_book(shape: str) -> str:
        return reverse("communique:round_sheet", args=[public_id, shape])

    return [
        Taken(gettext("Word with tracked changes, each under its city"), as_word("tracked")),
        Taken(gettext("Word, both languages, with tracked changes"), _to(as_word("tracked"), BOTH)),
        Taken(gettext("The text with brackets (Word)"), as_word("brackets")),
        Taken(gettext("Matrix of clauses and cities (Word)"), as_word("matrix")),
        Taken(gettext("Matrix of clauses and cities (Excel)"), as_book("matrix")),
        Taken(gettext("Comment table with our answers (Word)"), as_word("comments")),
        Taken(gettext("Comment table with our answers (Excel)"), as_book("comments")),
    ]


def _to(address: str, language: str, **more: str) -> str:
    return f"{address}?{urlencode({'language': language, **more})}"
