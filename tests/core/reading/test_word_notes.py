"""Footnotes and endnotes of Word documents: read beside the text, never as part of it."""

from __future__ import annotations

import pytest

from mithaq.core.reading.found import Doubt
from mithaq.core.reading.papers import read_document
from mithaq.core.reading.recommendations import read_recommendations
from tests.factories.word_files import R, W, packed, paragraph, parts, run


def refers_to(number, kind="footnote"):
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def word_with_notes(body, *notes, kind="footnote"):
    """A Word document whose notes have the ids 2, 3…; before them stand the lines that Word draws, as it keeps them."""
    found = parts(body)
    inside = "".join(
        f'<w:{kind} w:id="{at}">{paragraph(inner=f"<w:r><w:{kind}Ref/></w:r>{run(words)}")}</w:{kind}>'
        for at, words in enumerate(notes, start=2)
    )
    drawn = f'<w:{kind} w:type="separator" w:id="0">{paragraph("———")}</w:{kind}>'
    found[f"word/{kind}s.xml"] = f'<w:{kind}s xmlns:w="{W}">{drawn}{inside}</w:{kind}s>'
    relation = f'<Relationship Id="r9" Type="{R}/{kind}s" Target="{kind}s.xml"/></Relationships>'
    relations = found["word/_rels/document.xml.rels"]
    found["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", relation)
    return packed(found)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_stands_after_the_paragraph_that_refers_to_it(kind):
    body = paragraph(inner=run("Plant trees") + refers_to(2, kind) + run(" everywhere.")) + paragraph("Count them.")
    document = read_document(word_with_notes(body, "Two cities asked for an exception.", kind=kind))
    assert [(one.text, one.note) for one in document.paragraphs] == [
        ("Plant trees everywhere.", ""),
        ("Two cities asked for an exception.", "1"),
        ("Count them.", ""),
    ]


def test_a_recommendation_in_a_note_is_found_and_doubted_and_a_remark_is_none():
    body = (
        paragraph("Recommendations", style="H1")
        + paragraph(inner=run("1. Plant trees") + refers_to(2) + run(" (Tunis)."))
        + paragraph(inner=run("2. Open the banks") + refers_to(3) + run(" (Rome)."))
    )
    notes = ("Recommendation 3: Cities should count the trees (Lisbon).", "This was said before.")
    found = read_recommendations(word_with_notes(body, *notes))
    assert [(one.number, one.text, one.proposers) for one in found.candidates] == [
        ("1", "Plant trees", ("Tunis",)),
        ("3", "Cities should count the trees", ("Lisbon",)),
        ("2", "Open the banks", ("Rome",)),
    ]
    assert Doubt.IN_A_FOOTNOTE in found.candidates[1].doubtful


def test_a_reference_to_a_note_that_is_not_there_says_nothing():
    document = read_document(word_with_notes(paragraph(inner=run("Plant trees.") + refers_to(77))))
    assert [one.text for one in document.paragraphs] == ["Plant trees."]
