"""Tracked changes as the programs of this world write them: each dialect is read, and no change is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mithaq.core.docx.pieces import Kind, Where
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.reading.unreadable import Unreadable, Why
from tests.factories.tracked_files import WHO, Hand, bookmarked, gone, remark, tracked_file
from tests.factories.word_files import OFFICE, W, packed, paragraph, parts, run, table

MOMENT = datetime(2031, 5, 2, 9, 30, tzinfo=UTC)


def read(*blocks, **about):
    file = read_tracked(tracked_file(*blocks, **about))
    told = {mark.id for one in file.paragraphs for piece in one.pieces for mark in piece.marks}
    told |= {mark.id for one in file.paragraphs for mark in one.end}
    assert file.marks.keys() == told | {one.mark.id for one in file.unread}
    return file


def both(*blocks, **about):
    """The paragraphs before and after."""
    file = read(*blocks, **about)
    return [(one.original, one.accepted) for one in file.paragraphs]


def test_each_change_has_its_author_its_instant_and_its_number():
    hand = Hand()
    file = read(paragraph(inner=run("Cities ") + hand.dele("may") + hand.ins("shall") + run(" act.")))
    (found,) = file.paragraphs
    assert [(piece.kind, piece.text, piece.id, piece.author, piece.date) for piece in found.pieces] == [
        (Kind.KEPT, "Cities ", "", "", None),
        (Kind.DELETED, "may", "document/1", WHO, MOMENT),
        (Kind.INSERTED, "shall", "document/2", WHO, MOMENT),
        (Kind.KEPT, " act.", "", "", None),
    ]
    assert (found.original, found.accepted) == ("Cities may act.", "Cities shall act.")


def test_runs_that_are_split_inside_words_are_one_piece():
    file = read(paragraph(inner=run("Ci", "<w:b/>") + "<w:proofErr/>" + run("ti") + run("es")))
    assert [piece.text for piece in next(file.paragraphs).pieces] == ["Cities"]


@pytest.mark.parametrize("wrapper", ["hyperlink", "smartTag", "customXml", "dir", "bdo"])
def test_changes_stand_within_what_only_wraps_words(wrapper):
    hand = Hand()
    assert both(paragraph(inner=f"<w:{wrapper}>{run('a ')}{hand.ins('b ')}</w:{wrapper}>{run('c')}")) == [
        ("a c", "a b c")
    ]
    assert both(paragraph(inner=hand.mark("ins", f"<w:{wrapper}>{run('b ')}</w:{wrapper}>") + run("c"))) == [
        ("c", "b c")
    ]


def test_content_controls_may_hold_changes_and_be_changed():
    hand = Hand()
    inside = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('a ')}{hand.dele('b ')}</w:sdtContent></w:sdt>"
    around = f"<w:sdt><w:sdtContent>{paragraph(inner=hand.ins('new'))}</w:sdtContent></w:sdt>"
    assert both(paragraph(inner=inside + run("c")), around) == [("a b c", "a c"), ("", "new")]


def test_words_that_one_put_in_and_another_took_out_stand_in_neither_reading():
    hand, other = Hand(), Hand(who="Tunis", numbers=iter((90, 91)))
    file = read(paragraph(inner=run("a") + hand.mark("ins", other.mark("del", gone(" b")) + run(" c"))))
    (found,) = file.paragraphs
    assert (found.original, found.accepted) == ("a", "a c")
    assert [mark.author for mark in found.pieces[1].marks] == [WHO, "Tunis"]


def test_a_move_has_two_ends_with_one_name():
    hand = Hand()

    def moving(side, words):
        around = "moveFrom" if side == "From" else "moveTo"
        return (
            f'<w:move{side}RangeStart w:id="7{side == "From":d}" w:name="move1"/>'
            + hand.mark(around, run(words))
            + f'<w:move{side}RangeEnd w:id="7{side == "From":d}"/>'
        )

    file = read(paragraph(inner=moving("From", "Wandering.")), paragraph(inner=moving("To", "Wandering.")))
    first, second = (one.pieces[0] for one in file.paragraphs)
    assert (first.kind, second.kind) == (Kind.MOVED_FROM, Kind.MOVED_TO)
    assert [mark.move for piece in (first, second) for mark in piece.marks] == ["move1", "move1"]


def test_a_move_without_ranges_is_read_too():
    hand = Hand()
    assert both(paragraph(inner=hand.mark("moveFrom", run("a"))), paragraph(inner=hand.mark("moveTo", run("a")))) == [
        ("a", ""),
        ("", "a"),
    ]


def test_changes_of_form_are_counted_and_change_no_word():
    old = '<w:rPrChange w:id="5" w:author="A"><w:rPr/></w:rPrChange>'
    about = (
        '<w:pPrChange w:id="6" w:author="A"><w:pPr/></w:pPrChange>'
        '<w:numPr><w:numberingChange w:id="7" w:author="A" w:original="1."/></w:numPr>'
    )
    file = read(paragraph(inner=run("words", f"<w:b/>{old}"), marks=about))
    assert (file.marks, [mark.id for mark in file.formatting]) == ({}, ["document/6", "document/7", "document/5"])


def test_ends_of_paragraphs_come_and_go():
    hand = Hand()
    file = read(paragraph("one", marks=hand.end("ins")), paragraph(" two", marks=hand.end("del")), paragraph(" three"))
    assert [(one.ends_in_original, one.ends_in_accepted) for one in file.paragraphs] == [
        (False, True), (True, False), (True, True),
    ]  # fmt: skip
    assert len(file.flows) == 1


def test_a_row_that_came_puts_in_its_words_and_one_that_went_takes_them_out():
    hand = Hand()

    def row(tag, words):
        properties = f"<w:trPr>{hand.mark(tag)}</w:trPr>" if tag else ""
        return f"<w:tr>{properties}<w:tc>{paragraph(words)}</w:tc></w:tr>"

    assert both(f"<w:tbl>{row('', 'stays')}{row('ins', 'comes')}{row('del', 'goes')}</w:tbl>") == [
        ("stays", "stays"), ("", "comes"), ("goes", ""),
    ]  # fmt: skip


def test_cells_and_paragraphs_say_where_they_stand():
    file = read(paragraph("before"), table(["a", "b"], ["c", "d"]), paragraph("after"))
    assert [(one.accepted, one.where, one.cell and (one.cell.row, one.cell.column)) for one in file.paragraphs] == [
        ("before", Where.BODY, None), ("a", Where.TABLE, (1, 1)), ("b", Where.TABLE, (1, 2)),
        ("c", Where.TABLE, (2, 1)), ("d", Where.TABLE, (2, 2)), ("after", Where.BODY, None),
    ]  # fmt: skip


def test_alternative_content_is_read_once_and_its_twin_is_no_other_change():
    change = f'<w:ins w:id="3" w:author="A">{run("boxed")}</w:ins>'
    box = f"<wps:txbx><w:txbxContent><w:p>{change}</w:p></w:txbxContent></wps:txbx>"
    old = f"<v:textbox><w:txbxContent><w:p>{change}</w:p></w:txbxContent></v:textbox>"
    both_ways = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    file = read(paragraph(inner=run("text ") + both_ways))
    assert [(one.accepted, one.where) for one in file.paragraphs] == [("text ", Where.BODY), ("boxed", Where.BOX)]
    assert list(file.marks) == ["document/3"]


def test_a_change_in_a_branch_that_is_not_shown_is_listed():
    hand = Hand()
    branches = (
        f"<mc:AlternateContent><mc:Choice>{hand.ins('shown')}</mc:Choice>"
        f"<mc:Fallback>{hand.ins('not shown')}</mc:Fallback></mc:AlternateContent>"
    )
    file = read(paragraph(inner=branches))
    assert [(one.mark.id, one.words) for one in file.unread] == [("document/2", "not shown")]


def test_of_a_field_the_result_is_read_and_changes_in_it_count():
    hand = Hand()

    def sign(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>REF x</w:instrText></w:r>"
    field = sign("begin") + code + sign("separate") + hand.dele("4") + hand.ins("5") + sign("end")
    assert both(paragraph(inner=run("see ") + field)) == [("see 4", "see 5")]


def test_soft_hyphens_and_spaces_that_do_not_break_are_themselves():
    soft, hard = "<w:r><w:softHyphen/></w:r>", "<w:r><w:noBreakHyphen/></w:r>"
    inner = run("co") + soft + run("operate") + hard + run("a\u00a0b")
    assert both(paragraph(inner=inner)) == [("co\u00adoperate\u2011a\u00a0b",) * 2]


def test_the_strict_dialect_is_read_like_the_common_one():
    hand = Hand()
    body = paragraph(inner=run("a ") + hand.ins("b"))
    assert read_tracked(tracked_file(body)) == read_tracked(tracked_file(body, strict=True))


def test_libreoffice_writes_dates_that_are_none():
    hand = Hand(when="0-00-00T00:00:00Z")
    content = tracked_file(
        paragraph(inner=remark(1, run("a ")) + hand.ins("b")),
        comments=[(1, "Lisbon", "Why?", None, "0-00-00T00:00:00Z")],
    )
    file = read_tracked(content)
    assert [mark.date for mark in file.marks.values()] == [None]
    assert [(one.author, one.date, one.text) for one in file.comments] == [("Lisbon", None, "Why?")]


def test_libreoffice_splits_an_insertion_by_script():
    hand = Hand()
    inner = run("City ") + hand.ins("of ") + hand.ins("تونس") + hand.ins(" (Tunis)")
    assert both(paragraph(inner=inner)) == [("City ", "City of تونس (Tunis)")]


def test_google_names_no_authors_and_gives_one_number_to_all():
    hand = Hand(numbers=iter([0] * 9), who="", when="")
    file = read(paragraph(inner=hand.ins("a ") + hand.dele("b ") + hand.ins("c")))
    assert list(file.marks) == ["document/0", "document/0~2", "document/0~3"]
    assert {(mark.author, mark.date) for mark in file.marks.values()} == {("", None)}


def test_google_keeps_plain_words_in_a_deletion():
    hand = Hand()
    assert both(paragraph(inner=run("a ") + hand.mark("del", run("b")))) == [("a b", "a ")]


def test_arabic_runs_are_read_in_their_order():
    hand = Hand()
    inner = (
        f"<w:r><w:rPr><w:rtl/></w:rPr><w:t>نتفق </w:t></w:r>{hand.dele('على')}"
        f"{hand.mark('ins', '<w:r><w:rPr><w:rtl/></w:rPr><w:t>مع</w:t></w:r>')}"
    )
    assert both(paragraph(inner=inner, marks="<w:bidi/>")) == [("نتفق على", "نتفق مع")]


def test_bookmarks_belong_to_their_paragraph_wherever_they_begin():
    before = '<w:bookmarkStart w:id="1" w:name="m_b"/>'
    file = read(bookmarked("m_a", run("one")), before, paragraph("two"), '<w:bookmarkEnd w:id="1"/>')
    assert [one.bookmarks for one in file.paragraphs] == [("m_a",), ("m_b",)]


def test_comments_have_their_words_and_their_replies():
    content = tracked_file(
        paragraph(inner=run("We ") + remark(1, run("shall")) + run(" act.")),
        comments=[(1, "Rome", "Too strong", None), (2, "Lisbon", "No", 1)],
    )
    file = read_tracked(content)
    first, second = file.comments
    assert (first.text, second.answers) == ("Too strong", first.id)
    (found,) = file.paragraphs
    assert [(span.comment, found.whole[span.start : span.end]) for span in found.spans] == [(first.id, "shall")]


def test_a_comment_over_two_paragraphs_stands_beside_both():
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    file = read(paragraph(inner=run("a ") + start + run("b")), paragraph(inner=run("c") + end + run(" d")),
                comments=[(1, "Rome", "Both", None)])  # fmt: skip
    assert [one.whole[span.start : span.end] for one in file.paragraphs for span in one.spans] == ["b", "c"]


def test_a_comment_may_only_be_referred_to():
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    file = read(paragraph(inner=run("a") + reference + run("b")), comments=[(1, "Rome", "Here", None)])
    assert [(span.start, span.end) for one in file.paragraphs for span in one.spans] == [(1, 1)]


def test_notes_headers_and_footers_have_changes_too():
    hand = Hand()
    note = f'<w:footnote w:id="2"><w:p>{hand.ins("noted")}</w:p></w:footnote>'
    more = {
        "footnotes": f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>',
        "header1": f'<w:hdr xmlns:w="{W}"><w:p>{hand.ins("headed")}</w:p></w:hdr>',
    }
    file = read(paragraph("text"), more=more)
    assert [(one.accepted, one.where) for one in file.paragraphs] == [
        ("text", Where.BODY), ("noted", Where.FOOTNOTE), ("headed", Where.HEADER),
    ]  # fmt: skip
    assert list(file.marks) == ["footnotes/1", "header1/2"]


def test_a_document_says_of_which_draft_it_is():
    file = read_tracked(tracked_file(paragraph("a"), properties={"mithaq-draft": "f00", "mithaq-languages": "ar en"}))
    assert (file.draft, file.properties["mithaq-languages"]) == ("f00", "ar en")


def test_hidden_words_are_listed_if_somebody_tracked_them():
    hand = Hand()
    file = read(paragraph(inner=run("a") + hand.ins(run("unseen", "<w:vanish/>"))))
    assert ([one.accepted for one in file.paragraphs], [one.words for one in file.unread]) == (["a"], ["unseen"])


def test_ten_thousand_changes_with_one_number_are_ten_thousand_changes():
    hand = Hand(numbers=iter([0] * 10_000))
    file = read(paragraph(inner="".join(hand.ins("a ") for _ in range(10_000))))
    assert len(file.marks) == 10_000


def _with(content):
    return packed({**parts(""), "word/document.xml": content})


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (b"", Why.EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Why.ENCRYPTED),
        (packed(parts("", main=f"{OFFICE}.ms-word.document.macroEnabled.main+xml")), Why.MACROS),
        (_with(f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:d xmlns:w="{W}">&x;</w:d>'), Why.ENTITIES),
        (_with("<w:document xmlns:w='w'>"), Why.DAMAGED),
        (packed({**parts(""), "word/document.xml": b"0" * 30_000_000}), Why.PACKED_TOO_TIGHTLY),
    ],
    ids=["empty", "locked", "macros", "entities", "damaged", "bomb"],
)
def test_what_is_no_honest_document_is_refused_with_its_reason(payload, why):
    with pytest.raises(Unreadable) as refused:
        read_tracked(payload)
    assert refused.value.code is why
