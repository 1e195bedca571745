"""Whatever an editor does to a copy of the draft, tracked, comes home: nothing is lost and nothing is made up."""

from __future__ import annotations

from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.change import Sort, Why
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.outcome import outcome
from mithaq.core.placing.place import placed
from mithaq.core.text import normalised
from tests.factories.tracked_files import Hand, bookmarked, tracked_file
from tests.factories.word_files import paragraph, run

ENGLISH = [
    "cities",
    "rivers",
    "water",
    "the",
    "of",
    "and",
    "agree",
    "shall",
    "invest",
    "public",
    "transport",
    "by",
    "2035",
    "housing",
    "clean",
    "affordable",
    "in",
    "all",
    "governments",
    "support",
    "2.5",
    "%",
    "delta's",
    "canals,",
    "bridges.",
    "share",
    "data;",
    "openly",
    "(again)",
    "flood-proof",
]
ARABIC = [
    "نتفق",
    "على",
    "حماية",
    "الأنهار",
    "في",
    "جميع",
    "المدن،",
    "وندعو",
    "الدول",
    "إلى",
    "تبادل",
    "البيانات",
    "بحلول",
    "عام",
    "٢٠٣٥",
    "النقل",
    "العامّ",
    "والمياه.",
]
WORDS = {"en": st.sampled_from(ENGLISH), "ar": st.sampled_from(ARABIC)}


def sentence(language):
    return st.lists(WORDS[language], min_size=4, max_size=14).map(" ".join)


@st.composite
def drafts(draw):
    language = draw(st.sampled_from(["en", "ar"]))
    texts = draw(st.lists(sentence(language), min_size=1, max_size=6, unique_by=normalised))
    clauses = [DraftClause(f"c{at}", "point", str(at), {language: words}) for at, words in enumerate(texts, start=1)]
    return DraftText((language,), "", tuple(clauses))


@st.composite
def edited(draw, draft, *, marked):
    """A file in which people changed the draft, and the paragraphs that it has with everything accepted."""
    (language,) = draft.languages
    numbers = count(1)
    hands = [Hand(numbers, who) for who in ("Lisbon", "Tunis")]
    blocks, accepted, flowing = [], [], False
    for clause in draft.clauses:
        words = clause.words[language]
        fate = draw(
            st.sampled_from(["kept", "changed", "changed", "changed", "gone", "came before", "split", "cut", "join"])
        )
        hand = draw(st.sampled_from(hands))
        ends, inner, said = "", run(words), words
        if fate == "came before":
            new = draw(sentence(language))
            blocks.append(hand.came(new))
            follow(accepted, new, flowing)
            flowing = False
        if fate in ("split", "cut"):
            at = draw(st.integers(1, max(1, len(words) - 1)))
            blocks.append(block(clause.id, run(words[:at]), hand.end("ins"), marked))
            follow(accepted, words[:at], flowing)
            flowing = False
            inner, said = run(words[at:]), words[at:]
        if fate in ("gone", "cut"):
            inner, said = hand.dele(said), ""
        if fate in ("changed", "came before", "join"):
            inner, said = draw(changed(words, language, hands))
        if fate == "join" or (fate in ("gone", "cut") and draw(st.booleans())):
            ends = hand.end("del")
        own = paragraph(inner=inner, marks=ends) if fate in ("split", "cut") else block(clause.id, inner, ends, marked)
        blocks.append(own)
        follow(accepted, said, flowing)
        flowing = bool(ends)
    return tracked_file(*blocks), accepted


def follow(accepted, words, flowing):
    """Words after those that stand: in the last paragraph where it flows on, else in one of their own."""
    if flowing:
        accepted[-1] += words
    else:
        accepted.append(words)


def block(clause, inner, ends, marked):
    return bookmarked(f"m_{clause}", inner, ends) if marked else paragraph(inner=inner, marks=ends)


@st.composite
def changed(draw, words, language, hands):
    """The words with some taken out and some put in, at any letter; as XML, and as they read accepted."""
    inner, said, at = "", "", 0
    while at < len(words):
        step = draw(st.integers(3, 40))
        inner += run(words[at : at + step])
        said += words[at : at + step]
        at += step
        hand = draw(st.sampled_from(hands))
        if at < len(words) and draw(st.booleans()):
            length = draw(st.integers(1, 8))
            inner += hand.dele(words[at : at + length])
            at += length
        if draw(st.booleans()):
            new = draw(WORDS[language]) + draw(st.sampled_from([" ", ""]))
            inner += hand.ins(new)
            said += new
    return inner, said


def read(texts):
    return [text for text in map(normalised, "\n".join(texts).split("\n")) if text]


@given(st.data(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_an_editor_tracked_is_what_the_changes_make_of_the_draft(data, marked):
    draft = data.draw(drafts())
    (language,) = draft.languages
    content, accepted = data.draw(edited(draft, marked=marked))
    file = read_tracked(content)
    found = placed(draft, file, "a.docx")
    assert file.marks.keys() <= found.ids()
    assert not [one for one in found.unplaced if one.why is Why.UNREAD]
    if not found.unplaced and not [change for change in found.changes if change.kind is Sort.MOVE]:
        assert read(outcome(draft, found.changes, language)) == read(accepted)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_draft_that_nobody_changed_comes_home_without_a_change(data):
    draft = data.draw(drafts())
    (language,) = draft.languages
    marked = data.draw(st.booleans())
    content = tracked_file(*(block(clause.id, run(clause.words[language]), "", marked) for clause in draft.clauses))
    found = placed(draft, read_tracked(content), "a.docx")
    assert (found.changes, found.unplaced, found.missing, found.fit) == ((), (), (), 1.0)
