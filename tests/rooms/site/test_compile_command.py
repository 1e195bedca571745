"""`mithaq compile`: what came back on a draft, put together without a database."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mithaq.cli import main
from mithaq.core.docx.drafts import clean, tracked
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Change, Sort
from tests.factories.word import COVER, DRAFT, change, swap
from tests.factories.word_files import paragraph, word_file


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "draft.docx"
    path.write_bytes(written(clean(DRAFT, ["en"], COVER)))
    return str(path)


@pytest.fixture
def returns(tmp_path: Path) -> list[str]:
    """What two cities sent back; inside each file the changes stand under a person's name."""
    wanted: dict[str, list[Change]] = {
        "Lisbon": [swap("p1", "invest", "spend", "Ana")],
        "Rome": [swap("p1", "invest", "devote", "Gio"), change("p2", Sort.DELETE_CLAUSE, "Gio")],
    }
    for city, changes in wanted.items():
        (tmp_path / f"{city}.docx").write_bytes(written(tracked(DRAFT, ["en"], COVER, changes)))
    return [str(tmp_path / f"{city}.docx") for city in wanted]


def test_bracketed_text_tracked_changes_and_tables_are_written_under_the_names_of_the_files(
    capsys, tmp_path, draft, returns
):
    out = tmp_path / "compiled"
    assert main(["compile", draft, *returns, "--out", str(out)]) == 0
    assert sorted(one.name for one in out.iterdir()) == [
        "bracketed-en.docx", "comments.xlsx", "matrix.docx", "matrix.xlsx", "tracked.docx",
    ]  # fmt: skip
    said = [one.whole for one in read_tracked((out / "bracketed-en.docx").read_bytes()).paragraphs]
    assert any("[invest / devote (Rome) / spend (Lisbon)]" in line for line in said)
    marks = read_tracked((out / "tracked.docx").read_bytes()).marks.values()
    assert {one.author for one in marks} == {"Lisbon", "Rome", "Lisbon · Rome"}
    assert capsys.readouterr().out.startswith("3 changes of 2 files\n")


def test_the_same_files_give_the_same_bytes(tmp_path, draft, returns):
    for folder in ("one", "other"):
        assert main(["compile", draft, *returns, "--out", str(tmp_path / folder)]) == 0
    for name in ("bracketed-en.docx", "tracked.docx", "matrix.docx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_as_json_it_writes_no_file(capsys, tmp_path, draft, returns, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["compile", draft, *returns, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    found = {one["clause"]: one["bracketed"]["en"] for one in said["clauses"]}
    assert found["p2"] == "[Protect river banks. / – (Rome)]"
    assert len(said["changes"]) == 3
    assert not (tmp_path / "compiled").exists()


def test_two_files_of_one_name_are_told_apart(tmp_path, draft, returns, capsys):
    other = tmp_path / "second" / "Lisbon.docx"
    other.parent.mkdir()
    other.write_bytes(Path(returns[1]).read_bytes())
    assert main(["compile", draft, returns[0], str(other), "--json"]) == 0
    found = {one["clause"]: one["bracketed"]["en"] for one in json.loads(capsys.readouterr().out)["clauses"]}
    assert f"({other})" in found["p2"]


def test_one_file_that_cannot_be_read_is_named_and_the_others_are_compiled(tmp_path, draft, returns, capsys):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04broken")
    out = tmp_path / "compiled"
    assert main(["compile", draft, returns[0], str(bad), returns[1], "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert str(bad) in said.err
    assert said.out.startswith("3 changes of 2 files\n")
    marks = read_tracked((out / "tracked.docx").read_bytes()).marks.values()
    assert {one.author for one in marks} == {"Lisbon", "Rome", "Lisbon · Rome"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_written(tmp_path, draft, capsys, content):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(content)
    assert main(["compile", draft, str(bad), "--out", str(tmp_path / "compiled")]) == 1
    assert str(bad) in capsys.readouterr().err
    assert not (tmp_path / "compiled").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path, draft, returns, capsys):
    (tmp_path / "taken").write_text("a file")
    assert main(["compile", draft, *returns, "--out", str(tmp_path / "taken")]) == 1
    assert "could not be written. There is a file of this name" in capsys.readouterr().err


def test_what_was_written_into_a_copy_of_an_earlier_draft_is_carried_over(capsys, tmp_path, draft, returns):
    clauses = tuple(
        replace(one, words={"en": f"{one.words['en']} Then report."}) if one.id == "p1" else one
        for one in DRAFT.clauses
    )
    later = tmp_path / "later.docx"
    later.write_bytes(written(clean(replace(DRAFT, hash="1a7e", clauses=clauses), ["en"], COVER)))
    assert main(["place", str(later), *returns, "--earlier", draft, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {one["origin"] for one in said["files"]} == {"earlier"}
    assert [(one["clause"], one["before"], one["after"]) for one in said["changes"]] == [
        ("p1", "invest", "spend"), ("p1", "invest", "devote"), ("p2", "Protect river banks.", ""),
    ]  # fmt: skip
    assert main(["compile", str(later), returns[0], "--out", str(tmp_path / "out")]) == 0
    assert "made of another draft" in capsys.readouterr().out


def test_a_document_that_names_no_draft_is_no_earlier_draft(capsys, tmp_path, draft, returns):
    letter = tmp_path / "letter.docx"
    letter.write_bytes(word_file(paragraph("Dear all")))
    assert main(["compile", draft, *returns, "--earlier", str(letter)]) == 1
    assert "letter.docx: It does not say of which draft it is" in capsys.readouterr().err


def test_the_language_may_be_told_where_the_file_does_not_say_it(capsys, tmp_path):
    letter = tmp_path / "texte.docx"
    letter.write_bytes(word_file(paragraph("Les fleuves sont à tous."), paragraph("الأنهار للجميع")))
    assert main(["compile", str(letter), str(letter), "--language", "fr", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [[*one["bracketed"]] for one in said["clauses"]] == [["fr"], ["ar"]]
    with pytest.raises(SystemExit):
        main(["compile", str(letter), str(letter), "--language", "fr anglais"])
    assert "is no language code" in capsys.readouterr().err
