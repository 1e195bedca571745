"""A comparison as a Word document: our own reader accepts it to the new text and rejects it to the old one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.docx.pieces import Where
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.redline.in_word import as_document
from mithaq.core.redline.texts import compared
from tests.libreoffice import why_not, writer

AT = datetime(2031, 5, 3, 9, 30, tzinfo=UTC)
SENTENCES = (
    "The cities of the basin agree to share the water of the river.",
    "Every year a list of the wells is published in Tunis, and read aloud.",
    "We plant trees along both banks, and count them in the spring.",
    "على المدن أن تنشر كل عام قائمة بالآبار في الحوض كله.",
)
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from([*SENTENCES, SENTENCES[0].replace("share", "save"), "So be it."]), min_size=1, max_size=3)
    .map(" ".join),
    min_size=1,
    max_size=6,
)  # fmt: skip


def readings(old, new):
    """The file's paragraphs as they stood, and as they stand."""
    file = read_tracked(written(as_document(compared(old, new), "Compared", "Lisbon", AT)))
    flowing = [paragraph for flow in file.flows for paragraph in flow if paragraph.where is Where.BODY]
    was = [one.original for one in flowing if one.ends_in_original]
    now = [one.accepted for one in flowing if one.ends_in_accepted]
    return [words for words in was if words], [words for words in now if words], file


@given(PARAGRAPHS, PARAGRAPHS)
def test_rejecting_all_gives_the_old_paragraphs_and_accepting_all_the_new(old, new):
    was, now, file = readings(old, new)
    assert (was, now) == (old, new)
    assert {(mark.author, mark.date) for mark in file.marks.values()} <= {("Lisbon", AT)}


def test_a_moved_paragraph_and_a_moved_sentence_are_moves_in_the_file():
    first, second, third, _arabic = SENTENCES
    for old, new in (
        ([first, second, third], [second, third, first]),
        ([f"{first} {second} {third}"], [f"{second} {third} {first}"]),
    ):
        _was, _now, file = readings(old, new)
        assert {mark.kind.value for mark in file.marks.values()} == {"moved_from", "moved_to"}


@pytest.mark.long
@pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
def test_libreoffice_rejects_all_to_the_old_paragraphs_and_accepts_all_to_the_new(tmp_path):
    first, second, third, arabic = SENTENCES
    old = [first, second, f"{third} {first}", arabic, "So be it."]
    new = [
        arabic.replace("الحوض كله", "الحوض"),
        third,
        first.replace("share", "save"),
        f"{second} Nobody objects.",
        first,
    ]
    path = tmp_path / "compared.docx"
    path.write_bytes(written(as_document(compared(old, new), "Compared", "Lisbon", AT)))
    with writer() as office:
        assert {change.author for change in office.changes(path)} == {"Lisbon"}
        for accept, expected in ((True, new), (False, old)):
            settled = office.settled(path, tmp_path / f"{accept}.docx", accept=accept)
            assert [words for words in office.paragraphs(settled) if words] == expected
