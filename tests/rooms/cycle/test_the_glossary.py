"""The glossary of the group: kept by the secretariat, read by every seat, brought and taken as a table, undone."""

from __future__ import annotations

import io
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import load_workbook

from mithaq.core.glossary import Entry
from mithaq.cycle.domain.glossary import bring_terms, correct_term, enter_term, take_away_term, undo_step
from mithaq.cycle.models import Term, TermChange
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_house, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

HERE = "/en/year/glossary/"
SHERPA = Entry({"en": "sherpa", "ar": "شيربا"}, {"ar": ("شربا",)}, "One word only")
PILLAR = Entry({"en": "pillar", "ar": "محور"}, {})


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house(db):
    return a_house()


def a_term(house, said=SHERPA):
    return enter_term(house.cycle, said, **house.by_us)


def verbs():
    return [act.verb for act in Act.objects.filter(verb__startswith="term.").order_by("sequence")]


def test_a_term_is_entered_corrected_taken_away_and_each_step_can_be_undone(house):
    term = a_term(house)
    correct_term(term, PILLAR, **house.by_us)
    take_away_term(term, **house.by_us)
    assert not Term.objects.exists()
    undo_step(TermChange.objects.first(), **house.by_us)
    assert Term.objects.get().said == PILLAR
    with pytest.raises(Refused, match="changed again since"):
        undo_step(TermChange.objects.get(what="corrected"), **house.by_us)
    assert verbs() == ["term.entered", "term.corrected", "term.taken_away", "term.restored"]
    assert TermChange.objects.get(what="corrected").before["note"] == "One word only"


def test_entering_can_be_undone_too(house):
    a_term(house)
    undo_step(TermChange.objects.get(), **house.by_us)
    assert not Term.objects.exists()


def test_the_same_words_stand_once_whatever_their_case(house):
    term = a_term(house)
    with pytest.raises(Refused, match="stands in the glossary already"):
        a_term(house, Entry({"en": "SHERPA"}, {}))
    other = a_term(house, PILLAR)
    with pytest.raises(Refused, match="stands in the glossary already"):
        correct_term(other, SHERPA, **house.by_us)
    take_away_term(term, **house.by_us)
    a_term(house)
    with pytest.raises(Refused, match="stands in the glossary already"):
        undo_step(TermChange.objects.get(what="taken_away"), **house.by_us)


def test_a_term_without_words_or_taken_away_meanwhile_is_refused(house):
    with pytest.raises(Refused, match="one language at least"):
        a_term(house, Entry({"en": " "}, {}))
    term = a_term(house)
    take_away_term(term, **house.by_us)
    take_away_term(term, **house.by_us)
    with pytest.raises(Refused, match="taken away meanwhile"):
        correct_term(term, PILLAR, **house.by_us)
    assert verbs() == ["term.entered", "term.taken_away"]


def test_what_stays_as_it_is_leaves_no_trace(house):
    correct_term(a_term(house), SHERPA, **house.by_us)
    assert bring_terms(house.cycle, [SHERPA], **house.by_us) == (0, 0)
    assert verbs() == ["term.entered"]


def test_a_sherpa_reads_the_glossary_and_changes_nothing(house):
    sherpa = a_seated(house, Role.SHERPA)
    term = a_term(house)
    for act in (lambda by: enter_term(house.cycle, PILLAR, **by), lambda by: take_away_term(term, **by)):
        with pytest.raises(Refused):
            act({"seat": sherpa, "at": house.at})
    with the_clock_at(house.at):
        page = page_of(a_visitor(sherpa), HERE)
        assert "شيربا" in page
        assert "Enter a term" not in page
        assert a_visitor().get(HERE).status_code == 404


# In the browser -----------------------------------------------------------------------------------------------------


def test_a_term_is_typed_corrected_taken_out_and_brought_back_in_the_browser(house):
    browser = a_visitor(house.secretariat)
    typed = {"words_en": "sherpa", "words_ar": "شيربا", "avoided_ar": "شربا\r\nشربة", "note": "One <b>word"}
    with the_clock_at(house.at):
        assert "words will stand here" in page_of(browser, HERE)
        assert browser.post(f"{HERE}terms/", typed).status_code == 302
        term = Term.objects.get()
        assert term.avoided == {"ar": ["شربا", "شربة"]}
        page = page_of(browser, HERE)
        assert "One &lt;b&gt;word" in page
        again = browser.post(f"{HERE}terms/", typed)
        assert (again.status_code, "already" in again.content.decode()) == (422, True)
        browser.post(f"{HERE}terms/{term.public_id}/", {**typed, "words_ar": "الشيربا"})
        assert Term.objects.get().words["ar"] == "الشيربا"
        browser.post(f"{HERE}terms/{term.public_id}/", {"away": "1"})
        assert "No term" not in page_of(browser, HERE)
        browser.post(f"{HERE}changes/{TermChange.objects.first().public_id}/undoing/")
        assert "الشيربا" in page_of(browser, HERE)


def test_bad_words_are_refused_beside_the_field(house):
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        empty = browser.post(f"{HERE}terms/", {"words_en": " ", "words_ar": ""})
        assert (empty.status_code, "one language at least" in empty.content.decode()) == (422, True)
        hidden = browser.post(f"{HERE}terms/", {"words_en": "sher\u202epa"})
        assert "without invisible signs" in hidden.content.decode()
        long = browser.post(f"{HERE}terms/", {"words_en": "a", "avoided_en": "b" * 201})
        assert "no more than 200 characters" in long.content.decode()
    assert not Term.ever.exists()


def test_a_term_is_found_by_a_part_of_its_words_in_any_language(house):
    a_term(house)
    a_term(house, PILLAR)
    browser = a_visitor(house.colleague)
    with the_clock_at(house.at):
        for words, found in (("SHER", "sherpa"), ("المحور", "pillar"), ("شربا", "sherpa"), ("one word", "sherpa")):
            rows = page_of(browser, f"{HERE}?name={words}").split('<tr id="term-')[1:]
            assert (len(rows), found in rows[0]) == (1, True)
        assert "No term has these words" in page_of(browser, f"{HERE}?name=zzz")


def a_file(text, name="glossary.csv"):
    return {"file": SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)}


def rows_of(page):
    return unescape(page.split('name="rows" value="')[1].split('"')[0])


def test_a_table_is_looked_at_before_it_is_taken_over_and_its_bad_rows_are_named(house):
    a_term(house)
    a_term(house, PILLAR)
    table = (
        "Note;Arabic;English;avoid_ar\n"
        "New note;شيربا;Sherpa;شربا\n"
        ";محور;pillar;\n"
        "=1+1;ديباجة;preamble;\n"
        "only a note;;;\n"
        ";تمهيد;Preamble;\n"
        f";{'ب' * 201};long;\n"
    )
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        page = browser.post(f"{HERE}table/", a_file(table)).content.decode()
        assert "New: 1. Corrected: 1. As they stand: 1. Refused: 3." in page
        assert "Row 5:" in page
        assert "stands further up" in page
        assert "no more than 200" in page
        assert Term.objects.count() == 2
        browser.post(f"{HERE}table/", {"rows": rows_of(page)})
    assert {str(one.words["en"]): one.note for one in Term.objects.all()} == {
        "Sherpa": "New note",
        "pillar": "",
        "preamble": "=1+1",
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "table"),
        (b"", "empty"),
        ("Term,Meaning\na,b\n", "No column of the first row is a language"),
        ("en\n" + "".join(f"term {n}\n" for n in range(1001)), "too many rows"),
    ],
    ids=["pdf", "empty", "columns", "rows"],
)
def test_a_file_that_is_no_glossary_is_refused_in_words(house, content, told):
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        answer = browser.post(f"{HERE}table/", a_file(content))
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not Term.ever.exists()


def test_what_is_confirmed_is_read_again_and_not_trusted(house):
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        assert browser.post(f"{HERE}table/", {"rows": "%PDF"}).status_code == 422
        assert browser.post(f"{HERE}table/", {"rows": ""}).status_code == 422
    assert not Term.ever.exists()


def test_the_glossary_leaves_as_a_table_that_comes_in_unchanged(house):
    a_term(house)
    a_term(house, Entry({"en": "=cell", "ar": "خلية"}, {"en": ("one", "two")}, "+note"))
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        for ending in ("csv", "xlsx"):
            file = browser.get(f"/en/year/glossary.{ending}").content
            page = browser.post(f"{HERE}table/", a_file(file, f"glossary.{ending}")).content.decode()
            assert "As they stand: 2. Refused: 0." in page, ending
        assert browser.get("/en/year/glossary.exe").status_code == 404
    sheet = load_workbook(io.BytesIO(file)).active
    assert [cell.value for cell in sheet[1]] == ["en", "ar", "avoid_en", "avoid_ar", "note"]


def test_the_page_costs_the_same_with_one_and_with_many_terms(house):
    browser = a_visitor(house.secretariat)
    term = a_term(house)
    with the_clock_at(house.at + timedelta(minutes=1)):
        few = len(queries_of(browser, HERE))
        for number in range(30):
            a_term(house, Entry({"en": f"term {number}"}, {}))
        assert len(queries_of(browser, HERE)) == few <= 8
        assert len(queries_of(browser, f"{HERE}terms/{term.public_id}/")) <= 8
