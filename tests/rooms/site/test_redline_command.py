"""`mithaq redline`: anybody's documents compared, without a database."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from mithaq.cli import main
from mithaq.core.docx.composed import Composed, Style, plain
from mithaq.core.docx.written import written
from mithaq.documents.redlining import paragraphs_in, paragraphs_of
from tests.factories.tracked_files import tracked_file
from tests.factories.word_files import W, paragraph, run, word_file

OLD = "The cities agree.\n\nWater is for\nall people.\n\nعلى المدن أن تعمل.\n"
NEW = "على المدن والقرى أن تعمل.\n\nThe cities agree fully.\n\nWater is for all people.\n"


@pytest.fixture
def a_file(tmp_path):
    def write(name: str, content: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


@pytest.fixture
def both(a_file):
    return a_file("old.txt", OLD), a_file("new.txt", NEW)


def a_word_document(*paragraphs: str) -> bytes:
    return written(Composed("", "en", tuple(plain(Style.PREAMBLE, "en", words) for words in paragraphs)))


def test_what_changed_is_shown_paragraph_by_paragraph(capsys, both):
    assert main(["redline", *both]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "    1↕ على المدن {+والقرى +}أن تعمل.",
        "    2  The cities agree{+ fully+}.",
    ]
    assert said.err.strip() == "2 paragraphs changed · 1 paragraph moved"


def test_as_json_each_paragraph_has_its_places_and_runs(capsys, both):
    assert main(["redline", *both, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["fate"], one["old"], one["new"], one["moved"]) for one in found] == [
        ("changed", 3, 1, True),
        ("changed", 1, 2, False),
        ("kept", 2, 3, False),
    ]
    assert found[1]["runs"] == [
        {"kind": "kept", "text": "The cities agree"},
        {"kind": "inserted", "text": " fully"},
        {"kind": "kept", "text": "."},
    ]


def test_the_page_needs_nothing_else_and_runs_the_way_each_text_does(capsys, a_file):
    assert (
        main(
            [
                "redline",
                a_file("a.txt", "See <b>water</b>.\n\nالماء للناس."),
                a_file("b.txt", "See <b>land</b>.\n\nالأرض للناس."),
                "--html",
            ]
        )
        == 0
    )
    page = capsys.readouterr().out
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert '<p lang="ar" dir="rtl">' in page
    assert "src=" not in page
    HTMLParser().feed(page)


def test_in_an_arabic_terminal_the_page_and_the_words_are_arabic(capsys, both, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ar_TN.UTF-8")
    assert main(["redline", *both, "--html"]) == 0
    assert '<html lang="ar" dir="rtl">' in capsys.readouterr().out
    assert main(["redline", both[0], both[0]]) == 0
    assert "لا فرق بين ألفاظ النصين." in capsys.readouterr().err


def test_as_a_word_document_the_changes_are_tracked_under_the_name_that_is_given(both, tmp_path):
    out = tmp_path / "out.docx"
    assert main(["redline", *both, "--docx", str(out), "--author", "Lisbon"]) == 0
    # Read as a paper is, with all changes accepted, it is the new text.
    assert paragraphs_of(str(out)) == paragraphs_of(both[1])
    assert b"Lisbon" in _document_of(out)


def _document_of(path):
    import zipfile

    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml")


def test_word_documents_and_plain_text_are_compared_with_each_other(capsys, a_file):
    word = a_file("a.docx", a_word_document("The cities agree.", "So be it."))
    assert main(["redline", word, a_file("b.txt", "The cities agree.\nSo be it, all.\n")]) == 0
    assert capsys.readouterr().out == "    2  So be it{+, all+}.\n"


def test_one_of_them_can_be_standard_input(capsys, a_file, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"So be it.")))
    assert main(["redline", "-", a_file("b.txt", "So let it be.")]) == 0
    assert main(["redline", "-", "-"]) == 1
    assert "Only one of the two texts can come from standard input." in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"", b" \n\n ", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, b"Words\x01\x02\x03", b"PK\x03\x04 broken"]
)
def test_what_is_no_text_is_refused_with_a_reason(capsys, a_file, content):
    assert main(["redline", a_file("a.txt", "Words."), a_file("b", content)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(a_file("b", content))


def test_a_file_that_is_not_there_is_named(capsys, a_file):
    assert main(["redline", "nowhere.txt", a_file("a.txt", "Words.")]) == 1
    assert "nowhere.txt" in capsys.readouterr().err


def test_plain_text_has_paragraphs_or_lines():
    assert paragraphs_in("One\ntwo\n\nThree\r\n \r\nFour") == ["One two", "Three", "Four"]
    assert paragraphs_in("One\r\ntwo\rthree\n") == ["One", "two", "three"]


def test_a_reader_who_has_read_enough_ends_the_command_without_complaint(a_file):
    old = a_file("long.txt", "The cities agree.\n\n" * 20_000)
    new = a_file("other.txt", "The towns agree.\n\n" * 20_000)
    command = [sys.executable, "-m", "mithaq", "redline", "--json", old, new]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        done.stdout.read(1)
        done.stdout.close()
        complaint = done.stderr.read()
    assert (done.returncode, complaint) == (141, b"")


def test_numbers_that_one_document_prints_and_the_other_has_typed_are_no_change(capsys, a_file):
    listed = a_file("old.docx", word_file(paragraph("Purpose"), paragraph("Water for all.", item=(1, 0))))
    typed = a_file("new.txt", "Purpose\n\n1. Water for all people.\n")
    assert main(["redline", listed, typed]) == 0
    assert capsys.readouterr().out.splitlines() == ["    2  1. Water for all{+ people+}."]


def test_numbers_that_both_documents_print_are_no_words(capsys, a_file):
    old = a_file("old.docx", word_file(paragraph("Water for all.", item=(1, 0)), paragraph("So it is.", item=(1, 0))))
    new = a_file("new.docx", word_file(paragraph("First, bridges.", item=(1, 0)), *[paragraph("Water for all.", item=(1, 0)),
                 paragraph("So it is.", item=(1, 0))]))  # fmt: skip
    assert main(["redline", old, new]) == 0
    assert capsys.readouterr().out.splitlines() == ["    1+ {+First, bridges.+}"]


def test_a_note_that_changed_is_shown_behind_the_words_it_belongs_to(capsys, a_file):
    def noted(words):
        sign = '<w:r><w:footnoteReference w:id="2"/></w:r>'
        notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph(words)}</w:footnote></w:footnotes>'
        return tracked_file(paragraph(inner=run("Water for all.") + sign), more={"footnotes": notes})

    both = a_file("old.docx", noted("As in 2020.")), a_file("new.docx", noted("As in 2024."))
    assert main(["redline", *both]) == 0
    assert capsys.readouterr().out.splitlines() == ["    2  As in [-2020-]{+2024+}."]
