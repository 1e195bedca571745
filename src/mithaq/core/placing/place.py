"""A Word file placed on the draft: which clause each change is about, and what could not be placed.

- Every tracked change and every comment of the file is in the result, once or more: on a clause, listed for a person to
  place, or told as changing no words. This is asserted of every file.
- A paragraph that is missing without anybody having deleted it is told (`missing`), and never taken as deleted.
- A paragraph that is new without tracking is a clause that came, `tracked=False`, if it stands between clauses; before
  the first and after the last one it may be a letter around the text, and is listed.
- A table of comments that stands in the file beside the text is read row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mithaq.core.docx.pieces import GOES, Mark, Where, WordFile
from mithaq.core.placing.alignment import Found, Ground, aligned
from mithaq.core.placing.change import Aside, Left, Origin, Placed, Unplaced, Why
from mithaq.core.placing.comment_table import placed_table, tables_of_comments
from mithaq.core.placing.draft import DraftText
from mithaq.core.placing.moving import settled
from mithaq.core.placing.remarks import remarked
from mithaq.core.placing.units import Unit, has_words, units_of
from mithaq.core.placing.walking import Walk, author_of, date_of
from mithaq.core.placing.words import words_of

#: A file of which less than this share of words is found on the draft, and which holds less than this share of the
#: draft's, is another text.
LEAST_FIT = 0.2
OUTSIDE = frozenset((Where.HEADER, Where.FOOTER, Where.FOOTNOTE, Where.ENDNOTE))


def placed(draft: DraftText | Ground, file: WordFile, name: str = "") -> Placed:
    """The changes of a file on the draft. Whoever places many files makes the `Ground` once."""
    ground = draft if isinstance(draft, Ground) else Ground(draft)
    units = units_of(file.flows)
    tables = tables_of_comments(file)
    inside = [unit for unit in units if unit.where not in OUTSIDE and _table_of(unit) not in tables]
    found = aligned(ground, inside, file.properties.get("mithaq-languages", "").replace(",", " ").split())
    fit = _fit(found, inside)
    rows = placed_table(ground, [entry for entries in tables.values() for entry in entries], name)
    if _is_other(ground, found, fit):
        said = [unit for unit in units if _table_of(unit) not in tables]
        return _accounted(file, _with_rows(_of_another(ground, file, name, fit, said), rows))
    walk = Walk(ground, inside, found, name)
    walk.through()
    changes = settled(ground, walk)
    unplaced = [*walk.unplaced, *(_outside(unit, name) for unit in units if unit.where in OUTSIDE and any(unit.marks))]
    remarks, adrift = remarked(ground, file, walk, name)
    result = Placed(
        name,
        _origin(ground, file),
        fit,
        (*changes, *remarks),
        (*unplaced, *adrift, *_unread(file, name)),
        (*walk.left, *_form(file)),
        tuple(_missing(ground, found)),
        tuple(dict.fromkeys(walk.spelled)),
    )
    return _accounted(file, _with_rows(result, rows))


def _table_of(unit: Unit) -> int | None:
    cell = unit.paragraphs[0].cell
    return None if cell is None else cell.table


def _with_rows(result: Placed, rows: Placed) -> Placed:
    """What a file says in its text, and in the tables of comments that stand in it."""
    if not rows.changes and not rows.unplaced:
        return result
    changes, unplaced = (*result.changes, *rows.changes), (*result.unplaced, *rows.unplaced)
    return replace(result, changes=changes, unplaced=unplaced, is_other=False)


def _origin(ground: Ground, file: WordFile) -> Origin:
    if not file.draft or not ground.draft.hash:
        return Origin.UNKNOWN
    return Origin.THIS if file.draft == ground.draft.hash else Origin.OTHER


def _fit(found: Found, units: Sequence[Unit]) -> float:
    sizes = [len(words_of(unit.original)) for unit in units]
    of = sum(sizes)
    return sum(sizes[at] for some, _slots in found.groups for at in some) / of if of else 1.0


def _is_other(ground: Ground, found: Found, fit: float) -> bool:
    of = sum(len(words_of(slot.words)) for slot in ground.slots)
    held = sum(len(words_of(ground.slots[slot].words)) for _units, slots in found.groups for slot in slots)
    return fit < LEAST_FIT and held < LEAST_FIT * of


def _of_another(ground: Ground, file: WordFile, name: str, fit: float, units: Sequence[Unit]) -> Placed:
    """A file of another text: nothing of it is on a clause, everything is listed."""
    listed = [_listed(unit, Why.OTHER_TEXT, name) for unit in units if any(unit.marks)]
    said = [Unplaced(Why.OTHER_TEXT, "", one.text, one.author, one.date, name, ids=(one.id,)) for one in file.comments]
    return Placed(
        name, _origin(ground, file), fit, (), (*listed, *said, *_unread(file, name)), tuple(_form(file)), is_other=True
    )


def _listed(unit: Unit, why: Why, name: str, near: str = "", language: str = "") -> Unplaced:
    marks = tuple(dict.fromkeys(unit.marks))
    return Unplaced(
        why,
        unit.original,
        unit.accepted,
        author_of(marks),
        date_of(marks),
        name,
        bool(marks),
        _ids(marks),
        language,
        near,
    )


def _outside(unit: Unit, name: str) -> Unplaced:
    return _listed(unit, Why.OUTSIDE, name)


def _unread(file: WordFile, name: str) -> Iterable[Unplaced]:
    for one in file.unread:
        if has_words(one.words):
            mark = one.mark
            before, after = (one.words, "") if mark.kind in GOES else ("", one.words)
            yield Unplaced(Why.UNREAD, before, after, mark.author, mark.date, name, ids=(mark.id,))


def _form(file: WordFile) -> Iterable[Left]:
    if file.formatting:
        yield Left(Aside.FORM, _ids(file.formatting))
    empty = [one.mark for one in file.unread if not has_words(one.words)]
    if empty:
        yield Left(Aside.FORM, _ids(empty))


def _missing(ground: Ground, found: Found) -> Iterable[tuple[str, str]]:
    there = {slot for _units, slots in found.groups for slot in slots}
    languages = {ground.slots[slot].language for slot in there}
    for at, slot in enumerate(ground.slots):
        if at not in there and slot.language in languages:
            yield ground.draft.clauses[slot.clause].id, slot.language


def _accounted(file: WordFile, result: Placed) -> Placed:
    """The result with what nothing was made of: what changes no words (ends of empty paragraphs, white space, words
    that one put in and another took out) is told, anything else is listed. Then every change and every comment of the
    file is there."""
    known = result.ids()
    words, idle = _words_by_change(file)
    lacking = [mark for mark in file.marks.values() if mark.id not in known]
    listed = tuple(
        Unplaced(Why.UNREAD, "", words[one.id], one.author, one.date, result.file, ids=(one.id,))
        for one in lacking
        if one.id in words
    )
    silent = [mark.id for mark in lacking if mark.id not in words]
    drawn = set(file.pictures)
    without = {
        Aside.PICTURE: tuple(name for name in silent if name in drawn),
        Aside.EMPTY: tuple(name for name in silent if name not in idle | drawn),
        Aside.NO_EFFECT: tuple(name for name in silent if name in idle - drawn),
    }
    left = (Left(aside, ids) for aside, ids in without.items() if ids)
    whole = replace(result, unplaced=(*result.unplaced, *listed), left=(*result.left, *left))
    owed = {*file.marks, *(mark.id for mark in file.formatting), *(comment.id for comment in file.comments)}
    assert owed <= whole.ids(), f"{result.file}: {sorted(owed - whole.ids())} are neither placed nor listed."
    return whole


def _words_by_change(file: WordFile) -> tuple[dict[str, str], set[str]]:
    """The words that each change took out or put in, where it did; and the changes of words that stood there neither
    before nor after."""
    found: dict[str, list[str]] = {}
    idle: set[str] = set()
    for paragraph in file.paragraphs:
        for piece in paragraph.pieces:
            if has_words(piece.text):
                for mark in piece.marks:
                    if piece.in_original or piece.in_accepted:
                        found.setdefault(mark.id, []).append(piece.text)
                    else:
                        idle.add(mark.id)
    return {name: "".join(parts) for name, parts in found.items()}, idle


def _ids(marks: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(mark.id for mark in marks)
