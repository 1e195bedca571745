"""Through the paragraphs of a file in their order: what each came to be, on its clause.

The walk knows the clause that was placed last, so that what comes between clauses has an anchor. Clauses that came and
clauses that went are collected first; what is one clause that moved is told later (`moving`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from mithaq.core.docx.pieces import Mark, Piece, Where
from mithaq.core.edits import Edit, applied
from mithaq.core.placing.alignment import Found, Ground
from mithaq.core.placing.change import Aside, Change, Left, Sort, Unplaced, Why
from mithaq.core.placing.overlay import Laid, Run, laid_over
from mithaq.core.placing.units import END, Unit, came, has_words, marks_of
from mithaq.core.placing.words import label_of, words_of
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
        unit = units[0] if len(units) == 1 else _together(units)
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
        if self._open is not None and low:
            low = 0
        if unit.gone and high < len(unit.parts) - 1 and has_words(came(unit.parts[-1])):
            high = len(unit.parts) - 1
        # Ends that came and went again divide nothing: what stands beyond them is in the clause.
        while low and not unit.ends[low - 1].text:
            low -= 1
        while high < len(unit.ends) and not unit.ends[high].text:
            high += 1
        self._arrivals(unit.parts[:low], unit.ends[:low], at)
        pieces = _pieces(unit, low, high)
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
        pieces, label = _without_label(base, pieces)
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
            self._arrivals(unit.parts, [*unit.ends, Piece(END, unit.gone)], at)
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


def _pieces(unit: Unit, low: int, high: int) -> list[Piece]:
    """The pieces of some parts, with the ends between those that have words; others divide nothing."""
    filled = [place for place in range(low, high + 1) if came(unit.parts[place]).strip()]
    found = list(unit.parts[low])
    has_begun = low in filled
    for place in range(low, high):
        end = unit.ends[place]
        stands = bool(end.text) and has_begun and place < filled[-1]
        found += [end if stands else Piece("", end.marks), *unit.parts[place + 1]]
        has_begun = place + 1 in filled or (has_begun and not stands)
    return found


def _together(units: Sequence[Unit]) -> Unit:
    """Several paragraphs as one, with the ends between them as signs that nobody tracked."""
    whole = Unit(units[0].where, parts=[[]])
    for place, unit in enumerate(units):
        end = [Piece(END, unit.gone)] if place < len(units) - 1 else []
        whole.parts[-1] += [*unit.parts[0]]
        for between, part in zip(unit.ends, unit.parts[1:], strict=True):
            whole.ends.append(between)
            whole.parts.append(list(part))
        whole.parts[-1] += end
        whole.paragraphs += unit.paragraphs
    whole.gone, whole.flows = units[-1].gone, units[-1].flows
    return whole


def _without_label(base: str, pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[Mark, ...]]:
    """The pieces without the number typed before the words, unless the clause has it too, and the changes to it."""
    original = "".join(piece.text for piece in pieces if piece.in_original)
    accepted = "".join(piece.text for piece in pieces if piece.in_accepted)
    drop, drop_new = label_of(original), label_of(accepted)
    if label_of(base) or not (drop or drop_new):
        return list(pieces), ()
    kept: list[Piece] = []
    touched: list[Mark] = []
    for piece in pieces:
        cut_at = 0
        if piece.in_original and drop:
            cut_at = min(len(piece.text), drop)
        if piece.in_accepted and drop_new:
            cut_at = max(cut_at, min(len(piece.text), drop_new)) if not piece.in_original or not drop else cut_at
        drop -= cut_at if piece.in_original else 0
        drop_new -= min(cut_at, drop_new) if piece.in_accepted else 0
        if cut_at:
            touched += piece.marks
        if len(piece.text) > cut_at:
            kept.append(Piece(piece.text[cut_at:], piece.marks))
    return kept, tuple(dict.fromkeys(touched))


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
