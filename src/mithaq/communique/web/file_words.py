"""What is said of a file: what a person should know before taking it in, why something could not be placed, and what
changes no words. In the active language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mithaq.communique.jobs import FILE_GONE
from mithaq.communique.models import FileReading, ReturnFile
from mithaq.communique.vocabulary import Warned, found_in_a_file
from mithaq.foundation.languages.formats import number
from mithaq.foundation.uploads.vocabulary import Unreadable, Why, sentence_of_a_file

NOT_STORED = gettext_lazy("This file is no longer stored as it was received, so it was not read.")

#: What to know of a file; `n` is the number by which the form of the sentence is chosen.
SENTENCES: dict[Warned, Any] = {
    Warned.OLDER_DRAFT: gettext_lazy(
        "The file was made of draft %(number)s. Its changes were carried over to the words of this draft."
    ),
    Warned.UNKNOWN_DRAFT: gettext_lazy(
        "The file says that it was made of another draft, which is not on record here. It was placed by its words."
    ),
    Warned.OTHER_TEXT: gettext_lazy("The file says that it is a copy of another text, or of a text of another group."),
    Warned.NO_COPY: gettext_lazy(
        "Almost no paragraph of the file is like a clause of this draft, so nothing of it was placed."
    ),
    Warned.OTHER_CITY: gettext_lazy(
        "The name of the file, or those who wrote in it, speak for another city: %(city)s."
    ),
    Warned.COPY_OF: gettext_lazy("The file was made of the copy that %(city)s took along."),
    Warned.GROUND: ngettext_lazy(
        "The words under %(count)s change read otherwise in this draft. Both readings stand below.",
        "The words under %(count)s changes read otherwise in this draft. Both readings stand below.",
        "n",
    ),
    Warned.UNTRACKED: ngettext_lazy(
        "%(count)s of %(of)s changes was made with tracking switched off. It was found by comparing words.",
        "%(count)s of %(of)s changes were made with tracking switched off. They were found by comparing words.",
        "n",
    ),
    Warned.MISSING: ngettext_lazy(
        "%(count)s clause is not in the file though nobody deleted it, and is not taken as deleted: %(clauses)s.",
        "%(count)s clauses are not in the file though nobody deleted them, and are not taken as deleted: %(clauses)s.",
        "n",
    ),
    Warned.BRACKETS: gettext_lazy(
        "Brackets were typed by hand: %(clauses)s. They are taken as words; what is disputed is bracketed by itself."
    ),
    Warned.SPANS: ngettext_lazy(
        "%(count)s change reaches over three clauses or more. It stands on each of them.",
        "%(count)s changes reach over three clauses or more. They stand on each of them.",
        "n",
    ),
    Warned.SPELLING: ngettext_lazy(
        "%(count)s clause differs only in quotation marks, tatweel or unseen signs, and is left as it is.",
        "%(count)s clauses differ only in quotation marks, tatweel or unseen signs, and are left as they are.",
        "n",
    ),
}


def summed(reading: FileReading) -> str:
    """The sentence of the preview: 37 changes on 12 clauses; 2 could not be placed."""
    return found_in_a_file(reading.changes, reading.clauses, reading.unplaced)


def fault_of(file: ReturnFile) -> Any:
    """Why a file was not read."""
    if file.fault == FILE_GONE:
        return NOT_STORED
    return sentence_of_a_file(Unreadable(Why(file.fault), **file.facts))


def warning_of(code: Warned, facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One thing to know before a file is taken in. `names` are those of clauses and cities by identifier."""
    count = int(facts.get("count", 0))
    said: dict[str, Any] = {"n": count, "count": number(count), "of": number(int(facts.get("of", 0)))}
    said["number"] = number(int(facts.get("number", 0)))
    said["clauses"] = _listed([names[one] for one in facts.get("clauses", ()) if one in names])
    said["city"] = names.get(str(facts.get("city", "")), "–")
    return str(SENTENCES[code] % said)


def _listed(names: list[str]) -> str:
    shown = _(", ").join(dict.fromkeys(names[:8]))
    return f"{shown}…" if len(names) > 8 else shown
