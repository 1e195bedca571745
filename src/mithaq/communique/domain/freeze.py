"""Freezing a text and publishing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Draft, Freezing, Placement, Publication, Text
from mithaq.communique.queries import PlacedClause, clauses_of, in_order
from mithaq.communique.queries.silence import latest_silence
from mithaq.communique.rules import may_freeze, may_publish, may_record_publication
from mithaq.core.clauses import FrozenClause, canonical_text, frozen_hash
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.consolidate import disclose


def freeze(draft: Draft, *, seat: Seat, at: datetime) -> Freezing:
    """Freeze a draft: from now on its words do not change, and its hash is what cities endorse.

    Refused where a clause lacks one of the cycle's authentic languages, or where they fell out of step, since the
    languages are equally valid.
    """
    with transaction.atomic():
        draft.text = text = Text.objects.select_for_update().get(pk=draft.text_id)
        require(may_freeze(seat, draft, at))
        silence = latest_silence(draft)
        if silence is not None and silence.hash != hash_of(draft):
            raise Refused(_("These are no longer the words that were put to silence. The text was not frozen."))
        freezing = Freezing.objects.create(draft=draft, text=text, seat=seat, at=at, hash=hash_of(draft))
        record("draft.frozen", text, seat=seat, at=at, facts={"draft": draft.number, "hash": freezing.hash})
    return freezing


def hash_of(draft: Draft) -> str:
    """The hash over the draft's canonical form, computed from the words as they stand."""
    return frozen_hash(*_canonical_parts(draft))


def hash_of_words(text: Text, clauses: Sequence[PlacedClause]) -> str:
    """The same hash over clauses that were read already, the outermost ones in their order."""
    return frozen_hash(*_parts_of(text, clauses))


@dataclass(frozen=True)
class Words:
    """A frozen text's words: their hash, and the public identifiers of its clauses in reading order."""

    hash: str
    clauses: tuple[str, ...]


def words_on_record(text: Text) -> Words:
    """A frozen text's words as they stand on record this moment. Words that stand as they stood when they were hashed
    last are not hashed again, which takes longer than to read them. One query."""
    placements = Placement.objects.filter(draft=text.freezing.draft_id).order_by("position", "pk", "wordings__language")
    rows = placements.values_list(
        "pk", "parent", "position", "clause__public_id", "clause__kind", "wordings__language", "wordings__text"
    )
    return _read_and_hashed(_OnRecord((*text.authentic, *sorted(text.title.items()), *rows), text))


@dataclass(frozen=True)
class _OnRecord:
    """All that the hash of a text follows from."""

    words: tuple[object, ...]
    text: Text = field(compare=False)


@lru_cache(32)
def _read_and_hashed(one: _OnRecord) -> Words:
    clauses = clauses_of(one.text.freezing.draft)
    in_their_order = tuple(placed.clause.public_id for _depth, placed in in_order(clauses))
    return Words(hash_of_words(one.text, clauses), in_their_order)


def form_of_words(text: Text, clauses: Sequence[PlacedClause]) -> bytes:
    """The bytes that this hash is over."""
    return canonical_text(*_parts_of(text, clauses))


def canonical_form(draft: Draft) -> bytes:
    """The bytes that the hash is over, for whoever wants to compute it again."""
    return canonical_text(*_canonical_parts(draft))


def publish(text: Text, *, seat: Seat, at: datetime) -> Publication:
    """Publish a frozen text. Its words are hashed once more first: what is published is what was frozen."""
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        require(may_publish(seat, text, at))
        if hash_of(text.freezing.draft) != text.freezing.hash:
            raise Refused(_("The words no longer have the hash they were frozen with. The text was not published."))
        publication = Publication.objects.create(text=text, seat=seat, at=at)
        disclose(text.cycle, seat=seat, at=at)
        record("text.published", text, seat=seat, at=at, facts={"hash": text.freezing.hash})
    return publication


def record_publication(text: Text, source: str, *, published: datetime, seat: Seat, at: datetime) -> Publication:
    """Record that a text was published elsewhere, where its wording is not on record; `source` says where."""
    with transaction.atomic():
        require(may_record_publication(seat, text, at))
        publication = Publication.objects.create(text=text, seat=seat, at=published, source=source)
        record("text.published_elsewhere", text, seat=seat, at=at)
    return publication


def _canonical_parts(draft: Draft) -> tuple[dict[str, str], list[str], list[FrozenClause]]:
    return _parts_of(draft.text, clauses_of(draft))


def _parts_of(text: Text, clauses: Sequence[PlacedClause]) -> tuple[dict[str, str], list[str], list[FrozenClause]]:
    languages = text.authentic
    title = {language: text.title.get(language, "") for language in languages}
    return title, languages, [_frozen(clause, languages) for clause in clauses]


def _frozen(placed: PlacedClause, languages: list[str]) -> FrozenClause:
    missing = [language for language in languages if not placed.words.get(language)]
    if missing:
        raise Refused(_("A clause has no words yet in one of the authentic languages. The text was not frozen."))
    return FrozenClause(
        public_id=placed.clause.public_id,
        kind=placed.kind,
        number=placed.number,
        words={language: placed.words[language] for language in languages},
        clauses=tuple(_frozen(child, languages) for child in placed.children),
    )
