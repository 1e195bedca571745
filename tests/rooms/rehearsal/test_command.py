"""`mithaq rehearse`: all or nothing, in a process of its own, whatever happens to it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import time

import pytest

from mithaq.cycle.domain.arrange import name_gap
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from tests.factories.databases import Database, a_process, at_database
from tests.factories.folders import FIGURES, a_folder
from tests.factories.house import a_house
from tests.rooms.rehearsal.playing import begin_to_rehearse, everything_in, figures_in, rehearse, values_in

pytestmark = pytest.mark.sqlite

RESULTS = ["figures.json", "mithaq.sqlite3", "rehearsal.json", "roll.csv", "texts", "uploads"]


@pytest.fixture
def folder(tmp_path):
    return a_folder(tmp_path / "year")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture(scope="module")
def played_once(tmp_path_factory):
    """How the rehearsal of the small year ended, and where its results are."""
    place = tmp_path_factory.mktemp("played-once")
    return rehearse(a_folder(place / "year").path, place / "out"), place / "out"


@pytest.fixture
def undisturbed(played_once):
    """The results of the small year, only to be looked at."""
    return played_once[1]


@pytest.fixture
def rehearsed(undisturbed, out):
    """The results of the small year, to be worked with."""
    shutil.copytree(undisturbed, out)
    return out


def left_in(out):
    return sorted(path.name for path in out.iterdir() if path.name != ".lock")


# What comes of it ---------------------------------------------------------------------------------------------------


def test_a_rehearsal_prints_its_figures_and_leaves_texts_roll_figures_uploads_and_a_database(played_once, folder):
    ended, out = played_once
    assert (ended.status, ended.complained) == (0, "")
    printed = dict(reversed(line.split()) for line in ended.said.splitlines()[: len(FIGURES)])
    assert printed == {key: str(value) for key, value in FIGURES.items()}
    assert left_in(out) == RESULTS
    assert values_in(out) == FIGURES
    assert sorted(path.name for path in (out / "texts").iterdir()) == [
        "communique.ar.md",
        "communique.canonical.json",
        "communique.en.md",
    ]
    assert (out / "texts" / "communique.en.md").read_text() == (
        "# Communiqué of Nahr\n\nWe, the mayors.\n\n## Water\n\n1. We dig deep.\n\n2. We clean wells.\n\n"
        "Done at Nahr.\n\n"
    )
    [stored] = [path for path in (out / "uploads").rglob("*") if path.is_file()]
    assert stored.read_bytes() == (folder.path / "papers" / "wells.docx").read_bytes()


def test_each_figure_carries_its_definition_in_both_languages_its_day_and_its_records(undisturbed):
    for figure in figures_in(undisturbed).values():
        assert set(figure) == {"value", "relation", "as_of", "definition", "records"}
        assert set(figure["definition"]) == {"en", "ar"}
        assert figure["definition"]["en"] != figure["definition"]["ar"]
        assert figure["value"] == sum(record["counts"] for record in figure["records"])
        assert len({record["id"] for record in figure["records"]}) == len(figure["records"])
    assert figures_in(undisturbed)["cities_endorsing"]["as_of"] == "2031-10-02T09:00:00+00:00"


def test_the_roll_names_each_endorsement_with_its_instant_and_what_was_reserved(undisturbed):
    lines = (undisturbed / "roll.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:7] for line in lines[1:]] == [
        ["Nahr", "نهر", "confirmed", "2031-09-15T06:12:00+00:00", "no", "no", "yes"],
        ["Bahr", "بحر", "confirmed", "2031-09-15T22:00:00+00:00", "no", "no", "yes"],
        ["Wadi", "وادي", "confirmed", "2031-10-20T15:00:00+00:00", "yes", "yes", "no"],
    ]
    assert "Not this year.,ليس هذا العام." in lines[2]


def test_the_text_that_was_endorsed_has_the_hash_that_the_roll_and_anybody_with_its_bytes_gets(undisturbed):
    import hashlib

    canonical = (undisturbed / "texts" / "communique.canonical.json").read_bytes()
    digest = hashlib.sha256(canonical).hexdigest()
    lines = (undisturbed / "roll.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[-2] for line in lines[1:]] == [digest] * 3


def test_a_second_rehearsal_of_the_same_files_changes_nothing(folder, rehearsed):
    before = everything_in(rehearsed)
    again = rehearse(folder.path, rehearsed)
    assert (again.status, everything_in(rehearsed)) == (0, before)
    assert "nothing has changed" in again.said
    assert left_in(rehearsed) == RESULTS


@pytest.mark.long
def test_the_same_files_give_the_same_addresses_in_another_folder(undisturbed, folder, out):
    rehearse(folder.path, out)
    assert figures_in(out) == figures_in(undisturbed)
    for name in ("communique.en.md", "communique.canonical.json"):
        assert (out / "texts" / name).read_bytes() == (undisturbed / "texts" / name).read_bytes()


def test_other_files_replace_the_results(folder, rehearsed):
    folder.remove("endorsements", key="nahr-endorsement")
    assert rehearse(folder.path, rehearsed).status == 0
    assert values_in(rehearsed) == {**FIGURES, "cities_endorsing": 1}
    assert left_in(rehearsed) == RESULTS


def test_a_rehearsal_that_is_stopped_at_an_instant_replaces_the_whole_year(folder, rehearsed):
    assert rehearse(folder.path, rehearsed, "--until", "2031-05-01T00:00:00+03:00").status == 0
    assert values_in(rehearsed)["recommendations_received"] == 3
    assert "points_adopted" not in values_in(rehearsed)
    assert list((rehearsed / "texts").iterdir()) == []


def test_an_instant_without_a_zone_is_refused(folder, out):
    ended = rehearse(folder.path, out, "--until", "2031-05-01T00:00:00")
    assert (ended.status, out.exists()) == (1, False)
    assert "time zone" in ended.complained


@pytest.mark.long
@pytest.mark.parametrize("name", ["out #1 'نتائج' 100%\"?mode=ro&x"])
def test_the_folder_for_the_results_may_have_any_name(folder, tmp_path, name):
    out = tmp_path / "results" / name
    assert rehearse(folder.path, out).status == 0
    assert left_in(out) == RESULTS
    assert [path.name for path in (tmp_path / "results").iterdir()] == [name]
    before = everything_in(out)
    assert rehearse(folder.path, out).status == 0
    assert everything_in(out) == before


# What is refused ----------------------------------------------------------------------------------------------------


def test_a_wrong_row_is_named_and_earlier_results_stay_byte_by_byte(folder, rehearsed):
    out = rehearsed
    before = everything_in(out)
    folder.change("mandates", 0, to="2031-09-14")
    ended = rehearse(folder.path, out)
    assert (ended.status, ended.said) == (1, "")
    head, fault = ended.complained.splitlines()
    assert head == "The files have 1 fault. Nothing was written."
    assert fault.startswith("endorsements.csv, line 2: The mandate of this seat does not run on this day, so it cannot")
    assert everything_in(out) == before
    assert left_in(out) == RESULTS


def test_a_wrong_row_leaves_nothing_where_nothing_was(folder, out):
    folder.change("seats", 2, organisation="atlantis")
    assert rehearse(folder.path, out).status == 1
    assert left_in(out) == []


def test_a_year_that_somebody_went_on_working_with_is_left_alone(db, folder, rehearsed):
    out = rehearsed
    with at_database(Database(str(out / "mithaq.sqlite3"), "")):
        director = Seat.objects.get(key="director")
        name_gap(Cycle.objects.get(), {"en": "A gap"}, "", seat=director, at=Cycle.objects.get().phases.first().opens)
    before = everything_in(out)
    for change in (lambda: None, lambda: folder.remove("endorsements", key="nahr-endorsement")):
        change()
        ended = rehearse(folder.path, out)
        assert (ended.status, ended.said) == (3, "")
        assert ended.complained == f"Somebody has gone on working with the year in {out}. Name another folder.\n"
        assert everything_in(out) == before


def test_a_year_whose_work_still_lies_in_the_write_ahead_log_is_left_alone(folder, rehearsed):
    out = rehearsed
    connection = sqlite3.connect(out / "mithaq.sqlite3")
    connection.execute("UPDATE chronicle_head SET hash = 'another'")
    connection.commit()
    assert (out / "mithaq.sqlite3-wal").stat().st_size
    folder.remove("endorsements", key="nahr-endorsement")
    assert rehearse(folder.path, out).status == 3
    assert connection.execute("SELECT hash FROM chronicle_head").fetchone() == ("another",)
    connection.close()


@pytest.mark.parametrize("beside", [None, "figures.json", "rehearsal.json"])
def test_a_database_that_is_no_rehearsals_is_left_alone(own_database, folder, out, beside):
    a_house()
    out.mkdir()
    own_database.path.rename(out / "mithaq.sqlite3")
    if beside:
        (out / beside).write_text("{}")
    before = everything_in(out)
    ended = rehearse(folder.path, out)
    assert ended.status == 3
    assert ended.complained == f"{out} holds a database that is no rehearsal's. Name another folder.\n"
    assert everything_in(out) == before


@pytest.mark.parametrize("place", [".", "results", "papers/results"])
def test_results_are_not_written_into_the_folder_that_is_played(folder, place):
    before = everything_in(folder.path)
    ended = rehearse(folder.path, folder.path / place)
    assert ended.status == 3
    assert "lies inside the folder that is played" in ended.complained
    assert everything_in(folder.path) == before
    assert not (folder.path / "results").exists()


@pytest.mark.parametrize("name", ["nowhere", "nowhere.docx"])
def test_what_is_not_there_cannot_be_played(tmp_path, out, name):
    ended = rehearse(tmp_path / name, out)
    assert (ended.status, ended.complained) == (3, f"There is no folder and no document at {tmp_path / name}.\n")


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(folder, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    for out in (in_the_way, in_the_way / "out"):
        ended = rehearse(folder.path, out)
        assert (ended.status, ended.said) == (1, "")
        assert ended.complained.startswith(f"{out} cannot be read or written: ")
        assert len(ended.complained.splitlines()) == 1
    assert in_the_way.read_text() == "not a folder"


def test_a_folder_that_may_only_be_read_is_said_in_a_sentence(folder, tmp_path):
    out = tmp_path / "read-only"
    out.mkdir(mode=0o555)
    if os.access(out, os.W_OK):  # root may write anywhere but where the system itself forbids it
        out = next(place for place in map(type(out), ("/proc/self", "/sys")) if place.is_dir())
    ended = rehearse(folder.path, out)
    assert (ended.status, ended.said) == (1, "")
    assert "cannot be read or written: " in ended.complained
    assert "Traceback" not in ended.complained


# What happens to it -------------------------------------------------------------------------------------------------


def test_two_rehearsals_at_once_do_not_meet_in_one_folder(folder, out):
    first = begin_to_rehearse(folder.path, out)
    wait_for(out / ".rehearsal" / "mithaq.sqlite3")
    os.kill(first.pid, signal.SIGSTOP)  # so that it does not end too early
    second = rehearse(folder.path, out)
    os.kill(first.pid, signal.SIGCONT)
    assert (second.status, second.complained) == (3, f"Another rehearsal is running in {out}.\n")
    first.communicate(timeout=120)
    assert first.returncode == 0
    assert values_in(out) == FIGURES
    assert left_in(out) == RESULTS


@pytest.mark.parametrize(
    "seconds", [0.3, *(pytest.param(more, marks=pytest.mark.long) for more in (0, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.5, 2))]
)
def test_a_rehearsal_that_is_killed_while_it_plays_leaves_the_earlier_results(folder, rehearsed, seconds):
    out = rehearsed
    before = everything_in(out)
    folder.remove("endorsements", key="nahr-endorsement")
    killed = begin_to_rehearse(folder.path, out)
    wait_for(out / ".rehearsal" / "mithaq.sqlite3")
    time.sleep(seconds)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    kept = everything_in(out)
    if kept["rehearsal.json"] == before["rehearsal.json"]:  # else it was putting its results in place, or had done so
        assert {name: held for name, held in kept.items() if not name.startswith(".rehearsal")} == before
    assert rehearse(folder.path, out).status == 0
    assert left_in(out) == RESULTS
    assert values_in(out) == {**FIGURES, "cities_endorsing": 1}


def wait_for(path):
    give_up_at = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < give_up_at
        time.sleep(0.01)


def killed_at_move(move, folder, out):
    """Kill a rehearsal when it is about to move for the nth time; whether it got so far."""
    process = a_process(
        "-m", "tests.rooms.rehearsal.killed", str(move), str(folder.path), "--out", str(out), home=out.parent
    )
    process.communicate(timeout=120)
    return process.returncode == -signal.SIGKILL


MOVES = range(1, len(RESULTS) + 2)  # the note is written before and after the others


@pytest.mark.parametrize("moves", [(2,), pytest.param(MOVES, marks=pytest.mark.long)], ids=["one move", "every move"])
def test_a_rehearsal_that_is_killed_while_it_puts_its_results_in_place_is_completed_by_the_next(
    folder, out, undisturbed, moves
):
    for move in moves:
        assert killed_at_move(move, folder, out)
        assert not is_complete(out)
    ended = rehearse(folder.path, out)
    assert (ended.status, left_in(out)) == (0, RESULTS)
    assert figures_in(out) == figures_in(undisturbed)
    assert (out / "roll.csv").read_bytes() == (undisturbed / "roll.csv").read_bytes()


@pytest.mark.long
def test_earlier_results_that_were_half_replaced_by_a_rehearsal_that_was_killed_are_replaced_by_the_next(
    folder, rehearsed
):
    folder.remove("endorsements", key="nahr-endorsement")
    for move in MOVES:
        assert killed_at_move(move, folder, rehearsed)
        assert is_complete(rehearsed) is (move == 1)
    assert not killed_at_move(MOVES[-1] + 1, folder, rehearsed)
    assert values_in(rehearsed) == {**FIGURES, "cities_endorsing": 1}
    assert left_in(rehearsed) == RESULTS


def is_complete(out):
    """Whether the results call themselves complete."""
    note = out / "rehearsal.json"
    return note.exists() and "unfinished" not in json.loads(note.read_text())
