"""A PDF as a document: the same words in several layouts, tables, footnotes, Arabic, and files that cannot be read."""

from __future__ import annotations

import pytest

from mithaq.core.reading.found import Doubt
from mithaq.core.reading.papers import read_document
from mithaq.core.reading.pdf.glyphs import Sign, Word
from mithaq.core.reading.pdf.lines import from_right
from mithaq.core.reading.pdf.pictures import order_for, picture_of_page
from mithaq.core.reading.pdf.reading import read_pdf
from mithaq.core.reading.recommendations import read_recommendations, recommendations_of
from mithaq.core.reading.unreadable import Unreadable, Why
from tests.factories.set_papers import LAYOUTS, escaped, set_paper

RECOMMENDATIONS = [
    "Measure the height of every river in the region at least four times a year, and publish the measurements.",
    "Establish a fund of 2.5 million a year that pays for the early warning of those who live on the banks;",
    "Ratify the convention on the non-navigational uses of watercourses, adopted in 1997, without any reservation",
    "Open the river banks to everybody, day and night, and keep a third of them under the shade of trees.",
    "Count what is lost: water that leaks, banks that slide, fish that die; tell the citizens once a year.",
    "Share boats.",
] * 3
SETTINGS = {
    "typed numbers": lambda at, words: f"{at}\\. {escaped(words)}\n\n",
    "a numbered list": lambda at, words: f"+ {escaped(words)}\n",
    "labels": lambda at, words: f"*Recommendation {at}:* {escaped(words)}\n\n",
    "numbers of chapters": lambda at, words: f"#pad(left: 2em)[4.{at} #h(1em) {escaped(words)}]\n\n",
    "bullets": lambda at, words: f"- {escaped(words)}\n",
}
INTRODUCTION = (
    "In the year 2015 many cities joined hands to look after their rivers. They met in\n1997. They met again, and this is "
    "what they say about the water, the banks and the fish of the rivers that run through them all.\n\n"
)


def a_paper(of, introduction=INTRODUCTION * 3):
    chapter = "".join(of(at, words) for at, words in enumerate(RECOMMENDATIONS, start=1))
    return f"= Rivers and Cities\n\n== Introduction\n\n{introduction}== Recommendations\n\n{chapter}\n== References\n\n1\\. A book.\n"


#: The United Nations' report, and its recommendations once more in a Word document: the answer key.
REPORT = "un-upr-working-group-report-163-recommendations.pdf"
BY_THEME = "un-upr-163-recommendations-by-theme.docx"


def said(pdf):
    return [(one.number, one.text) for one in read_recommendations(pdf).candidates]


def paragraphs(source, layout="one column"):
    return [paragraph.text for paragraph in read_pdf(set_paper(source, layout)).paragraphs]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_recommendations_are_read_out_of_every_layout(layout, setting):
    found = read_recommendations(set_paper(a_paper(SETTINGS[setting]), layout))
    before = {"numbers of chapters": "4.", "bullets": None}.get(setting, "")
    numbers = ["" if before is None else f"{before}{at}" for at in range(1, len(RECOMMENDATIONS) + 1)]
    assert [one.number for one in found.candidates] == numbers
    assert [one.text.rstrip(".;") for one in found.candidates] == [words.rstrip(".;") for words in RECOMMENDATIONS]
    assert found.unread == ()


def test_heads_feet_and_page_numbers_are_no_part_of_the_text():
    text = " ".join(paragraphs(a_paper(SETTINGS["typed numbers"], INTRODUCTION * 20), "head and foot"))
    assert "Working paper 7" not in text
    assert "1 / " not in text
    assert "Count what is lost" in text


def test_a_recommendation_over_two_pages_is_one_and_says_where_it_begins():
    filler = "A line of the paper.\n\n" * 27
    found = read_recommendations(
        set_paper(f"{filler}\n== Recommendations\n\n1\\. {'Plant a tree by the river and water it. ' * 30}")
    )
    assert len(found.candidates) == 1
    assert found.candidates[0].text.count("Plant a tree") == 30
    assert (found.candidates[0].anchor.page, found.pages) == (1, 2)


def test_a_word_that_is_broken_at_the_end_of_a_line_is_whole_again():
    assert paragraphs(
        '#set text(hyphenate: true, lang: "en")\n#block(width: 70pt)[Internationalisation of responsibilities]'
    ) == ["Internationalisation of responsibilities"]


def test_a_hyphen_of_its_own_stays_where_a_line_ends():
    assert paragraphs("#block(width: 60pt)[We need a well-being fund]") == ["We need a well-being fund"]


@pytest.mark.parametrize("rules", ["", "stroke: none,"], ids=["ruled", "without rules"])
def test_a_table_is_read_by_its_headings_over_pages(rules):
    rows = "".join(f"[{at}], [{escaped(words)}], [Tunis],\n" for at, words in enumerate(RECOMMENDATIONS * 2, start=1))
    source = (
        f"#table(columns: (3em, 1fr, 8em), {rules}\n[*No.*], [*Recommendation*], [*Proposed by*],\n"
        f"table.cell(colspan: 3)[*Theme: Water*],\n{rows})\n\n"
        "What stands below the table goes over the whole width of the page and belongs to none of its cells at all."
    )
    found = read_recommendations(set_paper(source))
    assert [(one.number, one.text) for one in found.candidates] == [
        (str(at), words.rstrip(";")) for at, words in enumerate(RECOMMENDATIONS * 2, start=1)
    ]
    assert {(one.proposers, one.theme) for one in found.candidates} == {(("Tunis",), "Water")}
    assert found.candidates[0].anchor.row == 3


def test_a_recommendation_in_a_footnote_is_found_and_doubted():
    note = "#footnote[Recommendation 5: Plant ten thousand trees.]"
    (found,) = read_recommendations(set_paper(f"= Paper\n\n{INTRODUCTION}The river rises.{note} It falls.")).candidates
    assert (found.number, found.text, found.anchor.note) == ("5", "Plant ten thousand trees.", "1")
    assert Doubt.IN_A_FOOTNOTE in found.doubtful


def test_the_mark_of_a_footnote_is_no_part_of_the_words():
    assert paragraphs("The banks are open.#footnote[See the study.]")[0] == "The banks are open."


@pytest.mark.parametrize("layout", ["one column", "two columns", "no space between"])
@pytest.mark.parametrize("mark", ["1", "1.", "1)", "(1)", "\\[1\\]", "\\*", "†", "a)"])
def test_a_footnote_below_the_last_recommendation_of_its_page_is_no_part_of_it(mark, layout):
    found = read_recommendations(
        set_paper(
            "== Recommendations\n\n1\\. Plant trees on the banks of every river in the land, and water them (Tunis).\n\n"
            "2\\. Open the banks to everybody, and keep them open at night\n\n#v(1fr)\n"
            f"#text(8pt)[{mark} Two cities asked for an exception.]\n#pagebreak()\n"
            "by means of lamps (Lisbon).\n\n3\\. Count the fish (Rome).\n",
            layout,
        )
    )
    assert [(one.number, one.text, one.proposers, one.notes) for one in found.candidates] == [
        ("1", "Plant trees on the banks of every river in the land, and water them", ("Tunis",), ()),
        ("2", "Open the banks to everybody, and keep them open at night by means of lamps", ("Lisbon",), ()),
        ("3", "Count the fish", ("Rome",), ()),
    ]


def test_numbers_that_restart_or_skip_are_doubted():
    plain = "".join(
        f"{at}\\. Plant the {word} tree.\n\n"
        for at, word in [(1, "first"), (2, "second"), (4, "fourth"), (5, "fifth"), (6, "sixth")]
    )
    found = read_recommendations(set_paper(f"== Recommendations\n\n{plain}"))
    assert [Doubt.NUMBER_JUMPS in one.doubtful for one in found.candidates] == [False, False, True, False, False]


def test_arabic_out_of_a_pdf_is_read_and_doubted():
    words = "١. نوصي المدن بقياس منسوب الأنهار في كل سنة مع برنامج UN-Habitat حتى عام 2030 (تونس والرباط)."
    (found,) = read_recommendations(
        set_paper(f'#set text(lang: "ar", font: "Noto Naskh Arabic")\n= التوصيات\n\n{words}\n')
    ).candidates
    assert (found.number, found.language, found.proposers) == ("1", "ar", ("تونس", "الرباط"))
    assert found.text == "نوصي المدن بقياس منسوب الأنهار في كل سنة مع برنامج UN-Habitat حتى عام 2030"
    assert found.doubtful == (Doubt.LETTERS_UNSURE,)


def test_arabic_that_was_set_from_the_left_ends_with_its_full_stop():
    words = "#text(dir: ltr)[التوصية الأولى: تعزيز التعاون بين المدن.]\n\n#text(dir: ltr)[التوصية الثانية: إنشاء صندوق مشترك.]"
    (first, second) = read_recommendations(
        set_paper(f'#set text(lang: "ar", font: "Noto Naskh Arabic", dir: ltr)\n= التوصيات\n\n{words}\n')
    ).candidates
    assert (first.number, first.text) == ("1", "تعزيز التعاون بين المدن.")
    assert (second.number, second.text) == ("2", "إنشاء صندوق مشترك.")


def test_lam_and_alef_in_one_shape_are_read_in_their_order():
    whole, half = Sign("ل", 10.0, 14.0), (Sign("أ", 6.0, 9.9), Sign("ل", 6.0, 9.9))
    assert from_right([Word("الأ", 6.0, 14.0, 0.0, 10.0, False, True, (whole, *half))]) == "للأ"
    apart = (Sign("أ", 6.0, 9.9), Sign("ل", 5.0, 9.0))
    assert from_right([Word("ألل", 5.0, 14.0, 0.0, 10.0, False, True, (whole, *apart))]) == "لأل"


def test_a_table_that_stands_alone_has_cells_of_more_than_one_line():
    rows = "".join(f"[{at}], [{escaped(words)}],\n" for at, words in enumerate(RECOMMENDATIONS[:2], start=1))
    source = f"#set par(leading: 1.2em)\n#table(columns: (3em, 12em), [*No.*], [*Recommendation*],\n{rows})"
    found = read_recommendations(set_paper(source)).candidates
    assert [one.text for one in found] == [words.rstrip(";") for words in RECOMMENDATIONS[:2]]


def test_arabic_words_in_an_english_sentence_stand_in_their_order():
    words = (
        '1\\. Support the plan #text(lang: "ar", font: "Noto Naskh Arabic")[خطة الأنهار الكبرى] in every city (Tunis).'
    )
    (found,) = read_recommendations(set_paper(f"== Recommendations\n\n{words}\n")).candidates
    assert (found.text, found.proposers) == ("Support the plan خطة الأنهار الكبرى in every city", ("Tunis",))


def test_a_document_tells_its_sections_and_the_words_of_each_page():
    document = read_document(set_paper("= Rivers\n\nOne.\n\n== Banks\n\nTwo.\n#pagebreak()\nThree."))
    assert document.words_by_page() == {1: "Rivers\nOne.\nBanks\nTwo.", 2: "Three."}
    assert [section.heading.text if section.heading else "" for section in document.sections] == ["Rivers", "Banks"]
    assert (document.title, document.pages) == ("Rivers", 2)


def test_an_empty_chapter_gives_nothing():
    assert said(set_paper("== Recommendations\n\n== References\n\n1\\. A book.")) == []


# What cannot be read --------------------------------------------------------------------------------------------------


def locked():
    """A PDF that asks for a password: nothing opens it with an empty one."""
    secret = b"00" * 32
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + secret + b">/U<" + secret + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF\n"
    )


UNREADABLE = {
    "a scan": (Why.NO_TEXT, lambda: set_paper("#rect(width: 9cm, height: 9cm, fill: gray)")),
    "a locked one": (Why.ENCRYPTED, locked),
    "a torn one": (Why.DAMAGED, lambda: set_paper("= Rivers")[:300]),
    "only a head": (Why.DAMAGED, lambda: b"%PDF-1.7\n"),
    "noise behind a head": (Why.DAMAGED, lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_pdf_that_cannot_be_read_says_why(what):
    why, make = UNREADABLE[what]
    with pytest.raises(Unreadable) as refusal:
        read_document(make())
    assert refusal.value.code is why


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_read_or_refused_and_nothing_else(seed):
    whole = bytearray(set_paper(a_paper(SETTINGS["labels"])))
    for at in range(seed, len(whole), 97 + seed * 13):
        whole[at] = (whole[at] + seed + 1) % 256
    code = None
    try:
        read_recommendations(bytes(whole))
    except Unreadable as refusal:
        code = refusal.code
    assert code in (None, Why.DAMAGED, Why.NO_TEXT, Why.ENCRYPTED, Why.OTHER_KIND, Why.TOO_LONG)


# Pictures of pages ----------------------------------------------------------------------------------------------------


def test_a_page_is_drawn_as_a_picture():
    picture = picture_of_page(order_for(set_paper("= Rivers"), 1))
    assert picture.png.startswith(b"\x89PNG")
    assert (picture.width, picture.height) == (1100, 1557)


def test_a_page_that_is_not_there_has_no_picture():
    with pytest.raises(Unreadable) as refusal:
        picture_of_page(order_for(set_paper("= Rivers"), 2))
    assert refusal.value.code is Why.NO_PAGE


# The real document ----------------------------------------------------------------------------------------------------


@pytest.mark.documents
def test_all_163_recommendations_of_the_un_report_are_read(documents):
    found = recommendations_of(read_pdf((documents / REPORT).read_bytes()))
    truth = {one.number: one.text for one in read_recommendations((documents / BY_THEME).read_bytes()).candidates}
    assert [one.number for one in found.candidates] == [f"115.{at}" for at in range(1, 164)]
    assert {one.doubtful for one in found.candidates} == {()}
    assert (found.unread, found.pages) == ((), 25)
    # Where the two differ, the report itself says it otherwise than the Word document.
    differing = {one.number for one in found.candidates if letters(one.text) != letters(truth[one.number])}
    assert differing <= {"115.104", "115.106"}


def letters(words):
    """The letters alone: the Word document has lost a space here and there."""
    return "".join(filter(str.isalnum, words.casefold()))
