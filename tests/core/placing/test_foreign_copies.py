"""Copies that have lost our marks, with other things in them than the text: what belongs to the text is found, what
stands beside it is read for what it is."""

from __future__ import annotations

from itertools import count

from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.change import Aside, Sort, Why
from mithaq.core.placing.comment_table import is_only_a_table
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.outcome import outcome
from mithaq.core.placing.place import placed
from tests.factories.tracked_files import Hand, remark, tracked_file
from tests.factories.word_files import paragraph, run, table

WORDS = {
    "before": "We, the mayors of the delta, gathered on the left bank.",
    "rivers": "Rivers first.\nWe agree to protect the rivers of all our cities.\nWe report on it each year.",
    "tolls": "Bridges belong to both of their banks, and so do their tolls.",
}
DRAFT = DraftText(
    ("en",),
    "",
    tuple(DraftClause(name, "point", str(at), {"en": said}) for at, (name, said) in enumerate(WORDS.items(), 1)),
    ("The Charter of the Delta", "Draft 2"),
)
LINES = WORDS["rivers"].split("\n")
TABLE = [
    ["Article", "Commentaire", "Modification proposée"],
    ["3", "Trop court", "remplacer « both » par « all »"],
    ["1", "Inutile", "supprimer l’article"],
]


def place(*blocks, draft=DRAFT, **about):
    return placed(draft, read_tracked(tracked_file(*blocks, **about)), "copy.docx")


def told(found):
    return [(one.clause, one.kind.value, one.before, one.after) for one in found.changes]


def copy(lines=LINES):
    return [paragraph(WORDS["before"]), *map(paragraph, lines), paragraph(WORDS["tolls"])]


def test_a_clause_of_several_lines_may_come_back_as_several_paragraphs():
    assert (told(place(*copy())), place(*copy()).unplaced) == ([], ())


def test_a_paragraph_of_it_that_is_left_out_is_a_deletion_in_it():
    found = place(*copy([LINES[0], LINES[2]]))
    assert told(found) == [("rivers", "delete", f"{LINES[1]}\n", "")]


def test_a_line_that_somebody_divided_is_divided():
    halves = ["We agree to protect", "the rivers of all our cities."]
    found = place(*copy([LINES[0], *halves, LINES[2]]))
    assert [one.kind for one in found.changes] == [Sort.SPLIT]
    assert outcome(DRAFT, found.changes, "en")[1:-1] == [LINES[0], *halves, LINES[2]]


def test_title_and_name_of_the_draft_are_no_letter_around_it_whatever_they_look_like():
    found = place(paragraph("The Charter of the  Delta"), paragraph("Draft 2"), *copy(), paragraph("Regards"))
    assert [one.after for one in found.unplaced] == ["Regards"]


def test_a_table_of_comments_behind_the_text_is_read_beside_its_changes():
    hand = Hand(who="Lisbon")
    text = copy()
    text[-1] = paragraph(inner=run("Bridges ") + hand.dele("belong") + hand.ins("return") + run(WORDS["tolls"][14:]))
    file = read_tracked(tracked_file(*text, table(*TABLE)))
    found = placed(DRAFT, file, "lisbon.docx")
    assert not is_only_a_table(file)
    assert told(found) == [
        ("tolls", "replace", "belong", "return"),
        ("tolls", "comment", "", "Trop court"),
        ("tolls", "replace", "both", "all"),
        ("before", "comment", "", "Inutile"),
        ("before", "delete_clause", WORDS["before"], ""),
    ]
    assert (found.unplaced, found.missing) == ((), ())


def test_what_was_tracked_in_a_table_of_comments_and_said_beside_it_is_accounted_for():
    hand = Hand(who="Lisbon")
    rows = [TABLE[0], ["3", "Too short", paragraph(inner=run("replace “both” ") + hand.ins("by “all”"))]]
    file = read_tracked(
        tracked_file(paragraph(inner=remark(1, run("From Lisbon"))), table(*rows), comments=[(1, "Ana", "Late!", None)])
    )
    found = placed(DRAFT, file, "table.docx")
    assert [(one.before, one.after, one.ids) for one in found.changes if one.kind is Sort.REPLACE] == [
        ("both", "all", ("row/2", "document/1"))
    ]
    assert [(one.why, one.after) for one in found.unplaced] == [(Why.OTHER_TEXT, "Late!")]
    assert is_only_a_table(read_tracked(tracked_file(paragraph("From Lisbon"), table(*TABLE))))


def test_a_new_paragraph_that_another_took_out_again_is_told_as_without_effect():
    ours, theirs = Hand(who="Lisbon"), Hand(iter((50, 51)), who="Tunis")
    ends = f"<w:rPr>{ours.mark('ins')}{theirs.mark('del')}</w:rPr>"
    came = paragraph(inner=ours.mark("ins", theirs.dele("Bridges are for all.")), marks=ends)
    found = place(came, *copy())
    assert (found.changes, found.unplaced) == ((), ())
    assert {one.aside for one in found.left} == {Aside.NO_EFFECT}


def test_what_was_put_before_a_moved_clause_and_what_behind_it_stays_there():
    hand = Hand()
    first, second = hand.came("Fish have rights as well, say some."), hand.came("And so have their fishers, say all.")
    blocks = [*copy(), first, hand.came(WORDS["before"]), second]
    blocks[0] = hand.went(WORDS["before"])
    found = place(*blocks)
    assert {(one.clause, one.kind, one.other) for one in found.changes} == {
        ("before", Sort.MOVE, "tolls"), ("tolls", Sort.INSERT_CLAUSE, ""), ("before", Sort.INSERT_CLAUSE, ""),
    }  # fmt: skip
    assert [said[:8] for said in outcome(DRAFT, found.changes, "en")[-4:]] == [
        "Bridges ", "Fish hav", "We, the ", "And so h",
    ]  # fmt: skip


def test_words_in_letters_of_another_language_are_in_that_of_the_draft_if_it_has_but_one():
    draft = DraftText(("ar",), "", (DraftClause("a", "title", "", {"ar": "U20 Riyadh Communiqué"}),))
    found = place(paragraph("U20 Cairo Communiqué"), draft=draft)
    assert told(found) == [("a", "replace", "Riyadh", "Cairo")]


def test_a_japanese_clause_of_mostly_chinese_signs_is_japanese():
    draft = DraftText(
        ("ja", "en"), "", (DraftClause("a", "point", "", {"ja": "都市はその中を流れる川を守る。", "en": "Rivers"}),)
    )
    found = place(paragraph("都市はその中を流れる川を守る。"), Hand().came("公共交通投資促進宣言"), draft=draft)
    assert [(one.kind, one.language) for one in found.changes] == [(Sort.INSERT_CLAUSE, "ja")]


def test_new_words_behind_a_paragraph_whose_end_went_are_in_its_clause():
    hand = Hand()
    end = [hand.end("del"), hand.end("ins")]
    cut = run(WORDS["before"][:-1]) + hand.dele(".")
    # LibreOffice writes so what was moved there with its end, before a table: an end went, and another came.
    blocks = [paragraph(inner=cut, marks=end[0]), paragraph(inner=hand.ins(", in spring."), marks=end[1]), *copy()[1:]]
    found = place(*blocks)
    assert [(one.clause, one.kind, one.after) for one in found.changes] == [("before", Sort.REPLACE, ", in spring.")]
    assert outcome(DRAFT, found.changes, "en")[0] == f"{WORDS['before'][:-1]}, in spring."
    assert found.left == ()


def test_what_follows_the_end_of_those_words_is_a_paragraph_of_its_own():
    hand = Hand()
    blocks = [
        paragraph(WORDS["before"], marks=hand.end("del")),
        paragraph(inner=hand.ins(" In spring."), marks=hand.end("ins")),
        paragraph(inner=hand.ins("Fish have rights as well, say some.")),
        table(["Target", "Year"]),
        *copy()[1:],
    ]
    found = place(*blocks)
    assert [(one.clause, one.kind, one.after) for one in found.changes] == [
        ("before", Sort.INSERT, " In spring."), ("before", Sort.INSERT_CLAUSE, "Fish have rights as well, say some."),
    ]  # fmt: skip


def test_who_moved_a_clause_did_not_write_what_another_changed_in_it():
    mover, writer = Hand(who="Lisbon"), Hand(count(50), "Tunis")
    said = WORDS["before"]
    again = mover.mark("moveTo", run(said[:-5]) + writer.dele("bank.")) + writer.ins("side.")
    around = paragraph(inner=again, marks=mover.end("moveTo"))
    left = paragraph(inner=mover.mark("moveFrom", run(said)), marks=mover.end("moveFrom"))
    found = place(left, *copy()[1:], around)
    assert {(one.kind, one.author) for one in found.changes} == {
        (Sort.MOVE, "Lisbon, Tunis"), (Sort.REPLACE, "Tunis"),
    }  # fmt: skip
