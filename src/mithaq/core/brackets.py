"""The bracketed text: one wording in which all that is proposed stands, with who proposes it.

    Cities [should / shall (Lisbon, Madrid +3) / – (Rome)] act [today (Tunis)].

- The words of the base come first in a bracket, then the alternatives, those with most proposers first; a dash stands
  for nothing. An insertion has no words of the base and needs none.
- A change within a stretch that another proposal replaces as a whole stands in a bracket within the bracket. Brackets
  are nested twice at most; beyond that, and where stretches overlap by half, each alternative is a full reading.
- Whatever the order of the proposals, the bracketed text is one. `reading(pieces, city)` is what that city wants, and
  `reading(pieces)` is the base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mithaq.core.edits import agreed, applied, collides, grounds, joined
from mithaq.core.redline import Edit

#: First strong isolate and its end: what stands between takes its direction from itself (Unicode UAX 9).
ISOLATE, END = "\u2068", "\u2069"
#: Proposers that are named before the others are counted.
NAMED = 2
#: Brackets within brackets.
DEEPEST = 2
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

Proposals: TypeAlias = Sequence[tuple[Edit, tuple[str, ...]]]


@dataclass(frozen=True)
class Alternative:
    """One reading in a bracket. The words of the base have no proposers."""

    pieces: tuple[Piece, ...]
    proposers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bracket:
    """The readings of one stretch: first that of the base, which is empty where all are insertions."""

    alternatives: tuple[Alternative, ...]


Piece: TypeAlias = str | Bracket


def bracketed(base: str, proposals: Iterable[tuple[Edit, Iterable[str]]]) -> tuple[Piece, ...]:
    """The base in pieces: words that nobody touches, and brackets. Raises ValueError for an edit beyond its end."""
    found = [(edit, tuple(sorted(set(names)))) for edit, names in joined(proposals)]
    if any(edit.end > len(base) for edit, _names in found):
        raise ValueError("An edit leaves the text.")
    return _pieces(base, 0, len(base), found, 1)


def reading(pieces: Iterable[Piece], proposer: str | None = None) -> str:
    """The text as one proposer wants it, or as the base has it."""
    return "".join(piece if isinstance(piece, str) else _chosen(piece, proposer) for piece in pieces)


def as_text(pieces: Sequence[Piece], named: int = NAMED) -> str:
    """The bracketed text as plain text. Where it holds letters that run from the right, each alternative and each name
    is isolated, so that brackets, strokes and names stand in the order of the sentence."""
    isolated = bool(_RIGHT_TO_LEFT.search(_all_words(pieces)))
    return "".join(piece if isinstance(piece, str) else _written(piece, named, isolated) for piece in pieces)


def attribution(proposers: Sequence[str], named: int = NAMED) -> str:
    """Who proposes, the first by name: "Lisbon, Madrid +3"."""
    more = len(proposers) - named
    return ", ".join(proposers[:named]) + (f" +{more}" if more > 0 else "")


def _who(proposers: Sequence[str], named: int, isolated: bool) -> str:
    if not isolated:
        return attribution(proposers, named)
    return _isolated(attribution([_isolated(name) for name in proposers], named).replace(", ", "، "))


def _chosen(bracket: Bracket, proposer: str | None) -> str:
    by_them = (one for one in bracket.alternatives if proposer in one.proposers)
    return reading(next(by_them, bracket.alternatives[0]).pieces, proposer)


def _pieces(base: str, start: int, end: int, proposals: Proposals, depth: int) -> tuple[Piece, ...]:
    """The stretch of the base in pieces; all proposals lie in it."""
    names = dict(proposals)
    pieces: list[Piece] = []
    place = start
    for ground in grounds([edit for edit, _names in proposals]):
        first, last = ground[0].start, max(edit.end for edit in ground)
        pieces += [base[place:first], _bracket(base, first, last, [(edit, names[edit]) for edit in ground], depth)]
        place = last
    pieces.append(base[place:end])
    return tuple(piece for piece in pieces if piece)


def _bracket(base: str, start: int, end: int, proposals: Proposals, depth: int) -> Bracket:
    whole = [(edit, names) for edit, names in proposals if (edit.start, edit.end) == (start, end)]
    within = [proposal for proposal in proposals if proposal not in whole]
    twice = {name for _edit, names in whole for name in names} & {name for _edit, names in within for name in names}
    if within and (not whole or depth == DEEPEST or twice):
        return _of_readings(base, start, end, proposals)
    original = Alternative(_pieces(base, start, end, within, depth + 1))
    others = [Alternative((edit.replacement,) if edit.replacement else (), names) for edit, names in whole]
    return Bracket((original, *sorted(others, key=_rank)))


def _of_readings(base: str, start: int, end: int, proposals: Proposals) -> Bracket:
    """Each alternative a full reading of the stretch: all that one proposer wants there, put together."""
    by_name: dict[str, list[Edit]] = {}
    for edit, names in proposals:
        for name in names:
            by_name.setdefault(name, []).append(edit)
    readings: dict[str, list[str]] = {}
    for name, edits in sorted(by_name.items()):
        for words in _of_one(base, start, end, edits):
            readings.setdefault(words, []).append(name)
    was = base[start:end]
    others = [Alternative((words,) if words else (), tuple(names)) for words, names in readings.items() if words != was]
    return Bracket((Alternative((was,) if was else ()), *sorted(others, key=_rank)))


def _of_one(base: str, start: int, end: int, edits: Sequence[Edit]) -> list[str]:
    """What one proposer's edits make of the stretch: one reading, or one for each edit if they collide."""
    here = [Edit(edit.start - start, edit.end - start, edit.replacement) for edit in edits]
    if any(collides(one, other) for one in here for other in here):
        return list(dict.fromkeys(applied(base[start:end], [edit]) for edit in here))
    return [applied(base[start:end], agreed(here))]


def _rank(alternative: Alternative) -> tuple[bool, int, str]:
    """Deletions last, else those with most proposers first, else by their words."""
    words = reading(alternative.pieces)
    return not words, -len(alternative.proposers), words


def _all_words(pieces: Iterable[Piece]) -> str:
    return "".join(
        piece
        if isinstance(piece, str)
        else "".join(_all_words(one.pieces) + "".join(one.proposers) for one in piece.alternatives)
        for piece in pieces
    )


def _written(bracket: Bracket, named: int, isolated: bool) -> str:
    """The bracket as text; white space at the ends of its alternatives stands outside it."""
    texts = ["".join(_inner(piece, named, isolated) for piece in one.pieces) for one in bracket.alternatives]
    lead = max((text[: len(text) - len(text.lstrip())] for text in texts if text.strip()), key=len, default="")
    tail = max((text[len(text.rstrip()) :] for text in texts if text.strip()), key=len, default="")
    shown = []
    for text, one in zip(texts, bracket.alternatives, strict=True):
        if not one.proposers and not text:
            continue
        words = text.strip() or "–"
        who = f" ({_who(one.proposers, named, isolated)})" if one.proposers else ""
        shown.append((_isolated(words) if isolated else words) + who)
    return f"{lead}[{' / '.join(shown)}]{tail}"


def _inner(piece: Piece, named: int, isolated: bool) -> str:
    return piece if isinstance(piece, str) else _written(piece, named, isolated)


def _isolated(text: str) -> str:
    return f"{ISOLATE}{text}{END}"
