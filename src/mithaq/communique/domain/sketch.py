"""Composing the first draft of a text clause by clause, with every step to be taken back, and issuing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.compose import Composed, lay_down
from mithaq.communique.models import Composition, Draft, Text
from mithaq.communique.queries.composing import composed_from_points, points_can_be_taken_in, records_behind, taken_in
from mithaq.communique.queries.found import LONGEST_CLAUSE
from mithaq.communique.rules import may_sketch
from mithaq.communique.vocabulary import ClauseKind
from mithaq.core.composing import sketch as on
from mithaq.core.composing.from_word import FoundText, NoLanguage, NotAligned, sketch_of
from mithaq.core.composing.sketch import MOST_CLAUSES, Branch, Planned, Sketch
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.writing.versions import Overtaken

GONE = _("This clause has been taken out meanwhile. Nothing was changed.")
#: The ways in which a clause can be moved.
WAYS: dict[str, Callable[[Sketch, str], Sketch]] = {
    "up": on.moved_up,
    "down": on.moved_down,
    "deeper": lambda sketch, clause: on.nested(sketch, clause, 1),
    "out": lambda sketch, clause: on.nested(sketch, clause, -1),
}


def add_clause(text: Text, after: str, kind: str, words: Mapping[str, str], *, seat: Seat, at: datetime) -> Planned:
    """Add a clause behind another one and all that stands under it; at the beginning where `after` is empty."""
    with transaction.atomic():
        composition = _opened(text, seat, at)
        added = Planned(fresh_id(), _kind(kind), _words(text, words), _depth_after(composition.sketch, after))
        _stepped(composition, "text.clause_added", lambda sketch: on.with_new(sketch, after, [added]), seat, at)
        record("text.clause_added", text, seat=seat, at=at)
    return added


def word_clause(
    text: Text, clause: str, kind: str, words: Mapping[str, str], seen: Mapping[str, str], *, seat: Seat, at: datetime
) -> None:
    """Give a clause a kind and words. `seen` are the words that stood there when the person began.

    What somebody else changed meanwhile stays, put together with what is changed now; where both changed the same
    words, `Overtaken` is raised and nothing is changed.
    """
    with transaction.atomic():
        composition = _opened(text, seat, at)
        now = _planned(composition.sketch, clause).words
        put_together = {
            code: _both(seen.get(code, ""), now.get(code, ""), words.get(code, "")) for code in text.authentic
        }
        said = _words(text, put_together)
        _stepped(
            composition, "text.clause_worded", lambda sketch: on.with_words(sketch, clause, _kind(kind), said), seat, at
        )
        record("text.clause_worded", text, seat=seat, at=at)


def move_clause(text: Text, clause: str, way: str, *, seat: Seat, at: datetime) -> None:
    """Move a clause with all that stands under it: `up`, `down`, `deeper` or `out`."""
    with transaction.atomic():
        composition = _opened(text, seat, at)
        _planned(composition.sketch, clause)
        _stepped(composition, "text.clause_moved", lambda sketch: WAYS[way](sketch, clause), seat, at)
        record("text.clause_moved", text, seat=seat, at=at)


def delete_clause(text: Text, clause: str, *, seat: Seat, at: datetime) -> None:
    """Take a clause out. What stood under it moves up by one."""
    with transaction.atomic():
        composition = _opened(text, seat, at)
        _planned(composition.sketch, clause)
        _stepped(composition, "text.clause_deleted", lambda sketch: on.without(sketch, clause), seat, at)
        record("text.clause_deleted", text, seat=seat, at=at)


def take_in_points(text: Text, *, seat: Seat, at: datetime) -> int:
    """Take the points of the closed consolidation in, each under its pillar; those that are in already stay as they
    are. Returns how many clauses were added."""
    with transaction.atomic():
        composition = _opened(text, seat, at)
        if not points_can_be_taken_in(text):
            raise Refused(_("The consolidation has not been closed yet. Its points become clauses when it is."))
        new = composed_from_points(text, taken_in(composition.sketch))
        if not new:
            raise Refused(_("Every point of the consolidation is in this text already. Nothing was changed."))
        _stepped(composition, "text.points_taken_in", lambda sketch: (*sketch, *new), seat, at)
        record("text.points_taken_in", text, seat=seat, at=at, facts={"clauses": len(new)})
    return len(new)


def take_in_file(text: Text, found: Sequence[FoundText], *, seat: Seat, at: datetime) -> int:
    """Take in what documents hold, behind what there is: one document, or one for each language with the same clauses.
    Returns how many clauses were added."""
    with transaction.atomic():
        composition = _opened(text, seat, at)
        try:
            new = sketch_of(found, text.authentic, iter(fresh_id, None))
        except NotAligned as fault:
            raise Refused(
                _(
                    "The documents have not as many clauses each (%(counts)s), so they are not one text. "
                    "Nothing was taken in."
                )
                % {"counts": ", ".join(map(str, fault.counts))}
            ) from None
        except NoLanguage as fault:
            if len(found) == 1:
                said = _("There are no words in the languages of this text in it. Nothing was taken in.")
                raise Refused(said) from None
            said = _(
                "Document %(number)s of those chosen is in no language of this text, or in one that another of them "
                "has. Nothing was taken in."
            )
            raise Refused(said % {"number": number(fault.number)}) from None
        for one in new:
            _words(text, one.words)
        _stepped(composition, "text.file_taken_in", lambda sketch: (*sketch, *new), seat, at)
        record("text.file_taken_in", text, seat=seat, at=at, facts={"clauses": len(new)})
    return len(new)


def take_back(text: Text, *, seat: Seat, at: datetime) -> None:
    """Take back the last step, whoever did it."""
    with transaction.atomic():
        composition = _opened(text, seat, at)
        last = composition.steps.order_by("-id").first()
        if last is None:
            raise Refused(_("There is no step to take back. Nothing was changed."))
        _put(composition, on.taken_back(composition.sketch, last.slice))
        last.delete()
        record("text.step_taken_back", text, seat=seat, at=at)


def issue(text: Text, *, seat: Seat, at: datetime) -> Draft:
    """Issue the first draft: from now on all who negotiate read it, and it changes by rounds alone.

    Each clause keeps its identifier and the thread to what it comes from. Refused where a clause has no words at all.
    """
    with transaction.atomic():
        composition = _opened(text, seat, at)
        sketch = composition.sketch
        if not sketch:
            raise Refused(_("There is no clause yet. Nothing was issued."))
        if not all(one.words for one in sketch):
            raise Refused(_("A clause has no words in any language. Nothing was issued."))
        behind = records_behind(sketch)
        draft = lay_down(text, [_composed(branch, behind) for branch in on.tree_of(sketch)], seat=seat, at=at)
        composition.delete()
        record("draft.issued", text, seat=seat, at=at, facts={"draft": draft.number, "clauses": len(sketch)})
    return draft


def _composed(branch: Branch, behind: Mapping[tuple[str, str], Any]) -> Composed:
    clause = branch.clause
    return Composed(
        ClauseKind(clause.kind),
        clause.words,
        tuple(behind[one] for one in clause.sources if one in behind),
        tuple(_composed(each, behind) for each in branch.under),
        clause.id,
    )


def _opened(text: Text, seat: Seat, at: datetime) -> Composition:
    """The text's composition, so that nobody else writes in it until this transaction ends."""
    locked = Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)
    require(may_sketch(seat, locked, at))
    composition, _made = Composition.objects.get_or_create(text=locked)
    return composition


def _stepped(composition: Composition, verb: str, change: Callable[[Sketch], Sketch], seat: Seat, at: datetime) -> None:
    before = composition.sketch
    after = change(before)
    if len(after) > MOST_CLAUSES:
        raise Refused(_("A text has %(most)s clauses at most. Nothing was changed.") % {"most": MOST_CLAUSES})
    if after == before:
        return
    done = on.slice_between(before, after)
    composition.steps.create(
        verb=verb, start=done.start, seat=seat, at=at,
        removed=[one.plain for one in done.removed], added=[one.plain for one in done.added],
    )  # fmt: skip
    _put(composition, after)


def _put(composition: Composition, sketch: Sketch) -> None:
    composition.clauses = [one.plain for one in sketch]
    composition.save(update_fields=["clauses"])


def _planned(sketch: Sketch, clause: str) -> Planned:
    try:
        return sketch[on.place_of(sketch, clause)]
    except KeyError:
        raise Refused(GONE) from None


def _depth_after(sketch: Sketch, after: str) -> int:
    """A new clause stands beside the one it comes after; behind a heading it stands under it."""
    if not after:
        return 0
    before = _planned(sketch, after)
    return before.depth + (before.kind == ClauseKind.HEADING)


def _kind(kind: str) -> str:
    if kind not in ClauseKind.values:
        raise Refused(_("There is no such kind of clause. Nothing was changed."))
    return kind


def _both(seen: str, now: str, typed: str) -> str:
    together = on.both(_clean(seen), now, _clean(typed))
    if together is None:
        raise Overtaken
    return together


def _words(text: Text, words: Mapping[str, str]) -> dict[str, str]:
    said = {code: _clean(words.get(code, "")) for code in text.authentic}
    if any(len(each) > LONGEST_CLAUSE for each in said.values()):
        raise Refused(
            _("A clause is longer than %(most)s letters. Nothing was changed.") % {"most": number(LONGEST_CLAUSE)}
        )
    if not any(said.values()):
        raise Refused(_("Write the words of the clause in one language at least. Nothing was changed."))
    return {code: each for code, each in said.items() if each}


def _clean(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
