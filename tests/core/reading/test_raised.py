"""Raised signs and the marks of notes: a mark is no word of the text, a power is."""

from __future__ import annotations

import pytest

from mithaq.core.reading.document import Paragraph
from mithaq.core.reading.papers import read_document
from mithaq.core.reading.raised import said_raised, without_marks
from tests.core.reading.test_other_papers import open_text, page
from tests.factories.word_files import paragraph, run, word_file


@pytest.mark.parametrize(
    ("signs", "before", "said"),
    [
        ("3", "below 100 m", "³"),
        ("2", "50 km", "²"),
        ("3", "the trees", ""),
        ("[12]", "the trees", ""),
        ("th", "the 5", "th"),
    ],
)
def test_a_raised_sign_is_a_power_a_mark_or_itself(signs: str, before: str, said: str):
    assert said_raised(signs, before) == said


RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def in_word() -> bytes:
    raised = "".join(f"<w:r>{RAISED}<w:t>{sign}</w:t></w:r>" for sign in "3")
    return word_file(paragraph(inner=run("Plant trees") + raised + run(" on 10 m") + raised + run(".")))


def in_an_open_text() -> bytes:
    style = (
        '<style:style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" style:name="up" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    raised = '<text:span text:style-name="up">3</text:span>'
    return open_text(f"{style}<text:p>Plant trees{raised} on 10 m{raised}.</text:p>")


@pytest.mark.parametrize(
    "make",
    [in_word, in_an_open_text, lambda: page("<p>Plant trees<sup>3</sup> on 10 m<sup>3</sup>.</p>")],
    ids=["Word", "OpenDocument", "HTML"],
)
def test_every_kind_of_file_says_what_is_raised_in_the_same_way(make):
    assert [one.text for one in read_document(make()).paragraphs] == ["Plant trees on 10 m³."]


def told(*texts: str, note: str = "") -> list[str]:
    """What is left of paragraphs, followed by a note with this mark."""
    lines = [Paragraph(at, text, "", None, "", False, None, False, "ltr", None) for at, text in enumerate(texts, 1)]
    last = Paragraph(len(texts) + 1, "Two cities objected.", "", None, "", False, None, False, "ltr", None, note=note)
    return [one.text for one in without_marks([*lines, last])][: len(texts)]


def test_a_number_in_brackets_that_a_note_bears_is_a_mark():
    assert told("Plant trees (1) on the banks.", note="1") == ["Plant trees on the banks."]
    assert told("زراعة الأشجار (١) على الضفاف.", note="(1)") == ["زراعة الأشجار على الضفاف."]


def test_a_number_in_brackets_that_counts_something_stays():
    assert told("Plant trees (1) on the banks.") == ["Plant trees (1) on the banks."]
    listed = ["Cities should (1) plant trees, (2) count them.", "States should (1) pay for it."]
    assert told(*listed, note="1") == listed
    assert told("(1) Plant trees.", note="1") == ["(1) Plant trees."]


def test_a_mark_after_the_end_of_a_sentence_is_none_of_its_words():
    assert told("Open the banks.¹", "Count the fish. [2]", "On 10 m².") == [
        "Open the banks.",
        "Count the fish.",
        "On 10 m².",
    ]
