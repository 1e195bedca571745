"""One Word document makes a minimal year: who proposes becomes a member, and each theme becomes a point."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from mithaq.endorsements.models import Call
from mithaq.foundation.actors.models import Organisation
from mithaq.recommendations.models import Proposer, Recommendation
from mithaq.rehearsal.faults import WrongFiles
from mithaq.rehearsal.scenes import perform
from mithaq.rehearsal.single import script_of_document
from tests.factories.word_files import paragraph, word_file
from tests.rooms.rehearsal.playing import everything_in, figures_in, figures_when_played, rehearse, values_in

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)

ENGLISH = [
    ("Title", "Rivers and cities"),
    ("Heading 1", "Introduction"),
    ("Normal", "1. Rivers rise every year."),
    ("Heading 1", "Recommendations"),
    ("Heading 2", "Water"),
    ("Normal", "1. Measure every river (Lisbon, Madrid);"),
    ("Normal", "2. Share the measurements (Tunis, Lisbon)."),
    ("Heading 2", "Energy"),
    ("Normal", "3. Turn off lights at night (Madrid)."),
]
ARABIC = [
    ("Title", "الأنهار والمدن"),
    ("Heading 1", "المقدمة"),
    ("Normal", "تعاني المدن من الفيضانات."),
    ("Heading 1", "التوصيات"),
    ("Heading 2", "المياه"),
    ("Normal", "١. قياس منسوب الأنهار (تونس والرباط)؛"),
    ("Normal", "٢. تبادل البيانات (وهران، تونس)."),
    ("Heading 2", "الطاقة"),
    ("Normal", "٣. إطفاء الأنوار ليلًا (الرباط)."),
]


def a_document(path, lines, *, modified=datetime(2031, 3, 1, 9, tzinfo=UTC), title=""):
    made = docx.Document()
    for style, text in lines:
        made.add_paragraph(text, style=style)
    made.core_properties.modified, made.core_properties.title = modified, title
    made.save(path)
    return path


@pytest.mark.parametrize(("lines", "members"), [(ENGLISH, 3), (ARABIC, 3)], ids=["English", "Arabic"])
def test_a_paper_makes_a_year_of_its_proposers_and_themes(db, tmp_path, lines, members):
    script = script_of_document(a_document(tmp_path / "paper.docx", lines), NOW)
    counted = figures_when_played(script)
    assert {key: value for key, value in counted.items() if value} == {
        "cities_participating": members,
        "papers": 1,
        "recommendations_received": 3,
        "points_adopted": 2,
    }


def test_the_year_of_a_paper_is_that_of_its_last_change_and_carries_its_words(db, tmp_path):
    script = script_of_document(a_document(tmp_path / "paper.docx", ARABIC), NOW)
    cycle = perform(script, script.as_of)
    assert (cycle.year, cycle.key, cycle.authentic) == (2031, "2031", ["ar"])
    assert script.as_of == datetime(2031, 3, 1, 9, tzinfo=UTC)
    assert str(cycle.title) == "الأنهار والمدن"
    assert [str(point.title) for point in cycle.points.all()] == ["المياه", "الطاقة"]
    assert [one.text for one in Recommendation.objects.order_by("position")] == [
        "قياس منسوب الأنهار",
        "تبادل البيانات",
        "إطفاء الأنوار ليلًا",
    ]
    assert [one.number for one in Recommendation.objects.order_by("position")] == ["1", "2", "3"]


def test_whoever_proposes_is_linked_to_what_they_proposed_and_nothing_is_invented_about_them(db, tmp_path):
    script = script_of_document(a_document(tmp_path / "paper.docx", ENGLISH), NOW)
    perform(script, script.as_of)
    proposers = Proposer.objects.order_by("recommendation__position", "id")
    assert [proposer.named for proposer in proposers] == ["Lisbon", "Madrid", "Tunis", "Lisbon", "Madrid"]
    assert [str(proposer.organisation) for proposer in proposers] == [proposer.named for proposer in proposers]
    lisbon = Organisation.objects.get(key="Lisbon")
    assert (lisbon.kind, lisbon.country, lisbon.time_zone, lisbon.latitude) == ("unstated", "", "UTC", None)
    assert not Call.objects.exists()


def test_a_name_in_capitals_is_the_same_proposer(db, tmp_path):
    lines = [*ENGLISH, ("Normal", "4. Plant trees (LISBON).")]
    script = script_of_document(a_document(tmp_path / "paper.docx", lines), NOW)
    assert figures_when_played(script)["cities_participating"] == 3


def test_what_stands_under_no_theme_makes_a_point_of_its_own(db, tmp_path):
    lines = [line for line in ENGLISH if line[0] != "Heading 2"]
    script = script_of_document(a_document(tmp_path / "paper.docx", lines), NOW)
    assert [(point.themes, str(point.title)) for point in script.points] == [(("",), "Without a theme")]
    assert figures_when_played(script)["points_adopted"] == 1


def test_a_document_that_does_not_say_when_it_was_changed_is_of_the_year_of_today(db, tmp_path):
    path = tmp_path / "paper.docx"
    path.write_bytes(
        word_file(paragraph("Recommendations", style="H1"), paragraph("1. Measure every river (Lisbon)."), modified="")
    )
    script = script_of_document(path, NOW)
    assert (script.year, script.as_of) == (2026, NOW.replace(microsecond=0))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (word_file(paragraph("Nothing to recommend.")), "No recommendation was found in this document."),
        (b"%PDF-1.7", "This document is damaged or was not received whole."),
        (b"", "This file is empty."),
    ],
    ids=["no recommendation", "a PDF", "nothing"],
)
def test_a_document_that_cannot_be_played_is_named_with_the_reason(tmp_path, content, says):
    path = tmp_path / "paper.docx"
    path.write_bytes(content)
    with pytest.raises(WrongFiles) as wrong:
        script_of_document(path, NOW)
    [fault] = wrong.value.faults
    assert (fault.file, fault.line) == ("paper.docx", 0)
    assert str(fault.reason).startswith(says)


@pytest.mark.sqlite
def test_the_command_takes_a_document_and_a_second_time_changes_nothing(tmp_path):
    path, out = a_document(tmp_path / "paper.docx", ARABIC), tmp_path / "out"
    ended = rehearse(path, out)
    assert (ended.status, ended.complained) == (0, "")
    assert values_in(out)["recommendations_received"] == 3
    text = (out / "texts" / "text.ar.md").read_text(encoding="utf-8")
    assert text.startswith("# الأنهار والمدن\n\n1. المياه\n\n1.1. قياس منسوب الأنهار\n")
    before = everything_in(out)
    assert rehearse(path, out).status == 0
    assert everything_in(out) == before


# The document of the United Nations ---------------------------------------------------------------------------------


def last_brackets(text):
    """What stands in the last pair of brackets of a text, with the pairs inside it."""
    depth, end = 0, text.rindex(")")
    for place in range(end, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if not depth:
            return text[place + 1 : end]
    raise ValueError(text)


def names(text):
    """Names between commas and semicolons, but not inside brackets."""
    return {name.strip() for name in re.split(r"[,;](?![^()]*\))", text) if name.strip()}


@pytest.mark.documents
@pytest.mark.sqlite
def test_the_review_of_the_united_nations_counts_what_a_reader_recounts_in_its_table(documents, tmp_path):
    path, out = documents / "un-upr-163-recommendations-by-theme.docx", tmp_path / "out"
    [table] = docx.Document(path).tables
    recommended, themes, proposers = set(), set(), set()
    for row in table._tbl.tr_lst:
        first = "".join(text.text for text in row.tc_lst[0].p_lst[0].iter(qn("w:t"))).strip()
        if first.startswith("Theme:"):
            themes.add(first.removeprefix("Theme:").strip())
        elif number := re.match(r"\d+\.\d+", first):
            recommended.add(number[0])
            proposers |= names(last_brackets(first))
    assert len(recommended) == 163

    ended = rehearse(path, out)
    assert (ended.status, ended.complained) == (0, "")
    figures = values_in(out)
    assert (figures["recommendations_received"], figures["papers"]) == (163, 1)
    assert figures["points_adopted"] == len(themes)
    assert figures["cities_participating"] == len(proposers)
    members = {record["label"]["en"] for record in figures_in(out)["cities_participating"]["records"]}
    assert members == proposers
    assert ended.said.splitlines()[-1].startswith(str(out))
