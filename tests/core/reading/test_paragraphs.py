import io
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.reading.numbering import written
from mithaq.core.reading.paragraphs import read_paragraphs
from tests.factories.word_files import packed, paragraph, parts, run, table, word_file

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufffe\uffff"), max_size=40
)


def texts(*blocks, **about):
    return [found.text for found in read_paragraphs(word_file(*blocks, **about)).paragraphs]


def numbers(*blocks):
    return [found.printed for found in read_paragraphs(word_file(*blocks)).paragraphs]


@given(st.lists(WORDS, max_size=8))
def test_what_python_docx_writes_is_read_word_for_word(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    read = read_paragraphs(made.getvalue())
    assert [found.text for found in read.paragraphs] == lines
    assert [found.index for found in read.paragraphs] == list(range(1, len(lines) + 1))


def test_styles_and_properties_of_a_python_docx_document_are_read():
    document = docx.Document()
    document.core_properties.title = "Water and the city"
    document.core_properties.modified = datetime(2031, 3, 1, 9, 30, tzinfo=UTC)
    document.add_heading("Recommendations", level=2)
    document.add_paragraph("Invest.", style="List Number")
    document.styles.add_style("Deep", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Heading 3"]
    document.add_paragraph("Inherited", style="Deep")
    made = io.BytesIO()
    document.save(made)
    read = read_paragraphs(made.getvalue())
    assert (read.title, read.modified) == ("Water and the city", datetime(2031, 3, 1, 9, 30, tzinfo=UTC))
    assert [(found.style, found.outline, found.printed) for found in read.paragraphs] == [
        ("heading 2", 2, ""),
        ("list number", None, "1."),
        ("deep", 3, ""),
    ]


def test_a_strict_document_reads_like_a_common_one():
    body = (paragraph("One", style="H1"), paragraph("Two", item=(1, 0)), table(["a", "b"]))
    assert read_paragraphs(word_file(*body)) == read_paragraphs(word_file(*body, strict=True))


def test_utf_16_is_read():
    made = parts(paragraph("مدينة"))
    made["word/document.xml"] = made["word/document.xml"].replace("UTF-8", "UTF-16").encode("utf-16")
    assert [found.text for found in read_paragraphs(packed(made)).paragraphs] == ["مدينة"]


def test_changes_are_accepted():
    inner = (
        run("Cities ")
        + '<w:ins w:id="1">' + run("should ") + '<w:del w:id="2">' + run("never ") + "</w:del></w:ins>"
        + '<w:del w:id="3"><w:r><w:delText>must </w:delText></w:r></w:del>'
        + '<w:moveFrom w:id="4">' + run("later ") + "</w:moveFrom>"
        + '<w:moveTo w:id="5">' + run("act") + "</w:moveTo>"
        + "<w:hyperlink>" + '<w:ins w:id="6">' + run(" now") + "</w:ins></w:hyperlink>"
    )  # fmt: skip
    assert texts(paragraph(inner=inner)) == ["Cities should act now"]


def test_a_paragraph_whose_mark_was_deleted_flows_into_the_next():
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert texts(paragraph("Invest ", marks=gone), paragraph("in trains."), paragraph("End.")) == [
        "Invest in trains.",
        "End.",
    ]
    assert texts(paragraph("Last", marks=gone)) == ["Last"]
    assert texts(paragraph("Before", marks=gone), table(["cell"])) == ["Before", "cell"]


def test_a_deleted_paragraph_leaves_no_gap_in_the_numbering():
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    )
    deleted += '<w:del w:id="2"><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>'
    blocks = (paragraph("One", item=(1, 0)), deleted, paragraph("Two", item=(1, 0)))
    assert (texts(*blocks), numbers(*blocks)) == (["One", "Two"], ["1.", "2."])


def test_wrapped_words_are_words():
    inner = (
        "<w:sdt><w:sdtContent>" + run("a") + "</w:sdtContent></w:sdt>"
        "<w:smartTag>" + run("b") + "</w:smartTag>"
        "<w:customXml>" + run("c") + "</w:customXml>"
        "<w:fldSimple>" + run("d") + "</w:fldSimple>"
        "<m:oMath><m:r><m:t>e</m:t></m:r></m:oMath>"
    )  # fmt: skip
    block = "<w:sdt><w:sdtContent>" + paragraph(inner=inner) + "</w:sdtContent></w:sdt>"
    assert texts(block) == ["abcde"]


def test_a_field_shows_its_result_and_not_its_code():
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText><w:t>code</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("result")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(paragraph(inner=inner)) == ["result"]


def test_a_field_left_open_swallows_no_more_than_its_paragraph():
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(paragraph(inner=opened), paragraph("Still here")) == ["", "Still here"]


def test_signs_that_are_no_letters_are_read():
    inner = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/>"
        '<w:t>19</w:t><w:sym w:char="F0B7"/><w:sym w:char="00E9"/></w:r>'
    )
    assert texts(paragraph(inner=inner)) == ["a\tb\nco\u00adop\u201119\ufffdé"]


def test_hidden_words_are_not_read():
    assert texts(paragraph(inner=run("seen") + run("hidden", "<w:vanish/>") + run("!", '<w:vanish w:val="0"/>'))) == [
        "seen!"
    ]


def test_a_text_box_is_read_once_and_after_the_paragraph_that_holds_it():
    box = "<w:txbxContent>" + paragraph("In the box") + "</w:txbxContent>"
    alternatives = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(paragraph(inner=run("Host ") + alternatives + run("words")), paragraph("Next")) == [
        "Host words",
        "In the box",
        "Next",
    ]


def test_where_the_first_choice_has_no_words_the_fallback_is_read():
    inner = '<w:r><mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback><w:t>☺</w:t></mc:Fallback>'
    inner += "</mc:AlternateContent></w:r>"
    assert texts(paragraph(inner=inner)) == ["☺"]


def test_tables_are_read_row_by_row_with_the_place_of_each_cell():
    nested = paragraph("outer") + table(["inner"]) + paragraph()
    read = read_paragraphs(
        word_file(paragraph("Before"), table(["Head"], ["left", nested], ["x\ny", "z"], heading=True))
    )
    placed = [
        (found.text, (place.table, place.row, place.cell, place.column, place.span, place.heading, place.within))
        if (place := found.place)
        else (found.text, None)
        for found in read.paragraphs
    ]
    assert placed == [
        ("Before", None),
        ("Head", (1, 1, 1, 1, 2, True, 0)),
        ("left", (1, 2, 1, 1, 1, False, 0)),
        ("outer", (1, 2, 2, 2, 1, False, 0)),
        ("inner", (2, 1, 1, 1, 1, False, 1)),
        ("", (1, 2, 2, 2, 1, False, 0)),
        ("x", (1, 3, 1, 1, 1, False, 0)),
        ("y", (1, 3, 1, 1, 1, False, 0)),
        ("z", (1, 3, 2, 2, 1, False, 0)),
    ]


def test_a_deleted_row_is_gone_and_a_merged_cell_says_so():
    rows = (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + paragraph("A") + "</w:tc></w:tr>"
        "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>" + paragraph("gone") + "</w:tc></w:tr>"
        "<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>"
        "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("B") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    places = [
        (p.text, p.place.row, p.place.column, p.place.continued) for p in read_paragraphs(word_file(rows)).paragraphs
    ]
    assert places == [("A", 1, 1, False), ("B", 2, 3, True)]


def test_word_s_own_numbers_are_printed():
    assert numbers(
        paragraph("a", item=(1, 0)),
        paragraph("b", item=(1, 1)),
        paragraph("c", item=(1, 1)),
        paragraph("d", item=(1, 2)),
        paragraph("text"),
        paragraph("e", item=(1, 0)),
        paragraph("f", item=(1, 1)),
        paragraph("g", item=(4, 0)),
        paragraph("h", item=(1, 0)),
        paragraph("i", item=(3, 0)),
        paragraph("j", item=(2, 0)),
        paragraph("k", item=(9, 0)),
    ) == ["1.", "1.1", "1.2", "(a)", "", "2.", "2.1", "5.", "6.", "Recommendation 1:", "", ""]


def test_a_bullet_is_no_number():
    (found,) = read_paragraphs(word_file(paragraph("x", item=(2, 1)))).paragraphs
    assert (found.bullet, found.level, found.printed) == (True, 1, "")


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (2, "arabicAlpha", "ب"),
        (3, "arabicAbjad", "ج"),
        (7, "decimalZero", "07"),
        (12, "hindiNumbers", "१२"),
        (5, "chicago", "5"),
        (5, "none", ""),
        (0, "upperRoman", "0"),
        (9_999_999, "lowerLetter", "9999999"),
    ],
)
def test_numbers_are_written_in_word_s_forms(number, form, expected):
    assert written(number, form) == expected


def test_direction_is_that_of_the_paragraph_its_style_or_its_letters():
    read = read_paragraphs(
        word_file(
            paragraph("Left"),
            paragraph("1", marks="<w:bidi/>"),
            paragraph("2", style="RTL"),
            paragraph("3", style="RTL", marks='<w:bidi w:val="0"/>'),
            paragraph("مدينة"),
        )
    )
    assert [found.direction for found in read.paragraphs] == ["ltr", "rtl", "rtl", "ltr", "rtl"]


def test_a_paragraph_is_bold_if_all_its_words_are():
    read = read_paragraphs(
        word_file(
            paragraph("All", bold=True),
            paragraph(inner=run("Some", "<w:b/>") + run("times")),
            paragraph("By style", style="Bold"),
            paragraph(inner=run("Not", '<w:b w:val="0"/>'), style="Bold"),
        )
    )
    assert [found.bold for found in read.paragraphs] == [True, False, True, False]


def test_the_language_is_that_of_most_words_and_for_latin_ones_the_stated_one():
    assert read_paragraphs(word_file(paragraph("نوصي المدن بالعمل معا"), paragraph("U20"))).language == "ar"
    assert read_paragraphs(word_file(paragraph("Les villes agissent"), language="fr-FR")).language == "fr"


def test_without_a_stated_title_the_printed_one_is_taken():
    blocks = (paragraph("Chapter", style="H1"), paragraph("The paper", style="Title"))
    assert read_paragraphs(word_file(*blocks)).title == "The paper"
    assert read_paragraphs(word_file(*blocks[:1])).title == "Chapter"
    assert read_paragraphs(word_file(*blocks, title="Stated")).title == "Stated"


def test_a_time_that_is_none_is_left_out():
    assert read_paragraphs(word_file(paragraph("x"), modified="0-00-00T00:00:00Z")).modified is None


def test_styles_in_a_circle_end():
    made = parts(paragraph("x", style="A"))
    circle = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    made["word/styles.xml"] = made["word/styles.xml"].replace("</w:styles>", circle + "</w:styles>")
    assert len(read_paragraphs(packed(made)).paragraphs) == 1
