"""Persons, offices and dated facts are read out of three tables that a folder may have."""

from __future__ import annotations

from datetime import date

import pytest

from mithaq.foundation.actors.models import Person
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.members.models import Fact, Office
from mithaq.rehearsal.folder import Folder
from mithaq.rehearsal.scenes import perform
from mithaq.rehearsal.script import script_of
from tests.factories.folders import a_folder
from tests.rooms.rehearsal.playing import faults_when_played

PERSONS = "person,honorific_en,honorific_ar,forms,languages\nnoor,H.E.,معالي,f,ar en\n"
OFFICES = (
    "person,organisation,kind,word_en,word_ar,acting,from,to\nnoor,nahr,head,Mayor,رئيسة البلدية,yes,2029-01-01,\n"
)
FACTS = (
    "organisation,kind,from,to,words_en,bloc,person,source\n"
    "nahr,invited,2031-02-01,,,,,Circular 1\n"
    "nahr,bloc,,,,g20_state,,Atlas\n"
    "bahr,represented,2031-03-01,2031-03-02,As guest,,noor,\n"
)


@pytest.fixture
def folder(tmp_path):
    folder = a_folder(tmp_path / "year")
    for name, content in (("persons", PERSONS), ("offices", OFFICES), ("facts", FACTS)):
        (folder.path / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def test_the_tables_are_played_through_the_verbs(db, folder):
    script = script_of(Folder(folder.path))
    perform(script, script.as_of)
    noor = Person.objects.get(key="noor")
    assert (noor.honorific["ar"], noor.languages) == ("معالي", ["ar", "en"])
    assert Office.objects.get().title == {"en": "Acting Mayor", "ar": "رئيسة البلدية المكلَّفة"}
    facts = [(fact.organisation.key, fact.kind, fact.starts, fact.bloc) for fact in Fact.objects.order_by("id")]
    assert facts == [
        ("nahr", "bloc", None, "g20_state"),
        ("nahr", "invited", date(2031, 2, 1), ""),
        ("bahr", "represented", date(2031, 3, 1), ""),
    ]
    assert Fact.objects.get(kind="represented").person == noor
    assert first_broken_act() is None


@pytest.mark.parametrize(
    ("file", "right", "wrong", "line"),
    [
        ("facts", "nahr,invited", "atlantis,invited", 2),
        ("facts", "nahr,invited", "nahr,summoned", 2),
        ("facts", "g20_state", "", 3),
        ("facts", "2031-03-02", "2031-02-02", 4),
        ("facts", ",noor,", ",nobody,", 4),
        ("offices", "head", "king", 2),
        ("offices", "Mayor,رئيسة البلدية", ",", 2),
        ("persons", ",f,", ",x,", 2),
        ("persons", "noor", "nobody", 2),
    ],
)
def test_a_row_that_fits_nothing_is_named_with_its_line_and_nothing_is_played(db, folder, file, right, wrong, line):
    folder.rewrite(f"{file}.csv", right, wrong)
    assert [fault[:2] for fault in faults_when_played(folder)] == [(f"{file}.csv", line)]
    assert not Person.objects.exists()
