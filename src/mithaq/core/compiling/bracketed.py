"""The bracketed text as a document: the draft, and wherever somebody wants other words, all of them in brackets with
who wants them; comments stand in the margin.

A clause that somebody would take out stands in brackets as a whole; a new one stands in brackets after the clause that
it follows; one that somebody would move, or join with the next, says so in a bracket at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mithaq.core.brackets import Bracket, Piece, attribution, bracketed
from mithaq.core.compiling.said import PILCROW, name_of
from mithaq.core.compiling.words import Words
from mithaq.core.docx.changed import edits_as_cut, printed, style_of
from mithaq.core.docx.composed import Composed, Line, Remark, Stretch, Style, plain
from mithaq.core.docx.drafts import Cover
from mithaq.core.docx.remarks import remarks_by_clause
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.redline import Edit

_WORDS_CHANGE = frozenset((Sort.REPLACE, Sort.INSERT, Sort.DELETE, Sort.SPLIT))


def bracketed_text(draft: DraftText, language: str, cover: Cover, changes: Sequence[Change], words: Words) -> Composed:
    """The draft in one language with all that is proposed on it in brackets."""
    by_clause: dict[str, list[Change]] = {}
    for one in changes:
        if (one.language or language) == language:
            by_clause.setdefault(one.clause, []).append(one)
    remarks = remarks_by_clause(draft, changes, language)
    lines = [plain(Style.TITLE, language, cover.title.get(language, ""))] if cover.title.get(language) else []
    if cover.below.get(language):
        lines.append(plain(Style.SUBTITLE, language, cover.below[language]))
    lines.extend(_new(by_clause.get("", ()), language, Style.PREAMBLE))
    for clause in draft.clauses:
        mine = by_clause.get(clause.id, ())
        lines.append(_line(clause, language, mine, draft, words, remarks))
        style = style_of(clause)
        lines.extend(_new(mine, language, Style.POINT if style in (Style.HEADING, Style.TITLE) else style))
    return Composed(cover.title.get(language, ""), language, tuple(lines), running=cover.running, at=cover.at)


def pieces_of(words: str, changes: Iterable[Change]) -> tuple[Piece, ...]:
    """A clause's words with all that is proposed on them in brackets."""
    proposals: list[tuple[Edit, tuple[str, ...]]] = []
    for one in changes:
        if one.kind in _WORDS_CHANGE:
            proposals.extend((edit, (one.author,)) for edit in edits_as_cut(one, PILCROW))
        elif one.kind is Sort.DELETE_CLAUSE and words:
            proposals.append((Edit(0, len(words), ""), (one.author,)))
    return bracketed(words, proposals)


def _line(
    clause: DraftClause,
    language: str,
    changes: Sequence[Change],
    draft: DraftText,
    words: Words,
    remarks: Mapping[str, Sequence[Remark]],
) -> Line:
    said = clause.words.get(language, "")
    stretches = [*stretches_of(pieces_of(said, changes))]
    notes: dict[str, list[str]] = {}
    names = {one.id: name_of(one, language) for one in draft.clauses}
    for one in changes:
        if one.kind is Sort.MOVE:
            notes.setdefault(words.moved % {"after": names.get(one.other, words.first)}, []).append(one.author)
        elif one.kind is Sort.JOIN:
            notes.setdefault(words.join, []).append(one.author)
    for note, authors in notes.items():
        stretches += [Stretch(" "), *_in_brackets([Stretch(note, tone="faint")], authors)]
    # The offsets of comments count the words of the draft, and these lines hold more: a comment stands on all of it.
    length = sum(len(one.words) for one in stretches)
    on_all = tuple(replace(one, start=0, end=length) for one in remarks.get(clause.id, ()))
    return Line(style_of(clause), language, tuple(stretches), number=printed(clause.number), remarks=on_all)


def _new(changes: Iterable[Change], language: str, style: Style) -> Iterator[Line]:
    together: dict[str, list[str]] = {}
    for one in changes:
        if one.kind is Sort.INSERT_CLAUSE:
            together.setdefault(one.after, []).append(one.author)
    for after, authors in together.items():
        yield Line(style, language, tuple(_in_brackets([Stretch(after)], sorted(set(authors)))))


def _in_brackets(inner: Iterable[Stretch], authors: Sequence[str]) -> Iterator[Stretch]:
    yield Stretch("[", tone="bracket")
    yield from inner
    yield Stretch(f" ({attribution(authors)})", tone="attribution")
    yield Stretch("]", tone="bracket")


def stretches_of(pieces: Iterable[Piece]) -> Iterator[Stretch]:
    """The pieces as words; brackets, strokes and names are set apart for the eye. White space at the ends of the
    alternatives stands outside the bracket, as in `brackets.as_text`."""
    for piece in pieces:
        if isinstance(piece, str):
            yield Stretch(piece)
        else:
            yield from _bracket(piece)


def _bracket(bracket: Bracket) -> Iterator[Stretch]:
    readings = [[*stretches_of(one.pieces)] for one in bracket.alternatives]
    said = ["".join(one.words for one in reading) for reading in readings]
    lead = max((text[: len(text) - len(text.lstrip())] for text in said if text.strip()), key=len, default="")
    tail = max((text[len(text.rstrip()) :] for text in said if text.strip()), key=len, default="")
    yield from _some(Stretch(lead))
    yield Stretch("[", tone="bracket")
    first = True
    for one, reading, text in zip(bracket.alternatives, readings, said, strict=True):
        if not one.proposers and not text:
            continue
        if not first:
            yield Stretch(" / ", tone="bracket")
        first = False
        yield from _trimmed(reading) if text.strip() else [Stretch("–")]
        if one.proposers:
            yield Stretch(f" ({attribution(one.proposers)})", tone="attribution")
    yield Stretch("]", tone="bracket")
    yield from _some(Stretch(tail))


def _some(stretch: Stretch) -> Iterator[Stretch]:
    if stretch.words:
        yield stretch


def _trimmed(stretches: list[Stretch]) -> Iterator[Stretch]:
    """The words without white space at either end."""
    last = len(stretches) - 1
    for place, one in enumerate(stretches):
        words = one.words.lstrip() if not place else one.words
        yield from _some(replace(one, words=words.rstrip() if place == last else words))
