"""A glossary as a table: a column for each language's words, one for its forms to avoid, and one for notes.

Headings are the codes of languages ("en", "ar") or their names, "avoid_en" and "avoid_ar", and "note". Forms to avoid
stand between semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import gettext as _

from mithaq.core.glossary import Entry
from mithaq.core.sheets.table import Row, Workbook
from mithaq.core.text import searchable
from mithaq.cycle.domain.glossary import is_unchanged, same_as
from mithaq.cycle.models import Cycle, Term

#: A glossary that comes in has no more rows than these; its words and its notes are no longer.
MOST_TERMS, LONGEST_TERM, LONGEST_NOTE = 1_000, 200, 500
_BETWEEN = re.compile(r"[;؛\n]+")
_NOTES = ("note", "notes", "remark", "remarks", "ملاحظة", "ملاحظات")
_AVOID = re.compile(r"^(?:avoid|تجنب)[ _:(]+(.+?)\)?$")


class NoGlossary(Exception):
    """The table has no column of words, or too many rows; the message says which."""


@dataclass(frozen=True)
class TermRow:
    """A row of a table: what it says, or why it is refused; `number` is the one that the spreadsheet shows."""

    number: int
    said: Entry
    fault: str = ""


@dataclass(frozen=True)
class Planned:
    """What a row would do: "new", "corrected", "unchanged" or "refused"."""

    row: TermRow
    does: str


def headings(languages: Sequence[str]) -> list[str]:
    """The headings of a table of terms in those languages."""
    return [*languages, *(f"avoid_{code}" for code in languages), "note"]


def row_of_term(said: Entry, languages: Sequence[str]) -> list[str]:
    """A term as a row below `headings`."""
    words = [said.words.get(code, "") for code in languages]
    return [*words, *("; ".join(said.avoided.get(code, ())) for code in languages), said.note]


def forms_in(cell: str) -> tuple[str, ...]:
    """The forms that stand in a cell or in a field, each once."""
    return tuple(dict.fromkeys(" ".join(form.split()) for form in _BETWEEN.split(cell) if form.strip()))


def terms_in(book: Workbook, languages: Sequence[str]) -> list[TermRow]:
    """The rows of a file's first sheet that is not empty. Raises `NoGlossary`."""
    sheet = next(one for one in book.sheets if one.rows)
    columns = [_meaning(cell, languages) for cell in sheet.rows[0].cells]
    if not any(kind == "words" for kind, _language in columns):
        known = ", ".join(headings(languages))
        raise NoGlossary(
            _("No column of the first row is a language. Its headings may be: %(known)s.") % {"known": known}
        )
    rows = sheet.rows[1:]
    if len(rows) > MOST_TERMS:
        raise NoGlossary(_("The table has too many rows. Bring it in parts."))
    return [_read(row, columns) for row in rows]


def plan(rows: Iterable[TermRow], cycle: Cycle, standing: Iterable[Term]) -> list[Planned]:
    """What each row would do to the glossary as it stands."""
    known = {same_as(term.said, cycle): term for term in standing}
    seen: set[tuple[str, str]] = set()
    planned = []
    for row in rows:
        key = same_as(row.said, cycle)
        if not row.fault and key in seen:
            row = TermRow(row.number, row.said, _("The same term stands further up in this table."))
        if row.fault:
            planned.append(Planned(row, "refused"))
            continue
        seen.add(key)
        term = known.get(key)
        does = "new" if term is None else "unchanged" if is_unchanged(term, row.said) else "corrected"
        planned.append(Planned(row, does))
    return planned


def _meaning(heading: str, languages: Sequence[str]) -> tuple[str, str]:
    asked = " ".join(heading.lower().split())
    if asked in _NOTES:
        return "note", ""
    avoided = _AVOID.match(asked)
    name = avoided.group(1) if avoided else asked
    language = next((code for code in languages if name in _names(code)), "")
    return ("avoided" if avoided else "words", language) if language else ("", "")


def _names(code: str) -> set[str]:
    locale = Locale.parse(code.replace("-", "_"))
    names = (locale.get_language_name(shown) for shown in (code.partition("-")[0], "en", "ar"))
    return {code, *(name.lower() for name in names if name)}


def _read(row: Row, columns: Sequence[tuple[str, str]]) -> TermRow:
    words, avoided, note = {}, {}, ""
    for (kind, language), cell in zip(columns, row.cells, strict=False):
        if kind == "words" and cell.strip():
            words[language] = " ".join(cell.split())
        elif kind == "avoided" and forms_in(cell):
            avoided[language] = forms_in(cell)
        elif kind == "note":
            note = " ".join(cell.split())
    said = Entry(words, avoided, note)
    return TermRow(row.number, said, _fault(said))


def _fault(said: Entry) -> str:
    if not any(searchable(words) for words in said.words.values()):
        return _("This row has no words in any language.")
    written = [*said.words.values(), *(form for forms in said.avoided.values() for form in forms)]
    if max(map(len, written)) > LONGEST_TERM or len(said.note) > LONGEST_NOTE:
        return _("A term has no more than 200 characters, a note no more than 500.")
    if not all(letter.isprintable() for words in (*written, said.note) for letter in words):
        return _("Invisible signs stand in this row.")
    return ""
