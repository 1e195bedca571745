"""What is shown of a text that was found: a few words around the best place, with what was asked for marked."""

from __future__ import annotations

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
    places = [
        (found[first].start, found[last].end, number)
        for number, one in enumerate(question.wanted)
        for first, last in _found(found, one)
    ]
    return sorted(set(places))


def _found(found: list[Word], one: Wanted) -> list[tuple[int, int]]:
    single = {sequence[0] for sequence in one.sequences if len(sequence) == 1}
    several = [sequence for sequence in one.sequences if len(sequence) > 1]
    begins = tuple(single) if one.begins else ()
    places = [
        (at, at)
        for at, word in enumerate(found)
        if single and (not single.isdisjoint(word.keys) or any(key.startswith(begins) for key in word.keys if begins))
    ]
    for sequence in several:
        for at, word in enumerate(found[: len(found) - len(sequence) + 1]):
            if word.stem == sequence[0] and all(
                found[at + step].stem == stem for step, stem in enumerate(sequence[1:], start=1)
            ):
                places.append((at, at + len(sequence) - 1))
    return places


def _stretch(found: list[Word], places: list[_Place], end: int, long: int) -> tuple[int, int]:
    """The stretch that begins a little before a place and holds the most different things, then the most places."""
    if end <= long:
        return 0, end
    if not places:
        return 0, _between_words(found, long, end)

    def worth(first: _Place) -> tuple[int, int]:
        within = [place for place in places if first[0] <= place[0] and place[1] <= first[0] + long]
        return len({number for _s, _e, number in within}), len(within)

    best = max(places, key=lambda place: (*worth(place), -place[0]))
    start = max((word.start for word in found if word.start <= max(0, best[0] - long // 4)), default=0)
    start = min(start, best[0])
    return (0 if start < long // 8 else start), _between_words(found, start + long, end)


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
