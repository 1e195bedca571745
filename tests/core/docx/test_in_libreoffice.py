"""Our files in the hands of LibreOffice and pandoc: what they list, accept and reject is what we wrote."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mithaq.core.docx.drafts import tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Sort
from tests.factories.word import COVER, DRAFT, change, swap, words
from tests.libreoffice import Listed, Writer, why_not, writer

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]

WHEN = "2031-03-02T09:30:00"
CHANGES = [
    swap("p1", "invest", "spend", "Lisbon"),
    swap("p1", "every year", "twice a year", "Madrid"),
    swap("p1", "استثمار", "تخصيص", "تونس", "ar"),
    swap("p21", "", " Report on them.", "Rome"),
    change("p2", Sort.DELETE_CLAUSE, "Oslo"),
    change("p3", Sort.INSERT_CLAUSE, "Rome", "Share the cost."),
    change("p3", Sort.INSERT_CLAUSE, "Rome", "تقاسم التكلفة.", language="ar"),
    change("p1", Sort.COMMENT, "Oslo", "Why so often?", before="every year", ids=("c1",)),
    change("p1", Sort.COMMENT, "Lisbon", "Leaders change.", other="c1"),
]
HEAD = ["Declaration of the River Cities", "Draft, first revision"]
ACCEPTED = [
    words("pre"),
    "Water and land",
    "Urge the leaders of the G20 to spend 2.5% of their funds (SDG 11.b) in cities twice a year.",
    "Plant trees by 2030. Report on them.",
    words("p3"),
    "Share the cost.",
    "Adopted by the cities.",
]


@pytest.fixture(scope="module")
def office() -> Iterator[Writer]:
    with writer() as found:
        yield found


@pytest.fixture
def in_english(tmp_path: Path) -> Path:
    return kept(tmp_path, ["en"])


def kept(folder: Path, languages: list[str]) -> Path:
    path = folder / "out.docx"
    path.write_bytes(written(tracked(DRAFT, languages, COVER, CHANGES)))
    return path


def test_libreoffice_lists_exactly_our_changes_with_their_authors_and_dates(office: Writer, in_english: Path) -> None:
    assert office.changes(in_english) == [
        Listed("Delete", "Lisbon", WHEN, "invest"),
        Listed("Insert", "Lisbon", WHEN, "spend"),
        Listed("Delete", "Madrid", WHEN, "every year"),
        Listed("Insert", "Madrid", WHEN, "twice a year"),
        Listed("Delete", "Oslo", WHEN, "Protect river banks.\n"),
        Listed("Insert", "Rome", WHEN, " Report on them."),
        Listed("Insert", "Rome", WHEN, "Share the cost.\n"),
    ]
    assert office.comments(in_english) == [
        {"author": "Oslo", "words": "Why so often?"},
        {"author": "Lisbon", "words": "Leaders change."},
    ]


def test_all_accepted_there_is_the_changed_text_and_all_rejected_the_draft(
    office: Writer, in_english: Path, tmp_path: Path
) -> None:
    taken = office.settled(in_english, tmp_path / "taken.docx", accept=True)
    assert [*filter(None, office.paragraphs(taken))] == [*HEAD, *ACCEPTED]
    refused = office.settled(in_english, tmp_path / "refused.docx", accept=False)
    assert [*filter(None, office.paragraphs(refused))] == [*HEAD, *(one.words["en"] for one in DRAFT.clauses)]


def test_the_same_holds_for_two_languages_side_by_side_row_by_row(office: Writer, tmp_path: Path) -> None:
    path = kept(tmp_path, ["ar", "en"])
    assert {one.author for one in office.changes(path)} == {"Lisbon", "Madrid", "تونس", "Rome", "Oslo"}
    refused = office.settled(path, tmp_path / "refused.docx", accept=False)
    cells = [*filter(None, office.paragraphs(refused))][4:]
    assert cells == [one.words[language] for one in DRAFT.clauses for language in ("ar", "en")]
    taken = office.settled(path, tmp_path / "taken.docx", accept=True)
    said = [*filter(None, office.paragraphs(taken))][4:]
    assert said[1::2] == ACCEPTED
    assert words("p1", "ar").replace("استثمار", "تخصيص") in said


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed; bin/setup says how.")
@pytest.mark.parametrize(("reading", "expected"), [("accept", True), ("reject", False)])
def test_pandoc_reads_the_same_texts(in_english: Path, reading: str, expected: bool) -> None:
    command = ["pandoc", "-f", "docx", f"--track-changes={reading}", "-t", "json", str(in_english)]
    said = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    found = [text.strip() for text in map(flat, blocks(said["blocks"])) if text]
    wanted = ACCEPTED if expected else [one.words["en"] for one in DRAFT.clauses]
    assert [one.replace("\n", " ") for one in wanted] == [one for one in found if one not in HEAD]


def blocks(found: list[dict[str, object]]) -> Iterator[object]:
    """Paragraphs, those in lists too."""
    for one in found:
        inner = one.get("c")
        if one["t"] in ("Para", "Plain"):
            yield inner
        elif one["t"] == "Header":
            yield inner[2]  # type: ignore[index]
        elif one["t"] in ("OrderedList", "BulletList"):
            for item in inner[1] if one["t"] == "OrderedList" else inner:  # type: ignore[index, union-attr]
                yield from blocks(item)
        elif one["t"] == "BlockQuote":
            yield from blocks(inner)  # type: ignore[arg-type]
        elif one["t"] == "Div":
            yield from blocks(inner[1])  # type: ignore[index]


def flat(inline: object) -> str:
    """The words of inline elements."""
    if isinstance(inline, list):
        return "".join(map(flat, inline))
    if isinstance(inline, dict):
        if inline["t"] in ("Space", "SoftBreak", "LineBreak"):
            return " "
        return inline["c"] if inline["t"] == "Str" else flat(inline.get("c", []))
    return ""
