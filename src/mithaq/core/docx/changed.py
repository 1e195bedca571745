"""The clauses of a draft as lines, with what cities would change in them.

Changes stand under the name of the city (`Change.author`). A city that takes out a clause takes out its words and its
paragraph; one that puts in a clause puts in a paragraph after the clause it names. A clause that one city moves while
others change it is shown as taken out in one place and put in at the other, for words cannot be moved and deleted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from mithaq.core.docx.composed import CUT, Line, Revision, Stretch, Style
from mithaq.core.docx.overlaid import Touch, overlaid, revision
from mithaq.core.docx.pieces import Kind
from mithaq.core.docx.remarks import remarks_by_clause
from mithaq.core.edits import Edit, applied
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText

#: How a clause of each kind looks.
STYLES: Mapping[str, Style] = {
    "title": Style.TITLE,
    "preamble": Style.PREAMBLE,
    "heading": Style.HEADING,
    "point": Style.POINT,
    "sub_point": Style.SUB_POINT,
    "closing": Style.CLOSING,
}
_NOT_IN_A_NAME = re.compile("[^A-Za-z0-9_]")
_WITHIN = re.compile(r"\w[.٫-]\w")
#: The kinds of change that are changes of words.
_EDITS = frozenset((Sort.REPLACE, Sort.INSERT, Sort.DELETE, Sort.SPLIT))


@dataclass(frozen=True)
class Shown:
    """A clause as it is written: a line in each language, and whether it came or went as a whole."""

    lines: Mapping[str, Line]
    mark: Revision | None = None


@dataclass(frozen=True)
class _Added:
    """A clause that is put in: its words in each language, who wants it, and the place of the change among all."""

    words: Mapping[str, str]
    wanted: tuple[Touch, ...]
    place: int


@dataclass(frozen=True)
class _Move:
    """A clause that goes elsewhere: after which one, for whom, its words there, its number among the moves (0 where
    others change it too), and the place of the change among all."""

    clause: DraftClause
    after: str
    words: Mapping[str, str]
    wanted: tuple[Touch, ...]
    number: int
    place: int


def bookmark_of(clause: str, language: str, languages: Sequence[str]) -> str:
    """The name under which a clause's words are found again in a Word document."""
    parts = ("m", clause) if len(languages) == 1 else ("m", clause, language)
    return _NOT_IN_A_NAME.sub("_", "_".join(parts))[:40]


def style_of(clause: DraftClause) -> Style:
    """How a clause looks. A point whose number stands within another one's ("3.2") is a sub-point."""
    if clause.kind == "point" and _WITHIN.search(clause.number):
        return Style.SUB_POINT
    return STYLES.get(clause.kind, Style.PREAMBLE)


def printed(number: str) -> str:
    """A number as it stands before a paragraph: a plain one with a dot."""
    return f"{number}." if number.isdigit() else number


def edits_as_cut(change: Change, cut: str = CUT) -> tuple[Edit, ...]:
    """The edits of a change; in those that divide a clause, `cut` stands where they do."""
    if change.kind is not Sort.SPLIT:
        return change.edits
    return tuple(replace(one, replacement=one.replacement.replace("\n", CUT).replace(CUT, cut)) for one in change.edits)


def changed(draft: DraftText, languages: Sequence[str], changes: Sequence[Change]) -> Iterator[Shown]:
    """The clauses in order, with those that would come, before and after the changes to their words."""
    order = _Changes(draft, tuple(languages), changes)
    yield from order.arriving("")
    for clause in draft.clauses:
        yield order.shown(clause)
        yield from order.arriving(clause.id)
    yield from order.left()


class _Changes:
    def __init__(self, draft: DraftText, languages: tuple[str, ...], changes: Sequence[Change]) -> None:
        self.draft, self.languages = draft, languages
        self.places = {id(one): place for place, one in enumerate(changes)}
        self.by_clause: dict[str, list[Change]] = {}
        for one in changes:
            self.by_clause.setdefault(one.clause, []).append(one)
        self.remarks = {one: remarks_by_clause(draft, changes, one) for one in languages}
        self.moves = {one.clause.id: one for one in self._moves()}
        #: The clauses that were shown where they are moved to.
        self._shown: set[str] = set()

    def shown(self, clause: DraftClause) -> Shown:
        """A clause in its place."""
        mark = self._mark_of(clause)
        lines = {one: self._line(clause, one, mark) for one in self.languages}
        return Shown(lines, mark)

    def arriving(self, after: str) -> Iterator[Shown]:
        """What comes after a clause, new or moved there, in the order of the changes: what is new stands right behind
        it. What those who move the clause want behind it follows it where they put it, and nothing else does."""
        movers = self._movers(after)
        yield from self._behind(after, lambda author: author not in movers)

    def _behind(self, after: str, counts: Callable[[str], bool]) -> Iterator[Shown]:
        for new in sorted(self._added(after, counts), key=lambda one: one.place):
            yield self._new(self._style_after(after), new.words, revision(Kind.INSERTED, new.wanted))
        coming = (
            one for one in self.moves.values() if one.after == after and any(counts(who.author) for who in one.wanted)
        )
        for move in sorted(coming, key=lambda one: one.place):
            yield from self._moved(move)

    def _moved(self, move: _Move) -> Iterator[Shown]:
        if move.clause.id in self._shown:
            return
        self._shown.add(move.clause.id)
        kind = Kind.MOVED_TO if move.number else Kind.INSERTED
        yield self._new(style_of(move.clause), move.words, _numbered(revision(kind, move.wanted), move.number))
        yield from self._behind(move.clause.id, self._movers(move.clause.id).__contains__)

    def left(self) -> Iterator[Shown]:
        """What is moved behind a clause that is not there, or that waits for it: no words are lost."""
        for move in self.moves.values():
            yield from self._moved(move)

    def _movers(self, clause: str) -> set[str]:
        return {one.author for one in self.moves[clause].wanted} if clause in self.moves else set()

    def _new(self, style: Style, words: Mapping[str, str], mark: Revision) -> Shown:
        lines = {
            one: Line(style, one, (Stretch(said, mark),) if (said := words.get(one, "")) else (), mark=mark)
            for one in self.languages
        }
        return Shown(lines, mark)

    def _style_after(self, after: str) -> Style:
        """A new clause looks like the one that it comes after; after a heading or a title it is a point."""
        style = next((style_of(one) for one in self.draft.clauses if one.id == after), Style.PREAMBLE)
        return Style.POINT if style in (Style.HEADING, Style.TITLE) else style

    def _mark_of(self, clause: DraftClause) -> Revision | None:
        move = self.moves.get(clause.id)
        if move is not None and move.number:
            return _numbered(revision(Kind.MOVED_FROM, move.wanted), move.number)
        gone = [*self._touches_of(clause.id, Sort.DELETE_CLAUSE), *(move.wanted if move else ())]
        return revision(Kind.DELETED, gone) if gone else None

    def _line(self, clause: DraftClause, language: str, mark: Revision | None) -> Line:
        words = clause.words.get(language, "")
        if mark is not None and mark.kind is Kind.MOVED_FROM:
            stretches: tuple[Stretch, ...] = (Stretch(words, mark),) if words else ()
        else:
            stretches = overlaid(words, [*self._edits_of(clause.id, language), *self._whole(clause, words)])
        return Line(
            style_of(clause),
            language,
            stretches,
            number=printed(clause.number),
            bookmark=bookmark_of(clause.id, language, self.languages),
            mark=mark,
            remarks=self.remarks[language].get(clause.id, ()),
            end=self._end_of(clause) if len(self.languages) == 1 else None,
        )

    def _end_of(self, clause: DraftClause) -> Revision | None:
        """Who would let it flow into the next. Side by side no clause can, for each stands in a row of its own."""
        joined = self._touches_of(clause.id, Sort.JOIN)
        return revision(Kind.DELETED, joined) if joined else None

    def _whole(self, clause: DraftClause, words: str) -> Iterator[Touch]:
        """The whole of the words taken out, by those who take out or move the clause."""
        move = self.moves.get(clause.id)
        for one in (*self._touches_of(clause.id, Sort.DELETE_CLAUSE), *(move.wanted if move else ())):
            yield Touch(Edit(0, len(words), ""), one.author, one.date)

    def _edits_of(self, clause: str, language: str) -> list[Touch]:
        moved_by = self._movers(clause)
        return [
            Touch(edit, one.author, one.date)
            for one in self.by_clause.get(clause, ())
            if one.kind in _EDITS and self._language(one) == language and one.author not in moved_by
            for edit in edits_as_cut(one)
        ]

    def _touches_of(self, clause: str, kind: Sort) -> list[Touch]:
        found = (one for one in self.by_clause.get(clause, ()) if one.kind is kind)
        return [Touch(Edit(0, 0, ""), one.author, one.date) for one in found]

    def _language(self, one: Change) -> str:
        return one.language or self.languages[0]

    def _moves(self) -> Iterator[_Move]:
        """One move of each clause: where several want it elsewhere in different places, where the first wants it."""
        number = 0
        for clause in self.draft.clauses:
            mine = self.by_clause.get(clause.id, ())
            wanted = [one for one in mine if one.kind is Sort.MOVE]
            if not wanted:
                continue
            after = wanted[0].other
            movers = {one.author: one for one in wanted if one.other == after}
            others = {one.author for one in mine if one.kind is not Sort.COMMENT} - movers.keys()
            alone = not others and len(movers) == 1
            number += alone
            touches = tuple(Touch(Edit(0, 0, ""), one.author, one.date) for one in movers.values())
            words = self._as_moved(clause, wanted[0].author)
            yield _Move(clause, after, words, touches, number if alone else 0, self.places[id(wanted[0])])

    def _as_moved(self, clause: DraftClause, mover: str) -> dict[str, str]:
        words = dict(clause.words)
        for language in words:
            edits = [
                edit
                for one in self.by_clause[clause.id]
                if one.kind in _EDITS and one.author == mover and self._language(one) == language
                for edit in edits_as_cut(one)
            ]
            words[language] = applied(words[language], sorted(edits, key=lambda edit: (edit.start, edit.end)))
        return words

    def _added(self, after: str, counts: Callable[[str], bool]) -> list[_Added]:
        """The clauses that are new after this one: the first of an author in each language belong together, and so on;
        what several put in alike is one."""
        by_author: dict[str, dict[str, list[Change]]] = {}
        for one in self.by_clause.get(after, ()):
            if one.kind is Sort.INSERT_CLAUSE and self._language(one) in self.languages and counts(one.author):
                by_author.setdefault(one.author, {}).setdefault(self._language(one), []).append(one)
        together: dict[tuple[tuple[tuple[str, str], ...], int], list[Touch]] = {}
        places: dict[tuple[tuple[tuple[str, str], ...], int], int] = {}
        for author, languages in by_author.items():
            times: Counter[tuple[tuple[str, str], ...]] = Counter()
            for row in zip_longest(*languages.values()):
                there = [one for one in row if one is not None]
                words = tuple(sorted((self._language(one), one.after) for one in there))
                date = min((one.date for one in there if one.date is not None), default=None)
                key = words, times[words]
                times[words] += 1
                places.setdefault(key, min(self.places[id(one)] for one in there))
                together.setdefault(key, []).append(Touch(Edit(0, 0, ""), author, date))
        return [_Added(dict(key[0]), tuple(wanted), places[key]) for key, wanted in together.items()]


def _numbered(mark: Revision, number: int) -> Revision:
    return Revision(mark.kind, mark.authors, mark.date, number)
