"""How the drafts of a text come together: what was asked, what stayed open, brackets, objections, words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mithaq.communique.models import Amendment, Carrying, Placement, Return, Settlement, Text
from mithaq.communique.queries.negotiation import living
from mithaq.communique.queries.tabled import edits_of
from mithaq.communique.vocabulary import AmendmentKind, Outcome, Stance
from mithaq.core.edits import Edit, grounds
from mithaq.core.text import tokens
from mithaq.foundation.chronicle.memory import Memory


@dataclass(frozen=True)
class Standing:
    """A draft in numbers: the amendments before it, those of them that are open, the places in the text for which an
    open amendment has other words, the objections and reserved positions that held while it was the latest, and its
    words by language."""

    number: int
    asked: int
    left_open: int
    brackets: int
    objections: int
    reserved: int
    words: Mapping[str, int]


@dataclass(frozen=True)
class _Asked:
    """An amendment as it lies before a draft."""

    amendment: int
    kind: str
    clause: int | None
    amends: int | None
    language: str
    base: int | None
    edits: tuple[Edit, ...]


_standing: Memory[list[Standing]] = Memory(16, kinds=("communique.", "cycle."))


def convergence_of(text: Text) -> list[Standing]:
    """Each draft of the text in numbers, the first draft first; counted once for each act. Six queries."""
    return _standing.recall(text.pk, None, lambda: _counted(text))


def _counted(text: Text) -> list[Standing]:
    drafts = list(text.drafts.order_by("number").values_list("pk", "number"))
    asked, decided = _asked(text), _decided(text)
    words, clauses = _words(text)
    taken = list(text.positions.order_by("id").values_list("organisation_id", "clause_id", "stance", "draft__number"))
    found = []
    for draft, number in drafts:
        before = asked[draft]
        left = [one for one in before if decided.get((one.amendment, draft)) not in _CLOSED]
        held = _held(taken, number, clauses[draft])
        found.append(
            Standing(number, len(before), len(left), _brackets(left), held[Stance.OBJECTS], held[Stance.RESERVES],
                     words[draft])
        )  # fmt: skip
    return found


#: What does not stay on the table.
_CLOSED = frozenset(outcome.value for outcome in Outcome if not outcome.stays_open)


def _asked(text: Text) -> defaultdict[int, list[_Asked]]:
    """The amendments before each draft: those of its round that hold, and those that went on to it."""
    found: defaultdict[int, list[_Asked]] = defaultdict(list)
    columns = ("kind", "clause_id", "amends_id", "language")
    released = living(Return.objects.filter(round__text=text)).values("pk")
    fresh = Amendment.objects.filter(returned__in=released).order_by("id")
    where = ("returned__round__draft_id", "pk", "base_id", "edits")
    for draft, one, base, edits, *rest in fresh.values_list(*where, *columns):
        found[draft].append(_asked_for(one, base, edits, *rest))
    carried = Carrying.objects.filter(draft__text=text).order_by("id")
    theirs = [f"amendment__{column}" for column in columns]
    for draft, one, base, edits, *rest in carried.values_list("draft_id", "amendment_id", "base_id", "edits", *theirs):
        found[draft].append(_asked_for(one, base, edits, *rest))
    return found


def _asked_for(
    amendment: int, base: int | None, edits: list[list[object]], kind: str, clause: int | None, amends: int | None,
    language: str,
) -> _Asked:  # fmt: skip
    return _Asked(amendment, kind, clause, amends, language, base, edits_of(edits))


def _decided(text: Text) -> dict[tuple[int, int], str]:
    """By amendment and draft what holds of what was decided."""
    settled = Settlement.objects.filter(draft__text=text).order_by("id")
    return {(one, draft): outcome for one, draft, outcome in settled.values_list("amendment_id", "draft_id", "outcome")}


def _brackets(left_open: Iterable[_Asked]) -> int:
    """The places that are open: of other words each ground that they share, of all else each different request."""
    edits: dict[tuple[int | None, str, int | None], set[Edit]] = {}
    others: set[object] = set()
    for one in left_open:
        if one.kind == AmendmentKind.REPLACE and one.amends is None:
            edits.setdefault((one.clause, one.language, one.base), set()).update(one.edits)
        elif one.amends is None:
            others.add((one.kind, one.clause, one.amendment if one.kind == AmendmentKind.INSERT_AFTER else 0))
    return sum(len(list(grounds(sorted(each)))) for each in edits.values()) + len(others)


def _words(text: Text) -> tuple[Mapping[int, dict[str, int]], Mapping[int, set[int | None]]]:
    """By draft, how many words it has in each language, and which clauses."""
    words: defaultdict[int, dict[str, int]] = defaultdict(dict)
    clauses: defaultdict[int, set[int | None]] = defaultdict(lambda: {None})
    lengths: dict[int, int] = {}
    placed = Placement.objects.filter(draft__text=text).order_by()
    columns = ("draft_id", "clause_id", "wordings__pk", "wordings__language", "wordings__text")
    for draft, clause, wording, language, said in placed.values_list(*columns):
        clauses[draft].add(clause)
        if wording is not None:
            if wording not in lengths:
                lengths[wording] = sum(token[:1].isalnum() for token in tokens(said))
            words[draft][language] = words[draft].get(language, 0) + lengths[wording]
    return words, clauses


def _held(
    taken: Iterable[tuple[int, int | None, str, int]], number: int, clauses: set[int | None]
) -> defaultdict[str, int]:
    """How many cities took which position, as it held while the draft of that number was the latest."""
    latest = {(city, clause): stance for city, clause, stance, draft in taken if draft <= number and clause in clauses}
    counts: defaultdict[str, int] = defaultdict(int)
    for stance in latest.values():
        counts[stance] += 1
    return counts
