"""Two drafts compared: accepting what is shown is the new draft, rejecting it the old one."""

from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.compiling.comparison import compared
from mithaq.core.docx.composed import Line, as_accepted
from mithaq.core.docx.drafts import Cover, tracked
from mithaq.core.placing.draft import DraftClause, DraftText

WORDS = st.lists(st.sampled_from(["cities", "shall", "should", "act", "today", "نحث", "."]), min_size=1, max_size=5)


@st.composite
def drafts(draw: st.DrawFn) -> DraftText:
    ids = draw(st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7))
    clauses = tuple(DraftClause(one, "point", "", {"en": " ".join(draw(WORDS))}) for one in ids)
    return DraftText(("en",), "", clauses)


def lines_of(old: DraftText, new: DraftText, *, accept: bool) -> list[str]:
    document = tracked(old, ["en"], Cover(), compared(old, new, "Second draft"))
    lines = [one for one in document.blocks if isinstance(one, Line)]
    return [said for one in lines if (said := as_accepted(one, lambda _mark: accept)) is not None]


@given(drafts(), drafts())
def test_accepting_a_comparison_gives_the_new_draft_and_rejecting_it_the_old_one(
    old: DraftText, new: DraftText
) -> None:
    assert lines_of(old, new, accept=True) == [one.words["en"] for one in new.clauses]
    assert lines_of(old, new, accept=False) == [one.words["en"] for one in old.clauses]


def test_a_draft_compared_with_itself_has_no_change() -> None:
    draft = DraftText(("en",), "", (DraftClause("a", "point", "1", {"en": "Cities act."}),))
    assert compared(draft, draft, "Second draft") == []
