"""Whatever several people do to a copy, over and across paragraphs, moving and pasting: the draft with the changes that
are found is what they wrote, in their order, and so is our own export of those changes."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mithaq.core.docx.drafts import Cover, tracked
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.outcome import in_turn, outcome
from mithaq.core.placing.place import placed
from mithaq.core.placing.words import as_typed, label_of
from tests.factories.tracking_editor import END, Editor

SENTENCES = {
    "en": [
        "Cities protect the rivers that run through them.",
        "Ministers should invest in public transport before 2035, and report on it each year.",
        "We call upon states to share the data of their statistics offices openly.",
        "Housing is a right; no tenant loses a home without a court.",
        "The cities will meet again next year on the other bank.",
        "Whoever builds a bridge keeps it open to those who walk.",
    ],
    "fr": [
        "Les villes protègent l’eau des fleuves qui les traversent.",
        "Les ministres devraient investir dans les transports publics avant 2035.",
        "Nous demandons aux États d’ouvrir les données de leurs offices.",
        "Le logement est un droit ; nul locataire ne le perd sans juge.",
    ],
    "ar": [
        "نتفق على حماية أنهار جميع مدننا من النفايات البلاستيكية.",
        "ينبغي للوزراء الاستثمار في النقل العام قبل عام ٢٠٣٥ وتقديم تقرير كل سنة.",
        "ندعو الدول إلى إتاحة بيانات مكاتبها الإحصائية للجميع.",
        "ستجتمع المدن مرة أخرى في العام المقبل على الضفة الأخرى.",
    ],
    "ja": [
        "都市は、その中を流れる川を守る。",
        "各国政府は、二千三十五年までに公共交通に投資すべきである。",
        "すべて人は、住居を持つ権利を有する。",
        "来年、都市は対岸で再び会合する。",
    ],
    "hi": [
        "नगर अपनी नदियों को प्लास्टिक के कचरे से बचाने पर सहमत हैं ।",
        "मंत्रियों को सार्वजनिक परिवहन में निवेश करना चाहिए ।",
        "प्रत्येक व्यक्ति को आवास का अधिकार है ।",
    ],
}  # fmt: skip
WHO = st.sampled_from(["Lisbon", "Tunis"])


@st.composite
def edited(draw: st.DrawFn) -> tuple[DraftText, Editor]:
    """A draft, and a copy in which two people worked."""
    language = draw(st.sampled_from(sorted(SENTENCES)))
    texts = draw(st.permutations(SENTENCES[language]))[: draw(st.integers(1, 5))]
    clauses = [DraftClause(f"c{at}", "point", "", {language: said}) for at, said in enumerate(texts)]
    editor = Editor(texts)
    for _step in range(draw(st.integers(1, 5))):
        _work(draw, editor, SENTENCES[language])
    return DraftText((language,), "", tuple(clauses)), editor


def _work(draw: st.DrawFn, editor: Editor, sentences: list[str]) -> None:
    who, at = draw(WHO), draw(st.integers(0, len(editor)))
    other = draw(st.integers(0, 40))
    match draw(st.sampled_from(["insert", "delete", "replace", "span", "new", "divide", "join", "paste", "over"])):
        case "insert":
            editor.insert(at, draw(st.sampled_from(sentences))[:other] + " ", who)
        case "delete":
            editor.delete(at, at + other, who)
        case "replace":
            editor.delete(at, at + other, who)
            editor.insert(min(at, len(editor)), draw(st.sampled_from(sentences))[:other], who)
        case "span":
            editor.delete(at, at + 4 * other, who)
        case "new":
            editor.insert(editor.begins(at), draw(st.sampled_from(sentences)) + END, who)
        case "divide":
            editor.insert(at, END, who)
        case "join":
            end = editor.ends(at)
            editor.delete(end - 1, end, who)
        case "paste":
            said = editor.delete(editor.begins(at), editor.ends(at), who)
            place = editor.begins(draw(st.integers(0, len(editor))))
            editor.insert(place, said if said.endswith(END) else said + END, who)
        case "over":
            editor.insert(at, "and so on it goes ", "Rome")
            editor.delete(at + 3, at + 10, who)


def cuts_letters(editor: Editor) -> bool:
    """Whether somebody's hand went between a letter and the vowel or mark that is written on it. No program lets one."""
    return any(
        unicodedata.category(after.sign).startswith("M") and (before.came, before.went) != (after.came, after.went)
        for before, after in pairwise(editor.letters)
    )


def read(texts: list[str] | str) -> list[str]:
    """The paragraphs that have words, as a program may have changed them by itself; spaces between them aside."""
    lines = "\n".join(texts).split("\n") if isinstance(texts, list) else texts.split(END)
    return ["".join(as_typed(line).split()) for line in lines if any(map(str.isalnum, line))]


@given(edited())
@settings(max_examples=120, deadline=None)
def test_the_changes_that_are_found_make_of_the_draft_what_was_written(made: tuple[DraftText, Editor]) -> None:
    draft, editor = made
    assume(not cuts_letters(editor))
    (language,) = draft.languages
    file = read_tracked(editor.file())
    found = placed(draft, file, "a.docx")
    assert file.marks.keys() <= found.ids()
    assert (found.unplaced, found.missing) == ((), ())
    wanted = outcome(draft, found.changes, language)
    assert read(wanted) == read(editor.accepted)
    changes = [replace(one, author="Lisbon") for one in found.changes]
    again = placed(draft, read_tracked(written(tracked(draft, [language], Cover(), changes))), "b.docx")
    assert read(outcome(draft, again.changes, language)) == read(wanted)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ({"a": "b", "b": "x"}, ["b", "a"]),
        ({"a": "x", "b": "a", "c": "b"}, ["a", "b", "c"]),
        ({"a": "b", "b": "a"}, ["b", "a"]),
        ({"a": "", "b": ""}, ["a", "b"]),
    ],
    ids=["leaning", "in-a-row", "in-a-circle", "first"],
)
def test_moves_that_lean_on_one_another_are_carried_out_in_turn(moves: dict[str, str], expected: list[str]) -> None:
    assert [clause for clause, _after in in_turn(moves)] == expected


def test_a_number_on_a_line_of_its_own_is_no_label_of_the_next_line():
    assert (label_of("7. Cities meet."), label_of(" 2035.\u2029Cities meet.")) == (3, 0)
