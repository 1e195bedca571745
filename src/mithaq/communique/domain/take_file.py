"""Taking a file into a return: what could not be placed is placed by hand, then all of it enters at once; and taking it
out again, until the return is released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.bring import locked_file
from mithaq.communique.domain.prepare import begin_return, enter_return
from mithaq.communique.models import Amendment, Clause, Comment, PlacedByHand, Return, ReturnFile, Wording
from mithaq.communique.queries.found import LONGEST_CLAUSE, Found, from_plain
from mithaq.communique.queries.negotiation import words_in_draft
from mithaq.communique.queries.tabled import edits_of, spans_of
from mithaq.communique.rules import may_change_file, may_write_in
from mithaq.communique.vocabulary import CUT, AmendmentKind, ByHand, ClauseKind, Subject
from mithaq.core.edits import Collision, Edit, agreed, applied, edits_between
from mithaq.core.placing.carried import OF_WORDS
from mithaq.core.placing.change import Change, Sort, Unplaced
from mithaq.core.text import language_of, normalised
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require

#: Letters that a comment and the phrase it stands beside may have.
LONGEST_PHRASE = 600

Place = tuple[str, str]


@dataclass(frozen=True)
class Hand:
    """Where somebody places what could not be placed: as what, on which clause (for a new one, after which; none for
    the beginning), and why it is left out."""

    choice: str
    clause: Clause | None = None
    reason: str = ""


def place_by_hand(file: ReturnFile, numbers: Iterable[int], hand: Hand, *, seat: Seat, at: datetime) -> None:
    """Place some of what could not be placed. Placed again, it stands where it was placed last."""
    with transaction.atomic():
        file = locked_file(file)
        require(may_change_file(seat, file, at))
        _is_not_taken(file)
        found = _found(file)
        words = words_in_draft(file.round.draft)
        for number in numbers:
            if not 0 <= number < len(found.unplaced):
                raise Refused(_("There is no such change in this file. Nothing was changed."))
            one = found.unplaced[number]
            language = _language(one, words, file)
            _check(one, hand, words, language)
            PlacedByHand.objects.update_or_create(
                file=file, number=number,
                defaults={"choice": hand.choice, "clause": hand.clause, "reason": hand.reason.strip()[:500],
                          "language": language, "seat": seat, "at": at},
            )  # fmt: skip
        record("file.placed_by_hand", file, file.round, seat=seat, at=at, facts={"choice": hand.choice})


def take(file: ReturnFile, *, replaces: bool = True, seat: Seat, at: datetime) -> Return:
    """Take all that is in a file into the city's return, which is begun where none is in preparation.

    With `replaces` it stands in the place of what earlier files have put there; what was written by hand stays, and
    what the file changes besides in the same clause is joined with it. Where both ask for other words at one place
    nothing is taken, and the message names the clause.
    """
    with transaction.atomic():
        file = locked_file(file)
        require(may_change_file(seat, file, at))
        _is_not_taken(file)
        if file.organisation is None:
            raise Refused(_("Say first whose answer this file is. Nothing was changed."))
        if file.by_hand.count() < len(_found(file).unplaced):
            raise Refused(_("Some changes of this file are not placed yet. Place them, or leave them out."))
        returned = _return_for(file, seat, at)
        require(may_write_in(seat, returned, at))
        if replaces:
            for earlier in ReturnFile.objects.filter(returned=returned):
                _leaving(earlier, returned, seat, at)
                earlier.returned, earlier.replaced_by = None, file
                earlier.save(update_fields=["returned", "replaced_by"])
            Amendment.objects.filter(returned=returned, file__isnull=False).delete()
            Comment.objects.filter(returned=returned, file__isnull=False).delete()
        counts = _entering(file, returned, seat, at).entered()
        file.returned, file.replaced_by = returned, None
        file.save(update_fields=["returned", "replaced_by"])
        record("file.taken", file, returned, seat=seat, at=at, facts={"sha256": file.upload.sha256, **counts})
    return returned


def take_out(file: ReturnFile, *, seat: Seat, at: datetime) -> None:
    """Take out again what a file has put into a return that is still private. The files that it had replaced stand
    there as before it."""
    with transaction.atomic():
        file = locked_file(file)
        returned = file.returned
        if returned is None:
            raise Refused(_("This file stands in no return. Nothing was changed."))
        require(may_write_in(seat, returned, at))
        _leaving(file, returned, seat, at)
        file.returned = None
        file.save(update_fields=["returned"])
        for earlier in file.replaces.select_related("upload"):
            earlier.round = file.round
            _entering(earlier, returned, seat, at).entered()
            earlier.returned, earlier.replaced_by = returned, None
            earlier.save(update_fields=["returned", "replaced_by"])
        record("file.taken_out", file, returned, seat=seat, at=at, facts={"sha256": file.upload.sha256})


def _entering(file: ReturnFile, returned: Return, seat: Seat, at: datetime) -> _Entering:
    by_hand = {one.number: one for one in file.by_hand.select_related("clause")}
    return _Entering(file, returned, _found(file), by_hand, seat, at)


def _leaving(file: ReturnFile, returned: Return, seat: Seat, at: datetime) -> None:
    """Take out what a file has put into a return, also out of what was written there by hand."""
    _entering(file, returned, seat, at).parted()
    Amendment.objects.filter(returned=returned, file=file).delete()
    Comment.objects.filter(returned=returned, file=file).delete()


def _is_not_taken(file: ReturnFile) -> None:
    if file.returned_id is not None:
        raise Refused(_("This file has been taken into the return already. Nothing was changed."))


def _found(file: ReturnFile) -> Found:
    reading = getattr(file, "reading", None)
    if reading is None:
        raise Refused(_("This file has not been read yet. Nothing was changed."))
    return from_plain(reading.found)


def _return_for(file: ReturnFile, seat: Seat, at: datetime) -> Return:
    if not file.is_entered:
        return begin_return(file.round, seat=seat, at=at)
    assert file.organisation is not None
    begun = file.round.returns.filter(organisation=file.organisation, is_entered=True, released_at=None).first()
    if begun is not None:
        return begun
    return enter_return(file.round, file.organisation, file.name, file.given_at, seat=seat, at=at)


def _language(one: Unplaced, words: Mapping[str, Mapping[str, Wording]], file: ReturnFile) -> str:
    """The language of what could not be placed: of those of the text the one that its letters fit."""
    codes = file.round.text.authentic
    said = one.language or language_of(one.after or one.before)
    return said if said in codes else file.round.language


def _check(one: Unplaced, hand: Hand, words: Mapping[str, Mapping[str, Wording]], language: str) -> None:
    if hand.clause is not None and hand.clause.public_id not in words:
        raise Refused(_("The draft of this round has no such clause. Nothing was changed."))
    if hand.choice == ByHand.NOTHING and not hand.reason.strip():
        raise Refused(_("Say why this is left out. Nothing was changed."))
    if hand.choice in (ByHand.WORDS, ByHand.CLAUSE) and hand.clause is None:
        raise Refused(_("Choose the clause. Nothing was changed."))
    if hand.choice in (ByHand.WORDS, ByHand.AFTER):
        if not one.after.strip():
            raise Refused(_("No words are left here. Say that it is a comment, or leave it out. Nothing was changed."))
        if len(one.after) > LONGEST_CLAUSE:
            raise Refused(_("These are too many words for one clause. Nothing was changed."))
    if hand.choice == ByHand.WORDS and hand.clause is not None:
        base = words[hand.clause.public_id].get(language)
        if base is None or not edits_between(base.text, one.after.strip()):
            raise Refused(_("The clause reads like this already. Leave it out, with this as the reason."))


@dataclass
class _Entering:
    """A file on its way into a return."""

    file: ReturnFile
    returned: Return
    found: Found
    by_hand: Mapping[int, PlacedByHand]
    seat: Seat
    at: datetime
    edits: dict[Place, list[Edit]] = field(default_factory=dict)
    rows: list[Amendment] = field(default_factory=list)

    def __post_init__(self) -> None:
        draft = self.returned.round.draft
        self.words = words_in_draft(draft)
        self.clauses = {one.clause.public_id: one.clause for one in draft.placements.select_related("clause")}
        for change in self._all():
            if change.kind in OF_WORDS:
                self.edits.setdefault((change.clause, change.language), []).extend(change.edits)

    def entered(self) -> dict[str, int]:
        """Write amendments and comments; how many of each."""
        comments: list[Comment] = []
        for change in self._all():
            if change.kind is Sort.COMMENT:
                comments.append(self._comment(change))
            else:
                self._structure(change)
        self._new_clauses([one for one in self._all() if one.kind is Sort.INSERT_CLAUSE])
        for place, edits in self.edits.items():
            self._words(place, edits)
        Amendment.objects.bulk_create(self.rows)
        Comment.objects.bulk_create(comments)
        return {"amendments": len(self.rows), "comments": len(comments)}

    def parted(self) -> None:
        """Take the file's edits out of the words that somebody wrote by hand. Where nothing else would be left,
        somebody asked for the same by hand, and it stays."""
        for (clause, language), edits in self.edits.items():
            for kept in self._by_themselves(clause, language):
                left = [one for one in edits_of(kept.edits) if one not in edits]
                if left:
                    kept.edits = spans_of(left)
                    kept.save(update_fields=["edits"])

    def _by_themselves(self, clause: str, language: str) -> QuerySet[Amendment]:
        return self.returned.amendments.filter(
            kind=AmendmentKind.REPLACE, clause=self.clauses[clause], language=language, amends=None, file=None
        )

    def _all(self) -> Iterator[Change]:
        yield from self.found.changes
        for number, hand in self.by_hand.items():
            yield from self._by_hand(self.found.unplaced[number], hand)

    def _by_hand(self, one: Unplaced, hand: PlacedByHand) -> Iterator[Change]:
        clause = hand.clause.public_id if hand.clause else ""
        said = one.after.strip() or one.before.strip()
        if hand.choice == ByHand.WORDS:
            base = self.words[clause][hand.language].text
            edits = tuple(edits_between(base, said))
            yield Change(clause, Sort.REPLACE, base, said, edits, language=hand.language)
        elif hand.choice == ByHand.AFTER:
            yield Change(clause, Sort.INSERT_CLAUSE, "", said, language=hand.language)
        elif hand.choice != ByHand.NOTHING:
            # What was taken out or stands where no clause is says nothing by itself: both readings are the comment.
            readings = filter(None, dict.fromkeys((one.before.strip(), one.after.strip())))
            yield Change(clause, Sort.COMMENT, "", " → ".join(readings))

    def _comment(self, change: Change) -> Comment:
        clause = self.clauses.get(change.clause)
        phrase = change.before.strip()
        if clause is None:
            about, phrase = Subject.WHOLE, ""
        else:
            texts = [normalised(wording.text) for wording in self.words[change.clause].values()]
            stands = phrase and len(phrase) <= LONGEST_PHRASE and any(normalised(phrase) in text for text in texts)
            is_part = stands and normalised(phrase) not in texts
            about, phrase = (Subject.PHRASE, phrase) if is_part else (Subject.CLAUSE, "")
        return Comment(
            returned=self.returned, about=about, clause=clause, phrase=phrase, said=change.after.strip() or "–",
            file=self.file, seat=self.seat, at=self.at,
        )  # fmt: skip

    def _structure(self, change: Change) -> None:
        """Deletions, moves and joinings, each once though the file asks for it in every language."""
        kinds = {Sort.DELETE_CLAUSE: AmendmentKind.DELETE, Sort.MOVE: AmendmentKind.MOVE, Sort.JOIN: AmendmentKind.JOIN}
        kind = kinds.get(change.kind)
        clause = self.clauses[change.clause] if kind else None
        if kind is None or any((one.kind, one.clause) == (kind, clause) for one in self.rows):
            return
        if self.returned.amendments.filter(kind=kind, clause=clause).exists():
            return
        after = self.clauses.get(change.other) if kind == AmendmentKind.MOVE else None
        self.rows.append(self._amendment(kind, clause=clause, after=after))

    def _new_clauses(self, changes: list[Change]) -> None:
        """New clauses; of two languages, the first in each at one place are one, the second are one, and so on."""
        rows: dict[tuple[str, int], dict[str, str]] = {}
        count: dict[Place, int] = {}
        for change in changes:
            place = change.clause, change.language
            number = count[place] = count.get(place, -1) + 1
            rows.setdefault((change.clause, number), {})[change.language] = change.after.strip()
        working = self.returned.round.language
        # Each is put right behind its clause, so the last is the first to be written.
        for (clause, _number), words in reversed(rows.items()):
            before = self.clauses.get(clause)
            kind = before.kind if before and before.kind != ClauseKind.HEADING else ClauseKind.POINT
            language = working if working in words else next(iter(words))
            self.rows.append(
                self._amendment(
                    AmendmentKind.INSERT_AFTER, clause=before, language=language, words=words, new_kind=kind
                )
            )

    def _words(self, place: Place, edits: list[Edit]) -> None:
        """Other words of a clause, joined with what the return asks for there already; a cut alone is a split."""
        clause, language = place
        base = self.words[clause][language]
        cut = self._cut(clause, base.text, edits) if self.returned.round.language == language else None
        if cut is not None:
            self.rows.append(self._over(base, AmendmentKind.SPLIT, clause, [cut]))
            edits = [one for one in edits if not _is_cut(base.text, one)]
        if not edits:
            return
        kept = self.returned.amendments.filter(
            kind=AmendmentKind.REPLACE, clause=self.clauses[clause], language=language, amends=None
        ).first()
        try:
            all_edits = agreed([*edits, *(edits_of(kept.edits) if kept else ())])
        except Collision as collision:
            raise Refused(
                _(
                    "The file and what stands in the return ask for different words at one place: “%(one)s” and "
                    "“%(other)s”. Take the amendment out of the return first. Nothing was changed."
                )
                % {"one": collision.one.replacement or "–", "other": collision.other.replacement or "–"}
            ) from collision
        if kept is not None:
            kept.edits = spans_of(all_edits)
            kept.save(update_fields=["edits"])
        # What two cities ask for alike is one line of the table, whatever their editors marked: as few words as can be.
        elif fewest := edits_between(base.text, applied(base.text, all_edits)):
            self.rows.append(self._over(base, AmendmentKind.REPLACE, clause, fewest))

    def _splits(self, clause: str) -> bool:
        return self.returned.amendments.filter(kind=AmendmentKind.SPLIT, clause=self.clauses[clause]).exists()

    def _cut(self, clause: str, base: str, edits: list[Edit]) -> Edit | None:
        cuts = [one for one in edits if _is_cut(base, one)]
        if len(cuts) != 1 or self._splits(clause):
            return None
        head, tail = base[: cuts[0].start].rstrip(), base[cuts[0].end :].lstrip()
        return Edit(len(head), len(base) - len(tail), CUT) if head and tail else None

    def _over(self, base: Wording, kind: AmendmentKind, clause: str, edits: Iterable[Edit]) -> Amendment:
        return self._amendment(
            kind, clause=self.clauses[clause], language=base.language, base=base, base_hash=base.hash,
            edits=spans_of(edits),
        )  # fmt: skip

    def _amendment(self, kind: AmendmentKind, **given: object) -> Amendment:
        return Amendment(returned=self.returned, kind=kind, file=self.file, seat=self.seat, at=self.at, **given)


def _is_cut(base: str, edit: Edit) -> bool:
    """Whether an edit does nothing but divide the clause."""
    return "\n" in edit.replacement and not edit.replacement.strip() and not base[edit.start : edit.end].strip()
