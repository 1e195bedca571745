"""A point names the recommendations it gathers, by paper and number."""

import pytest

from mithaq.recommendations.models import Recommendation
from mithaq.rehearsal.folder import Folder
from mithaq.rehearsal.scenes import perform
from mithaq.rehearsal.script import script_of
from tests.factories.folders import a_folder
from tests.factories.word_files import paragraph, word_file
from tests.rooms.rehearsal.playing import faults_when_played

# Rehearsals are played in SQLite, whatever a site runs on.
pytestmark = pytest.mark.sqlite


@pytest.fixture
def folder(tmp_path):
    return a_folder(tmp_path / "year")


def with_sources(folder, deep, clean):
    rows = [
        {key: cell for key, cell in row.items() if key != "theme"} | {"sources": sources}
        for row, sources in zip(folder.rows("points"), (deep, clean), strict=True)
    ]
    folder.write("points", rows)
    return folder


def gathered(folder):
    """The places of the recommendations of both points, once the year was played."""
    script = script_of(Folder(folder.path))
    points = perform(script, script.as_of).points.all()
    return {
        point.key: sorted(Recommendation.objects.filter(became__point=point).values_list("position", flat=True))
        for point in points
    }


def test_a_point_gathers_the_recommendations_that_its_row_names(db, folder):
    assert gathered(with_sources(folder, "wells-paper 1-2", "wells-paper 3")) == {
        "deep-wells": [1, 2],
        "clean-wells": [3],
    }


def test_numbers_may_be_typed_in_arabic_digits_one_by_one_and_across_headings(db, folder):
    assert gathered(with_sources(folder, "wells-paper ١ ٣", "wells-paper ٢")) == {
        "deep-wells": [1, 3],
        "clean-wells": [2],
    }


def test_recommendations_without_numbers_are_named_by_their_place(db, folder):
    (folder.path / "papers" / "wells.docx").write_bytes(
        word_file(
            paragraph("Recommendations", style="H1"),
            *(paragraph(f"• Dig well {name} to the rock (Nahr).") for name in ("one", "two", "three")),
        )
    )
    assert gathered(with_sources(folder, "wells-paper 1 3", "wells-paper 2")) == {
        "deep-wells": [1, 3],
        "clean-wells": [2],
    }


WRONG = {
    "neither headings nor recommendations": ("", "The cell “theme” is empty."),
    "a paper that is not on record": ("dry-paper 1", "“dry-paper” in “sources” is not on record."),
    "a number that the paper does not have": ("wells-paper 3 4", "“wells-paper” has no recommendation 4."),
    "a range that runs backwards": ("wells-paper 3-1", "“wells-paper” has no recommendation 3-1."),
    "a range longer than any paper": ("wells-paper 1-5000", "“wells-paper” has no recommendation 1-5000."),
    "words instead of a number": ("wells-paper third", "“wells-paper” has no recommendation third."),
    "a recommendation of another point": (
        "wells-paper 2",
        "Recommendation 2 of “wells-paper” already stands in the point “deep-wells”.",
    ),
    "a recommendation twice": (
        "wells-paper 3 3",
        "Recommendation 3 of “wells-paper” already stands in the point “clean-wells”.",
    ),
    "a paper without a file": ("lost-paper 1", "“lost-paper” has no recommendation 1."),
}


@pytest.mark.parametrize(("named", "reason"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_gathered_is_said_with_its_line(db, folder, named, reason):
    assert faults_when_played(with_sources(folder, "wells-paper 1-2", named)) == [("points.csv", 3, reason)]


def test_a_file_that_cannot_be_read_is_the_only_fault_that_is_told(db, folder):
    (folder.path / "papers" / "wells.docx").write_bytes(b"PK\x03\x04 no paper")
    faults = faults_when_played(with_sources(folder, "wells-paper 1-2", "wells-paper 3"))
    assert [(file, line) for file, line, _ in faults] == [("papers.csv", 2)]
