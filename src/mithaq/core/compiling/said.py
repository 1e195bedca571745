"""A change as a short sentence for a cell of a table: what stands in brackets is what changes."""

from __future__ import annotations

from collections.abc import Mapping

from mithaq.core.compiling.words import Words
from mithaq.core.docx.changed import edits_as_cut
from mithaq.core.docx.composed import Line, Style, plain
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.text import language_as_told, script_of

#: Words of the draft that are shown on either side of a change, so that its place is found.
AROUND = 3
#: Shows where a paragraph is cut in two.
PILCROW = " ¶ "
#: From the old words to the new ones, as one reads. No program turns an arrow by itself.
_ARROWS = {False: " → ", True: " ← "}


def name_of(clause: DraftClause, language: str) -> str:
    """A clause by its number, else by its first words."""
    if clause.number:
        return clause.number
    words = (clause.words.get(language) or next(iter(clause.words.values()), "")).split()
    return " ".join(words[:4]) + ("…" if len(words) > 4 else "")


def said(change: Change, draft: DraftText, words: Words) -> str:
    """What a change does, with a few words of the draft around it."""
    clauses = {one.id: one for one in draft.clauses}
    if change.kind is Sort.INSERT_CLAUSE:
        return f"{words.new}: {change.after}"
    if change.kind is Sort.DELETE_CLAUSE:
        return words.taken_out
    if change.kind is Sort.MOVE:
        after = name_of(clauses[change.other], words.language) if change.other in clauses else words.first
        return words.moved % {"after": after}
    if change.kind is Sort.COMMENT:
        beside = f"“{change.before}” " if change.before else ""
        return f"{words.comment}: {beside}{change.after}"
    if change.kind is Sort.SPLIT:
        return f"{words.split}: {_shown_edits(change, clauses) or change.before}".strip(": ")
    if change.kind is Sort.JOIN:
        return words.join
    return _shown_edits(change, clauses) or f"{change.before}{_arrow(change)}{change.after}"


def cell(style: Style, language: str, words: str) -> Line:
    """Words in a cell of a table in a language, running as the letters do that they are written in."""
    said_in = language_as_told(words, language) if any(map(str.isalpha, words)) else language
    return plain(style, said_in, words)


def _arrow(change: Change) -> str:
    return _ARROWS[script_of(f"{change.before} {change.after}") == "Arab"]


def _shown_edits(change: Change, clauses: Mapping[str, DraftClause]) -> str:
    clause = clauses.get(change.clause)
    said = clause.words.get(change.language, "") if clause else ""
    parts = []
    for edit in edits_as_cut(change, PILCROW):
        old, new = said[edit.start : edit.end].strip(), edit.replacement.strip()
        before = " ".join(said[: edit.start].split()[-AROUND:])
        after = " ".join(said[edit.end :].split()[:AROUND])
        middle = f"[{old}{_arrow(change)}{new}]" if old and new else f"[+ {new}]" if new else f"[– {old}]"
        # A sign that follows a word follows its bracket too: no space that the draft has not.
        touched = said[edit.start : edit.end], edit.replacement
        gap = " " * any(one[:1].isspace() for one in touched if one) or said[: edit.start][-1:]
        end = " " * any(one[-1:].isspace() for one in touched if one) or said[edit.end :][:1]
        lead = "… " if said[: edit.start].split()[:-AROUND] else ""
        tail = " …" if said[edit.end :].split()[AROUND:] else ""
        parts.append(f"{lead}{before}{' ' * gap.isspace()}{middle}{' ' * end.isspace()}{after}{tail}".strip())
    return "; ".join(parts)
