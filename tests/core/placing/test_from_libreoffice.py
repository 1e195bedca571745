"""A real editor writes into our export, and what it tracked comes home exactly; pandoc reads the same texts."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mithaq.core.docx.drafts import clean
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Origin, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.outcome import outcome
from mithaq.core.placing.place import placed
from mithaq.core.text import normalised
from tests.factories.word import COVER
from tests.libreoffice import Writer, why_not, writer

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]

WORDS = {
    "a": ("We agree to protect the rivers of all our cities.", "نتفق على حماية أنهار جميع مدننا."),
    "b": ("Ministers should invest in transport, and report each year.", "ينبغي للوزراء الاستثمار في النقل كل سنة."),
    "c": ("We call upon states to share their data openly.", "ندعو الدول إلى إتاحة بياناتها للجميع."),
    "d": ("The cities will meet again on the other bank.", "ستجتمع المدن مرة أخرى على الضفة الأخرى."),
}
CLAUSES = tuple(
    DraftClause(name, "point", str(at), {"en": en, "ar": ar}) for at, (name, (en, ar)) in enumerate(WORDS.items(), 1)
)
DRAFT = DraftText(("en", "ar"), "f00d", CLAUSES)
IN_ENGLISH = [
    {"do": "replace", "find": "should", "put": "shall"},
    {"do": "delete", "find": " of all our cities"},
    {"do": "after", "find": "Ministers", "put": "Bridges belong to both banks."},
    {"do": "drop", "find": "call upon"},
    {"do": "split", "find": "on the other"},
    {"do": "comment", "find": "report", "put": "To whom?"},
]
IN_ARABIC = [{"do": "replace", "find": "حماية", "put": "صون"}, {"do": "delete", "find": " جميع"}]


@pytest.fixture(scope="module")
def office() -> Iterator[Writer]:
    with writer() as found:
        yield found


def exported(folder: Path, *languages: str) -> Path:
    path = folder / "draft.docx"
    path.write_bytes(written(clean(DRAFT, languages, COVER)))
    return path


def returned(office: Writer, folder: Path, languages: tuple[str, ...], author: str, steps) -> Path:
    return office.edited(exported(folder, *languages), folder / "back.docx", author, steps)


def read(texts) -> list[str]:
    return [text for text in map(normalised, "\n".join(texts).split("\n")) if text]


def test_what_libreoffice_tracked_is_found_on_each_clause(office: Writer, tmp_path: Path) -> None:
    path = returned(office, tmp_path, ("en",), "Lisbon", IN_ENGLISH)
    file = read_tracked(path.read_bytes())
    found = placed(DRAFT, file, "back.docx")
    assert (found.origin, found.unplaced, found.missing) == (Origin.THIS, (), ())
    assert {one.author for one in found.changes if one.kind is not Sort.COMMENT} == {"Lisbon"}
    assert [(one.clause, one.kind, one.before, one.after) for one in found.changes if one.kind is not Sort.SPLIT] == [
        ("a", Sort.DELETE, " of all our cities", ""),
        ("b", Sort.REPLACE, "should", "shall"),
        ("b", Sort.INSERT_CLAUSE, "", "Bridges belong to both banks."),
        ("c", Sort.DELETE_CLAUSE, WORDS["c"][0], ""),
        ("b", Sort.COMMENT, "report", "To whom?"),
    ]
    taken = office.settled(path, tmp_path / "taken.docx", accept=True)
    assert read(outcome(DRAFT, found.changes, "en")) == read(office.paragraphs(taken))[2:]
    refused = office.settled(path, tmp_path / "refused.docx", accept=False)
    assert [en for en, _ar in WORDS.values()] == read(office.paragraphs(refused))[2:]


def test_two_languages_side_by_side_come_home_each_on_its_own(office: Writer, tmp_path: Path) -> None:
    path = returned(office, tmp_path, ("en", "ar"), "تونس", [*IN_ARABIC, IN_ENGLISH[0]])
    found = placed(DRAFT, read_tracked(path.read_bytes()), "back.docx")
    assert (found.unplaced, found.missing) == ((), ())
    assert sorted(
        (one.clause, one.language, one.kind, one.before.strip(), one.after.strip()) for one in found.changes
    ) == [
        ("a", "ar", Sort.DELETE, "جميع", ""),
        ("a", "ar", Sort.REPLACE, "حماية", "صون"),
        ("b", "en", Sort.REPLACE, "should", "shall"),
    ]


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed; bin/setup says how.")
def test_pandoc_reads_the_texts_as_we_do(office: Writer, tmp_path: Path) -> None:
    path = returned(office, tmp_path, ("en",), "Lisbon", IN_ENGLISH)
    file = read_tracked(path.read_bytes())
    found = placed(DRAFT, file, "back.docx")
    accepted = " ".join(read(outcome(DRAFT, found.changes, "en")))
    assert accepted in " ".join(by_pandoc(path, "accept").split())
    assert " ".join(en for en, _ar in WORDS.values()) in " ".join(by_pandoc(path, "reject").split())
    assert changes_by_pandoc(path) == {(mark.author, mark.kind.value[:-2]) for mark in file.marks.values()}


def by_pandoc(path: Path, reading: str) -> str:
    command = ["pandoc", "-f", "docx", f"--track-changes={reading}", "-t", "plain", "--wrap=none", str(path)]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return "\n".join(re.sub(r"^\d+\.", "", line).strip() for line in said.splitlines())


def changes_by_pandoc(path: Path) -> set[tuple[str, str]]:
    """Who put in and took out, as pandoc tells with every change kept."""
    command = ["pandoc", "-f", "docx", "--track-changes=all", "-t", "json", str(path)]
    said = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return set(_spans(said["blocks"]))


def _spans(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if node.get("t") == "Span":
            (_name, classes, about), _inner = node["c"]
            kinds = {"insertion": "insert", "deletion": "delet"}
            yield from ((dict(about)["author"], kinds[one]) for one in classes if one in kinds)
        yield from _spans(list(node.values()))
    elif isinstance(node, list):
        for one in node:
            yield from _spans(one)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_libreoffice_tracks_is_what_the_changes_make_of_the_draft(
    office: Writer, tmp_path: Path, seed: int
) -> None:
    path = returned(office, tmp_path, ("en",), "Rome", list(at_random(random.Random(seed))))
    found = placed(DRAFT, read_tracked(path.read_bytes()), "back.docx")
    assert (found.unplaced, found.missing) == ((), ())
    taken = office.settled(path, tmp_path / "taken.docx", accept=True)
    assert read(outcome(DRAFT, found.changes, "en")) == read(office.paragraphs(taken))[2:]


def at_random(rng: random.Random) -> Iterator[dict[str, str]]:
    """Steps of an editor: one or two on each clause, at any letters of it."""
    for english, _arabic in WORDS.values():
        middle = len(english) // 2
        for low, high in [(0, middle), (middle, len(english))][: rng.randint(1, 2)]:
            start = rng.randrange(low, high - 6)
            found = english[start : rng.randrange(start + 5, high + 1)]
            kind = rng.choice(["replace", "replace", "delete", "split", "after", "drop"])
            yield {"do": kind, "find": found, "put": rng.choice(["rivers", "and so ", "المدن", "x"])}
            if kind == "drop":
                break
