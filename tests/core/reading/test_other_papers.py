"""Papers that are OpenDocument texts or pages of HTML, and what a file is told to be."""

from __future__ import annotations

import io
import zipfile

import pytest

from mithaq.core.reading.kinds import Kind
from mithaq.core.reading.papers import kind_of_paper, read_document
from mithaq.core.reading.recommendations import read_recommendations
from mithaq.core.reading.unreadable import Unreadable, Why
from tests.factories.set_papers import set_paper
from tests.factories.word_files import paragraph, word_file

_NS = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short_name}:1.0"'
    for short, short_name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"), ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
STYLES = """
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/></text:list-style>
<text:list-style style:name="B1"><text:list-level-style-bullet text:level="1"/></text:list-style>
"""


def open_text(body, kind="text", **more):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), f"application/vnd.oasis.opendocument.{kind}")
        content = (
            f"<office:document-content {_NS}><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        )
        package.writestr("content.xml", content)
        manifest = more.pop("manifest", "")
        package.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</m:manifest>',
        )
        for name, inside in more.items():
            package.writestr(name, inside)
    return made.getvalue()


def item(*words):
    return f"<text:list-item>{''.join(f'<text:p>{one}</text:p>' for one in words)}</text:list-item>"


def said(payload):
    return [(one.number, one.text, one.theme) for one in read_recommendations(payload).candidates]


HEADING = '<text:h text:outline-level="1">Recommendations</text:h>'


def test_the_numbers_that_an_open_text_prints_are_read():
    body = f'{HEADING}<text:h text:outline-level="2">Water</text:h><text:list text:style-name="L1">{item("Plant trees.")}{item("Open the banks.")}</text:list>'
    assert said(open_text(body)) == [("1", "Plant trees.", "Water"), ("2", "Open the banks.", "Water")]


def test_a_list_of_an_open_text_goes_on_where_it_says_so():
    body = (
        f'{HEADING}<text:list text:style-name="L1">{item("Plant trees.")}</text:list><text:p>A remark.</text:p>'
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item("Open the banks.")}</text:list>'
    )
    assert [number for number, _text, _theme in said(open_text(body))] == ["1", "2"]


def test_the_bullets_of_an_open_text_are_read():
    body = f'{HEADING}<text:list text:style-name="B1">{item("Plant trees.")}{item("Open the banks.")}</text:list>'
    assert [text for _number, text, _theme in said(open_text(body))] == ["Plant trees.", "Open the banks."]


def test_a_table_of_an_open_text_is_read():
    def row(*cells):
        return f"<table:table-row>{''.join(f'<table:table-cell><text:p>{cell}</text:p></table:table-cell>' for cell in cells)}</table:table-row>"

    body = (
        f"<table:table>{row('No.', 'Recommendation', 'Proposed by')}{row('7', 'Plant trees.', 'Tunis')}</table:table>"
    )
    (found,) = read_recommendations(open_text(body)).candidates
    assert (found.number, found.text, found.proposers, found.anchor.row) == ("7", "Plant trees.", ("Tunis",), 2)


def test_a_footnote_of_an_open_text_stands_apart():
    note = "<text:note><text:note-citation>3</text:note-citation><text:note-body><text:p>Recommendation 9: Swim.</text:p></text:note-body></text:note>"
    document = read_document(open_text(f"<text:p>The river rises{note} each year.</text:p>"))
    assert [(one.text, one.note) for one in document.paragraphs] == [
        ("The river rises each year.", ""),
        ("Recommendation 9: Swim.", "3"),
    ]


def test_deleted_words_spaces_and_breaks_of_an_open_text_are_as_a_reader_sees_them():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
        '</text:tracked-changes><text:p>one<text:s text:c="2"/>two<text:line-break/>three\n  four</text:p>'
    )
    assert [one.text for one in read_document(open_text(body)).paragraphs] == ["one  two\nthree four"]


def test_pages_of_an_open_text_are_told_by_its_page_breaks():
    document = read_document(open_text("<text:p>One.</text:p><text:soft-page-break/><text:p>Two.</text:p>"))
    assert ([one.page for one in document.paragraphs], document.pages) == ([1, 2], 2)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: open_text("<text:p>x</text:p>", "spreadsheet"), Why.SPREADSHEET),
        (lambda: open_text("<text:p>x</text:p>", "presentation"), Why.PRESENTATION),
        (lambda: open_text("<text:p>x</text:p>", "graphics"), Why.OPEN_DOCUMENT),
        (lambda: open_text("", manifest="<m:file-entry><m:encryption-data/></m:file-entry>"), Why.ENCRYPTED),
        (lambda: open_text("", **{"Basic/script-lc.xml": "<x/>"}), Why.MACROS),
        (lambda: open_text("<text:p>"), Why.DAMAGED),
    ],
    ids=["a spreadsheet", "a presentation", "a drawing", "a locked one", "one with macros", "a broken one"],
)
def test_an_open_document_that_is_no_paper_is_refused(make, why):
    with pytest.raises(Unreadable) as refusal:
        read_document(make())
    assert refusal.value.code is why


# HTML -----------------------------------------------------------------------------------------------------------------


def page(body, head=""):
    return f"<!doctype html><html lang=en><head><title>Rivers</title>{head}</head><body>{body}</body></html>".encode()


def test_headings_and_numbered_lists_of_a_page_are_read():
    body = (
        "<nav>1. Home</nav><h1>Recommendations</h1><h2>Water</h2><ol><li>Plant <b>trees</b>.<li><p>Open the banks.</ol>"
    )
    assert said(page(body)) == [("1", "Plant trees.", "Water"), ("2", "Open the banks.", "Water")]


def test_a_list_that_begins_elsewhere_keeps_its_numbers():
    assert [
        number for number, _t, _h in said(page("<h1>Recommendations</h1><ol start=7><li>Plant trees.<li>Swim.</ol>"))
    ] == ["7", "8"]


def test_a_table_with_cells_over_rows_is_read():
    body = (
        "<table><tr><th>No.<th>Recommendation<th>Proposed by<tr><td>1<td>Plant trees.<td rowspan=2>Tunis"
        "<tr><td>2<td>Open the banks.</table>"
    )
    assert [(one.number, one.text, one.proposers) for one in read_recommendations(page(body)).candidates] == [
        ("1", "Plant trees.", ("Tunis",)),
        ("2", "Open the banks.", ("Tunis",)),
    ]


def test_scripts_styles_and_what_is_hidden_are_not_read():
    body = "<script>1. Plant.</script><style>p{}</style><p hidden>gone</p><p>One<br>two <sup>3</sup>.</p>"
    assert [one.text for one in read_document(page(body)).paragraphs] == ["One\ntwo ."]


def test_an_arabic_page_is_read_from_the_right():
    payload = '<html dir="rtl"><h1>التوصيات</h1><p>١. زراعة الأشجار (تونس).</p></html>'.encode()
    (found,) = read_recommendations(payload).candidates
    assert (found.number, found.text, found.language) == ("1", "زراعة الأشجار", "ar")


def test_a_page_in_an_older_encoding_is_read_as_it_says():
    payload = '<html><head><meta charset="windows-1256"></head><p>مدينة</p></html>'.encode("cp1256")
    assert [one.text for one in read_document(payload).paragraphs] == ["مدينة"]


def test_a_page_that_is_nested_too_deeply_is_refused():
    with pytest.raises(Unreadable) as refusal:
        read_document(page("<div>" * 240 + "x"))
    assert refusal.value.code is Why.TOO_DEEP


@pytest.mark.documents
def test_the_declaration_of_human_rights_is_read_in_arabic(documents):
    document = read_document((documents / "udhr.ar.html").read_bytes())
    assert document.title == "الإعلان العالمي لحقوق الإنسان"
    assert (document.language, {one.direction for one in document.paragraphs}) == ("ar", {"rtl"})


# What a file is -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: word_file(paragraph("x")), Kind.WORD),
        (lambda: set_paper("x"), Kind.PDF),
        (lambda: open_text("<text:p>x</text:p>"), Kind.OPEN_TEXT),
        (lambda: page("<p>x"), Kind.WEB_PAGE),
    ],
    ids=["a Word file", "a PDF", "an open text", "a web page"],
)
def test_the_kind_of_a_paper_is_told_by_its_content(make, kind):
    assert kind_of_paper(make()) is kind


def test_an_empty_file_is_no_paper():
    with pytest.raises(Unreadable) as refusal:
        kind_of_paper(b"")
    assert refusal.value.code is Why.EMPTY
