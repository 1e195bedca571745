"""The papers of the model year are files as they come in life; what is read out of them is what was written."""

import csv
from pathlib import Path

import pytest

from mithaq.core.reading.recommendations import read_recommendations
from tests.conftest import ROOT
from tests.factories.sources import written_in

FOLDER = ROOT / "demo" / "model-year"
SOURCES = sorted((FOLDER / "papers").glob("*.md"))


def rows(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_each_recommendation_is_read_as_it_was_written_with_its_proposers(source):
    settings, written = written_in(source)
    reading = read_recommendations((FOLDER / "papers" / settings["file"]).read_bytes())
    read = [(one.text.splitlines()[0].replace("’", "'"), one.proposers) for one in reading.candidates]
    assert [proposers for _, proposers in read] == [proposers for _, proposers in written]
    assert all(words.startswith(begun) for (words, _), (begun, _) in zip(read, written, strict=True))
    assert (reading.unread, [one.doubtful for one in reading.candidates]) == ((), [()] * len(written))


def test_fifteen_papers_of_three_task_forces_hold_a_hundred_and_sixty_recommendations():
    papers = rows("papers")
    forces = [paper["group"] for paper in papers]
    assert sorted(forces) == sorted(["living-rivers", "safe-and-fair-banks", "working-river"] * 5)
    assert {paper["file"] for paper in papers} == {f"papers/{written_in(source)[0]['file']}" for source in SOURCES}
    assert sum(len(written_in(source)[1]) for source in SOURCES) == 160


def test_the_papers_come_as_word_and_pdf_files_in_both_languages():
    kinds = {(Path(paper["file"]).suffix, paper["language"]) for paper in rows("papers")}
    assert kinds == {(".docx", "en"), (".docx", "ar"), (".pdf", "en")}
    assert [paper["language"] for paper in rows("papers")].count("ar") == 5


def test_every_proposer_is_an_organisation_on_record():
    known = {name for row in rows("organisations") for name in (row["name_en"], row["name_ar"])}
    named = {name for source in SOURCES for _, proposers in written_in(source)[1] for name in proposers}
    assert named <= known
