"""The table of comments that standards bodies exchange, placed on a draft.

Its columns: member body, line number, clause, paragraph, type of comment (general, technical, editorial), comment,
proposed change, observations of the secretariat; in any order, some of them missing, under English or Arabic headings.
A row is placed by the clause's number, else by words that it quotes. A proposed change becomes edits where it can be
read: `replace "a" by "b"`, `delete "a"`, `delete`, or the clause written anew; else it stands beside the clause as it
was written. A comment without a clause is about the whole text. Every row is placed or listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import Indel

from mithaq.core.docx.pieces import WordFile
from mithaq.core.edits import Edit
from mithaq.core.placing.alignment import IN_ITS_PLACE, Ground, Slot
from mithaq.core.placing.change import Change, Origin, Placed, Sort, Unplaced, Why
from mithaq.core.placing.units import has_words
from mithaq.core.placing.walking import kind_of
from mithaq.core.placing.words import label_of, words_of
from mithaq.core.redline import edits_between
from mithaq.core.text import searchable, western_digits


class Column(StrEnum):
    """What a column of the table holds."""

    MEMBER = "member"
    LINE = "line"
    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    TYPE = "type"
    COMMENT = "comment"
    PROPOSED = "proposed"
    OBSERVATION = "observation"


#: What a heading holds as `searchable` writes it; the first that fits counts.
_CALLED = (
    (Column.PROPOSED, re.compile(r"\bpropos(?!er\b)|suggest|propuest|sugerid|مقترح")),
    (Column.OBSERVATION, re.compile(r"observation|response|secretariat|ملاحظات|الامانه")),
    (Column.TYPE, re.compile(r"^type|نوع")),
    (Column.COMMENT, re.compile(r"^comm?ent|^remarque|justifica|rationale|تعليق")),
    (Column.LINE, re.compile(r"\bline|\blign|\blinea|\blinha|سطر")),
    (Column.PARAGRAPH, re.compile(r"^paragra|^parrafo|figure|جدول")),
    (
        Column.CLAUSE,
        re.compile(r"clause|clausula|section|article|articulo|artigo|^point|^punto|^ponto|بند|فقره|ماده|نقطه"),
    ),
    (
        Column.MEMBER,
        re.compile(r"^mb\b|\bnc\d?\b|memb|miembro|country|city|ville|ciudad|cidade|organi|delega|مدينه|عضو|جهه"),
    ),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«\s*([^»]+?)\s*»|‘([^’]+)’")
_TO_DELETE = "delete|remove|strike|omit|supprimer|retirer|eliminar|suprimir|حذف|تحذف|يحذف|شطب"
_DELETES = re.compile(rf"^\W*(?:{_TO_DELETE})")
#: A proposal to delete that names nothing but the clause itself.
_WHOLE = re.compile(
    rf"^\W*(?:{_TO_DELETE})\W*(?:the |this |l'|cette |ce |le |la |el |este |esta |o |a )?(?:whole |entire )?"
    r"(?:clause|point|paragraphe?|article|clausula|punto|ponto|parrafo|sentence|البند|الفقره|النقطه)?(?: ?[\d.]+)?\W*$"
)
#: Rows before the headings: a title, the number of the document, a date.
_BEFORE_HEADINGS = 10
#: Letters of a heading; what is longer is a comment.
LONGEST_HEADING = 80
#: Words beside the tables of a document that are fewer are a title or a greeting.
FEW_BESIDE = 30


@dataclass(frozen=True)
class Entry:
    """A row of the table, numbered as the file shows it (from 1)."""

    row: int
    said: Mapping[Column, str]
    #: The changes tracked in its cells, by their identifiers.
    marks: tuple[str, ...] = ()

    def get(self, column: Column) -> str:
        """What stands in a column, empty where it has none."""
        return self.said.get(column, "").strip()


Rows = Sequence[tuple[int, Sequence[str]]]


def rows_in(file: WordFile) -> list[tuple[int, list[str]]]:
    """The rows of all tables of a Word document, with every change in them accepted."""
    return [row for rows in _tables(file).values() for row in rows]


def tables_of_comments(file: WordFile) -> dict[int, list[Entry]]:
    """The entries of each table of a Word document that is one of comments, by the table's number, with the changes
    that somebody tracked in its cells."""
    tables = {table: found for table, rows in _tables(file).items() if (found := entries_in(rows))}
    if not tables:
        return {}
    marks: dict[tuple[int, int], list[str]] = {}
    for one in file.paragraphs:
        if one.cell is not None:
            tracked = [mark.id for piece in one.pieces for mark in piece.marks] + [mark.id for mark in one.end]
            marks.setdefault((one.cell.table, one.cell.row), []).extend(tracked)
    by_row = dict(enumerate(marks.values(), start=1))
    return {
        table: [replace(entry, marks=tuple(dict.fromkeys(by_row[entry.row]))) for entry in entries]
        for table, entries in tables.items()
    }


def is_only_a_table(file: WordFile) -> bool:
    """Whether there is nothing to place beside its tables: no change, no comment, few words."""
    beside = sum(len(words_of(one.accepted)) for one in file.paragraphs if one.cell is None)
    return not file.marks and not file.comments and beside < FEW_BESIDE


def _tables(file: WordFile) -> dict[int, list[tuple[int, list[str]]]]:
    """The rows of each table, numbered from 1 through the whole document."""
    cells: dict[tuple[int, int], dict[int, list[str]]] = {}
    for one in file.paragraphs:
        if one.cell is not None:
            row = cells.setdefault((one.cell.table, one.cell.row), {})
            row.setdefault(one.cell.column, []).append(one.accepted)
    tables: dict[int, list[tuple[int, list[str]]]] = {}
    for number, ((table, _row), found) in enumerate(cells.items(), start=1):
        said = ["\n".join(found.get(at, ())).strip() for at in range(1, max(found) + 1)]
        tables.setdefault(table, []).append((number, said))
    return tables


def entries_in(rows: Rows) -> list[Entry]:
    """The entries of a table of comments; none where it is no such table."""
    columns: dict[int, Column] = {}
    entries = []
    for place, (number, cells) in enumerate(rows):
        if not columns:
            columns = _columns(cells) if place < _BEFORE_HEADINGS else {}
        elif _columns(cells) != columns:
            said = {column: cells[at] for at, column in columns.items() if at < len(cells)}
            if has_words(said.get(Column.COMMENT, "") + said.get(Column.PROPOSED, "")):
                entries.append(Entry(number, said))
    return entries


def _columns(cells: Sequence[str]) -> dict[int, Column]:
    """Which column holds what, if this is a row of headings: it names comments or changes, and where they belong."""
    found: dict[int, Column] = {}
    for at, cell in enumerate(cells):
        if len(cell) > LONGEST_HEADING:
            continue
        heading = searchable(cell)
        column = next((column for column, called in _CALLED if called.search(heading)), None)
        if column is not None and column not in found.values():
            found[at] = column
    named = set(found.values())
    says, where = named & {Column.COMMENT, Column.PROPOSED}, named & {Column.CLAUSE, Column.LINE, Column.PARAGRAPH}
    return found if says and where else {}


def placed_table(ground: Ground, entries: Sequence[Entry], name: str = "") -> Placed:
    """The rows of a table of comments on the draft."""
    changes: list[Change] = []
    unplaced: list[Unplaced] = []
    for entry in entries:
        member, proposed = entry.get(Column.MEMBER), entry.get(Column.PROPOSED)
        row = Change("", Sort.COMMENT, "", "", author=member, file=name, ids=(f"row/{entry.row}", *entry.marks))
        comment = ": ".join(filter(None, (entry.get(Column.TYPE), entry.get(Column.COMMENT))))
        slots = _slots(ground, entry)
        where = next(filter(None, map(entry.get, (Column.CLAUSE, Column.LINE, Column.PARAGRAPH))), "")
        if not slots and (proposed or where):
            unplaced.append(Unplaced(Why.NO_CLAUSE, comment, proposed, member, None, name, ids=row.ids, near=where))
            continue
        clause = ground.draft.clauses[slots[0].clause].id if slots else ""
        if has_words(entry.get(Column.COMMENT)):
            changes.append(replace(row, clause=clause, after=comment))
        if proposed:
            changes += _proposed(replace(row, clause=clause), slots, proposed)
    fit = len({one for change in changes for one in change.ids}) / len(entries) if entries else 1.0
    return Placed(name, Origin.UNKNOWN, fit, tuple(changes), tuple(unplaced), ())


def _slots(ground: Ground, entry: Entry) -> list[Slot]:
    """The clause that a row is about, the language of its proposal first."""
    said = entry.get(Column.PROPOSED) or entry.get(Column.COMMENT)
    language = ground.language_of(said)
    numbers = _NUMBER.findall(western_digits(f"{entry.get(Column.CLAUSE)} {entry.get(Column.PARAGRAPH)}"))
    for number in numbers:
        found = [slot for slot in ground.slots if _bare(slot.number) == number]
        if found:
            return sorted(found, key=lambda slot: slot.language != language)
    quoted = [words for words in _quotes(said) if len(words_of(words)) > 1]
    holding = [slot for slot in ground.slots if any(words in slot.words for words in quoted)]
    return holding if len({slot.clause for slot in holding}) == 1 else []


def _bare(number: str) -> str:
    found = _NUMBER.search(western_digits(number))
    return found[0] if found else ""


def _quotes(words: str) -> list[str]:
    return [next(filter(None, found.groups())) for found in _QUOTED.finditer(words)]


def _proposed(row: Change, slots: Sequence[Slot], proposed: str) -> Iterator[Change]:
    """A proposed change as edits, or as what it says."""
    said = searchable(proposed)
    for slot in slots:
        if _WHOLE.match(said):
            yield replace(row, kind=Sort.DELETE_CLAUSE, before=slot.words, language=slot.language)
            return
        edits = _edits(slot, proposed, said)
        for edit in edits:
            before, after = slot.words[edit.start : edit.end], edit.replacement
            kind = kind_of(before, after)
            yield replace(row, kind=kind, before=before, after=after, edits=(edit,), language=slot.language)
        if edits:
            return
    yield replace(row, after=proposed)


def _edits(slot: Slot, proposed: str, said: str) -> tuple[Edit, ...]:
    quoted = _quotes(proposed)
    if len(quoted) == 2 and slot.words.count(quoted[0]) == 1:
        start = slot.words.index(quoted[0])
        return (Edit(start, start + len(quoted[0]), quoted[1]),)
    if len(quoted) == 1 and _DELETES.match(said) and slot.words.count(quoted[0]) == 1:
        return (_without(slot.words, quoted[0]),)
    now = quoted[0] if len(quoted) == 1 and len(quoted[0]) > len(proposed) / 2 else proposed
    now = now[label_of(now) :].strip() if not label_of(slot.words) else now.strip()
    like = Indel.normalized_similarity(words_of(slot.words), words_of(now))
    return edits_between(slot.words, now) if like >= IN_ITS_PLACE else ()


def _without(words: str, gone: str) -> Edit:
    """The words out of a text, with the space that would be left twice."""
    start = words.index(gone)
    end = start + len(gone)
    if words[start - 1 : start].isspace() and (not words[end:] or not words[end].isalnum()):
        start -= 1
    return Edit(start, end, "")
