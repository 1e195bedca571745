"""What is shown of a text that was found: a few words around the best place, with what was asked for marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mithaq.core.search.question import Question, Wanted
from mithaq.core.search.words import Word, words

#: Letters of a snippet; a line or two.
LONG = 220


@dataclass(frozen=True)
class Piece:
    """A piece of a text, marked where it is what was asked for."""

    text: str
    is_marked: bool = False


def marked(text: str, language: str, question: Question) -> tuple[Piece, ...]:
    """The whole text in pieces; joined they are the text."""
    return _pieces(text, _places(list(words(text, language)), question), 0, len(text))


def snippet(text: str, language: str, question: Question, long: int = LONG) -> tuple[Piece, ...]:
    """The stretch of about `long` letters in which most of what was asked for stands, cut between words, with … where
    something is left out. Without anything found, the beginning."""
    found = list(words(text, language))
    places = _places(found, question)
    start, end = _stretch(found, places, len(text), long)
    pieces = _pieces(text, [place for place in places if start <= place[0] and place[1] <= end], start, end)
    before = (Piece("… "),) if start > 0 else ()
    return (*before, *pieces, *((Piece(" …"),) if end < len(text.rstrip()) else ()))


#: Where something asked for begins and ends, and which of the things it is.
_Place = tuple[int, int, int]


def _places(found: list[Word], question: Question) -> list[_Place]:
    """Where what is wanted stands, in the order of the text."""
    return sorted({*_words_wanted(found, question), *_sequences_wanted(found, question)})


def _words_wanted(found: list[Word], question: Question) -> Iterator[_Place]:
    """The single words. The text is walked through once for all of them: a page has hundreds, a question several."""
    by_key: dict[str, list[int]] = {}
    for number, one in enumerate(question.wanted):
        for key in _singles(one):
            by_key.setdefault(key, []).append(number)
    unfinished = [(number, _singles(one)) for number, one in enumerate(question.wanted) if one.begins]
    for word in found:
        for key in word.keys:
            for number in by_key.get(key, ()):
                yield word.start, word.end, number
            for number, beginnings in unfinished:
                if key.startswith(beginnings):
                    yield word.start, word.end, number


def _sequences_wanted(found: list[Word], question: Question) -> Iterator[_Place]:
    """The words that stand side by side."""
    for number, one in enumerate(question.wanted):
        for sequence in one.sequences:
            size = len(sequence)
            for at in range(len(found) - size + 1) if size > 1 else ():
                if found[at].stem == sequence[0] and tuple(word.stem for word in found[at : at + size]) == sequence:
                    yield found[at].start, found[at + size - 1].end, number


def _singles(one: Wanted) -> tuple[str, ...]:
    return tuple(sequence[0] for sequence in one.sequences if len(sequence) == 1)


def _stretch(found: list[Word], places: list[_Place], end: int, long: int) -> tuple[int, int]:
    """The stretch that begins a little before a place and holds the most different things, then the most places."""
    if end <= long:
        return 0, end
    if not places:
        return 0, _between_words(found, long, end)

    best = _best(places, long)
    start = max((word.start for word in found if word.start <= max(0, best[0] - long // 4)), default=0)
    start = min(start, best[0])
    return (0 if start < long // 8 else start), _between_words(found, start + long, end)


def _best(places: list[_Place], long: int) -> _Place:
    """The place with the most different things, then the most places, within `long` letters from its beginning. One
    walk, whatever is found: a page may be full of what was asked for."""
    best, at_best = (0, 0), 0
    told = Counter[int]()
    upto = 0
    for at, (start, _end, number) in enumerate(places):
        while upto < len(places) and (upto <= at or places[upto][1] <= start + long):
            told[places[upto][2]] += 1
            upto += 1
        if (worth := (len(told), upto - at)) > best:
            best, at_best = worth, at
        told[number] -= 1
        if not told[number]:
            del told[number]
    return places[at_best]


def _between_words(found: list[Word], near: int, end: int) -> int:
    return end if near >= end else max((word.end for word in found if word.end <= near), default=near)


def _pieces(text: str, places: list[_Place], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for first, last, _number in places:
        if last <= at:
            continue
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[max(first, at) : last], is_marked=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)
