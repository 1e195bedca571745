"""A draft as a document: in one language or in several side by side, clean or with what cities would change in it.

Each clause is one paragraph in each language, with a bookmark of its own, and the document says of which draft it is;
so a copy that somebody wrote into finds home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mithaq.core.docx.changed import Shown, changed
from mithaq.core.docx.composed import Composed, Line, Row, Style, Table, is_rtl, plain
from mithaq.core.placing.change import Change
from mithaq.core.placing.draft import DraftText


@dataclass(frozen=True)
class Cover:
    """What stands around a draft: its title and a line under it in each language, the head of every page, the public
    identifiers of the text and of the city whose copy it is (empty for nobody's), and when the draft was made."""

    title: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)
    running: str = ""
    text: str = ""
    city: str = ""
    at: datetime | None = None


def clean(draft: DraftText, languages: Sequence[str], cover: Cover, *, tracks: bool = True) -> Composed:
    """The draft as it stands. `tracks`: the editor records what is changed from now on."""
    return tracked(draft, languages, cover, (), tracks=tracks)


def tracked(
    draft: DraftText, languages: Sequence[str], cover: Cover, changes: Sequence[Change], *, tracks: bool = True
) -> Composed:
    """The draft with these changes, each under its author's name."""
    heads = (_head(Style.TITLE, languages, cover.title), _head(Style.SUBTITLE, languages, cover.below))
    rows = [*(one for one in heads if one is not None), *changed(draft, languages, changes)]
    blocks: tuple[Line | Table, ...]
    if len(languages) == 1:
        blocks = tuple(line for one in rows for line in one.lines.values())
    else:
        blocks = (_side_by_side(rows, languages),)
    properties = {"mithaq-draft": draft.hash, "mithaq-text": cover.text, "mithaq-languages": " ".join(languages)}
    if cover.city:
        properties["mithaq-city"] = cover.city
    return Composed(
        title=cover.title.get(languages[0], ""),
        language=languages[0],
        blocks=blocks,
        properties=properties,
        running=cover.running,
        at=cover.at,
        tracks=tracks,
    )


def _head(style: Style, languages: Sequence[str], words: Mapping[str, str]) -> Shown | None:
    if not any(words.get(language) for language in languages):
        return None
    return Shown({language: plain(style, language, words.get(language, "")) for language in languages})


def _side_by_side(clauses: Sequence[Shown], languages: Sequence[str]) -> Table:
    rows = tuple(Row(tuple((one.lines[language],) for language in languages), mark=one.mark) for one in clauses)
    return Table(rows, (1,) * len(languages), right_to_left=is_rtl(languages[0]), is_ruled=False)
