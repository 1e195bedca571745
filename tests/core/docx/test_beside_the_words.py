"""What is tracked beside the words of the text: notes, pictures, controls, boxes, comments, and when it was."""

from __future__ import annotations

from datetime import UTC, datetime

from mithaq.core.docx.pieces import Where
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.change import Aside, Why
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.place import placed
from tests.factories.tracked_files import WHO, Hand, gone, remark, tracked_file
from tests.factories.word_files import W, packed, paragraph, run, unpacked

WORDS = ["Water belongs to all who live beside it.", "Bridges are built by both banks together."]
DRAFT = DraftText(("en",), "", tuple(DraftClause(f"c{at}", "point", "", {"en": said}) for at, said in enumerate(WORDS)))
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("As the charter says.")}</w:footnote></w:footnotes>'
)


def place(*blocks, **about):
    return placed(DRAFT, read_tracked(tracked_file(*blocks, **about)), "copy.docx")


def text(*more):
    """The first clause with something behind it, and the second."""
    return paragraph(inner=run(WORDS[0]) + "".join(more)), paragraph(WORDS[1])


def listed(found):
    return [(one.why, one.before, one.after, one.author) for one in found.unplaced]


def aside(found):
    return {one.aside: one.ids for one in found.left}


def test_a_note_comes_with_the_sign_that_refers_to_it():
    found = place(*text(Hand().ins(NOTE)), more={"footnotes": NOTES})
    assert listed(found) == [(Why.OUTSIDE, "", "As the charter says.", WHO)]


def test_a_note_goes_with_the_sign_that_refers_to_it():
    found = place(*text(Hand().dele(NOTE)), more={"footnotes": NOTES})
    assert listed(found) == [(Why.OUTSIDE, "As the charter says.", "", WHO)]


def test_a_note_whose_sign_nobody_touched_is_no_change():
    found = place(*text(NOTE), more={"footnotes": NOTES})
    assert (found.changes, found.unplaced, found.left) == ((), (), ())


def test_a_picture_that_came_is_told_as_one_and_not_as_white_space():
    found = place(*text(Hand().ins("<w:r><w:drawing/></w:r>")))
    assert (found.changes, aside(found)) == ((), {Aside.PICTURE: ("document/1",)})


def test_a_picture_that_came_with_words_is_in_their_change():
    found = place(*text(Hand().ins("<w:r><w:t> See:</w:t><w:drawing/></w:r>")))
    assert [(one.after.strip(), one.ids) for one in found.changes] == [("See:", ("document/1",))]
    assert found.left == ()


def test_a_control_put_around_words_changes_their_form_only():
    hand = Hand()
    control = (
        f'<w:customXmlInsRangeStart w:id="70" w:author="{WHO}"/><w:sdt><w:sdtContent><w:customXmlInsRangeEnd w:id="70"/>'
        f"{hand.ins(' Firmly.')}</w:sdtContent></w:sdt>"
    )
    found = place(*text(control))
    assert ([one.after.strip() for one in found.changes], aside(found)) == (["Firmly."], {Aside.FORM: ("document/70",)})


def test_what_was_tracked_inside_a_comment_changes_no_words_of_the_text():
    parts = unpacked(tracked_file(paragraph(inner=remark(1, run(WORDS[0]))), comments=[(1, "Ana", "Too weak", None)]))
    parts["word/comments.xml"] = parts["word/comments.xml"].replace(
        b"</w:p></w:comment>", f"{Hand().ins(', and late')}</w:p></w:comment>".encode()
    )
    found = placed(DRAFT, read_tracked(packed(parts)), "copy.docx")
    assert [one.after for one in found.changes] == ["Too weak, and late"]
    assert aside(found) == {Aside.FORM: ("remarks/1",)}


def test_word_says_the_true_hour_beside_that_of_its_own_clock():
    utc = 'xmlns:u="http://schemas.microsoft.com/office/word/2023/wordml/word16du" u:dateUtc="2031-05-02T07:30:00Z"'
    change = Hand().ins(" Firmly.").replace("w:id=", f"{utc} w:id=")
    (found,) = place(*text(change)).changes
    assert found.date == datetime(2031, 5, 2, 7, 30, tzinfo=UTC)


def test_word_keeps_the_hour_to_itself_and_writes_one_of_1601():
    (found,) = place(*text(Hand(when="1601-01-01T00:00:00Z").ins(" Firmly."))).changes
    assert (found.after, found.date) == (" Firmly.", None)


def test_a_remark_beside_a_new_paragraph_stands_where_that_came():
    hand = Hand()
    new = paragraph(inner=remark(1, hand.ins("Fish have rights as well.")), marks=hand.end("ins"))
    first, second = text()
    for blocks, clause in (([first, new, second], "c0"), ([first, second, new], "c1")):
        found = place(*blocks, comments=[(1, "Ana", "Why fish?", None)])
        assert {(one.clause, one.kind.value) for one in found.changes} == {
            (clause, "insert_clause"),
            (clause, "comment"),
        }


def boxed(choice, fallback):
    def held(inner):
        return f"<w:txbxContent>{paragraph(inner=inner)}</w:txbxContent>"

    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{held(choice)}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{held(fallback)}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_the_twin_of_a_change_in_another_branch_may_have_a_number_of_its_own():
    hand = Hand()
    file = read_tracked(tracked_file(*text(boxed(hand.ins("In a box: all of it."), hand.ins("In a box: all of it.")))))
    assert (list(file.marks), file.unread) == (["document/1"], ())


def test_other_words_in_another_branch_are_no_twin():
    hand = Hand()
    file = read_tracked(tracked_file(*text(boxed(hand.ins("In a box."), hand.ins("In the old box.")))))
    assert [one.words for one in file.unread] == ["In the old box."]


def test_a_box_stands_behind_the_paragraph_that_holds_it():
    file = read_tracked(tracked_file(*text(boxed(Hand().ins("In a box: all of it."), ""))))
    assert [one.where for one in file.paragraphs] == [Where.BODY, Where.BOX, Where.BODY]
    (found,) = placed(DRAFT, file, "copy.docx").changes
    assert (found.clause, found.after) == ("c0", "In a box: all of it.")


def test_a_paragraph_that_flows_into_the_next_does_so_around_its_box():
    hand = Hand()
    first = paragraph(inner=run(WORDS[0]) + boxed(run("In a box: all of it."), ""), marks=hand.end("del"))
    found = place(first, paragraph(WORDS[1]))
    assert [one.kind.value for one in found.changes] == ["join"]


def test_words_taken_out_where_nobody_reads_are_listed_as_taken_out():
    hidden = Hand().mark("del", f"<w:r><w:rPr><w:vanish/></w:rPr>{gone('unseen')[5:]}")
    assert listed(place(*text(hidden))) == [(Why.UNREAD, "unseen", "", WHO)]
