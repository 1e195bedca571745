"""Commands on anyone's documents, without a database: `mithaq read` and `mithaq consolidate`.

Both read papers (Word, PDF, OpenDocument, HTML), plain text, tables (CSV, XLSX, ODS) and JSON, their own output
included; `-` is standard input. Nothing is written but the answer, and the models come out of the installed packages.
Files are opened in confined children, as those that are uploaded.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from tqdm import tqdm

from mithaq.core.consolidation.contrasts import Contrast
from mithaq.core.consolidation.reasons import Reason
from mithaq.core.consolidation.suggest import Suggested, Table, laid_out
from mithaq.core.meaning import vectors_by_many
from mithaq.core.reading.kinds import Kind
from mithaq.core.reading.openings import Opening, opened
from mithaq.core.reading.recommending import announces_recommendations
from mithaq.core.reading.typed import pages_of_plain_text
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.sheets.read import kind_of_table
from mithaq.core.sheets.separated import decoded
from mithaq.core.sheets.table import Row
from mithaq.core.text import normalised, searchable, western_digits
from mithaq.core.tongues import told
from mithaq.foundation.uploads.reading import read_paper, read_sheets, read_whole_paper
from mithaq.foundation.uploads.vocabulary import SENTENCES
from mithaq.rehearsal.faults import LazyFormat
from mithaq.rehearsal.faults import Reason as Sentence

Record = dict[str, Any]

#: What a column may be called, as `searchable` writes it.
CALLED = {
    "number": {
        *("number", "no", "no.", "nr", "nr.", "n°", "#", "id", "numero", "num", "num.", "nummer"),
        *("№", "номер", "编号", "序号", "رقم", "الرقم", "رقم التوصيه"),
    },
    "text": {"text", "wording", "words", "texte", "texto", "текст", "内容", "نص", "النص", "نص التوصيه"},
    "heading": {
        *("heading", "theme", "pillar", "topic", "tema", "thema", "axe", "eje", "pilier", "pilar", "тема"),
        *("主题", "المحور", "محور", "الموضوع", "موضوع"),
    },
    "language": {"language", "lang", "langue", "idioma", "sprache", "язык", "اللغه", "لغه"},
}
#: Bytes above which a file is refused unread: no list of recommendations is as large.
LARGEST = 300_000_000


class CannotRead(Exception):
    """A file that gives no recommendations; `reason` is the sentence that says why."""

    def __init__(self, name: str, reason: Sentence) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


#: Why the system opens no file of this name.
_NOT_OPENED: dict[type[OSError], Promise] = {
    FileNotFoundError: _("There is no such file or folder."),
    FileExistsError: _("There is a file of this name, and a folder is needed."),
    NotADirectoryError: _("There is a file of this name, and a folder is needed."),
    IsADirectoryError: _("This is a folder, and a file is needed."),
    PermissionError: _("This account of the machine may not open it."),
}


def why_not_opened(fault: OSError) -> Sentence:
    """Why a file could not be opened, in our words where we have some."""
    return _NOT_OPENED.get(type(fault)) or fault.strerror or str(fault)


def why_not_written(fault: OSError) -> Sentence:
    """Why a file or a folder could not be written."""
    return LazyFormat(_("This could not be written. %(why)s"), why=why_not_opened(fault))


def why_unread(fault: Unreadable) -> Sentence:
    """Why a file was not read, in the language in which it is said in the end."""
    return LazyFormat(SENTENCES[fault.code], **fault.facts)


@dataclass(frozen=True)
class Item:
    """A recommendation to consolidate, with a number of its own among all."""

    number: str
    text: str
    language: str
    heading: str


class Found(list[Record]):
    """The recommendations of a file, and how many of its paragraphs may be some and were not taken."""

    left: int = 0


def candidates_of(name: str) -> Found:
    """The recommendations of a file as plain records: `number`, `text`, `language`, `proposers`, `heading`, `anchor`.
    Raises `CannotRead`."""
    content = content_of(name)
    if _is_json(content):
        return Found(_of_json(name, content))
    try:
        return _of_document(content)
    except Unreadable as fault:
        if fault.code not in (Why.SPREADSHEET, Why.OPEN_DOCUMENT, Why.OTHER_KIND):
            raise CannotRead(name, why_unread(fault)) from fault
    try:
        rows = read_sheets(content).sheets[0].rows
    except Unreadable as no_table:
        if found := _of_plain_text(content):
            return found
        why = _NOTHING_WE_READ if no_table.code is Why.NO_TABLE else why_unread(no_table)
        raise CannotRead(name, why) from no_table
    columns = _columns_of(rows)
    is_text = not _are_columns(rows) and ("text" not in columns or _is_numbered(content))
    if is_text and (found := _of_plain_text(content)):
        return found
    return Found(_of_table(name, rows, columns))


def unread_in(name: str) -> list[Record]:
    """The paragraphs of a paper that may be recommendations and were not taken: `paragraph`, `page`, `text`; none of a
    list or a table, which is taken whole. Raises `CannotRead`."""
    content = content_of(name)
    if _is_json(content):
        return []
    try:
        whole = read_whole_paper(content)
    except Unreadable as fault:
        if fault.code in (Why.SPREADSHEET, Why.OPEN_DOCUMENT, Why.OTHER_KIND):
            return []
        raise CannotRead(name, why_unread(fault)) from fault
    left = set(whole.reading.unread)
    return [
        {"paragraph": one.index, "page": one.page, "text": normalised(one.text)}
        for one in whole.document.paragraphs
        if one.index in left
    ]


def items_of(names: Sequence[str]) -> list[Item]:
    """The recommendations of all files. Where a number stands twice, the file or the place tells them apart."""
    read = [(name, record) for name in names for record in candidates_of(name)]
    taken = Counter(record["number"] for _name, record in read)
    in_file = Counter((name, record["number"]) for name, record in read)
    items = []
    for place, (name, record) in enumerate(read, start=1):
        number = record["number"] or f"#{place}"
        if taken[record["number"]] > 1 and record["number"]:
            number = f"{Path(name).stem}:{number}" if len(names) > 1 else number
            number = f"{number}#{place}" if in_file[name, record["number"]] > 1 else number
        items.append(Item(number, record["text"], record["language"], record["heading"]))
    return items


def groups_of(items: Sequence[Item], points: int | None, closeness: float | None, progress: bool) -> list[Record]:
    """The suggested groups as plain records: `members`, their `texts`, the `reason`, the `pillar` that all stand under,
    and the `opposites` of each among all."""
    if not items:
        return []
    texts, parts = [item.text for item in items], []
    with tqdm(total=len(texts), unit="text", disable=not progress, file=sys.stderr) as bar:
        for part in vectors_by_many(texts, os.cpu_count() or 1):
            parts.append(part)
            bar.update(len(part))
    table = laid_out(texts, [item.language for item in items], np.concatenate(parts))
    return [_as_record(group, items, table) for group in table.groups(points, closeness)]


def _as_record(group: Suggested, items: Sequence[Item], table: Table) -> Record:
    within = set(group.members)
    opposed = (pair for pair in table.beside if pair.contrast is Contrast.OPPOSITE)
    headings = {items[member].heading for member in group.members}
    return {
        "members": [items[member].number for member in group.members],
        "texts": [items[member].text for member in group.members],
        "reason": in_words(group.reason, len(group.members)),
        "pillar": headings.pop() if len(headings) == 1 else "",
        "opposites": [
            [items[pair.one].number, items[pair.other].number] for pair in opposed if {pair.one, pair.other} & within
        ],
    }


def in_words(reason: Reason, members: int) -> str:
    """Why a group stands together, as a sentence in the active language."""
    if members == 1:
        return str(_("It stands alone."))
    phrases = ", ".join(f"“{phrase}”" for phrase in reason.phrases)
    who = WHO[reason.addressee] if reason.addressee else ""
    if phrases and who:
        return str(_("They share %(phrases)s, and address %(who)s.")) % {"phrases": phrases, "who": who}
    if phrases:
        return str(_("They share %(phrases)s.")) % {"phrases": phrases}
    if who:
        return str(_("They are near in meaning, and address %(who)s.")) % {"who": who}
    return str(_("They are nearest to one another in meaning."))


_NOTHING_WE_READ = _(
    "This file is neither a document nor a table that can be read, whatever its name says. "
    "Word, PDF, OpenDocument, HTML, plain text, spreadsheets, CSV and JSON are read."
)
#: Whom a recommendation addresses, as a sentence names them.
WHO: Mapping[str, Promise] = {
    "leaders": _("the leaders of the states"),
    "governments": _("national governments"),
    "cities": _("cities"),
    "institutions": _("international institutions"),
}


def content_of(name: str) -> bytes:
    """The bytes of a file, `-` being standard input. Raises `CannotRead`."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST + 1)
    except OSError as fault:
        raise CannotRead(name, why_not_opened(fault)) from fault
    if len(content) > LARGEST:
        raise CannotRead(name, _("This file is larger than 300 MB and was not read."))
    if not content.strip():
        raise CannotRead(name, _("This file is empty."))
    return content


def _is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def _of_document(content: bytes) -> Found:
    reading = read_paper(content)
    found = Found(
        {
            "number": one.number,
            "text": one.text,
            "language": one.language,
            "proposers": list(one.proposers),
            "heading": one.theme,
            "anchor": asdict(one.anchor),
            "doubtful": [str(doubt) for doubt in one.doubtful],
        }
        for one in reading.candidates
    )
    found.left = len(reading.unread)
    return found


def _of_plain_text(content: bytes) -> Found:
    """The recommendations of a text without any form, of paragraphs or of one a line; none where it is no text."""
    try:
        if kind_of_table(content) is not Kind.SEPARATED:
            return Found()
        pages = pages_of_plain_text(decoded(content)[0])
        return next(filter(None, map(_of_document, pages)), Found())
    except Unreadable:
        return Found()


def _are_columns(rows: Sequence[Row]) -> bool:
    """Whether most rows have several cells, and not only those with a comma in their sentence."""
    return 3 * sum(sum(map(bool, row.cells)) > 1 for row in rows) > 2 * len(rows)


def _is_numbered(content: bytes) -> bool:
    """Whether lines begin with a number or a bullet, as in a text and in no list of separated values."""
    lines = [line.strip() for line in decoded(content)[0].splitlines()]
    numbered = any(opened(line).kind is not Opening.PLAIN for line in lines)
    return numbered and not any(line.startswith('"') for line in lines)


def _columns_of(rows: Sequence[Row]) -> dict[str, int]:
    head = rows[0].cells
    named = {key: place for place, cell in enumerate(head) for key in CALLED if searchable(cell) in CALLED[key]}
    for place, cell in enumerate(head):
        # "Recommendation" in whatever language a paper may have it; not "Recommendation no.".
        if "text" not in named and len(cell.split()) == 1 and announces_recommendations(cell):
            named["text"] = place
    return named


def _of_table(name: str, rows: Sequence[Row], columns: Mapping[str, int]) -> Iterator[Record]:
    if "text" not in columns:
        raise CannotRead(name, _("The table needs a column that is called “text” or “recommendation”."))
    for row in rows[1:]:
        record = {key: row.cells[place] for key, place in columns.items() if place < len(row.cells)}
        if record.get("text"):
            yield _completed({**record, "anchor": {"paragraph": None, "table": 0, "row": row.number}})


def _of_json(name: str, content: bytes) -> Iterator[Record]:
    try:
        found = json.loads(decoded(content)[0])
    except (ValueError, Unreadable) as fault:
        raise CannotRead(name, LazyFormat(_("This is not valid JSON: %(why)s."), why=str(fault))) from fault
    if isinstance(found, Mapping):
        found = next((found[key] for key in ("candidates", "recommendations", "groups") if key in found), [found])
    for record in found if isinstance(found, list) else [found]:
        yield from _of_entry(name, record)


def _of_entry(name: str, record: Any) -> Iterable[Record]:
    """An entry of a JSON list: a text, a recommendation, or a group with its members' texts."""
    if isinstance(record, str) and record.strip():
        return [_completed({"text": record})]
    if (
        isinstance(record, Mapping)
        and isinstance(record.get("texts"), list)
        and isinstance(record.get("members"), list)
    ):
        pairs = zip(record["members"], record["texts"], strict=False)
        return [_completed({"number": n, "text": text, "heading": record.get("pillar")}) for n, text in pairs]
    if isinstance(record, Mapping) and str(record.get("text") or "").strip():
        return [_completed(dict(record))]
    shown = json.dumps(record, ensure_ascii=False)[:80]
    raise CannotRead(name, LazyFormat(_("Each entry needs a text, and this one has none: %(entry)s"), entry=shown))


def _completed(record: Record) -> Record:
    words = normalised(str(record["text"]))
    given: Record = {"number": "", "language": told(words), "proposers": [], "heading": "", "anchor": None}
    known = {key: value for key, value in record.items() if value not in (None, "")}
    return {**given, **known, "text": words, "number": western_digits(str(known.get("number", "")))}
