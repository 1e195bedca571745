"""What was found in a file, as it is kept: every change on its clause, what a person has to place, what changes no
words, and what the reader of the file should know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mithaq.communique.models import Draft, Round
from mithaq.communique.queries.exported import draft_text
from mithaq.communique.vocabulary import Warned
from mithaq.core.docx.pieces import WordFile
from mithaq.core.edits import Edit
from mithaq.core.placing.alignment import Ground as Slots
from mithaq.core.placing.carried import Ground, carried_over, enterable
from mithaq.core.placing.change import Aside, Change, Origin, Placed, Sort, Unplaced, Why
from mithaq.core.placing.comment_table import Entry, placed_table
from mithaq.core.placing.place import placed
from mithaq.foundation.chronicle.memory import Memory

#: Letters that one clause may have.
LONGEST_CLAUSE = 20_000
#: A change that is found on so many clauses reaches over whole paragraphs.
SPANS = 3

Plain = dict[str, Any]

#: The clauses of a round's draft as files are laid beside them.
_slots: Memory[Slots] = Memory(16, kinds=("communique.text", "cycle."))


@dataclass(frozen=True)
class Found:
    """What was found in a file."""

    changes: tuple[Change, ...]
    unplaced: tuple[Unplaced, ...]
    #: How many changes of the file change no words, by what they are.
    asides: Mapping[Aside, int]
    grounds: tuple[Ground, ...]
    missing: tuple[tuple[str, str], ...]
    #: What a person should know before taking it in, each with its facts.
    warnings: tuple[tuple[Warned, Plain], ...]
    authors: tuple[str, ...]
    #: How many marks the file holds (insertions, deletions, changes of form, comments), as an editor counts them.
    held: int
    #: The public identifier of the city whose copy it was made of; empty where the file does not say it.
    copy_of: str = ""

    @property
    def clauses(self) -> set[str]:
        """The clauses that something is on."""
        return {one.clause for one in self.changes if one.clause}


def found_in(file: WordFile | list[Entry], name: str, about: Round) -> Found:
    """The changes of a file on the draft of a round; one that was made of an earlier draft of the text is placed on
    that, and carried over to this one."""
    slots = _slots.recall(about.draft_id, None, lambda: Slots(draft_text(about.draft)))
    draft = slots.draft
    if not isinstance(file, WordFile):
        result = enterable(placed_table(slots, file, name), draft, LONGEST_CLAUSE)
        return _found(result, (), [], len(file), {})
    older = _older(about, file.draft) if file.draft and file.draft != draft.hash else None
    warnings: list[tuple[Warned, Plain]] = []
    grounds: tuple[Ground, ...] = ()
    if older is not None:
        warnings.append((Warned.OLDER_DRAFT, {"number": older.number}))
        result, grounds = carried_over(placed(draft_text(older), file, name), draft_text(older), draft)
    else:
        result = placed(slots, file, name)
        if result.origin is Origin.OTHER:
            warnings.append((Warned.UNKNOWN_DRAFT, {}))
    text = file.properties.get("mithaq-text", "")
    if text and text != about.text.public_id:
        warnings.append((Warned.OTHER_TEXT, {}))
    elif result.is_other:
        warnings.append((Warned.NO_COPY, {}))
    held = len(file.marks) + len(file.formatting) + len(file.comments)
    found = _found(enterable(result, draft, LONGEST_CLAUSE), grounds, warnings, held, _words_of(draft.clauses))
    return replace(found, copy_of=file.properties.get("mithaq-city", "")[:24])


def _words_of(clauses: Iterable[Any]) -> Mapping[str, str]:
    return {clause.id: "".join(clause.words.values()) for clause in clauses}


def _older(about: Round, digest: str) -> Draft | None:
    earlier = about.text.drafts.filter(number__lt=about.draft.number).order_by("-number")
    for draft in earlier:
        draft.text = about.text
        if draft_text(draft).hash == digest:
            return draft
    return None


def _found(
    result: Placed,
    grounds: tuple[Ground, ...],
    warnings: list[tuple[Warned, Plain]],
    held: int,
    words: Mapping[str, str],
) -> Found:
    """`words` are those of each clause; empty for a table of comments, in which nothing is tracked."""
    asides: dict[Aside, int] = {}
    for left in result.left:
        asides[left.aside] = asides.get(left.aside, 0) + len(left.ids)
    everything: tuple[Change | Unplaced, ...] = (*result.changes, *result.unplaced)
    authors = dict.fromkeys(one.author for one in everything if one.author)
    warnings = [*warnings, *_warned(result, grounds, words)]
    return Found(
        result.changes, result.unplaced, asides, grounds, result.missing, tuple(warnings), tuple(authors)[:20], held
    )


def _warned(result: Placed, grounds: Sequence[Ground], words: Mapping[str, str]) -> Iterator[tuple[Warned, Plain]]:
    if grounds:
        yield Warned.GROUND, {"count": len(grounds)}
    untracked = sum(not one.tracked for one in result.changes)
    if untracked and words:
        yield Warned.UNTRACKED, {"count": untracked, "of": len(result.changes)}
    if result.missing:
        yield Warned.MISSING, {"count": len(result.missing), "clauses": [clause for clause, _l in result.missing]}
    of_words = [one for one in result.changes if one.kind is not Sort.COMMENT]
    typed = [one.clause for one in of_words if set("[]") & set(one.after) and "[" not in words.get(one.clause, "")]
    if typed:
        yield Warned.BRACKETS, {"count": len(typed), "clauses": list(dict.fromkeys(typed))}
    spanning: dict[str, set[str]] = {}
    for one in of_words:
        for mark in one.ids:
            spanning.setdefault(mark, set()).add(one.clause)
    wide = sum(len(clauses) >= SPANS for clauses in spanning.values())
    if wide and words:
        yield Warned.SPANS, {"count": wide}
    if result.spelled:
        yield Warned.SPELLING, {"count": len(result.spelled)}


def as_plain(found: Found) -> Plain:
    """As it is kept."""
    return {
        "changes": [_plain(one) for one in found.changes],
        "unplaced": [{**_plain(one), "why": one.why, "near": one.near} for one in found.unplaced],
        "asides": {str(aside): count for aside, count in found.asides.items()},
        "grounds": [[one.clause, one.language, one.was, one.theirs, one.now] for one in found.grounds],
        "missing": [list(one) for one in found.missing],
        "warnings": [[code, facts] for code, facts in found.warnings],
        "authors": list(found.authors),
        "held": found.held,
        "copy_of": found.copy_of,
    }


def _plain(one: Change | Unplaced) -> Plain:
    said: Plain = {
        "before": one.before, "after": one.after, "author": one.author, "tracked": one.tracked,
        "language": one.language, "ids": list(one.ids), "date": one.date.isoformat() if one.date else "",
    }  # fmt: skip
    if isinstance(one, Change):
        edits = [[edit.start, edit.end, edit.replacement] for edit in one.edits]
        said |= {"clause": one.clause, "kind": one.kind, "edits": edits, "other": one.other}
    return said


def from_plain(kept: Plain) -> Found:
    """What `as_plain` has kept."""
    return Found(
        changes=tuple(
            Change(
                one["clause"], Sort(one["kind"]), edits=tuple(Edit(*edit) for edit in one["edits"]),
                other=one["other"], **_shared(one),
            )
            for one in kept["changes"]
        ),
        unplaced=tuple(Unplaced(Why(one["why"]), near=one["near"], **_shared(one)) for one in kept["unplaced"]),
        asides={Aside(code): count for code, count in kept["asides"].items()},
        grounds=tuple(Ground(*one) for one in kept["grounds"]),
        missing=tuple((clause, language) for clause, language in kept["missing"]),
        warnings=tuple((Warned(code), facts) for code, facts in kept["warnings"]),
        authors=tuple(kept["authors"]),
        held=kept["held"],
        copy_of=kept.get("copy_of", ""),
    )  # fmt: skip


def _shared(one: Plain) -> Plain:
    shared = {name: one[name] for name in ("before", "after", "author", "tracked", "language")}
    date = datetime.fromisoformat(one["date"]) if one["date"] else None
    return {**shared, "ids": tuple(one["ids"]), "date": date}
