"""Copies of attached files say on every page for whom they are; the stored file stays as it came in."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pikepdf
import pytest
from django.core import mail
from docx.oxml.ns import qn

from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.correspondence.domain.send import send
from mithaq.correspondence.domain.write import allow_attachments, revise_circular, write_circular
from mithaq.foundation.mail.outbox import send_waiting
from mithaq.foundation.uploads.marking import line_of, marked_copy
from mithaq.foundation.uploads.queries import content_of
from mithaq.foundation.uploads.receive import receive
from tests.factories.house import House, a_city, a_house, a_seated
from tests.factories.letters import PARTICIPATING
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db
LINES = (line_of("en", "Copy for Amina Haddad"), line_of("ar", "نسخة أمينة حداد"))
SUBJECT, BODY = {"en": "Draft", "ar": "مسودة"}, {"en": "Here it is.", "ar": "ها هي."}


def a_word_file(*, header: str = "", first_page: bool = False, sections: int = 1) -> bytes:
    document = docx.Document()
    for _ in range(sections - 1):
        document.add_section()
    section = document.sections[0]
    section.different_first_page_header_footer = first_page
    if header:
        section.header.paragraphs[0].text = header
    return _saved(document)


def _saved(document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def a_pdf(*turns: int, size: tuple[int, int] = (595, 842), **saving) -> bytes:
    made = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        for turn in turns or (0,):
            pdf.add_blank_page(page_size=size).obj.Rotate = turn
        pdf.save(made, **saving)
    return made.getvalue()


def a_signed_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        signature = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3]))
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="s", V=signature))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        pdf.save(made)
    return made.getvalue()


def words_of(header) -> list[str]:
    return [paragraph.text for paragraph in header.paragraphs]


def test_every_header_of_a_word_document_says_for_whom_it_is_and_keeps_its_own_words():
    copy = docx.Document(io.BytesIO(marked_copy(a_word_file(header="Ours", sections=3), "docx", LINES)))
    assert words_of(copy.sections[0].header) == [*(line.words for line in LINES), "Ours"]
    assert all(section.header.is_linked_to_previous for section in copy.sections[1:])


def test_a_document_without_headers_gets_them_also_on_a_first_page_of_its_own():
    copy = docx.Document(io.BytesIO(marked_copy(a_word_file(first_page=True), "docx", LINES)))
    [section] = copy.sections
    for header in (section.header, section.first_page_header):
        assert words_of(header) == [line.words for line in LINES]


def test_the_arabic_line_runs_from_right_to_left():
    copy = docx.Document(io.BytesIO(marked_copy(a_word_file(), "docx", LINES)))
    english, arabic = (paragraph._p for paragraph in copy.sections[0].header.paragraphs)
    assert [one.find(f".//{qn('w:bidi')}") is not None for one in (english, arabic)] == [False, True]
    assert arabic.find(f".//{qn('w:rtl')}") is not None


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_page_of_a_pdf_carries_the_strip_within_its_edges_however_it_is_turned(turn):
    copy = pikepdf.open(io.BytesIO(marked_copy(a_pdf(turn, 0, size=(300, 2000)), "pdf", LINES)))
    strips = [page.obj.Resources.XObject["/MithaqRecipient"] for page in copy.pages]
    assert len(strips) == 2
    for page in copy.pages:
        matrix = next(
            one.operands for one in pikepdf.parse_content_stream(page) if one.operator == pikepdf.Operator("cm")
        )
        assert 0 < float(matrix[4]) < 300
        assert 0 < float(matrix[5]) < 2000


def test_what_a_page_inherits_stays_with_it():
    made = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page()
        del page.obj["/Resources"]
        pdf.Root.Pages.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pikepdf.Dictionary()))
        pdf.save(made)
    copy = pikepdf.open(io.BytesIO(marked_copy(made.getvalue(), "pdf", LINES)))
    assert set(copy.pages[0].obj.Resources.keys()) >= {"/Font", "/XObject"}


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (a_signed_pdf(), "pdf", Why.SIGNED),
        (a_pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "pdf", Why.ENCRYPTED),
        (a_pdf(encryption=pikepdf.Encryption(owner="o", user="")), "pdf", Why.ENCRYPTED),
        (a_pdf(size=(3, 3)), "pdf", Why.DAMAGED),
        (b"%PDF-1.7\nnothing of a PDF\n%%EOF", "pdf", Why.DAMAGED),
        (b"PK\x03\x04 torn", "docx", Why.DAMAGED),
        (b"x", "xlsx", Why.OTHER_KIND),
    ],
    ids=["signed", "locked", "locked against changes", "too small", "no PDF", "a torn package", "a table"],
)
def test_what_cannot_be_marked_is_refused_with_its_reason(content, kind, why):
    with pytest.raises(Unreadable) as refused:
        marked_copy(content, kind, LINES)
    assert refused.value.code is why


def test_words_that_look_like_markup_or_turn_the_line_about_stand_as_they_are():
    line = line_of("en", 'For #panic("x") \u202e<w:p>\x00 "quoted"')
    assert line.words == 'For #panic("x") <w:p> "quoted"'
    copy = docx.Document(io.BytesIO(marked_copy(a_word_file(), "docx", (line,))))
    assert words_of(copy.sections[0].header) == [line.words]
    assert marked_copy(a_pdf(), "pdf", (line,)).startswith(b"%PDF")


def _received(house: House, content: bytes, name: str):
    file = io.BytesIO(content)
    file.name = name
    return receive(file, **house.by_us)


def test_each_recipient_gets_a_copy_of_their_own_and_the_stored_file_stays_as_it_came_in():
    house = a_house()
    for name in ("Nahr", "Tell"):
        a_seated(house, organisation=a_city(house, name))
    allow_attachments(house.cycle, **house.by_us)
    content = a_word_file()
    upload = _received(house, content, "draft.docx")
    send(write_circular(house.cycle, SUBJECT, BODY, PARTICIPATING, None, [upload], **house.by_us), **house.by_us)
    assert send_waiting() == 2
    for sent, city, other in zip(mail.outbox, ("Nahr", "Tell"), ("Tell", "Nahr"), strict=True):
        [(_name, copy, _kind)] = sent.attachments
        said = " ".join(words_of(docx.Document(io.BytesIO(copy)).sections[0].header))
        assert city in said
        assert other not in said
        assert "2031" in said
    assert content_of(upload) == content


@pytest.mark.parametrize("goes", [False, True])
def test_a_file_that_cannot_be_marked_goes_or_stays_as_the_sender_chose_and_the_page_says_so(goes):
    house = a_house()
    a_seated(house)
    allow_attachments(house.cycle, **house.by_us)
    files = [_received(house, a_signed_pdf(), "signed.pdf"), _received(house, a_pdf(), "plain.pdf")]
    words = (SUBJECT, BODY, PARTICIPATING, None)
    circular = write_circular(house.cycle, *words, files, **house.by_us)
    assert [one.unmarkable for one in circular.attachments.all()] == ["signed", ""]
    circular = revise_circular(circular, *words, sends_unmarked=goes, **house.by_us)
    with the_clock_at(house.at + timedelta(hours=1)):
        told = page_of(a_visitor(house.secretariat), circular.get_absolute_url())
    assert "Each copy says on every page for whom it is." in told
    assert "It is signed, and a change would break the signature." in told
    assert ("It is left out." in told) is not goes
    send(circular, **house.by_us)
    send_waiting()
    names = [name.partition(" ")[0] for name, _content, _kind in mail.outbox[0].attachments]
    assert names == (["signed", "plain"] if goes else ["plain"])
