"""What goes along with a frozen text outside its words: statements and reservations, and what was not agreed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from mithaq.communique.models import Statement, Text
from mithaq.communique.queries import Reading
from mithaq.communique.queries.rows import row_of
from mithaq.communique.queries.statements import not_agreed_in, remembered_statements_on
from mithaq.communique.web.beside import NOT_BY_ALL, is_summary, marks_of
from mithaq.core.docx.composed import Line, Style, is_rtl, plain
from mithaq.core.printing.sealed import Annexed
from mithaq.foundation.languages.formats import moment


def annex_of(text: Text, reading: Reading, language: str) -> tuple[Annexed, ...]:
    """The statements on a text as they are printed, in the active language; each in the language of the file where the
    city gave it so, else in the one it has."""
    names = {placed.clause.pk: row_of(placed, [], {}).name for _depth, placed in reading.clauses}
    return tuple(_annexed(one, names, language) for one in remembered_statements_on(text))


def notes_of(text: Text, reading: Reading) -> Mapping[int | None, str]:
    """Who did not agree to what, by the clause's key, in the active language; None for the whole text. Empty unless the
    text is a chair's summary."""
    if not is_summary(text) or reading.draft is None:
        return {}
    marks = marks_of(not_agreed_in(text, reading.draft))
    return {clause: _("Not agreed.") + " " + " · ".join(one.sentence for one in said) for clause, said in marks.items()}


def notice_of(text: Text, notes: Mapping[int | None, str], language: str) -> str:
    """What stands above a chair's summary; empty for an agreed text."""
    if not is_summary(text):
        return ""
    foreword = text.chairs_summary.foreword
    said = foreword.get(language) or next(iter(foreword.values()), "")
    return "\n".join(filter(None, [f"{NOT_BY_ALL}.", notes.get(None, ""), said]))


def paragraphs_beside(text: Text, reading: Reading, language: str) -> list[Line]:
    """The same as paragraphs of a Word file, in the active language: what was not agreed, then the statements."""
    found: list[tuple[Style, str, str]] = []
    notes = notes_of(text, reading)
    if is_summary(text):
        found.append((Style.HEADING, language, notice_of(text, notes, language)))
        for _depth, placed in reading.clauses:
            if placed.clause.pk in notes:
                name = row_of(placed, [], {}).name
                found.append((Style.NOTE, language, f"{name}: {notes[placed.clause.pk]}"))
    annex = annex_of(text, reading, language)
    if annex:
        found.append((Style.HEADING, language, annex_title()))
    for one in annex:
        found += [(Style.NOTE, language, f"{one.head} ({one.note})"), (Style.NOTE, one.language, one.words)]
    return [plain(style, code, said) for style, code, said in found]


def annex_title() -> str:
    """What stands over the statements."""
    return _("Annex: statements and reservations. It is no part of the text and of its hash.")


def _annexed(one: Statement, names: Mapping[int, str], language: str) -> Annexed:
    zone = one.organisation.zone
    about = names.get(one.clause_id or 0) or _("The whole text")
    given = _("Given on %(when)s.") % {"when": moment(one.at, zone)}
    withdrawal = getattr(one, "withdrawal", None)
    if withdrawal is not None:
        given += " " + _("Withdrawn on %(when)s.") % {"when": moment(withdrawal.at, zone)}
    code = language if language in one.words else next(iter(one.words))
    return Annexed(
        f"{one.organisation}: {one.get_kind_display()} · {about}", given, one.words[code], code, is_rtl(code)
    )
