import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.reading.kinds import Kind, kind_of
from mithaq.core.reading.package import PackageLimits, open_package, open_word, parsed
from mithaq.core.reading.paragraphs import read_paragraphs
from mithaq.core.reading.recommendations import read_recommendations
from mithaq.core.reading.unreadable import Unreadable, Why
from tests.factories.hostile_files import HONEST, REFUSED, another_main_part, broken_by_chance
from tests.factories.word_files import packed, paragraph, parts, word_file

NAMES = st.text("abcdefgh/._-", min_size=1, max_size=12).filter(
    lambda name: not name.startswith("/") and ".." not in name.split("/")
)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_safe_word_document_is_refused_with_its_reason(what):
    why, make = REFUSED[what]
    with pytest.raises(Unreadable) as refusal:
        read_paragraphs(make())
    assert refusal.value.code is why


@given(st.dictionaries(NAMES, st.binary(max_size=200), min_size=1, max_size=8), st.sampled_from([0, 8]))
def test_an_honest_zip_gives_back_what_was_packed(entries, method):
    alike = {name.lower() for name in entries}
    package = open_package(packed(entries, method))
    assert package.entries.keys() == alike
    assert {name: package.part(name) for name in entries} == entries


@given(st.dictionaries(NAMES, st.binary(max_size=50), min_size=1, max_size=4))
def test_a_zip_written_piece_by_piece_or_in_the_large_form_is_honest_too(entries):
    class Pipe(io.BytesIO):
        """Cannot go back, so that sizes follow the content."""

        def seekable(self):
            return False

        def tell(self):
            raise io.UnsupportedOperation

    made = Pipe()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in entries.items():
            with package.open(name, "w", force_zip64=True) as entry:
                entry.write(content)
    assert {name: open_package(made.getvalue()).part(name) for name in entries} == entries


@given(st.binary(max_size=300))
def test_no_bytes_break_the_opening(content):
    for payload in (content, b"PK\x03\x04" + content, b"PK\x03\x04" + content + b"PK\x05\x06" + b"\0" * 18):
        with pytest.raises(Unreadable):
            open_word(payload)


@given(st.integers(0, 10**9))
def test_a_broken_document_is_read_or_refused_and_nothing_else(seed):
    with contextlib.suppress(Unreadable):
        read_recommendations(broken_by_chance(word_file(HONEST), seed))


@given(st.data())
def test_a_document_cut_anywhere_is_damaged(data):
    whole = word_file(HONEST)
    cut = data.draw(st.integers(4, len(whole) - 1))
    with pytest.raises(Unreadable) as refusal:
        open_word(whole[:cut])
    assert refusal.value.code is Why.DAMAGED


@given(st.binary(max_size=200))
def test_xml_is_parsed_or_refused_and_nothing_else(content):
    with contextlib.suppress(Unreadable):
        parsed(content)


def test_limits_are_exact():
    honest = packed({"a": b"x" * 100, "b": b""})
    assert len(open_package(honest, PackageLimits(parts=2, unpacked=100)).entries) == 2
    for limits, why in (
        (PackageLimits(parts=1), Why.TOO_MANY_PARTS),
        (PackageLimits(unpacked=99), Why.UNPACKS_TOO_LARGE),
        (PackageLimits(ratio=0, ratio_from=99), Why.PACKED_TOO_TIGHTLY),
    ):
        with pytest.raises(Unreadable) as refusal:
            open_package(honest, limits)
        assert refusal.value.code is why


def test_a_template_and_a_document_with_a_comment_at_its_end_are_read():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    assert read_recommendations(word_file(paragraph("x"), main=kind)).paragraphs == 1
    made = io.BytesIO(word_file(paragraph("x")))
    with zipfile.ZipFile(made, "a") as package:
        package.comment = b"made by hand"
    assert read_recommendations(made.getvalue()).paragraphs == 1


def test_the_kind_of_a_file_is_seen_from_its_content():
    assert kind_of(word_file(HONEST)) is Kind.WORD
    assert kind_of(another_main_part("spreadsheetml.sheet", "xl/")) is Kind.SPREADSHEET
    assert kind_of(b"%PDF-1.7 ...") is Kind.PDF


@pytest.mark.parametrize(
    "what",
    [
        "an empty file",
        "a Word document of the old kind",
        "an OpenDocument text",
        "a presentation",
        "a zip of something else",
        "macros by their part",
        "overlapping entries",
        "a hundred thousand entries",
        "three million paragraphs in 60 kB",
    ],
)
def test_the_kind_of_an_unsafe_file_is_not_told(what):
    why, make = REFUSED[what]
    with pytest.raises(Unreadable) as refusal:
        kind_of(make())
    assert refusal.value.code is why


def test_an_external_relation_is_no_part():
    made = parts(paragraph("x"))
    made["word/_rels/document.xml.rels"] = str(made["word/_rels/document.xml.rels"]).replace(
        'Target="styles.xml"', 'Target="http://localhost/styles.xml" TargetMode="External"'
    )
    assert read_recommendations(packed(made)).paragraphs == 1
