"""The commands, each in processes of its own, as a person gives them."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from mithaq import __version__, cli
from mithaq.site import environment, readiness, serving
from tests.conftest import ROOT
from tests.factories.surroundings import without_ours

pytestmark = [
    pytest.mark.sqlite,  # each brings a database of its own
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them"),
]

MODEL_YEAR = ROOT / "demo" / "model-year"
PATIENCE = 120


def environment_of(home: Path, **more: str) -> dict[str, str]:
    return {**without_ours(), "MITHAQ_HOME": str(home), **more}


def mithaq(*words: object, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Give a command and wait for its end."""
    command = [sys.executable, "-m", "mithaq", *map(str, words)]
    return subprocess.run(
        command, env=environment_of(home, **more), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def a_free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


@contextmanager
def running(*words: object, home: Path, **more: str):
    """A command that goes on, with its address; afterwards it has been told to end and all of it has ended."""
    command = [sys.executable, "-m", "mithaq", *map(str, words), "--port", str(a_free_port())]
    home.mkdir(exist_ok=True)
    with NamedTemporaryFile("w+", dir=home.parent) as output:
        process = subprocess.Popen(command, env=environment_of(home, **more), stdout=output, stderr=subprocess.STDOUT)
        family = {process.pid}
        try:
            assert waited_for(lambda: process.poll() is not None or "http://" in Path(output.name).read_text())
            assert waited_for(lambda: len(descendants(process.pid)) >= 3)  # the web server, its process, the worker
            family |= descendants(process.pid)
            said = Path(output.name).read_text().splitlines()
            yield next(line for line in said if line.startswith("http://")), said, process
            process.send_signal(signal.SIGTERM)
            process.wait(15)
            assert waited_for(lambda: not any(map(is_alive, family)))
        finally:
            for member in family:
                with suppress(ProcessLookupError):
                    os.kill(member, signal.SIGKILL)
            process.wait()


def parents() -> dict[int, tuple[int, str]]:
    """Every process with its parent and its state."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
            found[int(status.parent.name)] = int(parent), state
    return found


def descendants(ancestor: int) -> set[int]:
    """The processes that this one started, and those that they started."""
    known, every = {ancestor}, parents()
    while more := {pid for pid, (parent, _) in every.items() if parent in known} - known:
        known |= more
    return known - {ancestor}


def is_alive(pid: int) -> bool:
    return parents().get(pid, (0, "Z"))[1] != "Z"


def page_at(address: str, browser=None, **form: str) -> tuple[int, str]:
    """The status and the page; asks again while nobody answers yet."""
    browser = browser or build_opener()
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with browser.open(address, urlencode(form).encode() if form else None, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def well(address: str) -> dict[str, object]:
    return json.loads(page_at(f"{address}health")[1])


def waited_for(condition) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_the_version_is_that_of_the_package(capsys):
    assert cli.main(["version"]) == 0
    assert capsys.readouterr().out == f"mithaq {__version__}\n"


def test_help_says_what_each_command_does(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    for command in ("serve", "worker", "demo", "rehearse", "doctor", "version"):
        assert re.search(rf"^    {command} +\w", told, re.MULTILINE)


def test_a_house_that_is_served_for_the_first_time_is_empty_and_well_and_ends_when_told(tmp_path):
    with running("serve", home=tmp_path) as (address, _, _process):
        assert address.startswith("http://localhost:")
        status, page = page_at(f"{address}en/")
        assert status == 200
        assert "Begin your year" in page
        sheet = re.search(r'href="(/static/ui/css/base\.\w+\.css)"', page)[1]
        assert page_at(address.rstrip("/") + sheet)[0] == 200
        assert page_at(f"{address}ar/")[0] == 200
        assert waited_for(lambda: well(address)["worker"])
        assert well(address)["well"]


@pytest.mark.long
def test_a_server_that_is_told_twice_to_end_ends(tmp_path):
    with running("serve", home=tmp_path) as (address, _, process):
        page_at(address)
        for number in (signal.SIGTERM, signal.SIGINT) * 20:
            process.send_signal(number)
        process.wait(15)


def test_the_processes_of_a_server_that_was_killed_end_by_themselves(tmp_path):
    with running("serve", home=tmp_path) as (_, _, process):
        started = descendants(process.pid)
        process.kill()
        process.wait()
        assert waited_for(lambda: not any(map(is_alive, started)))


def test_those_who_will_serve_a_house_wait_until_it_is_ready(tmp_path, settings):
    settings.HOME = tmp_path / "house"
    with readiness.awaited(), (settings.HOME / ".begins").open() as asking, pytest.raises(BlockingIOError):
        fcntl.flock(asking, fcntl.LOCK_SH | fcntl.LOCK_NB)
    readiness.wait()


def test_a_house_that_cannot_be_made_ready_leaves_no_server_behind(tmp_path):
    (tmp_path / "mithaq.sqlite3").write_text("this is no database, whatever it is called")
    with NamedTemporaryFile("w+", dir=tmp_path) as output:
        command = [sys.executable, "-m", "mithaq", "serve", "--port", str(a_free_port())]
        process = subprocess.Popen(command, env=environment_of(tmp_path), stdout=output, stderr=subprocess.STDOUT)
        seen: set[int] = set()
        while process.poll() is None:
            seen |= descendants(process.pid)
        assert process.returncode == 1
        assert "file is not a database" in Path(output.name).read_text()
    assert seen
    assert waited_for(lambda: not any(map(is_alive, seen)))


def test_a_port_that_is_taken_gives_way_to_the_next_free_one():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen()
        taken = place.getsockname()[1]
        assert serving.free_port("127.0.0.1", taken) > taken


def test_static_files_are_collected_once_for_each_state_of_the_sources(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    assert serving.collect_static_files()
    assert not serving.collect_static_files()
    (settings.STATIC_ROOT / ".collected").write_text("of another release")
    assert serving.collect_static_files()


@pytest.fixture(scope="module")
def a_demonstration(tmp_path_factory):
    """The home of a demonstration of the model year that is played and was served once."""
    home = tmp_path_factory.mktemp("demonstration")
    with running("demo", home=home) as (address, said, _process):
        page_at(address)
        (home / "said.txt").write_text("\n".join(said))
    return home


def signed_in_as(name: str, address: str):
    """A browser, and the page that this person of the demonstration sees first."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = page_at(f"{address}en/sign-in/", browser)[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    choices = re.findall(r'formaction="(/en/sign-in/as/\w+/)">(.*?)</button>', page, re.DOTALL)
    (way,) = [way for way, words in choices if name in words]
    return browser, page_at(address.rstrip("/") + way, browser, csrfmiddlewaretoken=token, next="")[1]


def test_a_demonstration_says_whom_one_can_sign_in_as_and_one_click_does_it(a_demonstration):
    said = (a_demonstration / "said.txt").read_text()
    assert "One click signs you in as:" in said
    with running("demo", home=a_demonstration) as (address, said, _process):
        assert any("Mayor of Trois-Gués" in line for line in said) or any("and " in line for line in said)
        _, page = signed_in_as("Mayor of Trois-Gués", address)
    assert "Read and endorse" in page
    assert "Its clock stands at" in page
    assert "29 September 2031" in page


@pytest.mark.long
def test_a_demonstration_that_somebody_worked_with_goes_on_where_it_was_left(a_demonstration, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(a_demonstration, home)
    later = "2031-09-30 08:00:00"
    with sqlite3.connect(home / "mithaq.sqlite3") as database:
        # As if somebody had acted a day later: the last act's time, and a head that the rehearsal did not leave.
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(
            "UPDATE chronicle_act SET at = ? WHERE sequence = (SELECT MAX(sequence) FROM chronicle_act)", [later]
        )
        database.execute("UPDATE chronicle_head SET hash = ?", ["a" * 64])
    with running("demo", home=home) as (address, said, _process):
        assert "It goes on from where it was left; --fresh begins anew." in said
        assert "30 September 2031" in page_at(f"{address}en/")[1]
    with running("demo", "--fresh", home=home) as (address, said, _process):
        assert "It goes on from where it was left; --fresh begins anew." not in said
        assert "29 September 2031" in page_at(f"{address}en/")[1]


def test_a_house_that_is_no_demonstration_is_never_shown_as_one(tmp_path):
    sqlite3.connect(tmp_path / "mithaq.sqlite3").close()
    ended = mithaq("demo", home=tmp_path)
    assert ended.returncode == cli.WRONG
    assert "holds a house that is no demonstration" in ended.stderr


@pytest.mark.long
def test_a_database_named_in_the_environment_is_not_the_demonstrations(tmp_path):
    real = tmp_path / "real.sqlite3"
    with running("demo", home=tmp_path / "home", DATABASE_URL=f"sqlite:///{real}") as (address, _, _process):
        assert page_at(f"{address}en/")[0] == 200
    assert not real.exists()


def test_a_demonstration_shows_the_moment_that_was_named(tmp_path):
    home = tmp_path / "home"
    with running("demo", "--at", "2031-01-15T12:00", home=home) as (address, _, _process):
        assert "15 January 2031" in page_at(f"{address}en/")[1]
    with sqlite3.connect(home / "mithaq.sqlite3") as database:
        (last,) = database.execute("SELECT MAX(at) FROM chronicle_act").fetchone()
        assert last <= "2031-01-15 09:00:00"  # by the clock of the model year, three hours ahead


def test_where_somebody_has_worked_no_other_moment_is_shown(a_demonstration, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(a_demonstration, home)
    with sqlite3.connect(home / "mithaq.sqlite3") as database:
        database.execute("UPDATE chronicle_head SET hash = ?", ["a" * 64])
    ended = mithaq("demo", "--at", "2031-10-05T12:00", home=home)
    assert ended.returncode == cli.WRONG
    assert "which stands at another moment. --fresh begins anew." in ended.stderr


@pytest.mark.parametrize(
    ("at", "language", "said"),
    [
        ("noon", "en_GB.UTF-8", "“noon” is no moment. Name one such as 2031-09-30T12:00."),
        ("noon", "ar_SA.UTF-8", "«noon» ليس لحظة."),
        ("2030-11-30", "en_GB.UTF-8", "2030-11-30 is outside the year, which runs from 2030-12-01 to 2031-12-15."),
        ("2031-12-16T00:00", "ar_SA.UTF-8", "خارج الدورة"),
    ],
)
def test_a_moment_that_cannot_be_shown_is_refused_in_the_terminals_language(tmp_path, at, language, said):
    ended = mithaq("demo", "--at", at, home=tmp_path / "home", LC_ALL=language)
    assert ended.returncode == cli.WRONG
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "home").exists()


def test_a_folder_without_a_cycle_is_said_in_a_sentence(tmp_path):
    ended = mithaq("demo", "--folder", tmp_path / "nothing", home=tmp_path / "home")
    assert ended.returncode == cli.WRONG
    assert "cycle.yaml cannot be read" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_wrong_files_are_named_with_line_and_reason_and_nothing_is_written(tmp_path):
    folder = tmp_path / "year"
    shutil.copytree(MODEL_YEAR, folder)
    with (folder / "seats.csv").open("a", encoding="utf-8") as seats:
        seats.write("x,x,X,,,no-such-city,mayor,,,2031-01-01,\n")
    ended = mithaq("rehearse", folder, "--out", tmp_path / "out", home=tmp_path)
    assert ended.returncode == cli.WRONG
    assert "seats.csv" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out" / "mithaq.sqlite3").exists()


def test_a_rehearsal_prints_its_figures_and_a_second_one_changes_nothing(tmp_path):
    first, second = (mithaq("rehearse", MODEL_YEAR, "--out", tmp_path / "out", home=tmp_path) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert re.search(r"^ +42  cities_participating$", first.stdout, re.MULTILINE)
    assert second.stdout == first.stdout + "These were there already; nothing has changed.\n"


@pytest.mark.long
def test_the_doctor_refuses_a_real_house_without_a_secret_and_passes_it_with_one(tmp_path):
    with running("serve", home=tmp_path) as (address, _, _process):
        page_at(address)
    bare, furnished = (
        mithaq("doctor", home=tmp_path, **secret) for secret in ({}, {"MITHAQ_SECRET_KEY": "a" * 20 + "b" * 30})
    )
    assert (bare.returncode, furnished.returncode) == (1, 0)
    assert re.search(r"^UNSAFE  secret key", bare.stdout, re.MULTILINE)
    assert "UNSAFE" not in furnished.stdout


@pytest.mark.long
def test_a_worker_may_be_asked_for_one_round(tmp_path):
    with running("serve", home=tmp_path) as (address, _, _process):
        page_at(address)
    ended = mithaq("worker", "--once", home=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "0 done.\n")


@pytest.mark.long
def test_the_search_is_built_again_from_the_files(tmp_path):
    with running("serve", home=tmp_path) as (address, _, _process):
        page_at(address)
    built = mithaq("reindex", home=tmp_path)
    assert (built.returncode, built.stdout.splitlines()) == (
        0,
        ["0 papers can be searched anew", "0 studies can be searched anew"],
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("MITHAQ_CLOCK", "tomorrow"), ("MITHAQ_CLOCK", "2031-01-01T09:00:00"), ("MITHAQ_MAIL", "pigeon:")],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path, name, value):
    ended = mithaq("doctor", home=tmp_path, **{name: value})
    assert ended.returncode != 0
    assert name in ended.stderr


def test_the_clock_of_all_processes_runs_from_the_same_instant(monkeypatch):
    monkeypatch.setenv("MITHAQ_CLOCK", "2031-09-29T09:00:00+03:00")
    monkeypatch.setenv("MITHAQ_CLOCK_SET_AT", "2026-11-22T06:00:00+00:00")
    first = environment.clock_offset("MITHAQ_CLOCK", set_at="MITHAQ_CLOCK_SET_AT")
    assert environment.clock_offset("MITHAQ_CLOCK", set_at="MITHAQ_CLOCK_SET_AT") == first
    assert first.days == (environment.instant("MITHAQ_CLOCK") - environment.instant("MITHAQ_CLOCK_SET_AT")).days
