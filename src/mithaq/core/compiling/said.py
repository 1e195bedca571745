"""A change as a short sentence for a cell of a table: what stands in brackets is what changes."""

from __future__ import annotations

from collections.abc import Mapping

from mithaq.core.compiling.words import Words
from mithaq.core.docx.changed import edits_as_cut
from mithaq.core.docx.composed import Line, Style, is_rtl, plain
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.text import language_as_told

#: Words of the draft that are shown on either side of a change, so that its place is found.
AROUND = 3
#: Shows where a paragraph is cut in two.
PILCROW = " ¶ "
#: Where an arrow is to stand from the old words to the new ones; no words hold this sign.
_ARROW = "\x00"


def name_of(clause: DraftClause, language: str) -> str:
    """A clause by its number, else by its first words."""
    if clause.number:
        return clause.number
    words = (clause.words.get(language) or next(iter(clause.words.values()), "")).split()
    return " ".join(words[:4]) + ("…" if len(words) > 4 else "")


def said(change: Change, draft: DraftText, words: Words) -> str:
    """What a change does, with a few words of the draft around it."""
    sentence = _said(change, draft, words)
    return sentence.replace(_ARROW, arrow_in(_language_of(sentence, words.language)))


def arrow_in(language: str) -> str:
    """From what was to what is, as one reads: no program turns an arrow by itself."""
    return " ← " if is_rtl(language) else " → "


def _said(change: Change, draft: DraftText, words: Words) -> str:
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
    return _shown_edits(change, clauses) or f"{change.before}{_ARROW}{change.after}"


def cell(style: Style, language: str, words: str) -> Line:
    """Words in a cell of a table in a language, running as the letters do that they are written in."""
    return plain(style, _language_of(words, language), words)


def _language_of(words: str, language: str) -> str:
    return language_as_told(words, language) if any(map(str.isalpha, words)) else language


def _shown_edits(change: Change, clauses: Mapping[str, DraftClause]) -> str:
    clause = clauses.get(change.clause)
    said = clause.words.get(change.language, "") if clause else ""
    parts = []
    for edit in edits_as_cut(change, PILCROW):
        old, new = said[edit.start : edit.end].strip(), edit.replacement.strip()
        before = " ".join(said[: edit.start].split()[-AROUND:])
        after = " ".join(said[edit.end :].split()[:AROUND])
        middle = f"[{old}{_ARROW}{new}]" if old and new else f"[+ {new}]" if new else f"[– {old}]"
        # A sign that follows a word follows its bracket too: no space that the draft has not.
        touched = said[edit.start : edit.end], edit.replacement
        gap = " " * any(one[:1].isspace() for one in touched if one) or said[: edit.start][-1:]
        end = " " * any(one[-1:].isspace() for one in touched if one) or said[edit.end :][:1]
        lead = "… " if said[: edit.start].split()[:-AROUND] else ""
        tail = " …" if said[edit.end :].split()[AROUND:] else ""
        parts.append(f"{lead}{before}{' ' * gap.isspace()}{middle}{' ' * end.isspace()}{after}{tail}".strip())
    return "; ".join(parts)
