"""A folder is played through the rooms' verbs; each row counts exactly where it should."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mithaq.cycle.models import Cycle, RecordBookEntry
from mithaq.endorsements.models import Endorsement
from mithaq.foundation.actors.models import Mandate, Organisation, Population, Seat
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act
from mithaq.rehearsal.folder import Folder
from mithaq.rehearsal.scenes import perform
from mithaq.rehearsal.script import script_of
from tests.factories.folders import FIGURES, a_folder, a_paper_file
from tests.rooms.rehearsal.playing import faults_when_played, figures_when_played


@pytest.fixture
def folder(tmp_path):
    return a_folder(tmp_path / "year")


def test_a_small_year_counts_what_stands_in_its_files(db, folder):
    assert figures_when_played(folder) == FIGURES


def test_what_was_played_is_in_the_rooms_as_the_files_say_it(db, folder):
    script = script_of(Folder(folder.path))
    cycle = perform(script, script.as_of)
    assert first_broken_act() is None
    assert (cycle.mark, cycle.authentic, cycle.gaps.count(), cycle.deadlines.count()) == (
        {"en": "W3", "ar": "W3"},
        ["en", "ar"],
        1,
        1,
    )
    people = dict(Population.objects.values_list("organisation__key", "people"))
    assert people == {"nahr": 1_200_000, "bahr": 340_000, "wadi": 560_000}
    assert [entry.value for entry in RecordBookEntry.objects.all()] == [1, 2]
    bahr, wadi = Endorsement.objects.get(organisation__key="bahr"), Endorsement.objects.get(organisation__key="wadi")
    assert bahr.reservations.get().text == {"en": "Not this year.", "ar": "ليس هذا العام."}
    assert str(bahr.reservations.get().clause.title) == "We clean wells."
    assert (bahr.is_provisional, wadi.is_provisional, wadi.may_be_named) == (False, True, False)
    assert bahr.at == datetime(2031, 9, 15, 22, tzinfo=UTC)
    assert Mandate.objects.get(key="nahr-mandate").acts.get().verb == "endorsement.given"
    assert [text.texts.count() for text in cycle.points.all()] == [2, 2]
    endorsed = Act.objects.filter(verb="endorsement.given").order_by("sequence")
    assert [act.seat.key for act in endorsed] == ["nahr-mayor", "bahr-mayor", "wadi-mayor"]


def test_every_act_of_the_year_stands_in_the_order_of_its_instant(db, folder):
    script = script_of(Folder(folder.path))
    perform(script, script.as_of)
    opening = script.opening
    year = [act.at for act in Act.objects.order_by("sequence") if act.at != opening]
    assert year == sorted(year)


def test_the_secretariat_that_founds_the_house_keeps_its_last_day_and_its_people(db, folder):
    folder.change("seats", 0, to="2031-11-01")
    folder.change("organisations", 0, population="50", population_concept="staff", population_source="payroll")
    script = script_of(Folder(folder.path))
    perform(script, script.as_of)
    assert str(Seat.objects.get(key="director").ends) == "2031-11-01"
    assert Organisation.objects.get(key="office").populations.get().people == 50


def test_a_year_can_be_stopped_at_an_instant(db, folder):
    def at(instant):
        return figures_when_played(folder, until=datetime.fromisoformat(instant))

    opened = {**FIGURES, "papers": 0}
    for later in ("pages_of_studies", "recommendations_received", "points_adopted", "cities_endorsing"):
        del opened[later]
    assert at("2031-04-22T14:34:59+03:00") == opened
    with_paper = {**opened, "papers": 1, "pages_of_studies": 4, "recommendations_received": 3}
    assert at("2031-04-22T14:35:00+03:00") == with_paper
    assert at("2031-08-30T18:00:00+03:00") == {**with_paper, "papers": 2, "points_adopted": 2}
    assert at("2031-10-02T08:59:59+00:00") == {**with_paper, "papers": 2, "points_adopted": 2}
    assert at("2031-10-02T09:00:00+00:00") == FIGURES


def test_a_text_that_was_never_frozen_stays_a_draft(db, folder):
    for line in ("frozen_at", "frozen_by", "call_opens", "call_closes", "published_at", "published_by"):
        value = next(found for found in folder.text("cycle.yaml").splitlines() if found.startswith(f"  {line}:"))
        folder.rewrite("cycle.yaml", f"{value}\n", "")
    folder.write("endorsements", folder.rows("endorsements")[:0])
    counted = dict(FIGURES)
    del counted["points_adopted"], counted["cities_endorsing"]
    assert figures_when_played(folder) == counted


# One row fewer, one row more ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "cells", "changes"),
    [
        ("endorsements", {"key": "nahr-endorsement"}, {"cities_endorsing": -1}),
        ("endorsements", {"key": "wadi-endorsement"}, {}),
        ("organisations", {"key": "wells-twenty"}, {"engagement_groups": -1}),
        ("group_members", {"group": "drought", "organisation": "wadi"}, {"working_group_cities": -1}),
        ("group_members", {"group": "drought", "organisation": "nahr"}, {}),
        ("group_members", {"group": "drought", "organisation": "academy"}, {"working_group_organisations": -1}),
        ("group_members", {"group": "wells", "organisation": "nahr"}, {}),
        ("papers", {"key": "lost-paper"}, {"papers": -1}),
        ("points", {"key": "deep-wells"}, {"points_adopted": -1}),
        ("record_book", {"year": "2029"}, {}),
        ("seats", {"key": "officer"}, None),
    ],
)
def test_a_row_that_is_taken_away_changes_exactly_the_figures_that_count_it(db, folder, table, cells, changes):
    folder.remove(table, **cells)
    if changes is None:
        assert faults_when_played(folder)
    else:
        assert figures_when_played(folder) == changed(changes)


SAHL = {"key": "sahl", "name_en": "Sahl", "name_ar": "سهل"}
NETWORK = {"organisation": "network"}


@pytest.mark.parametrize(
    ("table", "where", "cells", "changes"),
    [
        ("organisations", {"key": "wadi"}, SAHL, {"cities_participating": 1}),
        ("organisations", {"key": "bahr"}, SAHL, {"cities_participating": 1}),
        ("organisations", {"key": "academy"}, SAHL, {"knowledge_partners": 1}),
        ("organisations", {"key": "wells-twenty"}, SAHL, {"engagement_groups": 1}),
        ("organisations", {"key": "network"}, SAHL, {}),
        ("papers", {"key": "lost-paper"}, {"key": "other-paper"}, {"papers": 1}),
        ("group_members", {"group": "drought", "role": "partner"}, NETWORK, {"working_group_organisations": 1}),
        ("group_members", {"group": "wells", "role": "partner"}, NETWORK, {}),
        ("record_book", {"year": "2029"}, {"year": "2028"}, {}),
    ],
)
def test_one_more_row_changes_exactly_the_figures_that_count_it(db, folder, table, where, cells, changes):
    folder.double(table, where, **cells)
    assert figures_when_played(folder) == changed(changes)


@pytest.mark.parametrize(("deep", "clean", "change"), [(3, 1, 1), (2, 2, 1), (1, 1, -1), (9, 8, 14)])
def test_one_more_paragraph_in_a_paper_is_one_more_recommendation(db, folder, deep, clean, change):
    (folder.path / "papers" / "wells.docx").write_bytes(a_paper_file(deep=deep, clean=clean))
    assert figures_when_played(folder) == changed({"recommendations_received": change})


def test_one_more_pillar_is_one_more_pillar(db, folder):
    another = '  - key: fire\n    title: {en: "Fire", ar: "النار"}\nphases:\n'
    folder.rewrite("cycle.yaml", "phases:\n", another)
    assert figures_when_played(folder) == changed({"pillars": 1})


def test_a_withdrawal_before_the_release_is_counted_out_and_one_after_it_is_not(db, folder):
    folder.change("endorsements", 0, withdrawn_at="2031-10-02T11:59:59+03:00")
    assert figures_when_played(folder) == changed({"cities_endorsing": -1})
    folder.change("endorsements", 0, withdrawn_at="2031-10-02T12:00:01+03:00")
    assert figures_when_played(folder) == FIGURES


def test_a_city_that_left_before_the_day_is_not_counted(db, folder):
    folder.change("organisations", 3, left="2031-11-29")
    assert figures_when_played(folder) == changed({"cities_participating": -1})


def test_the_same_folder_gives_the_same_year_in_another_database(db, folder):
    assert figures_when_played(folder) == figures_when_played(folder)
    assert not Cycle.objects.exists()


def changed(changes):
    return {key: value + changes.get(key, 0) for key, value in FIGURES.items()}
