"""Two documents of anybody compared, without a database: `mithaq redline`.

Any two documents are compared, paragraph by paragraph, their notes with them: Word, OpenDocument, PDF, HTML and plain
text; `-` is standard input. Of a Word document with tracked changes the text counts as it reads when all of them are
accepted. Numbers that a program prints before its paragraphs are no words, unless the other document, such as a PDF,
has all its numbers among its words. Files are opened in confined children, as those that are uploaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_lazy, ngettext

from mithaq.core.compiling.said import arrow_in
from mithaq.core.docx.written import written
from mithaq.core.reading.kinds import Kind as FileKind
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.redline import Kind, Run
from mithaq.core.redline.in_word import as_document
from mithaq.core.redline.page import Words, page_of
from mithaq.core.redline.texts import Compared, Fate, compared
from mithaq.core.sheets.read import kind_of_table
from mithaq.core.sheets.separated import decoded
from mithaq.core.text import normalised
from mithaq.documents.recommendations import CannotRead, content_of, why_unread
from mithaq.foundation.uploads.reading import read_document

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
#: What no text holds: control characters other than ends of lines and pages, and tabs.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
#: Before and after a run, where the output has no colours (as wdiff writes them), and where it has: struck through in
#: red, underlined in blue.
SIGNS = {Kind.KEPT: ("", ""), Kind.DELETED: ("[-", "-]"), Kind.INSERTED: ("{+", "+}")}
COLOURS = {Kind.KEPT: ("", ""), Kind.DELETED: ("\033[31;9m", "\033[0m"), Kind.INSERTED: ("\033[94;4m", "\033[0m")}
MARKS = {Fate.CHANGED: " ", Fate.INSERTED: "+", Fate.DELETED: "-", Fate.KEPT: " "}


def comparison_of(old: str, new: str) -> tuple[Compared, ...]:
    """What became of the paragraphs of one file in another. Raises `CannotRead`."""
    if old == new == "-":
        raise CannotRead("-", gettext_lazy("Only one of the two texts can come from standard input."))
    read = _numbered_paragraphs(old), _numbered_paragraphs(new)
    by_program = [any(one.number for one in each) for each in read]
    was, now = (
        [one.as_seen if any(by_program) and not all(by_program) else one.words for one in each] for each in read
    )
    return compared(was, now)


class _Numbered(NamedTuple):
    """A paragraph, and the number that a program prints before it."""

    words: str
    number: str = ""

    @property
    def as_seen(self) -> str:
        return f"{self.number} {self.words}".strip()


def paragraphs_of(name: str) -> list[str]:
    """The paragraphs of a document that have words, in reading order. Raises `CannotRead`."""
    return [one.words for one in _numbered_paragraphs(name)]


def _numbered_paragraphs(name: str) -> list[_Numbered]:
    content = content_of(name)
    try:
        document = read_document(content)
        found = [_Numbered(one.text.strip(), "" if one.bullet else one.printed) for one in document.paragraphs]
    except Unreadable as fault:
        text = _plain_text(content) if fault.code is Why.OTHER_KIND else None
        if text is None:
            raise CannotRead(name, why_unread(fault)) from fault
        found = [_Numbered(words.strip()) for words in paragraphs_in(text)]
    with_words = [one for one in found if normalised(one.words)]
    if not with_words:
        raise CannotRead(name, gettext_lazy("There are no words in this file."))
    return with_words


def _plain_text(content: bytes) -> str | None:
    """The text that the bytes are, None where they are something else."""
    try:
        text = decoded(content)[0] if kind_of_table(content) is FileKind.SEPARATED else ""
    except Unreadable:
        return None
    return text if text and not _CONTROLS.search(text) else None


def paragraphs_in(text: str) -> list[str]:
    """Plain text in paragraphs: what stands between empty lines, or each line where there are none."""
    lines = "\n".join(text.splitlines())
    if not _EMPTY_LINE.search(lines.strip()):
        return lines.split("\n")
    return [" ".join(block.split("\n")) for block in _EMPTY_LINE.split(lines)]


def as_records(comparison: Sequence[Compared]) -> list[dict[str, Any]]:
    """The comparison as plain records: `fate`, the paragraph's numbers in `old` and `new`, `moved`, and its `runs`."""
    return [
        {
            "fate": one.fate.value,
            "old": None if one.old is None else one.old + 1,
            "new": None if one.new is None else one.new + 1,
            "moved": one.moved,
            "runs": [
                {"kind": run.kind.value, "text": run.text} | ({"move": run.move} if run.move else {})
                for run in one.runs
            ],
        }
        for one in comparison
    ]


def as_lines(comparison: Sequence[Compared], *, coloured: bool) -> Iterator[str]:
    """The paragraphs that changed, each with its number in the new text; what was taken out has that of the old one."""
    signs = COLOURS if coloured else SIGNS
    for one in comparison:
        if one.fate is Fate.KEPT and not one.moved:
            continue
        place = one.new if one.new is not None else one.old
        mark = "↕" if one.moved else MARKS[one.fate]
        yield f"{(place or 0) + 1:>5}{mark} " + "".join(_signed(run, signs) for run in one.runs)


def _signed(run: Run, signs: dict[Kind, tuple[str, str]]) -> str:
    before, after = signs[run.kind]
    return f"{before}{f'({run.move}) ' if run.move else ''}{run.text}{after}"


def summary_of(comparison: Sequence[Compared]) -> str:
    """How many paragraphs changed, in words."""
    fates = Counter(one.fate for one in comparison)
    counts = [
        (
            fates[Fate.CHANGED],
            ngettext("%(count)s paragraph changed", "%(count)s paragraphs changed", fates[Fate.CHANGED]),
        ),
        (
            fates[Fate.INSERTED],
            ngettext("%(count)s paragraph put in", "%(count)s paragraphs put in", fates[Fate.INSERTED]),
        ),
        (
            fates[Fate.DELETED],
            ngettext("%(count)s paragraph taken out", "%(count)s paragraphs taken out", fates[Fate.DELETED]),
        ),
    ]
    moved = sum(one.moved for one in comparison)
    counts.append((moved, ngettext("%(count)s paragraph moved", "%(count)s paragraphs moved", moved)))
    said = [sentence % {"count": count} for count, sentence in counts if count]
    return " · ".join(said) if said else gettext("The two texts have the same words.")


def as_word(comparison: Sequence[Compared], new: str, author: str = "", told: str = "") -> bytes:
    """The comparison as a Word document with tracked changes, by `author` or under the new file's name, of the instant
    when that file was changed. `told`: the language that the texts are said to be in."""
    path = Path(new)
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0) if path.is_file() else None
    return written(as_document(comparison, path.stem, author or path.stem, at, told=told))


def as_page(comparison: Sequence[Compared], old: str, new: str, language: str, told: str = "") -> str:
    """The comparison as one page of HTML in the active language, with the whole text. `told`: as for `as_word`."""
    words = Words(
        language=language,
        title=gettext("What changed"),
        between=arrow_in(language).join(f"\u2068{Path(name).name}\u2069" for name in (old, new)),
        summary=summary_of(comparison),
        deleted=gettext("deleted"),
        inserted=gettext("inserted"),
        moved=gettext("moved: the number stands in both places"),
        moved_whole=gettext("This paragraph stood in another place."),
    )
    return page_of(comparison, words, told)
