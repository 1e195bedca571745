"""A wrong row is named by file, line and reason, all of them at once, and nothing is played."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import override

from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.chronicle.models import Act
from mithaq.members.vocabulary import Standing
from mithaq.rehearsal.faults import WrongFiles
from mithaq.rehearsal.folder import LARGEST, Folder
from mithaq.rehearsal.script import script_of
from tests.factories.folders import FIGURES, YearFolder, a_folder
from tests.rooms.rehearsal.playing import faults_when_played, figures_when_played

# Rehearsals are played in SQLite, whatever a site runs on.
pytestmark = pytest.mark.sqlite


@pytest.fixture
def folder(tmp_path):
    return a_folder(tmp_path / "year")


def cell(table, number, **cells):
    """A change of a row's cells, counted from 0: its line is two more."""
    return lambda folder: folder.change(table, number, **cells)


def passage(old, new):
    """A change of a passage of the cycle's file."""
    return lambda folder: folder.rewrite("cycle.yaml", old, new)


def declared(**changed):
    """A declaration that is signed, handed over and acknowledged, with something changed."""
    said = {
        "signed_at": "2031-11-01T09:00:00+03:00",
        "to": "network",
        "at": "2031-11-02T09:00:00+03:00",
        "acknowledged_by": "academy-partner",
        "acknowledged_at": "2031-11-03T09:00:00+03:00",
        **changed,
    }
    lines = f"""\
declarations:
  - signed_at: "{said["signed_at"]}"
    signed_by: director
    handed_over:
      - to: {said["to"]}
        by: director
        at: "{said["at"]}"
        acknowledged_at: "{said["acknowledged_at"]}"
        acknowledged_by: "{said["acknowledged_by"]}"
"""
    return passage('as_of: "2031-11-30', f'{lines}as_of: "2031-11-30')


def once_more(table, where, **cells):
    return lambda folder: folder.double(table, where, **cells)


INSTANT = "is not an instant with its zone, such as 2031-10-02T12:00:00+03:00."
DAY = "is not a day such as 2031-10-02."

CELLS = {
    "a city that stands twice": (
        once_more("organisations", {"key": "nahr"}),
        ("organisations.csv", 9, "The key “nahr” already stands on line 3."),
    ),
    "a city that stands twice under two keys": (
        once_more("organisations", {"key": "nahr"}, key="nahr-again", name_en="NAHR"),
        ("organisations.csv", 9, "“NAHR” already stands on line 3, under the key “nahr”."),
    ),
    "a city that stands twice by its Arabic name": (
        once_more("organisations", {"key": "nahr"}, key="nahr-again", name_en="River"),
        ("organisations.csv", 9, "“نهر” already stands on line 3, under the key “nahr”."),
    ),
    "an organisation of no known kind": (
        cell("organisations", 5, kind="school"),
        ("organisations.csv", 7, f"“school” is not one of the words allowed in “kind”: {', '.join(Kind.values)}."),
    ),
    "an organisation of no known class": (
        cell("organisations", 5, **{"class": "partner"}),
        (
            "organisations.csv",
            7,
            f"“partner” is not one of the words allowed in “class”: {', '.join(Standing.values)}.",
        ),
    ),
    "an organisation without a name": (
        cell("organisations", 5, name_en="", name_ar=""),
        ("organisations.csv", 7, "The cell “name_en” is empty."),
    ),
    "a time zone that does not exist": (
        cell("organisations", 1, time_zone="Asia/Nahr"),
        ("organisations.csv", 3, "“Asia/Nahr” is not the name of a time zone."),
    ),
    "a population that is no number": (
        cell("organisations", 1, population="many"),
        ("organisations.csv", 3, "“many” in “population” is not a whole number."),
    ),
    "a population below zero": (
        cell("organisations", 1, population="-5"),
        ("organisations.csv", 3, "“-5” in “population” is not a whole number."),
    ),
    "a population with a fraction": (
        cell("organisations", 1, population="1,5"),
        ("organisations.csv", 3, "“1,5” in “population” is not a whole number."),
    ),
    "a population without its source": (
        cell("organisations", 1, population_source=""),
        ("organisations.csv", 3, "The cell “population_source” is empty."),
    ),
    "a latitude that is no number": (
        cell("organisations", 1, latitude="north"),
        ("organisations.csv", 3, "“north” in “latitude” is not a number."),
    ),
    "a day that is none": (
        cell("organisations", 1, joined="2031-02-30"),
        ("organisations.csv", 3, f"“2031-02-30” in “joined” {DAY}"),
    ),
    "a member that left before it joined": (
        cell("organisations", 1, left="2031-01-05"),
        ("organisations.csv", 3, "The day in “left”, 2031-01-05, lies before the first day, 2031-01-06."),
    ),
    "a seat in no known organisation": (
        cell("seats", 2, organisation="atlantis"),
        ("seats.csv", 4, "“atlantis” in “organisation” is not on record."),
    ),
    "a seat of no known role": (
        cell("seats", 5, role="professor"),
        ("seats.csv", 7, f"“professor” is not one of the words allowed in “role”: {', '.join(Role.values)}."),
    ),
    "a seat that ends before it starts": (
        cell("seats", 5, to="2031-01-01"),
        ("seats.csv", 7, "The day in “to”, 2031-01-01, lies before the first day, 2031-01-06."),
    ),
    "an address that is none": (
        cell("seats", 2, email="noor at nahr"),
        ("seats.csv", 4, "“noor at nahr” in “email” is not an address."),
    ),
    "an address of two persons": (
        cell("seats", 3, email="NOOR@nahr.example"),
        (
            "seats.csv",
            5,
            "Another person is already registered with this address, or with one that looks the same. Nothing was changed.",
        ),
    ),
    "a person with two names": (
        once_more("seats", {"key": "nahr-mayor"}, key="nahr-chair", role="chair", name_en="Nora Aziz"),
        ("seats.csv", 8, "The person “noor” has another name or address on line 4."),
    ),
    "a mandate of an unknown seat": (
        cell("mandates", 0, seat="nahr-major"),
        ("mandates.csv", 2, "“nahr-major” in “seat” is not on record."),
    ),
    "a mandate to do what nobody can": (
        cell("mandates", 0, scope="endorse rule"),
        ("mandates.csv", 2, "“rule” is not a scope of a mandate."),
    ),
    "a mandate that ends before it starts": (
        cell("mandates", 0, to="2031-07-31"),
        ("mandates.csv", 2, "The day in “to”, 2031-07-31, lies before the first day, 2031-08-01."),
    ),
    "a mandate without its evidence": (
        cell("mandates", 0, evidence=""),
        ("mandates.csv", 2, "The cell “evidence_en” is empty."),
    ),
    "a mandate examined by an unknown seat": (
        cell("mandates", 1, second_examiner="nobody"),
        ("mandates.csv", 3, "“nobody” in “second_examiner” is not on record."),
    ),
    "a mandate examined by one person twice": (
        cell("mandates", 1, second_examiner="director"),
        ("mandates.csv", 3, "You have already examined this mandate. The second examiner must be another person."),
    ),
    "a mandate examined from outside the secretariat": (
        cell("mandates", 1, second_examiner="wadi-mayor"),
        ("mandates.csv", 3, "Your seat does not have the role that this needs."),
    ),
    "a member of an unknown group": (
        cell("group_members", 0, group="rivers"),
        ("group_members.csv", 2, "“rivers” in “group” is not on record."),
    ),
    "a member that stands twice in a group": (
        once_more("group_members", {"group": "drought", "organisation": "wadi"}),
        ("group_members.csv", 8, "This organisation is already in the group. Nothing was changed."),
    ),
    "a paper whose file is missing": (
        cell("papers", 0, file="papers/walls.docx"),
        ("papers.csv", 2, "“papers/walls.docx”: This file is missing."),
    ),
    "a paper whose file no file can be": (
        cell("papers", 0, file="papers/wells\0.docx"),
        ("papers.csv", 2, "“papers/wells\0.docx”: This file is missing."),
    ),
    "a paper outside the folder": (
        cell("papers", 0, file="../elsewhere.docx"),
        ("papers.csv", 2, "“../elsewhere.docx”: This file lies outside the folder and is not read."),
    ),
    "a paper from the root of the disk": (
        cell("papers", 0, file="/etc/passwd"),
        ("papers.csv", 2, "“/etc/passwd”: This file lies outside the folder and is not read."),
    ),
    "a paper that is a folder": (
        cell("papers", 0, file="papers"),
        ("papers.csv", 2, "“papers”: This file is missing."),
    ),
    "a paper handed in by an unknown seat": (
        cell("papers", 0, submitted_by="somebody"),
        ("papers.csv", 2, "“somebody” in “submitted_by” is not on record."),
    ),
    "a paper handed in by a mayor": (
        cell("papers", 0, submitted_by="nahr-mayor"),
        ("papers.csv", 2, "Your seat does not have the role that this needs."),
    ),
    "an instant without a zone": (
        cell("papers", 0, submitted_at="2031-04-22T14:35:00"),
        ("papers.csv", 2, f"“2031-04-22T14:35:00” in “submitted_at” {INSTANT}"),
    ),
    "a point under a heading that no paper has": (
        cell("points", 1, theme="Clear wells"),
        ("points.csv", 3, "No paper has recommendations under the heading “Clear wells”."),
    ),
    "a point under a heading that another point has": (
        cell("points", 1, theme="Deep wells"),
        ("points.csv", 3, "One of these recommendations already went into another point. Nothing was changed."),
    ),
    "a point under an unknown pillar": (
        cell("points", 1, pillar="fire"),
        ("points.csv", 3, "“fire” in “pillar” is not on record."),
    ),
    "a point consolidated before its paper came": (
        cell("points", 0, consolidated_at="2031-04-01T09:00:00+03:00"),
        ("points.csv", 2, "A point needs at least one recommendation that it comes from. Nothing was changed."),
    ),
    "a point without words in an authentic language": (
        cell("points", 0, text_ar=""),
        ("cycle.yaml", 34, "A clause has no words yet in one of the authentic languages. The text was not frozen."),
    ),
    "an endorsement under an expired mandate": (
        cell("mandates", 0, to="2031-09-14"),
        (
            "endorsements.csv",
            2,
            "The mandate of this seat does not run on this day, so it cannot act. Nothing was changed.",
        ),
    ),
    "an endorsement under a mandate that nobody examined": (
        cell("mandates", 0, examined_by="", second_examiner=""),
        (
            "endorsements.csv",
            2,
            "The mandate of this seat has not been found in order, so it cannot act yet. Nothing was changed.",
        ),
    ),
    "an endorsement under a mandate examined later": (
        cell("mandates", 0, decided="2031-09-20T09:00:00+03:00"),
        (
            "endorsements.csv",
            2,
            "No mandate on record lets this seat do that. Ask your secretariat to register one.",
        ),
    ),
    "an endorsement under a mandate that does not cover it": (
        cell("mandates", 0, scope="speak sign"),
        ("endorsements.csv", 2, "No mandate on record lets this seat do that. Ask your secretariat to register one."),
    ),
    "an endorsement by a seat that has ended": (
        cell("seats", 2, to="2031-09-14"),
        ("endorsements.csv", 2, "This seat is no longer held, so nothing can be done in its name."),
    ),
    "an endorsement that stands twice": (
        once_more("endorsements", {"key": "nahr-endorsement"}, key="nahr-again", at="2031-09-16T09:12:00+03:00"),
        ("endorsements.csv", 5, "This organisation has already endorsed the text. Its row stands twice."),
    ),
    "an endorsement by another city's seat": (
        cell("endorsements", 0, seat="bahr-mayor"),
        ("endorsements.csv", 2, "The seat of this row does not belong to the organisation of this row."),
    ),
    "an endorsement by an unknown seat": (
        cell("endorsements", 0, seat="nahr-major"),
        ("endorsements.csv", 2, "“nahr-major” in “seat” is not on record."),
    ),
    "an endorsement by nobody": (
        cell("endorsements", 0, seat=""),
        ("endorsements.csv", 2, "The cell “seat” is empty."),
    ),
    "an endorsement before the call": (
        cell("endorsements", 0, at="2031-09-01T08:59:59+03:00"),
        ("endorsements.csv", 2, "The call to endorse this text has not opened yet. Nothing was changed."),
    ),
    "an endorsement before there is a text": (
        cell("endorsements", 0, at="2031-02-01T09:00:00+03:00"),
        ("endorsements.csv", 2, "There is no text yet at this instant, so nothing can be done with it."),
    ),
    "an endorsement by a city that is no member": (
        cell("organisations", 1, **{"class": ""}),
        (
            "endorsements.csv",
            2,
            "Only members of the year can endorse its text, and your organisation is not one on this day.",
        ),
    ),
    "an endorsement by a knowledge partner": (
        cell("organisations", 1, **{"class": "knowledge_partner"}),
        (
            "endorsements.csv",
            2,
            "Only members of the year can endorse its text, and your organisation is not one on this day.",
        ),
    ),
    "an endorsement with a reservation on no known point": (
        cell("endorsements", 1, reservation_clause="cleaner-wells"),
        ("endorsements.csv", 3, "“cleaner-wells” in “reservation_clause” is not on record."),
    ),
    "an endorsement withdrawn before it was given": (
        cell("endorsements", 0, withdrawn_at="2031-09-15T09:11:59+03:00"),
        ("endorsements.csv", 2, "This endorsement is withdrawn before it is given."),
    ),
    "an endorsement withdrawn by another city": (
        cell("endorsements", 0, withdrawn_at="2031-10-15T09:00:00+03:00", withdrawn_by="bahr-mayor"),
        ("endorsements.csv", 2, "Only the city itself can withdraw its endorsement."),
    ),
    "an endorsement from the press of a text of our own": (
        cell("endorsements", 0, method="listed_in_press", source=""),
        ("endorsements.csv", 2, "The cell “source” is empty."),
    ),
    "a count that was left empty": (
        cell("record_book", 0, value=""),
        ("record_book.csv", 2, "The cell “value” is empty."),
    ),
    "a count of one source with two values": (
        once_more("record_book", {"year": "2029"}, value="3"),
        ("record_book.csv", 4, "The same source is already in the record book with another value."),
    ),
}

SETTINGS = {
    "a value that is missing": (
        passage('as_of: "2031-11-30T18:00:00+03:00"\n', ""),
        ("cycle.yaml", 0, "“as_of” is missing."),
    ),
    "a part that is missing": (
        passage('  title: {en: "Nahr 2031", ar: "نهر 2031"}\n', ""),
        ("cycle.yaml", 5, "“cycle.title” is missing."),
    ),
    "a year that is no number": (
        passage("year: 2031", "year: this one"),
        ("cycle.yaml", 7, "“cycle.year” is not a whole number."),
    ),
    "a day that is none": (
        passage('starts: "2031-01-06"', 'starts: "6 January"'),
        ("cycle.yaml", 9, f"“cycle.starts” {DAY}"),
    ),
    "a year that ends before it starts": (
        passage('ends: "2031-12-15"', 'ends: "2030-12-15"'),
        ("cycle.yaml", 10, "The day in “cycle.ends” lies before the first day."),
    ),
    "a language that would be a path": (
        passage("authentic: [en, ar]", "authentic: [en, ../ar]"),
        ("cycle.yaml", 11, "“cycle.authentic” must list codes of languages, such as ar and en."),
    ),
    "a text whose key would be a path": (
        passage("key: communique", "key: ../../communique"),
        ("cycle.yaml", 35, "“text.key” may hold only the letters A to Z, digits and hyphens."),
    ),
    "a text of no known kind": (
        passage("kind: communique", "kind: letter"),
        ("cycle.yaml", 36, "“text.kind” is none of the words allowed there."),
    ),
    "an unknown seat": (
        passage("frozen_by: director", "frozen_by: nobody"),
        ("cycle.yaml", 41, "“text.frozen_by” names something that is not on record."),
    ),
    "an unknown chair": (
        passage("chair: nahr", "chair: atlantis"),
        ("cycle.yaml", 15, "“chair” names something that is not on record."),
    ),
    "an unknown convener": (
        passage("conveners: [network]", "conveners: [network, atlantis]"),
        ("cycle.yaml", 16, "“conveners” names something that is not on record."),
    ),
    "a secretariat that is led from elsewhere": (
        passage("seat: director", "seat: nahr-mayor"),
        ("cycle.yaml", 14, "“secretariat.seat” must name a seat of the secretariat in its organisation."),
    ),
    "a phase of no known kind": (
        passage("kind: papers", "kind: studies"),
        ("cycle.yaml", 21, "“phases[1].kind” is none of the words allowed there."),
    ),
    "a phase that comes twice": (
        passage("kind: papers", "kind: endorsement"),
        ("cycle.yaml", 25, "The key “endorsement” already stands on line 21."),
    ),
    "a phase that closes before it opens": (
        passage('closes: "2031-05-01T00:00:00+03:00"', 'closes: "2031-01-01T00:00:00+03:00"'),
        ("cycle.yaml", 21, "A phase must close after it opens. Nothing was changed."),
    ),
    "an instant without a zone": (
        passage('opens: "2031-02-01T00:00:00+03:00"', 'opens: "2031-02-01T00:00:00"'),
        ("cycle.yaml", 23, f"“phases[1].opens” {INSTANT}"),
    ),
    "an instant without a zone that YAML has read": (
        passage('opens: "2031-02-01T00:00:00+03:00"', "opens: 2031-02-01T00:00:00"),
        ("cycle.yaml", 23, f"“phases[1].opens” {INSTANT}"),
    ),
    "an instant that is only a day": (
        passage('opens: "2031-02-01T00:00:00+03:00"', "opens: 2031-02-01"),
        ("cycle.yaml", 23, f"“phases[1].opens” {INSTANT}"),
    ),
    "a list that is none": (
        passage("phases:\n  - kind: papers", "phases:\n  kind: papers"),
        ("cycle.yaml", 22, "This line is not valid YAML."),
    ),
    "a name that stands twice": (
        passage("chair: nahr", "chair: nahr\nchair: bahr"),
        ("cycle.yaml", 16, "This line is not valid YAML."),
    ),
    "a call that never closes": (
        passage('  call_closes: "2031-10-31T23:59:00+03:00"\n', ""),
        ("cycle.yaml", 34, "“text.call_closes”: a call to endorse needs the instants of its opening and of its close."),
    ),
    "a call that closes before it opens": (
        passage('call_closes: "2031-10-31T23:59:00+03:00"', 'call_closes: "2031-08-31T23:59:00+03:00"'),
        ("cycle.yaml", 34, "The call must close after it opens. Nothing was changed."),
    ),
    "a call before the text is frozen": (
        passage('call_opens: "2031-09-01T09:00:00+03:00"', 'call_opens: "2031-08-01T09:00:00+03:00"'),
        ("cycle.yaml", 34, "Only a frozen text can be endorsed. Freeze it first."),
    ),
    "a text frozen before it was begun": (
        passage('frozen_at: "2031-08-30T18:00:00+03:00"', 'frozen_at: "2031-06-01T18:00:00+03:00"'),
        ("cycle.yaml", 34, "There is no text yet at this instant, so nothing can be done with it."),
    ),
    "a text published before it was frozen": (
        passage('published_at: "2031-10-02T12:00:00+03:00"', 'published_at: "2031-08-02T12:00:00+03:00"'),
        ("cycle.yaml", 34, "Only a frozen text can be published. Freeze it first."),
    ),
    "a declaration signed before the text is published": (
        declared(signed_at="2031-10-02T11:59:59+03:00"),
        ("cycle.yaml", 47, "The declaration is signed once the text is published with its roll."),
    ),
    "a declaration handed over before it is signed": (
        declared(signed_at="2031-11-03T09:00:00+03:00"),
        ("cycle.yaml", 50, "A declaration is signed before it is handed over. Put these instants in their order."),
    ),
    "a hand-over acknowledged before it took place": (
        declared(acknowledged_at="2031-11-01T09:00:00+03:00"),
        (
            "cycle.yaml",
            50,
            "A declaration is handed over before it is acknowledged. Put these instants in their order.",
        ),
    ),
    "a hand-over acknowledged by nobody": (
        declared(acknowledged_by=""),
        ("cycle.yaml", 54, "“declarations[1].handed_over[1].acknowledged_by” is missing."),
    ),
    "a declaration handed to oneself": (
        declared(to="office"),
        (
            "cycle.yaml",
            50,
            "Nobody hands a declaration over to themselves. Choose the organisation that receives it.",
        ),
    ),
    "a text frozen by a seat that may not": (
        passage("frozen_by: director", "frozen_by: nahr-mayor"),
        ("cycle.yaml", 34, "Your seat does not have the role that this needs."),
    ),
}


@pytest.mark.parametrize(("meddle", "fault"), CELLS.values(), ids=CELLS)
def test_a_row_is_refused_with(db, folder, meddle, fault):
    meddle(folder)
    before = Act.objects.count()
    assert faults_when_played(folder) == [fault]
    assert Act.objects.count() == before


@pytest.mark.parametrize(("meddle", "fault"), SETTINGS.values(), ids=SETTINGS)
def test_the_cycles_file_is_refused_with(db, folder, meddle, fault):
    meddle(folder)
    assert faults_when_played(folder) == [fault]


def test_all_faults_are_named_at_once_in_the_order_of_the_files_and_lines(db, folder):
    folder.change("seats", 2, organisation="atlantis", role="king")
    folder.change("organisations", 3, time_zone="Mars", population="many")
    folder.change("endorsements", 0, seat="nobody")
    folder.rewrite("cycle.yaml", "chair: nahr", "chair: atlantis")
    assert [(file, line) for file, line, _reason in faults_when_played(folder)] == [
        ("cycle.yaml", 15),
        ("endorsements.csv", 2),
        ("organisations.csv", 5),
        ("organisations.csv", 5),
        ("seats.csv", 4),
        ("seats.csv", 4),
    ]


def test_the_faults_are_said_in_sentences_in_the_readers_language(folder):
    folder.change("seats", 2, organisation="atlantis")
    folder.rewrite("cycle.yaml", 'as_of: "2031-11-30T18:00:00+03:00"\n', "")
    with pytest.raises(WrongFiles) as wrong:
        script_of(Folder(folder.path))
    with override("en"):
        in_english = str(wrong.value).splitlines()
    with override("ar"):
        in_arabic = str(wrong.value).splitlines()
    assert in_english == [
        "The files have 2 faults. Nothing was written.",
        "cycle.yaml: “as_of” is missing.",
        "seats.csv, line 4: “atlantis” in “organisation” is not on record.",
    ]
    assert len(in_arabic) == 3
    for english, arabic in zip(in_english, in_arabic, strict=True):
        assert english != arabic
        assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)
    for fact in ("cycle.yaml", "as_of"):
        assert fact in in_arabic[1]
    for fact in ("seats.csv", "4", "atlantis", "organisation"):
        assert fact in in_arabic[2] or fact == "4"


def test_one_fault_is_one(folder):
    folder.change("seats", 2, organisation="atlantis")
    with pytest.raises(WrongFiles) as wrong:
        script_of(Folder(folder.path))
    assert str(wrong.value).splitlines()[0] == "The files have 1 fault. Nothing was written."


# Files --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["cycle.yaml", "organisations.csv", "seats.csv"])
def test_a_file_that_must_be_there_is_missed(db, folder, file):
    (folder.path / file).unlink()
    assert faults_when_played(folder) == [(file, 0, "This file is missing.")]


@pytest.mark.parametrize("table", ["mandates", "groups", "points", "papers", "record_book"])
def test_a_table_that_need_not_be_there_is_not_missed_where_nothing_refers_to_it(db, folder, table):
    for other in ("endorsements", "group_members", "points", "papers"):
        (folder.path / f"{other}.csv").unlink(missing_ok=True)
    (folder.path / f"{table}.csv").unlink(missing_ok=True)
    assert faults_when_played(folder) == []


def test_a_folder_without_anything_in_it_is_missed_as_a_whole(db, tmp_path):
    (tmp_path / "empty").mkdir()
    assert faults_when_played(YearFolder(tmp_path / "empty")) == [
        ("cycle.yaml", 0, "This file is missing."),
        ("organisations.csv", 0, "This file is missing."),
        ("seats.csv", 0, "This file is missing."),
    ]


def test_a_column_that_is_missing_is_named_once_and_not_in_every_row(db, folder):
    folder.rewrite("seats.csv", "key,person,", "key,who,")
    assert faults_when_played(folder) == [("seats.csv", 1, "The column “person” is missing.")]


def test_a_column_that_stands_twice_is_named(db, folder):
    folder.rewrite("seats.csv", "title_en,title_ar", "title_en,title_en")
    assert faults_when_played(folder) == [("seats.csv", 1, "The column “title_en” stands twice.")]


def test_a_row_with_too_many_cells_is_named(db, folder):
    folder.rewrite("seats.csv", "Director,مديرة,2031-01-06,", "Director,مديرة,2031-01-06,,,more")
    assert faults_when_played(folder) == [("seats.csv", 2, "This row has more cells than the header row.")]


def test_a_row_with_too_few_cells_has_empty_ones(db, folder):
    folder.rewrite("seats.csv", "Director,مديرة,2031-01-06,\n", "Director\n")
    assert faults_when_played(folder) == []


def test_a_quotation_mark_that_never_ends_is_named_by_its_line(db, folder):
    folder.rewrite("seats.csv", "officer,bilal,Bilal Haddad", 'officer,bilal,"Bilal Haddad')
    assert faults_when_played(folder) == [("seats.csv", 3, "This line is not one of a table with separated values.")]


def test_an_empty_table_has_no_header(db, folder):
    (folder.path / "seats.csv").write_text("")
    assert faults_when_played(folder) == [("seats.csv", 1, "This table has no header row.")]


def test_lines_are_counted_as_an_editor_counts_them(db, folder):
    rows = folder.rows("groups")
    rows[0]["charter_en"] = "To study wells.\nTo drink from them.\n"
    folder.write("groups", rows)
    remark = "# a remark\n\n"
    folder.rewrite("groups.csv", "drought,special", f"{remark}drought,very_special")
    [(file, line, _reason)] = faults_when_played(folder)
    assert (file, line) == ("groups.csv", 7)
    assert folder.text("groups.csv").splitlines()[line - 1].startswith("drought,very_special")


@pytest.mark.parametrize("file", ["organisations.csv", "cycle.yaml"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_may_be_in_utf_8_or_in_utf_16_with_its_mark(db, folder, file, encoding):
    text = folder.text(file)
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    (folder.path / file).write_bytes((mark + text).encode(encoding))
    assert figures_when_played(folder) == FIGURES


@pytest.mark.parametrize("file", ["organisations.csv", "cycle.yaml"])
def test_a_file_in_another_encoding_is_named_with_the_first_line_that_is_not_text(db, folder, file):
    text = folder.text(file)
    first = next(number for number, line in enumerate(text.splitlines(), start=1) if "نهر" in line or "آبار" in line)
    (folder.path / file).write_bytes(text.encode("cp1256", errors="replace"))
    found = faults_when_played(folder)
    assert [(name, line) for name, line, _reason in found] == [(file, min(first, found[0][1]))]
    assert found[0][2] == "This file is neither in UTF-8 nor in UTF-16. Save it as UTF-8."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(db, folder, newline):
    for file in ("organisations.csv", "cycle.yaml"):
        (folder.path / file).write_bytes(folder.text(file).replace("\n", newline).encode())
    assert figures_when_played(folder) == FIGURES


def test_digits_may_be_arabic_in_numbers_days_and_instants(db, folder):
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    for table, columns in {
        "organisations": ["population", "population_year", "joined", "latitude"],
        "seats": ["from"],
        "mandates": ["from", "to", "decided"],
        "papers": ["pages", "submitted_at"],
        "endorsements": ["at"],
        "record_book": ["year", "value"],
    }.items():
        rows = folder.rows(table)
        for row in rows:
            row.update({column: row[column].translate(arabic) for column in columns})
        folder.write(table, rows)
    for old in ('starts: "2031-01-06"', 'ends: "2031-12-15"', "year: 2031", 'as_of: "2031-11-30T18:00:00+03:00"'):
        name, _colon, value = old.partition(": ")
        folder.rewrite("cycle.yaml", old, f"{name}: {value.translate(arabic)}")
    assert figures_when_played(folder) == FIGURES


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        ("42", 42),
        ("1,234,567", 1_234_567),
        ("1 234", 1234),
        ("١٬٢٣٤", 1234),
        ("۱۲", 12),
        (" 7 ", 7),
        ("", None),
    ],
)
def test_a_number_is_read_with_or_without_separators_in_any_digits(tmp_path, written, number):
    (tmp_path / "numbers.csv").write_text(f'number\n"{written}"\nlast\n', encoding="utf-8")
    folder = Folder(tmp_path)
    row = folder.table("numbers")[0] if written.strip() else None
    assert (row.number("number") if row else None) == number
    assert folder.faults == []


@pytest.mark.parametrize("written", ["1,5", "12,34", "1.5", "-1", "+1", "1_000", "1e3", "١٫٥", "²", "0x10", "one"])
def test_what_is_no_whole_number_is_named(tmp_path, written):
    (tmp_path / "numbers.csv").write_text(f'number\n"{written}"\n', encoding="utf-8")
    folder = Folder(tmp_path)
    assert folder.table("numbers")[0].number("number") is None
    assert [fault.line for fault in folder.faults] == [2]


@pytest.mark.parametrize(
    "broken",
    [
        "a: [1",
        "a: b: c",
        "\t- a",
        "a: 'b",
        "a: &x *y",
        "- 1\n- 2",
        "just words",
        "a: !!python/object:os.system {}",
        "\0",
    ],
)
def test_what_is_no_yaml_of_names_and_values_is_named(db, folder, broken):
    (folder.path / "cycle.yaml").write_text(broken, encoding="utf-8")
    [(file, line, reason)] = faults_when_played(folder)
    assert (file, line <= 2) == ("cycle.yaml", True)
    assert reason in ("This line is not valid YAML.", "This file must hold names and values.")


def test_a_file_that_is_too_large_is_not_read(db, folder):
    with (folder.path / "seats.csv").open("ab") as file:
        file.truncate(LARGEST + 1)
    assert faults_when_played(folder) == [("seats.csv", 0, "This file is larger than 20 MB and is not read.")]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(db, folder, tmp_path):
    paper = folder.path / "papers" / "wells.docx"
    paper.rename(tmp_path / "elsewhere.docx")
    paper.symlink_to(tmp_path / "elsewhere.docx")
    assert faults_when_played(folder) == [
        ("papers.csv", 2, "“papers/wells.docx”: This file lies outside the folder and is not read.")
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n", "This document is damaged or was not received whole."),
        (b"", "This file is empty."),
        (b"PK\x03\x04 and no more", "This document is damaged or was not received whole."),
        (b"words", "This file is no paper that can be read, whatever its name says."),
    ],
)
def test_a_paper_that_is_no_word_document_is_named_with_its_row(db, folder, content, says):
    (folder.path / "papers" / "wells.docx").write_bytes(content)
    [(file, line, reason)] = faults_when_played(folder)
    assert (file, line) == ("papers.csv", 2)
    assert reason.startswith(f"“papers/wells.docx”: {says}")


# Workbooks ----------------------------------------------------------------------------------------------------------


def as_a_workbook(folder: YearFolder, table: str, change=lambda sheet: None) -> Path:
    """The table as a workbook in the place of its CSV file, with typed numbers and days where they look like ones."""
    workbook = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(folder.text(f"{table}.csv"))):
        workbook.active.append([int(cell) if cell.isdecimal() and cell.isascii() else cell or None for cell in row])
    change(workbook.active)
    (folder.path / f"{table}.csv").unlink()
    workbook.save(folder.path / f"{table}.xlsx")
    return folder.path / f"{table}.xlsx"


@pytest.mark.parametrize(
    "table", ["organisations", "seats", "mandates", "papers", "points", "endorsements", "record_book"]
)
def test_a_table_may_be_a_workbook(db, folder, table):
    as_a_workbook(folder, table)
    assert figures_when_played(folder) == FIGURES


def test_days_and_numbers_of_a_workbook_may_be_typed(db, folder):
    def typed(sheet):
        sheet["H3"], sheet["J3"] = date(2031, 1, 6), 1200000.0
        sheet["H4"] = datetime(2031, 1, 6)  # noqa: DTZ001 (as a workbook holds it)

    as_a_workbook(folder, "organisations", typed)
    assert figures_when_played(folder) == FIGURES


def test_an_instant_that_a_workbook_holds_without_a_zone_is_named(db, folder):
    def typed(sheet):
        sheet["D2"] = datetime(2031, 9, 15, 9, 12)  # noqa: DTZ001

    as_a_workbook(folder, "endorsements", typed)
    assert faults_when_played(folder) == [("endorsements.xlsx", 2, f"“2031-09-15T09:12:00” in “at” {INSTANT}")]


def test_a_row_of_a_workbook_is_named_by_its_line(db, folder):
    as_a_workbook(folder, "seats", lambda sheet: sheet.insert_rows(3, 2))
    folder.rewrite("organisations.csv", "nahr,city", "nahar,city")
    assert ("seats.xlsx", 6, "“nahr” in “organisation” is not on record.") in faults_when_played(folder)


def test_a_table_that_stands_there_twice_is_named(db, folder):
    kept = folder.text("seats.csv")
    as_a_workbook(folder, "seats")
    (folder.path / "seats.csv").write_text(kept, encoding="utf-8")
    assert faults_when_played(folder) == [
        ("seats.xlsx", 0, "This table stands in the folder twice, as CSV and as XLSX.")
    ]


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_workbook_is_named(db, folder, content):
    path = as_a_workbook(folder, "seats")
    path.write_bytes(content)
    assert faults_when_played(folder) == [("seats.xlsx", 0, "This file is not a workbook that can be read.")]


def replace_part(path: Path, part: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, held in {**parts, part: content}.items():
            package.writestr(name, held)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("content", [b"<broken", b"", b"<a/>"])
def test_a_workbook_with_a_damaged_part_is_named_or_read_and_never_stumbled_over(db, folder, part, content):
    path = as_a_workbook(folder, "seats")
    replace_part(path, part, content)
    found = faults_when_played(folder)
    assert {(file, line) for file, line, _reason in found} <= {("seats.xlsx", 0), ("seats.xlsx", 1)}
