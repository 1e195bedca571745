"""Through the paragraphs of a file in their order: what each came to be, on its clause.

The walk knows the clause that was placed last, so that what comes between clauses has an anchor. Clauses that came and
clauses that went are collected first; what is one clause that moved is told later (`moving`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from mithaq.core.docx.pieces import Mark, Piece, Where
from mithaq.core.edits import Edit, applied
from mithaq.core.placing.alignment import Found, Ground
from mithaq.core.placing.change import Aside, Change, Left, Sort, Unplaced, Why
from mithaq.core.placing.labels import without_label
from mithaq.core.placing.overlay import Laid, Run, laid_over
from mithaq.core.placing.units import END, Unit, came, has_words, marks_of, pieces_between, together
from mithaq.core.placing.words import words_of
from mithaq.core.reading.openings import bare_number
from mithaq.core.redline.alignment import alignment
from mithaq.core.redline.cut import cut

#: Untracked words in a table that are fewer are a heading or a number of the table.
FEW = 4
#: How our exports style what stands around the clauses; other people's titles are styled alike.
_COVER = frozenset(("title", "subtitle", "mithaq title", "mithaq subtitle", "mithaq note"))


@dataclass
class Came:
    """A paragraph that came: its words, the slot after which it stands (None: before the first), its language."""

    words: str
    after: int | None
    language: str
    marks: tuple[Mark, ...]
    tracked: bool
    unit: int


@dataclass
class Went:
    """A clause all of whose words were taken out."""

    slot: int
    marks: tuple[Mark, ...]
    tracked: bool


@dataclass
class Walk:
    """What is found on the way."""

    ground: Ground
    units: Sequence[Unit]
    found: Found
    name: str
    changes: list[Change] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    spelled: list[tuple[str, str]] = field(default_factory=list)
    arrived: list[Came] = field(default_factory=list)
    gone: list[Went] = field(default_factory=list)
    #: The slots that stand elsewhere without anybody having tracked it.
    moved: list[int] = field(default_factory=list)
    #: The slot of each unit, and for those that are none the one before it.
    slot_of: dict[int, int] = field(default_factory=dict)
    near: dict[int, int | None] = field(default_factory=dict)
    #: The slots in the order in which they stand in the file.
    order: list[int] = field(default_factory=list)

    _last: int | None = None
    #: The slot that flows into what follows, and the changes that made it so.
    _open: tuple[int, tuple[Mark, ...]] | None = None

    def through(self) -> None:
        """Walk through all units."""
        starts = {units[0]: (units, slots) for units, slots in self.found.groups}
        later = {at for units, _slots in self.found.groups for at in units[1:]}
        moved = {self.found.groups[at][0][0] for at in self.found.moved}
        within = [units[0] for units, _slots in self.found.groups]
        first, last = min(within, default=-1), max(within, default=-1)
        for at, unit in enumerate(self.units):
            if at in later:
                continue
            if at in starts:
                units, slots = starts[at]
                self._clauses([self.units[one] for one in units], slots, at, at in moved)
                self.slot_of.update(dict.fromkeys(units, slots[0]))
            else:
                self._other(unit, at, first < at < last)
                self.near[at] = self._last

    def _clauses(self, units: Sequence[Unit], slots: Sequence[int], at: int, is_moved: bool) -> None:
        """What became of the units that are one clause, or of the one that is several."""
        unit = units[0] if len(units) == 1 else together(units)
        if is_moved:
            self.moved.append(slots[0])
        if len(slots) == 1:
            self._clause(unit, slots[0], at)
        else:
            for part, slot in zip(self._cut(unit, slots), slots, strict=True):
                self._clause(part, slot, at)
            for one, other in pairwise(slots):
                self._join(one, other, (), tracked=False)

    def _clause(self, unit: Unit, slot: int, at: int) -> None:
        was = [place for place, part in enumerate(unit.parts) if _was(part)]
        low, high = (was[0], was[-1]) if was else (0, 0)
        stands = any(end.text for end in unit.ends[:low])
        ran_on = self._run_on(unit.parts[:low], unit.ends[:low]) if self._open is not None and stands else 0
        if self._open is not None:
            low = 0
        if unit.gone and high < len(unit.parts) - 1 and has_words(came(unit.parts[-1])):
            high = len(unit.parts) - 1
        # Ends that came and went again divide nothing: what stands beyond them is in the clause.
        while low and not unit.ends[low - 1].text:
            low -= 1
        while high < len(unit.ends) and not unit.ends[high].text:
            high += 1
        self._arrivals(unit.parts[ran_on:low], unit.ends[ran_on:low], at)
        pieces = pieces_between(unit, low, high)
        if not came(pieces).strip():
            self._depart(slot, pieces, unit, low, high)
            self.order.append(slot)
            self._last = slot
        else:
            self._words(slot, pieces)
            self._flow(unit, slot)
            self.order.append(slot)
            self._last = slot
        if high < len(unit.ends):
            # Behind the clause each came with the end before it.
            last = Piece(END, unit.ends[high].marks)
            self._arrivals(unit.parts[high + 1 :], [*unit.ends[high + 1 :], last], at)

    def _depart(self, slot: int, pieces: Sequence[Piece], unit: Unit, low: int, high: int) -> None:
        marks = marks_of(pieces) + unit.gone
        if self._open is not None and (not unit.gone or unit.is_divided):
            # The paragraph before lost its end only because this one went.
            marks += self._open[1]
            self._open = None
        self.gone.append(Went(slot, tuple(dict.fromkeys(marks)), True))

    def _words(self, slot: int, pieces: Sequence[Piece]) -> None:
        base = self.ground.slots[slot].words
        if len(pieces) == 1 and not pieces[0].marks and pieces[0].text == base:
            return
        pieces, label = without_label(base, pieces)
        if label:
            self.left.append(Left(Aside.NUMBER, _ids(label)))
        laid = laid_over(base, pieces)
        self._noted(slot, laid)
        for run in laid.runs:
            self.changes.append(self._change(slot, base, run))

    def _noted(self, slot: int, laid: Laid) -> None:
        if laid.without_effect:
            self.left.append(Left(Aside.NO_EFFECT, _ids(laid.without_effect)))
        if laid.spelling:
            self.left.append(Left(Aside.SPELLING, _ids(laid.spelling)))
        if laid.spelled:
            self.spelled.append((self.id_of(slot), self.ground.slots[slot].language))

    def _change(self, slot: int, base: str, run: Run) -> Change:
        before, after = base[run.start : run.end], run.words.replace(END, "\n")
        edits = (Edit(run.start, run.end, after),)
        if END in run.words:
            return self.told(Sort.SPLIT, slot, base, applied(base, edits), run.marks, run.tracked, edits)
        return self.told(kind_of(before, after), slot, before, after, run.marks, run.tracked, edits)

    def told(
        self,
        kind: Sort,
        slot: int | None,
        before: str,
        after: str,
        marks: tuple[Mark, ...],
        tracked: bool,
        edits: tuple[Edit, ...] = (),
        *,
        other: str = "",
        language: str = "",
    ) -> Change:
        """A change on the clause of a slot."""
        return Change(
            "" if slot is None else self.id_of(slot),
            kind,
            before,
            after,
            edits,
            author_of(marks),
            date_of(marks),
            self.name,
            tracked,
            _ids(marks),
            language or ("" if slot is None else self.ground.slots[slot].language),
            other,
        )

    def _flow(self, unit: Unit, slot: int) -> None:
        """Ends that were taken out: what stood before flows into this, this into what follows. An end that was put in
        beside one that went takes its place."""
        if self._open is not None:
            one, marks = self._open
            self._open = None
            if unit.is_divided and not unit.accepted.partition(END)[0].strip():
                self.left.append(Left(Aside.NO_EFFECT, _ids(marks)))
            else:
                self._join(one, slot, marks, tracked=True)
        if unit.gone and unit.flows:
            if unit.is_divided and not unit.accepted.rpartition(END)[2].strip():
                self.left.append(Left(Aside.NO_EFFECT, _ids(unit.gone)))
            else:
                self._open = (slot, unit.gone)

    def _join(self, one: int, other: int, marks: tuple[Mark, ...], *, tracked: bool) -> None:
        self.changes.append(
            self.told(
                Sort.JOIN, one, self.ground.slots[one].words, self.ground.slots[other].words, marks, tracked,
                other=self.id_of(other),
            )
        )  # fmt: skip

    def _arrivals(self, parts: Sequence[Sequence[Piece]], ends: Sequence[Piece], at: int) -> None:
        """Paragraphs that came, each with the end that closes it; those without an end between them are one."""
        held: list[Piece] = []
        for part, end in zip(parts, ends, strict=True):
            held += [*part, Piece("", end.marks)]
            if end.text:
                self._arrive(held, at)
                held = []
        self._arrive(held, at)

    def _arrive(self, pieces: Sequence[Piece], at: int) -> None:
        words = came(pieces).strip()
        if not has_words(words):
            return
        language = self.ground.language_of(words, self.found.stated)
        self.arrived.append(Came(words, self._last, language, marks_of(pieces), True, at))

    def _other(self, unit: Unit, at: int, between: bool) -> None:
        """A paragraph that is no clause of the draft."""
        original, words = unit.original, unit.accepted.replace(END, "\n").strip()
        marks = tuple(dict.fromkeys(unit.marks))
        if not has_words(original):
            parts, ends = unit.parts, [*unit.ends, Piece(END, unit.gone)]
            stands = Piece("" if unit.gone else END, unit.gone)
            ran_on = self._run_on(parts, [*unit.ends, stands]) if self._open is not None else 0
            self._arrivals(parts[ran_on:], ends[ran_on:], at)
            if ran_on:
                return
            if self._open is not None and (not unit.gone or unit.is_divided):
                # An empty paragraph that went took the end before it with it.
                self.left.append(Left(Aside.EMPTY, _ids(self._open[1])))
                self._open = None
            return
        paragraph = unit.paragraphs[0]
        is_cover = (paragraph.style in _COVER and not between) or self.ground.is_around(original)
        if not marks and (is_cover or self._is_of_the_table(unit)):
            return
        if not marks and unit.where is Where.BODY and between:
            self.arrived.append(
                Came(words, self._last, self.ground.language_of(words, self.found.stated), (), False, at)
            )
            return
        near = "" if self._last is None else self.id_of(self._last)
        language = self.ground.language_of(original, self.found.stated)
        self.unplaced.append(
            Unplaced(
                Why.NO_CLAUSE, original, words, author_of(marks), date_of(marks), self.name, bool(marks), _ids(marks),
                language, near,
            )
        )  # fmt: skip

    def _run_on(self, parts: Sequence[Sequence[Piece]], ends: Sequence[Piece]) -> int:
        """The words that came behind a clause whose end was taken out, up to the next end that stands, are its own. How
        many parts they are; none where there are no words in them."""
        assert self._open is not None
        slot, gone = self._open
        until = next((place + 1 for place, end in enumerate(ends) if end.text), len(ends))
        held = [piece for part in parts[:until] for piece in part]
        if not has_words(came(held)):
            return 0
        marks = tuple(dict.fromkeys((*gone, *marks_of([*held, *ends[:until]]))))
        self._append(slot, came(held), marks)
        self._open = None if ends[until - 1].text else (slot, ends[-1].marks)
        return until

    def _append(self, slot: int, words: str, marks: tuple[Mark, ...]) -> None:
        """Words behind those of a clause; what was changed at its end is one change with them."""
        base, clause = self.ground.slots[slot].words, self.id_of(slot)
        told = self.told(Sort.INSERT, slot, "", words, marks, True, (Edit(len(base), len(base), words),))
        before = self.changes[-1] if self.changes else None
        at = (clause, told.language, len(base))
        if before and before.edits and (before.clause, before.language, before.edits[-1].end) == at:
            (edit,) = before.edits
            after = before.after + words
            told = replace(
                before,
                kind=before.kind if before.kind is Sort.SPLIT else kind_of(before.before, after),
                after=after,
                edits=(Edit(edit.start, edit.end, edit.replacement + words),),
                author=", ".join(dict.fromkeys(filter(None, (before.author, told.author)))),
                date=max(filter(None, (before.date, told.date)), default=None),
                ids=tuple(dict.fromkeys(before.ids + told.ids)),
            )
            self.changes.pop()
        self.changes.append(told)

    def _is_of_the_table(self, unit: Unit) -> bool:
        words = unit.original
        return unit.where is not Where.BODY and (len(words_of(words)) < FEW or bare_number(words) is not None)

    def _cut(self, unit: Unit, slots: Sequence[int]) -> Iterator[Unit]:
        """The unit that is two clauses, cut where the second begins."""
        first, second = (self.ground.slots[slot].words for slot in slots)
        place = _beginning_of(second, first, unit.original)
        head, tail = Unit(unit.where, paragraphs=unit.paragraphs), Unit(unit.where, paragraphs=unit.paragraphs)
        at = 0
        for piece in unit.pieces:
            length = len(piece.text) if piece.in_original else 0
            cut_at = min(max(place - at, 0), length)
            if length and 0 < cut_at < length:
                head.parts[0].append(Piece(piece.text[:cut_at], piece.marks))
                tail.parts[0].append(Piece(piece.text[cut_at:], piece.marks))
            else:
                (head if at + length <= place and at < place else tail).parts[0].append(piece)
            at += length
        tail.gone, tail.flows = unit.gone, unit.flows
        yield from (head, tail)

    def id_of(self, slot: int) -> str:
        """The clause of a slot."""
        return self.ground.draft.clauses[self.ground.slots[slot].clause].id


def kind_of(before: str, after: str) -> Sort:
    """What some words giving way to others are; white space alone counts as words only where there is nothing else."""
    if (not before.strip() and after.strip()) or not before:
        return Sort.INSERT
    return Sort.DELETE if (before.strip() and not after.strip()) or not after else Sort.REPLACE


def author_of(marks: Iterable[Mark]) -> str:
    """Who made some changes, each once."""
    return ", ".join(dict.fromkeys(mark.author for mark in marks if mark.author))


def date_of(marks: Iterable[Mark]) -> datetime | None:
    """When the last of some changes was made, if any of them says so."""
    return max((mark.date for mark in marks if mark.date is not None), default=None)


def _ids(marks: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(mark.id for mark in marks)


def _was(part: Sequence[Piece]) -> bool:
    """Whether words of the original stand in a part, or stood in it."""
    return any(piece.in_original and piece.text.strip() for piece in part)


def _beginning_of(second: str, first: str, original: str) -> int:
    """Where in the original the second of two clauses begins: at its first word that is found."""
    ours, theirs = cut(f"{first} {second}"), cut(original)
    border = len(cut(first).words)
    for block in alignment(ours, theirs):
        for place in range(block.size):
            if block.old + place >= border:
                until = block.new + place
                return len(theirs.between(0, until))
    return len(original)
