"""`mithaq place`: anybody's draft and the copies that came back, without a database."""

from __future__ import annotations

import json

import pytest

from mithaq.cli import main
from mithaq.communique.vocabulary import WHY_NOT_PLACED, aside_of
from mithaq.core.placing.change import Aside, Why
from tests.factories.tracked_files import Hand, tracked_file
from tests.factories.word_files import paragraph, run, word_file

WORDS = ["Water belongs to all who live beside it.", "Bridges are built by both banks together."]


@pytest.fixture
def folder(tmp_path):
    def write(name: str, content: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    write("draft.docx", word_file(*(paragraph(words, item=(1, 0)) for words in WORDS)))
    hand = Hand(who="Lisbon")
    changed = run("Water ") + hand.dele("belongs") + hand.ins("shall belong") + run(WORDS[0][13:])
    write("lisbon.docx", tracked_file(paragraph(inner=changed), paragraph(WORDS[1])))
    return write


def printed(capsys, folder, *names, code=0):
    assert main(["place", str(folder("x", "").replace("/x", "/draft.docx")), *names, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def beside(folder, name):
    return folder("x", "").replace("/x", f"/{name}")


def test_each_change_says_what_it_is(capsys, folder):
    said = printed(capsys, folder, beside(folder, "lisbon.docx"))
    (change,) = said["changes"]
    wanted = {"clause": "p1", "number": "1", "kind": "replace", "before": "belongs", "after": "shall belong",
              "author": "Lisbon", "date": "2031-05-02T09:30:00+00:00", "file": "lisbon.docx", "tracked": True}  # fmt: skip
    assert {key: change[key] for key in wanted} == wanted
    assert (said["unplaced"], said["unread"]) == ([], [])


def test_a_person_is_told_how_much_was_placed(capsys, folder):
    assert main(["place", beside(folder, "draft.docx"), beside(folder, "lisbon.docx")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "lisbon.docx: 1 change on 1 clause; all could be placed.",
        "",
        "1 Water belongs to all who live beside it.",
        "    lisbon.docx  Lisbon  replaced: “belongs” → “shall belong”",
    ]


def test_tables_of_comments_and_plain_text_come_in_beside_word_files(capsys, folder):
    table = "MB/NC,Clause,Comments,Proposed change\nPT,2,Why?,Replace “both” by “two”\n"
    names = [
        folder("table.csv", table),
        folder("mail.txt", f"{WORDS[0][:-1]} or under it."),
        beside(folder, "lisbon.docx"),
    ]
    said = printed(capsys, folder, *names)
    assert [(one["file"], one["clause"], one["kind"]) for one in said["changes"]] == [
        ("table.csv", "p2", "comment"), ("table.csv", "p2", "replace"), ("mail.txt", "p1", "insert"),
        ("lisbon.docx", "p1", "replace"),
    ]  # fmt: skip


def test_a_web_page_is_read_as_its_words(capsys, folder):
    page = f"<!doctype html><html><body><p>{WORDS[0]}</p><p>{WORDS[1].replace('both', '<b>all</b>')}</p></body></html>"
    said = printed(capsys, folder, folder("page.html", page))
    assert [(one["clause"], one["before"], one["after"]) for one in said["changes"]] == [("p2", "both", "all")]
    assert said["unplaced"] == []


def test_a_file_that_cannot_be_read_says_why_and_the_others_are_placed(capsys, folder):
    locked = folder("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    said = printed(capsys, folder, locked, beside(folder, "lisbon.docx"), code=1)
    assert len(said["changes"]) == 1
    assert "password" in said["unread"][0]["reason"]


def test_a_copy_of_another_text_says_so(capsys, folder, monkeypatch):
    monkeypatch.setenv("LANG", "en")
    other = folder("other.docx", word_file(paragraph("Mountain huts need warm blankets and soup in winter.")))
    assert main(["place", beside(folder, "draft.docx"), other]) == 0
    assert "no copy of the draft" in capsys.readouterr().out


def test_a_draft_without_words_is_no_draft(capsys, folder):
    assert main(["place", folder("empty.docx", word_file()), beside(folder, "lisbon.docx")]) == 1
    assert "no words" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "english", "arabic"),
    [("locked.docx", "password", "كلمة"), ("gone.docx", "no such file", "لا يوجد"), ("", "a folder", "مجلد")],
)
def test_why_a_file_was_not_read_is_said_in_the_language_of_the_terminal(
    capsys, folder, monkeypatch, name, english, arabic
):
    folder("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    for language, words in (("en_IE.UTF-8", english), ("ar_TN.UTF-8", arabic)):
        monkeypatch.setenv("LANG", language)
        assert main(["place", beside(folder, "draft.docx"), beside(folder, name)]) == 1
        said = capsys.readouterr()
        assert words in said.err
        assert said.out == ""


def test_what_changes_no_words_is_counted_for_a_person_too(capsys, folder):
    drawn = paragraph(inner=run(WORDS[0]) + Hand().ins("<w:r><w:drawing/></w:r>"))
    copy = folder("copy.docx", tracked_file(drawn, paragraph(WORDS[1])))
    assert main(["place", beside(folder, "draft.docx"), copy]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "copy.docx: It changes no words of the draft.",
        "  1 change of pictures or other things without words",
    ]


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_its_sentence(why):
    assert str(WHY_NOT_PLACED[why])


@pytest.mark.parametrize("aside", list(Aside))
def test_everything_that_changes_no_words_has_its_sentence(aside):
    assert aside_of(aside, 2).startswith("2 ")


def test_files_of_one_name_are_told_apart_by_their_folders(capsys, folder, tmp_path):
    names = []
    for city in ("lisbon", "tunis"):
        (tmp_path / city).mkdir()
        names.append(str(tmp_path / city / "return.docx"))
        (tmp_path / city / "return.docx").write_bytes((tmp_path / "lisbon.docx").read_bytes())
    said = printed(capsys, folder, *names, beside(folder, "lisbon.docx"))
    assert [one["file"] for one in said["files"]] == [*names, "lisbon.docx"]


def test_changes_in_the_draft_itself_count_as_accepted_and_this_is_said(capsys, folder):
    hand = Hand(who="Tunis")
    changed = run("Water ") + Hand(who="Lisbon").dele("belongs") + Hand(iter([7]), "Lisbon").ins("shall belong")
    draft = folder("own.docx", tracked_file(paragraph(inner=changed + run(WORDS[0][13:])), paragraph(WORDS[1])))
    again = changed + run(WORDS[0][13:]) + hand.ins(" Always.")
    back = folder("back.docx", tracked_file(paragraph(inner=again), paragraph(WORDS[1])))
    assert main(["place", draft, back]) == 0
    said = capsys.readouterr()
    assert "it holds 2 tracked changes itself, which count as accepted" in said.err
    assert "Tunis  inserted: “Always.”" in said.out
    assert "shall belong”" not in said.out
