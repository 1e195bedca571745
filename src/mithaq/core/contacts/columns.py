"""Which column of a list says what: guessed from its heading, then from what stands in it. A person has the last word.

Where a heading is known in no language, the contents may still say it: addresses of mail, country codes, days. And a
heading that is known is not believed where the contents say otherwise: an office stands under "Capacity", "Mrs" under
"Title".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from mithaq.core.contacts.headings import EITHER, IN_A_LANGUAGE, KNOWN, OF_LANGUAGE, REASONS, Column
from mithaq.core.contacts.words import NO_WORDS, Words, parts_of
from mithaq.core.sheets.table import Row, Sheet
from mithaq.core.text import script_of, searchable, text_hash, western_digits

_ORGANISATIONS = {Column.ORGANISATION, Column.ORGANISATION_EN, Column.ORGANISATION_AR}
_PERSONS = {Column.PERSON, Column.PERSON_EN, Column.PERSON_AR}
_ONLY_OF_A_PERSON = {
    Column.EMAIL, Column.ROLE, Column.TITLE, Column.TITLE_EN, Column.TITLE_AR, Column.LANGUAGES, Column.MOBILE,
    Column.FOCAL_POINT,
    *(column for column in Column if column.startswith(("given_", "family_", "honorific", "pronunciation"))),
}  # fmt: skip
#: What answers whether somebody is the focal point, folded by `searchable`, where nothing else stands in a column.
YES = frozenset(
    map(searchable, ("yes", "y", "x", "true", "1", "نعم", "oui", "si", "sí", "sim", "ja", "evet", "✓", "✔"))
)
NO = frozenset(map(searchable, ("no", "n", "false", "0", "-", "لا", "non", "nao", "não", "nein", "hayır")))
#: With which words what stands before a name begins.
_ADDRESSED = frozenset(
    map(
        searchable,
        ("معالي", "سعادة", "السيد", "السيدة", "سيد", "سيدة", "الدكتور", "الدكتورة", "دكتور", "دكتورة", "د.", "د",
         "المهندس", "المهندسة", "م.", "م", "الأستاذ", "الأستاذة", "أستاذ", "أستاذة", "أ.", "أ.د.", "أ", "صاحب", "صاحبة",
         "سمو", "فخامة", "دولة", "عطوفة", "فضيلة", "سيادة", "الشيخ", "الشيخة", "اللواء", "الآنسة",
         "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "mx", "dr", "dr.", "dra.", "prof", "prof.", "professor",
         "sir", "hon", "hon.", "h.e.", "he", "his", "her", "m", "m.", "mme", "mme.", "mlle", "monsieur", "madame", "sr",
         "sr.", "sra", "sra.", "don", "doña", "herr", "frau", "sig.", "sig.ra", "dott.", "dott.ssa", "bay", "bayan"),
    )
)  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}")
#: Words of headings above the names of persons, or of whatever else a list is about.
_NAMES = frozenset(map(searchable, ("name", "names", "nom", "nombre", "nome", "isim", "adı", "اسم", "الاسم", "أسماء")))
#: Headings stand among the first rows that are not empty: above them there may be a title, a date, a mark.
_SEARCHED = 15
#: So many cells of a column are looked at.
_LOOKED_AT = 60
_MOST = 0.7

Places = dict[int, Column]


def heading_row(sheet: Sheet) -> int:
    """The number of the row that holds the headings: the one in which most are known, else the first of two cells."""
    first = sheet.rows[:_SEARCHED]
    known = [(sum(column_of(cell) is not None for cell in row.cells), -place) for place, row in enumerate(first)]
    often, place = max(known, default=(0, 0))
    if often:
        return first[-place].number
    return next((row.number for row in first if sum(map(bool, row.cells)) > 1), first[0].number if first else 1)


def column_of(heading: str) -> Column | None:
    """What a heading says, or None where it is not known."""
    bare, language = _of_language(re.sub(r"[_:*#]+|\s+", " ", searchable(heading)).strip())
    column = KNOWN.get(bare) or KNOWN.get(re.sub(r"\W+", " ", bare).strip())
    if column is None or not language:
        return column
    return Column(f"{column}_{language}") if column in IN_A_LANGUAGE else column


def guessed(headings: Sequence[str], rows: Sequence[Row], words: Words = NO_WORDS) -> Places:
    """Column by place. Each is said once: what a heading says goes before what contents suggest. By `words` contents
    are known that name a class or a role."""
    found: Places = {}
    either: dict[int, tuple[Column, ...]] = {}
    for place, heading in enumerate(headings):
        column = column_of(heading)
        if searchable(heading).strip() in EITHER:
            either[place] = EITHER[searchable(heading).strip()]
        elif column is not None:
            _settle(found, place, _answering(column, _contents(rows, place), words), rows)
    for place, columns in either.items():
        of_all = [*_choosing(_contents(rows, place), words), *columns]
        found.update([(place, column) for column in of_all if column not in found.values()][:1])
    for place in range(max([len(headings), *(len(row.cells) for row in rows[:_LOOKED_AT])])):
        if place not in found:
            column = _by_contents(_contents(rows, place))
            if column is not None and column not in found.values():
                found[place] = column
    _named_somehow(found, headings, rows)
    _of_whom(found)
    return found


def _choosing(cells: Sequence[str], words: Words) -> list[Column]:
    """What is said by cells that hold a class, a role, or what is neither: an office. Nothing where there are none."""
    if not cells or not words.roles:
        return []
    known = {Column.STANDING: words.standings, Column.ROLE: {**words.roles, **dict.fromkeys(words.focal, "")}}
    for column, choices in known.items():
        if 2 * sum(any(searchable(part) in choices for part in parts_of(cell)) for cell in cells) >= len(cells):
            return [column]
    return [Column.TITLE]


def _named_somehow(found: Places, headings: Sequence[str], rows: Sequence[Row]) -> None:
    """Where persons have addresses and no name: the first heading that speaks of names, above cells of words alone."""
    said = set(found.values())
    if said & _PERSONS or not said & _ONLY_OF_A_PERSON or any(one.startswith("given_name") for one in said):
        return
    for place, heading in enumerate(headings):
        cells = _contents(rows, place)
        of_names = place not in found and _NAMES.intersection(searchable(heading).split())
        if of_names and cells and all(script_of(cell) and not re.search(r"[\d@]", cell) for cell in cells):
            found[place] = Column.PERSON
            return


def _of_whom(found: Places) -> None:
    """A "name" beside nothing that only a person has is the name of an organisation."""
    said = set(found.values())
    organisations, persons = said & _ORGANISATIONS, said & _PERSONS
    if persons and not organisations and not said & _ONLY_OF_A_PERSON:
        for place, column in found.items():
            if column in _PERSONS:
                found[place] = Column(column.value.replace("person", "organisation"))


def _answering(column: Column, cells: Sequence[str], words: Words) -> Column:
    """Under "Focal point" some lists write the person's name, and some yes or no; under "Function" the role in the
    group, or an office; under "Title" an office, or what stands before the name. "اللقب" is that in the east of the
    Arab world, and the family's name in its west."""
    if column is Column.PERSON and cells and all(searchable(cell) in YES | NO for cell in cells):
        return Column.FOCAL_POINT
    addressed = sum(_ADDRESSED.issuperset(searchable(cell).split()[:1]) for cell in cells)
    if column is Column.HONORIFIC and 2 * addressed < len(cells) and _language(cells) == "ar":
        return Column.FAMILY_NAME
    if column is Column.TITLE and cells and addressed == len(cells) and max(map(len, map(str.split, cells))) <= 2:
        return Column.HONORIFIC
    if column is Column.ROLE and Column.TITLE in _choosing(cells, words):
        return Column.TITLE
    return column


def _settle(found: Places, place: int, column: Column, rows: Sequence[Row]) -> None:
    """Enter a column that a heading names. Two that say the same are told apart by their script, if that can be."""
    if column not in found.values():
        found[place] = column
        return
    if column not in IN_A_LANGUAGE:
        return
    before = next(known for known, said in found.items() if said is column)
    languages = [_language(_contents(rows, known)) for known in (before, place)]
    if set(languages) == {"en", "ar"}:
        found[before], found[place] = (Column(f"{column}_{language}") for language in languages)


def headings_of(sheet: Sheet, number: int) -> tuple[str, ...]:
    """The cells of the row with the headings; empty where there is none with that number."""
    return next((row.cells for row in sheet.rows if row.number == number), ())


def likeness_of_headings(headings: Sequence[str]) -> str:
    """The same for two files with the same headings in any order, so that what a person settled serves again."""
    own = {searchable(heading) for heading in headings} - REASONS - {""}
    return text_hash("\n".join(sorted(own)))


def by_heading(headings: Sequence[str], mapping: Mapping[int, str]) -> dict[str, str]:
    """A mapping as it is kept for the next file: by heading, and by how often it has stood before."""
    return {_named(headings, place): column for place, column in mapping.items() if place < len(headings)}


def by_place(headings: Sequence[str], kept: Mapping[str, str]) -> Places:
    """The kept mapping for a file with the same headings, in its own order."""
    named = ((place, kept.get(_named(headings, place))) for place in range(len(headings)))
    return {place: Column(column) for place, column in named if column in set(Column)}


def _named(headings: Sequence[str], place: int) -> str:
    own = searchable(headings[place])
    before = sum(searchable(heading) == own for heading in headings[:place])
    return f"{own}#{before}" if before else own


def _of_language(heading: str) -> tuple[str, str]:
    """A heading without its language, and that language's code: "City (Arabic)", "name_en", "الاسم بالعربية"."""
    words = [word for word in re.split(r"[\s()\[\]/\-–,]+", heading) if word]
    languages = [OF_LANGUAGE[word] for word in words if word in OF_LANGUAGE]
    if len(languages) != 1 or len(words) == 1:
        return heading, ""
    small = {"in", "باللغه", "اللغه"}
    return " ".join(word for word in words if word not in OF_LANGUAGE and word not in small), languages[0]


def _contents(rows: Sequence[Row], place: int) -> list[str]:
    return [row.cells[place] for row in rows[:_LOOKED_AT] if place < len(row.cells) and row.cells[place]]


def _by_contents(cells: Sequence[str]) -> Column | None:
    if not cells:
        return None
    for column, pattern in ((Column.EMAIL, _EMAIL), (Column.SINCE, _DAY)):
        if sum(pattern.fullmatch(western_digits(cell)) is not None for cell in cells) > _MOST * len(cells):
            return column
    codes = sum(len(cell) == 2 and cell.isascii() and cell.isupper() for cell in cells)
    return Column.COUNTRY if codes > _MOST * len(cells) else None


def _language(cells: Sequence[str]) -> str:
    scripts = Counter(script_of(cell) for cell in cells)
    if not scripts:
        return ""
    return {"Arab": "ar", "Latn": "en"}.get(scripts.most_common(1)[0][0], "")
