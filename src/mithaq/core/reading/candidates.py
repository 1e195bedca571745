"""What was gathered becomes candidates: the words without their proposers, and what is doubtful about each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mithaq.core.reading.found import Anchor, Candidate, Doubt, Item
from mithaq.core.reading.names import Attribution, attributed, names_in, parts_of, standing_alone
from mithaq.core.reading.openings import follows
from mithaq.core.tongues import told

#: Letters; less is hardly a sentence ("Plant trees." has twelve).
_SHORTEST = 12
_SIGNS_THAT_ARE_WORDS = re.compile("[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")


def names_alone(items: Iterable[Item]) -> frozenset[str]:
    """The names of proposers that stand alone anywhere among these, as `names.names_in` wants to know them."""
    named = [name for item in items for name in (*_said_by([line for line in item.lines if line]).names, *item.named)]
    return standing_alone(named)


def candidate_of(item: Item, language: str, known: frozenset[str] = frozenset()) -> Candidate:
    """The candidate that was gathered; `language` is that of the document, and `known` are names of
    proposers that stand alone elsewhere in it."""
    lines = [line for line in item.lines if line]
    said, parts = _said_by(lines, known), parts_of("\n".join(lines), known)
    place = item.first.place
    named = [name for part in parts for name in part.proposers] or list(said.names)
    return Candidate(
        number=item.number,
        text=said.text,
        proposers=tuple(dict.fromkeys([*named, *(one for name in item.named for one in names_in(name, known))])),
        parts=parts,
        theme=item.theme,
        anchor=Anchor(
            item.first.index,
            place.table if place else None,
            place.row if place else None,
            item.first.page,
            item.first.note,
        ),
        notes=tuple(item.notes),
        doubtful=tuple(
            doubt
            for doubt, holds in {
                Doubt.LETTERS_UNSURE: item.first.unsure,
                Doubt.IN_A_FOOTNOTE: bool(item.first.note),
            }.items()
            if holds
        ),
        language=told(said.text, default=language),
    )


def _said_by(lines: list[str], known: frozenset[str] = frozenset()) -> Attribution:
    """The words and the names at their end; where sub-items follow, the names may stand before these."""
    whole = attributed("\n".join(lines), known)
    if whole.names or len(lines) < 2:
        return whole
    first = attributed(lines[0], known)
    return Attribution("\n".join([first.text, *lines[1:]]), first.names) if first.names else whole


def doubted(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, each with what is doubtful about it beside the others."""
    numbers = Counter(_counted_as(candidates))
    some_number = any(candidate.number for candidate in candidates)
    some_theme = any(candidate.theme for candidate in candidates)
    proposed = sum(bool(candidate.proposers) for candidate in candidates)
    mostly_proposed = proposed * 3 >= len(candidates)
    jumps = _that_jump(candidates)
    told = []
    for place, (candidate, counted) in enumerate(zip(candidates, _counted_as(candidates), strict=True)):
        doubts = {
            Doubt.NUMBER_MISSING: some_number and not candidate.number,
            Doubt.NUMBER_DOUBLED: bool(candidate.number) and numbers[counted] > 1,
            Doubt.NO_PROPOSER_FOUND: mostly_proposed and proposed > 0 and not candidate.proposers,
            Doubt.PROPOSER_UNSURE: not mostly_proposed and bool(candidate.proposers),
            Doubt.THEME_MISSING: some_theme and not candidate.theme,
            Doubt.VERY_SHORT: _length(candidate.text) < _SHORTEST,
            Doubt.NUMBER_JUMPS: place in jumps and numbers[counted] == 1,
        }
        found = tuple(doubt for doubt, holds in doubts.items() if holds)
        told.append(replace(candidate, doubtful=(*found, *candidate.doubtful)))
    return tuple(told)


def _length(text: str) -> int:
    """How long a text is in letters of an alphabet; a sign that is a word by itself counts as three."""
    return len(text) + 2 * len(_SIGNS_THAT_ARE_WORDS.findall(text))


def _that_jump(candidates: Sequence[Candidate]) -> set[int]:
    """The places of candidates whose number neither follows the one before nor begins anew under another heading."""
    found: set[int] = set()
    seen: set[str] = set()
    numbered = 0
    before: Candidate | None = None
    for place, candidate in enumerate(candidates):
        if not candidate.number or candidate.anchor.note:
            continue
        numbered += 1
        if before is not None and not follows(before.number, candidate.number):
            # A number that stands twice is doubted for that already.
            anew = candidate.theme != before.theme or candidate.number in seen
            begins_anew = anew and candidate.number.split(".")[-1] == "1"
            if not begins_anew:
                found.add(place)
        before = candidate
        seen.add(candidate.number)
    # Where most do not follow, the paper has another order (by theme), and nothing is missing.
    return found if len(found) * 4 <= numbered else set()


def _counted_as(candidates: Iterable[Candidate]) -> list[tuple[str, str]]:
    """What must not be doubled: the number, or the number within its theme where each theme counts from the start."""
    firsts: dict[str, str] = {}
    for candidate in candidates:
        firsts.setdefault(candidate.theme, candidate.number)
    begun = Counter(number for number in firsts.values() if number)
    per_theme = bool(begun) and max(begun.values()) > 1
    return [(candidate.theme if per_theme else "", candidate.number) for candidate in candidates]
