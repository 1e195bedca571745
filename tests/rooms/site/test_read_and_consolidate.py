"""`mithaq read` and `mithaq consolidate`: anybody's documents, without a database."""

from __future__ import annotations

import io
import json

import pytest

from mithaq.cli import main
from mithaq.documents import recommendations as documents
from tests.factories.set_papers import set_paper
from tests.factories.tables import csv_file, xlsx_file
from tests.factories.word_files import paragraph, word_file

LIST = [
    {"number": "1", "text": "Cities should protect urban rivers from plastic waste."},
    {"number": "2", "text": "Protect urban rivers from plastic waste in all cities."},
    {"number": "3", "text": "Build affordable housing near jobs."},
    {"number": "4", "text": "Affordable housing should be built near jobs."},
    {"number": "5", "text": "Cities should ban cars from the historic centre."},
    {"number": "6", "text": "Cities should not ban cars from the historic centre."},
]
TABLE = "رقم,التوصية\n١,حماية الأنهار\n٢,بناء المساكن\n"


def printed(capsys, *words: str):
    assert main(words) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def a_file(tmp_path):
    def write(name: str, content: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


def test_recommendations_are_put_together_with_their_reason_and_opposites_are_not(capsys, a_file):
    groups = printed(capsys, "consolidate", a_file("all.json", json.dumps(LIST)), "--points", "4", "--json")
    assert sorted(group["members"] for group in groups) == [["1", "2"], ["3", "4"], ["5"], ["6"]]
    assert "plastic waste" in groups[0]["reason"]
    assert next(group for group in groups if group["members"] == ["5"])["opposites"] == [["5", "6"]]


def test_each_command_reads_what_the_other_prints(capsys, a_file):
    read = printed(capsys, "read", a_file("all.json", json.dumps(LIST)), "--json")
    groups = printed(capsys, "consolidate", a_file("read.json", json.dumps(read)), "--points", "4", "--json")
    again = printed(capsys, "read", a_file("groups.json", json.dumps(groups)), "--json")
    assert {(one["number"], one["text"]) for one in again} == {(one["number"], one["text"]) for one in LIST}


def test_standard_input_is_a_file_too(capsys, monkeypatch):
    given = io.TextIOWrapper(io.BytesIO(json.dumps(LIST).encode()))
    monkeypatch.setattr("sys.stdin", given)
    assert len(printed(capsys, "read", "-", "--json")) == len(LIST)


@pytest.mark.parametrize(
    ("name", "content"), [("list.csv", csv_file(TABLE).read()), ("list.csv", TABLE.encode("utf-16"))], ids=["8", "16"]
)
def test_a_table_with_arabic_headings_and_digits_is_read(capsys, a_file, name, content):
    read = printed(capsys, "read", a_file(name, content), "--json")
    assert [(one["number"], one["text"], one["language"]) for one in read] == [
        ("1", "حماية الأنهار", "ar"),
        ("2", "بناء المساكن", "ar"),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1. Plant trees along\nevery street, and soon.\n2) Count them.\n", ["Plant trees along every street, and soon.", "Count them."]),
        ("Plant trees, everywhere\nCount them\n", ["Plant trees, everywhere", "Count them"]),
        ("# التوصيات\n\n- غرس الأشجار في كل شارع\n- إحصاء الأشجار كل سنة\n", ["غرس الأشجار في كل شارع", "إحصاء الأشجار كل سنة"]),
        ("RECOMMENDATIONS\n\n1) Plant trees\nalong every street.\n\n2) Count them.\n", ["Plant trees along every street.", "Count them."]),
        ('recommendation\n"1. Plant trees, and bushes"\n2. Count them\n', ["1. Plant trees, and bushes", "2. Count them"]),
    ],
    ids=["numbered", "one a line", "bullets under a heading", "a heading that could be a column's", "a column"],
)  # fmt: skip
def test_plain_text_is_read(capsys, a_file, words, found):
    read = printed(capsys, "read", a_file("notes.txt", words), "--json")
    assert [one["text"] for one in read] == found


def test_a_workbook_is_read(capsys, a_file):
    rows = [["No.", "Recommendation", "Theme"], ["7", "Plant trees", "Heat"]]
    read = printed(capsys, "read", a_file("list.xlsx", xlsx_file(rows).read()), "--json")
    assert [(one["number"], one["text"], one["heading"]) for one in read] == [("7", "Plant trees", "Heat")]


def test_a_number_that_stands_twice_is_told_apart_by_its_file(a_file):
    names = [a_file(f"{name}.json", json.dumps(LIST[:1])) for name in ("north", "south")]
    assert [item.number for item in documents.items_of(names)] == ["north:1", "south:1"]


def test_a_number_that_stands_twice_in_a_file_is_told_apart_by_its_place(a_file):
    twice = a_file("north.json", json.dumps([LIST[0], LIST[0]]))
    once = a_file("south.json", json.dumps(LIST[:1]))
    assert [item.number for item in documents.items_of([twice])] == ["1#1", "1#2"]
    assert [item.number for item in documents.items_of([twice, once])] == ["north:1#1", "north:1#2", "south:1"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7 and so on", "damaged"),
        ("a.json", '[{"number": "1"}]', "has none"),
        ("a.json", "[{", "not valid JSON"),
        ("a.csv", "number,title\n1,x\n", "“recommendation”"),
        ("a.json", "   ", "empty"),
        ("a.docx", bytes(range(256)) * 20, "neither a document nor a table"),
    ],
)
def test_what_gives_no_recommendations_says_why(capsys, a_file, name, content, words):
    assert main(["read", a_file(name, content)]) == 1
    told = capsys.readouterr().err
    assert name in told
    assert words in told


def test_a_file_that_is_not_there_is_named(capsys):
    assert main(["consolidate", "nowhere.json"]) == 1
    assert "nowhere.json" in capsys.readouterr().err


def test_nothing_to_consolidate_gives_no_groups(capsys, a_file):
    assert printed(capsys, "consolidate", a_file("none.json", "[]"), "--json") == []


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("paper.pdf", lambda: set_paper("== Recommendations\n\n1\\. Plant trees (Tunis).")),
        ("paper.html", lambda: b"<html><h2>Recommendations</h2><ol><li>Plant trees (Tunis).</ol></html>"),
    ],
    ids=["a PDF", "a page of HTML"],
)
def test_papers_of_other_kinds_are_read_with_the_place_of_each_recommendation(capsys, a_file, name, make):
    (found,) = printed(capsys, "read", a_file(name, make()), "--json")
    assert (found["number"], found["text"], found["proposers"]) == ("1", "Plant trees", ["Tunis"])
    assert (found["anchor"]["paragraph"], found["anchor"]["page"]) == (2, 1 if name.endswith("pdf") else None)


@pytest.mark.parametrize("heads", ["N°;Recommandation;Thème", "Número;Recomendación;Tema", "编号;建议;主题"])
def test_a_table_in_another_language_keeps_its_numbers_and_headings(capsys, a_file, heads):
    found = printed(capsys, "read", a_file("list.csv", f"{heads}\n7;Planter des arbres;Eau\n"), "--json")
    assert [(one["number"], one["text"], one["heading"]) for one in found] == [("7", "Planter des arbres", "Eau")]


def test_what_was_not_taken_of_a_chapter_is_counted_and_listed(capsys, a_file):
    chapter = ("Recommendations", "Cities should plant trees.", "Las ciudades deberían contar los árboles.")
    paper = a_file("paper.docx", word_file(*map(paragraph, chapter)))
    assert main(("read", paper, "--json")) == 0
    told = capsys.readouterr()
    assert [one["text"] for one in json.loads(told.out)] == ["Cities should plant trees."]
    assert told.err.startswith("1 ")
    assert "--unread" in told.err
    assert printed(capsys, "read", paper, "--unread", "--json") == [
        {"file": paper, "paragraph": 3, "page": None, "text": "Las ciudades deberían contar los árboles."}
    ]


def test_of_a_list_everything_is_taken(capsys, a_file):
    assert printed(capsys, "read", a_file("all.json", json.dumps(LIST)), "--unread", "--json") == []
    assert printed(capsys, "read", a_file("list.csv", TABLE), "--unread", "--json") == []
