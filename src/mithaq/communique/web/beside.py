"""What stands beside the words of a text, as pages and files say it: marks of what was not agreed, and statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from mithaq.communique.models import Draft, Statement, Text
from mithaq.communique.queries.statements import NotAgreed, by_clause, not_agreed_in, remembered_statements_on
from mithaq.foundation.languages.formats import listing
from mithaq.foundation.things import Reference, reference_to

#: What is said of a text that the chair summed up.
NOT_BY_ALL = _("Chair’s summary, not agreed by all")
_WHY = {
    "objects": (_("Objection"), "objection"),
    "reserves": (_("Reservation of position"), "reserved"),
    "amendment": (_("Open amendment"), "bracketed"),
    "break": (_("Broke the silence on it"), "objection"),
}


@dataclass(frozen=True)
class Mark:
    """Why something was not agreed, with its sign and the cities."""

    word: object
    sign: str
    cities: Sequence[str]

    @property
    def names(self) -> str:
        """The cities as one line."""
        return pgettext("between names", ", ").join(self.cities)

    @property
    def sentence(self) -> str:
        """The mark in words, as a file says it."""
        return f"{self.word}: {listing(self.cities)}"


class Beside(NamedTuple):
    """What stands beside a text: all its statements, those that hold by the clause's key, and why it was not agreed."""

    statements: Sequence[Statement]
    stated: Mapping[int | None, Sequence[Statement]]
    marks: Mapping[int | None, Sequence[Mark]]

    def __bool__(self) -> bool:
        return bool(self.statements or self.marks)

    @property
    def cities(self) -> set[Reference]:
        """The cities whose statements they are."""
        return {reference_to(one.organisation) for one in self.statements}


def beside_of(text: Text, draft: Draft) -> Beside:
    """What stands beside the words of a text; the marks where it is a chair's summary."""
    statements = remembered_statements_on(text)
    marks = marks_of(not_agreed_in(text, draft)) if is_summary(text) else {}
    return Beside(statements, stated_by_clause(statements), marks)


def marks_of(found: Iterable[NotAgreed]) -> Mapping[int | None, list[Mark]]:
    """What was not agreed by the clause's key, in the active language; None for the whole text."""
    return {
        clause: [Mark(*_WHY[one.why], [str(city) for city in one.cities]) for one in several]
        for clause, several in by_clause(found).items()
    }


def stated_by_clause(statements: Iterable[Statement]) -> dict[int | None, list[Statement]]:
    """The statements that hold, by the clause's key; None for those on the whole text."""
    found: dict[int | None, list[Statement]] = {}
    for one in statements:
        if not hasattr(one, "withdrawal"):
            found.setdefault(one.clause_id, []).append(one)
    return found


def is_summary(text: Text) -> bool:
    """Whether the text is a chair's summary."""
    return hasattr(text, "chairs_summary")
