"""The folders of the demonstration, recounted by hand: with nothing but csv, yaml and a reader of Word files."""

from __future__ import annotations

import csv
import json
import re
import shutil
from copy import deepcopy
from datetime import date, datetime

import docx
import pypdfium2
import pytest
import yaml
from docx.table import Table

from tests.conftest import ROOT
from tests.factories.folders import a_copy_of
from tests.factories.played_years import MODEL_YEAR, played, shelf_of, the_end_of_the_year
from tests.factories.sources import written_in
from tests.rooms.rehearsal.playing import everything_in, figures_in, figures_when_played, rehearse, values_in

RIYADH = ROOT / "demo" / "riyadh-2020"
CITIES = ("participating", "observer", "guest")


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def recounted(folder):
    """The figures of a folder, counted from its files alone."""
    cycle = yaml.safe_load((folder / "cycle.yaml").read_text(encoding="utf-8"))
    as_of, release = (datetime.fromisoformat(at) for at in (cycle["as_of"], cycle["text"]["published_at"]))
    members = [row for row in rows(folder, "organisations") if lasts(row["joined"], row["left"], as_of.date())]
    special = [row["key"] for row in rows(folder, "groups") if row["kind"] == "special_working_group"]
    workers = [
        row["role"]
        for row in rows(folder, "group_members")
        if row["group"] in special and lasts(row["from"], row["to"], as_of.date())
    ]
    papers = [row for row in rows(folder, "papers") if datetime.fromisoformat(row["submitted_at"]) <= as_of]
    endorsed = [
        row["organisation"]
        for row in rows(folder, "endorsements")
        if datetime.fromisoformat(row["at"]) <= release
        and not (row["withdrawn_at"] and datetime.fromisoformat(row["withdrawn_at"]) <= release)
    ]
    figures = {
        "pillars": len(cycle["pillars"]),
        "cities_participating": len([row for row in members if row["class"] in CITIES]),
        "knowledge_partners": len([row for row in members if row["class"] == "knowledge_partner"]),
        "engagement_groups": len([row for row in members if row["class"] == "sister_group"]),
        "working_group_cities": len([role for role in workers if role in ("member", "co_chair")]),
        "working_group_organisations": len([role for role in workers if role == "partner"]),
        "papers": len(papers),
        "cities_endorsing": len(set(endorsed)),
    }
    if (folder / "studies.csv").exists():
        figures["studies"] = len(rows(folder, "studies"))
    pages = [int(row["pages"] or 0) or pages_in(folder / row["file"]) for row in papers if row["pages"] or row["file"]]
    if any(pages):
        figures["pages_of_studies"] = sum(pages)
    if any(row["file"] for row in papers):
        figures["recommendations_received"] = sum(recommended_in(folder / row["file"]) for row in papers if row["file"])
        figures["points_adopted"] = len(rows(folder, "points"))
    return figures


def pages_in(paper):
    """The pages of a PDF; a Word file has none."""
    return len(pypdfium2.PdfDocument(paper)) if paper.suffix == ".pdf" else 0


def lasts(first, last, day):
    return (not first or date.fromisoformat(first) <= day) and (not last or day <= date.fromisoformat(last))


def recommended_in(paper):
    """What stands in the chapter of recommendations: numbered, labelled or listed, or a row of a table."""
    if paper.suffix == ".pdf":
        return len(written_in(paper.with_suffix(".md"))[1])
    counted, in_chapter = 0, False
    for block in docx.Document(paper).iter_inner_content():
        if isinstance(block, Table):
            counted += in_chapter and len(block.rows) - 1
        elif block.style.name == "Heading 1":
            in_chapter = block.text.strip() in ("Recommendations", "التوصيات")
        elif in_chapter:
            begun = re.match(r"\s*\d+\.|(Recommendation|التوصية) \d+", block.text)
            counted += begun is not None or block.style.name.startswith("List")
    return counted


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory):
    """The results of the two demonstration folders."""
    place = tmp_path_factory.mktemp("demonstrations")
    year = played(the_end_of_the_year(), shelf_of(tmp_path_factory))
    shutil.copytree(year.folder, place / MODEL_YEAR.name)
    ended = rehearse(RIYADH, place / RIYADH.name)
    assert (ended.status, ended.complained) == (0, "")
    return place


@pytest.mark.sqlite
@pytest.mark.parametrize("folder", [MODEL_YEAR, RIYADH], ids=lambda folder: folder.name)
def test_the_figures_are_what_a_reader_recounts_in_the_files(rehearsed, folder):
    assert values_in(rehearsed / folder.name) == recounted(folder)


@pytest.mark.sqlite
def test_the_documented_year_counts_what_was_published_about_it(rehearsed):
    published = {row["key"]: (int(row["value"]), row["relation"]) for row in rows(RIYADH, "figures_published")}
    counted = {
        key: (figure["value"], figure["relation"]) for key, figure in figures_in(rehearsed / RIYADH.name).items()
    }
    assert counted == {key: published[key] for key in counted}


@pytest.mark.sqlite
def test_the_keys_of_the_figures_are_those_that_were_published(rehearsed):
    published = {row["key"] for row in rows(RIYADH, "figures_published")}
    assert set(values_in(rehearsed / MODEL_YEAR.name)) <= published


@pytest.mark.sqlite
def test_the_roll_holds_each_endorsement_of_the_files_with_its_instant(rehearsed):
    for folder in (MODEL_YEAR, RIYADH):
        names = {row["key"]: row["name_en"] for row in rows(folder, "organisations")}
        given = {
            (names[row["organisation"]], datetime.fromisoformat(row["at"]), bool(row["withdrawn_at"]))
            for row in rows(folder, "endorsements")
        }
        with (rehearsed / folder.name / "roll.csv").open(encoding="utf-8-sig", newline="") as file:
            roll = list(csv.DictReader(file))
        listed = {
            (row["organisation_en"], datetime.fromisoformat(row["endorsed_at"]), bool(row["withdrawn_at"]))
            for row in roll
        }
        assert (listed, len(roll)) == (given, len(rows(folder, "endorsements")))


@pytest.mark.sqlite
def test_the_frozen_text_holds_each_point_that_nobody_changed_and_all_that_was_adopted_word_for_word(rehearsed):
    canonical = (rehearsed / MODEL_YEAR.name / "texts" / "ghaymara-communique.canonical.json").read_text("utf-8")
    outcomes = ("adopted", "changed")
    negotiated = {row["clause"] for row in rows(MODEL_YEAR, "text_settled") if row["outcome"] in outcomes}
    kept = [row for row in rows(MODEL_YEAR, "points") if row["key"] not in negotiated]
    assert len(kept) > 4
    for row in kept:
        for language in ("en", "ar"):
            assert json.dumps(row[f"text_{language}"], ensure_ascii=False) in canonical
    for row in rows(MODEL_YEAR, "text_translations"):
        assert row["put"] in canonical


@pytest.mark.sqlite
@pytest.mark.parametrize("folder", [MODEL_YEAR, RIYADH], ids=lambda folder: folder.name)
def test_a_second_rehearsal_of_a_demonstration_changes_nothing(rehearsed, folder):
    before = everything_in(rehearsed / folder.name)
    assert rehearse(folder, rehearsed / folder.name).status == 0
    assert everything_in(rehearsed / folder.name) == before


# A row or a paragraph fewer or more -----------------------------------------------------------------------------------


def without_the_negotiation(folder):
    """What these tests take away was negotiated, too; how that was is told elsewhere."""
    for table in folder.path.glob("text_*.csv"):
        table.unlink()


def no_longer(table, key, **cells):
    """A row whose cells say something else."""

    def change(folder):
        [number] = [number for number, row in enumerate(folder.rows(table)) if row["key"] == key]
        folder.change(table, number, **cells)

    return change


def without_twin_fords(folder):
    no_longer("organisations", "twin-fords", **{"class": ""})(folder)
    rows = [row for row in folder.rows("meeting_answers") if row["seat"] != "twin-fords-sherpa"]
    folder.write("meeting_answers", rows)  # whoever is no member is not invited


def without_the_working_river(folder):
    folder.remove("papers", key="working-river-paper")
    for point in ("clean-transport", "livelihoods"):
        folder.remove("points", key=point)
    rows = [
        {**row, "reservation_clause": ""} for row in folder.rows("endorsements")
    ]  # some of them were on these points
    folder.write("endorsements", rows)


def with_a_recommendation_twice(folder):
    file = folder.path / "papers" / "living-rivers.docx"
    paper = docx.Document(file)
    [paragraph] = [found for found in paper.paragraphs if found.text.startswith("9. ")]
    paragraph._p.addnext(deepcopy(paragraph._p))
    paper.save(file)


def with_little_changed(folder):
    """Changes that each move a figure of their own, or none."""
    folder.remove("endorsements", organisation="kolondara")
    folder.remove("endorsements", organisation="te-waipuru")  # which came after the release
    without_twin_fords(folder)
    no_longer("organisations", "quiet-ferries-coalition", **{"class": ""})(folder)
    with_a_recommendation_twice(folder)


LITTLE_CHANGED = {
    "cities_endorsing": -1,
    "cities_participating": -1,
    "knowledge_partners": -1,
    "recommendations_received": 1,
}
A_PAPER_FEWER = {"papers": -1, "pages_of_studies": -2, "recommendations_received": -8, "points_adopted": -2}


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("meddle", "changes"),
    [(with_little_changed, LITTLE_CHANGED), (without_the_working_river, A_PAPER_FEWER)],
    ids=["an endorsement, a member and a partner fewer, and a recommendation twice", "a paper fewer"],
)
def test_the_model_year_with(db, tmp_path, meddle, changes):
    folder = a_copy_of(MODEL_YEAR, tmp_path / "year")
    without_the_negotiation(folder)
    expected = {key: value + changes.get(key, 0) for key, value in recounted(folder.path).items()}
    meddle(folder)
    assert figures_when_played(folder) == recounted(folder.path) == expected
