"""Making the next draft out of a round: what was adopted goes into the words, what stays open goes on over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mithaq.communique.domain.prepare import locked
from mithaq.communique.models import Carrying, Clause, Draft, Placement, Round, Wording
from mithaq.communique.queries.tabled import Tabled, spans_of, table_of
from mithaq.communique.rules import may_compile
from mithaq.communique.vocabulary import CUT, AmendmentKind, Outcome
from mithaq.core.edits import Collision, Edit, agreed, applied, edits_between, rebased
from mithaq.core.placing.outcome import in_turn
from mithaq.core.text import text_hash
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


@dataclass
class _Part:
    """A clause of the draft in the making: its words, and what stands under it."""

    clause: Clause
    words: dict[str, str]
    parent: _Part | None = None
    under: list[_Part] = field(default_factory=list)


@dataclass
class _Making:
    """The next draft in the making."""

    outermost: list[_Part]
    parts: dict[int, _Part]
    #: For each clause and language the adopted edits over the words of the earlier draft, and these words.
    adopted: dict[tuple[int, str], tuple[Edit, ...]] = field(default_factory=dict)
    before: dict[tuple[int, str], str] = field(default_factory=dict)


def compile_draft(about: Round, *, seat: Seat, at: datetime) -> Draft:
    """Make the next draft of a round that has closed.

    Refused where two adopted amendments collide: nothing is decided by their order. Amendments without a decision, in
    brackets or referred stay open, over the new words; where the ground under one changed, that is kept with it.
    """
    with transaction.atomic():
        about = locked(about)
        require(may_compile(seat, about, at))
        table = table_of(about.draft)
        making = _begin(about.draft)
        adopted = [one for one in table if one.settlement is not None and not one.is_open and _is_adopted(one)]
        _reword(making, adopted)
        _rearrange(making, adopted)
        draft = about.text.drafts.create(number=about.draft.number + 1)
        _lay(draft, making.outermost, None)
        carried = _carry(draft, making, [one for one in table if one.is_open])
        facts = {"draft": draft.number, "adopted": len(adopted), "open": carried}
        record("draft.compiled", about.text, seat=seat, at=at, facts=facts)
    return draft


def _is_adopted(one: Tabled) -> bool:
    return one.settlement is not None and one.settlement.outcome in (Outcome.ADOPTED, Outcome.CHANGED)


def _begin(draft: Draft) -> _Making:
    parts: dict[int, _Part] = {}
    making = _Making([], {})
    placements = list(draft.placements.select_related("clause").prefetch_related("wordings").order_by("position"))
    for placement in placements:
        words = {wording.language: wording.text for wording in placement.wordings.all()}
        parts[placement.pk] = making.parts[placement.clause_id] = _Part(placement.clause, words)
        making.before.update(((placement.clause_id, code), said) for code, said in words.items())
    for placement in placements:
        part = parts[placement.pk]
        if placement.parent_id is None:
            making.outermost.append(part)
        else:
            part.parent = parts[placement.parent_id]
            part.parent.under.append(part)
    return making


def _reword(making: _Making, adopted: Iterable[Tabled]) -> None:
    """Put the adopted words into their clauses. What was adopted of an amendment to an amendment stands for both."""
    adopted = list(adopted)
    superseded = {one.amendment.amends_id for one in adopted if one.amendment.amends_id is not None}
    edits: dict[tuple[int, str], set[Edit]] = {}
    for one in adopted:
        amendment = one.amendment
        if amendment.kind not in (AmendmentKind.REPLACE, AmendmentKind.SPLIT) or amendment.pk in superseded:
            continue
        if amendment.amends is not None and amendment.amends.kind == AmendmentKind.INSERT_AFTER:
            continue
        place = (amendment.clause_id or 0, amendment.language)
        edits.setdefault(place, set()).update(_edits_over(making.before[place], one))
    for place, wanted in edits.items():
        try:
            making.adopted[place] = agreed(wanted)
        except Collision as collision:
            raise Refused(
                _(
                    "Two adopted amendments ask for different words at one place: “%(one)s” and “%(other)s”. "
                    "Decide for one of them. Nothing was changed."
                )
                % {"one": collision.one.replacement or "–", "other": collision.other.replacement or "–"}
            ) from collision
        clause, language = place
        making.parts[clause].words[language] = applied(making.before[place], making.adopted[place])


def _edits_over(base: str, one: Tabled) -> tuple[Edit, ...]:
    """The adopted edits over the clause's words: those adopted with changes, or to an amendment, are computed anew."""
    settlement = one.settlement
    if settlement is not None and settlement.outcome == Outcome.CHANGED:
        return edits_between(base, settlement.wording)
    return one.edits if one.amendment.amends_id is None or one.is_carried else edits_between(base, one.words)


def _rearrange(making: _Making, adopted: list[Tabled]) -> None:
    """Move, insert, split, join and delete, in this order: each finds the clauses that it is about, and what is new
    stands right behind its clause wherever that went."""
    rewritten = {one.amendment.amends_id: one for one in adopted if one.amendment.amends_id is not None}
    done: set[tuple[object, ...]] = set()
    for kind, act in (
        (AmendmentKind.MOVE, _move),
        (AmendmentKind.INSERT_AFTER, _insert),
        (AmendmentKind.SPLIT, _split),
        (AmendmentKind.JOIN, _join),
        (AmendmentKind.DELETE, _delete),
    ):
        for one in _moves_in_turn(adopted) if kind == AmendmentKind.MOVE else adopted:
            if one.amendment.kind == kind and one.content not in done:
                done.add(one.content)
                act(making, rewritten.get(one.amendment.pk, one) if kind == AmendmentKind.INSERT_AFTER else one, one)


def _moves_in_turn(adopted: list[Tabled]) -> Iterator[Tabled]:
    """The moves, each after the one of the clause behind which it goes."""
    by_clause = {one.amendment.clause_id: one for one in adopted if one.amendment.kind == AmendmentKind.MOVE}
    for clause, _after in in_turn({clause: one.amendment.after_id for clause, one in by_clause.items()}):
        yield by_clause[clause]


def _insert(making: _Making, said: Tabled, one: Tabled) -> None:
    amendment = one.amendment
    words = dict(amendment.words)
    changed = said.settlement is not None and said.settlement.outcome == Outcome.CHANGED
    words[amendment.language] = said.settlement.wording if changed and said.settlement else said.words
    clause = Clause.objects.create(text=amendment.returned.round.text, kind=amendment.new_kind)
    _place_after(making, _Part(clause, words), amendment.clause_id)


def _split(making: _Making, said: Tabled, one: Tabled) -> None:
    part = making.parts[one.amendment.clause_id or 0]
    first, cut, second = part.words[one.amendment.language].partition(CUT)
    if not cut:
        return
    part.words[one.amendment.language] = first.rstrip()
    clause = Clause.objects.create(text=one.amendment.returned.round.text, kind=part.clause.kind)
    _place_after(making, _Part(clause, {one.amendment.language: second.strip()}), part.clause.pk)


def _move(making: _Making, said: Tabled, one: Tabled) -> None:
    part, after = making.parts.get(one.amendment.clause_id or 0), one.amendment.after_id
    if part is None or (after is not None and (after not in making.parts or _stands_in(making.parts[after], part))):
        return
    _take_out(making, part)
    _place_after(making, part, after)


def _join(making: _Making, said: Tabled, one: Tabled) -> None:
    part = making.parts[one.amendment.clause_id or 0]
    following = _siblings(making, part)
    place = following.index(part) + 1
    if place == len(following):
        raise Refused(_("A clause was adopted to be joined with the next, and none follows it. Nothing was changed."))
    other = following[place]
    part.words = {code: " ".join([part.words.get(code, ""), other.words.get(code, "")]).strip()
                  for code in {**part.words, **other.words}}  # fmt: skip
    for child in other.under:
        child.parent = part
        part.under.append(child)
    following.remove(other)
    del making.parts[other.clause.pk]


def _delete(making: _Making, said: Tabled, one: Tabled) -> None:
    part = making.parts.pop(one.amendment.clause_id or 0, None)
    if part is None:
        return
    siblings = _siblings(making, part)
    place = siblings.index(part)
    for child in part.under:
        child.parent = part.parent
    siblings[place : place + 1] = part.under


def _siblings(making: _Making, part: _Part) -> list[_Part]:
    return part.parent.under if part.parent is not None else making.outermost


def _take_out(making: _Making, part: _Part) -> None:
    _siblings(making, part).remove(part)


def _stands_in(part: _Part | None, other: _Part) -> bool:
    while part is not None:
        if part is other:
            return True
        part = part.parent
    return False


def _place_after(making: _Making, part: _Part, after: int | None) -> None:
    """Put a part behind another; behind a heading that means first under it. None is the beginning of the text."""
    making.parts[part.clause.pk] = part
    before = making.parts.get(after) if after is not None else None
    if before is None:
        part.parent = None
        making.outermost.insert(0, part)
    elif before.under or before.clause.kind == "heading":
        part.parent = before
        before.under.insert(0, part)
    else:
        part.parent = before.parent
        siblings = _siblings(making, before)
        siblings.insert(siblings.index(before) + 1, part)


def _lay(draft: Draft, parts: list[_Part], parent: Placement | None) -> None:
    for position, part in enumerate(parts, start=1):
        placement = Placement.objects.create(draft=draft, clause=part.clause, parent=parent, position=position)
        placement.wordings.set(_wording(part.clause, code, said) for code, said in part.words.items() if said)
        _lay(draft, part.under, placement)


def _wording(clause: Clause, language: str, words: str) -> Wording:
    wording, _made = Wording.objects.get_or_create(
        clause=clause, language=language, hash=text_hash(words), defaults={"text": words}
    )
    return wording


def _carry(draft: Draft, making: _Making, table: list[Tabled]) -> int:
    """Let what is open go on to the next draft; how many do. One whose words are all there already has what it asked
    for, and stays behind."""
    kept = [carrying for one in table if (carrying := _carried(draft, making, one)) is not None]
    Carrying.objects.bulk_create(kept)
    return len(kept)


def _carried(draft: Draft, making: _Making, one: Tabled) -> Carrying | None:
    amendment = one.amendment
    carrying = Carrying(amendment=amendment, draft=draft)
    if amendment.clause_id is not None and amendment.clause_id not in making.parts:
        carrying.touched = [[one.base, one.words, ""]]
        return carrying
    place = (amendment.clause_id or 0, amendment.language)
    if not one.edits or place not in making.before:
        return carrying
    base = making.before[place]
    edits = one.edits if amendment.amends_id is None or one.is_carried else edits_between(base, one.words)
    moved = rebased(edits, base, making.adopted.get(place, ()))
    if not moved.edits:
        return None
    carrying.base = _wording(amendment.clause, amendment.language, making.parts[place[0]].words[place[1]])  # type: ignore[arg-type]
    if carrying.base.text != moved.wording:
        # The clause was cut or joined besides: the author's words stand whole against the new ones.
        moved_edits = edits_between(carrying.base.text, applied(moved.wording, moved.edits))
        carrying.touched = [[base, one.words, carrying.base.text]]
        carrying.edits = spans_of(moved_edits)
        return carrying
    carrying.edits = spans_of(moved.edits)
    carrying.touched = [[ground.was, ground.theirs, ground.now] for ground in moved.touched]
    return carrying
