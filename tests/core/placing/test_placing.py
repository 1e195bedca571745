"""Copies of a draft as cities send them back: each change is found on its clause, or listed."""

from __future__ import annotations

from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.change import Aside, Origin, Sort, Why
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.outcome import outcome
from mithaq.core.placing.place import placed
from tests.factories.tracked_files import WHO, Hand, bookmarked, remark, tracked_file
from tests.factories.word_files import W, paragraph, run, table

WORDS = {
    "title": ("The Charter of the Delta", "ميثاق الدلتا"),
    "rivers": (
        "We agree to protect the rivers of all our cities from plastic waste.",
        "نتفق على حماية أنهار جميع مدننا من النفايات البلاستيكية.",
    ),
    "transport": (
        "Ministers should invest in public transport before 2035, and report each year.",
        "ينبغي للوزراء الاستثمار في النقل العام قبل عام ٢٠٣٥ وتقديم تقرير كل سنة.",
    ),
    "data": (
        "We call upon states to share the data of their statistics offices openly.",
        "ندعو الدول إلى إتاحة بيانات مكاتبها الإحصائية للجميع.",
    ),
    "meeting": (
        "The cities will meet again next year on the other bank.",
        "ستجتمع المدن مرة أخرى في العام المقبل على الضفة الأخرى.",
    ),
}
DRAFT = DraftText(
    ("en", "ar"),
    "f00d",
    tuple(
        DraftClause(name, "title" if name == "title" else "point", str(at) if at else "", {"en": en, "ar": ar})
        for at, (name, (en, ar)) in enumerate(WORDS.items())
    ),
)
ENGLISH = {name: en for name, (en, _ar) in WORDS.items()}
ARABIC = {name: ar for name, (_en, ar) in WORDS.items()}


def place(*blocks, draft=DRAFT, **about):
    return placed(draft, read_tracked(tracked_file(*blocks, **about)), "lisbon.docx")


def copy(changed=None, *, words=ENGLISH, marked=False):
    """The paragraphs of a copy, some of them otherwise: as XML, or left out (None)."""
    changed = changed or {}
    blocks = []
    for name, said in words.items():
        inner = changed.get(name, run(said))
        if inner is not None and inner.startswith("<w:p>"):
            blocks.append(inner)
        elif inner is not None:
            blocks.append(bookmarked(f"m_{name}", inner) if marked else paragraph(inner=inner))
    return blocks


def told(found):
    return [(one.clause, one.kind.value, one.before, one.after) for one in found.changes]


def test_a_copy_with_its_bookmarks_and_its_hash_comes_home():
    hand = Hand()
    changed = {"rivers": run("We agree to protect the rivers of all our ") + hand.dele("cities") + hand.ins("towns")
               + run(" from plastic waste.")}  # fmt: skip
    found = place(*copy(changed, marked=True), properties={"mithaq-draft": "f00d"})
    assert told(found) == [("rivers", "replace", "cities", "towns")]
    (change,) = found.changes
    assert (change.author, change.file, change.tracked, change.language) == (WHO, "lisbon.docx", True, "en")
    assert (found.origin, found.fit, found.missing) == (Origin.THIS, 1.0, ())
    assert (
        outcome(DRAFT, found.changes, "en")[1] == "We agree to protect the rivers of all our towns from plastic waste."
    )


def test_a_copy_of_another_draft_is_placed_by_its_words_and_says_so():
    found = place(*copy({"rivers": run("We agree to keep the rivers of all our cities clean of plastic waste.")}),
                  properties={"mithaq-draft": "0ld"})  # fmt: skip
    assert found.origin is Origin.OTHER
    assert {(one.clause, one.tracked) for one in found.changes} == {("rivers", False)}


def test_tracking_that_was_off_for_half_of_it_gives_both_kinds():
    hand = Hand()
    typed = run("Ministers shall invest in public transport before ") + hand.dele("2035") + hand.ins("2030")
    found = place(*copy({"transport": typed + run(", and report each year.")}))
    assert [(one.before, one.after, one.tracked) for one in found.changes] == [
        ("should", "shall", False), ("2035", "2030", True),
    ]  # fmt: skip


def test_typed_and_changed_numbers_are_no_words_of_the_clause():
    hand = Hand()
    numbered = {name: run(f"{at}. {said}") for at, (name, said) in enumerate(ENGLISH.items()) if at}
    numbered["rivers"] = hand.dele("1.") + hand.ins("2.") + run(f" {ENGLISH['rivers']}")
    found = place(*copy(numbered))
    assert (found.changes, [one.aside for one in found.left]) == ((), [Aside.NUMBER])


def test_a_missing_paragraph_is_told_and_never_deleted():
    found = place(*copy({"data": None}))
    assert (found.changes, found.missing) == ((), (("data", "en"),))


def test_a_deleted_clause_is_deleted_with_or_without_its_end():
    hand = Hand()
    assert told(place(*copy({"data": hand.went(ENGLISH["data"])}))) == [("data", "delete_clause", ENGLISH["data"], "")]
    assert told(place(*copy({"data": hand.dele(ENGLISH["data"])}))) == [("data", "delete_clause", ENGLISH["data"], "")]


def test_a_new_clause_comes_after_the_one_before_it():
    hand = Hand()
    blocks = copy()
    blocks.insert(3, hand.came("Bridges belong to both banks."))
    assert told(place(*blocks)) == [("transport", "insert_clause", "", "Bridges belong to both banks.")]


def test_a_new_clause_without_tracking_is_one_too_and_a_letter_around_the_text_is_listed():
    blocks = copy()
    blocks.insert(3, paragraph("Bridges belong to both banks, says nobody in particular."))
    found = place(paragraph("Dear colleagues, please find our proposals below."), *blocks)
    assert [(one.kind, one.clause, one.tracked) for one in found.changes] == [(Sort.INSERT_CLAUSE, "transport", False)]
    assert [(one.why, one.after) for one in found.unplaced] == [
        (Why.NO_CLAUSE, "Dear colleagues, please find our proposals below.")
    ]


def test_a_change_over_three_clauses_is_on_each_of_them():
    hand = Hand(numbers=iter([9] * 9))
    changed = {
        "rivers": paragraph(inner=run("We agree to protect the rivers of all our cities") + hand.dele(" from plastic waste."),
                            marks=hand.end("del")),
        "transport": hand.went(ENGLISH["transport"]),
        "data": paragraph(inner=hand.dele("We call upon states to share ") + run("the data of their statistics offices openly.")),
    }  # fmt: skip
    found = place(*copy(changed))
    assert [(one.clause, one.kind.value, one.other) for one in found.changes] == [
        ("rivers", "delete", ""), ("rivers", "join", "data"), ("transport", "delete_clause", ""), ("data", "delete", ""),
    ]  # fmt: skip
    assert outcome(DRAFT, found.changes, "en")[1] == (
        "We agree to protect the rivers of all our citiesthe data of their statistics offices openly."
    )


def test_a_clause_is_divided_where_an_end_was_put_in():
    hand = Hand()
    divided = [
        paragraph("Ministers should invest in public transport before 2035,", marks=hand.end("ins")),
        paragraph(" and report each year."),
    ]
    blocks = copy()
    found = place(*blocks[:2], *divided, *blocks[3:])
    assert [(one.clause, one.kind) for one in found.changes] == [("transport", Sort.SPLIT)]
    assert found.changes[0].after.split("\n") == [
        "Ministers should invest in public transport before 2035,", " and report each year.",
    ]  # fmt: skip


def test_words_that_went_behind_a_new_end_went_from_their_clause():
    hand = Hand()
    blocks = copy()
    blocks[2:3] = [
        paragraph("Ministers should invest in public transport", marks=hand.end("ins")),
        paragraph(inner=hand.dele(" before 2035, and report each year."), marks=hand.end("del")),
    ]
    assert told(place(*blocks)) == [("transport", "delete", " before 2035, and report each year.", "")]


def test_an_end_too_many_that_an_editor_named_as_new_joins_no_clauses():
    hand = Hand()
    blocks = copy(marked=True)
    blocks[2] = bookmarked("m_transport", run(ENGLISH["transport"]), hand.end("ins"))
    blocks.insert(3, paragraph(inner=hand.ins("Bridges belong to both banks."), marks=hand.end("ins")))
    assert told(place(*blocks)) == [("transport", "insert_clause", "", "Bridges belong to both banks.")]


def test_a_clause_that_was_divided_without_tracking_is_divided():
    blocks = copy()
    blocks[2:3] = [
        paragraph("Ministers should invest in public transport before 2035,"),
        paragraph("and report each year."),
    ]
    found = place(*blocks)
    assert [(one.clause, one.kind, one.tracked) for one in found.changes] == [("transport", Sort.SPLIT, False)]


def test_two_clauses_that_were_joined_without_tracking_are_joined():
    blocks = copy()
    blocks[2:4] = [paragraph(f"{ENGLISH['transport']} {ENGLISH['data']}")]
    found = place(*blocks)
    assert [(one.clause, one.kind, one.other) for one in found.changes if one.kind is Sort.JOIN] == [
        ("transport", Sort.JOIN, "data")
    ]
    assert found.missing == ()


def test_a_move_that_word_tracked_is_a_move_and_its_changes_are_changes():
    hand = Hand()

    def end(side, tag, inner):
        name = f'<w:move{side}RangeStart w:id="70" w:name="move1"/>'
        return paragraph(inner=f"{name}{inner}", marks=f"<w:rPr>{hand.mark(tag)}</w:rPr>") + (
            f'<w:move{side}RangeEnd w:id="70"/>'
        )

    blocks = copy({"rivers": end("From", "moveFrom", hand.mark("moveFrom", run(ENGLISH["rivers"])))})
    to = hand.mark("moveTo", run("We agree to protect the rivers of all our ")) + hand.ins("great ")
    to += hand.mark("moveTo", run("cities from plastic waste."))
    blocks.insert(4, end("To", "moveTo", to))
    found = place(*blocks)
    assert [(one.clause, one.kind, one.other) for one in found.changes] == [
        ("rivers", Sort.MOVE, "data"), ("rivers", Sort.INSERT, ""),
    ]  # fmt: skip
    assert found.unplaced == ()


def test_cutting_and_pasting_elsewhere_is_a_move():
    hand = Hand()
    blocks = copy({"rivers": hand.went(ENGLISH["rivers"])})
    blocks.append(hand.came(ENGLISH["rivers"]))
    assert [(one.clause, one.kind, one.other) for one in place(*blocks).changes] == [("rivers", Sort.MOVE, "meeting")]


def test_a_clause_that_stands_elsewhere_without_tracking_was_moved():
    blocks = copy()
    blocks.append(blocks.pop(1))
    found = place(*blocks)
    assert [(one.clause, one.kind, one.tracked, one.other) for one in found.changes] == [
        ("rivers", Sort.MOVE, False, "meeting")
    ]


def test_several_authors_each_have_their_changes():
    tunis, rome = Hand(who="Tunis"), Hand(who="Rome", numbers=iter((50, 51)))
    changed = run("We ") + tunis.ins("all ") + run("agree to protect the rivers of all our cities from ")
    changed += rome.dele("plastic ") + run("waste.")
    assert [(one.author, one.kind) for one in place(*copy({"rivers": changed})).changes] == [
        ("Tunis", Sort.INSERT), ("Rome", Sort.DELETE),
    ]  # fmt: skip


def test_what_came_and_went_again_is_told_as_without_effect():
    hand, other = Hand(), Hand(who="Tunis", numbers=iter((50,)))
    changed = run("We ") + hand.mark("ins", other.mark("del", run("all "))) + run(ENGLISH["rivers"][3:])
    found = place(*copy({"rivers": changed}))
    assert (found.changes, [(one.aside, one.ids) for one in found.left]) == (
        (), [(Aside.NO_EFFECT, ("document/1", "document/50"))],
    )  # fmt: skip


def test_quotation_marks_and_tatweel_alone_are_no_change():
    draft = DraftText(("ar", "en"), "", (
        DraftClause("a", "point", "", {"en": 'The "delta cities" agree.', "ar": "نتفق على حماية الأنهار"}),
    ))  # fmt: skip
    found = place(paragraph("The “delta cities” agree."), paragraph("نتفق على حمـــاية الأنهار"), draft=draft)
    assert (found.changes, found.unplaced) == ((), ())
    assert found.spelled == (("a", "en"), ("a", "ar"))


def test_a_space_that_went_to_the_other_end_of_a_word_is_a_change():
    hand = Hand()
    said = "Ministers should invest in public transport before 2035, and report each year."
    head = said.removesuffix(" year.")
    found = place(*copy({"transport": run(head) + hand.dele(" year.") + hand.ins("year. ")}))
    assert outcome(DRAFT, found.changes, "en")[2].strip() == f"{head}year."


def test_a_sign_that_is_left_of_a_clause_stays():
    hand = Hand()
    said = ENGLISH["data"]
    found = place(*copy({"data": hand.dele(said[:-1]) + run(".")}))
    assert [(one.clause, one.kind.value, one.after) for one in found.changes] == [("data", "delete", "")]
    assert "." in outcome(DRAFT, found.changes, "en")


def test_bidi_controls_are_no_change():
    found = place(*copy({"rivers": run(f"\u200f\u202b{ARABIC['rivers']}\u202c")}, words=ARABIC))
    assert (found.changes, found.unplaced) == ((), ())


def test_brackets_typed_by_hand_are_words_like_any_other():
    hand = Hand()
    changed = run("Ministers ") + hand.ins("[") + run("should") + hand.ins(" / shall]")
    changed += run(" invest in public transport before 2035, and report each year.")
    found = place(*copy({"transport": changed}))
    assert outcome(DRAFT, found.changes, "en")[2].startswith("Ministers [should / shall] invest")
    assert {mark for one in found.changes for mark in one.ids} == {"document/1", "document/2"}


def test_changes_inside_a_word_are_changes_of_the_word():
    hand = Hand()
    changed = run("Ministers sh") + hand.dele("ould") + hand.ins("all") + run(ENGLISH["transport"][16:])
    assert told(place(*copy({"transport": changed}))) == [("transport", "replace", "should", "shall")]


def test_a_table_of_two_languages_is_placed_in_both():
    hand = Hand()
    rows = [["English", "العربية"], *([en, ar] for en, ar in WORDS.values())]
    rows[2][1] = paragraph(inner=run("نتفق على حماية ") + hand.dele("أنهار ") + hand.ins("بحيرات ")
                           + run("جميع مدننا من النفايات البلاستيكية."))  # fmt: skip
    found = place(table(*rows))
    assert [(one.clause, one.language, one.before, one.after) for one in found.changes] == [
        ("rivers", "ar", "أنهار", "بحيرات")
    ]
    assert (found.unplaced, found.missing) == ((), ())


def test_comments_and_replies_stand_on_their_clause():
    changed = remark(1, run("We agree")) + run(ENGLISH["rivers"][8:])
    found = place(*copy({"rivers": changed}), comments=[(1, "Rome", "Who?", None), (2, "Tunis", "All of us", 1)])
    assert [(one.clause, one.before, one.after, one.author, one.other) for one in found.changes] == [
        ("rivers", "We agree", "Who?", "Rome", ""), ("rivers", "We agree", "All of us", "Tunis", "comments/1"),
    ]  # fmt: skip


def test_a_comment_beside_nothing_is_listed():
    found = place(*copy(), comments=[(1, "Rome", "What is missing: housing", None)])
    assert [(one.why, one.after, one.ids) for one in found.unplaced] == [
        (Why.NO_PLACE, "What is missing: housing", ("comments/1",))
    ]


def test_changes_in_headers_are_listed():
    hand = Hand()
    found = place(*copy(), more={"header1": f'<w:hdr xmlns:w="{W}"><w:p>{hand.ins("Lisbon")}</w:p></w:hdr>'})
    assert [(one.why, one.after, one.ids) for one in found.unplaced] == [(Why.OUTSIDE, "Lisbon", ("header1/1",))]


def test_a_file_of_another_group_is_placed_nowhere_and_everything_in_it_is_listed():
    hand = Hand()
    foreign = [paragraph(inner=run("Mountain huts need warm blankets ") + hand.ins("and soup ") + run("in winter.")),
               paragraph("Skiers shall wear helmets wherever children look up to them.")]  # fmt: skip
    found = place(*foreign, comments=[(1, "Alp", "Cold", None)])
    assert (found.changes, [(one.why, one.ids) for one in found.unplaced]) == (
        (), [(Why.OTHER_TEXT, ("document/1",)), (Why.OTHER_TEXT, ("comments/1",))],
    )  # fmt: skip


def test_a_stale_bookmark_does_not_make_another_clause_of_a_paragraph():
    blocks = copy()
    blocks[1] = bookmarked("m_meeting", run(ENGLISH["rivers"]))
    assert place(*blocks).changes == ()


def test_a_document_of_anybody_is_a_draft_of_its_paragraphs():
    draft = draft_of(read_tracked(tracked_file(
        paragraph("The Charter", style="Title"), paragraph("Gathered in the delta,"),
        paragraph("Water is life.", item=(1, 0)), paragraph("2. Bridges are friends."), paragraph("In witness whereof."),
    )))  # fmt: skip
    assert [(one.id, one.kind, one.number, one.words["en"]) for one in draft.clauses] == [
        ("p1", "title", "", "The Charter"),
        ("p2", "preamble", "", "Gathered in the delta,"),
        ("p3", "point", "1", "Water is life."),
        ("p4", "point", "2", "Bridges are friends."),
        ("p5", "closing", "", "In witness whereof."),
    ]


def test_a_draft_of_ours_is_read_by_its_bookmarks():
    rows = [
        [bookmarked(f"m_{name}_en", run(en)), bookmarked(f"m_{name}_ar", run(ar))] for name, (en, ar) in WORDS.items()
    ]
    draft = draft_of(read_tracked(tracked_file(
        table(*rows), properties={"mithaq-draft": "f00d", "mithaq-languages": "en ar"},
    )))  # fmt: skip
    assert (draft.hash, draft.languages) == ("f00d", ("en", "ar"))
    assert {one.id: (one.words["en"], one.words["ar"]) for one in draft.clauses} == WORDS


def test_a_text_of_more_than_a_megabyte_is_placed():
    long = " ".join(f"word{at}" for at in range(150_000))
    draft = DraftText(("en",), "", (DraftClause("a", "point", "", {"en": long}),))
    hand = Hand()
    found = place(paragraph(inner=run(long[:600_000]) + hand.ins("x ") + run(long[600_000:])), draft=draft)
    assert len(found.changes) == 1


def test_ten_thousand_changes_and_as_many_new_paragraphs_are_placed_at_once():
    hand = Hand()
    words = ENGLISH["rivers"].split()
    changed = "".join(run(f"{word} ") + "".join(hand.ins(f"{at} ") for at in range(750)) for word in words)
    blocks = copy({"rivers": changed})
    blocks[3:3] = [hand.came(f"Bridge number {at} belongs to both of its banks.") for at in range(1_000)]
    found = place(*blocks)
    assert len(found.ids()) >= 10_000
    assert (sum(one.kind is Sort.INSERT_CLAUSE for one in found.changes), found.unplaced) == (1_000, ())
